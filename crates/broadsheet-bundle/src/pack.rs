//! Posts as the viewer reads them: of an [`Item`], what it shows, and nothing forgiven.

use serde::{Deserialize, Serialize};

use crate::feed::{Item, Piece};
use crate::limits::{self, MOST_ADDRESS, MOST_LANGUAGE, MOST_SENTENCE, MOST_VALUES, Refused};

/// A [`crate::feed::BodyPack`], read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pack {
    /// The posts.
    pub items: Vec<Post>,
}

/// A post of a pack. The fields are those of [`Item`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs, reason = "Item says it")]
pub struct Post {
    pub id: String,
    pub url: Option<String>,
    pub external_url: Option<String>,
    pub title: Option<String>,
    pub content_html: Option<String>,
    pub content_text: Option<String>,
    pub summary: Option<String>,
    pub date_published: Option<String>,
    #[serde(default)]
    pub authors: Vec<PostAuthor>,
    #[serde(default)]
    pub tags: Vec<String>,
    pub language: Option<String>,
    #[serde(default, rename = "_broadsheet")]
    pub extension: PostExtension,
}

/// An author of a post. The fields are those of [`crate::feed::Author`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs, reason = "Author says it")]
pub struct PostAuthor {
    #[serde(default)]
    pub name: String,
}

/// A post's `_broadsheet`. The fields are those of [`crate::feed::ItemExtension`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs, reason = "ItemExtension says it")]
pub struct PostExtension {
    pub content_markdown: Option<String>,
    #[serde(default)]
    pub categories: Vec<String>,
    #[serde(default)]
    pub packed: bool,
    #[serde(default)]
    pub everything: Vec<Piece>,
    pub clean: Option<bool>,
    #[serde(default)]
    pub cut: Vec<String>,
}

impl Pack {
    /// Brings the posts within the [limits].
    ///
    /// # Errors
    ///
    /// Where a post has no id.
    pub fn bound(&mut self) -> Result<(), Refused> {
        self.items.iter_mut().try_for_each(Post::bound)
    }
}

impl Post {
    /// Brings what it says of itself within the [limits]; its content has those of articles.
    ///
    /// # Errors
    ///
    /// Where its id is none.
    pub fn bound(&mut self) -> Result<(), Refused> {
        for text in self.title.iter_mut().chain(&mut self.summary) {
            limits::cut(text, MOST_SENTENCE);
        }
        for address in [&mut self.url, &mut self.external_url] {
            limits::drop_longer(address, MOST_ADDRESS);
        }
        self.authors.truncate(MOST_VALUES);
        limits::cut_all(self.authors.iter_mut().map(|author| &mut author.name));
        limits::cut_values(&mut self.tags);
        limits::cut_values(&mut self.extension.categories);
        limits::drop_longer(&mut self.language, MOST_LANGUAGE);
        if limits::is_id(&self.id) { Ok(()) } else { Err(Refused::Id) }
    }

    /// The content, if the packer made it: clean, with absolute addresses.
    pub fn packed_html(&self) -> Option<&str> {
        self.content_html.as_deref().filter(|_| self.extension.packed)
    }

    /// Where the post is outside the archive: the original, or the post itself.
    pub fn address(&self) -> Option<&str> {
        self.external_url.as_deref().or(self.url.as_deref())
    }
}

impl From<Item> for Post {
    fn from(item: Item) -> Self {
        let authors = item.author_names().into_iter().map(|name| PostAuthor { name }).collect();
        Self {
            id: item.id,
            url: item.url,
            external_url: item.external_url,
            title: item.title,
            content_html: item.content_html,
            content_text: item.content_text,
            summary: item.summary,
            date_published: item.date_published,
            authors,
            tags: item.tags,
            language: item.language,
            extension: PostExtension {
                content_markdown: item.extension.content_markdown,
                categories: item.extension.categories,
                packed: item.extension.packed,
                everything: item.extension.everything,
                clean: item.extension.clean,
                cut: item.extension.cut,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::Author;
    use crate::row::Row;

    #[test]
    fn an_item_reads_as_a_post() {
        let mut item = Item { id: "a".into(), content_html: Some("<p>x</p>".into()), ..Item::default() };
        item.extension.packed = true;
        item.extension.everything.push(("<hr>".into(), 0, 8));
        item.extension.clean = Some(false);
        item.extension.cut.push("depth".into());
        item.authors = vec![Author { name: "甲".into(), url: None }, Author { name: "乙".into(), url: None }];
        item.date_published = Some("2020-01-02T03:04:05Z".into());
        item.tags.push("t".into());
        item.extension.categories.push("c".into());
        let read: Post = serde_json::from_str(&serde_json::to_string(&item).unwrap()).unwrap();
        assert_eq!(read, Post::from(item.clone()));
        assert_eq!(Row::from_post(&read), Row::from_item(&item));
        assert_eq!(read.packed_html(), Some("<p>x</p>"));
        assert_eq!(Post { extension: PostExtension::default(), ..read }.packed_html(), None);
    }
}
