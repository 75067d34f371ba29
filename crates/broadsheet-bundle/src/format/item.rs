//! A post of a bundle, in the shape of a JSON Feed item.
//!
//! The packer writes these into feeds and packs, and the viewer reads them strictly.
//! [`Feed`](super::Feed) reads items of third parties leniently into the same type.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
#[cfg(not(target_arch = "wasm32"))]
use serde_json::{Map, Value};

use super::error::FormatError;
use super::limits::{MAX_LANGUAGE_BYTES, MAX_SENTENCE_CHARS, MAX_URL_BYTES, MAX_VALUES_PER_POST};
use super::truncate::{check_id, drop_longer, truncate, truncate_list, truncate_values};
use crate::facet::{Facet, PerFacet};
use crate::text::as_seen;
use crate::url::host_of;

/// A post.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Item {
    /// Unique within the archive; from the packer, the stem of the post's file name.
    pub id: String,
    /// URL at which the post is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// URL of the original: the front matter's `from`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_url: Option<String>,
    /// Plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The content as HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_html: Option<String>,
    /// The content as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_text: Option<String>,
    /// A sentence or two, plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// RFC 3339; see [`crate::PostDate`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_published: Option<String>,
    /// The authors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Author>,
    /// The tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Language of the post if it is not the archive's, a BCP 47 tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Members that JSON Feed does not define.
    #[serde(default, rename = "_broadsheet", skip_serializing_if = "ItemExtension::is_empty")]
    pub extension: ItemExtension,
}

/// An author of a post.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Author {
    /// Their name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// A page of theirs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// An item's `_broadsheet`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ItemExtension {
    /// The content as Markdown with raw HTML; read if there is no `content_html`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_markdown: Option<String>,
    /// Values of the facets that JSON Feed has no member for: categories that are not tags already.
    #[serde(default, skip_serializing_if = "PerFacet::is_default")]
    pub facets: PerFacet<Vec<String>>,
    /// Keys of the front matter that no other field holds, with their values as written. The viewer
    /// does not read them.
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub front_matter: Map<String, Value>,
    /// `true` if the packer has cleaned `content_html` and made its URLs absolute; relative ones
    /// are files of the bundle.
    #[serde(default, skip_serializing_if = "is_false")]
    pub packed: bool,
    /// The uncleaned article, if it differs from `content_html`; only of packed items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub everything: Vec<HtmlPiece>,
    /// `false` if the content must not be cleaned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clean: Option<bool>,
    /// The absolute URL that relative ones in the content of a feed are resolved against, where
    /// that is not the URL of the post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// The limits that truncated the packed content: `bytes`, `nodes`, `depth`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cut: Vec<String>,
}

/// A piece of an uncleaned article: HTML that cleaning removed, followed by a range of the cleaned
/// `content_html`. Written as a list of three.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "(String, usize, usize)", into = "(String, usize, usize)")]
pub struct HtmlPiece {
    /// The removed HTML.
    pub removed: String,
    /// First byte of the range.
    pub start: usize,
    /// The byte behind its last.
    pub end: usize,
}

impl From<(String, usize, usize)> for HtmlPiece {
    fn from((removed, start, end): (String, usize, usize)) -> Self {
        Self { removed, start, end }
    }
}

impl From<HtmlPiece> for (String, usize, usize) {
    fn from(piece: HtmlPiece) -> Self {
        (piece.removed, piece.start, piece.end)
    }
}

/// The HTML that `pieces` of `content_html` make. It ends with the piece that makes it longer than
/// `max_bytes`: a few pieces can name the same megabytes thousands of times.
///
/// # Errors
///
/// If a range is not within `content_html` or cuts a character.
pub fn assemble(content_html: &str, pieces: &[HtmlPiece], max_bytes: usize) -> Result<String, FormatError> {
    let mut html = String::new();
    for &HtmlPiece { ref removed, start, end } in pieces {
        html.push_str(removed);
        html.push_str(content_html.get(start..end).ok_or(FormatError::HtmlRange { start, end })?);
        if html.len() > max_bytes {
            break;
        }
    }
    Ok(html)
}

impl ItemExtension {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

impl Item {
    /// Brings all but the content within the [limits](super::limits); the content has those of
    /// articles.
    ///
    /// # Errors
    ///
    /// If the id is invalid.
    pub fn bound(&mut self) -> Result<(), FormatError> {
        for text in self.title.iter_mut().chain(&mut self.summary) {
            truncate(text, MAX_SENTENCE_CHARS);
        }
        for url in [&mut self.url, &mut self.external_url] {
            drop_longer(url, MAX_URL_BYTES);
        }
        self.authors.truncate(MAX_VALUES_PER_POST);
        truncate_values(self.authors.iter_mut().map(|author| &mut author.name));
        truncate_list(&mut self.tags);
        self.extension.facets.values_mut().for_each(truncate_list);
        drop_longer(&mut self.language, MAX_LANGUAGE_BYTES);
        check_id(&self.id)
    }

    /// Brings the title and all names into the one form that they have in an archive, each name
    /// once. `compose` brings a text into the normalization form C.
    pub fn normalize_names(&mut self, compose: impl Fn(String) -> String) {
        if let Some(title) = &mut self.title {
            *title = compose(as_seen(title));
        }
        for facet in Facet::INDEXED {
            let is_tag = facet == Facet::Tag;
            let values = if is_tag { &mut self.tags } else { &mut self.extension.facets[facet] };
            let mut known = HashSet::new();
            for value in values.iter_mut() {
                *value = compose(facet.value(value));
            }
            values.retain(|value| !value.is_empty() && known.insert(value.clone()));
        }
        for Author { name, .. } in &mut self.authors {
            *name = compose(Facet::Author.value(name));
        }
    }

    /// The names of the authors, each once; at most [`MAX_VALUES_PER_POST`].
    pub fn author_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for author in self.authors.iter().take(MAX_VALUES_PER_POST) {
            if !author.name.is_empty() && !names.contains(&author.name) {
                names.push(author.name.clone());
            }
        }
        names
    }

    /// The values of each facet.
    pub fn facets(&self) -> PerFacet<Vec<String>> {
        let mut facets = self.extension.facets.clone();
        facets[Facet::Tag].clone_from(&self.tags);
        facets[Facet::Author] = self.author_names();
        facets[Facet::Source] = self.address().and_then(host_of).into_iter().collect();
        facets
    }

    /// The content if the packer made it: clean, with absolute URLs.
    pub fn packed_html(&self) -> Option<&str> {
        if self.extension.packed { self.content_html.as_deref() } else { None }
    }

    /// The URL of the post outside the archive: that of the original, or the post's own.
    pub fn address(&self) -> Option<&str> {
        self.external_url.as_deref().or(self.url.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_fields_are_not_written() {
        let item = Item { id: "a".into(), ..Item::default() };
        assert_eq!(serde_json::to_string(&item).unwrap(), r#"{"id":"a"}"#);
    }

    #[test]
    fn only_packed_content_is_trusted_to_be_clean() {
        let mut item = Item { id: "a".into(), content_html: Some("<p>x</p>".into()), ..Item::default() };
        assert_eq!(item.packed_html(), None);
        item.extension.packed = true;
        assert_eq!(item.packed_html(), Some("<p>x</p>"));
    }

    #[test]
    fn names_of_feeds_have_the_form_of_all_names() {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let mut item = Item {
            title: Some(" \u{202E}A\n title ".into()),
            tags: texts(&["#history", "history,", "\u{200B}", "C#", "his\u{200B}tory"]),
            authors: texts(&["甲\u{200F}，", "#乙"])
                .into_iter()
                .map(|name| Author { name, url: None })
                .collect(),
            ..Item::default()
        };
        item.extension.facets[Facet::Category] = texts(&["#letters ", "letters"]);
        item.normalize_names(|text| text);
        assert_eq!(item.title.as_deref(), Some("A title"));
        assert_eq!(item.tags, ["history", "C#"]);
        assert_eq!(item.author_names(), ["甲", "#乙"]);
        assert_eq!(item.extension.facets[Facet::Category], ["letters"]);
    }

    #[test]
    fn an_item_reads_as_it_was_written() {
        let mut item = Item { id: "a".into(), ..Item::default() };
        item.extension.everything.push(HtmlPiece { removed: "<hr>".into(), start: 0, end: 8 });
        item.extension.clean = Some(false);
        item.extension.cut.push("depth".into());
        item.authors = vec![Author { name: "甲".into(), url: None }];
        item.date_published = Some("2020-01-02T03:04:05Z".into());
        let json = serde_json::to_string(&item).unwrap();
        assert!(json.contains(r#""everything":[["<hr>",0,8]]"#), "{json}");
        assert_eq!(serde_json::from_str::<Item>(&json).unwrap(), item);
    }

    #[test]
    fn pieces_are_assembled() {
        let piece = |removed: &str, start, end| HtmlPiece { removed: removed.to_owned(), start, end };
        let pieces = [piece("<hr>", 0, 3), piece("b", 6, 6), piece("", 3, 6)];
        assert_eq!(assemble("甲乙", &pieces, 99).as_deref(), Ok("<hr>甲b乙"));
        let same = vec![piece("", 0, 6); 1_000_000];
        assert_eq!(assemble("甲乙", &same, 99).map(|html| html.len()), Ok(102));
        for (start, end) in [(0, 1), (0, 7), (3, 0)] {
            let error = Err(FormatError::HtmlRange { start, end });
            assert_eq!(assemble("甲乙", &[piece("", start, end)], 99), error);
        }
    }
}
