//! The parts of an SVG image, and reasons to refuse it.

use super::limits::{MAX_ATTRIBUTES, MAX_DEPTH, MAX_DRAWN, MAX_PARTS};

/// The namespace of SVG.
pub(super) const SVG: &str = "http://www.w3.org/2000/svg";

/// A reason for which a file is no image that can be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub(crate) enum Refusal {
    #[error("its first element is not an `svg` of the SVG namespace")]
    NotSvg,
    #[error("it is not well-formed XML")]
    Malformed,
    #[error("its DOCTYPE declares something")]
    Declares,
    #[error("it has more than {MAX_PARTS} parts")]
    TooManyParts,
    #[error("its elements are nested deeper than {MAX_DEPTH}")]
    TooDeep,
    #[error("an element has more than {MAX_ATTRIBUTES} attributes")]
    TooManyAttributes,
    #[error("with what it repeats it has more than {} parts", MAX_DRAWN)]
    Repeats,
}

/// A part of the picture on its way.
/// The start of an element, a text, or the end of an element.
#[derive(Debug)]
pub(super) enum Part {
    Start(Element),
    Text(String),
    End,
}

/// An element with those of its attributes that are kept.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) attributes: Vec<(&'static str, String)>,
    pub(super) references: Vec<Reference>,
}

/// A reference from one element to another.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) by: &'static str,
    pub(super) id: String,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}
