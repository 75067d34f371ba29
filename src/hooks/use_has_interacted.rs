//! The first sign of a user.

use gloo_events::{EventListener, EventListenerOptions};
use web_sys::window;
use yew::prelude::*;

/// Returns `true` if the user has scrolled, moved a pointer or pressed a key since the page was
/// opened. Loads that only serve a next step wait for that, so that an address that is opened costs
/// no more than what it shows.
#[hook]
pub fn use_has_interacted() -> bool {
    let active = use_state_eq(|| false);
    {
        let active = active.clone();
        use_effect_with(*active, move |&is_active| {
            let listen = |event: &'static str| {
                let active = active.setter();
                let options = EventListenerOptions::run_in_capture_phase();
                window().map(|window| {
                    EventListener::new_with_options(&window, event, options, move |_| active.set(true))
                })
            };
            let listeners = (!is_active).then(|| ["scroll", "pointermove", "keydown"].map(listen));
            move || drop(listeners)
        });
    }
    *active
}
