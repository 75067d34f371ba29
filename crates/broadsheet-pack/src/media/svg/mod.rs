//! SVG pictures. An SVG file is a document: whoever opens it runs what scripts it has, with all
//! that the site may do. So none is copied. A picture is read, and written again from the closed
//! lists of `names`; nothing else can be in what is written.

mod attributes;
mod cost;
mod limits;
mod names;
mod parts;
mod rebuild;
mod size;
mod style;
#[cfg(test)]
mod tests;
mod write;

pub(super) use limits::MAX_BYTES;
pub(super) use rebuild::rebuild;
