//! The interface's texts, which the build puts into the scripts and the style sheet.

use std::path::Path;

use anyhow::Result;
use broadsheet_texts::Catalog;

/// The files of texts, one a language.
const FOLDER: &str = "src/i18n/texts";
/// The choice of a language, which several scripts include.
const LANGUAGE_SCRIPT: &str = "language.js";
/// Begins a line of a script that stands for the content of another script in `static/`.
const INCLUDE: &str = "// @include ";

/// Reads the texts. Fails with everything that is wrong with them.
pub(crate) fn read(root: &Path) -> Result<Catalog> {
    Ok(Catalog::read(&root.join(FOLDER))?)
}

/// Reads a script in `static/`, with the scripts and the texts that it asks for.
pub(crate) fn script(root: &Path, texts: &Catalog, name: &str) -> Result<String> {
    let mut script = String::new();
    for line in source(root, name)?.lines() {
        match line.trim_start().strip_prefix(INCLUDE) {
            Some(included) => script.push_str(&source(root, included)?),
            None => script.push_str(line),
        }
        script.push('\n');
    }
    Ok(texts.fill_script(&script)?)
}

fn source(root: &Path, name: &str) -> Result<String> {
    Ok(fs_err::read_to_string(root.join("static").join(name))?)
}

/// Returns the choice of a language as a module for tests in Node, which exports `languageOf`.
pub(crate) fn language_module(root: &Path) -> Result<String> {
    let script = script(root, &read(root)?, LANGUAGE_SCRIPT)?;
    Ok(script + "\nexport { languageOf };\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_find_their_texts_and_what_they_include() {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        let texts = read(root).expect("the files agree");
        for name in ["boot.js", "embed-more.js"] {
            let filled = script(root, &texts, name).expect("its texts are there");
            for part in ["function languageOf(", "[\"zh-tw\",\"zh-Hant\"]", "retry:\"重试\""] {
                assert!(filled.contains(part), "{part}");
            }
            assert!(!filled.contains("textsOf(") && !filled.contains("languageRanges("));
        }
        let element = script(root, &texts, "embed.js").expect("what it includes is there");
        assert!(element.contains("function toQuery(") && !element.contains(INCLUDE));
        let module = language_module(root).expect("it is there");
        assert!(module.contains("new Map([[\"en\",\"en\"]"));
    }
}
