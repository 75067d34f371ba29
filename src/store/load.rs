//! The edge: fetches and parses what the archive wants, in the browser.

use std::borrow::Cow;
use std::rc::Rc;

use broadsheet_article::tree::{Article, Cut};
use broadsheet_bundle::feed::join;
use broadsheet_bundle::head::Head;
use broadsheet_bundle::pack::{Pack, Post};
use broadsheet_bundle::row::RowPage;
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortSignal, RequestCache, Url};

use super::archive::{Brought, Data, Resource, shared};
use super::bundle::{self, Bundle};
use super::error::LoadError;
use super::fetch::fetch;
use super::{feed, json, shard};
use crate::chunks::{self, Reading};

/// What a load starts from.
#[derive(Debug, Clone)]
pub struct Source {
    /// The bundle's absolute address.
    pub bundle: String,
    /// Its head, once there is one.
    pub head: Option<Rc<Head>>,
    /// For an article, the post it belongs to.
    pub post: Option<Rc<Post>>,
    /// Whether the article is about to be shown with nothing taken out.
    pub everything: bool,
}

/// Loads `resource`, unless `signal` ends it.
pub async fn load(resource: Resource, source: &Source, signal: &AbortSignal) -> Result<Brought, LoadError> {
    let head = source.head.as_deref();
    let file = match &resource {
        Resource::Article(id) => {
            let post = source.post.as_ref().ok_or(LoadError::Inconsistent)?;
            let Reading { parse, draw } = chunks::reading().await?;
            let (tree, cleaned) = article(post, parse, false).await?;
            let mut brought = Vec::new();
            // Both at once, so that what is drawn first is what was asked for.
            if cleaned && source.everything {
                brought.push((Resource::Everything(id.clone()), everything(post).await?));
            }
            brought.push((resource, Data::Article(Rc::new(tree), draw, cleaned)));
            return Ok(brought);
        }
        Resource::Everything(_) => {
            let post = source.post.as_ref().ok_or(LoadError::Inconsistent)?;
            return Ok(vec![(resource, everything(post).await?)]);
        }
        Resource::Bundle | Resource::Newer => None,
        Resource::RowPage(page) => Some(head.and_then(|head| head.row_pages.get(*page))),
        Resource::Facet(name) => Some(
            head.and_then(|head| head.facets.iter().find(|facet| facet.name == *name))
                .map(|facet| &facet.file),
        ),
        Resource::Pack(file) => {
            // On its way at the same time, for what is in the pack will be read. A failure shows when it is.
            spawn_local(async { drop(chunks::reading().await) });
            Some(Some(file))
        }
        Resource::Ids(file) => Some(Some(file)),
    };
    let (url, caches) = match file {
        // Asked with the validators of the browser's copy, a host that knows them answers without the file.
        None if resource == Resource::Newer => (source.bundle.clone(), &[RequestCache::NoCache][..]),
        None => (source.bundle.clone(), &[RequestCache::Default][..]),
        Some(file) => {
            let file = file.filter(|file| shard::is_shard_name(file)).ok_or(LoadError::Inconsistent)?;
            let url = Url::new_with_base(file, &source.bundle).map_err(|_| LoadError::Inconsistent)?;
            // Where the bytes at hand are damaged, the browser's cache may have kept them, so the server is asked once more.
            (url.href(), &[RequestCache::Default, RequestCache::Reload][..])
        }
    };
    let mut bytes = Vec::new();
    let mut is_intact = false;
    for cache in caches {
        if !is_intact {
            bytes = fetch(&url, *cache, signal).await?;
            is_intact = file.is_none() || shard::is_intact(&url, &bytes);
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    if !is_intact {
        let is_html = text.trim_start().starts_with('<');
        return Err(if is_html { LoadError::Html } else { LoadError::Damaged });
    }
    let data = match &resource {
        Resource::RowPage(_) => Data::RowPage(shared(json::read::<RowPage>(&text)?.rows)),
        Resource::Pack(_) => Data::Pack(shared(json::read::<Pack>(&text)?.items)),
        Resource::Facet(_) => Data::Facet(Rc::new(json::read(&text)?)),
        Resource::Ids(_) => Data::Ids(Rc::new(json::read(&text)?)),
        _ => match bundle::open(&text)? {
            Bundle::Sharded(head) => bundle::head_data(head, Some(shard::digest(&bytes))),
            Bundle::Feed => return bundle::whole(&feed::open(&text).await?),
        },
    };
    Ok(vec![(resource, data)])
}

async fn everything(post: &Post) -> Result<Data, LoadError> {
    Ok(Data::Everything(Rc::new(article(post, chunks::reading().await?.parse, true).await?.0)))
}

/// The content of a post as a tree, with nothing taken out if `everything`; and whether anything is otherwise.
async fn article(
    post: &Post,
    parse: fn(&str) -> Result<Article, LoadError>,
    everything: bool,
) -> Result<(Article, bool), LoadError> {
    let (html, cuts, cleaned) = if let Some(html) = post.packed_html() {
        let pieces = &post.extension.everything;
        let cleaned = !pieces.is_empty();
        let html = if everything && cleaned {
            Cow::Owned(join(html, pieces).ok_or(LoadError::Inconsistent)?)
        } else {
            Cow::Borrowed(html)
        };
        (html, Cow::Borrowed(post.extension.cut.as_slice()), cleaned)
    } else {
        let made = feed::content(post, everything).await?;
        (Cow::Owned(made.html), Cow::Owned(made.cuts), made.cleaned)
    };
    let mut article = parse(&html)?;
    let known = |name: &String| Cut::ALL.into_iter().find(|cut| cut.as_str() == name);
    article.cuts.extend(cuts.iter().filter_map(known));
    Ok((article, cleaned))
}

/// Packed HTML as a tree. Its addresses are absolute; what is relative is a file of the bundle.
#[cfg(target_arch = "wasm32")]
pub(crate) fn parse(html: &str) -> Result<Article, LoadError> {
    let options = broadsheet_article::Options { title: None, base: None, clean: false };
    broadsheet_article::dom::parse(html, &options).map_err(|_| LoadError::Inconsistent)
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn parse(_html: &str) -> Result<Article, LoadError> {
    Err(LoadError::Inconsistent) // nothing is loaded outside a browser
}
