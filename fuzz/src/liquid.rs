//! Template tags and short codes, filled in.

use broadsheet_article::markdown;
use broadsheet_pack::render::fill_in_templates;

use crate::article;

/// The first byte chooses the format and the options, the rest is the text of a post.
pub fn run(data: &[u8]) {
    let Some((choice, source)) = data.split_first() else { return };
    let source = String::from_utf8_lossy(source);
    let is_markdown = choice & 0x80 == 0;
    let filled = fill_in_templates(&source, is_markdown);
    assert_eq!(filled, fill_in_templates(&source, is_markdown), "two readings differ: {source}");
    if !source.contains(['{', '[']) {
        assert_eq!(filled, source, "a text without tags is changed");
    }
    let html = if is_markdown { markdown::to_html(&filled) } else { filled };
    article::check(&html, &article::options(*choice));
}
