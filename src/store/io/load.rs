//! Loads resources: fetches their files, and decodes them by the reader module.

use std::rc::Rc;

use broadsheet_bundle::format::hash::short_hash;
use broadsheet_bundle::format::{Item, PAGE_MARK};
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortSignal, RequestCache, Url};

use super::decode::Decoder;
use super::fetch::fetch;
use super::open::{Bundle, manifest_data, open};
use super::{feed_module, integrity, json};
use crate::store::error::LoadError;
use crate::store::resource::{Data, FeedPages, LoadedResources, NextPage, Resource};

/// A request for a resource, with what of the archive it takes to load it.
#[derive(Debug, Clone)]
pub struct LoadRequest {
    /// The resource.
    pub resource: Resource,
    /// The bundle's absolute URL.
    pub bundle: String,
    /// The path of the resource's file below the bundle, if it has one of its own.
    pub file: Option<String>,
    /// For an article, the post that it belongs to.
    pub post: Option<Rc<Item>>,
    /// `true` if the article is about to be shown with nothing removed.
    pub uncleaned: bool,
    /// For older posts, the pages of the feed before them.
    pub pages: Option<Rc<FeedPages>>,
}

/// Pages of a feed that are read; each is asked for by itself.
const MAX_FEED_PAGES: usize = 100;

/// Loads what `request` asks for, unless `signal` ends it. `decoder` loads the code that decodes.
pub async fn load<D>(
    request: LoadRequest,
    signal: &AbortSignal,
    decoder: D,
) -> Result<LoadedResources, LoadError>
where
    D: AsyncFn() -> Result<Decoder, LoadError> + Copy + 'static,
{
    match request.resource {
        Resource::Article(_) | Resource::UncleanedArticle(_) => {
            decode_article(request, decoder().await?).await
        }
        Resource::Bundle | Resource::ManifestRevalidation => load_bundle(request, signal, decoder).await,
        Resource::FeedPages => Err(LoadError::CorruptBundle),
        Resource::OlderPosts => load_older(request, signal, decoder).await,
        Resource::FacetChunk(_)
        | Resource::RowPage(_)
        | Resource::Directory(_)
        | Resource::Pack(_)
        | Resource::InboundLinks(_) => {
            let file = request.file.filter(|file| integrity::is_path_below(file));
            let file = file.ok_or(LoadError::CorruptBundle)?;
            let url =
                Url::new_with_base(&file, &request.bundle).map_err(|_| LoadError::CorruptBundle)?.href();
            // At the same time as the file. If it fails, that shows when it is needed.
            spawn_local(async move { drop(decoder().await) });
            let bytes = fetch_intact(&url, signal).await?;
            let data = (decoder().await?.file)(&request.resource, &String::from_utf8_lossy(&bytes))?;
            Ok(vec![(request.resource, data)])
        }
    }
}

/// Loads the bundle's first file, and with that a feed's everything.
async fn load_bundle<D>(
    request: LoadRequest,
    signal: &AbortSignal,
    decoder: D,
) -> Result<LoadedResources, LoadError>
where
    D: AsyncFn() -> Result<Decoder, LoadError>,
{
    let cache = match request.resource {
        // With the validators of the browser's copy, so that a host that knows them answers without
        // the file.
        Resource::ManifestRevalidation => RequestCache::NoCache,
        _ => RequestCache::Default,
    };
    let bytes = fetch(&request.bundle, cache, signal).await?;
    let text = String::from_utf8_lossy(&bytes);
    match open(&text)? {
        Bundle::Sharded(manifest) => {
            Ok(vec![(request.resource, manifest_data(*manifest, Some(short_hash(&bytes))))])
        }
        Bundle::Feed(otherwise) => {
            open_feed(text.into_owned(), vec![request.bundle], otherwise, decoder).await
        }
    }
}

/// Loads the next page of a feed, and reads it with those before it.
async fn load_older<D>(
    request: LoadRequest,
    signal: &AbortSignal,
    decoder: D,
) -> Result<LoadedResources, LoadError>
where
    D: AsyncFn() -> Result<Decoder, LoadError>,
{
    let pages = request.pages.ok_or(LoadError::CorruptBundle)?;
    let NextPage::Here(url) = &pages.next else { return Err(LoadError::Unreachable) };
    let bytes = fetch(url, RequestCache::Default, signal).await?;
    let page = String::from_utf8_lossy(&bytes);
    let otherwise = match open(&page)? {
        Bundle::Feed(otherwise) => otherwise,
        Bundle::Sharded(_) => return Err(LoadError::NotABundle),
    };
    let mut text = pages.text.clone();
    if pages.urls.len() == 1 {
        text = [PAGE_MARK.to_string(), text.replace(PAGE_MARK, " ")].concat();
    }
    text.push(PAGE_MARK);
    text.push_str(&page.replace(PAGE_MARK, " "));
    open_feed(text, [&pages.urls[..], std::slice::from_ref(url)].concat(), otherwise, decoder).await
}

/// Reads the pages of a feed, whose URLs are given. Fails with `otherwise` if one is none.
async fn open_feed<D>(
    text: String,
    urls: Vec<String>,
    otherwise: LoadError,
    decoder: D,
) -> Result<LoadedResources, LoadError>
where
    D: AsyncFn() -> Result<Decoder, LoadError>,
{
    let (mut loaded, next) = (decoder().await?.single_file)(&feed_module::open(&text, otherwise).await?)?;
    if let Some(next) = next.and_then(|next| next_page(&next, &urls)) {
        let pages = FeedPages { text, urls, next };
        loaded.push((Resource::FeedPages, Data::FeedPages(Rc::new(pages))));
    }
    Ok(loaded)
}

/// Returns the page that the last one of `urls` names as the next. `None` if it is no page of the
/// web, one of those before it, or one too many.
fn next_page(address: &str, urls: &[String]) -> Option<NextPage> {
    let last = urls.last()?;
    let next = Url::new_with_base(address, last).ok()?;
    next.set_hash("");
    let is_web = matches!(next.protocol().as_str(), "https:" | "http:");
    if !is_web || urls.len() >= MAX_FEED_PAGES || urls.contains(&next.href()) {
        return None;
    }
    let is_same = Url::new(last).is_ok_and(|last| last.origin() == next.origin());
    Some(if is_same { NextPage::Here(next.href()) } else { NextPage::Elsewhere(next.host()) })
}

/// Fetches a file whose name may have a hash of its content.
async fn fetch_intact(url: &str, signal: &AbortSignal) -> Result<Vec<u8>, LoadError> {
    let mut bytes = Vec::new();
    // If its content is damaged, the browser's cache may have kept that, so the server is asked
    // once more.
    for cache in [RequestCache::Default, RequestCache::Reload] {
        bytes = fetch(url, cache, signal).await?;
        if integrity::is_intact(url, &bytes) {
            return Ok(bytes);
        }
    }
    let is_html = json::is_html(&String::from_utf8_lossy(&bytes));
    Err(if is_html { LoadError::HtmlInsteadOfJson } else { LoadError::HashMismatch })
}

/// Decodes the article that `request` asks for.
async fn decode_article(request: LoadRequest, decoder: Decoder) -> Result<LoadedResources, LoadError> {
    let post = request.post.ok_or(LoadError::CorruptBundle)?;
    let uncleaned = async || {
        let article = (decoder.article)(Rc::clone(&post), true).await?;
        Ok::<_, LoadError>(Data::UncleanedArticle(Rc::new(article.tree)))
    };
    let Resource::Article(id) = &request.resource else {
        return Ok(vec![(request.resource, uncleaned().await?)]);
    };
    let article = (decoder.article)(Rc::clone(&post), false).await?;
    let mut loaded = Vec::new();
    // Both at once, so that what is shown first is what was asked for.
    if article.is_cleaned && request.uncleaned {
        loaded.push((Resource::UncleanedArticle(id.clone()), uncleaned().await?));
    }
    let data = Data::Article { tree: Rc::new(article.tree), is_cleaned: article.is_cleaned };
    loaded.push((request.resource, data));
    Ok(loaded)
}
