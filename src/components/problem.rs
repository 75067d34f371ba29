//! Something failed: what, why, and a way to try again.

use yew::prelude::*;

use crate::i18n::Texts;
use crate::intent::Intent;
use crate::store::LoadError;

/// An alert with the `title`, the reason and a Retry button.
pub fn problem(title: &str, error: &LoadError, texts: &Texts, on: &Callback<Intent>) -> Html {
    html! {
        <div class="problem" role="alert">
            <p class="problem-title">{ title }</p>
            <p>{ texts.error(error) }</p>
            <button type="button" onclick={on.reform(|_| Intent::Retry)}>{ texts.retry }</button>
        </div>
    }
}
