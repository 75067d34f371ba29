//! The rendering context of blocks and inline content.

use std::cell::Cell;

use broadsheet_article::tree::AnchorId;
use broadsheet_article::url::MediaUrl;
use yew::prelude::*;
use yew::virtual_dom::VTag;

use super::layout_limits::LayoutLimits;
use crate::direction::Direction;
use crate::i18n::Texts;
use crate::intent::Intent;
use crate::media_policy::allows;
use crate::route::Route;
use crate::settings::HeadingOutline;

/// The rendering context of a block.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The URL of the bundle's folder, ending in `/`.
    pub(super) base: &'a AttrValue,
    /// The unfiltered list of the archive, to which addresses of its posts are added.
    pub(super) home: &'a Route,
    /// The levels at which headings begin.
    pub(super) outline: HeadingOutline,
    /// The hosts from which media load without consent; `None` allows any.
    pub(super) hosts: Option<&'a [String]>,
    /// `true` if the user has asked for the media of all others, too.
    pub(super) loads_blocked: bool,
    /// Set to `true` by media of a host that needs consent.
    pub(super) has_blocked: &'a Cell<bool>,
    /// The URLs of the players that the user has asked for, the last one last.
    pub(super) playing: &'a UseStateHandle<Vec<String>>,
    /// The player that was asked for last.
    pub(super) player: &'a NodeRef,
    pub(super) texts: &'static Texts,
    pub(super) is_in_link: bool,
    /// Receives user intents.
    pub(super) dispatch: &'a Callback<Intent>,
    /// Counts what has been drawn of what browsers lay out slowly.
    pub(super) limits: &'a LayoutLimits,
    /// `true` inside ruby that is drawn as plain text.
    pub(super) is_ruby_flat: bool,
    /// The direction of what is around; `None` where all of the article has the same.
    pub(super) direction: Option<Direction>,
}

impl Context<'_> {
    /// Returns the hosts that `urls` are restricted to; `None` if all of them may load.
    pub(super) fn blocking_hosts<'u>(
        &self,
        urls: impl IntoIterator<Item = &'u MediaUrl>,
    ) -> Option<&[String]> {
        let hosts = self.hosts?;
        if urls.into_iter().all(|url| allows(hosts, url)) {
            return None;
        }
        self.has_blocked.set(true);
        if self.loads_blocked { None } else { Some(hosts) }
    }
}

/// Returns an element. Its name is one of ours: none comes from the article.
pub(super) fn element(name: &'static str, id: Option<&AnchorId>, content: Html) -> Html {
    let mut tag = VTag::new(name);
    if let Some(id) = id {
        tag.add_attribute("id", id.as_str().to_owned());
    }
    tag.add_child(content);
    tag.into()
}
