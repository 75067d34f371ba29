//! Keys, the fields that they are typed into, and the input methods that take them.

use web_sys::{Element, EventTarget, InputEvent, InputEventInit, KeyboardEvent};

/// The code of keys that an input method takes
/// (<https://w3c.github.io/uievents/#determine-keydown-keyup-keyCode>). Safari dispatches the key
/// that ends a composition after the end, where the code alone says whose it is.
const TAKEN: u32 = 229;

/// `true` if an input method takes the key.
pub fn is_taken(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == TAKEN
}

/// Returns the name of an event's key. Letters are lowercase, whether Caps Lock is on or not,
/// unless Shift is held. On a keyboard that is set to other letters than Latin ones, a key is named
/// by its position.
pub fn key_name(event: &KeyboardEvent) -> String {
    let (mut key, shift) = (event.key(), event.shift_key());
    if !key.is_ascii() {
        return match &*event.code() {
            "KeyJ" if !shift => "j".to_owned(),
            "KeyK" if !shift => "k".to_owned(),
            "KeyO" if !shift => "o".to_owned(),
            "Slash" => if shift { "?" } else { "/" }.to_owned(),
            _ => key,
        };
    }
    if key.len() == 1 {
        if shift {
            key.make_ascii_uppercase();
        } else {
            key.make_ascii_lowercase();
        }
    }
    key
}

/// `true` if letters that are typed into the element are text. Check boxes and radio buttons are
/// inputs, too, but take none.
pub fn is_editable(element: &Element) -> bool {
    element
        .matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")
        .unwrap_or(false)
}

/// Dispatches an `input` event to a field after an input method has composed in it: Chromium and
/// Safari dispatch none after the end of a composition, and those before it belong to it.
pub fn repeat_input(field: Option<EventTarget>) {
    let init = InputEventInit::new();
    init.set_bubbles(true);
    if let (Some(field), Ok(event)) = (field, InputEvent::new_with_event_init_dict("input", &init)) {
        // Fails only for an event that is on its way already.
        let _ = field.dispatch_event(&event);
    }
}
