//! Boxes known by what they say. Words in running text prove nothing, so only boxes count whose whole text is a known
//! line, or that begin with known words and otherwise hold a form or links.

use super::{Facts, Lengths, Rule, visible_text};
use crate::names::Tag;

/// Characters of a box that begins with known words.
const MOST: usize = 600;

/// Characters of a box that are compared; more than any known line has.
const COMPARED: usize = 72;

/// The beginning of a box's text: letters and digits alone, in lower case.
pub(super) struct Beginning {
    text: String,
    /// There is no more of it.
    whole: bool,
    /// The box holds a form's controls, or is links for the most part.
    controls: bool,
}

impl Beginning {
    /// The beginning of what a block-level box says; nothing for running text and for what is too long.
    pub(super) fn of(facts: &Facts<'_>, lengths: &Lengths) -> Option<Self> {
        let Facts { source, id, text: length, .. } = *facts;
        if length == 0 || length > MOST || !is_block(facts.element.tag) {
            return None;
        }
        let mut text = String::new();
        let mut whole = true;
        let letters = visible_text(source, id)
            .flat_map(str::chars)
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase);
        for (place, letter) in letters.enumerate() {
            if place == COMPARED {
                whole = false;
                break;
            }
            text.push(letter);
        }
        let controls = lengths.links(id) * 2 >= length
            || source.descendants(id).any(|inner| {
                matches!(
                    source.tag(inner),
                    Some(Tag::Form | Tag::Button | Tag::Input | Tag::Select | Tag::Textarea)
                )
            });
        Some(Self { text, whole, controls })
    }

    /// Whether it says what `rule` knows.
    pub(super) fn is_of(&self, rule: &Rule) -> bool {
        let rest_after = |phrase: &str| {
            let mut rest = self.text.chars();
            let letters = phrase.chars().filter(|c| c.is_alphanumeric());
            letters.into_iter().all(|letter| rest.next() == Some(letter)).then_some(rest)
        };
        (self.whole
            && rule.lines.iter().any(|line| rest_after(line).is_some_and(|rest| rest.as_str().is_empty())))
            || (self.controls && rule.openings.iter().any(|opening| rest_after(opening).is_some()))
    }
}

/// Elements that stand on lines of their own.
fn is_block(tag: Option<Tag>) -> bool {
    matches!(
        tag,
        Some(
            Tag::Aside
                | Tag::Center
                | Tag::Dialog
                | Tag::Div
                | Tag::Footer
                | Tag::Form
                | Tag::H2
                | Tag::H3
                | Tag::H4
                | Tag::H5
                | Tag::H6
                | Tag::Header
                | Tag::Li
                | Tag::P
                | Tag::Section
        )
    )
}
