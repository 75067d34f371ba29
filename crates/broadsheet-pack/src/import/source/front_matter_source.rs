//! Files with front matter: each is one post.

use std::borrow::Cow;

use super::raw::{BodyFormat, PostSource, RawBody, RawPost};
use crate::diagnostics::FileDiagnostics;
use crate::import::discover::SourceFile;
use crate::import::metadata::read_metadata;
use crate::import::{front_matter, id};

/// Reads files that hold front matter and an article.
#[derive(Debug)]
pub(super) struct FrontMatterSource {
    /// The format of the article.
    pub(super) format: BodyFormat,
}

impl PostSource for FrontMatterSource {
    fn posts<'t>(
        &self,
        file: &SourceFile,
        text: &'t str,
        of_file: &mut FileDiagnostics,
        take: &mut dyn FnMut(RawPost<'t>),
    ) {
        let parsed = front_matter::parse(text, of_file);
        if file.readme && !parsed.has_front_matter {
            of_file.clear();
            of_file.info(0, "a README without front matter", "not taken as a post");
            return;
        }
        let body = RawBody {
            text: Cow::Borrowed(parsed.body),
            format: self.format,
            first_line: Some(parsed.body_line),
            base: None,
        };
        let stem = file.stem();
        let metadata = read_metadata(parsed, &stem, of_file);
        let wanted_id = id::from_stem(&stem);
        take(RawPost { entry: None, wanted_id, metadata, body, diagnostics: of_file.take() });
    }
}
