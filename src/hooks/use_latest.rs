//! A callback that stays the same while what it does changes.

use std::rc::Rc;

use yew::prelude::*;

/// Returns a callback that calls `act` of the latest rendering. It is the same one at every
/// rendering, so that components that hold it, every row of the list among others, need not be
/// rendered again.
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
