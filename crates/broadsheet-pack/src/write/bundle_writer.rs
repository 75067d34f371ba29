//! Writing a bundle, in either of its forms.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::ops::Range;

use rayon::prelude::*;

use super::feed_writer::FeedWriter;
use super::inbound_links::InboundLinkGatherer;
use super::item_source::ItemSource;
use super::pack_writer::{Finished, PackWriter};
use super::previous_packs::PreviousPacks;
use super::shards;
use super::staged_bundle::{LastStep, PackedPosts, StagedBundle};
use crate::archive_info::ArchiveInfo;
use crate::cache::{CachedDiagnostic, RenderNotes};
use crate::diagnostics::{Cleaned, Diagnostic};
use crate::import::origin::Origin;
use crate::import::{ImportedPost, Posts, ReusableItem};
use crate::json::to_json;
use crate::language::Guess;
use crate::media::{Media, MediaLookup, MediaStore};
use crate::options::ContentFormat;
use crate::output::{Output, OutputError};
use crate::own_sites::OwnSites;
use crate::progress::Progress;
use crate::render::{RenderedPost, Renderer, is_unchanged};
use crate::spill_file::SpillRef;

/// Bytes of source files whose articles are in memory at once; enough to keep every core busy.
const BATCH: u64 = 16 * 1024 * 1024;

/// A writer of bundles, with what goes into them.
#[derive(Debug, Clone, Copy)]
pub struct BundleWriter<'a> {
    /// Its title and the like.
    pub archive: &'a ArchiveInfo,
    /// Its posts.
    pub posts: &'a Posts,
    /// The format in which articles are stored.
    pub content: ContentFormat,
    /// `true` if items of an earlier run may be used again.
    pub reuse_previous: bool,
}

/// The posts of a run that writes nothing.
#[derive(Debug)]
pub struct CheckedPosts {
    /// The diagnostics of the articles.
    pub diagnostics: Vec<Diagnostic>,
    /// The account of each post.
    pub cleaned: Vec<Cleaned>,
    /// The names of the files beside posts that they show.
    pub shown: Vec<OsString>,
}

/// An item with what else there is to say of its post.
struct PackedItem {
    id: String,
    source: ItemSource,
    found: Vec<CachedDiagnostic>,
    /// The language that its text shows.
    language: Option<Guess>,
    /// The ids of the posts that it links to.
    links: Vec<String>,
    /// The amounts that it lost, by the key of each unit.
    lost: BTreeMap<String, usize>,
    /// The [`RenderNotes`].
    notes: SpillRef,
}

/// Adds the amounts that a post lost to those of all.
fn add_lost(all: &mut BTreeMap<String, usize>, lost: BTreeMap<String, usize>) {
    for (unit, amount) in lost {
        *all.entry(unit).or_default() += amount;
    }
}

impl BundleWriter<'_> {
    /// Writes the bundle as a folder of shards, all but the manifest.
    pub fn stage_shards<'o>(
        &self,
        output: &'o Output,
        progress: &dyn Progress,
    ) -> Result<StagedBundle<'o>, OutputError> {
        let media = self.media(Some(output));
        // The archive's language decides whether a post's own stands in its item.
        let earlier =
            if self.reuse_previous { PreviousPacks::new(self.posts, output) } else { PreviousPacks::none() };
        let by_id = self.posts.by_id();
        let mut packs = PackWriter::new(output, &earlier, by_id.len());
        let mut diagnostics = Vec::new();
        let mut posts = vec![(None, SpillRef::default()); by_id.len()];
        let mut languages = vec![None; by_id.len()];
        let mut inbound_links = InboundLinkGatherer::new(self.posts);
        let mut all_lost = BTreeMap::new();
        let mut places = by_id.iter();
        self.each_item(by_id.iter().copied(), &media, &earlier, progress, |made| {
            let mut items = Vec::with_capacity(made.len());
            for (PackedItem { id, source, found, language, links, lost, notes }, &place) in
                made.into_iter().zip(places.by_ref())
            {
                diagnostics.extend(self.diagnostics(place, &found));
                posts[place as usize].1 = notes;
                languages[place as usize] = language;
                inbound_links.add(place, &links);
                add_lost(&mut all_lost, lost);
                items.push((id, source));
            }
            packs.add(items)
        })?;
        let shown = media.file_names();
        media.finish()?;
        let inbound_links = inbound_links.finish(self.archive.language.as_deref(), &languages);
        let write_inbound_links =
            |range: Range<usize>| inbound_links.write(output, by_id.get(range).unwrap_or_default());
        let Finished { directories, names, stored } = packs.finish(&write_inbound_links)?;
        for (number, item) in stored {
            posts[by_id[number as usize] as usize].0 = Some(item);
        }
        drop(inbound_links);
        drop(by_id);
        let manifest = to_json(&shards::write(output, self.archive, self.posts, &languages, directories)?);
        Ok(StagedBundle {
            diagnostics,
            lost: all_lost,
            shown,
            packed: PackedPosts { packs: names, posts, doubted: earlier.doubted },
            last_step: LastStep::Manifest(output, manifest),
        })
    }

    /// Writes the bundle as one JSON Feed file, the newest post first, all but its end.
    pub fn stage_feed<'o>(
        &self,
        output: &'o Output,
        name: &str,
        progress: &dyn Progress,
    ) -> Result<StagedBundle<'o>, OutputError> {
        let media = self.media(Some(output));
        let mut feed = FeedWriter::new(output, name, self.archive)?;
        let mut diagnostics = Vec::new();
        let mut languages = vec![None; self.posts.len()];
        let mut inbound_links = InboundLinkGatherer::new(self.posts);
        let mut lost = BTreeMap::new();
        let newest_first = || self.posts.row_order.iter().rev().copied();
        let mut places = newest_first();
        self.each_item(newest_first(), &media, &PreviousPacks::none(), progress, |made| {
            for (made, place) in made.into_iter().zip(places.by_ref()) {
                diagnostics.extend(self.diagnostics(place, &made.found));
                if let Some(known) = languages.get_mut(place as usize) {
                    *known = made.language;
                }
                inbound_links.add(place, &made.links);
                add_lost(&mut lost, made.lost);
                if let ItemSource::New(item) = &made.source {
                    feed.add(item)?;
                }
            }
            Ok(())
        })?;
        let shown = media.file_names();
        media.finish()?;
        let inbound_links = inbound_links.finish(self.archive.language.as_deref(), &languages);
        feed.set_inbound_links(inbound_links.all(&self.posts.by_id())?);
        let last_step = LastStep::Feed(Box::new(feed));
        Ok(StagedBundle { diagnostics, lost, shown, packed: PackedPosts::default(), last_step })
    }

    /// Goes through all articles without writing anything; says what was found, and what cleaning
    /// took out.
    pub fn check(&self, progress: &dyn Progress) -> Result<CheckedPosts, OutputError> {
        let media = self.media(None);
        let renderer = self.renderer(&media);
        let checked: Vec<_> = self
            .posts
            .row_order
            .par_iter()
            .map(|&place| {
                let post = self.posts.at(place);
                let RenderedPost { diagnostics, removed, mut ledger, .. } = renderer.render(post);
                ledger.places.clear();
                progress.advance(post.size());
                let Origin { file, entry } = &post.origin;
                let file = file.path().to_string_lossy().into_owned();
                (diagnostics, Cleaned { file, entry: *entry, removed, ledger })
            })
            .collect();
        let shown = media.file_names();
        media.finish()?;
        let (diagnostics, cleaned): (Vec<_>, Vec<_>) = checked.into_iter().unzip();
        Ok(CheckedPosts { diagnostics: diagnostics.into_iter().flatten().collect(), cleaned, shown })
    }

    /// A store of the files beside the posts, which copies them into `output`.
    fn media<'o>(&self, output: Option<&'o Output>) -> MediaStore<'o> {
        MediaStore::new(output).with_sites(self.sites())
    }

    fn sites(&self) -> OwnSites {
        OwnSites::new(self.archive.sites.iter().map(String::as_str))
    }

    fn renderer<'a>(&'a self, media: &'a MediaStore<'a>) -> Renderer<'a> {
        Renderer::new(self.posts, media, self.content, self.archive.language.as_deref())
            .with_sites(self.sites())
    }

    /// The diagnostics of the article of a post.
    fn diagnostics(&self, place: u32, found: &[CachedDiagnostic]) -> impl Iterator<Item = Diagnostic> {
        let origin = &self.posts.at(place).origin;
        found.iter().map(move |diagnostic| diagnostic.of(origin))
    }

    /// The item and notes of `post` from an earlier run, if this run would make the same.
    fn unchanged(
        &self,
        post: &ImportedPost,
        earlier: &PreviousPacks<'_>,
        media: &MediaStore<'_>,
    ) -> Result<Option<(ReusableItem, RenderNotes)>, OutputError> {
        let Some(made) = post.reusable.filter(|made| earlier.pack(made.item.pack).is_some()) else {
            return Ok(None);
        };
        if made.notes.is_empty() {
            return Ok(Some((made, RenderNotes::default())));
        }
        let notes: RenderNotes = self.posts.texts.read_json(made.notes).map_err(OutputError::Temporary)?;
        let file = &post.origin.file;
        let same = |led_to: &Option<Media>, found| match found {
            MediaLookup::Bundled(file) => led_to.as_ref() == Some(&file),
            MediaLookup::Missing => led_to.is_none(),
            MediaLookup::NotLocal => false,
        };
        let is_dead = |address: &String| !media.is_file(&post.origin.file, address);
        let is_same = notes
            .media
            .iter()
            .all(|(address, led_to)| same(led_to, media.find_again(file, address, led_to.as_ref())))
            && notes
                .links
                .files
                .iter()
                .all(|(address, led_to)| same(led_to, media.find_linked(file, address, led_to.as_ref())))
            && is_unchanged(self.posts, &notes.links)
            && notes.links.dead.iter().all(is_dead);
        Ok(is_same.then_some((made, notes)))
    }

    /// Loads the articles of the posts at these `places`, many at a time, and hands their items on,
    /// in that order. Of a post that has not changed, what an `earlier` run made of it is handed
    /// on.
    fn each_item(
        &self,
        places: impl Iterator<Item = u32>,
        media: &MediaStore<'_>,
        earlier: &PreviousPacks<'_>,
        progress: &dyn Progress,
        mut take: impl FnMut(Vec<PackedItem>) -> Result<(), OutputError>,
    ) -> Result<(), OutputError> {
        let renderer = self.renderer(media);
        let make = |post: &ImportedPost| {
            let id = post.id().to_owned();
            let made = if let Some((made, notes)) = self.unchanged(post, earlier, media)? {
                PackedItem {
                    id,
                    source: ItemSource::Reused(made.item),
                    found: notes.diagnostics,
                    language: notes.language,
                    links: notes.links.to,
                    lost: notes.lost,
                    notes: made.notes,
                }
            } else {
                let RenderedPost { mut item, diagnostics, language, media, links, lost, .. } =
                    renderer.render(post);
                // JSON Feed asks for a post's language only where it is not the feed's.
                item.language =
                    item.language.filter(|language| Some(language) != self.archive.language.as_ref());
                let notes = RenderNotes {
                    diagnostics: diagnostics.iter().map(CachedDiagnostic::from).collect(),
                    language,
                    media,
                    links,
                    lost,
                };
                let text = if notes.is_empty() {
                    SpillRef::default()
                } else {
                    self.posts.texts.add(&to_json(&notes))
                };
                PackedItem {
                    id,
                    source: ItemSource::New(to_json(&item)),
                    found: notes.diagnostics,
                    language,
                    links: notes.links.to,
                    lost: notes.lost,
                    notes: text,
                }
            };
            progress.advance(post.size());
            Ok(made)
        };
        let mut posts = places.map(|place| self.posts.at(place)).peekable();
        while posts.peek().is_some() {
            let mut batch = Vec::new();
            let mut bytes = 0;
            while let Some(post) = posts.next_if(|_| bytes < BATCH) {
                bytes += post.size();
                batch.push(post);
            }
            take(batch.into_par_iter().map(make).collect::<Result<_, OutputError>>()?)?;
        }
        Ok(())
    }
}
