//! The addresses in an article that may mean files beside its post.

use std::borrow::Cow;
use std::collections::HashMap;

use aho_corasick::AhoCorasick;
use broadsheet_article::url::{BundledFile, BundledMedia};

use crate::limits::LOCAL_REFERENCES;
use crate::media::{Media, MediaDiagnostic, MediaLookup, decode_percent, is_data_url};
use crate::own_sites::is_absolute;

/// The addresses in an article that may mean files beside it, each looked for once.
#[derive(Debug, Default)]
pub(super) struct References {
    /// By address, the file of the bundle, `None` for a missing one, or that it means something
    /// else.
    known: HashMap<String, MediaLookup>,
    /// The addresses as they were met.
    order: Vec<String>,
    /// The number of addresses met after [`LOCAL_REFERENCES`] others.
    pub(super) passed_over: usize,
}

impl References {
    /// The file of the bundle that `address` leads to; `look` looks for it.
    pub(super) fn find(&mut self, address: &str, look: impl FnOnce() -> MediaLookup) -> Option<BundledMedia> {
        self.look_up(address, look)?.file()
    }

    /// The file of the bundle that a link to `address` leads to; `look` looks for it.
    pub(super) fn find_linked(
        &mut self,
        address: &str,
        look: impl FnOnce() -> MediaLookup,
    ) -> Option<BundledFile> {
        self.look_up(address, look)?.handed_out(address)
    }

    /// `true` if `address` leads to a file, whatever became of it.
    pub(super) fn is_found(&self, address: &str) -> bool {
        matches!(self.known.get(address), Some(MediaLookup::Bundled(_)))
    }

    fn look_up(&mut self, address: &str, look: impl FnOnce() -> MediaLookup) -> Option<&Media> {
        if !self.known.contains_key(address) {
            if self.order.len() >= LOCAL_REFERENCES {
                self.passed_over += 1;
                return None;
            }
            self.order.push(address.to_owned());
            self.known.insert(address.to_owned(), look());
        }
        match self.known.get(address)? {
            MediaLookup::Bundled(media) => Some(media),
            MediaLookup::Missing | MediaLookup::NotLocal => None,
        }
    }

    /// The diagnostics of the files, each with the address that led to it.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = (&str, &MediaDiagnostic)> {
        let told = |address: &String| match self.known.get_key_value(address) {
            Some((address, MediaLookup::Bundled(media))) => {
                Some(media.diagnostics.iter().map(|told| (address.as_str(), told)))
            }
            _ => None,
        };
        self.order.iter().filter_map(told).flatten()
    }

    /// The relative addresses of files that are not there; others lead to what is on the web.
    pub(super) fn missing(&self) -> impl Iterator<Item = &str> {
        let is_missing = |address: &&String| {
            self.known.get(*address) == Some(&MediaLookup::Missing) && !is_absolute(address)
        };
        self.order.iter().filter(is_missing).map(String::as_str)
    }

    /// The addresses of media files, and those in the bundle.
    pub(super) fn files(&self) -> Vec<(&str, BundledMedia)> {
        let file = |address: &String| match self.known.get_key_value(address)? {
            (address, MediaLookup::Bundled(media)) => Some((address.as_str(), media.file()?)),
            _ => None,
        };
        self.order.iter().filter_map(file).collect()
    }

    /// The addresses of files that links lead to, and those in the bundle.
    pub(super) fn linked(&self) -> Vec<(&str, BundledFile)> {
        let file = |address: &String| match self.known.get_key_value(address)? {
            (address, MediaLookup::Bundled(media)) => Some((address.as_str(), media.handed_out(address)?)),
            _ => None,
        };
        self.order.iter().filter_map(file).collect()
    }

    /// All addresses that lead to a file or to none, in the order of the alphabet.
    pub(super) fn into_media(self) -> Vec<(String, Option<Media>)> {
        let media = |(address, found): (String, MediaLookup)| match found {
            // What it was made of stays in the post.
            MediaLookup::Bundled(media) if is_data_url(&address) => Some(("data:".to_owned(), Some(media))),
            MediaLookup::Bundled(media) => Some((address, Some(media))),
            MediaLookup::Missing => Some((address, None)),
            MediaLookup::NotLocal => None,
        };
        let mut all: Vec<_> = self.known.into_iter().filter_map(media).collect();
        all.sort_by(|(one, _), (two, _)| one.cmp(two));
        all
    }
}

/// An address as the author wrote it, since Markdown's renderer puts percent signs into it, and its
/// line in `body`, from 1; 0 if it is not found.
pub(super) fn locate_reference(address: &str, body: &str) -> (String, usize) {
    let decoded = decode_percent(address).unwrap_or_else(|| address.to_owned());
    let line = |at: usize| 1 + body.get(..at).unwrap_or_default().matches('\n').count();
    match body.find(&decoded) {
        Some(at) => (decoded, line(at)),
        None => (address.to_owned(), body.find(address).map_or(0, line)),
    }
}

/// The places in Markdown in which an address is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Any place for media. Their addresses look like nothing else.
    Media,
    /// Targets of links, whose addresses may be words like any others.
    Link,
}

/// Markdown whose media and posts have their addresses in the bundle, given with the addresses that
/// they replace. Goes through the text once, however many there are.
pub(super) fn with_addresses(body: &str, found: &[(&str, &str, Place)]) -> String {
    let mut written: HashMap<String, (&str, Place)> = HashMap::new();
    let (data, found): (Vec<_>, Vec<_>) = found.iter().partition(|(address, ..)| is_data_url(address));
    let mut body = Cow::Borrowed(body);
    for (address, replacement, _) in data {
        // These are long, and nothing else is like them.
        body = Cow::Owned(body.replace(address, replacement));
    }
    let body = body.as_ref();
    for (address, replacement, place) in found {
        written.entry(address.to_owned()).or_insert((replacement, place));
        if let Some(decoded) = decode_percent(address) {
            written.entry(decoded).or_insert((replacement, place));
        }
    }
    let (addresses, replacements): (Vec<_>, Vec<_>) = written.into_iter().unzip();
    // Fails for more patterns than memory holds.
    let Ok(finder) = AhoCorasick::new(&addresses) else { return body.to_owned() };
    let starts = |before: &str, place: Place| match place {
        Place::Media => before.is_empty() || before.ends_with(['(', '<', '"', '\'', '=', ' ', '\n']),
        Place::Link => ["](", "](<", "href=\"", "href='", "href=", "]: ", "]:"]
            .iter()
            .any(|start| before.ends_with(start)),
    };
    let ends = |after: &str| after.is_empty() || after.starts_with([')', '>', '"', '\'', ' ', '\n']);
    let mut places: Vec<_> = finder
        .find_overlapping_iter(body)
        .filter(|found| {
            let (_, place) = replacements[found.pattern().as_usize()];
            starts(&body[..found.start()], place) && ends(&body[found.end()..])
        })
        .collect();
    // The first one counts, and of those that start there the longest.
    places.sort_by_key(|found| (found.start(), std::cmp::Reverse(found.end())));
    let mut replaced = String::with_capacity(body.len());
    let mut done = 0;
    for place in places {
        if place.start() >= done {
            replaced.push_str(&body[done..place.start()]);
            replaced.push_str(replacements[place.pattern().as_usize()].0);
            done = place.end();
        }
    }
    replaced.push_str(&body[done..]);
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_in_markdown() {
        let media = BundledMedia::new("0123456789abcdef", "png").unwrap();
        for (body, address, expected) in [
            ("![a](a.png) a.png/x ba.png", "a.png", "![a](media/0123456789abcdef.png) a.png/x ba.png"),
            ("<img src=\"图 1.png\">", "%E5%9B%BE%201.png", "<img src=\"media/0123456789abcdef.png\">"),
            ("[r]: a.png\n![r]", "a.png", "[r]: media/0123456789abcdef.png\n![r]"),
        ] {
            assert_eq!(with_addresses(body, &[(address, media.as_str(), Place::Media)]), expected);
        }
    }

    #[test]
    fn links_in_markdown() {
        for (body, expected) in [
            ("to (to) [to](to) <a href=\"to\">to</a>", "to (to) [to](?post=x) <a href=\"?post=x\">to</a>"),
            ("[to](to#a) [r]\n\n[r]: to 'to'", "[to](to#a) [r]\n\n[r]: ?post=x 'to'"),
            ("[to](<to>) [a](toto)", "[to](<?post=x>) [a](toto)"),
        ] {
            assert_eq!(with_addresses(body, &[("to", "?post=x", Place::Link)]), expected);
        }
    }

    #[test]
    fn many_pictures_in_markdown() {
        let media = |number: u32| BundledMedia::new(&format!("{number:016x}"), "png").unwrap();
        let files: Vec<_> = (0..2_000).map(|number| (format!("{number}.png"), media(number))).collect();
        let found: Vec<_> =
            files.iter().map(|(address, media)| (address.as_str(), media.as_str(), Place::Media)).collect();
        // Each of them, longer ones that end like shorter ones, and one of them very often.
        let body = |name: &dyn Fn(u32) -> String| {
            (0..2_000)
                .chain([7; 2_000])
                .map(|number| ["![](", &name(number), ")\n"].concat())
                .collect::<String>()
        };
        let written = body(&|number| format!("{number}.png"));
        assert_eq!(with_addresses(&written, &found), body(&|number| media(number).as_str().to_owned()));
        let (short, long) = (media(1), media(2));
        let found = [("a.png", short.as_str(), Place::Media), ("b a.png", long.as_str(), Place::Media)];
        assert_eq!(
            with_addresses("<img src=\"b a.png\"> ![](a.png)", &found),
            format!("<img src=\"{}\"> ![]({})", long.as_str(), short.as_str())
        );
    }

    #[test]
    fn references_are_looked_for_once_each_and_not_without_end() {
        let mut references = References::default();
        let mut looks = 0;
        for number in (0..LOCAL_REFERENCES + 5).chain(0..LOCAL_REFERENCES) {
            references.find(&number.to_string(), || {
                looks += 1;
                MediaLookup::Missing
            });
        }
        assert_eq!(
            (looks, references.missing().count(), references.passed_over),
            (LOCAL_REFERENCES, LOCAL_REFERENCES, 5)
        );
        assert_eq!(references.missing().nth(2), Some("2"));
    }
}
