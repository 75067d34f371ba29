//! Limits on SVG images.

/// Bytes of a picture. Maps of whole countries have two or three million.
pub(crate) const MAX_BYTES: u64 = 8 * 1024 * 1024;
/// Starts and ends of elements, and texts, of a picture; the same maps have some hundred thousand.
pub(super) const MAX_PARTS: usize = 200_000;
/// Elements within elements. Drawing programs make some twenty, and browsers draw by recursion.
pub(super) const MAX_DEPTH: usize = 100;
/// Names of dropped parts that are told.
pub(super) const MAX_TOLD: usize = 8;
/// Attributes of an element; SVG knows two hundred names.
pub(super) const MAX_ATTRIBUTES: usize = 256;
/// Characters of a raster picture inside.
pub(super) const MAX_EMBEDDED: usize = 2 * 1024 * 1024;
/// Parts that may be drawn. Chromium draws a million in some seconds.
pub(super) const MAX_DRAWN: u64 = 500_000;
