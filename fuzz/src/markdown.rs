//! Markdown to tree.

use broadsheet_article::markdown;

use crate::article;

/// The first byte chooses the options, the rest is Markdown.
pub fn run(data: &[u8]) {
    let Some((choice, source)) = data.split_first() else { return };
    let source = String::from_utf8_lossy(source);
    let html = markdown::to_html(&source);
    assert_eq!(html, markdown::to_html(&source), "two readings differ: {source}");
    article::check(&html, &article::options(*choice));
}
