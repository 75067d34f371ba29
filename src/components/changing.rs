//! Text that changes.

use yew::prelude::*;

/// Draws a text that may change. Browsers translate a page by putting elements of their own in the place of its text nodes;
/// a node that is no longer in the page could be changed without anybody seeing it. So another text is another element.
pub fn changing(text: impl Into<AttrValue>) -> Html {
    let text = text.into();
    html! { <span key={&*text}>{ &text }</span> }
}
