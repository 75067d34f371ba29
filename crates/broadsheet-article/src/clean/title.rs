//! Repetitions of the title in the body: the page shows it above the article.

use super::report::Removal;
use super::rule::TreeStep;
use super::text_length::{TextLength, add_line, is_visible};
use crate::tree::Block;

/// Removes lines at the beginning that repeat the title.
pub(super) const STEP: TreeStep = TreeStep {
    label: Some((NAME, "stands above the article already")),
    apply: |blocks, options, removed| {
        if let Some(title) = &options.title {
            remove(blocks, title, removed);
        }
    },
    #[cfg(test)]
    removes: &["<h1>The Title!</h1>", "<p><a href=https://x.test/1>the title</a></p>", "The Title - A Site"],
    #[cfg(test)]
    keeps: &["<p>The titles</p>"],
};

const NAME: &str = "title";

/// Visible characters of other text that may be before the title: a section's name, a date.
const MAX_LEAD: usize = 200;

/// Removes every line at the beginning of the article that repeats the title. Works on the tree,
/// where a line is a line whatever it was made of.
fn remove(blocks: &mut Vec<Block>, title: &str, removed: &mut Vec<Removal>) {
    let wanted = variants(title);
    if wanted.is_empty() {
        return;
    }
    // An article that consists of its title alone keeps it.
    let mut texts = blocks.iter().filter(|block| has_text(block)).count();
    let mut repeats = Vec::new();
    let mut before = 0;
    let mut index = 0;
    while before <= MAX_LEAD && index < blocks.len() {
        let (content, is_heading) = match blocks[index].undirected() {
            Block::Heading { content, .. } => (content, true),
            Block::Paragraph(content) => (content, false),
            // A list, a table, a quote: the article has begun.
            Block::List(_) | Block::Table(_) | Block::Quote(_) | Block::Preformatted { .. } => break,
            _ => {
                index += 1;
                continue;
            }
        };
        let mut line = String::new();
        add_line(content, &mut line);
        let TextLength { text, images, .. } = TextLength::of(std::slice::from_ref(&blocks[index]));
        let alone = texts == usize::from(has_text(&blocks[index]));
        // All variants of a title begin with the same letter.
        let begins_alike = || folded(&line).next() == folded(title).next();
        if images == 0
            && (is_heading || !alone)
            && begins_alike()
            && variants(&line).iter().any(|variant| wanted.contains(variant))
        {
            removed.push(Removal::of_block(NAME, &blocks[index]));
            texts -= usize::from(has_text(&blocks[index]));
            repeats.push(index);
        } else {
            before += text;
        }
        index += 1;
    }
    let (mut repeats, mut index) = (repeats.into_iter().peekable(), 0);
    blocks.retain(|_| {
        let repeated = repeats.next_if_eq(&index).is_some();
        index += 1;
        !repeated
    });
}

/// `true` if a block has text, or may have.
fn has_text(block: &Block) -> bool {
    match block.undirected() {
        Block::Paragraph(content) | Block::Heading { content, .. } => is_visible(content),
        Block::Media(_) | Block::EmbeddedVideo(_) | Block::Rule => false,
        Block::Figure { caption, .. } => !caption.is_empty(),
        _ => true,
    }
}

/// The variants of a title, folded: as it is, and without the names of section and site at its end.
fn variants(title: &str) -> Vec<String> {
    const SEPARATORS: [&str; 12] =
        [" - ", " – ", " — ", " | ", "｜", "|", "_", " :: ", " · ", " • ", " » ", " － "];
    fn shorter<'t>(title: &&'t str) -> Option<&'t str> {
        let ends = SEPARATORS.iter().filter_map(|separator| title.rsplit_once(separator));
        ends.map(|(rest, _)| rest).max_by_key(|rest| rest.len())
    }
    let mut found: Vec<String> =
        std::iter::successors(Some(title), shorter).map(|title| folded(title).collect()).collect();
    found.retain(|variant| !variant.is_empty());
    found.dedup();
    found
}

/// Letters and digits alone, in lower case, full-width forms as ASCII.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .map(|c| match c {
            // The full-width forms of ASCII.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        })
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
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
            ("标题（上）", "标题(上) - 国际 - 早报"),
            ("A title · Site", "A title"),
            ("問：為何？", "問:為何?"),
        ];
        for (a, b) in same {
            assert!(variants(a).iter().any(|variant| variants(b).contains(variant)), "{a} = {b}");
        }
        let different = [("游手好闲", "游手好闲的人"), ("?!", "!"), ("A - B", "B"), ("门", "門")];
        for (a, b) in different {
            assert!(!variants(a).iter().any(|variant| variants(b).contains(variant)), "{a} ≠ {b}");
        }
    }
}
