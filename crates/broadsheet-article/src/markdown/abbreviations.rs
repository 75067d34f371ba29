//! Abbreviations with a meaning, which kramdown and PHP Markdown Extra define on lines of their
//! own: `*[HTML]: HyperText Markup Language`.

use std::collections::HashMap;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// Definitions of one text; the others are not looked for.
const MAX_DEFINITIONS: usize = 500;

/// The word and the meaning that a line defines.
pub(super) fn definition(content: &str) -> Option<(&str, &str)> {
    let (word, meaning) = content.strip_prefix("*[")?.split_once("]:")?;
    (!word.contains('[')).then(|| (word.trim(), meaning.trim()))
}

/// The abbreviations of a text, and where in its events they may be.
#[derive(Default)]
pub(super) struct Abbreviations {
    /// Words and their meanings by first character, longer ones first.
    by_start: HashMap<char, Vec<(String, String)>>,
    count: usize,
    /// The number of open code blocks and pictures, which hold no running text.
    verbatim: usize,
}

impl Abbreviations {
    /// Adds a definition; of two of a word the first holds.
    pub(super) fn define(&mut self, word: &str, meaning: &str) {
        let Some(start) = word.chars().next() else { return };
        if meaning.is_empty() || self.count >= MAX_DEFINITIONS {
            return;
        }
        let known = self.by_start.entry(start).or_default();
        if known.iter().all(|(known, _)| known != word) {
            self.count += 1;
            let place = known.partition_point(|(known, _)| known.len() >= word.len());
            known.insert(place, (word.to_owned(), meaning.to_owned()));
        }
    }

    /// Passes an event on, with the abbreviations in its text as elements.
    pub(super) fn mark<'a>(&mut self, event: Event<'a>, add: &mut dyn FnMut(Event<'a>)) {
        match &event {
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. }) => self.verbatim += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image) => self.verbatim = self.verbatim.saturating_sub(1),
            Event::Text(text) if self.count > 0 && self.verbatim == 0 => {
                let mut copied = 0;
                for (start, word, meaning) in self.find(text) {
                    let element = ["<abbr title=\"", &escaped(meaning), "\">"].concat();
                    add(Event::Text(CowStr::from(text[copied..start].to_owned())));
                    add(Event::InlineHtml(CowStr::from(element)));
                    add(Event::Text(CowStr::from(word.to_owned())));
                    add(Event::InlineHtml(CowStr::Borrowed("</abbr>")));
                    copied = start + word.len();
                }
                if copied > 0 {
                    add(Event::Text(CowStr::from(text[copied..].to_owned())));
                    return;
                }
            }
            _ => {}
        }
        add(event);
    }

    /// The abbreviations in a text, each with its index and its meaning.
    fn find<'s>(&'s self, text: &str) -> Vec<(usize, &'s str, &'s str)> {
        let mut found = Vec::new();
        let mut before = None;
        let mut end = 0;
        for (at, c) in text.char_indices() {
            let begins = !(is_of_word(before) && is_of_word(Some(c)));
            before = Some(c);
            if at < end || !begins {
                continue;
            }
            let here = &text[at..];
            let is_here = |word: &str| {
                let last = word.chars().next_back();
                here.strip_prefix(word)
                    .is_some_and(|rest| !(is_of_word(last) && is_of_word(rest.chars().next())))
            };
            let known = self.by_start.get(&c).map(Vec::as_slice).unwrap_or_default();
            if let Some((word, meaning)) = known.iter().find(|(word, _)| is_here(word)) {
                found.push((at, word.as_str(), meaning.as_str()));
                end = at + word.len();
            }
        }
        found
    }
}

/// `true` for letters and digits of scripts with spaces between words.
fn is_of_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() && c < '\u{2e80}')
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use crate::markdown::to_html;

    #[test]
    fn meanings_stand_at_their_words() {
        for (text, expected) in [
            (
                "HTML是HTML5么，**HTML** `HTML`\n\n*[HTML]: a \"b\" <c>\n",
                "<p><abbr title=\"a &quot;b&quot; &lt;c>\">HTML</abbr>是HTML5么，\
                 <strong><abbr title=\"a &quot;b&quot; &lt;c>\">HTML</abbr></strong> <code>HTML</code></p>\n",
            ),
            (
                "*[W3]: a\n*[W3 C]: b\n*[国图]: c\n*[x]:\n\n去国图，W3 C x",
                "<p>去<abbr title=\"c\">国图</abbr>，<abbr title=\"b\">W3 C</abbr> x</p>\n",
            ),
            (
                "# The AI\n\n![AI](a.png)\n\n    AI\n\n*[AI]: b",
                "<h1 id=\"the-ai\">The <abbr title=\"b\">AI</abbr></h1>\n<p><img src=\"a.png\" alt=\"AI\" /></p>\n\
                 <pre><code>AI\n</code></pre>\n",
            ),
        ] {
            assert_eq!(to_html(text), expected, "{text}");
        }
    }

    #[test]
    fn time_is_linear() {
        let many: Vec<_> = (0..20_000).map(|number| format!("*[a{number}]: b\n")).collect();
        to_html(&[&many.concat(), "\n\n", &"a1 aa a ".repeat(20_000)].concat());
        to_html(&["*[a]: b\n\n", &"a ".repeat(50_000)].concat());
    }
}
