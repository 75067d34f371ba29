//! Template tags in posts: Jekyll's Liquid, and what Octopress, Hexo and Hugo have of the same
//! kinds.
//!
//! Generators fill templates in before anything else reads a post. Here that is done for the tags
//! that posts have: code blocks, comments, the site's own address, pictures, players, and links to
//! posts. A tag that is not known stays as it stands, and is counted. In code only `raw` is
//! followed, since that is how the others got there. Short codes of `WordPress`, which are in
//! brackets, are treated alike.

mod arguments;
mod code_blocks;
mod code_text;
mod expression;
mod looks;
mod paired;
mod replacement;
mod resolver;
mod short_codes;
mod tag;
mod wordings;

pub(super) use resolver::resolve;
pub(super) use short_codes::resolve_short_codes;

use crate::import::source::BodyFormat;

/// Fills in the template tags and short codes of a post, which is Markdown or else HTML; those that
/// are not known stay. Takes linear time.
pub fn fill_in_templates(text: &str, is_markdown: bool) -> String {
    let format = if is_markdown { BodyFormat::Markdown } else { BodyFormat::Html };
    resolve_short_codes(&resolve(text, format).text, format).text.into_owned()
}
