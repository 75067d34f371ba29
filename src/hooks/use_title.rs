//! The title of the browser's tab.

use yew::prelude::*;

use crate::environment::Environment;

/// Names the tab after the open post, if any, and the archive, where the page is the viewer's.
#[hook]
pub fn use_title(environment: &Environment, archive: String, post: Option<String>) {
    let standalone = environment.standalone;
    use_effect_with((archive, post), move |(archive, post)| {
        let title = match post {
            Some(post) => format!("{post} – {archive}"),
            None => archive.clone(),
        };
        if let Some(document) = web_sys::window()
            .and_then(|window| window.document())
            .filter(|_| standalone && !archive.is_empty())
        {
            document.set_title(&title);
        }
    });
}
