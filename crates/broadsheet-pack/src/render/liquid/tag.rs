//! Finds tags in a text.

/// Bytes of a tag; a longer one is taken for text. Pictures with long captions have some 500.
const MAX_TAG_BYTES: usize = 4096;

/// The kinds of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    /// `{% … %}`
    Tag,
    /// `{{ … }}`
    Expression,
    /// `{{< … >}}` or `{{% … %}}`
    Shortcode,
    /// `{{</* … */>}}`, which shows a shortcode.
    EscapedShortcode,
}

/// A tag in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub(super) kind: TagKind,
    /// The text between its braces, without the marks that take blanks away.
    pub(super) content: &'a str,
    /// The number of its bytes.
    pub(super) length: usize,
}

impl<'a> Tag<'a> {
    /// The tag that a text begins with.
    pub(super) fn at_start(text: &'a str) -> Option<Self> {
        let start = &text[..text.floor_char_boundary(MAX_TAG_BYTES)];
        let (kind, opening, closing) = if start.starts_with("{%") {
            (TagKind::Tag, "{%", "%}")
        } else if start.starts_with("{{</*") {
            (TagKind::EscapedShortcode, "{{</*", "*/>}}")
        } else if start.starts_with("{{%/*") {
            (TagKind::EscapedShortcode, "{{%/*", "*/%}}")
        } else if start.starts_with("{{<") {
            (TagKind::Shortcode, "{{<", ">}}")
        } else if start.starts_with("{{%") {
            (TagKind::Shortcode, "{{%", "%}}")
        } else if start.starts_with("{{") {
            (TagKind::Expression, "{{", "}}")
        } else {
            return None;
        };
        let inner = &start[opening.len()..];
        let mut end = 0;
        loop {
            let rest = &inner[end..];
            let next = rest.find(|c| c == '{' || closing.starts_with(c))?;
            end += next;
            if inner[end..].starts_with(closing) {
                break;
            }
            // Another one of the kind begins before this one has ended.
            if inner[end..].starts_with(opening) {
                return None;
            }
            end += 1;
        }
        let content = inner[..end].trim_start_matches('-').trim_end_matches('-').trim();
        (kind != TagKind::Expression || !content.contains('\n')).then_some(Self {
            kind,
            content,
            length: opening.len() + end + closing.len(),
        })
    }

    /// The name that a tag or shortcode begins with, and its arguments; no name, if it begins with
    /// something else.
    pub(super) fn name(&self) -> (&'a str, &'a str) {
        let content = self.content;
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/');
        let end = content.find(|c: char| !is_name(c)).unwrap_or(content.len());
        match &content[end..] {
            arguments if arguments.is_empty() || arguments.starts_with(char::is_whitespace) => {
                (&content[..end], arguments.trim())
            }
            _ => ("", content),
        }
    }
}

/// Finds the tags that end blocks. A name that once was not found is not looked for again, since
/// it does not follow later either, and one that was found is found again.
#[derive(Debug, Default)]
pub(super) struct BlockEnds {
    missing: Vec<String>,
    /// The end that was found last of each kind and name.
    found: Vec<(TagKind, String, (usize, usize))>,
}

impl BlockEnds {
    /// The index of the tag `name` of this kind after `start`, and the index after it.
    pub(super) fn find(
        &mut self,
        text: &str,
        start: usize,
        kind: TagKind,
        name: &str,
    ) -> Option<(usize, usize)> {
        if self.missing.iter().any(|missing| missing == name) {
            return None;
        }
        let known = self.found.iter().position(|(of, known, _)| (*of, known.as_str()) == (kind, name));
        if let Some(place) = known {
            let end = self.found[place].2;
            if end.0 >= start {
                return Some(end);
            }
            self.found.swap_remove(place);
        }
        let mut at = start;
        while let Some(found) = text[at..].find('{') {
            at += found;
            if let Some(tag) = Tag::at_start(&text[at..])
                && tag.kind == kind
                && tag.name().0 == name
            {
                let end = (at, at + tag.length);
                self.found.push((kind, name.to_owned(), end));
                return Some(end);
            }
            at += 1;
        }
        self.missing.push(name.to_owned());
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Tag, TagKind};

    #[test]
    fn tags_are_read() {
        for (text, kind, name, arguments) in [
            ("{% raw %} x", TagKind::Tag, "raw", ""),
            ("{%- highlight c++ linenos -%}", TagKind::Tag, "highlight", "c++ linenos"),
            ("{% include a.html b=\"{{ c }}\" %}", TagKind::Tag, "include", "a.html b=\"{{ c }}\""),
            ("{{< youtube a-b >}}", TagKind::Shortcode, "youtube", "a-b"),
            ("{{% /note %}}", TagKind::Shortcode, "/note", ""),
            ("{{</* figure a */>}}", TagKind::EscapedShortcode, "figure", "a"),
            ("{{ a.b }}", TagKind::Expression, "", "a.b"),
        ] {
            let tag = Tag::at_start(text).unwrap();
            assert_eq!((tag.kind, tag.name()), (kind, (name, arguments)), "{text}");
        }
        for text in ["{%", "{% a", "{% 也不是 {% raw %}", "{{ a\nb }}", "{a}", "a"] {
            assert_eq!(Tag::at_start(text), None, "{text}");
        }
    }
}
