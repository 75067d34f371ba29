//! The article tree: everything that an article can contain, as closed enums.
//!
//! Content without a variant here cannot reach a user's page, whatever the HTML said: there is no
//! raw markup, no style, no script, no handler, no foreign namespace but that of a [`Math`], and
//! an address exists only as a [`LinkUrl`](crate::url::LinkUrl), a
//! [`MediaUrl`](crate::url::MediaUrl) or an [`EmbeddedVideo`], each of which is made in one place
//! only.
//!
//! Imports `ids`, `size` and [`url`](crate::url), nothing else of this
//! crate.

mod block;
mod direction;
mod inline;
mod math;
mod media;
mod video;
#[cfg(feature = "native")]
mod visit;

pub use block::{
    Align, Article, Block, Definition, HeadingLevel, List, ListItem, ListKind, NumberStyle, Table, TableCell,
    TableRow, Truncation,
};
pub use direction::{BlockDirection, LineDirection};
pub use inline::{Inline, TextStyle, is_image_alone};
pub use math::{MATH_VARIANTS, Math, MathAttribute, MathContent, MathElement, MathTag};
pub use media::{Candidate, CandidateSize, Image, Media, MediaKind, srcset};
#[cfg(has_parser)]
pub(crate) use video::fallback_label;
pub use video::{EmbeddedVideo, VideoService};
#[cfg(feature = "native")]
pub use visit::for_each_formula;

pub use crate::ids::AnchorId;
pub use crate::size::Size;
