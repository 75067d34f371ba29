//! The texts as scripts and the style sheet have them.

use std::fmt::Write as _;

use crate::catalog::Catalog;
use crate::error::Error;

/// Begins the call that becomes a table of texts by language: `textsOf("retry", "reload")`.
const TEXTS: &str = "textsOf(";
/// The call that becomes the pairs of a range of readers' tags and the language it leads to.
const RANGES: &str = "languageRanges()";

impl Catalog {
    /// Returns a script with its calls of `textsOf` and `languageRanges` replaced by what they
    /// stand for.
    pub fn fill_script(&self, script: &str) -> Result<String, Error> {
        let mut filled = String::with_capacity(script.len());
        let mut rest = script;
        while let Some((before, after)) = rest.split_once(TEXTS) {
            let (arguments, after) = after.split_once(')').unwrap_or((after, ""));
            filled.push_str(before);
            filled.push_str(&self.table(&literals(arguments)?)?);
            rest = after;
        }
        filled.push_str(rest);
        Ok(if filled.contains(RANGES) { filled.replace(RANGES, &self.ranges()) } else { filled })
    }

    /// Returns a style sheet whose strings of the form `"{key}"` are replaced by the text in every
    /// language, one a line.
    pub fn fill_styles(&self, styles: &str) -> Result<String, Error> {
        let mut filled = String::with_capacity(styles.len());
        let mut rest = styles;
        while let Some((before, after)) = rest.split_once("\"{") {
            let (key, after) = after.split_once("}\"").unwrap_or((after, ""));
            let mut texts = Vec::new();
            for language in &self.languages {
                texts.push(Self::text(language, key)?.main().replace('"', "\\\""));
            }
            let _ = write!(filled, "{before}\"{}\"", texts.join("\\A "));
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// The texts `keys` by language, as an object.
    fn table(&self, keys: &[&str]) -> Result<String, Error> {
        let mut languages = Vec::new();
        for language in &self.languages {
            let mut texts = Vec::new();
            for key in keys {
                texts.push(format!("{key}:{}", literal(Self::text(language, key)?.main())));
            }
            let is_word = language.tag.chars().all(|char| char.is_ascii_alphanumeric());
            let tag = if is_word { language.tag.clone() } else { literal(&language.tag) };
            languages.push(format!("{tag}:{{{}}}", texts.join(",")));
        }
        Ok(format!("{{{}}}", languages.join(",")))
    }

    fn ranges(&self) -> String {
        let mut pairs = Vec::new();
        for language in &self.languages {
            for range in &language.ranges {
                pairs.push(format!("[{},{}]", literal(range), literal(&language.tag)));
            }
        }
        format!("[{}]", pairs.join(","))
    }
}

/// Returns the contents of the string literals that `arguments` lists. None of ours has a comma in
/// it.
fn literals(arguments: &str) -> Result<Vec<&str>, Error> {
    let mut texts = Vec::new();
    for argument in arguments.split(',').map(str::trim).filter(|argument| !argument.is_empty()) {
        let text = argument.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        texts.push(text.ok_or_else(|| Error::NotLiterals(argument.to_owned()))?);
    }
    Ok(texts)
}

/// `text` as a string literal of JavaScript.
fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> Catalog {
        let file = |name: &str, ranges: &str, retry: &str| {
            format!(
                "name = \"{name}\"\nranges = {ranges}\n[viewer]\n[page]\nretry = '{retry}'\nreload = 'L'\n"
            )
        };
        let files =
            [("zh-Hant", file("Z", "[\"zh-tw\"]", "重試")), ("en", file("E", "[\"en\"]", "Say \"r\""))];
        Catalog::parse(files).expect("they agree")
    }

    #[test]
    fn scripts_get_the_texts_that_they_name() {
        let script = "a = textsOf(\n  \"retry\",\n  \"reload\",\n);\nb = languageRanges();";
        let expected = "a = {en:{retry:\"Say \\\"r\\\"\",reload:\"L\"},\"zh-Hant\":{retry:\"重試\",reload:\"L\"}};\n\
            b = [[\"en\",\"en\"],[\"zh-tw\",\"zh-Hant\"]];";
        assert_eq!(catalog().fill_script(script).expect("both are there"), expected);
        let error = catalog().fill_script("textsOf(\"nothing\")").expect_err("no such text");
        assert_eq!(error.to_string(), "there is no text `nothing` in en.toml");
        assert!(matches!(catalog().fill_script("textsOf(name)"), Err(Error::NotLiterals(_))));
    }

    #[test]
    fn style_sheets_get_a_text_in_every_language() {
        let filled = catalog().fill_styles("a { content: \"{retry}\"; b: \"x\" }").expect("it is there");
        assert_eq!(filled, "a { content: \"Say \\\"r\\\"\\A 重試\"; b: \"x\" }");
        assert!(catalog().fill_styles("\"{nothing}\"").is_err());
    }
}
