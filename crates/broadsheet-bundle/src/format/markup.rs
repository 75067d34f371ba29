//! HTML of what a feed has beside its articles: files that come with a post, and plain text.

/// Returns `text` for use in HTML, in text as in an attribute between double quotes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Plain text as HTML: a blank line parts paragraphs, a line feed breaks a line.
pub fn paragraphs(text: &str) -> String {
    let text = escape(&text.replace("\r\n", "\n"));
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs.map(|paragraph| ["<p>", &paragraph.replace('\n', "<br>"), "</p>"].concat()).collect()
}

/// The HTML of a file that comes with a post: a player, an image, or else a link. `kind` is the
/// first half of its media type; of one that does not say enough, the ending of the address counts.
pub fn enclosure(url: &str, kind: &str, title: Option<&str>) -> String {
    let title = title.map(escape).unwrap_or_default();
    let kind = if matches!(kind, "audio" | "video" | "image" | "text") { kind } else { kind_by_ending(url) };
    let address = escape(url);
    match kind {
        "image" => ["<p><img src=\"", &address, "\" alt=\"", &title, "\"></p>"].concat(),
        "audio" | "video" => ["<", kind, " controls src=\"", &address, "\"></", kind, ">"].concat(),
        _ => {
            let file = escape(file_name(url));
            let words = [&title, &file, &address].into_iter().find(|words| !words.is_empty());
            let words = words.map_or("", String::as_str);
            ["<p><a href=\"", &address, "\">", words, "</a></p>"].concat()
        }
    }
}

/// The last part of the path of an address.
pub fn file_name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    path.rsplit('/').next().unwrap_or_default()
}

/// Returns `audio`, `video` or `image` by the ending of an address, or nothing.
pub fn kind_by_ending(url: &str) -> &'static str {
    let ending = file_name(url).rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "mp3" | "m4a" | "m4b" | "ogg" | "oga" | "opus" | "wav" | "flac" | "aac" => "audio",
        "mp4" | "m4v" | "webm" | "ogv" | "mov" => "video",
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" => "image",
        _ => "",
    }
}

/// The words that stand for the first picture in HTML that has any, with their character references
/// as they are, but for the usual ones.
pub fn first_alternative(html: &str) -> Option<String> {
    html.split("alt=").skip(1).find_map(|rest| {
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let words = rest.get(1..)?.split(quote).next()?;
        let words =
            words.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        (!words.trim().is_empty()).then_some(words)
    })
}

/// `true` if an article has a file already, under this address or under one of the same name.
pub fn mentions(article: &str, url: &str) -> bool {
    let file = file_name(url);
    article.contains(url) || article.contains(&escape(url)) || (file.contains('.') && article.contains(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_come_with_a_post() {
        for (url, kind, title, html) in [
            (
                "https://e.org/a.mp3?x=1&y",
                "",
                None,
                "<audio controls src=\"https://e.org/a.mp3?x=1&amp;y\"></audio>",
            ),
            ("https://e.org/a", "video", Some("T"), "<video controls src=\"https://e.org/a\"></video>"),
            (
                "https://e.org/a.PNG",
                "application",
                Some("\"T\""),
                "<p><img src=\"https://e.org/a.PNG\" alt=\"&quot;T&quot;\"></p>",
            ),
            ("https://e.org/a.pdf", "application", None, "<p><a href=\"https://e.org/a.pdf\">a.pdf</a></p>"),
            (
                "https://e.org/a.png",
                "text",
                Some("<T>"),
                "<p><a href=\"https://e.org/a.png\">&lt;T&gt;</a></p>",
            ),
        ] {
            assert_eq!(enclosure(url, kind, title), html);
        }
        assert!(mentions("<img src=\"/b/a.png?w=2\">", "https://e.org/a.png"));
        assert!(!mentions("<img src=\"/b/a.png\">", "https://e.org/b"));
    }

    #[test]
    fn plain_text_has_paragraphs_and_lines() {
        let text = "\none\r\ntwo & three\r\n\n\n\n<b>\n";
        assert_eq!(paragraphs(text), "<p>one<br>two &amp; three</p><p>&lt;b&gt;</p>");
    }
}
