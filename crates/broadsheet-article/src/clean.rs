//! What does not belong to an article: the table of rules, and how it is applied.
//!
//! A rule names boxes of a page by the words that sites give to them, or by what they hold. Words mislead now and then
//! (`tag-social-movement` is on whole articles), so every rule also says how much text it may take at most: article
//! text is never taken on the strength of a class name alone.

mod boxes;
mod copies;
mod measure;
mod page;
mod repairs;
mod strips;
mod title;
mod words;

use crate::Options;
use crate::finish;
use crate::names::{Attribute, Tag};
use crate::source::{Content, Element, NodeId, Source};
use crate::tree::{Article, Block};

/// Something that a rule took out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "native"), expect(unreachable_pub, reason = "only programs read it"))]
pub struct Removal {
    /// The rule's name.
    pub rule: &'static str,
    /// The beginning of the text that went, or the tag where there was no text.
    pub summary: String,
    /// How many visible characters went.
    pub characters: usize,
    /// How many pictures went.
    pub pictures: usize,
}

/// Characters of a summary.
const SUMMARY: usize = 80;

/// A rule: what it is called, why it is there, and what it takes.
pub(crate) struct Rule {
    /// The name that reports use.
    pub(crate) name: &'static str,
    /// Why readers are better off without what it takes.
    #[cfg_attr(not(feature = "native"), expect(dead_code, reason = "only programs list the rules"))]
    pub(crate) reason: &'static str,
    /// Whole words of `class` and `id`.
    pub(crate) words: &'static [&'static str],
    /// Parts of such words, as `-`, `_` and digits at the end divide them.
    pub(crate) parts: &'static [&'static str],
    /// What the whole text of a box says, letters and digits alone: known wherever it stands on lines of its own.
    pub(crate) lines: &'static [&'static str],
    /// What the text of a box begins with, letters and digits alone: known where the rest is a form or links.
    pub(crate) openings: &'static [&'static str],
    /// Other signs.
    pub(crate) test: Option<fn(&Facts<'_>) -> bool>,
    /// Signs that it would be wrong all the same.
    pub(crate) unless: Option<fn(&Facts<'_>) -> bool>,
    /// How much it may take.
    pub(crate) most: Most,
}

/// How much a rule may take with one box.
pub(crate) enum Most {
    /// So many visible characters, and no more than 60 % of the article.
    Characters(usize),
    /// A box that is mostly links, or has hardly any text; no more than half of the article.
    Links,
    /// Everything but the whole article.
    Any,
}

impl Most {
    /// Whether so much may go: `text` characters, of which `links` are in links, of an article of `total`.
    fn permits(&self, text: usize, links: usize, total: usize) -> bool {
        match *self {
            Self::Characters(most) => text <= most && text * 10 <= total * 6,
            Self::Links => (text <= 40 || links * 2 >= text) && text * 2 <= total,
            Self::Any => text == 0 || text + 20 <= total,
        }
    }
}

/// What a rule can know about an element.
pub(crate) struct Facts<'a> {
    pub(crate) source: &'a Source,
    pub(crate) id: NodeId,
    pub(crate) element: &'a Element,
    /// Visible characters in it.
    pub(crate) text: usize,
    /// Visible characters in the article.
    pub(crate) total: usize,
}

/// The rules with their reasons, for programs that list them.
#[cfg(feature = "native")]
pub fn rules() -> impl Iterator<Item = (&'static str, &'static str)> {
    boxes::RULES.iter().map(|rule| (rule.name, rule.reason)).chain([
        (page::NAME, page::REASON),
        (title::NAME, title::REASON),
        (copies::NAME, copies::REASON),
    ])
}

/// What cleaning puts back, with the reasons, for programs that list it.
#[cfg(feature = "native")]
pub fn repairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    repairs::REPAIRS.iter().map(|repair| (repair.name, repair.reason))
}

/// Takes the boxes that the rules name out of a document, says which, and mends what is left.
pub(crate) fn boxes(source: &mut Source) -> Vec<Removal> {
    let mut removed = Vec::new();
    let lengths = Lengths::of(source);
    let total = lengths.text(Source::ROOT);
    let main = page::main_block(source, &lengths);
    let mut taken = 0;
    let mut next = source.following(Source::ROOT, Source::ROOT);
    while let Some(id) = next {
        let Some(element) = source.element(id).filter(|element| element.tag != Some(Tag::Body)) else {
            next = source.following(id, Source::ROOT);
            continue;
        };
        let facts = Facts { source, id, element, text: lengths.text(id), total: total - taken };
        let beginning = words::Beginning::of(&facts, &lengths);
        let rule = boxes::RULES
            .iter()
            .find(|rule| rule_applies(rule, &facts, beginning.as_ref(), &lengths))
            .map(|rule| rule.name)
            .or_else(|| page::is_around(main, &facts, &lengths).then_some(page::NAME));
        if let Some(rule) = rule {
            next = source.after(id, Source::ROOT);
            taken += lengths.text(id);
            take(source, id, rule, &mut removed);
        } else {
            next = source.following(id, Source::ROOT);
        }
    }
    repairs::document(source);
    removed
}

/// How often the tree is looked through at most: real articles are done after two rounds, and text that was written to
/// need many must not take quadratic time.
const ROUNDS: usize = 8;

/// Takes out of a finished tree what only the tree shows: the title, repeated, strips of links to other articles,
/// pictures that stand twice, and rules at either end; then mends what is left. What one round took out can bring
/// together what the next one knows, so it goes on until nothing goes any more.
pub(crate) fn tree(article: &mut Article, options: &Options, removed: &mut Vec<Removal>) {
    for _ in 0..ROUNDS {
        let before = removed.len();
        words::clean(&mut article.blocks, removed);
        if let Some(title) = &options.title {
            title::clean(&mut article.blocks, title, removed);
        }
        strips::clean(&mut article.blocks, removed);
        copies::clean(&mut article.blocks, removed);
        if removed.len() == before {
            break;
        }
        finish::finish(article);
    }
    // A rule that divides the article from nothing, now that something is gone.
    let blocks = &mut article.blocks;
    if let Some(Block::Rule) = blocks.first() {
        blocks.remove(0);
    }
    if let Some(Block::Rule) = blocks.last() {
        blocks.pop();
    }
    repairs::tree(blocks);
}

/// Whether a character counts as visible text of an article. A footnote's way back does not: cleaning adds it, and what
/// was cleaned must not be longer for it.
fn is_counted(c: char) -> bool {
    !crate::flow::is_blank(c) && c != repairs::WAY_BACK
}

fn take(source: &mut Source, id: NodeId, rule: &'static str, removed: &mut Vec<Removal>) {
    let (summary, characters) = summary(source, id);
    let here = usize::from(source.tag(id) == Some(Tag::Img));
    let within = source.descendants(id).filter(|&inner| source.tag(inner) == Some(Tag::Img)).count();
    removed.push(Removal { rule, summary, characters, pictures: here + within });
    source.detach(id);
}

fn rule_applies(
    rule: &Rule,
    facts: &Facts<'_>,
    beginning: Option<&words::Beginning>,
    lengths: &Lengths,
) -> bool {
    let Facts { id, element, text, total, .. } = *facts;
    let named = element
        .classes()
        .chain(element.get(Attribute::Id).filter(|_| is_box(element.tag)))
        .any(|word| is_word(word, rule.words) || has_part(word, rule.parts));
    if !named
        && !beginning.is_some_and(|beginning| beginning.is_of(rule))
        && !rule.test.is_some_and(|test| test(facts))
    {
        return false;
    }
    rule.most.permits(text, lengths.links(id), total) && !rule.unless.is_some_and(|wrong| wrong(facts))
}

/// Elements whose id names a part of the page. A heading's, say, names what it says: `share-prices`.
fn is_box(tag: Option<Tag>) -> bool {
    matches!(
        tag,
        Some(
            Tag::Aside
                | Tag::Div
                | Tag::Footer
                | Tag::Form
                | Tag::Header
                | Tag::Iframe
                | Tag::Ins
                | Tag::Nav
                | Tag::Section
        )
    )
}

fn is_word(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn has_part(word: &str, parts: &[&str]) -> bool {
    // WordPress puts every category and tag of an article among its classes.
    if parts.is_empty() || word.starts_with("category-") || word.starts_with("tag-") || word.len() > 80 {
        return false;
    }
    word.split(['-', '_', ':']).any(|part| {
        // Not `ad12`: that is a number in base 16.
        let name = part.trim_end_matches(|c: char| c.is_ascii_digit());
        is_word(if name.len() > 2 { name } else { part }, parts)
    })
}

/// Visible characters in every node.
struct Lengths(Vec<Length>);

#[derive(Clone, Copy, Default)]
struct Length {
    text: u32,
    links: u32,
}

impl Lengths {
    fn of(source: &Source) -> Self {
        let mut lengths = vec![Length::default(); source.len()];
        let mut order = Vec::with_capacity(source.len());
        let mut next = source.following(Source::ROOT, Source::ROOT);
        while let Some(id) = next {
            next = source.following(id, Source::ROOT);
            match source.content(id) {
                Content::Text(text) => {
                    let characters = text.chars().filter(|c| is_counted(*c)).count();
                    lengths[id.index()].text = u32::try_from(characters).unwrap_or(u32::MAX);
                    order.push(id);
                }
                Content::Element(element) if is_invisible(source, id, element) => {
                    next = source.after(id, Source::ROOT);
                }
                _ => order.push(id),
            }
        }
        for &id in order.iter().rev() {
            if source.tag(id) == Some(Tag::A) {
                lengths[id.index()].links = lengths[id.index()].text;
            }
            if let Some(parent) = source.parent(id) {
                let length = lengths[id.index()];
                let outer = &mut lengths[parent.index()];
                outer.text = outer.text.saturating_add(length.text);
                outer.links = outer.links.saturating_add(length.links);
            }
        }
        Self(lengths)
    }

    fn text(&self, id: NodeId) -> usize {
        self.0[id.index()].text as usize
    }

    fn links(&self, id: NodeId) -> usize {
        self.0[id.index()].links as usize
    }
}

/// Elements whose text no page shows. In the place of a film's link its player is shown.
fn is_invisible(source: &Source, id: NodeId, element: &Element) -> bool {
    matches!(
        element.tag,
        Some(
            Tag::Script
                | Tag::Style
                | Tag::Template
                | Tag::Noscript
                | Tag::Textarea
                | Tag::Select
                | Tag::Title
                | Tag::Head
                | Tag::Button
                | Tag::Iframe
                | Tag::Object
                | Tag::Noembed
                | Tag::Noframes
        )
    ) || (element.tag == Some(Tag::Figure) && crate::read::packed_film(source, id).is_some())
}

/// The visible text within a node, white space left out of the count.
fn visible_text(source: &Source, id: NodeId) -> impl Iterator<Item = &str> {
    let mut next = source.following(id, id);
    std::iter::from_fn(move || {
        while let Some(node) = next {
            match source.content(node) {
                Content::Element(element) if is_invisible(source, node, element) => {
                    next = source.after(node, id);
                }
                Content::Text(text) => {
                    next = source.following(node, id);
                    return Some(text.as_str());
                }
                _ => next = source.following(node, id),
            }
        }
        None
    })
}

/// The beginning of the text within a node, or its tag where there is none; and how many characters there are.
fn summary(source: &Source, id: NodeId) -> (String, usize) {
    let mut text = String::new();
    let mut characters = 0;
    for piece in visible_text(source, id) {
        characters += piece.chars().filter(|c| is_counted(*c)).count();
        if text.len() < SUMMARY * 4 {
            for word in piece.split_whitespace() {
                text.push_str(word);
                text.push(' ');
            }
        }
    }
    let mut text: String = text.trim_end().chars().take(SUMMARY).collect();
    if text.is_empty()
        && let Some(element) = source.element(id)
    {
        text.push('.');
        let name = element.get(Attribute::Class).or_else(|| element.get(Attribute::Id));
        text.extend(name.unwrap_or_default().chars().take(SUMMARY));
    }
    (text, characters)
}
