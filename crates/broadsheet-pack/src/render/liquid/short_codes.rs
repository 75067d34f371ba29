//! Short codes of `WordPress`: captions, players and code in brackets, which its server would have
//! filled in. The others stay as they stand, and those that are surely short codes are counted.

use std::borrow::Cow;
use std::ops::Range;

use broadsheet_article::{escape_attribute, escape_text};

use super::arguments::Arguments;
use super::replacement::{Figure, Replacement, known, one_line, rendered};
use super::resolver::{Resolved, Resolver};
use crate::import::source::BodyFormat;

/// Bytes of a short code up to its bracket.
const MAX_CODE_BYTES: usize = 4096;

/// Short codes for films and posts of other sites.
const SITES: [&str; 6] = ["bilibili", "gist", "instagram", "tweet", "vimeo", "youtube"];

/// Short codes for code in a language, of several lines.
const LANGUAGES: [&str; 17] = [
    "bash",
    "cpp",
    "csharp",
    "css",
    "html",
    "java",
    "javascript",
    "js",
    "perl",
    "php",
    "plain",
    "python",
    "ruby",
    "shell",
    "sql",
    "text",
    "xml",
];

/// Short codes that name pictures or sound of the site by numbers alone.
const NUMBERED: [&str; 2] = ["gallery", "playlist"];

/// Marks that `WordPress` and parsers make of the quotes and signs of arguments.
const ENTITIES: [(&str, &str); 11] = [
    ("&quot;", "\""),
    ("&#8220;", "\""),
    ("&#8221;", "\""),
    ("&#8243;", "\""),
    ("“", "\""),
    ("”", "\""),
    ("″", "\""),
    ("&#039;", "'"),
    ("&#038;", "&"),
    ("&amp;", "&"),
    ("&nbsp;", " "),
];

/// Fills in the short codes of a text. Takes linear time.
pub(in crate::render) fn resolve_short_codes(text: &str, format: BodyFormat) -> Resolved<'_> {
    if !text.contains('[') {
        return Resolved { text: Cow::Borrowed(text), unknown: 0, first_unknown: None };
    }
    let mut codes = ShortCodes { resolver: Resolver::new(text, format), ends: Vec::new() };
    codes.run();
    codes.resolver.finish()
}

/// A short code that opens.
#[derive(Clone, Copy)]
struct ShortCode<'a> {
    name: &'a str,
    arguments: &'a str,
    /// The number of its bytes.
    length: usize,
}

impl<'a> ShortCode<'a> {
    /// The short code that a text begins with.
    fn at_start(text: &'a str) -> Option<Self> {
        let inner = text[..text.floor_char_boundary(MAX_CODE_BYTES)].strip_prefix('[')?;
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        let name_end = inner.find(|c| !is_name(c))?;
        let name = &inner[..name_end];
        let is_named = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.len() > 1;
        if !is_named || !inner[name_end..].starts_with([' ', '\n', '=', ']', '/', '\u{a0}']) {
            return None;
        }
        let mut quote = None;
        let end = inner[name_end..].find(|c| {
            match (quote, c) {
                (Some(open), c) if c == open => quote = None,
                (None, '"' | '\'') => quote = Some(c),
                (None, ']' | '[' | '<') => return true,
                _ => {}
            }
            false
        })?;
        let arguments = &inner[name_end..name_end + end];
        let rest = inner[name_end + end..].strip_prefix(']')?;
        // A link of Markdown.
        let is_link = rest.starts_with(['(', '[', ':']) && !rest.starts_with("[/") && !rest.starts_with("[!");
        (!is_link).then_some(Self { name, arguments, length: name_end + end + 2 })
    }

    /// The arguments, with the quotes that they were written with.
    fn arguments(&self) -> Arguments {
        let mut text = Cow::Borrowed(self.arguments.trim_start_matches('=').trim_end_matches('/'));
        for (entity, sign) in ENTITIES {
            if text.contains(entity) {
                text = Cow::Owned(text.replace(entity, sign));
            }
        }
        Arguments::read(&text)
    }
}

struct ShortCodes<'a> {
    resolver: Resolver<'a>,
    /// For a name, the index of the end that was found last; `None` if none follows.
    ends: Vec<(&'a str, Option<usize>)>,
}

impl<'a> ShortCodes<'a> {
    fn run(&mut self) {
        let text: &'a str = self.resolver.text;
        let mut at = 0;
        while let Some(found) = text[at..].find('[') {
            let start = at + found;
            at = start + 1;
            let Some(code) = ShortCode::at_start(&text[start..]) else { continue };
            if text[..start].ends_with(['[', '\\', '!']) {
                continue;
            }
            if let Some(code) = self.resolver.code.code_at(start) {
                at = code.end;
                continue;
            }
            if let Some(end) = self.short_code(start, code) {
                at = end;
                self.resolver.code.skip_to(end);
            } else if is_surely(code) {
                self.resolver.pass_over_text(start..start + code.length);
            }
        }
    }

    /// The content of a short code with an end, and the index behind that.
    fn content(&mut self, opened: usize, name: &'a str) -> Option<(Range<usize>, usize)> {
        let text: &'a str = self.resolver.text;
        let mark = ["[/", name, "]"].concat();
        let index = if let Some(index) = self.ends.iter().position(|(known, _)| *known == name) {
            index
        } else {
            self.ends.push((name, Some(0)));
            self.ends.len() - 1
        };
        let last = self.ends[index].1?;
        let end = if last >= opened { Some(last) } else { text[opened..].find(&mark).map(|at| opened + at) };
        self.ends[index].1 = end;
        let end = end?;
        Some((opened..end, end + mark.len()))
    }

    /// Fills in a short code; returns the index behind what it stands for.
    fn short_code(&mut self, start: usize, code: ShortCode<'a>) -> Option<usize> {
        let opened = start + code.length;
        let arguments = code.arguments();
        match code.name {
            "caption" | "wp_caption" => {
                let (content, end) = self.content(opened, code.name)?;
                let figure = self.figure(self.resolver.text[content].trim(), &arguments)?;
                self.resolver.replace(start..end, &figure);
                Some(end)
            }
            "audio" | "video" | "embed" | "soundcloud" => self.player(start, code, &arguments),
            "code" | "sourcecode" | "source" => self.code_block(start, code, &arguments),
            name if LANGUAGES.contains(&name) => self.code_block(start, code, &arguments),
            name if SITES.contains(&name) => {
                if let Some(Replacement::Html(html)) = known(name, &arguments) {
                    self.resolver.replace(start..opened, &html);
                    return Some(opened);
                }
                let (content, end) = self.content(opened, name)?;
                let content =
                    Arguments { unnamed: vec![address_in(&self.resolver.text[content])?], named: vec![] };
                let Some(Replacement::Html(html)) = known(name, &content) else { return None };
                self.resolver.replace(start..end, &html);
                Some(end)
            }
            _ => None,
        }
    }

    /// The picture and the words of a caption.
    fn figure(&self, content: &str, arguments: &Arguments) -> Option<String> {
        let named = arguments.named(&["caption"]);
        if let Some(image) = content.find("<img") {
            let linked =
                content.find("<a ").filter(|link| *link < image && !content[..image].contains("</a>"));
            let close = content[image..].find('>')? + image + 1;
            let (from, to) = match (linked, content[close..].find("</a>")) {
                (Some(link), Some(end)) => (link, close + end + 4),
                _ => (image, close),
            };
            let words = ["", &content[..from], " ", &content[to..]].concat();
            let words = ["<p>", "</p>", "<br />", "<br/>", "<br>"]
                .iter()
                .fold(words, |words, tag| words.replace(tag, " "));
            let words = one_line(&words);
            let words = if words.is_empty() { named.unwrap_or_default() } else { &words };
            let words =
                if self.resolver.is_markdown { Cow::Owned(rendered(words)) } else { Cow::Borrowed(words) };
            let image = one_line(&content[from..to]);
            return Some(if words.is_empty() {
                format!("<p>{image}</p>")
            } else {
                format!("<figure>{image}<figcaption>{words}</figcaption></figure>")
            });
        }
        let (before, image) = content.split_once("![")?;
        let (alt, rest) = image.split_once("](")?;
        let (address, mut after) = rest.split_once(')')?;
        let mut link = None;
        if before.ends_with('[')
            && let Some((href, rest)) = after.strip_prefix("](").and_then(|rest| rest.split_once(')'))
        {
            (link, after) = (Some(href.to_owned()), rest);
        }
        let source = address.split_whitespace().next()?.to_owned();
        let words = one_line(&[before.trim_end_matches('['), " ", after].concat());
        let words = if words.is_empty() { named.unwrap_or_default().to_owned() } else { words };
        let caption = Some(words).filter(|words| !words.is_empty());
        Some(Figure { source, alt: alt.to_owned(), caption, link }.html(true, self.resolver.is_markdown))
    }

    /// The player of a file or of another site.
    fn player(&mut self, start: usize, code: ShortCode<'a>, arguments: &Arguments) -> Option<usize> {
        const SOURCES: [&str; 13] =
            ["src", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "ogv", "wma", "wmv", "flv", "url"];
        let mut end = start + code.length;
        let mut address = arguments
            .named(&SOURCES)
            .or(arguments.first())
            .map(|address| address.split('|').next().unwrap_or(address));
        let content = self.content(end, code.name);
        let held;
        if let Some((content, behind)) = content {
            let content = &self.resolver.text[content];
            if content.trim().is_empty() {
                end = behind;
            } else if address.is_none() && content.len() <= MAX_CODE_BYTES {
                held = address_in(content)?;
                address = Some(&held);
                end = behind;
            }
        }
        let address = address.filter(|address| address.contains(['/', '.']))?;
        let escaped = escape_attribute(address);
        let is_flash = [".flv", ".wma", ".wmv"].iter().any(|ending| address.ends_with(ending));
        let html = match code.name {
            _ if is_flash => format!("<a href=\"{escaped}\">{}</a>", escape_text(address)),
            "audio" | "video" => format!("<{0} src=\"{escaped}\" controls></{0}>", code.name),
            _ => format!("<iframe src=\"{escaped}\"></iframe>"),
        };
        self.resolver.replace(start..end, &html);
        Some(end)
    }

    /// A block of code, or code within a line.
    fn code_block(&mut self, start: usize, code: ShortCode<'a>, arguments: &Arguments) -> Option<usize> {
        let (content, end) = self.content(start + code.length, code.name)?;
        let text = &self.resolver.text[content.clone()];
        let is_language = LANGUAGES.contains(&code.name);
        let has_lines = text.trim().contains('\n') || text.contains("<br");
        if is_language && !has_lines {
            return None;
        }
        let language = arguments.named(&["lang", "language"]).or_else(|| is_language.then_some(code.name));
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_');
        let language = language.filter(|name| name.chars().all(is_name)).unwrap_or_default();
        if self.resolver.is_markdown {
            self.resolver.code_block(start..end, content, language);
            return Some(end);
        }
        let mut text = ["<br />\n", "<br/>\n", "<br>\n", "<br />", "<br/>", "<br>"]
            .iter()
            .fold(text.to_owned(), |text, mark| text.replace(mark, "\n"));
        text = text.replace("</p>\n<p>", "\n\n").replace("</p><p>", "\n\n");
        text = text.replace("<p>", "").replace("</p>", "");
        if !["&lt;", "&gt;", "&amp;"].iter().any(|escaped| text.contains(escaped)) {
            text = text.replace('<', "&lt;").replace('>', "&gt;");
        }
        let text = text.trim_matches('\n').trim_end();
        let before = self.resolver.line_before(start).trim_end();
        let after = self.resolver.text[end..].trim_start_matches([' ', '\t', '\r']);
        let is_alone = (before.is_empty() || before.ends_with('>'))
            && (after.is_empty() || after.starts_with(['<', '\n']));
        let html = match language {
            "" if !is_alone && !has_lines => format!("<code>{text}</code>"),
            "" => format!("<pre><code>{text}</code></pre>"),
            language => format!("<pre><code class=\"language-{language}\">{text}</code></pre>"),
        };
        self.resolver.replace(start..end, &html);
        Some(end)
    }
}

/// `true` for a short code by its name, or one that has an argument with a name and quotes.
fn is_surely(code: ShortCode<'_>) -> bool {
    let is_known =
        NUMBERED.contains(&code.name) || SITES.contains(&code.name) || code.name.ends_with("caption");
    let has_arguments = code.arguments.starts_with([' ', '\n', '\u{a0}'])
        && ["=\"", "='", "=&quot;", "=&#8221;", "=”", "=″"].iter().any(|mark| code.arguments.contains(mark));
    has_arguments || (is_known && code.arguments.trim().is_empty())
}

/// The first address of the web in the content of a short code.
fn address_in(content: &str) -> Option<String> {
    let address = &content[content.find("http")?..];
    let end = address.find(['"', '\'', '<', ' ', '\n', '\u{a0}']).unwrap_or(address.len());
    Some(address[..end].replace("&#038;", "&").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::resolve_short_codes;
    use crate::import::source::BodyFormat;

    #[test]
    fn html_is_filled_in() {
        let figure = "<figure><img src=\"a.jpg\"><figcaption>字 <em>题</em></figcaption></figure>";
        for (text, expected) in [
            ("[caption id=\"a\" width=\"300\"]<img src=\"a.jpg\"> 字 <em>题</em>[/caption]", figure),
            ("[caption id=”a” width=”300″]<img src=\"a.jpg\"> 字 <em>题</em>[/caption]", figure),
            ("[caption width=\"300\" caption=\"字 <em>题</em>\"]<img src=\"a.jpg\">[/caption]", figure),
            (
                "[caption]<a href=\"b\"><img src=\"a.jpg\"></a><br />字[/caption]",
                "<figure><a href=\"b\"><img src=\"a.jpg\"></a><figcaption>字</figcaption></figure>",
            ),
            (
                "[audio mp3=\"https://a.test/x.mp3\"][/audio]",
                "<audio src=\"https://a.test/x.mp3\" controls></audio>",
            ),
            (
                "[audio https://a.test/x.mp3|titles=b]",
                "<audio src=\"https://a.test/x.mp3\" controls></audio>",
            ),
            ("[video src=\"/x.mp4\"]", "<video src=\"/x.mp4\" controls></video>"),
            ("[embed width=\"3\"]https://a.test/x[/embed]", "<iframe src=\"https://a.test/x\"></iframe>"),
            (
                "[youtube=https://www.youtube.com/watch?v=abcdefghijk&amp;w=640]",
                "<iframe src=\"https://www.youtube.com/embed/abcdefghijk\"></iframe>",
            ),
            (
                "<p>[code lang=\"php\"]echo 1;<br />\n  a &lt; b[/code]</p>",
                "<p><pre><code class=\"language-php\">echo 1;\n  a &lt; b</code></pre></p>",
            ),
            (
                "[sourcecode language='c']\n<a>\n[/sourcecode]",
                "<pre><code class=\"language-c\">&lt;a&gt;</code></pre>",
            ),
            ("[python]\na\nb\n[/python]", "<pre><code class=\"language-python\">a\nb</code></pre>"),
            ("用 [code]a[/code] 吧", "用 <code>a</code> 吧"),
        ] {
            let resolved = resolve_short_codes(text, BodyFormat::Html);
            assert_eq!((resolved.text.as_ref(), resolved.unknown), (expected, 0), "{text}");
        }
    }

    #[test]
    fn markdown_is_filled_in() {
        for (text, expected) in [
            (
                "[caption id=\"a\"]![b](c.jpg) 字 *题*[/caption]",
                "<figure><img src=\"c.jpg\" alt=\"b\"><figcaption>字 <em>题</em></figcaption></figure>",
            ),
            (
                "[caption][![b](c.jpg)](d) 字[/caption]",
                "<figure><a href=\"d\"><img src=\"c.jpg\" alt=\"b\"></a><figcaption>字</figcaption></figure>",
            ),
            ("[code lang=\"php\"]\necho 1;\n[/code]", "```php\necho 1;\n```"),
        ] {
            let resolved = resolve_short_codes(text, BodyFormat::Markdown);
            assert_eq!((resolved.text.as_ref(), resolved.unknown), (expected, 0), "{text}");
        }
    }

    #[test]
    fn others_stay_and_are_counted() {
        let text = "a [gallery ids=\"1,2\"] [button url=\"x\"]b[/button] [playlist]";
        let resolved = resolve_short_codes(text, BodyFormat::Html);
        assert_eq!((resolved.text.as_ref(), resolved.unknown), (text, 3));
        assert_eq!(resolved.first_unknown, Some(("[gallery ids=\"1,2\"]", 2)));
        for same in [
            "[link](a.html) [audio](b.mp3) [code][1] [1] [x] [toc] [caption]: c [a b]",
            "[text]一行[/text] [[gallery]] [video] 一段 [code] 字",
            "`[gallery ids=\"1\"]`",
            "[data-x=\"y\"] [type=\"text\"]",
        ] {
            let resolved = resolve_short_codes(same, BodyFormat::Markdown);
            assert_eq!((resolved.text.as_ref(), resolved.unknown), (same, 0), "{same}");
        }
    }

    #[test]
    fn time_is_linear() {
        for piece in
            ["[", "[code", "[code]", "[caption]", "[audio a=\"", "[caption][/caption]", "[embed]<", "[js]\n"]
        {
            let text = piece.repeat(200_000 / piece.len()) + "[/code][/caption][/embed][/js]";
            resolve_short_codes(&text, BodyFormat::Markdown);
            resolve_short_codes(&text, BodyFormat::Html);
        }
    }
}
