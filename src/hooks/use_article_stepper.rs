//! Steps from article to article.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use crate::intent::Intent;
use crate::navigation::Direction;
use crate::route::Route;
use crate::store::Adjacent;

/// What goes so many articles forward from the one that is open in the `current` view, or back if negative. `beside` knows what
/// is after an article in the list, or before it. What is on its way is waited for, unless the reader goes elsewhere meanwhile.
#[hook]
pub fn use_article_stepper<B>(
    current: &Rc<RefCell<Rc<Route>>>,
    beside: B,
    dispatch: &Callback<Intent>,
) -> impl Fn(i32) + use<B>
where
    B: Fn(&str, Direction) -> Adjacent + 'static,
{
    let waiting = use_mut_ref(|| None::<(Rc<Route>, i32)>);
    let step = {
        let (current, dispatch) = (Rc::clone(current), dispatch.clone());
        Rc::new(move |by: i32| {
            let waited = waiting.take().filter(|(from, _)| *from == *current.borrow());
            let mut left = by + waited.map_or(0, |(_, left)| left);
            while left != 0 {
                let from = Rc::clone(&current.borrow());
                let direction = if left > 0 { Direction::Next } else { Direction::Previous };
                match from.post.as_deref().map(|open| beside(open, direction)) {
                    Some(Adjacent::Post(id)) => dispatch.emit(Intent::Navigate(from.with_post(&id))),
                    Some(Adjacent::Pending) => {
                        waiting.replace(Some((from, left)));
                        return;
                    }
                    Some(Adjacent::None) | None => return,
                }
                // A page that has an article of its own may open that instead.
                if *current.borrow() == from {
                    return;
                }
                left -= left.signum();
            }
        })
    };
    {
        let step = Rc::clone(&step);
        // Whatever arrives, this is drawn.
        use_effect(move || step(0));
    }
    move |by| step(by)
}
