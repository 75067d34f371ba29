//! The interface's texts, which the build puts into the scripts and the style sheet.

use std::path::Path;

use anyhow::Result;
use broadsheet_texts::Catalog;

/// The files of texts, one a language.
const FOLDER: &str = "src/i18n/texts";
/// The choice of a language, and the line of a script that stands for it.
const LANGUAGE_SCRIPT: &str = "static/language.js";
const INCLUDE_LANGUAGE: &str = "// @include language.js";

/// Reads the texts. Fails with everything that is wrong with them.
pub(crate) fn read(root: &Path) -> Result<Catalog> {
    Ok(Catalog::read(&root.join(FOLDER))?)
}

/// Returns a script with the texts and the choice of a language, if it asks for them.
pub(crate) fn fill_script(root: &Path, texts: &Catalog, script: &str) -> Result<String> {
    let script = if script.contains(INCLUDE_LANGUAGE) {
        &script.replace(INCLUDE_LANGUAGE, &language_script(root)?)
    } else {
        script
    };
    Ok(texts.fill_script(script)?)
}

fn language_script(root: &Path) -> Result<String> {
    let path = root.join(LANGUAGE_SCRIPT);
    Ok(fs_err::read_to_string(&path)?)
}

/// Returns the choice of a language as a module for tests in Node, which exports `languageOf`.
pub(crate) fn language_module(root: &Path) -> Result<String> {
    let script = read(root)?.fill_script(&language_script(root)?)?;
    Ok(script + "\nexport { languageOf };\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_finds_its_texts() {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        let texts = read(root).expect("the files agree");
        for script in [include_str!("../../static/boot.js"), include_str!("../../static/embed-more.js")] {
            let filled = fill_script(root, &texts, script).expect("its texts are there");
            for part in ["function languageOf(", "[\"zh-tw\",\"zh-Hant\"]", "retry:\"重试\""] {
                assert!(filled.contains(part), "{part}");
            }
            assert!(!filled.contains("textsOf(") && !filled.contains("languageRanges("));
        }
        let module = language_module(root).expect("it is there");
        assert!(module.contains("new Map([[\"en\",\"en\"]"));
    }
}
