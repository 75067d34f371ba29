//! Code: the class that names its language.

use super::code_lines::is_named_line;
use super::repair::{Apply, Repair, set_attribute};
use crate::document::{Document, Element, NodeId};
use crate::vocabulary::{Attribute, Tag};

/// Gives code the class that names its language.
pub(super) const CODE_LANGUAGE: Repair = Repair {
    name: "code-language",
    reason: "highlighters name the language of code in many ways",
    apply: Apply::ToElement(name_language),
    #[cfg(test)]
    cases: &[
        (
            "<div class='highlight highlight-source-rust'><pre>a</pre></div>",
            "<pre><code class=\"language-rust\">a</code></pre>",
        ),
        (
            "<pre class='brush: php; toolbar: false'>a</pre>",
            "<pre><code class=\"language-php\">a</code></pre>",
        ),
        (
            "<pre><code class='hljs python'>a</code></pre>",
            "<pre><code class=\"language-python\">a</code></pre>",
        ),
        ("<pre data-lang=C++>a</pre>", "<pre><code class=\"language-c++\">a</code></pre>"),
        (
            "<div class='language-sh highlighter-rouge'><div class=highlight><pre class=highlight><code>a</code></pre></div></div>",
            "<pre><code class=\"language-sh\">a</code></pre>",
        ),
        (
            "<figure class='highlight js'><table><tr><td class=gutter><pre>1</pre></td><td class=code><pre>keep_the_gate(open).for_ships()</pre></td></tr></table></figure>",
            "<figure><pre><code class=\"language-js\">keep_the_gate(open).for_ships()</code></pre></figure>",
        ),
        ("<pre class='language-none'>a</pre>", "<pre>a</pre>"),
        (
            "<div lang=en class='lang-en'><p>a</p><pre>b</pre></div>",
            "<p>a</p><pre><code class=\"language-en\">b</code></pre>",
        ),
    ],
};

/// Number of elements around a `pre` that may name its language.
const AROUND: usize = 6;

/// Gives a `pre` the class `language-…`, wherever a highlighter put the name.
fn name_language(document: &mut Document, id: NodeId) {
    if document.tag(id) != Some(Tag::Pre) {
        return;
    }
    let inner = document.children(id).filter_map(|child| document.element(child));
    let own = document.element(id).into_iter().chain(inner).find_map(named);
    let found = own.or_else(|| {
        let mut outer = document.parent(id);
        for _ in 0..AROUND {
            let element = document.element(outer?)?;
            // A box with other text names another language, or none.
            if !matches!(
                element.tag,
                Some(Tag::Div | Tag::Figure | Tag::Table | Tag::Tbody | Tag::Tr | Tag::Td | Tag::Span)
            ) {
                return None;
            }
            if let Some(language) = around(element) {
                return Some(language);
            }
            outer = document.parent(outer?);
        }
        None
    });
    // A class that is no language must not be taken for one.
    let inner: Vec<NodeId> =
        document.children(id).filter(|&child| document.tag(child) == Some(Tag::Code)).collect();
    for id in inner.into_iter().chain([id]) {
        if document.element(id).is_some_and(|element| !is_named_line(element)) {
            set_attribute(document, id, Attribute::Class, String::new());
        }
    }
    if let Some(language) = found {
        set_attribute(document, id, Attribute::Class, ["language-", &language].concat());
    }
}

/// The language that a `pre` or the `code` in it names.
fn named(element: &Element) -> Option<String> {
    around(element).or_else(|| {
        let class = element.get(Attribute::Class).unwrap_or_default();
        // SyntaxHighlighter: `brush: php; toolbar: false`.
        let brush =
            class.split_once("brush:").and_then(|(_, rest)| rest.trim_start().split([';', ' ']).next());
        // highlight.js and pandoc name the language beside their own class.
        let mut words = class.split_ascii_whitespace();
        let beside = || {
            words
                .by_ref()
                .find(|word| matches!(*word, "hljs" | "sourceCode" | "highlight"))
                .and_then(|_| words.find(|word| KNOWN.contains(word)))
        };
        brush
            .or_else(beside)
            .or_else(|| {
                [Attribute::DataLang, Attribute::DataLanguage].iter().find_map(|&name| element.get(name))
            })
            .and_then(language_name)
    })
}

/// The language that a class names with certainty.
fn around(element: &Element) -> Option<String> {
    element
        .classes()
        .find_map(|class| {
            ["language-", "lang-", "highlight-source-", "highlight-text-", "brush-"]
                .iter()
                .find_map(|prefix| class.strip_prefix(prefix))
                .and_then(language_name)
        })
        .or_else(|| {
            // Hexo: `figure.highlight.js`.
            let mut words = element.classes();
            (element.tag == Some(Tag::Figure) && words.next() == Some("highlight"))
                .then(|| words.find(|word| KNOWN.contains(word)).and_then(language_name))
                .flatten()
        })
}

/// The name of a language, normalised; `None` for invalid names and those that mean none.
fn language_name(name: &str) -> Option<String> {
    let name = name.trim().to_ascii_lowercase();
    // `lang-en` on code is a natural language.
    let none = matches!(
        name.as_str(),
        "" | "none" | "plain" | "plaintext" | "text" | "txt" | "nohighlight" | "auto"
    );
    let fits = name.len() <= 32
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'#' | b'.'));
    (!none && fits).then_some(name)
}

/// `true` for the name of a language, in any case.
pub(super) fn is_language(name: &str) -> bool {
    KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Names that are languages when they are among other class names.
const KNOWN: [&str; 34] = [
    "bash",
    "c",
    "c++",
    "clojure",
    "cpp",
    "cs",
    "csharp",
    "css",
    "diff",
    "elixir",
    "go",
    "haskell",
    "html",
    "ini",
    "java",
    "javascript",
    "js",
    "json",
    "kotlin",
    "lua",
    "makefile",
    "markdown",
    "perl",
    "php",
    "python",
    "r",
    "ruby",
    "rust",
    "sh",
    "sql",
    "swift",
    "ts",
    "typescript",
    "yaml",
];
