//! The text of code, and the languages that tags name.

use std::borrow::Cow;

use super::arguments::Arguments;
use super::tag::{Tag, TagKind};

/// Code without the tags that keep others from being followed.
pub(super) fn without_raw(code: &str) -> Cow<'_, str> {
    if !code.contains("endraw") {
        return Cow::Borrowed(code);
    }
    let mut written = String::with_capacity(code.len());
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = code[at..].find('{') {
        let start = at + found;
        at = start + 1;
        if let Some(tag) = Tag::at_start(&code[start..])
            && tag.kind == TagKind::Tag
            && matches!(tag.name().0, "raw" | "endraw")
        {
            written.push_str(&code[copied..start]);
            copied = start + tag.length;
            at = copied;
        }
    }
    written.push_str(&code[copied..]);
    Cow::Owned(written)
}

/// A shortcode without what keeps it from being one.
pub(super) fn unescaped(shortcode: &str) -> String {
    shortcode.replacen("/*", "", 1).replacen("*/", "", 1)
}

/// The language of a code block: the first word of the arguments, or the one named so.
pub(super) fn language(arguments: &str) -> String {
    let named = named_language(arguments);
    if named.is_empty() { name_of(Arguments::read(arguments).first().unwrap_or_default()) } else { named }
}

/// The language of a code block that is named as such.
pub(super) fn named_language(arguments: &str) -> String {
    name_of(Arguments::read(arguments).named(&["lang", "language"]).unwrap_or_default())
}

/// The name of a language; empty for what is none.
fn name_of(language: &str) -> String {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_');
    if language.chars().all(is_name) { language.to_owned() } else { String::new() }
}

/// The length of the longest run of backticks.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
