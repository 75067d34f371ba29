//! The tree as HTML, which bundles store and other programs can show.

use super::escape::{push_attribute_value, push_text};
use crate::tree::{
    Align, AnchorId, Article, Block, BlockDirection, Definition, EmbeddedVideo, Image, Inline, List,
    ListKind, Math, MathContent, MathElement, Media, Table, TableRow, srcset,
};
use crate::url::{LinkUrl, MediaUrl};

/// The HTML of an article: safe, compact, and parsed to the same tree again.
pub fn write_html(article: &Article) -> String {
    write_blocks(&article.blocks)
}

/// The HTML of some blocks of an article. The HTML of all blocks is the concatenation of that of
/// each.
pub fn write_blocks(content: &[Block]) -> String {
    let mut html = String::new();
    blocks(&mut html, content);
    html
}

fn blocks(html: &mut String, content: &[Block]) {
    for block in content {
        self::block(html, block);
    }
}

/// Writes the content of an element in which a first paragraph needs no tags.
fn loose_blocks(html: &mut String, content: &[Block]) {
    match content {
        [Block::Paragraph(first), rest @ ..] if !matches!(rest.first(), Some(Block::Paragraph(_))) => {
            inlines(html, first);
            blocks(html, rest);
        }
        _ => blocks(html, content),
    }
}

fn block(html: &mut String, block: &Block) {
    match block {
        Block::Paragraph(content) => line(html, "p", content),
        Block::Heading { level, id, content } => {
            open(html, level.tag_name(), id.as_ref());
            inlines(html, content);
            close(html, level.tag_name());
        }
        Block::Quote(content) => {
            html.push_str("<blockquote>");
            blocks(html, content);
            html.push_str("</blockquote>");
        }
        Block::Preformatted { language, content } => preformatted(html, language.as_deref(), content),
        Block::List(list) => self::list(html, list),
        Block::Definitions(parts) => definitions(html, parts),
        Block::Table(table) => self::table(html, table),
        Block::Figure { content, caption } => {
            html.push_str("<figure>");
            loose_blocks(html, content);
            if !caption.is_empty() {
                line(html, "figcaption", caption);
            }
            html.push_str("</figure>");
        }
        Block::Details { summary, content } => {
            html.push_str("<details>");
            if !summary.is_empty() {
                line(html, "summary", summary);
            }
            blocks(html, content);
            html.push_str("</details>");
        }
        Block::Media(media) => self::media(html, media),
        Block::EmbeddedVideo(video) => self::video(html, video),
        Block::Rule => html.push_str("<hr>"),
        Block::Directed { direction, content } => directed(html, *direction, content),
    }
}

/// Writes a block with the attribute `dir`.
fn directed(html: &mut String, direction: BlockDirection, content: &[Block]) {
    let start = html.len();
    blocks(html, content);
    // Behind the name of the element that it begins with.
    if let Some(end) = html[start..].find([' ', '>']) {
        html.insert_str(start + end, &[" dir=\"", direction.as_str(), "\""].concat());
    }
}

fn preformatted(html: &mut String, language: Option<&str>, content: &[Inline]) {
    html.push_str("<pre>");
    if let Some(language) = language {
        html.push_str("<code");
        attribute(html, "class", &["language-", language].concat());
        html.push('>');
    }
    inlines(html, content);
    if language.is_some() {
        html.push_str("</code>");
    }
    html.push_str("</pre>");
}

fn list(html: &mut String, list: &List) {
    let element = list.kind.tag_name();
    html.push('<');
    html.push_str(element);
    if let ListKind::Ordered { start, is_reversed, style } = list.kind {
        // One that counts down begins with the number of its items if it says nothing.
        if start != 1 || is_reversed {
            attribute(html, "start", &start.to_string());
        }
        if is_reversed {
            html.push_str(" reversed");
        }
        if let Some(style) = style.attribute() {
            attribute(html, "type", style);
        }
    }
    html.push('>');
    for item in &list.items {
        html.push_str("<li");
        if let Some(id) = &item.id {
            attribute(html, "id", id.as_str());
        }
        if let Some(value) = item.value {
            attribute(html, "value", &value.to_string());
        }
        if let Some(direction) = item.direction {
            attribute(html, "dir", direction.as_str());
        }
        html.push('>');
        loose_blocks(html, &item.content);
        html.push_str("</li>");
    }
    close(html, element);
}

fn definitions(html: &mut String, parts: &[Definition]) {
    html.push_str("<dl>");
    for part in parts {
        match part {
            Definition::Term(content) => line(html, "dt", content),
            Definition::Details(content) => {
                html.push_str("<dd>");
                loose_blocks(html, content);
                html.push_str("</dd>");
            }
        }
    }
    html.push_str("</dl>");
}

fn media(html: &mut String, media: &Media) {
    html.push('<');
    html.push_str(media.kind.tag_name());
    html.push_str(" controls preload=\"none\"");
    if let Some(poster) = &media.poster {
        attribute(html, "poster", poster.as_str());
    }
    html.push('>');
    for source in &media.sources {
        html.push_str("<source");
        attribute(html, "src", source.as_str());
        html.push('>');
    }
    close(html, media.kind.tag_name());
}

/// Writes a link to the video's page, which works in every program; the attribute marks it as a
/// player.
fn video(html: &mut String, video: &EmbeddedVideo) {
    html.push_str("<figure data-film>");
    outside_link(html, &video.page_url());
    push_text(html, &video.label());
    html.push_str("</a></figure>");
}

fn table(html: &mut String, table: &Table) {
    html.push_str("<table>");
    if !table.caption.is_empty() {
        line(html, "caption", &table.caption);
    }
    for (element, rows) in [("thead", &table.head), ("tbody", &table.body)] {
        if !rows.is_empty() {
            html.push('<');
            html.push_str(element);
            html.push('>');
            for row in rows {
                self::row(html, row);
            }
            close(html, element);
        }
    }
    html.push_str("</table>");
}

fn row(html: &mut String, row: &TableRow) {
    html.push_str("<tr>");
    for cell in row {
        let element = cell.tag_name();
        html.push('<');
        html.push_str(element);
        for (name, count) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
            if count != 1 {
                attribute(html, name, &count.to_string());
            }
        }
        if let Some(align) = cell.align.map(Align::as_str) {
            attribute(html, "align", align);
        }
        if let Some(direction) = cell.direction {
            attribute(html, "dir", direction.as_str());
        }
        html.push('>');
        loose_blocks(html, &cell.content);
        close(html, element);
    }
    html.push_str("</tr>");
}

/// Writes an element of running text.
fn line(html: &mut String, element: &str, content: &[Inline]) {
    html.push('<');
    html.push_str(element);
    html.push('>');
    inlines(html, content);
    close(html, element);
}

/// Writes a start tag, with an id if there is one.
fn open(html: &mut String, element: &str, id: Option<&AnchorId>) {
    html.push('<');
    html.push_str(element);
    if let Some(id) = id {
        attribute(html, "id", id.as_str());
    }
    html.push('>');
}

fn close(html: &mut String, element: &str) {
    html.push_str("</");
    html.push_str(element);
    html.push('>');
}

fn inlines(html: &mut String, content: &[Inline]) {
    for inline in content {
        match inline {
            Inline::Text(text) => push_text(html, text),
            Inline::Break => html.push_str("<br>"),
            Inline::Styled { style, content } => {
                html.push('<');
                html.push_str(style.tag_name());
                if let Some(direction) = style.direction() {
                    attribute(html, "dir", direction.as_str());
                }
                html.push('>');
                inlines(html, content);
                close(html, style.tag_name());
            }
            Inline::Link { href, content } => {
                match href {
                    LinkUrl::External(url) => outside_link(html, url.as_str()),
                    LinkUrl::Anchor(id) => {
                        html.push_str("<a");
                        attribute(html, "href", &["#", id.as_str()].concat());
                        html.push('>');
                    }
                    LinkUrl::File(file) => {
                        html.push_str("<a");
                        attribute(html, "href", file.as_str());
                        attribute(html, "download", file.name());
                        html.push('>');
                    }
                    LinkUrl::Post(post) => {
                        html.push_str("<a");
                        attribute(html, "href", &post.to_address());
                        html.push('>');
                    }
                }
                inlines(html, content);
                html.push_str("</a>");
            }
            Inline::Anchor(id) => {
                html.push_str("<span");
                attribute(html, "id", id.as_str());
                html.push_str("></span>");
            }
            Inline::Image(image) => self::image(html, image),
            Inline::Math(math) => self::math(html, math),
        }
    }
}

/// Writes a formula: as `MathML` with the source beside it, or as code if there is only the source.
fn math(html: &mut String, math: &Math) {
    let tex = math.tex.as_deref().unwrap_or_default();
    if math.elements.is_empty() {
        html.push_str("<code class=\"language-math math-");
        html.push_str(if math.is_block { "display\">" } else { "inline\">" });
        push_text(html, tex);
        html.push_str("</code>");
        return;
    }
    html.push_str(if math.is_block { "<math display=\"block\">" } else { "<math>" });
    if tex.is_empty() {
        math_elements(html, &math.elements);
    } else {
        html.push_str("<semantics>");
        let is_one = math.elements.len() == 1;
        html.push_str(if is_one { "" } else { "<mrow>" });
        math_elements(html, &math.elements);
        html.push_str(if is_one { "" } else { "</mrow>" });
        html.push_str("<annotation encoding=\"application/x-tex\">");
        push_text(html, tex);
        html.push_str("</annotation></semantics>");
    }
    html.push_str("</math>");
}

fn math_elements(html: &mut String, elements: &[MathElement]) {
    for element in elements {
        let name = element.tag.as_str();
        html.push('<');
        html.push_str(name);
        for (attribute, value) in &element.attributes {
            self::attribute(html, attribute.as_str(), value);
        }
        html.push('>');
        match &element.content {
            MathContent::Text(text) => push_text(html, text),
            MathContent::Elements(inner) => math_elements(html, inner),
        }
        close(html, name);
    }
}

/// Writes the start tag of an external link.
fn outside_link(html: &mut String, url: &str) {
    html.push_str("<a");
    attribute(html, "href", url);
    html.push_str(" rel=\"noopener noreferrer nofollow\">");
}

fn image(html: &mut String, image: &Image) {
    html.push_str("<img");
    attribute(html, "src", image.source.as_str());
    if !image.candidates.is_empty() {
        attribute(html, "srcset", &srcset(&image.candidates, MediaUrl::as_str));
    }
    attribute(html, "alt", &image.alt);
    if let Some(title) = &image.title {
        attribute(html, "title", title);
    }
    for (name, size) in [("width", image.width), ("height", image.height)] {
        if let Some(size) = size {
            attribute(html, name, &size.to_string());
        }
    }
    if image.is_emoji {
        html.push_str(" class=\"emoji\"");
    }
    html.push_str(" loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\">");
}

fn attribute(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    push_attribute_value(html, value);
    html.push('"');
}
