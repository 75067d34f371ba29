//! Whether a media query matches.

use gloo_events::EventListener;
use yew::prelude::*;

/// Whether `query` matches now, and from then on.
#[hook]
pub fn use_media_query(query: &'static str) -> bool {
    let list =
        use_memo((), |()| web_sys::window().and_then(|window| window.match_media(query).ok().flatten()));
    let matches = use_state_eq(|| list.as_ref().as_ref().is_some_and(web_sys::MediaQueryList::matches));
    {
        let matches = matches.setter();
        use_effect_with((), move |()| {
            let listener = list.as_ref().clone().map(|list| {
                EventListener::new(&list.clone(), "change", move |_| matches.set(list.matches()))
            });
            move || drop(listener)
        });
    }
    *matches
}
