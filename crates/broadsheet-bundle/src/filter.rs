//! What a reader chose to see; [`crate::index`] finds it.

use crate::date::is_day;
use crate::facet::{FacetName, PerFacet};
use crate::text::as_seen;

/// What a reader chose. The default lets every post through, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Choices within each facet; all of them have to hold.
    pub facets: PerFacet<Selection>,
    /// First day, included; a month counts from its first.
    pub from: Option<DayBound>,
    /// Last day, included; a month counts to its last.
    pub to: Option<DayBound>,
    /// Words, as typed: each has to stand in the title, an author's name or a tag.
    pub query: String,
    /// The order of the list.
    pub sort: Sort,
}

/// The order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Newest first, undated last.
    #[default]
    New,
    /// Oldest first, after the undated.
    Old,
}

/// Choices within a facet: one value of each group, and none of the excluded ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Groups of values; a post needs any value of a group, and all groups.
    pub groups: Vec<Vec<String>>,
    /// Values that a post must not have.
    pub not: Vec<String>,
}

impl Selection {
    /// Whether nothing was chosen.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.not.is_empty()
    }

    /// How many values were chosen.
    pub fn choices(&self) -> usize {
        self.groups.iter().map(Vec::len).sum::<usize>() + self.not.len()
    }

    /// Whether `value` may or has to be there.
    pub fn requires(&self, value: &str) -> bool {
        self.groups.iter().flatten().any(|chosen| chosen == value)
    }

    /// Whether `value` must not be there.
    pub fn excludes(&self, value: &str) -> bool {
        self.not.iter().any(|excluded| excluded == value)
    }

    /// Whether the values are alternatives of each other (any) or all needed; nothing where fewer than two are chosen.
    pub fn any(&self) -> Option<bool> {
        match self.groups.as_slice() {
            [] => None,
            [group] => (group.len() > 1).then_some(true),
            _ => Some(false),
        }
    }

    /// Adds `value`: as one more alternative (any), or as one more that is needed.
    pub fn require(&mut self, value: &str, any: bool) {
        self.remove(value);
        match self.groups.first_mut() {
            Some(group) if any => group.push(value.to_owned()),
            _ => self.groups.push(vec![value.to_owned()]),
        }
    }

    /// Adds `value` to those that must not be there.
    pub fn exclude(&mut self, value: &str) {
        self.remove(value);
        self.not.push(value.to_owned());
    }

    /// Forgets `value`.
    pub fn remove(&mut self, value: &str) {
        self.groups.iter_mut().for_each(|group| group.retain(|chosen| chosen != value));
        self.groups.retain(|group| !group.is_empty());
        self.not.retain(|excluded| excluded != value);
    }

    /// Makes the chosen values alternatives of each other (any), or all needed.
    pub fn set_any(&mut self, any: bool) {
        let values = self.groups.concat();
        self.groups = if any && !values.is_empty() {
            vec![values]
        } else {
            values.into_iter().map(|value| vec![value]).collect()
        };
    }
}

/// A day (`2021-09-15`), a month (`2021-09`) or a year (`2021`) at an end of a range of days.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayBound(String);

impl DayBound {
    /// The bound, if `text` is one of the three forms and exists in the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let exists = match text.len() {
            4 => is_day(&format!("{text}-01-01")),
            7 => is_day(&format!("{text}-01")),
            _ => is_day(text),
        };
        exists.then(|| Self(text.to_owned()))
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day itself, where the bound is one.
    pub fn day(&self) -> Option<&str> {
        (self.0.len() == 10).then_some(&self.0)
    }

    /// `month`, cut to the precision of the bound, beside the bound cut to the precision of months.
    pub fn beside<'a>(&'a self, month: &'a str) -> (&'a str, &'a str) {
        let precision = self.0.len().min(month.len());
        (month.get(..precision).unwrap_or(month), self.0.get(..precision).unwrap_or(&self.0))
    }
}

impl Filter {
    /// How many values were chosen in all facets; at most [`MOST_CHOICES`](crate::limits::MOST_CHOICES) are read of an address.
    pub fn choices(&self) -> usize {
        self.facets.iter().map(|(_, selection)| selection.choices()).sum()
    }

    /// Whether every post passes.
    pub fn is_empty(&self) -> bool {
        self.needed_facets().next().is_none() && self.from.is_none() && self.to.is_none() && !self.is_search()
    }

    /// The facets in which something was chosen.
    pub fn needed_facets(&self) -> impl Iterator<Item = FacetName> {
        self.facets.iter().filter(|(_, selection)| !selection.is_empty()).map(|(name, _)| name)
    }

    /// `true` if there are words to look for.
    pub fn is_search(&self) -> bool {
        !as_seen(&self.query).is_empty()
    }
}

// Random input needs random numbers, of which a bare wasm32 has none.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn choosing_and_excluding() {
        let mut selection = Selection::default();
        assert_eq!(selection.any(), None);
        selection.require("a", false);
        selection.require("b", false);
        assert_eq!(
            (selection.groups.as_slice(), selection.any()),
            (&[vec!["a".to_owned()], vec!["b".to_owned()]][..], Some(false))
        );
        selection.set_any(true);
        selection.require("c", true);
        assert_eq!((selection.groups.concat().len(), selection.any()), (3, Some(true)));
        selection.exclude("b");
        assert!(selection.excludes("b") && !selection.requires("b") && selection.requires("c"));
        for value in ["a", "b", "c"] {
            selection.remove(value);
        }
        selection.set_any(true);
        assert!(selection.is_empty());
    }

    #[test]
    fn bounds() {
        for text in ["2021", "2021-09", "2021-09-15"] {
            assert_eq!(DayBound::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "21", "2021-13", "2021-02-30", "2021-9", "二〇二一"] {
            assert_eq!(DayBound::parse(text), None, "{text}");
        }
    }
}
