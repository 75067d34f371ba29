//! All languages together.

use std::path::Path;

use crate::check::check;
use crate::error::{Error, SOURCE};
use crate::language::{Language, Text};

/// The texts of every language of the interface, checked: each has those of English, with the same
/// placeholders.
#[derive(Debug)]
pub struct Catalog {
    /// By their tags.
    pub(crate) languages: Vec<Language>,
}

impl Catalog {
    /// Reads the files `TAG.toml` of a folder. Fails with everything that is wrong with them.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Io { path, source }
        };
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(failed(folder))? {
            let path = entry.map_err(failed(folder))?.path();
            let Some(tag) = path.file_stem().and_then(|name| name.to_str()) else { continue };
            if path.extension().is_some_and(|ending| ending == "toml") {
                files.push((tag.to_owned(), std::fs::read_to_string(&path).map_err(failed(&path))?));
            }
        }
        Self::parse(files)
    }

    /// Reads languages from pairs of tag and file content. Fails with everything that is wrong with
    /// them.
    pub fn parse(files: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<str>)>) -> Result<Self, Error> {
        let (mut languages, mut faults) = (Vec::new(), Vec::new());
        for (tag, source) in files {
            languages.push(Language::parse(tag.as_ref(), source.as_ref(), &mut faults)?);
        }
        languages.sort_by(|left, right| left.tag.cmp(&right.tag));
        check(&languages, &mut faults);
        if faults.is_empty() { Ok(Self { languages }) } else { Err(Error::Faults(faults)) }
    }

    /// Returns the text `key` of `language`, whichever section has it.
    pub(crate) fn text<'a>(language: &'a Language, key: &str) -> Result<&'a Text, Error> {
        let text = language.viewer.get(key).or_else(|| language.page.get(key));
        text.ok_or_else(|| Error::UnknownText(key.to_owned()))
    }

    /// Returns the language that the others are translated from.
    pub(crate) fn source(&self) -> Option<&Language> {
        self.languages.iter().find(|language| language.tag == SOURCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fault;

    const ENGLISH: &str = r#"
        name = "English"
        ranges = ["en"]
        [viewer]
        shown = { one = "one of {total}", other = "{shown} of {total}" }
        close = "Close"
        [page]
        retry = "Retry"
    "#;

    fn faults(other: &str) -> Vec<Fault> {
        match Catalog::parse([("en", ENGLISH), ("xx", other)]) {
            Err(Error::Faults(faults)) => faults,
            other => panic!("{other:?}"),
        }
    }

    /// A sound file of a second language with `from` replaced.
    fn other(from: &str, to: &str) -> String {
        let sound = "name = \"X\"\nranges = [\"xx\"]\n[viewer]\nshown = \"{shown} / {total}\"\nclose = \"x\"\n[page]\nretry = \"r\"\n";
        assert!(sound.contains(from));
        sound.replacen(from, to, 1)
    }

    #[test]
    fn a_sound_language_needs_no_plural_forms() {
        assert!(Catalog::parse([("en", ENGLISH), ("xx", &other("", ""))]).is_ok());
    }

    #[test]
    fn every_fault_names_the_text_and_its_language() {
        for (from, to, fault) in [
            ("close = \"x\"", "", "xx.toml: [viewer] lacks `close`"),
            ("retry", "again = \"a\"\nretry", "xx.toml: [page] has `again`, which en.toml does not have"),
            ("{shown} / ", "", "xx.toml: `shown` has the placeholders {total} instead of {shown, total}"),
            (
                "\"{shown} / {total}\"",
                "{ few = \"{all}\", other = \"{shown} / {total}\" }",
                "xx.toml: `shown` has the placeholders {all} instead of {shown, total}",
            ),
            (
                "\"{shown} / {total}\"",
                "{ few = \"{shown}\" }",
                "xx.toml: `shown` has to be a table with the category other",
            ),
            ("\"x\"", "{ other = \"x\" }", "xx.toml: `close` has to be a string, as in English"),
            ("\"x\"", "3", "xx.toml: `close` has to be a string, or a table of plural forms"),
            ("[\"xx\"]", "[\"en\"]", "xx.toml: `ranges` has `en`, which another language has as well"),
            ("[page]", "retry = \"r\"\n[page]", "xx.toml: `retry` is in both sections"),
            ("name = \"X\"", "", "xx.toml: `name` has to be a string"),
        ] {
            let found: Vec<_> = faults(&other(from, to)).iter().map(ToString::to_string).collect();
            assert!(found.contains(&fault.to_owned()), "{fault}: {found:?}");
        }
    }

    #[test]
    fn a_broken_file_is_named() {
        let error = Catalog::parse([("en", ENGLISH), ("xx", "name")]).expect_err("no TOML").to_string();
        assert!(error.starts_with("xx.toml: "), "{error}");
        assert!(Catalog::parse([("xx", other("", ""))]).is_err());
    }
}
