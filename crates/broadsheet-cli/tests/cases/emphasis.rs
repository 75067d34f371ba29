//! Emphasis.

use crate::packed::article;

#[test]
fn emphasis_between_blanks() {
    assert_eq!(article("One **two** three."), "<p>One <strong>two</strong> three.</p>");
}
