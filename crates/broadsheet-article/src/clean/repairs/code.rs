//! Code: its language by the name that reading knows, and its lines.

use super::set;
use crate::names::{Attribute, Tag};
use crate::source::{Content, Element, NodeId, Source};

/// How many elements around a `pre` may name its language.
const AROUND: usize = 6;

/// Gives a `pre` the class `language-…`, wherever a highlighter wrote the name.
pub(super) fn language(source: &mut Source, id: NodeId) {
    if source.tag(id) != Some(Tag::Pre) {
        return;
    }
    let inner = source.children(id).filter_map(|child| source.element(child));
    let own = source.element(id).into_iter().chain(inner).find_map(named);
    let found = own.or_else(|| {
        let mut outer = source.parent(id);
        for _ in 0..AROUND {
            let element = source.element(outer?)?;
            // A box with other text names the language of something else, or of nothing.
            if !matches!(
                element.tag,
                Some(Tag::Div | Tag::Figure | Tag::Table | Tag::Tbody | Tag::Tr | Tag::Td | Tag::Span)
            ) {
                return None;
            }
            if let Some(language) = around(element) {
                return Some(language);
            }
            outer = source.parent(outer?);
        }
        None
    });
    // Names that are none, too, must not be read as one.
    let inner: Vec<NodeId> =
        source.children(id).filter(|&child| source.tag(child) == Some(Tag::Code)).collect();
    for id in inner.into_iter().chain([id]) {
        if source.element(id).is_some_and(|element| !element.classes().any(|class| LINES.contains(&class))) {
            set(source, id, Attribute::Class, String::new());
        }
    }
    if let Some(language) = found {
        set(source, id, Attribute::Class, ["language-", &language].concat());
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

/// A language's name as reading permits it; nothing for those that say there is none.
fn language_name(name: &str) -> Option<String> {
    let name = name.trim().to_ascii_lowercase();
    // `lang-en` on code is what people read, not what machines do.
    let none = matches!(
        name.as_str(),
        "" | "none" | "plain" | "plaintext" | "text" | "txt" | "nohighlight" | "auto"
    );
    let fits = name.len() <= 32
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'#' | b'.'));
    (!none && fits).then_some(name)
}

/// Names that are languages where they stand among other words.
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

/// Words of elements that are one line of code each.
const LINES: [&str; 7] =
    ["code-line", "codeline", "crayon-line", "hljs-ln-line", "line", "token-line", "view-line"];

/// Parts lines of code that nothing in the markup parts.
pub(super) fn lines(source: &mut Source, id: NodeId) {
    if source.tag(id) != Some(Tag::Pre) {
        return;
    }
    let lines: Vec<NodeId> = source.descendants(id).filter(|&inner| is_line(source, inner)).collect();
    for pair in lines.windows(2) {
        let [line, next] = *pair else { continue };
        if !is_parted(source, line, next) {
            let feed = source.add(Content::Text("\n".to_owned()));
            source.insert_before(next, feed);
        }
    }
}

fn is_line(source: &Source, id: NodeId) -> bool {
    source.element(id).is_some_and(|element| {
        matches!(element.tag, Some(Tag::Span | Tag::Code))
            && element.classes().any(|class| LINES.contains(&class))
    })
}

/// Whether a new line begins between the end of the text before `next` and `next`, which follows `line`.
fn is_parted(source: &Source, line: NodeId, next: NodeId) -> bool {
    let mut at = source.following(line, Source::ROOT);
    // An empty line has nothing to part but itself.
    let mut parted = false;
    while let Some(id) = at.filter(|&id| id != next) {
        match source.content(id) {
            Content::Text(text) if text.ends_with(['\n', '\r']) => parted = true,
            Content::Text(text) if !text.is_empty() => parted = text.trim_matches(' ').ends_with('\n'),
            Content::Element(element)
                if matches!(element.tag, Some(Tag::Br | Tag::Div | Tag::P | Tag::Li)) =>
            {
                parted = true;
            }
            _ => {}
        }
        at = source.following(id, Source::ROOT);
    }
    parted
}
