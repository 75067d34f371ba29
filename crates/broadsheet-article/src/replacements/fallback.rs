//! Plug-ins, sound and video, and what stands in them for browsers without.

use super::film_pages::{film_page, is_web_address, parameter};
use super::{Next, Replacer};
use crate::document::{NodeId, NodeKind};
use crate::ledger::{Ending, Replacement};
use crate::percent::percent_decoded;
use crate::vocabulary::{Attribute, Tag};

/// Endings of files that browsers play or show, with the element for it.
const MEDIA: [(&str, Tag); 16] = [
    ("mp3", Tag::Audio),
    ("m4a", Tag::Audio),
    ("ogg", Tag::Audio),
    ("oga", Tag::Audio),
    ("opus", Tag::Audio),
    ("wav", Tag::Audio),
    ("mp4", Tag::Video),
    ("m4v", Tag::Video),
    ("webm", Tag::Video),
    ("ogv", Tag::Video),
    ("png", Tag::Img),
    ("jpg", Tag::Img),
    ("jpeg", Tag::Img),
    ("gif", Tag::Img),
    ("webp", Tag::Img),
    ("svg", Tag::Img),
];

/// Endings of films and sound that few browsers play, or none: they become links.
const FILES: [&str; 14] =
    ["3gp", "aac", "avi", "f4v", "flac", "flv", "m3u8", "mkv", "mov", "mpd", "mpg", "rmvb", "wma", "wmv"];

/// Variables of Flash players that name the file to play.
const VARIABLES: [&str; 15] = [
    "file",
    "mp3",
    "soundFile",
    "url",
    "videoUrl",
    "video",
    "src",
    "f",
    "flv",
    "media",
    "videoFile",
    "audioUrl",
    "vcastr_file",
    "path",
    "config",
];

/// Elements that hold lines, in which the tree has no place for a player.
const LINES: &[Tag] = &[Tag::Dt, Tag::Summary, Tag::Figcaption, Tag::Caption, Tag::Pre];

/// The element that plays or shows the file at an address, by its ending.
fn media_tag(address: &str) -> Option<Tag> {
    let path = address.split(['?', '#']).next()?;
    let ending = path.rsplit_once('.')?.1;
    MEDIA.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)).map(|(_, tag)| *tag)
}

/// The address of what a Flash player plays, by the variables it is given.
fn flash_file(variables: &str) -> Option<String> {
    let query = ["?", variables].concat();
    if let Some(id) = parameter(&query, "VideoIDS") {
        return film_page(&["https://static.youku.com/?VideoIDS=", id].concat());
    }
    VARIABLES.iter().filter_map(|name| parameter(&query, name)).find_map(|value| {
        let value = percent_decoded(value).unwrap_or_else(|| value.to_owned());
        if value.contains('{') {
            return file_in_settings(&value);
        }
        let value = value.split('|').next().unwrap_or_default();
        let is_file = || media_tag(value).is_some() || is_file(value);
        film_page(value).or_else(|| is_file().then(|| value.to_owned()))
    })
}

/// `true` for the address of a film or of sound that becomes a link.
pub(super) fn is_file(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| FILES.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

/// `true` for the address of a film or of sound.
pub(super) fn is_film_or_sound(address: &str) -> bool {
    matches!(media_tag(address), Some(Tag::Audio | Tag::Video)) || is_file(address)
}

/// The address of what is played by the settings of a player, in JSON or a script's notation.
pub(super) fn file_in_settings(settings: &str) -> Option<String> {
    settings.split(['\'', '"']).find_map(|part| played_file(&part.replace("\\/", "/")))
}

/// The page of the film, or the file, that is played at an address or by the player there.
pub(super) fn played_file(address: &str) -> Option<String> {
    let is_played = || is_film_or_sound(address) && address.contains('/');
    let by_query = || flash_file(address.split_once('?')?.1);
    film_page(address).or_else(by_query).or_else(|| is_played().then(|| address.to_owned()))
}

impl Replacer<'_> {
    /// Puts a player in the place of an element: for a file of sound or video, or the frame of a
    /// film.
    pub(super) fn put_player(&mut self, id: NodeId, address: String, title: &str) -> Next {
        let tag = match media_tag(&address) {
            Some(Tag::Audio) => Tag::Audio,
            Some(Tag::Video) => Tag::Video,
            _ if is_file(&address) => Tag::A,
            _ => return self.put_frame(id, address, title),
        };
        if self.is_twin(id, &address) {
            return self.take_out(id, Replacement::Twin);
        }
        let media = if tag == Tag::A {
            self.new_link(&address, title)
        } else {
            self.new_element(tag, vec![(Attribute::Src, address)])
        };
        self.put(id, media)
    }

    /// A player for a file of sound or video, a link to one that browsers do not play, or the frame
    /// of a film.
    pub(super) fn new_player(&mut self, address: String, title: &str) -> NodeId {
        match media_tag(&address) {
            Some(tag @ (Tag::Audio | Tag::Video)) => self.new_element(tag, vec![(Attribute::Src, address)]),
            _ if is_file(&address) => self.new_link(&address, title),
            _ => self.new_frame(address, title),
        }
    }

    /// An `object`, `embed` or `applet`: a player, sound, video, picture, or a link to the file.
    pub(super) fn plugin(&mut self, id: NodeId) -> Next {
        let (addresses, variables) = self.plugin_addresses(id);
        let title =
            self.first_of(id, &[Attribute::Title, Attribute::AriaLabel]).unwrap_or_default().to_owned();
        let query = |address: &String| address.split_once('?').map(|(_, query)| query.to_owned());
        let queries: Vec<String> = addresses.iter().filter_map(query).collect();
        let film = addresses.iter().find_map(|address| film_page(address));
        let film = film.or_else(|| variables.iter().chain(&queries).find_map(|text| flash_file(text)));
        let address = match film {
            Some(address) => Some(address),
            None => addresses.into_iter().next(),
        };
        let Some(address) = address else { return Next::Inside };
        match media_tag(&address) {
            Some(Tag::Img) => {
                let alt = self.words(id);
                let image = vec![(Attribute::Src, address), (Attribute::Alt, alt)];
                let image = self.new_element(Tag::Img, image);
                self.put(id, image)
            }
            Some(_) => self.put_player(id, address, &title),
            None if film_page(&address).is_some()
                || address.starts_with("https://") && is_flash(&address) =>
            {
                self.put_frame(id, address, &title)
            }
            None => self.document_file(id, &address, &title),
        }
    }

    /// A link to a file that no browser shows in this place, before the words that stand for it,
    /// unless these lead to it themselves.
    fn document_file(&mut self, id: NodeId, address: &str, title: &str) -> Next {
        let leads_there = |element: &crate::document::Element| {
            element.tag == Some(Tag::A) && element.get(Attribute::Href) == Some(address)
        };
        if self.find(id, leads_there).is_none() && !self.is_twin(id, address) {
            let link = self.new_link(address, title);
            self.put_before(id, link);
        }
        if self.document.tag(id) == Some(Tag::Embed) {
            return self.take_out(id, Replacement::Link);
        }
        self.account.settle(self.document, id, Ending::Replaced(Replacement::Link));
        Next::Inside
    }

    /// The addresses that a plug-in is given, and its variables, with those of an `embed` in it.
    fn plugin_addresses(&self, id: NodeId) -> (Vec<String>, Vec<String>) {
        let (mut addresses, mut variables) = (Vec::new(), Vec::new());
        let inner = self.document.descendants(id).take(super::MAX_LOOK);
        for node in std::iter::once(id).chain(inner) {
            let Some(element) = self.document.element(node) else { continue };
            match element.tag {
                Some(Tag::Param) => {
                    let name = element.get(Attribute::Name).unwrap_or_default().to_ascii_lowercase();
                    let Some(value) = element.get(Attribute::Value) else { continue };
                    match name.as_str() {
                        "movie" | "src" | "filename" | "url" | "data" => addresses.push(value),
                        "flashvars" => variables.push(value.to_owned()),
                        _ => {}
                    }
                }
                Some(Tag::Object | Tag::Embed | Tag::Applet) => {
                    let names = [Attribute::Data, Attribute::Src];
                    addresses.extend(names.iter().filter_map(|&name| element.get(name)));
                    variables.extend(element.get(Attribute::Flashvars).map(str::to_owned));
                }
                _ => {}
            }
        }
        let addresses = addresses.into_iter().map(str::trim).filter(|address| {
            let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
            !address.is_empty()
                && (is_web_address(address) || scheme.is_empty() || scheme.contains(['/', '?', '.']))
        });
        (addresses.map(str::to_owned).collect(), variables)
    }

    /// Sound and video: the film at its address, and for one without any what stands in it.
    pub(super) fn media(&mut self, id: NodeId) -> Next {
        let tag = match self.document.tag(id) {
            Some(Tag::AmpAudio | Tag::Bgsound | Tag::Audio) => Tag::Audio,
            _ => Tag::Video,
        };
        self.rename(id, tag);
        let sources = self.document.descendants(id).take(super::MAX_LOOK);
        let sources = sources.filter(|&inner| self.document.tag(inner) == Some(Tag::Source));
        let addresses: Vec<&str> = std::iter::once(id)
            .chain(sources)
            .flat_map(|node| [self.get(node, Attribute::Src), self.get(node, Attribute::DataSrc)])
            .flatten()
            .map(str::trim)
            .filter(|address| {
                let scheme = address.get(..5).unwrap_or_default();
                !address.is_empty()
                    && !scheme.eq_ignore_ascii_case("blob:")
                    && !scheme.eq_ignore_ascii_case("data:")
            })
            .collect();
        if let Some(film) = addresses.iter().find_map(|address| film_page(address)) {
            let title = self.title(id);
            return self.put_frame(id, film, &title);
        }
        if let Some(address) = addresses.first() {
            if self.is_within(id, LINES) {
                let (address, title) = ((*address).to_owned(), self.title(id));
                let link = self.new_link(&address, &title);
                return self.put(id, link);
            }
            return Next::Behind;
        }
        let address = self.other_addresses(id).find(|address| media_tag(address) == Some(tag));
        let in_settings = || self.get(id, Attribute::OtherSettings).and_then(file_in_settings);
        let address = address.map(str::to_owned).or_else(in_settings);
        if let Some(film) = address.as_deref().and_then(film_page) {
            let title = self.title(id);
            return self.put_frame(id, film, &title);
        }
        if let (Some(address), NodeKind::Element(element)) = (address, self.document.kind_mut(id)) {
            element.attributes.retain(|(name, _)| *name != Attribute::Src);
            element.attributes.push((Attribute::Src, address));
            return Next::Behind;
        }
        if let Some(still) = self.first_of(id, &[Attribute::Poster]) {
            let still = vec![(Attribute::Src, still.to_owned()), (Attribute::Alt, String::new())];
            let still = self.new_element(Tag::Img, still);
            self.put_before(id, still);
        }
        self.rename(id, Tag::Object)
    }

    /// Leaves what a `noscript` says, unless the page says it without scripts as well.
    pub(super) fn noscript(&mut self, id: NodeId) -> Next {
        let words = self.words(id);
        let is_repeated = !words.is_empty()
            && self.previous_element(id).is_some_and(|previous| self.words(previous) == words);
        if is_repeated {
            return self.take_out(id, Replacement::Twin);
        }
        Next::Inside
    }
}

/// `true` for the address of a Flash file.
fn is_flash(address: &str) -> bool {
    address.split(['?', '#']).next().is_some_and(|path| {
        path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("swf"))
    })
}
