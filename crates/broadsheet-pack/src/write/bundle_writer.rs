//! From posts to a bundle.

use super::{feed_writer, pack_writer, shards};
use crate::archive_info::ArchiveInfo;
use crate::cache::{CachedDiagnostic, RenderNotes, StoredItem};
use crate::diagnostics::{Cleaned, Diagnostic};
use crate::hash::ContentHash;
use crate::import::origin::Origin;
use crate::import::{ImportedPost, Posts, ReusableItem};
use crate::json::to_json;
use crate::language::Guess;
use crate::media::{Media, MediaLookup, MediaStore};
use crate::options::ContentFormat;
use crate::output::{Output, OutputError};
use crate::progress::Progress;
use crate::render::{RenderedPost, Renderer};
use crate::spill_file::SpillRef;
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of source files whose articles are in memory at once; enough to keep every core busy.
const BATCH: u64 = 16 * 1024 * 1024;

/// What goes into a bundle.
#[derive(Debug, Clone, Copy)]
pub struct BundleWriter<'a> {
    /// Its title and the like.
    pub archive: &'a ArchiveInfo,
    /// Its posts.
    pub posts: &'a Posts,
    /// How articles are stored.
    pub content: ContentFormat,
    /// Whether what an earlier run made of a post may be used.
    pub reuse_previous: bool,
}

/// What packing found in the articles; from a strict run that must not go on, before anything names the new files.
#[derive(Debug)]
pub enum PackOutcome {
    /// The bundle is complete.
    Complete(Vec<Diagnostic>, PackedPosts),
    /// There were problems, and `strict` was asked for.
    Refused(Vec<Diagnostic>),
}

/// Of a folder of shards, what the next run can use.
#[derive(Debug, Default)]
pub struct PackedPosts {
    /// Names of the packs.
    pub packs: Vec<String>,
    /// Of each post, by its place in [`Posts`], where its item is, and its [`RenderNotes`].
    pub posts: Vec<(Option<StoredItem>, SpillRef)>,
    /// Posts of which the cache said what cannot be.
    pub doubted: usize,
}

/// The item of a post.
pub(super) enum ItemSource {
    /// As JSON.
    New(Vec<u8>),
    /// As it is in the earlier output.
    Reused(StoredItem),
}

/// An item with what else there is to say of its post.
struct PackedItem {
    id: String,
    source: ItemSource,
    found: Vec<CachedDiagnostic>,
    /// The language that its text shows.
    language: Option<Guess>,
    /// The [`RenderNotes`].
    notes: SpillRef,
}

/// The packs of the earlier output.
pub(super) struct PreviousPacks<'a> {
    names: &'a [String],
    /// Bytes and hashes of those that are as they were written.
    found: Vec<Option<(usize, ContentHash)>>,
    /// Posts in packs that do not hold what they should.
    doubted: usize,
}

/// A pack of the earlier output that is as it was written.
#[derive(Clone, Copy)]
pub(super) struct PreviousPack<'a> {
    pub(super) name: &'a str,
    /// Bytes.
    pub(super) length: usize,
    pub(super) hash: ContentHash,
}

impl<'a> PreviousPacks<'a> {
    /// Those of the earlier run that are in the `output`, and hold the posts that they should.
    fn new(posts: &'a Posts, output: &Output) -> Self {
        let names = &posts.previous_packs;
        let mut items = vec![Vec::new(); names.len()];
        for post in posts.iter() {
            if let Some(ReusableItem { item, .. }) = post.reusable
                && let Some(items) = items.get_mut(item.pack as usize)
            {
                items.push((item, post.id()));
            }
        }
        let doubted = AtomicUsize::new(0);
        let find = |(pack, mut items): (&String, Vec<(StoredItem, &str)>)| {
            let bytes = output.owns(pack).then(|| output.read(pack).ok()).flatten()?;
            let hash = ContentHash::of(&bytes);
            if pack_writer::file_name(&hash) != *pack {
                return None;
            }
            items.sort_unstable_by_key(|(item, _)| item.start);
            if !pack_writer::holds(&bytes, &items) {
                doubted.fetch_add(items.len(), Ordering::Relaxed);
                return None;
            }
            Some((bytes.len(), hash))
        };
        let found = names.par_iter().zip(items).map(find).collect();
        Self { names, found, doubted: doubted.into_inner() }
    }

    /// None of them.
    fn none() -> Self {
        Self { names: &[], found: Vec::new(), doubted: 0 }
    }

    /// A pack, if it is as it was written.
    pub(super) fn pack(&self, place: u32) -> Option<PreviousPack<'a>> {
        let (length, hash) = self.found.get(place as usize).copied().flatten()?;
        Some(PreviousPack { name: self.names.get(place as usize)?, length, hash })
    }
}

impl BundleWriter<'_> {
    /// Writes the bundle as a folder of shards. `before_head` is called once everything but the head is there.
    pub fn write_shards(
        &self,
        output: &Output,
        progress: &dyn Progress,
        mut before_head: impl FnMut(&[Diagnostic]) -> Result<bool, OutputError>,
    ) -> Result<PackOutcome, OutputError> {
        let media = MediaStore::new(Some(output));
        // The archive's language decides whether a post's own stands in its item.
        let earlier =
            if self.reuse_previous { PreviousPacks::new(self.posts, output) } else { PreviousPacks::none() };
        let by_id = self.posts.by_id();
        let mut packs = pack_writer::PackWriter::new(output, &earlier, by_id.len());
        let mut diagnostics = Vec::new();
        let mut posts = vec![(None, SpillRef::default()); by_id.len()];
        let mut languages = vec![None; by_id.len()];
        let mut places = by_id.iter();
        self.each_item(by_id.iter().copied(), &media, &earlier, progress, |made| {
            let mut items = Vec::with_capacity(made.len());
            for (PackedItem { id, source, found, language, notes }, &place) in
                made.into_iter().zip(places.by_ref())
            {
                diagnostics.extend(self.diagnostics(place, &found));
                posts[place as usize].1 = notes;
                languages[place as usize] = language;
                items.push((id, source));
            }
            packs.add(items)
        })?;
        media.finish()?;
        let pack_writer::Finished { directories, names, stored } = packs.finish()?;
        for (number, item) in stored {
            posts[by_id[number as usize] as usize].0 = Some(item);
        }
        drop(by_id);
        let head = to_json(&shards::write(output, self, &languages, directories)?);
        if !before_head(&diagnostics)? {
            return Ok(PackOutcome::Refused(diagnostics));
        }
        output.write(crate::output::HEAD, &head)?;
        Ok(PackOutcome::Complete(diagnostics, PackedPosts { packs: names, posts, doubted: earlier.doubted }))
    }

    fn renderer<'a>(&'a self, media: &'a MediaStore<'a>) -> Renderer<'a> {
        Renderer::new(self.posts, media, self.content, self.archive.language.as_deref())
    }

    /// What was found in the article of a post.
    fn diagnostics<'f>(&self, place: u32, found: &'f [CachedDiagnostic]) -> impl Iterator<Item = Diagnostic> {
        let origin = &self.posts.at(place).origin;
        found.iter().map(move |diagnostic| diagnostic.of(origin))
    }

    /// What an earlier run made of `post`, if that is what this run would make of it.
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
        let same = |(address, led_to): &(String, Option<Media>)| match media.find_again(
            &post.origin.file,
            address,
            led_to.as_ref(),
        ) {
            MediaLookup::Bundled(file) => led_to.as_ref() == Some(&file),
            MediaLookup::Missing => led_to.is_none(),
            MediaLookup::NotLocal => false,
        };
        Ok(notes.media.iter().all(same).then_some((made, notes)))
    }

    /// Writes the bundle as one JSON Feed file, the newest post first.
    pub fn write_feed(
        &self,
        output: &Output,
        name: &str,
        progress: &dyn Progress,
        go_on: impl Fn(&[Diagnostic]) -> bool,
    ) -> Result<PackOutcome, OutputError> {
        let media = MediaStore::new(Some(output));
        let mut feed = feed_writer::FeedWriter::new(output, name, self.archive)?;
        let mut diagnostics = Vec::new();
        let newest_first = || self.posts.row_order.iter().rev().copied();
        let mut places = newest_first();
        self.each_item(newest_first(), &media, &PreviousPacks::none(), progress, |made| {
            for (made, place) in made.into_iter().zip(places.by_ref()) {
                diagnostics.extend(self.diagnostics(place, &made.found));
                if let ItemSource::New(item) = &made.source {
                    feed.add(item)?;
                }
            }
            Ok(())
        })?;
        media.finish()?;
        if !go_on(&diagnostics) {
            return Ok(PackOutcome::Refused(diagnostics));
        }
        feed.finish()?;
        Ok(PackOutcome::Complete(diagnostics, PackedPosts::default()))
    }

    /// Goes through all articles without writing anything; says what was found, and what cleaning took out.
    pub fn check(&self, progress: &dyn Progress) -> Result<(Vec<Diagnostic>, Vec<Cleaned>), OutputError> {
        let media = MediaStore::new(None);
        let renderer = self.renderer(&media);
        let checked: Vec<_> = self
            .posts
            .row_order
            .par_iter()
            .map(|&place| {
                let post = self.posts.at(place);
                let RenderedPost { diagnostics, removed, .. } = renderer.render(post);
                progress.advance(post.size());
                let Origin { file, entry } = &post.origin;
                let file = file.path().to_string_lossy().into_owned();
                (diagnostics, Cleaned { file, entry: *entry, removed })
            })
            .collect();
        media.finish()?;
        let (diagnostics, cleaned): (Vec<_>, Vec<_>) = checked.into_iter().unzip();
        Ok((diagnostics.into_iter().flatten().collect(), cleaned))
    }

    /// Loads the articles of the posts at these `places`, many at a time, and hands their items on, in that order. Of a post
    /// that has not changed, what an `earlier` run made of it is handed on.
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
                    notes: made.notes,
                }
            } else {
                let RenderedPost { mut item, diagnostics, language, media, .. } = renderer.render(post);
                // JSON Feed asks for a post's language only where it is not the feed's.
                item.language =
                    item.language.filter(|language| Some(language) != self.archive.language.as_ref());
                let notes = RenderNotes {
                    diagnostics: diagnostics.iter().map(CachedDiagnostic::from).collect(),
                    language,
                    media,
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
