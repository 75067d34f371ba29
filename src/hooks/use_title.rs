//! The title of the browser's tab.

use yew::prelude::*;

/// Names the tab after the open post, if any, and the archive.
#[hook]
pub fn use_title(archive: String, post: Option<String>) {
    use_effect_with((archive, post), |(archive, post)| {
        let title = match post {
            Some(post) => format!("{post} – {archive}"),
            None => archive.clone(),
        };
        if let Some(document) =
            web_sys::window().and_then(|window| window.document()).filter(|_| !archive.is_empty())
        {
            document.set_title(&title);
        }
    });
}
