//! Raw posts, as every source format gives them.

use std::borrow::Cow;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::diagnostics::FileDiagnostics;
use crate::import::discover::SourceFile;
use crate::import::encoding::{self, Decoded};
use crate::import::lead_picture::LeadPicture;
use crate::import::metadata::PostMetadata;

/// Reads the posts of files of one format.
///
/// Files are read twice, for their metadata and for their articles: the same text has to give the
/// same posts.
pub trait PostSource: Sync {
    /// Decodes the bytes of a file; `is_cut` says that it has more of them than are read.
    fn decode(&self, bytes: Vec<u8>, is_cut: bool) -> Decoded {
        if is_cut { encoding::decode_start(&bytes) } else { encoding::decode(&bytes) }
    }

    /// Hands the posts of a file with this `text` to `take`, in their order. What concerns the file
    /// as a whole goes to `of_file`. A file that holds no post hands over none, and may say why.
    fn posts<'t>(
        &self,
        file: &SourceFile,
        text: &'t str,
        of_file: &mut FileDiagnostics,
        take: &mut dyn FnMut(RawPost<'t>),
    );
}

/// A post as it stands in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct RawPost<'t> {
    /// Its number in the file, from 1; `None` in formats with one post per file.
    pub entry: Option<NonZeroU32>,
    /// The id that it gets if no other post has that.
    pub wanted_id: String,
    /// Its metadata.
    pub metadata: PostMetadata,
    /// Its article.
    pub body: RawBody<'t>,
    /// Its diagnostics.
    pub diagnostics: FileDiagnostics,
}

/// The article of a post as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawBody<'t> {
    /// The text.
    pub text: Cow<'t, str>,
    /// The format of the text.
    pub format: BodyFormat,
    /// The line of the file on which the text starts, from 1; `None` if the text does not stand in
    /// the file like this.
    pub first_line: Option<usize>,
    /// The pictures at its head that its front matter names.
    #[serde(skip)]
    pub pictures: Vec<LeadPicture>,
    /// The base of relative addresses; `None` for the address that the post was first published at.
    pub base: Option<String>,
}

/// The format of an article in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BodyFormat {
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
}
