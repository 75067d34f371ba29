//! Images, audio and video.

use std::fmt::{self, Write as _};

use crate::url::MediaUrl;

/// Sound or film, never loaded before the reader asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// `audio` or `video`
    pub kind: MediaKind,
    /// Where it is, best first; never empty.
    pub sources: Vec<MediaUrl>,
    /// A still picture for a film.
    pub poster: Option<MediaUrl>,
}
/// Kind of [`Media`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum MediaKind {
    Audio,
    Video,
}

impl MediaKind {
    /// The name of the HTML element.
    pub fn tag_name(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Video => "video",
        }
    }
}
/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The picture itself, for browsers that choose none of `candidates`.
    pub source: MediaUrl,
    /// The same picture in other sizes (`srcset`), each judged alone.
    pub candidates: Vec<Candidate>,
    /// What the picture shows; empty for decoration.
    pub alt: String,
    /// The source's `title`.
    pub title: Option<String>,
    /// Width in CSS pixels, so that nothing shifts when the picture arrives.
    pub width: Option<u32>,
    /// Height in CSS pixels.
    pub height: Option<u32>,
}

/// One candidate of a `srcset`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where it is.
    pub url: MediaUrl,
    /// For which display it is meant.
    pub size: CandidateSize,
}

/// The descriptor of a [`Candidate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CandidateSize {
    /// `640w`: the picture's own width in pixels.
    Width(u32),
    /// `1.5x`: device pixels per CSS pixel, in thousandths.
    Density(u32),
}

impl fmt::Display for CandidateSize {
    /// As it stands in a `srcset`: `640w`, `1.5x`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Width(width) => write!(f, "{width}w"),
            Self::Density(thousandths) => {
                let (whole, part) = (thousandths / 1000, thousandths % 1000);
                write!(f, "{whole}")?;
                if part > 0 {
                    let digits = [part / 100, part / 10 % 10, part % 10];
                    let used = digits.iter().rposition(|&digit| digit > 0).map_or(0, |last| last + 1);
                    f.write_str(".")?;
                    for digit in &digits[..used] {
                        write!(f, "{digit}")?;
                    }
                }
                f.write_str("x")
            }
        }
    }
}

/// The `srcset` of some candidates: `URL 640w, URL 1280w`. `address` gives a candidate's URL in the document that the
/// attribute is for.
pub fn srcset<'a, A: AsRef<str>>(candidates: &'a [Candidate], address: impl Fn(&'a MediaUrl) -> A) -> String {
    let mut list = String::new();
    for candidate in candidates {
        if !list.is_empty() {
            list.push_str(", ");
        }
        // Writing to a string does not fail.
        let _ = write!(list, "{} {}", address(&candidate.url).as_ref(), candidate.size);
    }
    list
}
