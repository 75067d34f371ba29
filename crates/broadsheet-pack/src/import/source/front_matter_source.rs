//! Files with front matter, and saved pages, which have none: each is one post.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use broadsheet_bundle::written_date;

use super::raw::{BodyFormat, PostSource, RawBody, RawPost};
use crate::diagnostics::FileDiagnostics;
use crate::import::discover::SourceFile;
use crate::import::lead_picture::lead_pictures;
use crate::import::metadata::read_metadata;
use crate::import::{front_matter, id, saved_page};

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
        let mut parsed = front_matter::parse(text, of_file);
        if file.readme && !parsed.has_front_matter {
            of_file.clear();
            of_file.info(0, "a README without front matter", "not taken as a post");
            return;
        }
        let stem = file.stem();
        let mut base = None;
        if self.format == BodyFormat::Html
            && !parsed.has_front_matter
            && let Some(page) = saved_page::read(text, written_date::from_stem(&stem).is_some())
        {
            parsed.has_front_matter = !page.entries.is_empty();
            (parsed.entries, base) = (page.entries, page.base);
        }
        let body = RawBody {
            text: Cow::Borrowed(parsed.body),
            format: self.format,
            first_line: Some(parsed.body_line),
            pictures: lead_pictures(&parsed.entries),
            base,
        };
        let metadata = read_metadata(parsed, &stem, &categories(file), of_file);
        let wanted_id = id::from_stem(&stem);
        take(RawPost { entry: None, wanted_id, metadata, body, diagnostics: of_file.take() });
    }
}

/// The folders above the `_posts` or `_drafts` in which a file lies, as far down as the folder of
/// its site: to Jekyll, categories
/// (<https://jekyllrb.com/docs/posts/#categories>).
fn categories(file: &SourceFile) -> Vec<String> {
    let folders: Vec<_> = file.relative_path.parent().into_iter().flat_map(Path::components).collect();
    let is_special =
        |folder: &Component<'_>| ["_posts", "_drafts"].iter().any(|name| folder.as_os_str() == *name);
    let Some(above) = folders.iter().rposition(is_special).filter(|&above| above > 0) else {
        return Vec::new();
    };
    let above = folders.get(..above).unwrap_or_default();
    let is_site = |depth: &usize| {
        let below: PathBuf = above.iter().take(*depth).collect();
        file.root.folder.join(below).join("_config.yml").exists()
    };
    let site = (1..=above.len()).rev().find(is_site).unwrap_or_default();
    let names = above.iter().skip(site).map(|folder| folder.as_os_str().to_string_lossy());
    names.filter(|name| !name.starts_with(['_', '.'])).map(Cow::into_owned).collect()
}
