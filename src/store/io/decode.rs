//! Decodes files into data, and the content of posts into article trees.
//!
//! All functions here are in the lazily loaded reader module. Only [`crate::lazy`] may name them;
//! all others call them through the [`Decoder`] that it returns.

use std::borrow::Cow;
use std::pin::Pin;
use std::rc::Rc;

use broadsheet_article::limits::MAX_HTML_BYTES;
use broadsheet_article::tree::{Article, Truncation};
use broadsheet_bundle::Row;
use broadsheet_bundle::format::{
    InboundLinks, InboundLinksRef, Item, PackRef, PostDirectory, PostPack, RowPage, SINGLE_FILE_PATH,
    SingleFileBundle, assemble,
};

use super::open::manifest_data;
use super::{feed_module, json};
use crate::store::error::LoadError;
use crate::store::resource::{Data, LoadedResources, PostWithRow, Resource, shared};

/// The functions of this module.
#[derive(Debug, Clone, Copy)]
pub struct Decoder {
    /// Decodes the file of a resource.
    pub file: fn(&Resource, &str) -> Result<Data, LoadError>,
    /// Decodes a single-file bundle, which the feed module has written.
    pub single_file: fn(&str) -> Result<DecodedFeed, LoadError>,
    /// Decodes the content of a post, uncleaned if the second argument is `true`.
    pub article: fn(Rc<Item>, bool) -> PendingArticle,
}

/// The resources of a feed, and the address at which it goes on.
pub type DecodedFeed = (LoadedResources, Option<String>);

/// The decoder.
pub const DECODER: Decoder = Decoder { file, single_file, article };

/// An article tree to come.
pub type PendingArticle = Pin<Box<dyn Future<Output = Result<DecodedArticle, LoadError>>>>;

/// The content of a post.
#[derive(Debug)]
pub struct DecodedArticle {
    /// The tree.
    pub tree: Article,
    /// `true` if cleaning removed anything, whether or not this tree is cleaned.
    pub is_cleaned: bool,
}

/// Decodes the file of `resource`. Fails if the text is not JSON of the shape that its kind has.
fn file(resource: &Resource, text: &str) -> Result<Data, LoadError> {
    Ok(match resource {
        Resource::RowPage(_) => Data::RowPage(rows(json::decode(text)?)?),
        Resource::Pack(_) => Data::Pack(posts(json::decode(text)?)?),
        Resource::FacetChunk(_) => Data::FacetChunk(Rc::new(json::decode(text)?)),
        Resource::InboundLinks(_) => Data::InboundLinks(inbound_links(json::decode(text)?)?),
        Resource::Directory(_) => Data::Directory(Rc::new(json::decode(text)?)),
        // These have no file of their own.
        Resource::Bundle
        | Resource::ManifestRevalidation
        | Resource::Article(_)
        | Resource::UncleanedArticle(_)
        | Resource::FeedPages
        | Resource::OlderPosts => return Err(LoadError::CorruptBundle),
    })
}

/// Decodes the JSON of a [`SingleFileBundle`].
fn single_file(json: &str) -> Result<DecodedFeed, LoadError> {
    let SingleFileBundle { mut manifest, chunk, row_pages, pack, inbound_links: links, next_url } =
        json::decode(json)?;
    manifest.bound().map_err(|_| LoadError::NotABundle)?;
    let packs = vec![PackRef { from: String::new(), file: SINGLE_FILE_PATH.to_owned() }];
    let links_ref = InboundLinksRef { from: String::new(), file: SINGLE_FILE_PATH.to_owned() };
    let directory = PostDirectory { packs, standalone: Vec::new(), inbound_links: vec![links_ref] };
    let mut loaded = vec![
        (Resource::Bundle, manifest_data(manifest, None)),
        (Resource::Directory(SINGLE_FILE_PATH.to_owned()), Data::Directory(Rc::new(directory))),
        (Resource::Pack(SINGLE_FILE_PATH.to_owned()), Data::Pack(posts(pack)?)),
        (Resource::InboundLinks(SINGLE_FILE_PATH.to_owned()), Data::InboundLinks(inbound_links(links)?)),
    ];
    let mut first = 0;
    let firsts = chunk.pages.iter().map(|page| {
        first += page.rows;
        first - page.rows
    });
    let firsts: Vec<_> = firsts.collect();
    loaded.push((Resource::FacetChunk(0), Data::FacetChunk(Rc::new(chunk))));
    for (first, page) in firsts.into_iter().zip(row_pages) {
        loaded.push((Resource::RowPage(first), Data::RowPage(rows(page)?)));
    }
    Ok((loaded, next_url))
}

fn rows(page: RowPage) -> Result<Rc<Vec<Rc<Row>>>, LoadError> {
    page.into_rows().map(shared).map_err(|_| LoadError::CorruptBundle)
}

fn inbound_links(mut inbound_links: InboundLinks) -> Result<Rc<InboundLinks>, LoadError> {
    inbound_links.bound().map_err(|_| LoadError::CorruptBundle)?;
    Ok(Rc::new(inbound_links))
}

fn posts(mut pack: PostPack) -> Result<Rc<Vec<PostWithRow>>, LoadError> {
    pack.bound().map_err(|_| LoadError::CorruptBundle)?;
    let with_row = |post: Item| PostWithRow { row: Rc::new(Row::from_item(&post)), post: Rc::new(post) };
    Ok(Rc::new(pack.items.into_iter().map(with_row).collect()))
}

fn article(post: Rc<Item>, uncleaned: bool) -> PendingArticle {
    Box::pin(async move { decode_content(&post, uncleaned).await })
}

async fn decode_content(post: &Item, uncleaned: bool) -> Result<DecodedArticle, LoadError> {
    let (html, cuts, is_cleaned) = if let Some(html) = post.packed_html() {
        let pieces = &post.extension.everything;
        let is_cleaned = !pieces.is_empty();
        let html = if uncleaned && is_cleaned {
            Cow::Owned(assemble(html, pieces, MAX_HTML_BYTES).map_err(|_| LoadError::CorruptBundle)?)
        } else {
            Cow::Borrowed(html)
        };
        (html, Cow::Borrowed(post.extension.cut.as_slice()), is_cleaned)
    } else {
        let content = feed_module::content(post, uncleaned).await?;
        (Cow::Owned(content.html), Cow::Owned(content.cuts), content.is_cleaned)
    };
    let mut tree = parse(&html)?;
    let known = |name: &String| Truncation::ALL.into_iter().find(|cut| cut.as_str() == name);
    tree.truncations.extend(cuts.iter().filter_map(known));
    Ok(DecodedArticle { tree, is_cleaned })
}

/// Parses packed HTML. Its URLs are absolute; relative ones are files of the bundle.
#[cfg(target_arch = "wasm32")]
fn parse(html: &str) -> Result<Article, LoadError> {
    let options = broadsheet_article::Options { title: None, base: None, clean: false };
    broadsheet_article::dom::parse(html, &options).map_err(|_| LoadError::CorruptBundle)
}

#[cfg(not(target_arch = "wasm32"))]
fn parse(_html: &str) -> Result<Article, LoadError> {
    Err(LoadError::CorruptBundle) // nothing is loaded outside a browser
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::io::open::{Bundle, open};

    #[test]
    fn a_feed_yields_all_resources() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "next_url": "2.json", "items": [
            {"id": "a", "title": "A", "tags": ["x"]}, {"id": "b", "title": "B"}]}"#;
        assert!(matches!(open(feed), Ok(Bundle::Feed(_))));
        let json =
            serde_json::to_string(&SingleFileBundle::from_feed(serde_json::from_str(feed).unwrap())).unwrap();
        let (loaded, next) = single_file(&json).unwrap();
        let loaded: Vec<_> = loaded.into_iter().map(|(resource, _)| resource).collect();
        assert_eq!(next.as_deref(), Some("2.json"));
        assert_eq!(
            loaded,
            [
                Resource::Bundle,
                Resource::Directory(SINGLE_FILE_PATH.to_owned()),
                Resource::Pack(SINGLE_FILE_PATH.to_owned()),
                Resource::InboundLinks(SINGLE_FILE_PATH.to_owned()),
                Resource::FacetChunk(0),
                Resource::RowPage(0),
            ]
        );
    }
}
