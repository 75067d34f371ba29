//! Formulas.

use broadsheet_article::tree::{Math, MathContent, MathElement};
use yew::prelude::*;
use yew::virtual_dom::VTag;

use super::context::Context;

/// Draws a formula: as `MathML` or, if there is only its source, as code. One on a line of its own
/// is in a box that scrolls.
pub(super) fn formula(math: &Math, context: &Context) -> Html {
    let content = if math.elements.is_empty() || !context.limits.formula(&math.elements) {
        html! { <code class="tex">{ math.reading().into_owned() }</code> }
    } else {
        // Yew puts `math` and what it holds in their namespace.
        let mut tag = VTag::new("math");
        if math.is_block {
            tag.add_attribute("display", "block");
        }
        if let Some(tex) = &math.tex {
            tag.add_attribute("alttext", tex.clone());
        }
        tag.add_children(math.elements.iter().map(element));
        tag.into()
    };
    if math.is_block {
        html! { <span class="formula" tabindex="0">{ content }</span> }
    } else {
        content
    }
}

fn element(element: &MathElement) -> Html {
    let mut tag = VTag::new(element.tag.as_str());
    for (name, value) in &element.attributes {
        tag.add_attribute(name.as_str(), value.clone());
    }
    match &element.content {
        MathContent::Text(text) => tag.add_child(html! { { text } }),
        MathContent::Elements(inner) => tag.add_children(inner.iter().map(self::element)),
    }
    tag.into()
}
