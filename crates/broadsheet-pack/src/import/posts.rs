//! The posts of an archive without their content.

use std::cmp::Ordering;
use std::io;

use broadsheet_bundle::Row;
use broadsheet_bundle::num::saturating_u32;

use super::origin::Origin;
use crate::cache::StoredItem;
use crate::language::TitleScript;
use crate::post_links::{LinkKey, PostIndex, names};
use crate::spill_file::{SpillFile, SpillRef};

/// A post without its content. There is one for each post of an archive, so it holds no more than
/// it has to: the row is in [`Posts::texts`].
#[derive(Debug, Clone)]
pub struct ImportedPost {
    /// The file that it comes from, and its number in it.
    pub origin: Origin,
    /// Its id, where that is not the stem of its file.
    pub(super) assigned_id: Option<Box<str>>,
    /// The id that it wants, where its file may hold many posts.
    pub(super) wanted_id: Option<Box<str>>,
    /// Bytes of its source: of the file, or of its part in one with many posts.
    pub(super) size: u32,
    /// The sort key of its row, before its id; `None` for an undated post.
    pub(super) date: Option<Box<str>>,
    /// `true` if its article is cleaned.
    pub clean: bool,
    /// The language that its title shows.
    pub script: TitleScript,
    /// Its row, without the id.
    pub(super) row: SpillRef,
    /// The diagnostics of its import, if there are any.
    pub(super) diagnostics: SpillRef,
    /// The keys of the names that it declares, as JSON, if there are any.
    pub(super) declared: SpillRef,
    /// Its item from an earlier run, if it has not changed since.
    pub reusable: Option<ReusableItem>,
}

/// The item of a post from an earlier run.
#[derive(Debug, Clone, Copy)]
pub struct ReusableItem {
    /// Its item in the output, with an index into [`Posts::previous_packs`].
    pub item: StoredItem,
    /// Its [`RenderNotes`](crate::cache::RenderNotes), if there are any.
    pub notes: SpillRef,
}

impl ImportedPost {
    /// Its id.
    pub fn id(&self) -> &str {
        // A stem that is no text is no id.
        std::str::from_utf8(self.id_bytes()).unwrap_or_default()
    }

    /// The sort key of its date; `None` for an undated post.
    pub fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }

    /// Its id in UTF-8, in which it has the same order.
    pub fn id_bytes(&self) -> &[u8] {
        self.assigned_id.as_deref().map_or_else(|| self.origin.file.stem_bytes(), str::as_bytes)
    }

    /// Bytes of its source: the work that it makes.
    pub fn size(&self) -> u64 {
        self.size.into()
    }

    /// Returns a key with the order of [`Row::sort_key`].
    fn sort_key(&self) -> (&str, &[u8]) {
        (self.date.as_deref().unwrap_or_default(), self.id_bytes())
    }
}

/// The posts of an archive. Their places are in the order of their files.
#[derive(Debug, Default)]
pub struct Posts {
    all: Vec<ImportedPost>,
    /// The places of the posts, in the order of their row numbers.
    pub row_order: Vec<u32>,
    /// The names by which links know the posts.
    pub index: PostIndex,
    /// Names of the packs that the earlier output has.
    pub previous_packs: Vec<String>,
    /// Rows, and whatever else only some posts have.
    pub texts: SpillFile,
}

impl Posts {
    /// No posts yet, with room for `count`.
    pub(super) fn new(count: usize, texts: SpillFile, previous_packs: Vec<String>) -> Self {
        Self { all: Vec::with_capacity(count), previous_packs, texts, ..Self::default() }
    }

    /// Adds a post, which declares these names.
    pub(super) fn add(&mut self, post: ImportedPost, declared: Vec<LinkKey>) {
        let file = if post.origin.entry.is_none() { Some(&post.origin.file) } else { None };
        let derived = names::derived(file, post.id(), post.date.as_deref());
        self.index.add(saturating_u32(self.all.len()), derived.into_iter().chain(declared));
        self.all.push(post);
    }

    /// Numbers the rows and makes the index ready, once all posts are there.
    pub(super) fn sort(&mut self) {
        self.index.finish();
        self.row_order = self.places_by(|one, two| one.sort_key().cmp(&two.sort_key()));
    }

    /// The places of the posts, in the order of their ids.
    pub fn by_id(&self) -> Vec<u32> {
        self.places_by(|one, two| one.id_bytes().cmp(two.id_bytes()))
    }

    fn places_by(&self, order: impl Fn(&ImportedPost, &ImportedPost) -> Ordering) -> Vec<u32> {
        let mut places: Vec<u32> = (0..).take(self.all.len()).collect();
        // Files are often named by date, and then nearly in order: a stable sort is quicker there.
        places.sort_by(|&one, &two| order(self.at(one), self.at(two)));
        places
    }

    /// Number of the posts.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// `true` if there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The posts, in the order of their files.
    pub fn iter(&self) -> impl Iterator<Item = &ImportedPost> {
        self.all.iter()
    }

    /// The post at this place.
    pub fn at(&self, place: u32) -> &ImportedPost {
        &self.all[place as usize]
    }

    /// The post of this row.
    pub fn of_row(&self, number: usize) -> &ImportedPost {
        self.at(self.row_order[number])
    }

    /// The row of a post.
    pub fn row(&self, post: &ImportedPost) -> io::Result<Row> {
        Ok(Row { id: post.id().to_owned(), ..self.texts.read_json(post.row)? })
    }
}
