//! The ledger: what the source of an article held, and what became of each unit of it.
//!
//! Units ([`Unit`]) are the things that readers may miss: visible characters, pictures, links,
//! cells of tables and so on. Each unit of the parsed document, as it is before any rule, ends in
//! exactly one way: it is in the article; a named rule took it; something named stands in its
//! place; or it is lost, for a [`Loss`]. The counts go in one direction:
//!
//! ```text
//! source + added = article + taken + replaced + lost
//! ```
//!
//! `source` is counted on the document and `article` on the finished tree, by two passes that know
//! nothing of what happened between them; what happened is recorded where it happens. What the
//! records do not explain is lost as well, with the reason [`Loss::Unexplained`], and a test over
//! random documents wants none of that.
//!
//! Recording, for whoever changes `build` or `clean`:
//!
//! - A cleaning rule or step returns a [`Removal`](crate::native::Removal), which counts its box:
//!   no more is needed. A repair that takes a node out of the document calls
//!   [`Document::take_out`](crate::document::Document::take_out) instead of `detach`.
//! - Whatever the tree builder leaves out or replaces goes to its [`Account`]:
//!   `account.end_subtree(document, id, Ending::Lost(Loss::Control))` for an element with all it
//!   holds, [`Account::end_content`] for what it holds alone, [`Account::end_node`] for the element
//!   alone, while its children are visited and end by themselves.
//! - A replacement has two halves: the units that go end as [`Ending::Replaced`], and what comes in
//!   their place, if it is text or a link that the source does not hold as such (the label of a
//!   frame, the `alt` of a picture, a check mark), is recorded with [`Account::add_text`], or with
//!   [`Account::link_opened`] and no source for a link.
//! - A new kind of block or inline in the tree is counted in `count.rs`.
//!
//! The ledger is for programs: without the feature `native` an [`Account`] is empty and records
//! nothing. Imports the document and the tree; knows no rule.

mod account;
#[cfg(feature = "native")]
mod book;
#[cfg(feature = "native")]
mod count;
#[cfg_attr(
    not(feature = "native"),
    allow(dead_code, unreachable_pub, reason = "only programs read what is recorded")
)]
mod ending;
#[cfg(feature = "native")]
mod totals;
#[cfg(feature = "native")]
mod units;

pub(crate) use account::Account;
#[cfg(feature = "native")]
pub(crate) use count::{of_blocks, of_inlines, of_subtree};
pub(crate) use ending::Ending;
#[cfg(feature = "native")]
pub use ending::{Loss, Replacement};
#[cfg(not(feature = "native"))]
pub(crate) use ending::{Loss, Replacement};
#[cfg(feature = "native")]
pub use totals::{Ledger, LostUnits, Outcome};
#[cfg(feature = "native")]
pub use units::{Unit, Units};
