//! Widgets, which a script of another site would have filled: a link to what they show.

use super::film_pages::{film_page, is_web_address};
use super::{Next, Replacer};
use crate::document::NodeId;
use crate::ledger::Replacement;
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

impl Replacer<'_> {
    /// An element that a script would have filled: what it says stays, with a link to what it
    /// stands for if it has none.
    pub(super) fn widget(&mut self, id: NodeId, tag: Tag) -> Next {
        if tag == Tag::MpCard {
            return self.card(id);
        }
        if matches!(tag, Tag::Section | Tag::Blockquote)
            && self.has_class(id, |class| class == "js_blockquote_wrap")
        {
            return self.quoted_article(id);
        }
        let found = WIDGETS.iter().find_map(|Widget(named, class, attribute, before, after)| {
            if named.is_some_and(|named| named != tag) {
                return None;
            }
            // Hardly any element has it.
            let value = self.first_of(id, &[*attribute])?;
            if !class.is_empty() && !self.has_class(id, |word| word.starts_with(class)) {
                return None;
            }
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

    /// A card of `WeChat`: of a film, an account, a place, a program within it. None has an
    /// address; its words and its picture are all there is.
    fn card(&mut self, id: NodeId) -> Next {
        if !self.words(id).is_empty() {
            return Next::Inside;
        }
        let names = [Attribute::DataNickname, Attribute::DataName, Attribute::DataTitle, Attribute::DataDesc];
        let mut parts: Vec<&str> = names.iter().filter_map(|&name| self.first_of(id, &[name])).collect();
        parts.dedup();
        let text = parts.join("：");
        let picture = self.first_of(id, &[Attribute::Poster]).filter(|address| is_web_address(address));
        let picture = picture.map(str::to_owned);
        if text.is_empty() && picture.is_none() {
            return Next::Inside;
        }
        let card = self.new_text(Tag::Div, Vec::new(), &text);
        if let Some(address) = picture {
            let line = self.new_element(Tag::P, Vec::new());
            let image = self.new_element(Tag::Img, vec![(Attribute::Src, address), (Attribute::Alt, text)]);
            self.document.append(line, image);
            self.document.append(card, line);
        }
        self.put(id, card)
    }

    /// A quotation from another article of `WeChat`, with a link to that.
    fn quoted_article(&mut self, id: NodeId) -> Next {
        let parts = [Attribute::DataNickname, Attribute::DataTitle];
        let parts: Vec<&str> = parts.iter().filter_map(|&name| self.first_of(id, &[name])).collect();
        let title = parts.join("：");
        let address = self.other_addresses(id).find(|address| is_web_address(address)).map(str::to_owned);
        let source = match address {
            Some(address) => self.new_link(&address, &title),
            None if title.is_empty() => return Next::Inside,
            None => self.new_text(Tag::P, Vec::new(), &title),
        };
        self.document.append(id, source);
        self.account.add_subtree(self.document, source, Replacement::Markup);
        self.rename(id, Tag::Blockquote)
    }
}
