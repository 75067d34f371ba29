//! The names by which rules know boxes, all together: each name of an element is looked up once,
//! and not once for every rule.

use std::sync::LazyLock;

use super::rule::{Rule, names, parts_of};
use super::rules::RULES;
use crate::document::Element;

/// A set of rules: a bit for the place of each in [`RULES`].
#[derive(Clone, Copy, Default)]
pub(super) struct RuleSet(u32);

impl RuleSet {
    /// The rules that name an element by its class or its id.
    pub(super) fn naming(element: &Element) -> Self {
        names(element).fold(Self::default(), |rules, word| rules.with(Self::knowing(word)))
    }

    /// `true` if the rule at this place is one of them.
    pub(super) fn has(self, place: usize) -> bool {
        self.0 & (1 << place) != 0
    }

    fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The rules that know a word, or a part of it.
    fn knowing(word: &str) -> Self {
        let whole = known_name(word).map_or(Self::default(), |known| known.as_word);
        // WordPress puts every category and tag of an article among its classes.
        if word.starts_with("category-") || word.starts_with("tag-") || word.len() > 80 {
            return whole;
        }
        parts_of(word).filter_map(known_name).fold(whole, |rules, known| rules.with(known.as_part))
    }
}

/// A name, and the rules that know it.
struct KnownName {
    name: &'static str,
    as_word: RuleSet,
    as_part: RuleSet,
}

/// All names of one length.
#[derive(Default)]
struct SameLength {
    /// Their first letters, one bit each: nearly every other word begins with none of them.
    first_letters: u32,
    names: Vec<KnownName>,
}

impl SameLength {
    fn find(&self, name: &str) -> Option<usize> {
        if self.first_letters & first_letter(name) == 0 {
            return None;
        }
        self.names.iter().position(|known| known.name.eq_ignore_ascii_case(name))
    }

    /// Adds rules that know a name.
    fn add(&mut self, name: &'static str, as_word: RuleSet, as_part: RuleSet) {
        let place = self.find(name).unwrap_or_else(|| {
            self.names.push(KnownName { name, as_word: RuleSet(0), as_part: RuleSet(0) });
            self.names.len() - 1
        });
        self.first_letters |= first_letter(name);
        let known = &mut self.names[place];
        known.as_word = known.as_word.with(as_word);
        known.as_part = known.as_part.with(as_part);
    }
}

/// The entry of a name, in any case.
fn known_name(name: &str) -> Option<&'static KnownName> {
    /// The names by their length.
    static KNOWN: LazyLock<Vec<SameLength>> = LazyLock::new(|| {
        const { assert!(RULES.len() <= u32::BITS as usize, "every rule has a bit") };
        let mut known = Vec::new();
        let mut add = |name: &'static str, as_word, as_part| {
            if known.len() <= name.len() {
                known.resize_with(name.len() + 1, SameLength::default);
            }
            known[name.len()].add(name, as_word, as_part);
        };
        for (place, Rule { class_words, class_parts, .. }) in RULES.iter().enumerate() {
            let (rule, none) = (RuleSet(1 << place), RuleSet::default());
            class_words.iter().for_each(|name| add(name, rule, none));
            class_parts.iter().for_each(|name| add(name, none, rule));
        }
        known
    });
    let same_length = KNOWN.get(name.len())?;
    same_length.names.get(same_length.find(name)?)
}

/// A bit for the first letter of a name, in any case.
fn first_letter(name: &str) -> u32 {
    1 << (name.bytes().next().unwrap_or_default() & 31)
}

#[cfg(all(test, feature = "native"))]
mod tests {
    use super::{RULES, Rule, RuleSet};

    #[test]
    fn every_name_of_every_rule_is_known() {
        for (place, Rule { class_words, class_parts, .. }) in RULES.iter().enumerate() {
            for name in *class_words {
                assert!(RuleSet::knowing(&name.to_ascii_uppercase()).has(place), "{name}");
            }
            for name in *class_parts {
                let part = ["x_", &name.to_ascii_uppercase(), ":y"].concat();
                assert!(RuleSet::knowing(&part).has(place), "{name}");
                assert!(!RuleSet::knowing(&["category-", name].concat()).has(place), "{name}");
            }
        }
        assert_eq!(RuleSet::knowing("article-text").0, 0);
    }
}
