//! Feed files as a source of posts: RSS 0.9 to 2.0, Atom 0.3 and 1.0, and JSON Feed.
//!
//! ```text
//! detect (is it a feed?) -> read (text -> entries) -> entry (entry -> item, id, HTML)
//! ```
//!
//! Reading is pure: the text of a file in, a [`Feed`] out, whose entries carry what was found wrong
//! with each. A fault costs no more than the entry that has it.
//!
//! XML is read with `quick-xml`, not with a crate for feeds: those that there are give up a whole
//! feed for an entry with one faulty tag, drop the zone of a date, and do not say on which line an
//! entry stands.

mod authors;
pub mod detect;
mod element;
pub mod entry;
mod json_feed;
mod model;
mod plain_text;
mod rss_atom;
mod standing;
mod wordpress;
mod xml;

pub use model::{Enclosure, Entry, Feed, FeedError, Found, Markup, Standing, Written};

use detect::Format;

/// Reads a feed's text. Fails where no entry can be found in it at all; all else is said in the
/// feed.
pub fn read(text: &str, format: Format) -> Result<Feed, FeedError> {
    match format {
        Format::Xml => rss_atom::read(text),
        Format::Json => json_feed::read(text),
    }
}
