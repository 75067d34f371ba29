//! What becomes of what was loaded: text into data, contents into trees. All of it is in the chunk `reading`; the rest of the
//! program reaches it by way of `src/chunks.rs`.

use std::borrow::Cow;
use std::pin::Pin;
use std::rc::Rc;

use broadsheet_article::limits::MAX_HTML_BYTES;
use broadsheet_article::tree::{Article, Truncation};
use broadsheet_bundle::Row;
use broadsheet_bundle::format::{
    Item, PackRef, PostDirectory, PostPack, RowPage, SINGLE_FILE_PATH, SingleFileBundle, assemble,
};

use super::archive::{Brought, Data, Packed, Resource, shared};
use super::bundle::head_data;
use super::error::LoadError;
use super::{feed, json};

/// A tree on its way, with whether reading everything would give another one.
pub type ReadArticle = Pin<Box<dyn Future<Output = Result<(Article, bool), LoadError>>>>;

/// The data of the shard that `resource` is, from its text.
///
/// # Errors
///
/// If the text is not JSON of the shape that this kind of shard has.
pub fn shard(resource: &Resource, text: &str) -> Result<Data, LoadError> {
    Ok(match resource {
        Resource::RowPage(_) => Data::RowPage(rows(json::read(text)?)?),
        Resource::Pack(_) => Data::Pack(packed(json::read(text)?)?),
        Resource::Chunk(_) => Data::Chunk(Rc::new(json::read(text)?)),
        Resource::Directory(_) => Data::Directory(Rc::new(json::read(text)?)),
        // These are no shards.
        Resource::Bundle
        | Resource::Newer
        | Resource::Article(_)
        | Resource::Everything(_)
        | Resource::Facets => {
            return Err(LoadError::Inconsistent);
        }
    })
}

/// All that a [`SingleFileBundle`], as JSON, brings.
///
/// # Errors
///
/// If the text is not that.
pub fn whole(json: &str) -> Result<Brought, LoadError> {
    let SingleFileBundle { manifest: mut head, chunk, row_pages, pack } = json::read(json)?;
    head.bound().map_err(|_| LoadError::NotABundle)?;
    let packs = vec![PackRef { from: String::new(), file: SINGLE_FILE_PATH.to_owned() }];
    let directory = PostDirectory { packs, standalone: Vec::new() };
    let mut brought = vec![
        (Resource::Bundle, head_data(head, None)),
        (Resource::Directory(SINGLE_FILE_PATH.to_owned()), Data::Directory(Rc::new(directory))),
        (Resource::Pack(SINGLE_FILE_PATH.to_owned()), Data::Pack(packed(pack)?)),
    ];
    let mut first = 0;
    let firsts = chunk.pages.iter().map(|page| {
        first += page.rows;
        first - page.rows
    });
    let firsts: Vec<_> = firsts.collect();
    brought.push((Resource::Chunk(0), Data::Chunk(Rc::new(chunk))));
    for (first, page) in firsts.into_iter().zip(row_pages) {
        brought.push((Resource::RowPage(first), Data::RowPage(rows(page)?)));
    }
    Ok(brought)
}

/// The rows of a page, to be shared with what draws them.
fn rows(page: RowPage) -> Result<Rc<Vec<Rc<Row>>>, LoadError> {
    page.into_rows().map(shared).map_err(|_| LoadError::Inconsistent)
}

/// Posts with their rows.
fn packed(mut pack: PostPack) -> Result<Rc<Vec<Packed>>, LoadError> {
    pack.bound().map_err(|_| LoadError::Inconsistent)?;
    let with_row = |post: Item| Packed { row: Rc::new(Row::from_item(&post)), post: Rc::new(post) };
    Ok(Rc::new(pack.items.into_iter().map(with_row).collect()))
}

/// The content of a post as a tree, with nothing taken out if `everything`; and whether anything is otherwise.
pub fn article(post: Rc<Item>, everything: bool) -> ReadArticle {
    Box::pin(async move { tree(&post, everything).await })
}

async fn tree(post: &Item, everything: bool) -> Result<(Article, bool), LoadError> {
    let (html, cuts, cleaned) = if let Some(html) = post.packed_html() {
        let pieces = &post.extension.everything;
        let cleaned = !pieces.is_empty();
        let html = if everything && cleaned {
            Cow::Owned(assemble(html, pieces, MAX_HTML_BYTES).map_err(|_| LoadError::Inconsistent)?)
        } else {
            Cow::Borrowed(html)
        };
        (html, Cow::Borrowed(post.extension.cut.as_slice()), cleaned)
    } else {
        let made = feed::content(post, everything).await?;
        (Cow::Owned(made.html), Cow::Owned(made.cuts), made.cleaned)
    };
    let mut article = parse(&html)?;
    let known = |name: &String| Truncation::ALL.into_iter().find(|cut| cut.as_str() == name);
    article.truncations.extend(cuts.iter().filter_map(known));
    Ok((article, cleaned))
}

/// Packed HTML as a tree. Its addresses are absolute; what is relative is a file of the bundle.
#[cfg(target_arch = "wasm32")]
fn parse(html: &str) -> Result<Article, LoadError> {
    let options = broadsheet_article::Options { title: None, base: None, clean: false };
    broadsheet_article::dom::parse(html, &options).map_err(|_| LoadError::Inconsistent)
}

#[cfg(not(target_arch = "wasm32"))]
fn parse(_html: &str) -> Result<Article, LoadError> {
    Err(LoadError::Inconsistent) // nothing is loaded outside a browser
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::bundle::{Bundle, open};

    #[test]
    fn a_feed_brings_everything() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [
            {"id": "a", "title": "A", "tags": ["x"]}, {"id": "b", "title": "B"}]}"#;
        assert!(matches!(open(feed), Ok(Bundle::Feed(_))));
        let json =
            serde_json::to_string(&SingleFileBundle::from_feed(serde_json::from_str(feed).unwrap())).unwrap();
        let brought: Vec<_> = whole(&json).unwrap().into_iter().map(|(resource, _)| resource).collect();
        assert_eq!(
            brought,
            [
                Resource::Bundle,
                Resource::Directory(SINGLE_FILE_PATH.to_owned()),
                Resource::Pack(SINGLE_FILE_PATH.to_owned()),
                Resource::Chunk(0),
                Resource::RowPage(0),
            ]
        );
    }
}
