//! Goes through a text and fills in the tags that are known.

use std::borrow::Cow;
use std::ops::Range;

use broadsheet_article::markdown::CodeFinder;
use broadsheet_article::{escape_attribute, escape_text};

use super::arguments::Arguments;
use super::expression;
use super::replacement::{self, Replacement};
use super::tag::{BlockEnds, Tag, TagKind};
use crate::import::source::BodyFormat;

/// A text whose known tags are filled in.
#[derive(Debug)]
pub(in crate::render) struct Resolved<'a> {
    /// The text.
    pub(in crate::render) text: Cow<'a, str>,
    /// The number of tags that are not known.
    pub(in crate::render) unknown: usize,
    /// The first of those, and its index in the text as it was.
    pub(in crate::render) first_unknown: Option<(&'a str, usize)>,
}

/// Fills in the tags of a text. Takes linear time.
pub(in crate::render) fn resolve(text: &str, format: BodyFormat) -> Resolved<'_> {
    if !text.contains("{%") && !text.contains("{{") {
        return Resolved { text: Cow::Borrowed(text), unknown: 0, first_unknown: None };
    }
    let mut resolver = Resolver::new(text, format);
    resolver.run();
    resolver.finish()
}

/// The way through a text, and what is written in its place so far.
pub(super) struct Resolver<'a> {
    pub(super) text: &'a str,
    pub(super) is_markdown: bool,
    pub(super) code: CodeFinder<'a>,
    ends: BlockEnds,
    written: String,
    /// The index up to which the text is done.
    copied: usize,
    /// The sources of the open quotations.
    sources: Vec<&'a str>,
    unknown: usize,
    first_unknown: Option<(&'a str, usize)>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(text: &'a str, format: BodyFormat) -> Self {
        let is_markdown = format == BodyFormat::Markdown;
        Self {
            text,
            is_markdown,
            code: if is_markdown { CodeFinder::markdown(text) } else { CodeFinder::html(text) },
            ends: BlockEnds::default(),
            written: String::with_capacity(text.len()),
            copied: 0,
            sources: Vec::new(),
            unknown: 0,
            first_unknown: None,
        }
    }

    /// The text as it is now, with the rest as it stands.
    pub(super) fn finish(mut self) -> Resolved<'a> {
        let text = if self.copied == 0 {
            Cow::Borrowed(self.text)
        } else {
            self.written.push_str(&self.text[self.copied..]);
            Cow::Owned(self.written)
        };
        Resolved { text, unknown: self.unknown, first_unknown: self.first_unknown }
    }

    fn run(&mut self) {
        let mut at = 0;
        while let Some(found) = self.text[at..].find('{') {
            let start = at + found;
            at = start + 1;
            let Some(tag) = Tag::at_start(&self.text[start..]) else { continue };
            if let Some(code) = self.code.code_at(start) {
                at = code.end;
                self.code(code);
                continue;
            }
            at = start + tag.length;
            if let Some(end) = self.tag(start, tag) {
                at = end;
                self.code.skip_to(end);
            }
        }
    }

    /// Puts `replacement` in the place of a part.
    pub(super) fn replace(&mut self, part: Range<usize>, replacement: &str) {
        self.written.push_str(&self.text[self.copied..part.start]);
        self.written.push_str(replacement);
        self.copied = part.end;
    }

    /// Counts a tag that is not known.
    fn pass_over(&mut self, start: usize, tag: Tag<'a>) {
        self.pass_over_text(start..start + tag.length);
    }

    /// Counts a part of the text that is not known.
    pub(super) fn pass_over_text(&mut self, part: Range<usize>) {
        self.unknown += 1;
        let text: &'a str = self.text;
        self.first_unknown.get_or_insert((&text[part.clone()], part.start));
    }

    /// Fills in a tag outside code; returns the index after what it stands for.
    fn tag(&mut self, start: usize, tag: Tag<'a>) -> Option<usize> {
        let end = start + tag.length;
        let (name, arguments) = tag.name();
        match tag.kind {
            TagKind::Expression => {
                if let Some(value) = expression::value(tag.content) {
                    self.replace(start..end, &value);
                    return Some(end);
                }
                if expression::is_expression(tag.content) {
                    self.pass_over(start, tag);
                }
                return None;
            }
            TagKind::EscapedShortcode => {
                self.replace(start..end, &unescaped(&self.text[start..end]));
                return Some(end);
            }
            TagKind::Tag | TagKind::Shortcode => {}
        }
        if let Some(end) = self.block(start, tag) {
            return Some(end);
        }
        let replacement = if tag.kind == TagKind::Tag {
            replacement::of_tag(name, arguments)
        } else {
            replacement::of_shortcode(name, arguments.trim_end_matches('/'))
        };
        let Some(replacement) = replacement else {
            if !name.is_empty() {
                self.pass_over(start, tag);
            }
            return None;
        };
        let html = match replacement {
            Replacement::Html(html) | Replacement::Address(html) => html,
            Replacement::Figure(figure) => figure
                .html(self.line_before(start).trim().is_empty() && self.ends_line(end), self.is_markdown),
        };
        self.replace(start..end, &html);
        Some(end)
    }

    /// Fills in a tag with content; returns the index after its end.
    fn block(&mut self, start: usize, tag: Tag<'a>) -> Option<usize> {
        let opened = start + tag.length;
        let (name, arguments) = tag.name();
        let mut end_of = |name: &str| self.ends.find(self.text, opened, tag.kind, name);
        match (tag.kind, name) {
            (TagKind::Tag, "raw") => {
                let (content_end, end) = end_of("endraw")?;
                self.replace(start..end, &self.text[opened..content_end]);
                Some(end)
            }
            (TagKind::Tag, "comment") => {
                let (_, end) = end_of("endcomment")?;
                self.replace(start..end, "");
                Some(end)
            }
            (TagKind::Tag, "highlight" | "codeblock" | "code") => {
                let (content_end, end) = end_of(&["end", name].concat())?;
                let has_title = name != "highlight" && self.code_title(start, opened, arguments);
                let language = if has_title { named_language(arguments) } else { language(arguments) };
                self.code_block(start..end, opened..content_end, &language);
                Some(end)
            }
            (TagKind::Shortcode, "highlight") => {
                let (content_end, end) = end_of("/highlight")?;
                self.code_block(start..end, opened..content_end, &language(arguments));
                Some(end)
            }
            (TagKind::Tag, "blockquote" | "pullquote") => {
                end_of(&["end", name].concat())?;
                self.sources.push(arguments);
                let opening = if self.is_markdown { "<blockquote markdown=\"1\">" } else { "<blockquote>" };
                self.replace(start..opened, opening);
                Some(opened)
            }
            (TagKind::Tag, "endblockquote" | "endpullquote") => {
                let source = self.sources.pop()?;
                let source = if source.is_empty() {
                    String::new()
                } else if self.is_markdown {
                    format!("\n\n— {source}\n\n")
                } else {
                    format!("<p>— {}</p>", escape_text(source))
                };
                self.replace(start..opened, &(source + "</blockquote>"));
                Some(opened)
            }
            _ => None,
        }
    }

    /// Writes the title of a code block, and the link to where it is from, before its tag from
    /// `start` to `opened`: `[title] [lang:language] [address] [words of the link]`.
    /// Returns `true` if there is any of these.
    fn code_title(&mut self, start: usize, opened: usize, arguments: &str) -> bool {
        let read = Arguments::read(arguments);
        let is_address = |word: &String| word.starts_with("https://") || word.starts_with("http://");
        let place = read.unnamed.iter().position(is_address);
        let words = |words: &[String]| words.join(" ");
        let title = words(&read.unnamed[..place.unwrap_or(read.unnamed.len())]);
        // One word alone is the language.
        let is_language = place.is_none() && read.unnamed.len() == 1 && language(arguments) == title;
        if read.unnamed.is_empty() || is_language {
            return false;
        }
        let mut html = escape_text(&title);
        if let Some(place) = place {
            let address = &read.unnamed[place];
            let link = words(&read.unnamed[place + 1..]);
            let link = if link.is_empty() { address } else { &link };
            let space = if html.is_empty() { "" } else { " " };
            html.extend([space, "<a href=\"", &escape_attribute(address), "\">", &escape_text(link), "</a>"]);
        }
        let before = self.line_before(start);
        let prefix = before.trim_matches([' ', '\t', '>']).is_empty().then_some(before);
        let html = match prefix {
            Some(prefix) if self.is_markdown && self.ends_line(opened) => {
                [&html, "\n", prefix.trim_end(), "\n", prefix].concat()
            }
            _ if self.is_markdown => html + " ",
            _ => ["<p>", &html, "</p>"].concat(),
        };
        self.replace(start..start, &html);
        true
    }

    /// Writes the content of a tag as a code block: between fences, if its tags stand on lines of
    /// their own.
    pub(super) fn code_block(&mut self, block: Range<usize>, content: Range<usize>, language: &str) {
        let code = &self.text[content.clone()];
        let is_mark = |text: &str| text.trim_matches([' ', '\t', '>']).is_empty();
        let last_line = code.rsplit('\n').next().unwrap_or_default();
        if self.is_markdown
            && is_mark(self.line_before(block.start))
            && self.ends_line(content.start)
            && code.contains('\n')
            && is_mark(last_line)
            && self.ends_line(block.end)
        {
            let fence = "`".repeat((longest_run(code) + 1).max(3));
            self.replace(block.start..content.start, &[&fence, language].concat());
            self.replace(content.end..block.end, &fence);
            return;
        }
        let code = code.strip_prefix('\n').unwrap_or(code).trim_end();
        let mut html = String::from("<pre><code");
        if !language.is_empty() {
            html.push_str(" class=\"language-");
            html.push_str(&escape_text(language));
            html.push('"');
        }
        html.push('>');
        if self.is_markdown {
            // On one line and without a sign that means something, it is itself wherever it stands.
            for c in code.chars() {
                if c.is_ascii_punctuation() || c == '\n' {
                    html.extend(["&#", &u32::from(c).to_string(), ";"]);
                } else {
                    html.push(c);
                }
            }
        } else {
            html.push_str(&escape_text(code));
        }
        html.push_str("</code></pre>");
        self.replace(block, &html);
    }

    /// Leaves code as it is, but for the tags that keep other tags from being followed.
    fn code(&mut self, code: Range<usize>) {
        let mut at = code.start;
        while let Some(found) = self.text[at..code.end].find('{') {
            let start = at + found;
            at = start + 1;
            let Some(tag) = Tag::at_start(&self.text[start..code.end]) else { continue };
            let end = start + tag.length;
            if tag.kind == TagKind::EscapedShortcode {
                self.replace(start..end, &unescaped(&self.text[start..end]));
                at = end;
            } else if tag.kind == TagKind::Tag && tag.name().0 == "raw" {
                let mut ends = BlockEnds::default();
                let within = &self.text[..code.end];
                let Some((content_end, after)) = ends.find(within, end, TagKind::Tag, "endraw") else {
                    return;
                };
                for tag in [start..end, content_end..after] {
                    let line = self.without_own_line(tag);
                    self.replace(line, "");
                }
                at = after;
            } else {
                at = end;
            }
        }
    }

    /// A tag with its line, if nothing else stands there.
    fn without_own_line(&self, tag: Range<usize>) -> Range<usize> {
        let before = self.line_before(tag.start);
        if before.trim().is_empty() && self.ends_line(tag.end) && tag.start >= self.copied + before.len() {
            let end = self.text[tag.end..].find('\n').map_or(self.text.len(), |feed| tag.end + feed + 1);
            return tag.start - before.len()..end;
        }
        tag
    }

    /// The part of the line of `index` that stands before it.
    pub(super) fn line_before(&self, index: usize) -> &'a str {
        let text: &'a str = self.text;
        // More is no indent.
        let from = text.floor_char_boundary(index.saturating_sub(1000));
        let start = text[from..index].rfind('\n').map_or(from, |feed| from + feed + 1);
        &text[start..index]
    }

    /// `true` if only blanks follow on the line.
    fn ends_line(&self, index: usize) -> bool {
        let rest = self.text[index..].trim_start_matches([' ', '\t', '\r']);
        rest.is_empty() || rest.starts_with('\n')
    }
}

/// A shortcode without what keeps it from being one.
fn unescaped(shortcode: &str) -> String {
    shortcode.replacen("/*", "", 1).replacen("*/", "", 1)
}

/// The language of a code block: the first word of the arguments, or the one named so.
fn language(arguments: &str) -> String {
    let named = named_language(arguments);
    if named.is_empty() { name_of(Arguments::read(arguments).first().unwrap_or_default()) } else { named }
}

/// The language of a code block that is named as such.
fn named_language(arguments: &str) -> String {
    name_of(Arguments::read(arguments).named(&["lang", "language"]).unwrap_or_default())
}

/// The name of a language; empty for what is none.
fn name_of(language: &str) -> String {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_');
    if language.chars().all(is_name) { language.to_owned() } else { String::new() }
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::resolve;
    use crate::import::source::BodyFormat;

    fn markdown(text: &str) -> String {
        resolve(text, BodyFormat::Markdown).text.into_owned()
    }

    #[test]
    fn tags_are_filled_in() {
        for (text, expected) in [
            ("a {% raw %}{{ page.title }}{% endraw %} b", "a {{ page.title }} b"),
            ("{%- raw -%}`{% b %}`{%- endraw -%}", "`{% b %}`"),
            ("a {% comment %} {% raw %}\nb {% endcomment %} c", "a  c"),
            ("![a]({{ site.baseurl }}/b.png)", "![a](/b.png)"),
            (
                "{% highlight ruby linenos %}\na `b`\n\n  {{ c }}\n{% endhighlight %}\nd",
                "```ruby\na `b`\n\n  {{ c }}\n```\nd",
            ),
            ("{% highlight %}\n```\na\n```\n{% endhighlight %}", "````\n```\na\n```\n````"),
            ("1. a\n\n   {% highlight c %}\n   b\n   {% endhighlight %}", "1. a\n\n   ```c\n   b\n   ```"),
            (
                "a {% highlight c %}b*{% endhighlight %}",
                "a <pre><code class=\"language-c\">b&#42;</code></pre>",
            ),
            ("{% codeblock a.rb lang:ruby %}\nb\n{% endcodeblock %}", "a.rb\n\n```ruby\nb\n```"),
            ("{% codeblock python %}\nb\n{% endcodeblock %}", "```python\nb\n```"),
            (
                "> {% codeblock 求 和 https://e.org/a 来源 %}\n> b\n> {% endcodeblock %}",
                "> 求 和 <a href=\"https://e.org/a\">来源</a>\n>\n> ```\n> b\n> ```",
            ),
            ("{{< highlight go \"linenos=table\" >}}\na\n{{< /highlight >}}", "```go\na\n```"),
            (
                "{% blockquote A, B %}\na\n{% endblockquote %}",
                "<blockquote markdown=\"1\">\na\n\n\n— A, B\n\n</blockquote>",
            ),
            (
                "[a]({% post_url 2017-05-02-to %}) [b]({{< ref \"c.md\" >}})",
                "[a](/_posts/2017-05-02-to.md) [b](/_posts/c.md)",
            ),
            ("5 {% include figure.html src=\"/a.png\" %}", "5 <img src=\"/a.png\" alt=\"\">"),
            ("{{</* youtube a */>}}", "{{< youtube a >}}"),
        ] {
            let resolved = resolve(text, BodyFormat::Markdown);
            assert_eq!((resolved.text.as_ref(), resolved.unknown), (expected, 0), "{text}");
        }
        assert_eq!(
            resolve("<p>{{ site.url }}/a</p>{% highlight c %}<\n{% endhighlight %}", BodyFormat::Html).text,
            "<p>/a</p><pre><code class=\"language-c\">&lt;</code></pre>"
        );
    }

    #[test]
    fn code_stays_but_for_raw() {
        for same in [
            "```\n{% for a in b %}{{ site.url }}\n{% endfor %}\n```",
            "`{{ site.url }}` ``{% comment %}`{% endcomment %}``",
            "    {{ site.url }}",
            "<pre>{{ site.url }}</pre>",
            "花括号{{ 不是变量 }}，百分号{% 也不是标签，{{1,2},{3,4}}。",
        ] {
            let resolved = resolve(same, BodyFormat::Markdown);
            assert_eq!((resolved.text.as_ref(), resolved.unknown), (same, 0), "{same}");
        }
        assert_eq!(markdown("`{% raw %}{{ a.b }}{% endraw %}`"), "`{{ a.b }}`");
        assert_eq!(markdown("```\n{% raw %}\n{{ a }}\n{% endraw %}\n```"), "```\n{{ a }}\n```");
    }

    #[test]
    fn unknown_tags_stay_and_are_counted() {
        let text = "a\n{% if b %}c{% endif %} {{ page.title }} {{< notice >}} {% raw %}";
        let resolved = resolve(text, BodyFormat::Markdown);
        assert_eq!((resolved.text.as_ref(), resolved.unknown), (text, 5));
        assert_eq!(resolved.first_unknown, Some(("{% if b %}", 2)));
    }

    #[test]
    fn time_is_linear() {
        for piece in [
            "{",
            "{%",
            "{{ ",
            "{% raw %}",
            "{{site.url}}",
            "{% comment %}<pre>{% endcomment %}",
            "{% comment %}`{% endcomment %}",
            "`{% raw %}",
            "{% highlight %}",
            "{% blockquote %}",
            "{% include a ",
            "{{ \"a\" | prepend: ",
        ] {
            let text = piece.repeat(200_000 / piece.len()) + "</pre>";
            resolve(&text, BodyFormat::Markdown);
            resolve(&text, BodyFormat::Html);
        }
    }
}
