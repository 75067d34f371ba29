//! Limits on the input of this crate. Each bounds the time and the memory that one hostile or
//! broken file costs; all are far above what real archives have. Limits of articles are in
//! [`broadsheet_article::limits`].

/// Bytes of a `bundle.json` that is looked at to tell whether a folder holds a bundle. That of a
/// million posts has 0.2 MB.
pub const HEAD_BYTES: u64 = 16 * 1024 * 1024;

/// Bytes of a post's file that are read; what follows is left out. The article is cut at 8 MB all
/// the same, its front matter at [`FRONT_MATTER_BYTES`]. The largest real post met so far has 0.7
/// MB.
pub const POST_BYTES: u64 = 16 * 1024 * 1024;

/// Bytes of a `_config.yml`. Real ones have some 10 KB.
pub const SETTINGS_BYTES: u64 = 1024 * 1024;

/// Bytes of front matter that are understood; lines that follow are left out. The largest real one
/// met so far has 1 KB.
pub const FRONT_MATTER_BYTES: usize = 1024 * 1024;

/// Tags of a post, and as many categories and authors. Each is an entry of the list's rows and a
/// choice in the viewer; real posts have a few dozen at most.
pub const TERMS: usize = 500;

/// Characters of a tag, a category, or an author's name; the list shows them on one line.
pub const TERM_CHARACTERS: usize = 200;

/// Characters of a title. The longest real one met so far has 100.
pub const TITLE_CHARACTERS: usize = 1000;

/// Pictures at the head of an article that its front matter names.
pub const LEAD_PICTURES: usize = 100;

/// Distinct addresses in one post that are looked for beside it: each takes several calls to the
/// system.
pub const LOCAL_REFERENCES: usize = 10_000;

/// Findings of one file that are listed each time it is read; more are counted. More would not be
/// read, and the next run, once those are mended, tells the others.
pub const REMARKS: usize = 50;

/// Things that one finding names, such as keys or lines; more are counted.
pub const LISTED: usize = 20;

/// Bytes of a feed file that are read; what follows is left out. Ten years of daily posts of 5 KB
/// have some 20 MB.
pub const FEED_BYTES: u64 = 64 * 1024 * 1024;

/// Further pages of feeds that are looked for beside those that a run is given.
pub const FEED_PAGES: usize = 10_000;

/// Entries of a feed; more are left out. As many as the viewer reads of a bundle of one file.
pub const FEED_ENTRIES: usize = broadsheet_bundle::format::limits::MAX_ITEMS;

/// Elements within elements in a feed. XHTML within Atom has a few
/// dozen; articles are cut at a depth of their own.
pub const FEED_DEPTH: usize = 256;

/// Elements of one entry of a feed; of more, the text is kept. Articles have no more nodes than
/// that.
pub const FEED_ELEMENTS: usize = 200_000;

/// Attributes of an element in a feed. An RSS element with all its namespaces has some 20.
pub const FEED_ATTRIBUTES: usize = 100;

/// Namespaces that are declared at one place of a feed; more are not known. Feeds declare a dozen.
pub const FEED_NAMESPACES: usize = 200;

/// Places of a feed at which its XML breaks off and is read from the next entry on. Each may cost a
/// look through the file.
pub const FEED_RECOVERIES: usize = 100;

/// Files that come with an entry of a feed; more are left out. An entry has one, or one in several
/// forms.
pub const FEED_ENCLOSURES: usize = 100;
