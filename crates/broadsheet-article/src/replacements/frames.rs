//! Frames, and the boxes in which scripts make frames once they are clicked.

use super::fallback::{file_in_settings, is_film_or_sound};
use super::film_pages::{film_page, is_web_address, parameter};
use super::{MAX_RECENT, Next, Replacer};
use crate::document::{Element, NodeId, NodeKind};
use crate::image_names::names_image;
use crate::ledger::Replacement;
use crate::percent::percent_decoded;
use crate::url::host_and_path;
use crate::vocabulary::{Attribute, Tag};

/// Attributes in which scripts and consent managers keep the address of a frame, the surest first.
const ADDRESSES: [Attribute; 6] = [
    Attribute::DataSrc,
    Attribute::DataLazySrc,
    Attribute::DataOriginal,
    Attribute::Src,
    Attribute::DataHref,
    Attribute::Url,
];

/// Shortcodes that a server would have resolved: `[youtube https://…]`, `[flash]…[/flash]`.
const SHORTCODES: [&str; 8] = ["youtube", "vimeo", "embed", "video", "flash", "media", "audio", "swf"];

/// Attributes with the title of a player.
const TITLES: [Attribute; 7] = [
    Attribute::Title,
    Attribute::Playlabel,
    Attribute::DataTitle,
    Attribute::DataName,
    Attribute::Name,
    Attribute::DataAlt,
    Attribute::AriaLabel,
];

impl Replacer<'_> {
    /// The address of the film of an element, by any of the attributes that may hold one.
    pub(super) fn film(&self, id: NodeId) -> Option<String> {
        self.addresses(id).find_map(film_page)
    }

    /// The values of `data-` attributes outside the vocabulary that are addresses of the web.
    pub(super) fn other_addresses(&self, id: NodeId) -> impl Iterator<Item = &str> {
        let attributes = self.document.element(id).into_iter().flat_map(|element| &element.attributes);
        let others = attributes.filter(|(name, _)| *name == Attribute::OtherAddress);
        others.map(|(_, value)| value.as_str())
    }

    /// The values of an element's attributes that may be the address of what it shows, the surest
    /// first.
    fn addresses(&self, id: NodeId) -> impl Iterator<Item = &str> {
        let element = self.document.element(id);
        let known = ADDRESSES.iter().filter_map(move |&name| element?.get(name));
        known.chain(self.other_addresses(id).filter(|address| !names_image(address)))
    }

    /// The title of the player that an element stands for.
    pub(super) fn title(&self, id: NodeId) -> String {
        self.first_of(id, &TITLES).unwrap_or_default().to_owned()
    }

    /// `true` if the same was there just before, and one of the two is meant for browsers that do
    /// not show the other.
    pub(super) fn is_twin(&mut self, id: NodeId, address: &str) -> bool {
        let is_fallback = self.is_within(id, &[Tag::Noscript, Tag::Object]);
        let same = |(recent, fallback): &(String, bool)| recent == address && (is_fallback || *fallback);
        if self.recent.iter().any(same) {
            return true;
        }
        if self.recent.len() >= MAX_RECENT {
            self.recent.remove(0);
        }
        self.recent.push((address.to_owned(), is_fallback));
        false
    }

    /// Puts a frame with an address in the place of an element, unless it is the twin of another.
    pub(super) fn put_frame(&mut self, id: NodeId, address: String, title: &str) -> Next {
        if self.is_twin(id, &address) {
            return self.take_out(id, Replacement::Twin);
        }
        let frame = self.new_frame(address, title);
        self.put(id, frame)
    }

    /// Gives a frame the address of what it shows.
    pub(super) fn frame(&mut self, id: NodeId) -> Next {
        if self.document.tag(id) != Some(Tag::Iframe) {
            // What another kind of frame holds is shown while it loads.
            let held: Vec<NodeId> = self.document.children(id).collect();
            for inner in held {
                self.take_out(inner, Replacement::Player);
            }
        }
        self.rename(id, Tag::Iframe);
        // `WordPress` puts a card of another post after a quotation of its title, which leads
        // there.
        if self.has_class(id, |class| class == "wp-embedded-content")
            && self
                .previous_element(id)
                .is_some_and(|previous| self.document.tag(previous) == Some(Tag::Blockquote))
        {
            return self.take_out(id, Replacement::Twin);
        }
        let address = self
            .film(id)
            .or_else(|| self.addresses(id).find(|address| is_web_address(address)).map(str::to_owned));
        if let Some(address) = address {
            return self.framed(id, address);
        }
        if let Some(film) = self.get(id, Attribute::DataMpvid) {
            let page = "https://mp.weixin.qq.com/mp/readtemplate?t=pages/video_player_tmpl&vid=";
            let address = [page, film].concat();
            return self.framed(id, address);
        }
        // A relative address, whose file may lie beside the post.
        let names = [Attribute::DataSrc, Attribute::Src];
        if let Some(address) = self.first_of(id, &names).filter(|address| !address.contains(':')) {
            // A page of the site's own around another's.
            let inner = ["url", "src"].iter().find_map(|name| parameter(address, name));
            let inner = inner.map(|inner| percent_decoded(inner).unwrap_or_else(|| inner.to_owned()));
            if let Some(inner) = inner.filter(|inner| inner.contains("//") && is_web_address(inner)) {
                return self.framed(id, film_page(&inner).unwrap_or(inner));
            }
            let (address, title) = (address.to_owned(), self.title(id));
            let link = self.new_link(&address, &title);
            return self.put(id, link);
        }
        let held = self.first_of(id, &[Attribute::Src, Attribute::DataSrc]).and_then(html_in_address);
        let html = held.or_else(|| match self.first_of(id, &[Attribute::Srcdoc]) {
            Some(html) => Some(html.to_owned()),
            None => self.raw_text(id),
        });
        match html.and_then(|html| self.inner(&html)) {
            Some(inner) => self.put(id, inner),
            None => Next::Behind,
        }
    }

    fn framed(&mut self, id: NodeId, address: String) -> Next {
        if self.is_twin(id, &address) {
            return self.take_out(id, Replacement::Twin);
        }
        let mut title = self.title(id);
        let mut address = address;
        // The player's address says nothing, and its fallback leads to the page.
        if address.contains("bandcamp.com/EmbeddedPlayer")
            && let Some(html) = self.raw_text(id)
            && let Some(inner) = self.inner(&html)
            && let Some(link) = self.find(inner, |element| element.tag == Some(Tag::A))
            && let Some(href) = self.get(link, Attribute::Href).filter(|href| is_web_address(href))
        {
            (address, title) = (href.to_owned(), self.words(link));
        }
        if let NodeKind::Element(element) = self.document.kind_mut(id) {
            element.attributes.retain(|(name, _)| !ADDRESSES.contains(name) && *name != Attribute::Title);
            element.attributes.push((Attribute::Src, address));
            if !title.is_empty() {
                element.attributes.push((Attribute::Title, title));
            }
        }
        Next::Behind
    }

    /// The text of an element whose content is parsed as text, if it has tags in it.
    fn raw_text(&self, id: NodeId) -> Option<String> {
        let mut texts = self.document.children(id);
        match self.document.kind(texts.next()?) {
            NodeKind::Text(text) if !text.trim().is_empty() => Some(text.clone()),
            _ => None,
        }
    }

    /// Parses the text of a `noframes`.
    pub(super) fn raw_content(&mut self, id: NodeId) -> Next {
        match self.raw_text(id).and_then(|html| self.inner(&html)) {
            Some(inner) => self.put(id, inner),
            None => Next::Behind,
        }
    }

    /// A box in which a script would make a player: any element with the address of one, or with
    /// the id of a film where its names say whose.
    pub(super) fn wrapper(&mut self, id: NodeId) -> Next {
        let address = self.film(id).or_else(|| self.film_by_id(id)).or_else(|| self.song(id));
        let address = address.or_else(|| self.player(id)).or_else(|| self.embedded_page(id));
        if address.is_none()
            && let Some(address) = self.bare_address(id)
        {
            return self.put_frame(id, address, "");
        }
        let html = self.get(id, Attribute::OtherFrame);
        if address.is_none() && html.is_none() {
            return Next::Inside;
        }
        let holds_player = self.find(id, |element| {
            matches!(
                element.tag,
                Some(Tag::Iframe | Tag::Embed | Tag::Object | Tag::Video | Tag::Audio | Tag::AmpIframe)
            )
        });
        let leads_there =
            |element: &Element| element.tag == Some(Tag::A) && element.get(Attribute::Href).is_some();
        // A quotation of a post has the link to it at its end.
        let is_quotation =
            self.document.tag(id) == Some(Tag::Blockquote) && self.find(id, leads_there).is_some();
        if holds_player.is_some() || is_quotation {
            return Next::Inside;
        }
        let Some(address) = address else {
            let html = html.map(str::to_owned);
            if let Some(inner) = html.and_then(|html| self.inner(&html)) {
                self.put_before(id, inner);
            }
            return Next::Inside;
        };
        let mut title = self.title(id);
        let links = self.outermost(id, &[Tag::A, Tag::Button]);
        if title.is_empty()
            && let Some(&link) = links.first()
        {
            title = self.words(link);
        }
        if is_web_address(&title) {
            title.clear();
        }
        // The still and the button to play; other words are a caption.
        for link in links {
            self.take_out(link, Replacement::Player);
        }
        let caption = self.words(id);
        if caption.is_empty() || is_web_address(&caption) {
            return self.put_player(id, address, &title);
        }
        if !self.is_twin(id, &address) {
            let player = self.new_player(address, &title);
            let is_part =
                matches!(self.document.tag(id), Some(Tag::Li | Tag::Td | Tag::Th | Tag::Dd | Tag::Dt));
            let inside = if is_part { self.document.first_child(id) } else { None };
            self.put_before(inside.unwrap_or(id), player);
        }
        if let Some(still) = self.find(id, |element| matches!(element.tag, Some(Tag::Img | Tag::AmpImg))) {
            self.take_out(still, Replacement::Player);
        }
        Next::Behind
    }

    /// The address of an embedded page of another service that an element will show.
    fn player(&self, id: NodeId) -> Option<String> {
        let names_player = |address: &&str| {
            let path = address.split(['?', '#']).next().unwrap_or_default();
            ["/embed", "/player", "/iframe"].iter().any(|part| path.contains(part)) && !names_image(address)
        };
        let own = self.get(id, Attribute::DataSrc).into_iter().filter(|address| is_web_address(address));
        let page = own.chain(self.other_addresses(id)).find(names_player).map(str::to_owned);
        page.or_else(|| self.played(id))
    }

    /// The descendants of these names that are in no other of them.
    fn outermost(&self, id: NodeId, tags: &[Tag]) -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut next = self.document.next_in_order(id, id);
        for _ in 0..super::MAX_LOOK {
            let Some(inner) = next else { break };
            next = if self.document.tag(inner).is_some_and(|tag| tags.contains(&tag)) {
                found.push(inner);
                self.document.next_after_subtree(inner, id)
            } else {
                self.document.next_in_order(inner, id)
            };
        }
        found
    }

    /// The page that an empty element would have shown: as editors name it, at another site that is
    /// known to be embedded, or in a box that says by its class that it embeds something.
    fn embedded_page(&self, id: NodeId) -> Option<String> {
        const SITES: [&str; 17] = [
            "bsky.app",
            "douban.com",
            "douyin.com",
            "facebook.com",
            "github.com",
            "instagram.com",
            "pinterest.com",
            "reddit.com",
            "t.me",
            "threads.net",
            "tiktok.com",
            "twitter.com",
            "weibo.cn",
            "weibo.com",
            "x.com",
            "xiaohongshu.com",
            "zhihu.com",
        ];
        const BOXES: [&str; 6] = ["card", "embed", "iframe", "player", "tweet", "video"];
        const CONTROLS: [&str; 9] =
            ["ads", "button", "btn", "comment", "disqus", "follow", "like", "login", "share"];
        let element = self.document.element(id)?;
        let named = element.get(Attribute::Url).filter(|address| is_web_address(address));
        if named.is_none() && self.other_addresses(id).next().is_none() {
            return None;
        }
        let is_hollow = self.words(id).is_empty()
            && self.find(id, |inner| matches!(inner.tag, Some(Tag::Img | Tag::AmpImg | Tag::A))).is_none();
        let has_class =
            |names: &[&str]| element.classes().any(|class| names.iter().any(|name| class.contains(name)));
        if !is_hollow || has_class(&CONTROLS) {
            return None;
        }
        if let Some(address) = named {
            return Some(address.to_owned());
        }
        let is_box = has_class(&BOXES);
        let is_page = |address: &&str| {
            let (host, path) = host_and_path(address);
            let is_known = SITES.iter().any(|site| {
                host.strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            });
            is_web_address(address) && !names_image(address) && (is_box || is_known) && !path.is_empty()
        };
        self.other_addresses(id).find(is_page).map(str::to_owned)
    }

    /// The file that an element will play: by its address, in the settings of a player, or as the
    /// source of a player of its own kind.
    fn played(&self, id: NodeId) -> Option<String> {
        let sources = self.document.children(id).take(super::MAX_LOOK);
        let sources = sources.filter(|&inner| self.document.tag(inner) == Some(Tag::Source));
        let sources = sources.filter_map(|source| self.get(source, Attribute::Src));
        let mut addresses = self.addresses(id).chain(sources).map(str::trim);
        let file = addresses.find(|address| is_film_or_sound(address)).map(str::to_owned);
        file.or_else(|| self.get(id, Attribute::OtherSettings).and_then(file_in_settings))
    }

    /// The song of a player of blogs, which names service, kind and id apart.
    fn song(&self, id: NodeId) -> Option<String> {
        let server = self.first_of(id, &[Attribute::DataServer, Attribute::Server])?;
        let song = self.first_of(id, &[Attribute::DataId, Attribute::Id])?;
        let kind = self.first_of(id, &[Attribute::DataType, Attribute::Type])?;
        match (server, kind) {
            ("netease", "song" | "playlist" | "album") => {
                Some(["https://music.163.com/", kind, "?id=", song].concat())
            }
            ("tencent", "song") => Some(["https://y.qq.com/n/ryqq/songDetail/", song].concat()),
            ("tencent", "playlist") => Some(["https://y.qq.com/n/ryqq/playlist/", song].concat()),
            ("tencent", "album") => Some(["https://y.qq.com/n/ryqq/albumDetail/", song].concat()),
            _ => None,
        }
    }

    /// A link without words to a film, whose button to play a style sheet would draw.
    pub(super) fn hollow_link(&mut self, id: NodeId) -> Next {
        let is_hollow = self.words(id).is_empty()
            && self.find(id, |element| matches!(element.tag, Some(Tag::Img | Tag::AmpImg))).is_none();
        let Some(href) = self.get(id, Attribute::Href).filter(|href| is_hollow && is_web_address(href))
        else {
            return Next::Inside;
        };
        if let Some(film) = film_page(href) {
            let title = self.title(id);
            return self.put_frame(id, film, &title);
        }
        let names_widget =
            |class: &str| ["embed", "tweet", "instagram", "tiktok"].iter().any(|name| class.contains(name));
        let is_widget = self.has_class(id, names_widget)
            || self.document.parent(id).is_some_and(|parent| self.has_class(parent, names_widget));
        if is_widget || self.first_of(id, &[Attribute::DataPinDo, Attribute::DataTitle]).is_some() {
            let (href, title) = (href.to_owned(), self.title(id));
            let link = self.new_link(&href, &title);
            return self.put(id, link);
        }
        Next::Inside
    }

    /// The film of an element that names service and id apart.
    fn film_by_id(&self, id: NodeId) -> Option<String> {
        const IDS: [Attribute; 8] = [
            Attribute::DataYoutubeId,
            Attribute::DataYtId,
            Attribute::DataYoutube,
            Attribute::DataVideoid,
            Attribute::DataVideoId,
            Attribute::Videoid,
            Attribute::DataPlyrEmbedId,
            Attribute::DataId,
        ];
        const YOUTUBE: &str = "https://www.youtube.com/embed/";
        if let Some(film) = self.get(id, Attribute::DataBvid) {
            return film_page(&["https://www.bilibili.com/video/", film].concat());
        }
        if let Some(film) = self.get(id, Attribute::DataVimeoId) {
            return film_page(&["https://vimeo.com/", film].concat());
        }
        let film = self.first_of(id, &IDS)?;
        let element = self.document.element(id)?;
        let says = |service: &str| {
            let named = [Attribute::DataProvider, Attribute::DataPlyrProvider, Attribute::Type];
            element.classes().chain(named.iter().filter_map(|&name| element.get(name))).any(|word| {
                word.len() >= service.len()
                    && word
                        .as_bytes()
                        .windows(service.len())
                        .any(|part| part.eq_ignore_ascii_case(service.as_bytes()))
            })
        };
        let is_named = |names: &[Attribute]| names.iter().any(|&name| element.get(name).is_some());
        let names_youtube =
            is_named(&[Attribute::DataYoutubeId, Attribute::DataYtId, Attribute::DataYoutube]);
        match element.tag {
            Some(Tag::AmpYoutube | Tag::LiteYoutube) => film_page(&[YOUTUBE, film].concat()),
            Some(Tag::AmpVimeo | Tag::LiteVimeo) => film_page(&["https://vimeo.com/", film].concat()),
            Some(Tag::AmpDailymotion) => film_page(&["https://www.dailymotion.com/video/", film].concat()),
            _ if names_youtube || says("youtube") || says("ytp") => film_page(&[YOUTUBE, film].concat()),
            // Those of Tencent have eleven signs.
            _ if film.len() == 11
                && film.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
                && ["video", "player", "tvp", "txp", "rv-"].iter().any(|name| says(name)) =>
            {
                film_page(&["https://v.qq.com/x/page/", film, ".html"].concat())
                    .or_else(|| Some(["https://v.qq.com/x/page/", film, ".html"].concat()))
            }
            _ if says("vimeo") => film_page(&["https://vimeo.com/", film].concat()),
            _ => None,
        }
    }

    /// The address that is all that a box for embedded content says, as editors leave it for the
    /// server to resolve.
    fn bare_address(&self, id: NodeId) -> Option<String> {
        let is_embed = self.has_class(id, |class| class.contains("embed"));
        if !is_embed && !matches!(self.document.tag(id), Some(Tag::P | Tag::Div)) {
            return None;
        }
        let mut inner = self.document.children(id);
        let (Some(NodeKind::Text(text)), None) =
            (inner.next().map(|id| self.document.kind(id)), inner.next())
        else {
            return None;
        };
        let text = text.trim();
        if let Some(code) = text.strip_prefix('[').and_then(|code| code.strip_suffix(']')) {
            let is_known = SHORTCODES.iter().any(|name| code.starts_with(name));
            let address = &code[code.find("http")?..];
            let end = address.find([' ', ']', '[', '"', '\u{a0}']).unwrap_or(address.len());
            return film_page(if is_known { &address[..end] } else { "" });
        }
        if !is_web_address(text) || text.contains(char::is_whitespace) {
            return None;
        }
        film_page(text).or_else(|| is_embed.then(|| text.to_owned()))
    }
}

/// The HTML at a `data:` address (RFC 2397).
fn html_in_address(address: &str) -> Option<String> {
    let (head, data) = address.get(5..)?.split_once(',')?;
    let head = head.to_ascii_lowercase();
    let is_html = head.starts_with("text/html")
        || head.starts_with("text/plain")
        || head.starts_with("application/xhtml");
    if !is_html || !address[..5].eq_ignore_ascii_case("data:") {
        return None;
    }
    let data = percent_decoded(data).unwrap_or_else(|| data.to_owned());
    if head.ends_with(";base64") { String::from_utf8(base64(&data)?).ok() } else { Some(data) }
}

/// The bytes of a text in Base64 (RFC 4648), with or without the signs at its end; `None` if it is
/// none.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(bytes)
}
