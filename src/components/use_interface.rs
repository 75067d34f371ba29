//! The reader's choices, from the context.

use yew::{hook, use_context};

use crate::i18n::{Formats, Language};
use crate::interface::{Interface, Outline, Theme};
use crate::pictures::Pictures;

/// The reader's choices; plain English where no context gives any.
#[hook]
pub fn use_interface() -> Interface {
    use_context::<Interface>().unwrap_or_else(|| Interface {
        language: Language::En,
        formats: Formats::plain(),
        theme: Theme::System,
        drawing: "",
        outline: Outline { standalone: true, highest: 1, named: true },
        pictures: Pictures::AsArchive,
        letters: true,
    })
}
