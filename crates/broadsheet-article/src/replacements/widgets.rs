//! Widgets, which a script of another site would have filled: a link to what they show.

use super::fallback::file_in_settings;
use super::film_pages::{film_page, is_web_address};
use super::{Next, Replacer};
use crate::document::{NodeId, NodeKind};
use crate::ledger::Replacement;
use crate::url::host_and_path;
use crate::vocabulary::{Attribute, Tag};

/// Elements that stand for a page, with the attribute that names it: tag, beginning of the class,
/// attribute, the address before and after its value.
struct Widget(Option<Tag>, &'static str, Attribute, &'static str, &'static str);

const WIDGETS: &[Widget] = &[
    Widget(Some(Tag::AmpTwitter), "", Attribute::DataTweetid, "https://twitter.com/i/status/", ""),
    Widget(Some(Tag::AmpInstagram), "", Attribute::DataShortcode, "https://www.instagram.com/p/", "/"),
    Widget(Some(Tag::AmpFacebook), "", Attribute::DataHref, "", ""),
    Widget(Some(Tag::AmpGist), "", Attribute::DataGistid, "https://gist.github.com/", ""),
    Widget(
        Some(Tag::AmpSoundcloud),
        "",
        Attribute::DataTrackid,
        "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/",
        "",
    ),
    Widget(
        Some(Tag::Mpvoice),
        "",
        Attribute::VoiceEncodeFileid,
        "https://res.wx.qq.com/voice/getvoice?mediaid=",
        "",
    ),
    Widget(
        Some(Tag::MpAudio),
        "",
        Attribute::VoiceEncodeFileid,
        "https://res.wx.qq.com/voice/getvoice?mediaid=",
        "",
    ),
    Widget(Some(Tag::Qqmusic), "", Attribute::Mid, "https://y.qq.com/n/ryqq/songDetail/", ""),
    Widget(Some(Tag::MpMusic), "", Attribute::Mid, "https://y.qq.com/n/ryqq/songDetail/", ""),
    Widget(Some(Tag::Qqmusic), "", Attribute::Audiourl, "", ""),
    Widget(Some(Tag::MpMusic), "", Attribute::Audiourl, "", ""),
    Widget(None, "twitter-", Attribute::DataTweetId, "https://twitter.com/i/status/", ""),
    Widget(None, "tweet", Attribute::DataTweetId, "https://twitter.com/i/status/", ""),
    Widget(None, "instagram-media", Attribute::DataInstgrmPermalink, "", ""),
    Widget(None, "tiktok-embed", Attribute::Cite, "", ""),
    Widget(None, "fb-post", Attribute::DataHref, "", ""),
    Widget(None, "fb-video", Attribute::DataHref, "", ""),
    Widget(None, "imgur-embed-pub", Attribute::DataId, "https://imgur.com/", ""),
    Widget(None, "", Attribute::DataGistId, "https://gist.github.com/", ""),
];

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

impl Replacer<'_> {
    /// An element that a script would have filled: what it says stays, with a link to what it
    /// stands for if it has none.
    pub(super) fn widget(&mut self, id: NodeId, tag: Tag) -> Next {
        if tag == Tag::MpVideosnap {
            return self.video_snap(id);
        }
        let found = WIDGETS.iter().find_map(|Widget(named, class, attribute, before, after)| {
            let is_named = match named {
                Some(named) => *named == tag,
                None => class.is_empty() || self.has_class(id, |word| word.starts_with(class)),
            };
            if !is_named {
                return None;
            }
            let value = self.first_of(id, &[*attribute])?;
            let address = [before, value, after].concat();
            is_web_address(&address).then_some(address)
        });
        let Some(address) = found else { return self.song_without_address(id, tag) };
        let address = film_page(&address).unwrap_or(address);
        let leads_somewhere =
            self.find(id, |element| element.tag == Some(Tag::A) && element.get(Attribute::Href).is_some());
        if leads_somewhere.is_some() {
            return Next::Inside;
        }
        let mut title = self.title(id);
        for name in [Attribute::MusicName, Attribute::Singer] {
            if let Some(part) = self.first_of(id, &[name]) {
                title = if title.is_empty() { part.to_owned() } else { [&title, " – ", part].concat() };
            }
        }
        if self.words(id).is_empty() {
            return self.put_frame(id, address, &title);
        }
        let link = self.new_link(&address, &title);
        self.document.append(id, link);
        self.account.add_subtree(self.document, link, Replacement::Markup);
        Next::Inside
    }

    /// A song of which a page says no more than the name.
    fn song_without_address(&mut self, id: NodeId, tag: Tag) -> Next {
        if !matches!(tag, Tag::Qqmusic | Tag::MpMusic) || !self.words(id).is_empty() {
            return Next::Inside;
        }
        let parts = [Attribute::MusicName, Attribute::Singer];
        let parts: Vec<&str> = parts.iter().filter_map(|&name| self.first_of(id, &[name])).collect();
        let text = parts.join(" – ");
        if text.is_empty() { Next::Inside } else { self.put_text(id, Tag::Div, &text) }
    }

    /// A film within `WeChat` has no address; who made it and what it is about is all there is.
    fn video_snap(&mut self, id: NodeId) -> Next {
        let parts = [Attribute::DataNickname, Attribute::DataDesc];
        let parts: Vec<&str> = parts.iter().filter_map(|&name| self.first_of(id, &[name])).collect();
        let text = parts.join("：");
        if text.is_empty() { Next::Inside } else { self.put_text(id, Tag::Div, &text) }
    }

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
}
