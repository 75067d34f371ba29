//! Keys and the input methods that take them.

use web_sys::KeyboardEvent;

/// The code of keys that an input method takes
/// (<https://w3c.github.io/uievents/#determine-keydown-keyup-keyCode>). Safari tells of the key that ends a composition after
/// the end, where the code alone says whose it is.
const TAKEN: u32 = 229;

/// `true` if an input method takes the key.
pub fn is_taken(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == TAKEN
}
