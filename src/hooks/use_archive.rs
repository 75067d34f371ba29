//! The archive's state, and the loads that the view calls for.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::store::load::{Source, load};
use crate::store::{Action, Listing, Resource, Shared, View};

/// What is loaded of the bundle at the absolute address `bundle`, the list under the filter of `view`, and what to call to
/// try again what failed. What `view` needs is loaded.
#[hook]
pub fn use_archive(bundle: &AttrValue, view: &View) -> (Shared, Listing, Callback<()>) {
    let archive = use_reducer(Shared::default);
    let shared = (*archive).clone();
    let listing =
        use_memo((shared.clone(), view.filter.clone()), |(archive, filter)| archive.listing(filter));
    let wanted = shared.wanted(view, &listing);
    {
        let (bundle, dispatcher, archive) = (bundle.to_string(), archive.dispatcher(), shared.clone());
        let everything = view.everything;
        use_effect_with(wanted, move |wanted| {
            if wanted.is_empty() {
                return;
            }
            dispatcher.dispatch(Action::Started(wanted.clone()));
            for resource in wanted.clone() {
                let post = match &resource {
                    Resource::Article(id) | Resource::Everything(id) => archive.loaded_post(id).cloned(),
                    _ => None,
                };
                let source =
                    Source { bundle: bundle.clone(), head: archive.head().cloned(), post, everything };
                let dispatcher = dispatcher.clone();
                spawn_local(async move {
                    let result = load(resource.clone(), source).await;
                    dispatcher.dispatch(Action::Ended(resource, result));
                });
            }
        });
    }
    let dispatcher = archive.dispatcher();
    let retry = Callback::from(move |()| dispatcher.dispatch(Action::Retry));
    (shared, (*listing).clone(), retry)
}
