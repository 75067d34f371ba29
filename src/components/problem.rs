//! Something failed: what, why, and a way to try again.

use yew::prelude::*;

use super::use_interface;
use crate::intent::Intent;
use crate::store::LoadError;

#[derive(Properties, PartialEq)]
#[allow(missing_docs, reason = "the documentation of the component says it")]
pub struct ProblemProps {
    pub title: AttrValue,
    pub error: LoadError,
    pub on: Callback<Intent>,
}

/// An alert with the `title`, the reason and a Retry button.
#[component]
pub fn Problem(props: &ProblemProps) -> Html {
    let texts = use_interface().texts();
    html! {
        <div class="problem" role="alert">
            <p class="problem-title">{ &props.title }</p>
            <p>{ texts.error(&props.error) }</p>
            <button type="button" onclick={props.on.reform(|_| Intent::Retry)}>{ texts.retry }</button>
        </div>
    }
}
