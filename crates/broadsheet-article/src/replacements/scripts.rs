//! Scripts: those that write something into the page, and those that are no program, but text which
//! a program would have drawn.

use super::fallback::file_in_settings;
use super::film_pages::film_page;
use super::{Next, Replacer};
use crate::document::{NodeId, NodeKind};
use crate::url::host_and_path;
use crate::vocabulary::{Attribute, Tag};

/// Scripts that write what is at another address: host, the part of the path that goes with its
/// end, and the address before the rest.
const SCRIPTS: &[(&str, &str, &str)] = &[
    ("gist.github.com", ".js", "https://gist.github.com/"),
    ("gitlab.com", ".js", "https://gitlab.com/"),
    ("asciinema.org", ".js", "https://asciinema.org/"),
    ("jsfiddle.net", "embed/", "https://jsfiddle.net/"),
    ("speakerdeck.com", ".js", "https://speakerdeck.com/"),
    ("gist-it.appspot.com", "?", "https://gist-it.appspot.com/"),
];

/// Bytes of a script that are searched for the address of what it plays.
const MAX_SCRIPT: usize = 8 * 1024;

/// Types of scripts whose text is to be read, with the language that it is in.
const TEXTS: [(&str, &str); 8] = [
    ("syntaxhighlighter", ""),
    ("text/markdown", "markdown"),
    ("text/mermaid", "mermaid"),
    ("text/plain", ""),
    ("text/vnd.mermaid", "mermaid"),
    ("text/x-markdown", "markdown"),
    ("text/x-mermaid", "mermaid"),
    ("text/x-plantuml", "plantuml"),
];

impl Replacer<'_> {
    /// A script that would have written something leaves a link to it.
    pub(super) fn script(&mut self, id: NodeId) -> Next {
        if let Some(post) = self.first_of(id, &[Attribute::DataTelegramPost]) {
            let address = ["https://t.me/", post].concat();
            return self.put_frame(id, address, "");
        }
        if let Some(address) = self.get(id, Attribute::Src) {
            let (host, path) = host_and_path(address);
            let known = SCRIPTS.iter().find_map(|(known, mark, before)| {
                (host == *known).then(|| path.find(mark)).flatten().map(|end| [before, &path[..end]].concat())
            });
            return match known.or_else(|| film_page(address)) {
                Some(address) => self.put_frame(id, address, ""),
                None => Next::Behind,
            };
        }
        if let Some(next) = self.readable_script(id) {
            return next;
        }
        match self.played_by_script(id) {
            // The box for the player may name it already.
            Some(address) if self.recent.iter().all(|(recent, _)| *recent != address) => {
                self.put_player(id, address, "")
            }
            _ => Next::Behind,
        }
    }

    /// The address of what a script plays: one that writes a Flash player, as forums have it, or
    /// one that sets up a player for a file.
    fn played_by_script(&self, id: NodeId) -> Option<String> {
        const PLAYERS: [&str; 21] = [
            "AC_FL_RunContent",
            "embedSWF",
            "jwplayer(",
            "flowplayer(",
            "ckplayer",
            "DPlayer(",
            "APlayer(",
            "videojs(",
            "Aliplayer(",
            "Artplayer(",
            "Clappr",
            "HlsJsPlayer(",
            "MediaElementPlayer(",
            "Playerjs(",
            "Plyr(",
            "TcPlayer(",
            "createPlayer(",
            "jPlayer(",
            "loadSource(",
            "prismplayer(",
            "xgplayer",
        ];
        let text = match self.document.kind(self.document.first_child(id)?) {
            NodeKind::Text(text) if text.len() <= MAX_SCRIPT => text,
            _ => return None,
        };
        if !PLAYERS.iter().any(|player| text.contains(player)) {
            return None;
        }
        file_in_settings(text)
    }

    /// Code of the text in a script that is no program. A program that waits for consent says that
    /// it is plain text as well.
    fn readable_script(&mut self, id: NodeId) -> Option<Next> {
        /// Parts of programs, which texts hardly ever hold.
        const PROGRAM: [&str; 9] =
            ["();", "= function", "window.", "document.", "dataLayer", "_paq", "fbq(", "(function", "gtag("];
        let kind = self.get(id, Attribute::Type)?.trim();
        let is_named = |known: &str| known.eq_ignore_ascii_case(kind);
        let (name, language) = TEXTS.iter().find(|(known, _)| is_named(known))?;
        let NodeKind::Text(text) = self.document.kind(self.document.first_child(id)?) else { return None };
        let text = text.trim_end();
        let text = text.trim_start().strip_prefix("<![CDATA[").unwrap_or(text);
        let text = text.strip_suffix("]]>").unwrap_or(text).trim_end().trim_start_matches(['\r', '\n']);
        let is_program = *name == "text/plain" && PROGRAM.iter().any(|part| text.contains(part));
        if text.is_empty() || is_program {
            return None;
        }
        let class = self.get(id, Attribute::Class).unwrap_or_default();
        let class =
            if class.contains("brush:") { class.to_owned() } else { ["language-", language].concat() };
        let text = text.to_owned();
        let code = self.new_text(Tag::Pre, vec![(Attribute::Class, class)], &text);
        Some(self.put(id, code))
    }
}
