//! Steps from article to article.

use std::rc::Rc;

use yew::prelude::*;

use crate::intent::Intent;
use crate::route::Route;

/// What steps from the article that is open in a view, to the next one or the one before. `neighbour` has the id of the
/// article beside the one with this id in the list; as long as it has none, a step from `drawn` waits for it.
#[hook]
pub fn use_steps<N>(
    drawn: &Rc<Route>,
    neighbour: N,
    on: &Callback<Intent>,
) -> impl Fn(&Rc<Route>, bool) + use<N>
where
    N: Fn(&str, bool) -> Option<String> + 'static,
{
    let waiting = use_mut_ref(|| None::<(Rc<Route>, bool)>);
    let step = {
        let (waiting, on) = (Rc::clone(&waiting), on.clone());
        Rc::new(move |from: &Rc<Route>, forward: bool| {
            match from.post.as_deref().and_then(|open| neighbour(open, forward)) {
                Some(id) => on.emit(Intent::Go(from.with_post(&id))),
                None => *waiting.borrow_mut() = Some((Rc::clone(from), forward)),
            }
        })
    };
    {
        let (step, drawn) = (Rc::clone(&step), Rc::clone(drawn));
        // With everything that arrives, this is drawn.
        use_effect(move || {
            let waited = waiting.take();
            if let Some((from, forward)) = waited.filter(|(from, _)| Rc::ptr_eq(from, &drawn)) {
                step(&from, forward);
            }
        });
    }
    move |from: &Rc<Route>, forward| step(from, forward)
}
