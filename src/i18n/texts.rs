//! The texts of each language, made by `build.rs` of the files in `texts/`.

use super::language::Language;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// A text with a form for each plural category of its language.
/// [`Formats::plural`](super::Formats::plural) chooses.
#[derive(Debug, PartialEq, Eq)]
pub struct Plural {
    /// The category, as `Intl.PluralRules` names it, and the form of each but `other`.
    pub(super) forms: &'static [(&'static str, &'static str)],
    /// The form of every number that has none of its own.
    pub(super) other: &'static str,
}

impl Plural {
    /// Returns the form for the number whose category `category_of` says, which is not asked if
    /// there is but one form.
    pub(super) fn form(&self, category_of: impl FnOnce() -> String) -> &'static str {
        if self.forms.is_empty() {
            return self.other;
        }
        let category = category_of();
        let form = self.forms.iter().find(|(name, _)| *name == category);
        form.map_or(self.other, |(_, form)| form)
    }
}

#[cfg(test)]
mod tests {
    use broadsheet_bundle::Facet;

    use super::*;

    #[test]
    fn every_facet_has_a_title() {
        for language in Language::ALL {
            for facet in Facet::ALL {
                assert!(!language.texts().facet_title(facet.title_key()).is_empty(), "{facet:?}");
            }
        }
    }

    #[test]
    fn numbers_without_a_form_of_their_own_take_the_common_one() {
        let text = Plural { forms: &[("few", "2 posts"), ("one", "1 post")], other: "many posts" };
        for (category, form) in
            [("one", "1 post"), ("few", "2 posts"), ("many", "many posts"), ("other", "many posts")]
        {
            assert_eq!(text.form(|| category.to_owned()), form);
        }
        let text = Plural { forms: &[], other: "posts" };
        assert_eq!(text.form(|| unreachable!("there is one form")), "posts");
    }
}
