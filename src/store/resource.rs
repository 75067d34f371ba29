//! The parts of a bundle that are loaded one by one. Pure data, without logic.

use std::rc::Rc;

use broadsheet_article::tree::Article;
use broadsheet_bundle::format::{FacetChunk, InboundLinks, Item, Manifest, PostDirectory};
use broadsheet_bundle::{Row, RowNumber};

/// Something that can be loaded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// The bundle's first file: the manifest of a sharded bundle, or a feed.
    Bundle,
    /// The manifest as the server has it now, to be compared with the one that is loaded.
    ManifestRevalidation,
    /// A facet chunk, by its index in the manifest.
    FacetChunk(usize),
    /// A page of rows, by the number of its first row.
    RowPage(RowNumber),
    /// A directory of packs, by its path.
    Directory(String),
    /// A pack of posts, by its path.
    Pack(String),
    /// The inbound links of some posts, by their path.
    InboundLinks(String),
    /// A post's article tree, by the post's id.
    Article(String),
    /// The tree of the same article with nothing removed, by the post's id.
    UncleanedArticle(String),
    /// The pages of a feed that are loaded, if there are more.
    FeedPages,
    /// The next page of the feed; with it comes all that changes.
    OlderPosts,
}

/// The data of a [`Resource`] that is loaded.
#[derive(Debug, Clone)]
pub enum Data {
    /// Of [`Resource::Bundle`] and [`Resource::ManifestRevalidation`].
    Manifest {
        /// The manifest, without its newest rows.
        manifest: Rc<Manifest>,
        /// The newest rows, apart, because the components share them.
        newest: Rc<Vec<Rc<Row>>>,
        /// Digest of the file's content; `None` if it cannot be loaded again for comparison.
        digest: Option<u64>,
    },
    /// Of [`Resource::FacetChunk`].
    FacetChunk(Rc<FacetChunk>),
    /// Of [`Resource::RowPage`].
    RowPage(Rc<Vec<Rc<Row>>>),
    /// Of [`Resource::Directory`].
    Directory(Rc<PostDirectory>),
    /// Of [`Resource::Pack`].
    Pack(Rc<Vec<PostWithRow>>),
    /// Of [`Resource::InboundLinks`].
    InboundLinks(Rc<InboundLinks>),
    /// Of [`Resource::Article`].
    Article {
        /// The cleaned article.
        tree: Rc<Article>,
        /// `true` if cleaning removed anything, so that [`Resource::UncleanedArticle`] differs.
        is_cleaned: bool,
    },
    /// Of [`Resource::UncleanedArticle`].
    UncleanedArticle(Rc<Article>),
    /// Of [`Resource::FeedPages`].
    FeedPages(Rc<FeedPages>),
}

/// The pages of a feed that goes on elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPages {
    /// The pages that are loaded, as the feed module reads them.
    pub text: String,
    /// The absolute URLs of these pages.
    pub urls: Vec<String>,
    /// The page that follows.
    pub next: NextPage,
}

/// The page of a feed with older posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextPage {
    /// At this absolute URL.
    Here(String),
    /// At another origin than the feed, from which the viewer does not read; the host.
    Elsewhere(String),
}

/// A post of a pack.
#[derive(Debug, Clone)]
pub struct PostWithRow {
    /// The row that a list would show of it.
    pub row: Rc<Row>,
    /// The post itself.
    pub post: Rc<Item>,
}

/// The resources that one load produced; a feed yields several.
pub type LoadedResources = Vec<(Resource, Data)>;

/// Wraps each of `values` so that the components can share them.
pub(super) fn shared<T>(values: Vec<T>) -> Rc<Vec<Rc<T>>> {
    Rc::new(values.into_iter().map(Rc::new).collect())
}
