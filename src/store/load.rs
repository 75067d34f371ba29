//! The edge: fetches and parses what the archive wants, in the browser.

use std::borrow::Cow;
use std::rc::Rc;

use broadsheet_article::tree::{Article, Cut};
use broadsheet_bundle::feed::join;
use broadsheet_bundle::head::Head;
use broadsheet_bundle::pack::{Pack, Post};
use broadsheet_bundle::row::RowPage;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::chunks::{self, Reading};

use super::archive::{Brought, Data, Resource, shared};
use super::bundle::{self, Bundle};
use super::error::LoadError;
use super::{feed, json};

/// How long a file may take, in milliseconds.
const TIME_LIMIT: u32 = 60_000;

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

/// Loads `resource`.
pub async fn load(resource: Resource, source: Source) -> Result<Brought, LoadError> {
    let head = source.head.as_deref();
    let file = match &resource {
        Resource::Bundle => {
            let text = fetch(&source.bundle).await?;
            return match bundle::open(&text)? {
                Bundle::Sharded(head) => Ok(head),
                Bundle::Feed => bundle::whole(&feed::open(&text).await?),
            };
        }
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
        Resource::RowPage(page) => head.and_then(|head| head.row_pages.get(*page)),
        Resource::Facet(name) => head
            .and_then(|head| head.facets.iter().find(|facet| facet.name == *name))
            .map(|facet| &facet.file),
        Resource::Pack(file) => {
            // On its way at the same time, for what is in the pack will be read. A failure shows when it is.
            spawn_local(async { drop(chunks::reading().await) });
            Some(file)
        }
        Resource::Ids(file) => Some(file),
    };
    let file = file.filter(|file| is_shard_name(file)).ok_or(LoadError::Inconsistent)?;
    let url = web_sys::Url::new_with_base(file, &source.bundle).map_err(|_| LoadError::Inconsistent)?;
    let text = fetch(&url.href()).await?;
    let data = match &resource {
        Resource::RowPage(_) => Data::RowPage(shared(json::read::<RowPage>(&text)?.rows)),
        Resource::Pack(_) => Data::Pack(shared(json::read::<Pack>(&text)?.items)),
        Resource::Facet(_) => Data::Facet(Rc::new(json::read(&text)?)),
        _ => Data::Ids(Rc::new(json::read(&text)?)),
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

/// Whether a file that a head names lies below the head: a bundle cannot send its reader anywhere else.
fn is_shard_name(file: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    !file.is_empty()
        && file.chars().all(plain)
        && file.split('/').all(|part| !part.is_empty() && !part.starts_with('.'))
}

/// The text at `url`.
async fn fetch(url: &str) -> Result<String, LoadError> {
    let window = web_sys::window().ok_or(LoadError::Unreachable)?;
    let init = web_sys::RequestInit::new();
    init.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(TIME_LIMIT)));
    let failed = |error: &JsValue| match js_sys::Reflect::get(error, &"name".into())
        .ok()
        .and_then(|name| name.as_string())
    {
        Some(name) if name == "TimeoutError" => LoadError::Timeout,
        _ if !window.navigator().on_line() => LoadError::Offline,
        _ => LoadError::Unreachable,
    };
    let response =
        JsFuture::from(window.fetch_with_str_and_init(url, &init)).await.map_err(|error| failed(&error))?;
    let response: web_sys::Response = response.dyn_into().map_err(|_| LoadError::Unreachable)?;
    if !response.ok() {
        return Err(LoadError::Status(response.status()));
    }
    let text = JsFuture::from(response.text().map_err(|error| failed(&error))?)
        .await
        .map_err(|error| failed(&error))?;
    text.as_string().ok_or(LoadError::Unreachable)
}

#[cfg(test)]
mod tests {
    use super::is_shard_name;

    #[test]
    fn a_shard_lies_below_the_head() {
        for name in ["rows/0123456789abcdef.json", "facets/tag-00.json"] {
            assert!(is_shard_name(name), "{name}");
        }
        for name in
            ["", "/etc", "//host/x", "../x", "a/../b", "https://host/", "a//b", "a\\b", ".hidden", "a?b"]
        {
            assert!(!is_shard_name(name), "{name}");
        }
    }
}
