//! Data that editors keep in an attribute, for their own site to draw: posts, films, pictures and
//! documents of Substack, cards of Yuque, sets of pictures of `NetEase`.

use super::film_pages::{film_page, is_web_address};
use super::{Next, Replacer};
use crate::document::{NodeId, NodeKind};
use crate::image_names::names_image;
use crate::percent::percent_decoded;
use crate::tex::tex_source;
use crate::tree::Math;
use crate::vocabulary::{Attribute, Tag};

/// Bytes of data that are looked through.
const MAX_DATA: usize = 64 * 1024;

/// Pictures of one set.
const MAX_PICTURES: usize = 200;

impl Replacer<'_> {
    /// An empty box of Substack's: its film, the post that it quotes, its pictures.
    pub(super) fn data_embed(&mut self, id: NodeId) -> Option<Next> {
        let data = self.get(id, Attribute::DataAttrs)?.trim();
        let is_filled = !data.starts_with('{')
            || data.len() > MAX_DATA
            || !self.words(id).is_empty()
            || self.has_class(id, |class| class.contains("subscri") || class.contains("share"))
            || self
                .find(id, |inner| matches!(inner.tag, Some(Tag::Img | Tag::Iframe | Tag::A | Tag::Video)))
                .is_some();
        if is_filled || self.document.tag(id) == Some(Tag::Img) {
            return None;
        }
        let data = data.to_owned();
        let text = |name: &str| text_of(&data, name).filter(|text| !text.trim().is_empty());
        let named = |name: &str| self.has_class(id, |class| class.contains(name));
        let pictures: Vec<String> = texts_of(&data, "src").filter(|address| names_image(address)).collect();
        if !pictures.is_empty() && (named("gallery") || named("image")) {
            let caption = text("caption").unwrap_or_default();
            let figure = self.new_element(Tag::Figure, Vec::new());
            for address in pictures.into_iter().take(MAX_PICTURES) {
                let image = self.new_element(Tag::Img, vec![(Attribute::Src, address)]);
                self.document.append(figure, image);
            }
            if !caption.is_empty() {
                let caption = self.new_text(Tag::Figcaption, Vec::new(), &caption);
                self.document.append(figure, caption);
            }
            return Some(self.put(id, figure));
        }
        let by_id = |name: &str, before: &str| text(name).map(|id| [before, &id].concat());
        let address = if named("youtube") {
            by_id("videoId", "https://www.youtube.com/embed/")
        } else if named("vimeo") {
            by_id("videoId", "https://vimeo.com/")
        } else if named("instagram") {
            by_id("instagram_id", "https://www.instagram.com/p/")
        } else {
            ["url", "canonical_url", "base_url"].iter().find_map(|name| text(name))
        };
        let address = address.filter(|address| address.contains("//") && is_web_address(address))?;
        if let Some(film) = film_page(&address) {
            return Some(self.put_frame(id, film, &text("title").unwrap_or_default()));
        }
        let author = ["name", "author_name", "authorName"].iter().find_map(|name| text(name));
        let words =
            ["full_text", "body", "truncated_body_text", "hero_text"].iter().find_map(|name| text(name));
        let title = text("title").or(author).unwrap_or_default();
        let link = self.new_link(&address, &title);
        let Some(words) = words else { return Some(self.put(id, link)) };
        let quote = self.new_element(Tag::Blockquote, Vec::new());
        let words = self.new_text(Tag::P, Vec::new(), &words);
        self.document.append(quote, words);
        self.document.append(quote, link);
        Some(self.put(id, quote))
    }

    /// A card of a document of Yuque's: a picture, code, a formula, or a link to what it shows.
    pub(super) fn document_card(&mut self, id: NodeId) -> Option<Next> {
        let data = self.get(id, Attribute::Value)?.strip_prefix("data:")?;
        if data.len() > MAX_DATA {
            return None;
        }
        let data = percent_decoded(data).unwrap_or_else(|| data.to_owned());
        if !data.starts_with('{') {
            return None;
        }
        let text = |name: &str| text_of(&data, name).filter(|text| !text.trim().is_empty());
        let kind = self.get(id, Attribute::Name).unwrap_or_default().to_owned();
        if kind == "math" {
            let tex = tex_source(&text("code")?)?;
            let math = Math { tex: Some(tex), is_block: false, elements: Vec::new() };
            let math = self.document.add(NodeKind::Math(Box::new(math)));
            return Some(self.put(id, math));
        }
        if let Some(code) = text("code") {
            let class = ["language-", &text("mode").unwrap_or_default()].concat();
            let code = self.new_text(Tag::Pre, vec![(Attribute::Class, class)], &code);
            return Some(self.put(id, code));
        }
        let title = ["title", "name"].iter().find_map(|name| text(name)).unwrap_or_default();
        let address = ["src", "url", "href"].iter().find_map(|name| text(name));
        let address = address.filter(|address| address.contains("//") && is_web_address(address))?;
        if kind == "image" {
            let image = vec![(Attribute::Src, address), (Attribute::Alt, title)];
            let image = self.new_element(Tag::Img, image);
            return Some(self.put(id, image));
        }
        let link = self.new_link(&address, &title);
        Some(self.put(id, link))
    }

    /// The pictures of a set, each with its note, that a page keeps as JSON in a field.
    pub(super) fn gallery_of_settings(&mut self, data: &str) -> Option<NodeId> {
        if data.len() > MAX_DATA || !data.trim_start().starts_with(['{', '[']) {
            return None;
        }
        let mut pictures = Vec::new();
        for part in data.split("\"img\"").skip(1).take(MAX_PICTURES) {
            let address =
                part.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"').map(unescaped)?;
            if !names_image(&address) {
                return None;
            }
            pictures.push((address, text_of(part, "note").unwrap_or_default()));
        }
        if pictures.is_empty() {
            return None;
        }
        let set = self.new_element(Tag::Div, Vec::new());
        for (address, note) in pictures {
            let figure = self.new_element(Tag::Figure, Vec::new());
            let image = self.new_element(Tag::Img, vec![(Attribute::Src, address)]);
            self.document.append(figure, image);
            if !note.trim().is_empty() {
                let note = self.new_text(Tag::Figcaption, Vec::new(), &note);
                self.document.append(figure, note);
            }
            self.document.append(set, figure);
        }
        Some(set)
    }
}

/// The first text of a member of this name, anywhere in JSON.
fn text_of(data: &str, name: &str) -> Option<String> {
    texts_of(data, name).next()
}

/// The texts of all members of this name, anywhere in JSON.
fn texts_of<'a>(data: &'a str, name: &str) -> impl Iterator<Item = String> + use<'a> {
    let key = ["\"", name, "\""].concat();
    let mut rest = data;
    std::iter::from_fn(move || {
        loop {
            let (_, behind) = rest.split_once(key.as_str())?;
            rest = behind;
            let value = behind.trim_start().strip_prefix(':').map(str::trim_start);
            if let Some(text) = value.and_then(|value| value.strip_prefix('"')) {
                return Some(unescaped(text));
            }
        }
    })
}

/// A text of JSON, from behind its first quotation mark, up to the next (RFC 8259).
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut high = None;
    let mut characters = text.chars();
    while let Some(c) = characters.next().filter(|c| *c != '"') {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match characters.next() {
            Some('n') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some('b' | 'f' | 'r') | None => {}
            Some('u') => {
                let code: String = characters.by_ref().take(4).collect();
                let code = u32::from_str_radix(&code, 16).unwrap_or(0xfffd);
                match (code, high.take()) {
                    (0xd800..=0xdbff, _) => high = Some(code),
                    (0xdc00..=0xdfff, Some(high)) => {
                        plain.extend(char::from_u32(0x10000 + ((high - 0xd800) << 10) + (code - 0xdc00)));
                    }
                    _ => plain.extend(char::from_u32(code)),
                }
            }
            Some(c) => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{text_of, texts_of};

    #[test]
    fn texts_of_json() {
        let data = r#"{"a":null,"b":{"a":"x\/y\n\"z\" \u6c34 \ud83d\ude00"},"c":[{"a" : "2"}]}"#;
        assert_eq!(text_of(data, "a").as_deref(), Some("x/y\n\"z\" 水 😀"));
        assert_eq!(texts_of(data, "a").count(), 2);
        assert_eq!(text_of(data, "d"), None);
    }
}
