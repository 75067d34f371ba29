//! The replacements of known tags: pictures, players, links and addresses, as HTML.

use broadsheet_article::{escape_attribute, escape_text, markdown};

use super::arguments::Arguments;
use super::wordings;

/// The endings of pictures.
const PICTURES: [&str; 9] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp", ".jpe"];

/// The replacement of a tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Replacement {
    /// HTML within a line, or a block of its own.
    Html(String),
    /// A picture with its words.
    Figure(Figure),
    /// An address.
    Address(String),
}

/// A picture with its words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) source: String,
    pub(super) alt: String,
    pub(super) caption: Option<String>,
    pub(super) link: Option<String>,
}

impl Figure {
    /// The HTML of a block, with the caption rendered if it is Markdown, or of what stands in a
    /// line, where the line's own parser reads it.
    pub(super) fn html(&self, is_block: bool, is_markdown: bool) -> String {
        let mut html = format!(
            "<img src=\"{}\" alt=\"{}\">",
            escape_attribute(&self.source),
            escape_attribute(&one_line(&self.alt))
        );
        if let Some(link) = &self.link {
            html = format!("<a href=\"{}\">{html}</a>", escape_attribute(link));
        }
        match &self.caption {
            Some(caption) => {
                let caption = one_line(caption);
                let caption = if is_block && is_markdown { rendered(&caption) } else { caption };
                format!("<figure>{html}<figcaption>{caption}</figcaption></figure>")
            }
            None if is_block => format!("<p>{html}</p>"),
            None => html,
        }
    }
}

/// Text on one line, since an empty line would end the element.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A caption's Markdown without the paragraph around it.
pub(super) fn rendered(caption: &str) -> String {
    let html = markdown::to_html(caption);
    let inner = html.trim().strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
    inner.filter(|inner| !inner.contains("<p>")).unwrap_or(html.trim()).to_owned()
}

/// Returns what a tag of Liquid becomes; `None` if it is not known.
pub(super) fn of_tag(name: &str, arguments: &str) -> Option<Replacement> {
    if let Some(html) = wordings::of_tag(name, arguments) {
        return Some(Replacement::Html(html));
    }
    match name {
        "include" | "include_cached" | "include_relative" => include(arguments),
        "post_url" => {
            let post = arguments.trim_matches(['"', '\'']).trim_start_matches('/').trim_end_matches(".md");
            (!post.is_empty()).then(|| Replacement::Address(address(&["/_posts/", post, ".md"].concat())))
        }
        "link" => {
            let file = arguments.trim_matches(['"', '\'']).trim_start_matches('/');
            (!file.is_empty() && !file.contains("{{"))
                .then(|| Replacement::Address(address(&["/", file].concat())))
        }
        // `{% post_link name words %}` of Hexo.
        "post_link" => {
            let arguments = Arguments::read(arguments);
            let post = arguments.first()?;
            let words: Vec<&str> = arguments.unnamed[1..].iter().map(String::as_str).collect();
            // The last one may say whether the words are to be escaped.
            let words = match words.split_last() {
                Some((&("true" | "false"), words)) => words.join(" "),
                _ => words.join(" "),
            };
            let words = if words.is_empty() { post } else { &words };
            Some(link(&address(&["/_posts/", post].concat()), words))
        }
        "post_path" => {
            let post = arguments.trim_matches(['"', '\'']);
            (!post.is_empty()).then(|| Replacement::Address(address(&["/_posts/", post].concat())))
        }
        "asset_path" => {
            let file = arguments.trim_matches(['"', '\'']);
            (!file.is_empty()).then(|| Replacement::Address(address(file)))
        }
        // A variable's value is not shown where it is given.
        "assign" => Some(Replacement::Html(String::new())),
        _ => known(name, &Arguments::read(arguments)),
    }
}

/// Returns what a shortcode of Hugo becomes; `None` if it is not known.
pub(super) fn of_shortcode(name: &str, arguments: &str) -> Option<Replacement> {
    let arguments = Arguments::read(arguments);
    match name {
        "ref" | "relref" => {
            let path = arguments.first().or_else(|| arguments.named(&["path"]))?.trim_start_matches('/');
            let folder = if path.starts_with('#') {
                ""
            } else if path.split('#').next().unwrap_or_default().contains('/') {
                "/"
            } else {
                "/_posts/"
            };
            Some(Replacement::Address(address(&[folder, path].concat())))
        }
        // A link, where it stands around nothing.
        "link" | "button" => {
            let address = arguments.named(&["href", "url", "link"]).or(arguments.first())?;
            let words = arguments.named(&["content", "text", "title", "label"]);
            let words = words.or(arguments.unnamed.get(1).map(String::as_str)).unwrap_or(address);
            Some(link(address, words))
        }
        _ => known(name, &arguments),
    }
}

/// An include, by the name of its file.
fn include(text: &str) -> Option<Replacement> {
    let (file, rest) = text.trim().split_once(char::is_whitespace)?;
    let arguments = Arguments::read(rest);
    let file = file.to_ascii_lowercase();
    let stem = file.rsplit('/').next().unwrap_or_default().split('.').next().unwrap_or_default();
    let has = |names: &[&str]| names.iter().any(|name| file.contains(name));
    if has(&["youtube", "vimeo", "bilibili", "gist"]) {
        let name = ["youtube", "vimeo", "bilibili", "gist"].into_iter().find(|name| file.contains(name))?;
        return known(name, &arguments);
    }
    if stem == "video"
        && let Some(provider) = arguments.named(&["provider", "type"])
    {
        return known(&provider.to_ascii_lowercase(), &arguments);
    }
    if has(&["alert", "callout", "note", "notice", "tip", "warning", "important", "info", "danger"])
        && let Some(words) = arguments.named(&["content", "text", "body", "message"])
    {
        let title = arguments
            .named(&["title", "header"])
            .map(|title| ["<strong>", &rendered(title), "</strong> "].concat());
        return Some(Replacement::Html([title.as_deref().unwrap_or_default(), &rendered(words)].concat()));
    }
    if has(&["figure", "image", "img", "picture", "photo"]) {
        return figure(&arguments).map(Replacement::Figure);
    }
    known(stem, &arguments)
}

/// The tags that Liquid and shortcodes have in common.
pub(super) fn known(name: &str, arguments: &Arguments) -> Option<Replacement> {
    let id = || arguments.named(&["id", "video_id", "videoid", "video", "url", "src"]).or(arguments.first());
    let player = |host: &str, id: String| {
        Some(Replacement::Html(format!("<iframe src=\"https://{host}{id}\"></iframe>")))
    };
    match name {
        "youtube" | "youtubeplayer" | "yt" | "youtube_embed" => {
            player("www.youtube.com/embed/", video_id(id()?, &["v"])?)
        }
        "vimeo" => player("player.vimeo.com/video/", video_id(id()?, &[])?),
        "bilibili" => {
            let id = arguments.named(&["bvid"]).or_else(id)?;
            player("player.bilibili.com/player.html?bvid=", video_id(id, &["bvid"])?)
        }
        "gist" => {
            let id = arguments.named(&["id", "gist", "url"]).or(arguments.first())?;
            let id = id.trim_start_matches("https://gist.github.com/").trim_end_matches(".js");
            // Hugo has the user and the id apart; in Liquid the second word is a file.
            let second = arguments.unnamed.get(1).filter(|word| {
                !id.contains('/') && word.len() >= 7 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
            });
            let path = second.map_or_else(|| id.to_owned(), |second| [id, "/", second].concat());
            let is_path = is_safe(&path) && path.bytes().any(|byte| byte.is_ascii_digit());
            is_path.then(|| site_link(&["gist.github.com/", &path].concat()))
        }
        "tweet" | "twitter" | "x" => match (arguments.named(&["user"]), arguments.named(&["id"])) {
            (Some(user), Some(id)) if is_safe(user) && is_safe(id) => {
                Some(site_link(&["twitter.com/", user, "/status/", id].concat()))
            }
            _ => {
                let url = arguments.named(&["url", "id"]).or(arguments.first())?;
                url.starts_with("https://").then(|| link(url, url))
            }
        },
        "instagram" => {
            let id = id()?;
            if id.starts_with("https://") {
                return Some(link(id, id));
            }
            is_safe(id).then(|| site_link(&["www.instagram.com/p/", id].concat()))
        }
        "figure" | "img" | "image" | "picture" | "photo" | "asset_img" | "imgcap" => {
            figure(arguments).map(Replacement::Figure)
        }
        "inlineImg" | "inlineimage" | "inlineimg" => figure(arguments).map(|mut figure| {
            figure.caption = None;
            Replacement::Html(figure.html(false, false))
        }),
        "aplayer" | "dplayer" | "music" | "meting" => player_of_theme(name, arguments),
        "video" | "audio" => {
            let source = arguments.named(&["src", "url", "path", "file", "mp4"]).or(arguments.first())?;
            (source.contains(['/', '.'])).then(|| {
                let source = escape_attribute(source);
                Replacement::Html(format!("<{name} src=\"{source}\" controls></{name}>"))
            })
        }
        _ => None,
    }
}

/// The players of Hexo's and Hugo's plug-ins: a file with its title and author, or a song by its
/// number at a service.
fn player_of_theme(name: &str, arguments: &Arguments) -> Option<Replacement> {
    let is_media = |word: &str| word.contains("//") || word.starts_with('/');
    let source = arguments.named(&["url", "src", "audio", "video"]);
    let mut words = arguments.unnamed.iter().map(|word| word.strip_prefix("url=").unwrap_or(word));
    let source = source.or_else(|| words.find(|word| is_media(word)));
    if let Some(source) = source {
        let place = arguments.unnamed.iter().position(|word| word == source);
        let mut words: Vec<&str> =
            arguments.unnamed[..place.unwrap_or(0)].iter().map(String::as_str).collect();
        words
            .extend(["name", "title", "artist", "author"].iter().filter_map(|name| arguments.named(&[name])));
        let words = escape_text(&words.join(" — "));
        let element = if name == "dplayer" { "video" } else { "audio" };
        let space = if words.is_empty() { "" } else { " " };
        let source = escape_attribute(source);
        return Some(Replacement::Html(format!(
            "{words}{space}<{element} src=\"{source}\" controls></{element}>"
        )));
    }
    let value = |names: &[&str], place: usize| {
        arguments.named(names).or_else(|| arguments.unnamed.get(place).map(String::as_str))
    };
    let (id, server, kind) =
        (value(&["id"], 0)?, value(&["server"], 1)?, value(&["type"], 2).unwrap_or("song"));
    let page = match server {
        "netease" => format!("https://music.163.com/#/{kind}?id={id}"),
        "tencent" if kind == "song" => format!("https://y.qq.com/n/ryqq/songDetail/{id}"),
        _ => return None,
    };
    (is_safe(id) && is_safe(kind)).then(|| link(&page, &page))
}

/// The picture that arguments describe: by names, or as Octopress and Hexo have it, as `[class]
/// ADDRESS [width] [height] [title] [alt]`.
fn figure(arguments: &Arguments) -> Option<Figure> {
    let names = ["src", "url", "image_path", "image", "path", "file", "filename", "img", "image_url"];
    let is_picture = |word: &&String| {
        let path = word.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        word.contains("//") || PICTURES.iter().any(|ending| path.ends_with(ending))
    };
    let place = arguments.unnamed.iter().position(|word| is_picture(&word));
    let unnamed = |skipped: usize| {
        let after = &arguments.unnamed[place? + 1..];
        let is_size = |word: &&String| word.trim_end_matches(['%', 'x', 'p']).parse::<u32>().is_ok();
        after.iter().filter(|word| !is_size(word)).nth(skipped).map(String::as_str)
    };
    let source = arguments.named(&names).or_else(|| Some(arguments.unnamed[place?].as_str()))?;
    let caption = arguments.named(&["caption", "description", "desc", "title", "text"]);
    let alt = arguments.named(&["alt", "image_alt", "title"]).or_else(|| unnamed(1)).or_else(|| unnamed(0));
    // A title with words for those who do not see the picture is one for all.
    let title = arguments.named(&["title"]).or_else(|| unnamed(1).and(unnamed(0)));
    let credit = arguments.named(&["attr", "attribution", "credit", "credits", "copyright", "photographer"]);
    let credit = credit.map(|credit| match arguments.named(&["attrlink", "attributionlink", "credit_url"]) {
        Some(link) => ["[", credit, "](<", link, ">)"].concat(),
        None => credit.to_owned(),
    });
    let mut captions: Vec<&str> = [title, caption, credit.as_deref()].into_iter().flatten().collect();
    captions.dedup();
    let caption_of_all = (!captions.is_empty()).then(|| captions.join(" — "));
    let link = arguments.named(&["link", "href"]).filter(|link| *link != source);
    Some(Figure {
        source: source.to_owned(),
        alt: alt.or(caption).unwrap_or_default().to_owned(),
        caption: caption_of_all,
        link: link.map(str::to_owned),
    })
}

/// The id of a film in itself or in the address of its page, where it stands in one of these
/// parameters or at the end of the path.
fn video_id(text: &str, parameters: &[&str]) -> Option<String> {
    let mut id = text.trim();
    if id.contains("//") {
        let (path, query) = id.split_once('?').unwrap_or((id, ""));
        let query = query.split('#').next().unwrap_or_default();
        let parameter = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(name, _)| parameters.contains(name));
        let path = path.split('#').next().unwrap_or_default().trim_end_matches('/');
        id = parameter.map_or_else(|| path.rsplit('/').next().unwrap_or_default(), |(_, value)| value);
    }
    (is_safe(id) && !id.contains(['/', '.'])).then(|| id.to_owned())
}

/// `true` for the characters that ids and paths of known sites have.
fn is_safe(text: &str) -> bool {
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/' | b'.');
    !text.is_empty() && text.bytes().all(is_safe)
}

/// A link to a page of a known site, with its address as its words.
fn site_link(address: &str) -> Replacement {
    link(&["https://", address].concat(), address)
}

fn link(address: &str, words: &str) -> Replacement {
    Replacement::Html(format!("<a href=\"{}\">{}</a>", escape_attribute(address), escape_text(words)))
}

/// An address as it may stand in Markdown and in an attribute.
fn address(text: &str) -> String {
    let mut address = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' => address.push_str("%20"),
            '(' => address.push_str("%28"),
            ')' => address.push_str("%29"),
            '<' => address.push_str("%3C"),
            '>' => address.push_str("%3E"),
            '"' => address.push_str("%22"),
            c => address.push(c),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::{Replacement, of_shortcode, of_tag};

    fn html(replacement: Option<Replacement>) -> String {
        match replacement {
            Some(Replacement::Html(text) | Replacement::Address(text)) => text,
            Some(Replacement::Figure(figure)) => figure.html(true, true),
            None => "-".to_owned(),
        }
    }

    #[test]
    fn tags_of_liquid() {
        let youtube = "<iframe src=\"https://www.youtube.com/embed/abcdefghijk\"></iframe>";
        for (name, arguments, expected) in [
            ("youtube", "abcdefghijk", youtube),
            ("youtube", "abcdefghijk 640 480", youtube),
            ("youtube", "https://www.youtube.com/watch?t=1&v=abcdefghijk", youtube),
            ("youtube", "\"https://youtu.be/abcdefghijk?t=9\"", youtube),
            ("include", "youtube.html id=\"abcdefghijk\"", youtube),
            ("include", "embed/youtube.html id='abcdefghijk'", youtube),
            ("include", "video id=\"abcdefghijk\" provider=\"youtube\"", youtube),
            ("include", "youtube.html id=page.film", "-"),
            ("youtube", "\"><script>", "-"),
            ("vimeo", "12345", "<iframe src=\"https://player.vimeo.com/video/12345\"></iframe>"),
            ("gist", "u/0123 a.rb", "<a href=\"https://gist.github.com/u/0123\">gist.github.com/u/0123</a>"),
            ("post_url", "2017-05-02-to", "/_posts/2017-05-02-to.md"),
            ("post_url", "/a/2017-05-02-到 了", "/_posts/a/2017-05-02-到%20了.md"),
            ("link", "_posts/2017-05-02-to.md", "/_posts/2017-05-02-to.md"),
            ("post_link", "to 去 那", "<a href=\"/_posts/to\">去 那</a>"),
            (
                "include",
                "figure.html src=\"/a b.png\" caption=\"*一*个\"",
                "<figure><img src=\"/a b.png\" alt=\"*一*个\"><figcaption><em>一</em>个</figcaption></figure>",
            ),
            (
                "include",
                "image.html url='/a.png' description='d' link='/b'",
                "<figure><a href=\"/b\"><img src=\"/a.png\" alt=\"d\"></a><figcaption>d</figcaption></figure>",
            ),
            (
                "img",
                "left /a.png 350 200 \"题\" \"字\"",
                "<figure><img src=\"/a.png\" alt=\"字\"><figcaption>题</figcaption></figure>",
            ),
            ("asset_img", "a.jpg 题", "<p><img src=\"a.jpg\" alt=\"题\"></p>"),
            ("include", "toc.html", "-"),
            ("if", "page.x", "-"),
        ] {
            assert_eq!(html(of_tag(name, arguments)), expected, "{name} {arguments}");
        }
    }

    #[test]
    fn shortcodes() {
        for (name, arguments, expected) in [
            (
                "figure",
                "src=\"/a.png\" title=\"t\" alt=\"b\"",
                "<figure><img src=\"/a.png\" alt=\"b\"><figcaption>t</figcaption></figure>",
            ),
            (
                "figure",
                "src=\"/a.png\" title=\"题\" caption=\"说\" attr=\"人\" attrlink=\"https://e.org/\"",
                "<figure><img src=\"/a.png\" alt=\"题\"><figcaption>题 — 说 — <a href=\"https://e.org/\">人</a></figcaption></figure>",
            ),
            (
                "gist",
                "u 0123456789 a.rb",
                "<a href=\"https://gist.github.com/u/0123456789\">gist.github.com/u/0123456789</a>",
            ),
            (
                "tweet",
                "user=\"u\" id=\"1\"",
                "<a href=\"https://twitter.com/u/status/1\">twitter.com/u/status/1</a>",
            ),
            ("ref", "\"to.md\"", "/_posts/to.md"),
            ("relref", "\"/posts/to.md#a\"", "/posts/to.md#a"),
            ("relref", "\"#a\"", "#a"),
            ("link", "\"https://l.test\" \"字\"", "<a href=\"https://l.test\">字</a>"),
            (
                "aplayer",
                "歌 人 https://a.test/x.mp3",
                "歌 — 人 <audio src=\"https://a.test/x.mp3\" controls></audio>",
            ),
            (
                "dplayer",
                "\"url=https://a.test/x.mp4\"",
                "<video src=\"https://a.test/x.mp4\" controls></video>",
            ),
            (
                "meting",
                "\"60198\" \"netease\" \"song\"",
                "<a href=\"https://music.163.com/#/song?id=60198\">https://music.163.com/#/song?id=60198</a>",
            ),
            ("notice", "tip", "-"),
        ] {
            assert_eq!(html(of_shortcode(name, arguments)), expected, "{name} {arguments}");
        }
    }
}
