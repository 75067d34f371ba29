//! The title, where the body repeats it: the page shows it above the article.

use super::{Removal, take, visible_text};
use crate::names::Tag;
use crate::source::{Content, NodeId, Source};

pub(super) const NAME: &str = "title";
#[cfg(feature = "native")]
pub(super) const REASON: &str = "stands above the article already";

/// Characters of other text that may stand before the title: a section's name, a date.
const LEAD: usize = 200;

/// Takes out every line at the beginning of the article that says what the title says.
pub(super) fn clean(source: &mut Source, title: &str, removed: &mut Vec<Removal>) {
    let wanted = variants(title);
    if wanted.is_empty() {
        return;
    }
    let longest = title.len() * 3 + 100;
    let mut before = 0;
    let mut next = source.following(Source::ROOT, Source::ROOT);
    while let Some(id) = next {
        next = source.following(id, Source::ROOT);
        match source.content(id) {
            Content::Text(text) => {
                before += text.chars().filter(|c| !crate::flow::is_blank(*c)).count();
                if before > LEAD {
                    return;
                }
            }
            Content::Element(element) if super::is_invisible(element.tag) => {
                next = source.after(id, Source::ROOT)
            }
            Content::Element(element)
                if is_line(element.tag)
                    && repeats(source, id, &wanted, longest)
                    && (is_heading(element.tag) || has_text_outside(source, id)) =>
            {
                next = source.after(id, Source::ROOT);
                take(source, id, NAME, removed);
            }
            _ => {}
        }
    }
}

/// Elements that a page can put its title in. Not inline ones: a sentence may begin with the title's words.
fn is_line(tag: Option<Tag>) -> bool {
    matches!(
        tag,
        Some(
            Tag::H1
                | Tag::H2
                | Tag::H3
                | Tag::H4
                | Tag::H5
                | Tag::H6
                | Tag::P
                | Tag::Div
                | Tag::Header
                | Tag::Hgroup
                | Tag::Section
        )
    )
}

fn is_heading(tag: Option<Tag>) -> bool {
    matches!(tag, Some(Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6))
}

/// Whether the article has more text than this element's.
fn has_text_outside(source: &Source, id: NodeId) -> bool {
    let mut next = source.following(Source::ROOT, Source::ROOT);
    while let Some(node) = next {
        let skipped = node == id || super::is_invisible(source.tag(node));
        match source.content(node) {
            Content::Text(text) if text.contains(|c| !crate::flow::is_blank(c)) => return true,
            _ => {}
        }
        next = if skipped { source.after(node, Source::ROOT) } else { source.following(node, Source::ROOT) };
    }
    false
}

/// Whether an element holds the title and nothing else.
fn repeats(source: &Source, id: NodeId, wanted: &[String], longest: usize) -> bool {
    let mut line = String::new();
    for piece in visible_text(source, id) {
        let piece = piece.trim();
        line.push_str(piece);
        if line.len() > longest {
            return false;
        }
    }
    if line.is_empty() || !variants(&line).iter().any(|variant| wanted.contains(variant)) {
        return false;
    }
    !source.descendants(id).any(|inner| {
        matches!(source.tag(inner), Some(Tag::Img | Tag::Video | Tag::Audio | Tag::Iframe | Tag::Table))
    })
}

/// The title without what differs between two writings of it: as it is, and without the site's name at its end.
fn variants(title: &str) -> Vec<String> {
    const SEPARATORS: [&str; 8] = [" - ", " – ", " — ", " | ", "｜", "|", "_", " :: "];
    let shortened =
        SEPARATORS.iter().filter_map(|separator| title.rsplit_once(separator)).map(|(rest, _)| rest);
    let mut found: Vec<String> = std::iter::once(title).chain(shortened).map(fold).collect();
    found.retain(|variant| !variant.is_empty());
    found.dedup();
    found
}

/// Letters and digits alone, in lower case and of ordinary width.
fn fold(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            // The full-width forms of ASCII.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        })
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::variants;

    #[test]
    fn same_title() {
        let same = [
            ("“春潮”涌动，何时到来？", "\"春潮\"涌动, 何时到来?"),
            ("硅谷 公司 - iYouPort", "硅谷公司"),
            ("ＡＢＣ１２", "abc12"),
            ("A title | Site", "A Title"),
            ("A title", "A title — Site"),
        ];
        for (a, b) in same {
            assert!(variants(a).iter().any(|variant| variants(b).contains(variant)), "{a} = {b}");
        }
        let different = [("游手好闲", "游手好闲的人"), ("?!", "!"), ("A - B", "B")];
        for (a, b) in different {
            assert!(!variants(a).iter().any(|variant| variants(b).contains(variant)), "{a} ≠ {b}");
        }
    }
}
