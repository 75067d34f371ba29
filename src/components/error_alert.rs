//! An alert that says what failed, why, what is being done about it, and offers a retry.

use yew::prelude::*;

use super::changing;
use super::error_message::error_message;
use crate::i18n::Texts;
use crate::intent::Intent;
use crate::settings::UiSettings;
use crate::store::{Failure, LoadError, RetryState};

/// Draws an alert with the `title`, the reason and a button, as a part of a page.
pub fn error_alert(title: &str, failure: &Failure, texts: &Texts, dispatch: &Callback<Intent>) -> Html {
    alert("p", title, failure, texts, dispatch)
}

/// Draws the same in the place of an article, with the title as the highest heading.
pub fn error_page(
    title: &str,
    failure: &Failure,
    settings: &UiSettings,
    dispatch: &Callback<Intent>,
) -> Html {
    alert(settings.outline.heading(1), title, failure, settings.texts(), dispatch)
}

fn alert(
    heading: &'static str,
    title: &str,
    failure: &Failure,
    texts: &Texts,
    dispatch: &Callback<Intent>,
) -> Html {
    let reload = failure.error.needs_reload();
    let label = if reload {
        texts.reload
    } else if failure.is_retrying() {
        texts.loading
    } else {
        texts.retry
    };
    // What is slow has not failed.
    let title = if failure.error == LoadError::Slow { texts.loading } else { title };
    html! {
        <div class="problem" role="alert">
            <@{heading} class="problem-title">{ changing(title.to_owned()) }</@>
            <p>{ changing(error_message(&failure.error, texts)) }{ if failure.state == RetryState::Scheduled { texts.retry_scheduled } else { "" } }</p>
            <button type="button" onclick={dispatch.reform(move |_| if reload { Intent::Reload } else { Intent::Retry })}>{ changing(label) }</button>
        </div>
    }
}
