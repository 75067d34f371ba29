//! Images, audio and video.

use std::fmt::{self, Write as _};

use crate::url::MediaUrl;

/// Audio or video, which is not loaded before the user asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// `audio` or `video`
    pub kind: MediaKind,
    /// The addresses, best first; never empty.
    pub sources: Vec<MediaUrl>,
    /// The still image of a video.
    pub poster: Option<MediaUrl>,
}

/// Kind of [`Media`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    /// `audio`
    Audio,
    /// `video`
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
/// An image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The address, for browsers that choose none of `candidates`.
    pub source: MediaUrl,
    /// The same image in other sizes (`srcset`), each checked by itself.
    pub candidates: Vec<Candidate>,
    /// The alternative text; empty for decoration.
    pub alt: String,
    /// The original's `title`.
    pub title: Option<String>,
    /// Width in CSS pixels, so that nothing shifts when the image arrives.
    pub width: Option<u32>,
    /// Height in CSS pixels.
    pub height: Option<u32>,
    /// `true` if it stands for a character, so that it is as high as the text around it.
    pub is_emoji: bool,
}

/// One candidate of a `srcset`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The address.
    pub url: MediaUrl,
    /// The display that it is meant for.
    pub size: CandidateSize,
}

/// The descriptor of a [`Candidate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CandidateSize {
    /// `640w`: the image's own width in pixels.
    Width(u32),
    /// `1.5x`: device pixels per CSS pixel, in thousandths.
    Density(u32),
}

impl fmt::Display for CandidateSize {
    /// Writes the descriptor as in a `srcset`: `640w`, `1.5x`.
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

/// The `srcset` of some candidates: `URL 640w, URL 1280w`. `address` gives a candidate's URL in the
/// document that the attribute is for.
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
