//! Something failed: what, why, and a way to try again.

use yew::prelude::*;

use crate::i18n::Texts;
use crate::intent::Intent;
use crate::store::LoadError;

/// An alert with the `title`, the reason and a Retry button, as a part of a page.
pub fn problem(title: &str, error: &LoadError, texts: &Texts, on: &Callback<Intent>) -> Html {
    alert(html! { <p class="problem-title">{ title }</p> }, error, texts, on)
}

/// The same in the place of an article, with the title as the page's heading.
pub fn problem_page(title: &str, error: &LoadError, texts: &Texts, on: &Callback<Intent>) -> Html {
    alert(html! { <h1 class="problem-title">{ title }</h1> }, error, texts, on)
}

fn alert(title: Html, error: &LoadError, texts: &Texts, on: &Callback<Intent>) -> Html {
    html! {
        <div class="problem" role="alert">
            { title }
            <p>{ texts.error(error) }</p>
            <button type="button" onclick={on.reform(|_| Intent::Retry)}>{ texts.retry }</button>
        </div>
    }
}
