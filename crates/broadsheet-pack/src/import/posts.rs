//! The posts of an archive without their content.

use super::discover::SourceFile;
use crate::cache::StoredItem;
use crate::language::TitleScript;
use crate::spill_file::{SpillFile, SpillRef};
use broadsheet_bundle::Row;
use std::cmp::Ordering;
use std::io;

/// A post without its content. There is one for each post of an archive, so it holds no more than it has to: the row is in
/// [`Posts::texts`].
#[derive(Debug, Clone)]
pub struct Post {
    /// Its file.
    pub file: SourceFile,
    /// Its id, where that is not the stem of its file.
    pub(super) assigned_id: Option<Box<str>>,
    /// What its row is ordered by, before its id; nothing for an undated post.
    pub(super) date: Option<Box<str>>,
    /// Whether its article is to be cleaned.
    pub clean: bool,
    /// What its title says of its language.
    pub script: TitleScript,
    /// Its row, without the id.
    pub(super) row: SpillRef,
    /// What import found in it, if anything.
    pub(super) found: SpillRef,
    /// What an earlier run made of it, if it has not changed since.
    pub earlier: Option<ReusableItem>,
}

/// What an earlier run made of a post.
#[derive(Debug, Clone, Copy)]
pub struct ReusableItem {
    /// Its item in the output, with a place in [`Posts::previous_packs`].
    pub item: StoredItem,
    /// Its [`crate::cache::Notes`], if there are any.
    pub notes: SpillRef,
}

impl Post {
    /// Its id.
    pub fn id(&self) -> &str {
        // A stem that is no text is no id.
        std::str::from_utf8(self.id_bytes()).unwrap_or_default()
    }

    /// Its id in UTF-8, in which it has the same order.
    pub fn id_bytes(&self) -> &[u8] {
        self.assigned_id.as_deref().map_or_else(|| self.file.stem_bytes(), str::as_bytes)
    }

    /// What has the order of [`Row::sort_key`].
    fn sort_key(&self) -> (&str, &[u8]) {
        (self.date.as_deref().unwrap_or_default(), self.id_bytes())
    }
}

/// The posts of an archive. Their places are in the order of their files.
#[derive(Debug, Default)]
pub struct Posts {
    all: Vec<Post>,
    /// The places of the posts, in the order of their row numbers.
    pub row_order: Vec<u32>,
    /// Names of the packs that the earlier output has.
    pub previous_packs: Vec<String>,
    /// Rows, and whatever else only some posts have.
    pub texts: SpillFile,
}

impl Posts {
    /// No posts yet, with room for `count`.
    pub(super) fn new(count: usize, texts: SpillFile, previous_packs: Vec<String>) -> Self {
        Self { all: Vec::with_capacity(count), row_order: Vec::new(), previous_packs, texts }
    }

    pub(super) fn add(&mut self, post: Post) {
        self.all.push(post);
    }

    /// Numbers the rows, once all posts are there.
    pub(super) fn sort(&mut self) {
        self.row_order = self.places_by(|one, two| one.sort_key().cmp(&two.sort_key()));
    }

    /// The places of the posts, in the order of their ids.
    pub fn by_id(&self) -> Vec<u32> {
        self.places_by(|one, two| one.id_bytes().cmp(two.id_bytes()))
    }

    fn places_by(&self, order: impl Fn(&Post, &Post) -> Ordering) -> Vec<u32> {
        let mut places: Vec<u32> = (0..).take(self.all.len()).collect();
        // Files are often named by date, and then nearly in order: a stable sort is quicker there.
        places.sort_by(|&one, &two| order(self.at(one), self.at(two)));
        places
    }

    /// Number of the posts.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The posts, in the order of their files.
    pub fn iter(&self) -> impl Iterator<Item = &Post> {
        self.all.iter()
    }

    /// The post at this place.
    pub fn at(&self, place: u32) -> &Post {
        &self.all[place as usize]
    }

    /// The post of this row.
    pub fn of_row(&self, number: usize) -> &Post {
        self.at(self.row_order[number])
    }

    /// The row of a post.
    pub fn row(&self, post: &Post) -> io::Result<Row> {
        Ok(Row { id: post.id().to_owned(), ..self.texts.read_json(post.row)? })
    }
}
