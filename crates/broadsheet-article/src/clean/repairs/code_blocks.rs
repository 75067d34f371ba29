//! Code that is no `pre`: editors and highlighters that draw it with other elements, and what they
//! put beside it. These repairs are made before the rules, which then find the numbers and the
//! buttons by the names that are given here.

use super::code::is_language;
use super::code_lines::{is_box_of_code, keeps_lines};
use super::repair::{Apply, Repair, set_attribute, set_tag};
use crate::blank::is_blank;
use crate::document::{Document, Element, NodeId, NodeKind};
use crate::vocabulary::{Attribute, Tag};

/// Makes a `pre` of code that a page draws with other elements.
pub(super) const CODE_BLOCK: Repair = Repair {
    name: "code-block",
    reason: "editors and highlighters draw code with other elements, and numbers beside it",
    apply: Apply::BeforeRules(make_block),
    #[cfg(test)]
    cases: &[
        (
            "<div class=CodeMirror-code><div><div class=CodeMirror-linenumber>1</div><pre class=CodeMirror-line>a</pre></div>\
             <div><div class=CodeMirror-linenumber>2</div><pre class=CodeMirror-line>  b</pre></div></div>",
            "<pre>a\n  b</pre>",
        ),
        (
            "<div class=cm-content><div class=cm-line>a</div><div class=cm-line><br></div><div class=cm-line>  b</div></div>",
            "<pre>a\n\n  b</pre>",
        ),
        (
            "<div class='syntaxhighlighter php'><div class=toolbar><a href=#>?</a></div><table><tr>\
             <td class=gutter><div class=line>1</div><div class=line>2</div></td><td class=code><div class=container>\
             <div class=line><code>a</code></div><div class=line><code>&nbsp;&nbsp;</code><code>b</code></div></div></td></tr></table></div>",
            "<pre><code class=\"language-php\">a\n  b</code></pre>",
        ),
        (
            "<table><tr><td data-line-number=1><td class=blob-code>a<tr><td><td class=blob-code>\n<tr><td><td class=blob-code>  b</table>",
            "<pre>a\n\n  b</pre>",
        ),
        (
            "<table><tr><td class=gutter><div class=line>1</div><div class=line>2</div><td class=code><div class=line>a</div><div class=line>  b</div></table>",
            "<pre>a\n  b</pre>",
        ),
        ("<table><tr><td><pre>1\n2\n3</pre><td><pre>a\n\nb</pre></table>", "<pre>a\n\nb</pre>"),
        (
            "<pre><span style='color: #008080'>1</span> a\n<span style='color: #008080'>2</span>   b</pre>",
            "<pre>a\n  b</pre>",
        ),
        ("<pre><span class=mi>1</span> a\n<span class=mi>2</span> b</pre>", "<pre>1 a\n2 b</pre>"),
        (
            "<p><code class=hljs>a<br>\n  b<br><br>c</code></p><p><code>a</code><br>b</p>",
            "<pre>a\n  b\n\nc</pre><p><code>a</code><br>b</p>",
        ),
        (
            "<div><b class=lang>x</b><span class=lang>JS</span><pre>a</pre><span class=lang>PHP</span><pre>b</pre></div>",
            "<p><b>x</b></p><pre><code class=\"language-js\">a</code></pre><pre><code class=\"language-php\">b</code></pre>",
        ),
        (
            "<div><span class=lang>Rust</span><pre>a</pre></div>",
            "<pre><code class=\"language-rust\">a</code></pre>",
        ),
        (
            "<pre><div>python</div><div><button>Copy</button></div><div><code>keep_the_gate\n  open</code></div></pre>",
            "<pre><code class=\"language-python\">keep_the_gate\n  open</code></pre>",
        ),
        (
            "<table><tr><td>1<td><pre>a</pre></table>",
            "<table><tbody><tr><td>1</td><td><pre>a</pre></td></tr></tbody></table>",
        ),
    ],
};

/// Puts code out of the table that only kept numbers beside it.
pub(super) const CODE_TABLE: Repair = Repair {
    name: "code-table",
    reason: "a table around code alone only kept numbers beside it",
    apply: Apply::ToElement(dissolve_table),
    #[cfg(test)]
    cases: &[(
        "<table><tr><th colspan=2>a.py</th></tr><tr><td class=linenos><pre>1</pre></td><td class=code><pre>a</pre></td></tr></table>",
        "<p>a.py</p><pre>a</pre>",
    )],
};

/// The name that numbers of lines are given.
const NUMBER: &str = "lineno";

/// The name that labels beside code are given.
const LABEL: &str = "code-lang";

/// Classes of elements that hold code, line by line.
const BLOCKS: [&str; 6] =
    ["CodeMirror-code", "cm-content", "crayon-pre", "enlighter", "ltx_lstlisting", "view-lines"];

/// Classes of boxes whose lines of text a script would draw as a diagram, or colour.
const TEXT_BLOCKS: [&str; 3] = ["hljs", "mermaid", "plantuml"];

fn make_block(document: &mut Document, id: NodeId) {
    let Some(element) = document.element(id) else { return };
    let has = |word: &str| element.classes().any(|class| class == word);
    match element.tag {
        Some(Tag::Pre) => {
            name_numbers(document, id);
            name_label(document, id);
        }
        Some(Tag::Code) => make_pre_of_code(document, id),
        Some(Tag::Tr) => name_gutter(document, id),
        Some(Tag::Td) if has("code") || has("crayon-code") => lift_cell(document, id),
        Some(Tag::Td) if has("blob-code") || has("hljs-ln-code") => make_pre_of_table(document, id),
        Some(Tag::Ol) => {
            let is_code = |outer: NodeId| {
                document.element(outer).is_some_and(|element| {
                    element.classes().any(|class| matches!(class, "dp-highlighter" | "blockcode"))
                })
            };
            let outer = document.parent(id);
            // Copies have lost the box of this highlighter, and still its class.
            let is_named = element.classes().any(|class| {
                class.strip_prefix("dp-").is_some_and(|name| !name.is_empty() && name.len() <= 6)
            });
            if is_named
                || outer.is_some_and(is_code)
                || outer.and_then(|outer| document.parent(outer)).is_some_and(is_code)
            {
                set_tag(document, id, Tag::Pre);
            }
        }
        Some(Tag::Span | Tag::Div)
            if has("lang") || has(LABEL) || has("crayon-language") || has("toolbar-item") =>
        {
            take_language(document, id);
        }
        Some(Tag::Div | Tag::Section)
            if BLOCKS.iter().any(|word| has(word)) && !is_within_pre(document, id) =>
        {
            set_tag(document, id, Tag::Pre);
        }
        Some(Tag::Div)
            if (TEXT_BLOCKS.iter().any(|word| has(word)) || is_box_of_code(document, id, element))
                && holds_lines(document, id)
                && !is_within_pre(document, id) =>
        {
            set_tag(document, id, Tag::Pre);
        }
        _ => {}
    }
}

/// `true` for lines of text in a box without other boxes in it.
fn holds_lines(document: &Document, id: NodeId) -> bool {
    let is_text = |id: NodeId| {
        document
            .element(id)
            .is_none_or(|element| matches!(element.tag, Some(Tag::Span | Tag::Code | Tag::Br)))
    };
    let has_feed = |id: NodeId| {
        matches!(document.kind(id), NodeKind::Text(text) if text.trim_matches(is_blank).contains('\n'))
            || document.tag(id) == Some(Tag::Br)
    };
    document.descendants(id).all(is_text) && document.descendants(id).any(has_feed)
}

fn is_within_pre(document: &Document, id: NodeId) -> bool {
    std::iter::successors(document.parent(id), |&outer| document.parent(outer))
        .any(|outer| document.tag(outer) == Some(Tag::Pre))
}

/// The text within a node, of at most `most` bytes.
fn short_text(document: &Document, id: NodeId, most: usize) -> Option<String> {
    let mut text = String::new();
    for inner in document.descendants(id) {
        match document.kind(inner) {
            NodeKind::Text(piece) => text.push_str(piece),
            NodeKind::Element(element) if element.tag == Some(Tag::Br) => text.push('\n'),
            NodeKind::Element(_) if !text.is_empty() => text.push(' '),
            _ => {}
        }
        if text.len() > most {
            return None;
        }
    }
    Some(text)
}

/// Names the numbers at the beginning of all lines, which only their style shows to be none of the
/// code, and takes out the blank behind them.
fn name_numbers(document: &mut Document, pre: NodeId) {
    let mut numbers: Vec<NodeId> = Vec::new();
    let mut line_start = true;
    let inner: Vec<NodeId> = document.descendants(pre).collect();
    for (index, &id) in inner.iter().enumerate() {
        match document.kind(id) {
            NodeKind::Text(text) if text.is_empty() => {}
            NodeKind::Text(text) => {
                // A line without a number, but for the end.
                if line_start || text.trim_end_matches(is_blank).matches('\n').count() > 0 {
                    let is_last = index + 1 == inner.len() && text.chars().all(is_blank);
                    let is_number = numbers.last().is_some_and(|&number| document.parent(id) == Some(number));
                    if !is_last && !is_number {
                        return;
                    }
                }
                line_start = text.ends_with('\n');
            }
            NodeKind::Element(element) if line_start && is_number_style(element) => {
                let text = short_text(document, id, 12).unwrap_or_default();
                if text.trim().parse() != Ok(numbers.len() + 1) {
                    return;
                }
                numbers.push(id);
            }
            NodeKind::Element(element) if element.tag == Some(Tag::Br) => line_start = true,
            _ => {}
        }
    }
    if numbers.len() < 2 {
        return;
    }
    let behind = |document: &Document, id: NodeId| {
        document.next_sibling(id).filter(|&next| {
            matches!(document.kind(next), NodeKind::Text(text) if text.starts_with([' ', '\t', '\n']) || text.is_empty())
        })
    };
    let spaced: Vec<NodeId> = numbers.iter().filter_map(|&id| behind(document, id)).collect();
    if spaced.len() == numbers.len() {
        for id in spaced {
            if let NodeKind::Text(text) = document.kind_mut(id)
                && text.starts_with([' ', '\t'])
            {
                text.remove(0);
            }
        }
    }
    for id in numbers {
        set_attribute(document, id, Attribute::Class, NUMBER.to_owned());
    }
}

/// `true` for a `span` in the style that programs give to numbers of lines.
fn is_number_style(element: &Element) -> bool {
    element.tag == Some(Tag::Span)
        && element.classes().next().is_none()
        && element.get(Attribute::Style).is_some_and(|style| {
            ["#008080", "user-select", "margin-right"].iter().any(|part| style.contains(part))
        })
}

/// Names the cell of a row that has the numbers of the lines in another.
fn name_gutter(document: &mut Document, row: NodeId) {
    let cells: Vec<NodeId> =
        document.children(row).filter(|&cell| document.tag(cell) == Some(Tag::Td)).collect();
    let [numbers, code] = *cells.as_slice() else { return };
    let has_pre =
        |cell| document.descendants(cell).take(8).any(|inner| document.tag(inner) == Some(Tag::Pre));
    if !has_pre(code) {
        return;
    }
    let Some(text) = short_text(document, numbers, 1 << 16) else { return };
    let mut count = 0;
    for word in text.split_whitespace() {
        count += 1;
        if word.parse() != Ok(count) {
            return;
        }
    }
    if count > 1 || (count == 1 && has_pre(numbers)) {
        set_attribute(document, numbers, Attribute::Class, NUMBER.to_owned());
    }
}

/// Makes a `pre` of a cell of code, or of the one box in it, and boxes of the table around it.
fn lift_cell(document: &mut Document, cell: NodeId) {
    let is_line = |id| {
        document.element(id).is_some_and(|element: &Element| {
            element.tag == Some(Tag::Div) && element.classes().any(|class| class == "line")
        })
    };
    let elements = |id| document.children(id).filter(|&inner| document.element(inner).is_some());
    let is_crayon =
        |id| document.element(id).is_some_and(|line| line.classes().any(|class| class == "crayon-line"));
    let holder = match elements(cell).next() {
        Some(first) if is_line(first) || is_crayon(first) => cell,
        Some(first) if elements(first).next().is_some_and(is_line) => first,
        _ => return,
    };
    if is_within_pre(document, cell) {
        return;
    }
    let mut around = Vec::new();
    let mut language = None;
    for outer in std::iter::successors(document.parent(cell), |&outer| document.parent(outer)).take(6) {
        match document.element(outer) {
            Some(element) if matches!(element.tag, Some(Tag::Table | Tag::Tbody | Tag::Tr)) => {
                around.push(outer);
            }
            Some(element) => {
                let mut words = element.classes();
                if words.any(|word| matches!(word, "syntaxhighlighter" | "highlight")) {
                    language = words.find(|word| is_language(word)).map(str::to_owned);
                    break;
                }
            }
            None => break,
        }
    }
    for outer in around {
        set_tag(document, outer, Tag::Div);
        let cells: Vec<NodeId> =
            document.children(outer).filter(|&inner| document.tag(inner) == Some(Tag::Td)).collect();
        for cell in cells {
            set_tag(document, cell, Tag::Div);
        }
    }
    set_tag(document, holder, Tag::Pre);
    if let Some(language) = language {
        set_attribute(document, holder, Attribute::DataLanguage, language);
    }
}

/// Makes a `pre` of the table around a cell with one line of code.
fn make_pre_of_table(document: &mut Document, cell: NodeId) {
    let table = std::iter::successors(document.parent(cell), |&outer| document.parent(outer))
        .take(3)
        .find(|&outer| document.tag(outer) == Some(Tag::Table));
    if let Some(table) = table
        && !is_within_pre(document, table)
    {
        set_tag(document, table, Tag::Pre);
    }
}

/// Gives the language that a label names to the code beside it: behind it, or else before it.
fn take_language(document: &mut Document, label: NodeId) {
    let Some(text) = short_text(document, label, 32) else { return };
    let language = text.trim();
    if !is_language(language) {
        return;
    }
    let is_code = |id: NodeId| {
        document.element(id).is_some_and(|element| {
            element.tag == Some(Tag::Pre) || element.classes().any(|word| BLOCKS.contains(&word))
        })
    };
    let code_in =
        |id: NodeId| [id].into_iter().chain(document.descendants(id)).take(100).find(|&inner| is_code(inner));
    let around = std::iter::successors(Some(label), |&outer| document.parent(outer)).take(4);
    let mut found = around.filter_map(|inner| {
        let behind = std::iter::successors(document.next_sibling(inner), |&next| document.next_sibling(next));
        let before = std::iter::successors(document.previous(inner), |&previous| document.previous(previous));
        behind.take(4).find_map(code_in).or_else(|| before.take(4).find_map(code_in))
    });
    let Some(code) = found.next() else { return };
    let names_one = document.element(code).is_some_and(|element| {
        element.get(Attribute::DataLanguage).is_some() || element.get(Attribute::DataLang).is_some()
    });
    if !names_one {
        set_attribute(document, code, Attribute::DataLanguage, language.to_ascii_lowercase());
    }
    set_attribute(document, label, Attribute::Class, LABEL.to_owned());
}

/// Makes a `pre` of the box around a `code` that is named as a highlighter's, has several lines,
/// and nothing beside it; and of one whose style keeps its lines. An article that was written has
/// no such names.
fn make_pre_of_code(document: &mut Document, code: NodeId) {
    let Some(outer) = document.parent(code) else { return };
    let is_alone = document.children(outer).all(|child| {
        child == code || matches!(document.kind(child), NodeKind::Text(text) if text.chars().all(is_blank))
    });
    let is_box = is_alone && matches!(document.tag(outer), Some(Tag::P | Tag::Div));
    let keeps = document.element(code).is_some_and(keeps_lines);
    if (!is_box && !keeps) || is_within_pre(document, code) {
        return;
    }
    let names_block = |word: &str| word == "hljs" || word.starts_with("language-");
    let is_named = |id| document.element(id).is_some_and(|element| element.classes().any(names_block));
    if !keeps && !is_named(code) && !is_named(outer) {
        return;
    }
    let mut lines = false;
    let mut feeds = Vec::new();
    let mut after_break = false;
    for id in document.descendants(code) {
        if let NodeKind::Text(text) = document.kind(id) {
            if after_break && text.starts_with('\n') {
                feeds.push(id);
            }
            lines |= text.trim_end().contains('\n');
            after_break = false;
        } else {
            after_break = document.tag(id) == Some(Tag::Br);
            lines |= after_break;
        }
    }
    if !lines {
        return;
    }
    // A break and a line feed behind it are one end of a line.
    for id in feeds {
        if let NodeKind::Text(text) = document.kind_mut(id) {
            text.remove(0);
        }
    }
    set_tag(document, if is_box { outer } else { code }, Tag::Pre);
}

/// Names the box within a `pre` that says which language the `code` behind it is in.
fn name_label(document: &mut Document, pre: NodeId) {
    let mut labels = Vec::new();
    let mut language = None;
    for id in document.descendants(pre) {
        match document.kind(id) {
            NodeKind::Element(element) if element.tag == Some(Tag::Code) => break,
            NodeKind::Text(text) if !text.chars().all(is_blank) => {
                let Some(label) = document.parent(id) else { return };
                let is_box = matches!(document.tag(label), Some(Tag::Div | Tag::Span));
                if is_box && is_language(text.trim()) {
                    language.get_or_insert_with(|| text.trim().to_ascii_lowercase());
                    labels.push(label);
                } else if document.tag(label) != Some(Tag::Button) && !is_control(document, label) {
                    return;
                }
            }
            _ => {}
        }
    }
    let has_code = document.descendants(pre).any(|id| document.tag(id) == Some(Tag::Code));
    let (Some(language), true) = (language, has_code) else { return };
    set_attribute(document, pre, Attribute::DataLanguage, language);
    for label in labels {
        set_attribute(document, label, Attribute::Class, LABEL.to_owned());
    }
}

/// `true` for a box with the word of a button in it, by its class.
fn is_control(document: &Document, id: NodeId) -> bool {
    document
        .element(id)
        .is_some_and(|element| element.classes().any(|class| class.to_ascii_lowercase().contains("copy")))
}

/// Makes boxes of a table, of which each row has one cell with anything in it, and one of them
/// code.
fn dissolve_table(document: &mut Document, table: NodeId) {
    if document.tag(table) != Some(Tag::Table) {
        return;
    }
    let mut parts = vec![table];
    let mut has_code = false;
    let mut index = 0;
    while let Some(&part) = parts.get(index) {
        index += 1;
        let mut filled = 0;
        let children: Vec<NodeId> = document.children(part).collect();
        for child in children {
            match document.tag(child) {
                Some(Tag::Thead | Tag::Tbody | Tag::Tfoot | Tag::Tr) => parts.push(child),
                Some(Tag::Td | Tag::Th) => {
                    has_code |= document.element(child).is_some_and(|element| {
                        element.classes().any(|class| matches!(class, "code" | "lntd" | "sourceCode"))
                    });
                    filled += usize::from(document.descendants(child).any(
                        |id| matches!(document.kind(id), NodeKind::Text(text) if !text.chars().all(is_blank)),
                    ));
                    parts.push(child);
                }
                _ => {}
            }
            if filled > 1 {
                return;
            }
        }
    }
    let has_pre = |part: &NodeId| {
        matches!(document.tag(*part), Some(Tag::Td))
            && document.descendants(*part).any(|id| document.tag(id) == Some(Tag::Pre))
    };
    if has_code && parts.iter().any(has_pre) {
        for part in parts {
            set_tag(document, part, Tag::Div);
        }
    }
}
