//! What opens over the page closes again when the reader turns to something else.

use gloo_events::{EventListener, EventListenerOptions};
use web_sys::window;
use yew::prelude::*;

use crate::components::{help, settings};
use crate::environment::Environment;

/// Closes the reader's choices on a click outside them.
#[hook]
pub fn use_sheets(environment: &Environment) {
    use_effect_with(environment.clone(), |environment| {
        let environment = environment.clone();
        // Wherever the click is, and whatever becomes of it.
        let options = EventListenerOptions::run_in_capture_phase();
        let listener = window().map(|window| {
            EventListener::new_with_options(&window, "click", options, move |event| {
                // In a shadow root, the target is what holds it.
                let path = event.composed_path();
                if settings::find(&environment).is_some_and(|open| !path.includes(&open, 0)) {
                    settings::close(&environment, false);
                }
            })
        });
        move || drop(listener)
    });
}

/// Closes what is open over the page: it is another page now.
pub(super) fn close_sheets(environment: &Environment) {
    settings::close(environment, false);
    help::close(environment);
}
