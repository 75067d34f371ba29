//! Goes through a text and fills in the tags that are known.

use std::borrow::Cow;
use std::ops::Range;

use broadsheet_article::markdown::CodeFinder;
use broadsheet_article::{escape_attribute, escape_text};

use super::code_text::{language, named_language, unescaped};
use super::expression;
use super::paired::{self, Container};
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

/// Tags around text that are open at a time; the ends of others are not known.
const MAX_OPEN: usize = 64;

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
    /// The names of the open tags around text, with what closes them.
    open: Vec<(&'a str, &'static str)>,
    /// The index up to which comments may have titles of tabs.
    tabs_end: usize,
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
            open: Vec::new(),
            tabs_end: 0,
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
            self.written.extend(self.open.iter().rev().map(|(_, closing)| *closing));
            Cow::Owned(self.written)
        };
        Resolved { text, unknown: self.unknown, first_unknown: self.first_unknown }
    }

    fn run(&mut self) {
        let mut at = 0;
        loop {
            let in_tabs = at < self.tabs_end;
            let Some(found) = self.text[at..].find(|c| c == '{' || in_tabs && c == '<') else { break };
            let start = at + found;
            at = start + 1;
            let is_comment = in_tabs && self.text[start..].starts_with("<!--");
            let tag = Tag::at_start(&self.text[start..]);
            if tag.is_none() && !is_comment {
                continue;
            }
            if let Some(code) = self.code.code_at(start) {
                at = code.end;
                self.code(code);
                continue;
            }
            let Some(tag) = tag else {
                at = self.tab(start);
                continue;
            };
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
        if let Some(end) = self.block(start, tag).or_else(|| self.container(start, tag)) {
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
            Replacement::Html(html) => html,
            Replacement::Address(address) if self.is_in_address(start) => address,
            Replacement::Address(address) => {
                let (part, link) = self.link_to(start..end, &address);
                let end = part.end;
                self.replace(part, &link);
                return Some(end);
            }
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

    /// Fills in a tag around text, or the end of one; returns the index after it.
    fn container(&mut self, start: usize, tag: Tag<'a>) -> Option<usize> {
        let opened = start + tag.length;
        let (name, arguments) = tag.name();
        let (end_mark, kind) = if tag.kind == TagKind::Tag { ("end", tag.kind) } else { ("/", tag.kind) };
        if let Some(ended) = name.strip_prefix(end_mark)
            && let Some(place) = self.open.iter().rposition(|(open, _)| *open == ended)
        {
            let closing: String = self.open.drain(place..).rev().map(|(_, closing)| closing).collect();
            self.replace(start..opened, &closing);
            return Some(opened);
        }
        if matches!(name, "toc" | "table_of_contents")
            && self.is_markdown
            && self.prefix_of(start..opened) == Some("")
        {
            self.replace(start..opened, "[TOC]");
            return Some(opened);
        }
        if kind == TagKind::Shortcode
            && let Some(link) = paired::link(name, arguments)
        {
            self.ends.find(self.text, opened, kind, &[end_mark, name].concat())?;
            self.replace(start..opened, &link);
            self.open.push((name, "</a>"));
            return Some(opened);
        }
        let container = Container::of(name)?;
        let (content_end, end) = self.ends.find(self.text, opened, kind, &[end_mark, name].concat())?;
        match container {
            Container::Drawing(language) => {
                self.code_block(start..end, opened..content_end, language);
                return Some(end);
            }
            Container::Formula if !has_delimiters(&self.text[opened..content_end]) => {
                self.replace(start..opened, "$$");
                self.replace(content_end..end, "$$");
                return Some(end);
            }
            _ => {}
        }
        if matches!(name, "tabs" | "timeline") {
            self.tabs_end = self.tabs_end.max(content_end);
        }
        let prefix = self.prefix_of(start..opened);
        let title = paired::title(arguments);
        let (opening, closing) = paired::opening(container, &title, prefix, self.is_markdown);
        self.replace(start..opened, &opening);
        if self.open.len() < MAX_OPEN {
            self.open.push((name, closing));
        }
        Some(opened)
    }

    /// Puts the title of a tab in the place of the comment that begins it; returns the index after
    /// the comment.
    fn tab(&mut self, start: usize) -> usize {
        let Some(length) = self.text[start..].find("-->") else { return self.text.len() };
        let end = start + length + "-->".len();
        let comment = &self.text[start + "<!--".len()..start + length];
        let title = ["tab", "timeline"].iter().find_map(|name| paired::comment_title(comment, name));
        if let Some(title) = title.filter(|title| !title.is_empty()) {
            let (opening, _) =
                paired::opening(Container::Titled, title, self.prefix_of(start..end), self.is_markdown);
            self.replace(start..end, &opening);
        } else if title.is_some() || matches!(comment.trim(), "endtab" | "endtimeline") {
            self.replace(start..end, "");
        }
        end
    }

    /// The blanks and marks of quotations before a part that stands alone on its lines.
    fn prefix_of(&self, part: Range<usize>) -> Option<&'a str> {
        let before = self.line_before(part.start);
        (before.trim_matches([' ', '\t', '>']).is_empty() && self.ends_line(part.end)).then_some(before)
    }

    /// `true` if a place is within the address of a link, of a picture or of an attribute.
    fn is_in_address(&self, start: usize) -> bool {
        let before = self.line_before(start);
        let is_open = |mark: &str, end: char| {
            before.rfind(mark).is_some_and(|place| !before[place + mark.len()..].contains(end))
        };
        is_open("](", ')')
            || is_open("=\"", '"')
            || is_open("='", '\'')
            || before.ends_with('=')
            || before.trim_start().starts_with('[') && is_open("]: ", ' ')
    }

    /// The link that stands for an address alone in the text, and the part that it replaces.
    fn link_to(&self, tag: Range<usize>, address: &str) -> (Range<usize>, String) {
        let path = address.split('#').next().unwrap_or_default().trim_end_matches(".md");
        let words = path.rsplit('/').next().unwrap_or_default().replace("%20", " ");
        let words = if words.is_empty() { address } else { &words };
        let link = format!("<a href=\"{}\">{}</a>", escape_attribute(address), escape_text(words));
        let is_bracketed = self.text[..tag.start].ends_with('<') && self.text[tag.end..].starts_with('>');
        let is_free = is_bracketed && tag.start > self.copied;
        (if is_free { tag.start - 1..tag.end + 1 } else { tag }, link)
    }

    /// A tag with its line, if nothing else stands there.
    pub(super) fn without_own_line(&self, tag: Range<usize>) -> Range<usize> {
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
    pub(super) fn ends_line(&self, index: usize) -> bool {
        let rest = self.text[index..].trim_start_matches([' ', '\t', '\r']);
        rest.is_empty() || rest.starts_with('\n')
    }
}

/// `true` for a formula that has its own delimiters.
fn has_delimiters(tex: &str) -> bool {
    tex.contains('$') || tex.contains("\\(") || tex.contains("\\[")
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
    fn tags_around_text_go() {
        for (text, expected) in [
            ("{% note info %}\n*a*\n{% endnote %}\nb", "\n*a*\n\nb"),
            ("{% note success no-icon 题 目 %}\na\n{% endnote %}", "\n**题 目**\n\na\n"),
            ("> {{% tip \"题\" %}}\n> a\n> {{% /tip %}}", "> \n> **题**\n>\n> a\n> "),
            ("{{< notice tip >}}a{{< /notice >}}", "a"),
            ("{{< admonition type=note title=\"题\" >}}\na\n{{< /admonition >}}", "\n**题**\n\na\n"),
            (
                "{% tabs x, 2 %}\n<!-- tab 甲@apple -->\na\n<!-- endtab -->\n<!-- tab -->\nb\n<!-- endtab -->\n{% endtabs %}\n<!-- tab c -->",
                "\n\n**甲**\n\na\n\n\nb\n\n\n<!-- tab c -->",
            ),
            ("{{< tabs >}}\n{{< tab \"甲\" >}}\na\n{{< /tab >}}\n{{< /tabs >}}", "\n\n**甲**\n\na\n\n"),
            (
                "{% hideToggle 看 #fff %}\na\n{% endhideToggle %}",
                "<details markdown=\"1\">\n<summary>看</summary>\n\na\n\n</details>",
            ),
            (
                "{% timeline 2022 %}\n<!-- timeline 01-02 -->\na\n{% endtimeline %}",
                "\n**2022**\n\n\n**01-02**\n\na\n",
            ),
            ("{{< button href=\"/b\" >}}a{{< /button >}}", "<a href=\"/b\">a</a>"),
            ("{{< katex >}}x_1{{< /katex >}} {{< katex >}}\\(x\\){{< /katex >}}", "$$x_1$$ \\(x\\)"),
            ("a\n\n{{< toc >}}\n", "a\n\n[TOC]\n"),
            ("{% mermaid %}\na-->b\n{% endmermaid %}", "```mermaid\na-->b\n```"),
            ("{% gallery %}\n![a](b)\n{% endgallery %}", "\n![a](b)\n"),
            ("{% note %}{% note a %}b{% endnote %}", "b"),
            (
                "{% fold %}\na\n{% fold b %}\nc\n{% endfold %}",
                "<details markdown=\"1\">\n<summary>…</summary>\n\na\n<details markdown=\"1\">\n<summary>…</summary>\n\nc\n\n</details>\n</details>",
            ),
        ] {
            assert_eq!(markdown(text), expected, "{text}");
        }
        let html = resolve("{{< details \"题\" >}}<p>a</p>{{< /details >}}", BodyFormat::Html).text;
        assert_eq!(html, "<details><summary>题</summary><p>a</p></details>");
    }

    #[test]
    fn addresses_alone_are_links() {
        for (text, expected) in [
            ("见 {{< ref \"x.md\" >}}。", "见 <a href=\"/_posts/x.md\">x</a>。"),
            ("见 {% post_url 2020-01-02-b %}", "见 <a href=\"/_posts/2020-01-02-b.md\">2020-01-02-b</a>"),
            ("<{{< relref \"/a/b c.md#d\" >}}>", "<a href=\"/a/b%20c.md#d\">b c</a>"),
            ("[a]({{ site.url }}{% link _posts/b.md %} \"c\")", "[a](/_posts/b.md \"c\")"),
            ("[a](b) {% link _posts/b.md %}", "[a](b) <a href=\"/_posts/b.md\">b</a>"),
            ("<a href=\"{% post_url b %}\">c</a>", "<a href=\"/_posts/b.md\">c</a>"),
            ("[a]: {% post_url b %}", "[a]: /_posts/b.md"),
        ] {
            assert_eq!(markdown(text), expected, "{text}");
        }
    }

    #[test]
    fn raw_goes_within_code_blocks() {
        for (text, expected) in [
            (
                "{% highlight liquid %}\n{% raw %}{{ inner }}{% endraw %}\n{% endhighlight %}",
                "```liquid\n{{ inner }}\n```",
            ),
            ("{% highlight c %}\n{% raw %}\n{{ a }}\n{% endraw %}\n{% endhighlight %}", "```c\n{{ a }}\n```"),
            (
                "{% highlight c %}{% raw %}\na\n{% endraw %}{% endhighlight %}",
                "<pre><code class=\"language-c\">a</code></pre>",
            ),
        ] {
            assert_eq!(markdown(text), expected, "{text}");
        }
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
            "{% note a %}",
            "{% tabs %}<!-- tab a",
            "{% tabs %}<!-- tab a -->",
            "{{< ref \"a\" >}}",
            "{% endnote %}",
            "{% include a ",
            "{{ \"a\" | prepend: ",
        ] {
            let text =
                piece.repeat(200_000 / piece.len()) + "</pre>{% endnote %}{% endtabs %}{% endblockquote %}";
            resolve(&text, BodyFormat::Markdown);
            resolve(&text, BodyFormat::Html);
        }
    }
}
