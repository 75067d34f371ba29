//! From posts to a bundle.

mod cut;
mod feed;
mod packs;
mod shards;

use crate::archive::Archive;
use crate::body::{self, Content, Loaded};
use crate::cache::{Remark, StoredItem};
use crate::import::{EarlierPost, Post};
use crate::media::{Found, MediaStore};
use crate::output::{Output, OutputError};
use crate::progress::Progress;
use crate::report::{Cleaned, Finding};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::fs;

/// Bytes of source files whose articles are in memory at once; enough to keep every core busy.
const BATCH: u64 = 16 * 1024 * 1024;

/// What goes into a bundle.
#[derive(Debug, Clone, Copy)]
pub struct Bundle<'a> {
    /// Its title and the like.
    pub archive: &'a Archive,
    /// The posts, in the order of their row numbers.
    pub posts: &'a [Post],
    /// How articles are stored.
    pub content: Content,
    /// Whether what an earlier run made of a post may be used.
    pub usable: bool,
}

/// What packing found in the articles; from a strict run that must not go on, before anything names the new files.
#[derive(Debug)]
pub enum Packed {
    /// The bundle is complete.
    Complete(Vec<Finding>, Vec<PackedPost>),
    /// There were problems, and `strict` was asked for.
    Refused(Vec<Finding>),
}

/// Of a post of a folder of shards, what the next run can use.
#[derive(Debug)]
pub struct PackedPost {
    /// Its place in [`Bundle::posts`].
    pub post: usize,
    /// Where its item is.
    pub item: StoredItem,
    /// What was found in its article.
    pub found: Vec<Remark>,
    /// Addresses that may mean files beside the post, and what they led to.
    pub media: Vec<(String, Option<String>)>,
}

/// The item of a post.
enum Body {
    /// As JSON.
    Fresh(Vec<u8>),
    /// As it is in the earlier output.
    Stored(StoredItem),
}

/// An item with what else there is to say of its post.
struct Made {
    id: String,
    body: Body,
    found: Vec<Remark>,
    media: Vec<(String, Option<String>)>,
}

impl Bundle<'_> {
    /// Writes the bundle as a folder of shards. `before_head` is called once everything but the head is there.
    pub fn write_shards(
        &self,
        output: &Output,
        progress: &Progress,
        mut before_head: impl FnMut(&[Finding]) -> Result<bool, OutputError>,
    ) -> Result<Packed, OutputError> {
        let media = MediaStore::new(Some(output));
        let earlier = self.earlier_packs(output);
        let mut packs = packs::Packs::new(output, &earlier);
        let mut by_id: Vec<_> = (0..self.posts.len()).collect();
        by_id.sort_unstable_by(|&one, &two| self.posts[one].row.id.cmp(&self.posts[two].row.id));
        let mut findings = Vec::new();
        let mut known = Vec::with_capacity(by_id.len());
        let posts = by_id.iter().map(|&post| &self.posts[post]);
        let unchanged = |post| self.unchanged(post, &earlier, &media);
        self.each_item(posts, &media, progress, unchanged, |made| {
            let mut items = Vec::with_capacity(made.len());
            for Made { id, body, found, media } in made {
                let post = by_id[known.len()];
                findings.extend(found.iter().map(|remark| remark.of(&self.posts[post].file.path)));
                known.push((post, found, media));
                items.push((id, body));
            }
            packs.add(items)
        })?;
        media.finish()?;
        let (directories, stored) = packs.finish()?;
        let ids: Vec<_> = self.posts.iter().map(|post| post.row.id.as_str()).collect();
        let row = |number: usize| self.posts[number].row.clone();
        let head = to_json(&shards::write(output, self.archive, &ids, row, directories)?);
        if !before_head(&findings)? {
            return Ok(Packed::Refused(findings));
        }
        output.write_durably(crate::output::HEAD, &head)?;
        let known = known.into_iter().zip(stored);
        let known = known.map(|((post, found, media), item)| PackedPost { post, item, found, media });
        Ok(Packed::Complete(findings, known.collect()))
    }

    /// What an earlier run made of `post`, if that is what this run would make of it.
    fn unchanged<'p>(
        &self,
        post: &'p Post,
        packs: &HashMap<String, usize>,
        media: &MediaStore<'_>,
    ) -> Option<&'p EarlierPost> {
        let same = |(address, led_to): &(String, Option<String>)| match media.find(&post.file, address) {
            Found::File(file) => led_to.as_deref() == Some(file.as_str()),
            Found::Missing => led_to.is_none(),
            Found::Elsewhere => false,
        };
        let earlier = post.earlier.as_ref().filter(|_| self.usable)?;
        let usable = packs.contains_key(&earlier.item.pack) && earlier.media.iter().all(same);
        usable.then_some(earlier)
    }

    /// The packs of the earlier output that posts are in and that are as they were written, with their lengths.
    fn earlier_packs(&self, output: &Output) -> HashMap<String, usize> {
        let packs: HashSet<&str> =
            self.posts.iter().filter_map(|post| Some(post.earlier.as_ref()?.item.pack.as_str())).collect();
        let packs: Vec<_> = packs.into_iter().collect();
        let sound = |pack: &str| {
            let bytes = fs::read(output.folder().join(pack)).ok()?;
            (packs::file_name(&bytes) == pack).then_some((pack.to_owned(), bytes.len()))
        };
        packs.into_par_iter().filter_map(sound).collect()
    }

    /// Writes the bundle as one JSON Feed file, the newest post first.
    pub fn write_feed(
        &self,
        output: &Output,
        name: &str,
        progress: &Progress,
        go_on: impl Fn(&[Finding]) -> bool,
    ) -> Result<Packed, OutputError> {
        let media = MediaStore::new(Some(output));
        let mut feed = feed::FeedWriter::new(output, name, self.archive)?;
        let mut findings = Vec::new();
        let mut posts = self.posts.iter().rev();
        self.each_item(
            self.posts.iter().rev(),
            &media,
            progress,
            |_| None,
            |made| {
                for (made, post) in made.into_iter().zip(posts.by_ref()) {
                    findings.extend(made.found.iter().map(|remark| remark.of(&post.file.path)));
                    if let Body::Fresh(item) = &made.body {
                        feed.add(item)?;
                    }
                }
                Ok(())
            },
        )?;
        media.finish()?;
        if !go_on(&findings) {
            return Ok(Packed::Refused(findings));
        }
        feed.finish()?;
        Ok(Packed::Complete(findings, Vec::new()))
    }

    /// Goes through all articles without writing anything; says what was found, and what cleaning took out.
    pub fn check(&self, progress: &Progress) -> Result<(Vec<Finding>, Vec<Cleaned>), OutputError> {
        let media = MediaStore::new(None);
        let checked: Vec<_> = self
            .posts
            .par_iter()
            .map(|post| {
                let Loaded { findings, removed, .. } =
                    body::load(post, self.content, self.archive.language.as_deref(), &media);
                progress.advance(post.file.size);
                (findings, Cleaned { file: post.file.path.to_string_lossy().into_owned(), removed })
            })
            .collect();
        media.finish()?;
        let (findings, cleaned): (Vec<_>, Vec<_>) = checked.into_iter().unzip();
        Ok((findings.into_iter().flatten().collect(), cleaned))
    }

    /// Loads the articles of `posts`, many at a time, and hands their items on, in the order of `posts`. Of a post that is
    /// `unchanged`, what an earlier run made of it is handed on.
    fn each_item<'p>(
        &self,
        posts: impl Iterator<Item = &'p Post>,
        media: &MediaStore<'_>,
        progress: &Progress,
        unchanged: impl Fn(&'p Post) -> Option<&'p EarlierPost> + Sync,
        mut take: impl FnMut(Vec<Made>) -> Result<(), OutputError>,
    ) -> Result<(), OutputError> {
        let make = |post: &'p Post| {
            let id = post.row.id.clone();
            let made = if let Some(earlier) = unchanged(post) {
                let EarlierPost { item, found, media } = earlier.clone();
                Made { id, body: Body::Stored(item), found, media }
            } else {
                let Loaded { mut item, findings, media, .. } =
                    body::load(post, self.content, self.archive.language.as_deref(), media);
                // JSON Feed asks for a post's language only where it is not the feed's.
                item.language =
                    item.language.filter(|language| Some(language) != self.archive.language.as_ref());
                let found = findings.iter().map(Remark::from).collect();
                Made { id, body: Body::Fresh(to_json(&item)), found, media }
            };
            progress.advance(post.file.size);
            made
        };
        let mut posts = posts.peekable();
        while posts.peek().is_some() {
            let mut batch = Vec::new();
            let mut bytes = 0;
            while let Some(post) = posts.next_if(|_| bytes < BATCH) {
                bytes += post.file.size;
                batch.push(post);
            }
            take(batch.into_par_iter().map(make).collect())?;
        }
        Ok(())
    }
}

/// The JSON of a part of the bundle.
fn to_json(value: &impl serde::Serialize) -> Vec<u8> {
    // The bundle's types have text keys only and no serialiser of their own that fails.
    #[expect(clippy::expect_used, reason = "see above; there is nothing that a caller could do")]
    serde_json::to_vec(value).expect("the bundle's types are JSON")
}
