//! The options of `cargo xtask bench`.

use std::path::PathBuf;

use broadsheet_benches::Recipe;

/// Options of `bench`.
#[derive(Debug, PartialEq)]
pub(crate) struct BenchOptions {
    /// Posts of each synthetic archive, ascending.
    pub(crate) sizes: Vec<u64>,
    /// Seed of the archives.
    pub(crate) seed: u64,
    /// Mean length of an article.
    pub(crate) body_bytes: u64,
    /// Other archives.
    pub(crate) posts: Vec<PathBuf>,
    /// The part to do; none means packing and the browser.
    pub(crate) only: Option<BenchPart>,
    /// Compare counts with those of a naive program.
    pub(crate) check_counts: bool,
    /// A JSON file that receives the figures; those that it has of other archives and parts stay.
    pub(crate) json: Option<PathBuf>,
    /// Put the tables into `benches/RESULTS.md`.
    pub(crate) results: bool,
    /// Make the archives and stop.
    pub(crate) make_only: bool,
}

/// A part of `bench`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BenchPart {
    /// Packing.
    Pack,
    /// The viewer in Chromium.
    Browser,
    /// `cargo bench`.
    Native,
}

impl Default for BenchOptions {
    fn default() -> Self {
        let Recipe { seed, body_bytes, .. } = Recipe::of(0);
        Self {
            sizes: vec![1_000, 10_000, 100_000],
            seed,
            body_bytes,
            posts: Vec::new(),
            only: None,
            check_counts: false,
            json: None,
            results: false,
            make_only: false,
        }
    }
}

impl BenchOptions {
    /// Returns the recipe of the archive of `posts` posts.
    pub(crate) fn recipe(&self, posts: u64) -> Recipe {
        Recipe { seed: self.seed, posts, body_bytes: self.body_bytes }
    }

    /// `true` if the part is to run: it was named, or no part was.
    pub(crate) fn does(&self, part: BenchPart) -> bool {
        self.only.is_none_or(|only| only == part)
    }
}
