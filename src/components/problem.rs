//! Something failed: what, why, and a way to try again.

use yew::prelude::*;

use crate::i18n::Texts;
use crate::intent::Intent;
use crate::interface::Interface;
use crate::store::LoadError;

/// An alert with the `title`, the reason and a Retry button, as a part of a page.
pub fn problem(title: &str, error: &LoadError, texts: &Texts, on: &Callback<Intent>) -> Html {
    alert("p", title, error, texts, on)
}

/// The same in the place of an article, with the title as the highest heading.
pub fn problem_page(title: &str, error: &LoadError, interface: &Interface, on: &Callback<Intent>) -> Html {
    alert(interface.outline.heading(1), title, error, interface.texts(), on)
}

fn alert(
    heading: &'static str,
    title: &str,
    error: &LoadError,
    texts: &Texts,
    on: &Callback<Intent>,
) -> Html {
    html! {
        <div class="problem" role="alert">
            <@{heading} class="problem-title">{ title }</@>
            <p>{ texts.error(error) }</p>
            <button type="button" onclick={on.reform(|_| Intent::Retry)}>{ texts.retry }</button>
        </div>
    }
}
