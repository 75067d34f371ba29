//! The inbound links of an archive: gathered while posts are rendered, written when all are known.

use broadsheet_bundle::format::limits::MAX_INBOUND_LINKS;
use broadsheet_bundle::format::paths::INBOUND_LINKS_FOLDER;
use broadsheet_bundle::format::{InboundLinks, InboundLinksRef, LinkedPost, LinkingPost, shortest_separator};
use broadsheet_bundle::num::saturating_u32;
use rayon::prelude::*;

use super::content_chunking::{self, Candidate};
use crate::import::Posts;
use crate::json::to_json;
use crate::language::Guess;
use crate::output::{Output, OutputError};
use crate::post_links::names;

/// Least posts of a file, and half of what it has on average: some 10 KB if five others link to
/// each.
const WINDOW: u64 = 32;

/// Gathers the links between posts: 8 bytes for each.
#[derive(Debug)]
pub(super) struct InboundLinkGatherer<'a> {
    posts: &'a Posts,
    /// The places of the post that is linked to and of the one that links to it.
    links: Vec<(u32, u32)>,
}

/// All inbound links of an archive, by the posts that are linked to.
#[derive(Debug)]
pub(super) struct InboundLinkTable<'a> {
    posts: &'a Posts,
    /// The place of the post that is linked to, and the row number of the one that links to it,
    /// subtracted from the greatest number: the newest comes first.
    links: Vec<(u32, u32)>,
    /// The language of the archive.
    archive_language: Option<&'a str>,
    /// The languages that the texts of posts show, by their places.
    languages: &'a [Option<Guess>],
}

impl<'a> InboundLinkGatherer<'a> {
    pub(super) fn new(posts: &'a Posts) -> Self {
        Self { posts, links: Vec::new() }
    }

    /// Adds the links of the post at `place`, given the ids that they lead to.
    pub(super) fn add(&mut self, place: u32, to: &[String]) {
        for id in to {
            let mut named = self.posts.index.places(names::by_stem(id));
            if let Some(target) = named.find(|&target| self.posts.at(target).id() == id) {
                self.links.push((target, place));
            }
        }
    }

    /// The inbound links, once all links are there.
    pub(super) fn finish(
        self,
        archive_language: Option<&'a str>,
        languages: &'a [Option<Guess>],
    ) -> InboundLinkTable<'a> {
        let Self { posts, mut links } = self;
        if !links.is_empty() {
            let mut numbers = vec![0; posts.len()];
            for (number, &place) in posts.row_order.iter().enumerate() {
                if let Some(known) = numbers.get_mut(place as usize) {
                    *known = saturating_u32(number);
                }
            }
            for (_, from) in &mut links {
                *from = u32::MAX - numbers.get(*from as usize).copied().unwrap_or_default();
            }
        }
        links.par_sort_unstable();
        links.dedup();
        InboundLinkTable { posts, links, archive_language, languages }
    }
}

impl InboundLinkTable<'_> {
    /// The inbound links of the post at `place`; `None` if no post links to it.
    fn of(&self, place: u32) -> Result<Option<LinkedPost>, OutputError> {
        let start = self.links.partition_point(|(target, _)| *target < place);
        let from = self.links.get(start..).unwrap_or_default();
        let from = from.split_at(from.partition_point(|(target, _)| *target == place)).0;
        if from.is_empty() {
            return Ok(None);
        }
        let linking = |&(_, number): &(u32, u32)| {
            let number = u32::MAX - number;
            let from_place = self.posts.row_order.get(number as usize).copied().unwrap_or_default();
            let row = self.posts.row(self.posts.at(from_place)).map_err(OutputError::Temporary)?;
            let shown = self.languages.get(from_place as usize).copied().flatten();
            let language = row.language.or_else(|| shown.map(|guess| guess.tag().to_owned()));
            let language = language.filter(|language| Some(language.as_str()) != self.archive_language);
            Ok::<_, OutputError>(LinkingPost { id: row.id, title: row.title, language })
        };
        Ok(Some(LinkedPost {
            id: self.posts.at(place).id().to_owned(),
            from: from.iter().take(MAX_INBOUND_LINKS).map(linking).collect::<Result<_, _>>()?,
            more: saturating_u32(from.len().saturating_sub(MAX_INBOUND_LINKS)),
        }))
    }

    /// `true` if a post links to the one at `place`.
    fn has(&self, place: u32) -> bool {
        self.links.binary_search_by(|(target, _)| target.cmp(&place)).is_ok()
    }

    /// The inbound links of the posts at `places`, which are in the order of their ids.
    pub(super) fn all(&self, places: &[u32]) -> Result<Vec<LinkedPost>, OutputError> {
        let all = places.iter().filter(|&&place| self.has(place)).map(|&place| self.of(place));
        all.filter_map(Result::transpose).collect()
    }

    /// Writes the inbound links of the posts at `places`, which are in the order of their ids.
    pub(super) fn write(&self, output: &Output, places: &[u32]) -> Result<Vec<InboundLinksRef>, OutputError> {
        let linked: Vec<u32> = places.iter().copied().filter(|&place| self.has(place)).collect();
        let id = |at: usize| linked.get(at).map_or("", |&place| self.posts.at(place).id());
        let candidate = |at: usize| Candidate { at: at as u64 + 1, hash: content_chunking::hash(id(at)) };
        let candidates: Vec<_> = (0..linked.len()).map(candidate).collect();
        let cuts = content_chunking::boundaries(&candidates, linked.len() as u64, WINDOW);
        let starts: Vec<_> =
            (!linked.is_empty()).then_some(0).into_iter().chain(cuts.iter().map(|cut| cut + 1)).collect();
        let ends = starts.iter().skip(1).copied().chain([linked.len()]);
        let files: Vec<_> = starts.iter().copied().zip(ends).collect();
        let write = |(start, end): (usize, usize)| {
            let posts = self.all(linked.get(start..end).unwrap_or_default())?;
            let from =
                start.checked_sub(1).map_or_else(String::new, |last| shortest_separator(id(last), id(start)));
            let file = output.write_hashed(INBOUND_LINKS_FOLDER, &to_json(&InboundLinks { posts }))?;
            Ok(InboundLinksRef { from, file })
        };
        files.into_par_iter().map(write).collect()
    }
}
