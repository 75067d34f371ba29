//! The reader's choices, from the context.

use yew::{hook, use_context};

use crate::i18n::{Formats, Language};
use crate::media_policy::RemoteMediaPolicy;
use crate::settings::{HeadingOutline, Theme, UiSettings};

/// The reader's choices; plain English where no context gives any.
#[hook]
pub fn use_settings() -> UiSettings {
    use_context::<UiSettings>().unwrap_or_else(|| UiSettings {
        language: Language::En,
        formats: Formats::plain(),
        theme: Theme::System,
        redraw_key: "",
        outline: HeadingOutline { standalone: true, top_level: 1, has_site_heading: true },
        remote_media: RemoteMediaPolicy::ArchiveDefault,
        letter_keys: true,
    })
}
