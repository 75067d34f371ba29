//! A callback that stays the same while what it does changes.

use std::rc::Rc;

use yew::prelude::*;

/// A callback that does what `act` of the last drawing does. It is the same one at every drawing,
/// so that what holds it, every row of the list among others, need not be drawn again.
#[hook]
pub fn use_latest<T: 'static>(act: impl Fn(T) + 'static) -> Callback<T> {
    let act: Rc<dyn Fn(T)> = Rc::new(act);
    let latest = use_mut_ref(|| Rc::clone(&act));
    latest.replace(act);
    let callback = use_memo((), move |()| {
        Callback::from(move |value| {
            let act = Rc::clone(&latest.borrow());
            act(value);
        })
    });
    (*callback).clone()
}
