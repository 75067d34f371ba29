//! The languages compared with English.

use std::collections::BTreeSet;

use crate::error::{Fault, SOURCE};
use crate::language::{Language, Text, Texts, placeholders};

/// Adds to `faults` where `languages` differ from the source language, and where they contradict
/// each other.
pub(crate) fn check(languages: &[Language], faults: &mut Vec<Fault>) {
    let Some(source) = languages.iter().find(|language| language.tag == SOURCE) else {
        let expected = "there: the other languages are compared with it";
        faults.push(Fault::Kind { language: SOURCE.to_owned(), key: "the file".to_owned(), expected });
        return;
    };
    let mut ranges = BTreeSet::new();
    for language in languages {
        for range in &language.ranges {
            if !ranges.insert(range) {
                faults.push(Fault::Range { language: language.tag.clone(), range: range.clone() });
            }
        }
        for key in language.viewer.keys().filter(|key| language.page.contains_key(*key)) {
            faults.push(Fault::Twice { language: language.tag.clone(), key: key.clone() });
        }
        section("viewer", &language.tag, &source.viewer, &language.viewer, faults);
        section("page", &language.tag, &source.page, &language.page, faults);
    }
}

fn section(name: &'static str, tag: &str, source: &Texts, texts: &Texts, faults: &mut Vec<Fault>) {
    let language = || tag.to_owned();
    for key in source.keys().filter(|key| !texts.contains_key(*key)) {
        faults.push(Fault::Missing { language: language(), section: name, key: key.clone() });
    }
    for (key, text) in texts {
        let Some(expected) = source.get(key) else {
            faults.push(Fault::Unknown { language: language(), section: name, key: key.clone() });
            continue;
        };
        if matches!((expected, text), (Text::Plain(_), Text::Plural { .. })) {
            let expected = "a string, as in English";
            faults.push(Fault::Kind { language: language(), key: key.clone(), expected });
        }
        let (expected, found) = (placeholders(expected.main()), placeholders(text.main()));
        let mut wrong = (expected != found).then_some(found);
        if let Text::Plural { forms, .. } = text {
            // A form for one number alone may write that number itself.
            let mut forms = forms.values().map(|form| placeholders(form));
            wrong = wrong.or_else(|| forms.find(|found| !found.is_subset(&expected)));
        }
        if let Some(found) = wrong {
            let join = |names: BTreeSet<&str>| names.into_iter().collect::<Vec<_>>().join(", ");
            let (expected, found) = (join(expected), join(found));
            faults.push(Fault::Placeholders { language: language(), key: key.clone(), expected, found });
        }
    }
}
