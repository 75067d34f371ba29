//! Tags around text: notes, tabs, folded boxes and columns of Hexo's themes and of Hugo's.
//!
//! As with the containers of other Markdown, their marks go, and a title stays as a bold line; what
//! is folded away can be unfolded.

use broadsheet_article::{escape_attribute, escape_text};

use super::arguments::Arguments;
use super::looks::is_look;
use super::replacement::rendered;

/// The kinds of tags around text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// A part with a title.
    Titled,
    /// A part that is folded away behind its title.
    Folded,
    /// Nothing but a place or a look.
    Plain,
    /// The source of a drawing, in this language.
    Drawing(&'static str),
    /// A formula.
    Formula,
}

impl Container {
    /// The kind of a tag by its name.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "admonition" | "alert" | "alertbox" | "attention" | "callout" | "caution" | "danger"
            | "error" | "hint" | "important" | "info" | "message" | "note" | "notice" | "primary"
            | "quote" | "success" | "tip" | "warn" | "warning" | "tab" | "step" | "timeline" | "timenode"
            | "card" | "feature" | "panel" | "aside" | "box" => Self::Titled,
            "accordion" | "accordionItem" | "collapse" | "collapsible" | "details" | "expand"
            | "expandable" | "fold" | "folding" | "hidden" | "hideBlock" | "hideToggle" | "spoiler"
            | "toggle" => Self::Folded,
            "tabs" | "columns" | "column" | "col" | "row" | "grid" | "center" | "centerquote" | "cq"
            | "cards" | "div" | "wrap" | "wrapper" | "gallery" | "galleryGroup" | "gp" | "grouppicture"
            | "left" | "right" | "justify" | "raw" | "rawhtml" | "raw_html" | "html" | "unsafe"
            | "markdown" | "steps" | "timeline-wrapper" | "accordions" | "lead" | "section" | "block"
            | "border" | "carousel" | "swiper" | "snap" | "typeit" | "site-only" | "unlock" => Self::Plain,
            "mermaid" => Self::Drawing("mermaid"),
            "plantuml" => Self::Drawing("plantuml"),
            "flow" | "flowchart" => Self::Drawing("flow"),
            "sequence" => Self::Drawing("sequence"),
            "graphviz" | "dot" => Self::Drawing("dot"),
            "chart" | "echarts" => Self::Drawing("json"),
            "katex" | "math" => Self::Formula,
            _ => return None,
        })
    }
}

/// The start tag of the link that a shortcode makes of the text that it stands around.
pub(super) fn link(name: &str, arguments: &str) -> Option<String> {
    if !matches!(name, "btn" | "button" | "link" | "linkcard") {
        return None;
    }
    let arguments = Arguments::read(arguments);
    let address = arguments.named(&["href", "url", "link", "relref", "ref"]).or(arguments.first())?;
    Some(format!("<a href=\"{}\">", escape_attribute(address)))
}

/// The title of a part: the argument of such a name, or the words that say neither a kind nor a
/// look.
pub(super) fn title(arguments: &str) -> String {
    let arguments = Arguments::read(arguments);
    let names = ["title", "summary", "caption", "header", "heading", "label", "name", "tabname", "author"];
    if let Some(title) = arguments.named(&names) {
        return title.to_owned();
    }
    let words = arguments.unnamed.iter().map(String::as_str);
    let mut words: Vec<&str> = words.skip_while(|word| is_look(word)).collect();
    while words.len() > 1 && words.last().is_some_and(|word| is_look(word)) {
        words.pop();
    }
    // The name of an icon or of a kind that a site has itself.
    if let [word] = words[..]
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    {
        words.clear();
    }
    words.join(" ")
}

/// The title in a comment that begins a part within tags: `<!-- tab Title@icon -->`.
pub(super) fn comment_title<'a>(comment: &'a str, name: &str) -> Option<&'a str> {
    let rest = comment.trim().strip_prefix(name)?;
    let title = rest.strip_prefix(char::is_whitespace).or_else(|| rest.is_empty().then_some(rest))?;
    Some(title.split('@').next().unwrap_or_default().trim())
}

/// The opening of what a tag stands for. `prefix` is that of its line, if nothing else stands
/// there.
pub(super) fn opening(
    kind: Container,
    title: &str,
    prefix: Option<&str>,
    is_markdown: bool,
) -> (String, &'static str) {
    let escaped = if is_markdown { rendered(title) } else { escape_text(title) };
    match (kind, prefix) {
        (Container::Folded, Some("")) if is_markdown => {
            (format!("<details markdown=\"1\">\n<summary>{}</summary>\n", or_dots(&escaped)), "\n</details>")
        }
        (Container::Folded, _) if !is_markdown => {
            (format!("<details><summary>{}</summary>", or_dots(&escaped)), "</details>")
        }
        _ if title.is_empty() || kind == Container::Plain => (String::new(), ""),
        (_, _) if !is_markdown => (format!("<p><strong>{escaped}</strong></p>"), ""),
        (_, prefix) => (bold_line(title, prefix), ""),
    }
}

/// A title in bold: on a line of its own, if the tag has one.
pub(super) fn bold_line(title: &str, prefix: Option<&str>) -> String {
    let title = title.replace("**", "");
    match prefix {
        Some(prefix) => ["\n", prefix, "**", &title, "**\n", prefix.trim_end()].concat(),
        None => ["**", &title, "** "].concat(),
    }
}

fn or_dots(title: &str) -> &str {
    if title.is_empty() { "…" } else { title }
}
