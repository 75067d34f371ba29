//! Closes the settings menu when the user turns to something else.

use gloo_events::{EventListener, EventListenerOptions};
use web_sys::window;
use yew::prelude::*;

use crate::browser::dialog;
use crate::browser::host::HostContext;

/// Closes the settings menu on a click outside it.
#[hook]
pub fn use_sheets(host: &HostContext) {
    use_effect_with(host.clone(), |host| {
        let host = host.clone();
        // Wherever the click is, and whatever becomes of it.
        let options = EventListenerOptions::run_in_capture_phase();
        let listener = window().map(|window| {
            EventListener::new_with_options(&window, "click", options, move |event| {
                // In a shadow root, the target is the element that holds it.
                let path = event.composed_path();
                if dialog::open_settings(&host).is_some_and(|open| !path.includes(&open, 0)) {
                    dialog::close_settings(&host);
                }
            })
        });
        move || drop(listener)
    });
}
