//! The view that was asked for last.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use crate::navigation::Navigation;
use crate::route::Route;

/// The view that was asked for last, which whoever asks for another one puts here. `drawn` may still be the one before: keys
/// come faster than pages are drawn, and each goes on from where the one before has led.
#[hook]
pub fn use_current_route(drawn: &Navigation) -> Rc<RefCell<Rc<Route>>> {
    let last = use_mut_ref(|| drawn.clone());
    let current = use_mut_ref(|| Rc::clone(&drawn.route));
    if *last.borrow() != *drawn {
        last.replace(drawn.clone());
        current.replace(Rc::clone(&drawn.route));
    }
    current
}
