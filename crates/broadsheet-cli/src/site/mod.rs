//! The site: the viewer's files with the archive's title and language in its page, and what hosts
//! and other programs look for beside them.

mod companions;
mod not_found;

use std::borrow::Cow;

use broadsheet_article::escape_attribute;
use broadsheet_pack::archive_info::ArchiveInfo;
use broadsheet_pack::output::{HEAD, Output, OutputError, RESERVED};
use broadsheet_pack::site::SiteWriter;

use crate::headers;
use crate::precompress;
use crate::viewer::ViewerFile;
pub(crate) use companions::OmittedFiles;
pub(crate) use not_found::FILE as NOT_FOUND;

/// Writes the viewer's files, and those for hosts and other programs.
pub(crate) fn write(
    output: &Output,
    viewer: &[ViewerFile],
    site: &SiteWriter<'_>,
) -> Result<OmittedFiles, OutputError> {
    let viewer = with_frame_parents(viewer, site.archive);
    let viewer: Vec<_> = viewer.iter().filter(|file| is_of_viewer(file)).collect();
    for file in &viewer {
        if file.name == "index.html" {
            let html = String::from_utf8_lossy(&file.bytes);
            let html = page(&companions::without_links(&html), site.archive);
            let html = before_title(html, &companions::links(site));
            output.write(&file.name, html.as_bytes())?;
        } else {
            output.write(&file.name, &file.bytes)?;
        }
    }
    companions::write(output, &viewer, site)
}

/// A page with `elements` before its title; as it is if it has none.
fn before_title(mut html: String, elements: &str) -> String {
    if let Some(title) = find(&html, "<title", 0) {
        html.insert_str(title, elements);
    }
    html
}

/// The viewer's files, whose pages say who may have them in a frame, if the archive names them.
fn with_frame_parents<'f>(viewer: &'f [ViewerFile], archive: &ArchiveInfo) -> Cow<'f, [ViewerFile]> {
    if archive.frame_parents.is_empty() {
        return viewer.into();
    }
    let (name, parents) = (headers::FRAME_PARENTS, archive.frame_parents.join(" "));
    let meta = format!("<meta name=\"{name}\" content=\"{parents}\">");
    let told = |file: &ViewerFile| {
        let html = matches!(file.name.as_str(), "index.html" | "embed.html")
            .then(|| String::from_utf8_lossy(&file.bytes))?;
        Some(before_title(html.into_owned(), &meta).into_bytes())
    };
    let told = |file: &ViewerFile| ViewerFile {
        name: file.name.clone(),
        bytes: told(file).map_or_else(|| file.bytes.clone(), Cow::Owned),
    };
    viewer.iter().map(told).collect()
}

/// A folder of a viewer may be one of a site: what runs keep there is not part of the viewer, nor
/// is its bundle's head, nor are the files for other programs.
fn is_of_viewer(file: &ViewerFile) -> bool {
    let name = &file.name;
    name != HEAD
        && !name.split('/').any(|part| part.starts_with(RESERVED))
        && !companions::is_of_site(file)
        && !precompress::is_compressed(name)
}

/// The page with the archive's title and language.
pub(crate) fn page(html: &str, archive: &ArchiveInfo) -> String {
    let mut page = html.to_owned();
    if let Some(start) = find(&page, "<title", 0)
        && let Some(open) = page.get(start..).and_then(|rest| rest.find('>')).map(|at| start + at + 1)
        && let Some(end) = find(&page, "</title", open)
    {
        page.replace_range(open..end, &escape_attribute(&archive.title));
    }
    if let Some(language) = &archive.language
        && let Some(start) = find(&page, "<html", 0)
        && let Some(end) = page.get(start..).and_then(|rest| rest.find('>')).map(|at| start + at)
    {
        let tag = page.get(start..end).unwrap_or_default();
        let others = without_lang(tag.get("<html".len()..).unwrap_or_default());
        page.replace_range(start..end, &format!("<html lang=\"{}\"{others}", escape_attribute(language)));
    }
    page
}

/// Attributes, as text, without `lang`.
fn without_lang(attributes: &str) -> String {
    let Some(start) = find(attributes, " lang=", 0) else { return attributes.to_owned() };
    let value = start + " lang=".len();
    let rest = attributes.get(value..).unwrap_or_default();
    let length = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            rest.get(1..).and_then(|rest| rest.find(quote)).map_or(rest.len(), |at| at + 2)
        }
        _ => rest.find(char::is_whitespace).unwrap_or(rest.len()),
    };
    let (before, after) = (attributes.get(..start), rest.get(length..));
    [before.unwrap_or_default(), after.unwrap_or_default()].concat()
}

/// The first place of `tag`, in any case, from `from` on.
fn find(html: &str, tag: &str, from: usize) -> Option<usize> {
    let bytes = html.as_bytes().get(from..)?;
    bytes
        .windows(tag.len())
        .position(|window| window.eq_ignore_ascii_case(tag.as_bytes()))
        .map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_and_language() {
        let archive = ArchiveInfo {
            title: "a <b> & \"c\"".into(),
            language: Some("zh-Hans".into()),
            ..ArchiveInfo::default()
        };
        for (before, after) in [
            (
                "<!doctype html><html lang=\"en\" class=x><title>Old</title>",
                "<!doctype html><html lang=\"zh-Hans\" class=x><title>a &lt;b&gt; &amp; &quot;c&quot;</title>",
            ),
            (
                "<HTML><Title data-x>\n</TITLE>",
                "<html lang=\"zh-Hans\"><Title data-x>a &lt;b&gt; &amp; &quot;c&quot;</TITLE>",
            ),
            ("<html class=x lang='en'>", "<html lang=\"zh-Hans\" class=x>"),
            ("<html lang=en dir=ltr>", "<html lang=\"zh-Hans\" dir=ltr>"),
            ("<p>nothing", "<p>nothing"),
        ] {
            assert_eq!(page(before, &archive), after);
        }
    }

    #[test]
    fn both_pages_say_who_may_frame_them() {
        let file = |name: &str, text: &'static str| ViewerFile {
            name: name.to_owned(),
            bytes: Cow::Borrowed(text.as_bytes()),
        };
        let viewer = [
            file("embed.html", "<meta><title>x</title>"),
            file("index.html", "<TITLE>y"),
            file("a.js", "<title>"),
        ];
        let texts = |parents: &[&str]| {
            let frame_parents = parents.iter().map(|&parent| parent.to_owned()).collect();
            let files = with_frame_parents(&viewer, &ArchiveInfo { frame_parents, ..ArchiveInfo::default() })
                .into_owned();
            files
                .into_iter()
                .map(|file| String::from_utf8(file.bytes.into_owned()).unwrap())
                .collect::<Vec<_>>()
        };
        assert_eq!(texts(&[]), ["<meta><title>x</title>", "<TITLE>y", "<title>"]);
        let meta = "<meta name=\"broadsheet:frame-parents\" content=\"https://a.example *.b.example\">";
        assert_eq!(
            texts(&["https://a.example", "*.b.example"]),
            [format!("<meta>{meta}<title>x</title>"), format!("{meta}<TITLE>y"), "<title>".to_owned()]
        );
    }
}
