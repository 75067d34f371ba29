//! Text that changes.

use yew::prelude::*;

/// Draws a text that may change. Browsers translate a page by replacing its text nodes with
/// elements of their own, and a change of a node that is no longer in the page is invisible. So
/// another text is another element.
pub fn changing(text: impl Into<AttrValue>) -> Html {
    let text = text.into();
    html! { <span key={&*text}>{ &text }</span> }
}
