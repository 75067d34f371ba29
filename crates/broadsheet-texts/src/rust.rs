//! The texts as Rust code, for the program.

use std::fmt::Write as _;

use crate::catalog::Catalog;
use crate::error::Error;
use crate::language::{Language, Text, Texts};

impl Catalog {
    /// Returns the enum `Language` with its variants, tags and names, and `RANGES`, the readers'
    /// tags that lead to each.
    pub fn rust_languages(&self) -> String {
        let mut code = String::from(
            "/// A language of the interface.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]\npub enum Language {\n",
        );
        let source = self.source().map(|source| &source.tag);
        for language in &self.languages {
            if Some(&language.tag) == source {
                code.push_str("#[default]\n");
            }
            line(&mut code, format_args!("/// {}\n{},", language.name, variant(language)));
        }
        code.push_str("}\nimpl Language {\n");
        let variants: Vec<_> =
            self.languages.iter().map(|language| format!("Self::{}", variant(language))).collect();
        let (count, variants) = (variants.len(), variants.join(", "));
        line(
            &mut code,
            format_args!("/// All of them, by their tags.\npub const ALL: [Self; {count}] = [{variants}];"),
        );
        self.method(&mut code, "/// Returns the BCP 47 tag.", "tag(self) -> &'static str", |language| {
            format!("{:?}", language.tag)
        });
        self.method(
            &mut code,
            "/// Returns the language's own name.",
            "name(self) -> &'static str",
            |language| format!("{:?}", language.name),
        );
        code.push_str("}\n/// Primary subtag and another subtag of readers' tags, in lower case, and the language they lead to.\n");
        code.push_str("const RANGES: &[(&str, &str, Language)] = &[\n");
        for language in &self.languages {
            for range in &language.ranges {
                let (primary, other) = range.split_once('-').unwrap_or((range, ""));
                line(&mut code, format_args!("({primary:?}, {other:?}, Language::{}),", variant(language)));
            }
        }
        code.push_str("];\n");
        code
    }

    /// Returns the struct `Texts` and its value for each language. Uses `Language` and `Plural`.
    pub fn rust_texts(&self) -> String {
        let mut code = String::from(
            "/// Every text of the interface, in one language. `{…}` is replaced by `fill`.\n\
             #[allow(clippy::doc_markdown, reason = \"the comments are the English texts\")]\n\
             #[derive(Debug, PartialEq, Eq)]\npub struct Texts {\n",
        );
        let none = Texts::new();
        for (key, text) in self.source().map_or(&none, |source| &source.viewer) {
            let kind = if matches!(text, Text::Plain(_)) { "&'static str" } else { "Plural" };
            line(&mut code, format_args!("/// {}\npub {key}: {kind},", text.main().trim()));
        }
        code.push_str("}\nimpl Language {\n");
        self.method(
            &mut code,
            "/// Returns the texts in this language.",
            "texts(self) -> &'static Texts",
            |language| format!("&{}", constant(language)),
        );
        code.push_str(
            "}\nimpl Texts {\n/// Returns the title of a facet by its key, which begins with `facet_`; empty if there is none.\n\
             pub fn facet_title(&self, key: &str) -> &'static str { match key {\n",
        );
        let keys = self.source().map_or(&none, |source| &source.viewer).keys();
        for key in keys.filter(|key| key.starts_with("facet_")) {
            line(&mut code, format_args!("{key:?} => self.{key},"));
        }
        code.push_str("_ => \"\",\n} }\n}\n");
        for language in &self.languages {
            line(&mut code, format_args!("static {}: Texts = Texts {{", constant(language)));
            for (key, text) in &language.viewer {
                let plural = self.source().is_some_and(|source| {
                    source.viewer.get(key).is_some_and(|text| !matches!(text, Text::Plain(_)))
                });
                let value = if plural { plural_value(text) } else { format!("{:?}", text.main()) };
                line(&mut code, format_args!("{key}: {value},"));
            }
            code.push_str("};\n");
        }
        code
    }

    /// Returns an expression of a slice with an element for each language: its tag, the ranges of
    /// readers' tags that lead to it, and its texts `keys` in that order.
    pub fn rust_table(&self, keys: &[&str]) -> Result<String, Error> {
        let mut code = String::from("&[\n");
        for language in &self.languages {
            let mut texts = Vec::new();
            for key in keys {
                texts.push(Self::text(language, key)?.main());
            }
            line(&mut code, format_args!("({:?}, &{:?}, {texts:?}),", language.tag, language.ranges));
        }
        code.push(']');
        Ok(code)
    }

    fn method(&self, code: &mut String, comment: &str, signature: &str, value: impl Fn(&Language) -> String) {
        line(code, format_args!("{comment}\npub fn {signature} {{ match self {{"));
        for language in &self.languages {
            line(code, format_args!("Self::{} => {},", variant(language), value(language)));
        }
        code.push_str("} }\n");
    }
}

fn plural_value(text: &Text) -> String {
    let mut forms = String::new();
    if let Text::Plural { forms: by_category, .. } = text {
        for (category, form) in by_category {
            // Writing into a String cannot fail.
            let _ = write!(forms, "({category:?}, {form:?}), ");
        }
    }
    format!("Plural {{ forms: &[{forms}], other: {:?} }}", text.main())
}

/// The variant of a language: `ZhHans` for `zh-Hans`.
fn variant(language: &Language) -> String {
    let mut name = String::new();
    for subtag in language.tag.split('-') {
        let mut chars = subtag.chars();
        name.extend(chars.next().map(|char| char.to_ascii_uppercase()));
        name.push_str(chars.as_str());
    }
    name
}

/// The static of a language's texts: `ZH_HANS` for `zh-Hans`.
fn constant(language: &Language) -> String {
    language.tag.to_ascii_uppercase().replace('-', "_")
}

fn line(code: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing into a String cannot fail.
    let _ = writeln!(code, "{arguments}");
}
