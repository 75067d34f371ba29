//! A date for people and machines.

use broadsheet_bundle::PostDate;
use yew::prelude::*;

/// Draws `date` as `text`.
pub fn time(date: &PostDate, text: &str) -> Html {
    html! { <time datetime={date.as_str().to_owned()}>{ text }</time> }
}
