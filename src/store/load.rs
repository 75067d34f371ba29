//! The edge: fetches and parses what the archive wants, in the browser.

use std::rc::Rc;

use broadsheet_bundle::format::Item;
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortSignal, RequestCache, Url};

use super::archive::{Brought, Data, Resource};
use super::bundle::{self, Bundle};
use super::error::LoadError;
use super::fetch::fetch;
use super::{feed, shard};
use crate::chunks;

/// What a load starts from.
#[derive(Debug, Clone)]
pub struct Source {
    /// The bundle's absolute address.
    pub bundle: String,
    /// For a shard, its file.
    pub file: Option<String>,
    /// For an article, the post it belongs to.
    pub post: Option<Rc<Item>>,
    /// Whether the article is about to be shown with nothing taken out.
    pub everything: bool,
}

/// Loads `resource`, unless `signal` ends it.
pub async fn load(resource: Resource, source: &Source, signal: &AbortSignal) -> Result<Brought, LoadError> {
    let file = match &resource {
        Resource::Article(_) | Resource::Everything(_) => return read(resource, source).await,
        Resource::Facets => return Ok(vec![(resource, Data::Facets(chunks::facets().await?))]),
        Resource::Bundle | Resource::Newer => None,
        _ => {
            // On its way at the same time, for whatever is in the file has to be read. A failure shows when it is.
            spawn_local(async { drop(chunks::reading().await) });
            Some(source.file.as_deref())
        }
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
    if file.is_some() {
        let data = (chunks::reading().await?.shard)(&resource, &text)?;
        return Ok(vec![(resource, data)]);
    }
    match bundle::open(&text)? {
        Bundle::Sharded(head) => Ok(vec![(resource, bundle::head_data(*head, Some(shard::digest(&bytes))))]),
        Bundle::Feed(otherwise) => (chunks::reading().await?.whole)(&feed::open(&text, otherwise).await?),
    }
}

/// Reads the article that `resource` is.
async fn read(resource: Resource, source: &Source) -> Result<Brought, LoadError> {
    let post = source.post.as_ref().ok_or(LoadError::Inconsistent)?;
    let reading = chunks::reading().await?;
    let everything = async || {
        let whole = (reading.article)(Rc::clone(post), true).await;
        whole.map(|(whole, _)| Data::Everything(Rc::new(whole)))
    };
    let Resource::Article(id) = &resource else { return Ok(vec![(resource, everything().await?)]) };
    let (tree, cleaned) = (reading.article)(Rc::clone(post), false).await?;
    let mut brought = Vec::new();
    // Both at once, so that what is drawn first is what was asked for.
    if cleaned && source.everything {
        brought.push((Resource::Everything(id.clone()), everything().await?));
    }
    brought.push((resource, Data::Article(Rc::new(tree), reading.draw, cleaned)));
    Ok(brought)
}
