//! The choices of a filter.

use super::partial_date::PartialDate;
use crate::facet::{Facet, PerFacet};
use crate::text::as_seen;

/// A user's choices. The default lets every post through, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// The choices within each facet; all of them have to hold.
    pub facets: PerFacet<Selection>,
    /// First day, included; a month counts from its first.
    pub from: Option<PartialDate>,
    /// Last day, included; a month counts to its last.
    pub to: Option<PartialDate>,
    /// The search as typed: each word has to stand in the title, an author's name or a tag.
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

/// The way in which the chosen values of a facet combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchMode {
    /// A post needs at least one of them.
    Any,
    /// A post needs all of them.
    All,
}

/// Choices within a facet: a post needs a value of each group, and none of the excluded ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Groups of values: a post needs at least one value of each.
    pub groups: Vec<Vec<String>>,
    /// Values that a post must not have.
    pub excluded: Vec<String>,
}

impl Selection {
    /// `true` if nothing was chosen.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.excluded.is_empty()
    }

    /// Number of values that were chosen.
    pub fn choices(&self) -> usize {
        self.groups.iter().map(Vec::len).sum::<usize>() + self.excluded.len()
    }

    /// `true` if `value` is in a group.
    pub fn requires(&self, value: &str) -> bool {
        self.groups.iter().flatten().any(|chosen| chosen == value)
    }

    /// `true` if a post must not have `value`.
    pub fn excludes(&self, value: &str) -> bool {
        self.excluded.iter().any(|excluded| excluded == value)
    }

    /// The way in which the values of the groups combine; `None` if fewer than two are chosen.
    pub fn match_mode(&self) -> Option<MatchMode> {
        match self.groups.as_slice() {
            [group] if group.len() > 1 => Some(MatchMode::Any),
            [] | [_] => None,
            _ => Some(MatchMode::All),
        }
    }

    /// Adds `value`: as one more alternative, or as one more that is needed.
    pub fn require(&mut self, value: &str, mode: MatchMode) {
        self.remove(value);
        match self.groups.first_mut() {
            Some(group) if mode == MatchMode::Any => group.push(value.to_owned()),
            _ => self.groups.push(vec![value.to_owned()]),
        }
    }

    /// Adds `value` to the excluded ones.
    pub fn exclude(&mut self, value: &str) {
        self.remove(value);
        self.excluded.push(value.to_owned());
    }

    /// Removes `value` from the choices.
    pub fn remove(&mut self, value: &str) {
        self.groups.iter_mut().for_each(|group| group.retain(|chosen| chosen != value));
        self.groups.retain(|group| !group.is_empty());
        self.excluded.retain(|excluded| excluded != value);
    }

    /// Makes the chosen values alternatives of each other, or all needed.
    pub fn set_match_mode(&mut self, mode: MatchMode) {
        let values = self.groups.concat();
        self.groups = if mode == MatchMode::Any && !values.is_empty() {
            vec![values]
        } else {
            values.into_iter().map(|value| vec![value]).collect()
        };
    }
}

impl Filter {
    /// Number of values that were chosen in all facets; at most
    /// [`MAX_FILTER_VALUES`](crate::format::limits::MAX_FILTER_VALUES) are read from a URL.
    pub fn choices(&self) -> usize {
        self.facets.iter().map(|(_, selection)| selection.choices()).sum()
    }

    /// `true` if every post passes.
    pub fn is_empty(&self) -> bool {
        self.active_facets().next().is_none() && self.from.is_none() && self.to.is_none() && !self.is_search()
    }

    /// The facets in which something was chosen.
    pub fn active_facets(&self) -> impl Iterator<Item = Facet> {
        self.facets.iter().filter(|(_, selection)| !selection.is_empty()).map(|(name, _)| name)
    }

    /// `true` if there are words to look for.
    pub fn is_search(&self) -> bool {
        !as_seen(&self.query).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choosing_and_excluding() {
        let mut selection = Selection::default();
        assert_eq!(selection.match_mode(), None);
        selection.require("a", MatchMode::All);
        selection.require("b", MatchMode::All);
        assert_eq!(
            (selection.groups.as_slice(), selection.match_mode()),
            (&[vec!["a".to_owned()], vec!["b".to_owned()]][..], Some(MatchMode::All))
        );
        selection.set_match_mode(MatchMode::Any);
        selection.require("c", MatchMode::Any);
        assert_eq!((selection.groups.concat().len(), selection.match_mode()), (3, Some(MatchMode::Any)));
        selection.exclude("b");
        assert!(selection.excludes("b") && !selection.requires("b") && selection.requires("c"));
        for value in ["a", "b", "c"] {
            selection.remove(value);
        }
        selection.set_match_mode(MatchMode::Any);
        assert!(selection.is_empty());
    }
}
