//! The title of the browser's tab.

use yew::prelude::*;

use crate::browser::host::HostContext;

/// Names the tab after the open post, if any, and the archive, in a page of the viewer's own.
#[hook]
pub fn use_title(host: &HostContext, archive: String, post: Option<String>) {
    let standalone = host.standalone;
    use_effect_with((archive, post), move |(archive, post)| {
        let title = match post {
            Some(post) => format!("{post} – {archive}"),
            None => archive.clone(),
        };
        if standalone
            && !archive.is_empty()
            && let Some(document) = web_sys::window().and_then(|window| window.document())
        {
            document.set_title(&title);
        }
    });
}
