//! From posts to a bundle.

mod feed;
mod shards;

use crate::archive::Archive;
use crate::body::{self, Content, Loaded};
use crate::import::Post;
use crate::media::MediaStore;
use crate::output::{Output, OutputError};
use crate::progress::Progress;
use crate::report::{Cleaned, Finding};
use rayon::prelude::*;

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
}

/// What packing found in the articles; from a strict run that must not go on, before anything names the new files.
#[derive(Debug)]
pub enum Packed {
    /// The bundle is complete.
    Complete(Vec<Finding>),
    /// There were problems, and `strict` was asked for.
    Refused(Vec<Finding>),
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
        let mut shards = shards::Shards::new(output, self.archive, self.posts);
        let findings = self.each_item(self.posts.iter(), &media, progress, |items| shards.add(items))?;
        media.finish()?;
        let head = shards.finish()?;
        if !before_head(&findings)? {
            return Ok(Packed::Refused(findings));
        }
        output.write_durably(crate::output::HEAD, &head)?;
        Ok(Packed::Complete(findings))
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
        let findings = self.each_item(self.posts.iter().rev(), &media, progress, |items| feed.add(items))?;
        media.finish()?;
        if !go_on(&findings) {
            return Ok(Packed::Refused(findings));
        }
        feed.finish()?;
        Ok(Packed::Complete(findings))
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

    /// Loads the articles of `posts`, many at a time, and hands their items on as JSON, in the order of `posts`.
    fn each_item<'p>(
        &self,
        posts: impl Iterator<Item = &'p Post>,
        media: &MediaStore<'_>,
        progress: &Progress,
        mut take: impl FnMut(Vec<Vec<u8>>) -> Result<(), OutputError>,
    ) -> Result<Vec<Finding>, OutputError> {
        let mut findings = Vec::new();
        let mut posts = posts.peekable();
        while posts.peek().is_some() {
            let mut batch = Vec::new();
            let mut bytes = 0;
            while let Some(post) = posts.next_if(|_| bytes < BATCH) {
                bytes += post.file.size;
                batch.push(post);
            }
            let loaded: Vec<_> = batch
                .into_par_iter()
                .map(|post| {
                    let Loaded { mut item, findings: found, .. } =
                        body::load(post, self.content, self.archive.language.as_deref(), media);
                    // JSON Feed asks for a post's language only where it is not the feed's.
                    item.language =
                        item.language.filter(|language| Some(language) != self.archive.language.as_ref());
                    progress.advance(post.file.size);
                    (to_json(&item), found)
                })
                .collect();
            let mut items = Vec::with_capacity(loaded.len());
            for (item, found) in loaded {
                items.push(item);
                findings.extend(found);
            }
            take(items)?;
        }
        Ok(findings)
    }
}

/// The JSON of a part of the bundle.
fn to_json(value: &impl serde::Serialize) -> Vec<u8> {
    // The bundle's types have text keys only and no serialiser of their own that fails.
    #[expect(clippy::expect_used, reason = "see above; there is nothing that a caller could do")]
    serde_json::to_vec(value).expect("the bundle's types are JSON")
}
