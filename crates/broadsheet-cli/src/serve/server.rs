//! The web server of the preview.

use std::convert::Infallible;
use std::io::{self, ErrorKind};
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use broadsheet_pack::media::decode_percent;
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt as _};
use tower_http::services::ServeDir;

use super::connections::{self, Limits};
use super::host::{self, Listening};
use crate::headers;
use crate::site::NOT_FOUND;

/// Reloads the page when the server says so, and once the server is back after it was restarted.
const RELOAD_SCRIPT: &str = "\
const events = new EventSource(new URL('events', document.currentScript.src));
let lost = false;
events.addEventListener('reload', () => location.reload());
events.addEventListener('error', () => { lost = true; });
events.addEventListener('open', () => { if (lost) location.reload(); });
";
const RELOAD_TAG: &str = "<script src=\"__broadsheet/reload.js\"></script>";

#[derive(Debug, Clone)]
struct Site {
    folder: PathBuf,
    files: ServeDir,
    reload: broadcast::Sender<()>,
}

/// The site in `folder`, served under `base` to those who mean what is `listening`, whose pages
/// reload on every message of `reload`.
pub(super) fn site(folder: &Path, base: &str, listening: Listening, reload: broadcast::Sender<()>) -> Router {
    let files = ServeDir::new(folder).append_index_html_on_directories(false);
    let pages = Router::new()
        .route("/", get(page))
        .route("/index.html", get(page))
        .route("/__broadsheet/reload.js", get(script))
        .route("/__broadsheet/events", get(events))
        .fallback(file)
        .layer(middleware::from_fn_with_state(folder.to_owned(), with_headers))
        .with_state(Site { folder: folder.to_owned(), files, reload });
    let router = if base == "/" {
        pages
    } else {
        let (to, inner) = (base.to_owned(), base.trim_end_matches('/').to_owned());
        let to_base = get(move || async move { Redirect::temporary(&to) });
        // `nest` answers `/base`, too, where relative addresses would lead astray.
        Router::new()
            .nest_service(base, pages)
            .route(&inner, to_base.clone())
            .route("/", to_base)
            .fallback(not_found)
    };
    let checked = router.layer(middleware::from_fn_with_state(listening, host::check));
    checked.layer(middleware::from_fn(no_store))
}

/// Serves until the program is asked to end.
pub(super) fn run(listener: TcpListener, site: Router) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        // Open pages never end their event stream, so nothing is waited for.
        tokio::select! {
            () = connections::serve(listener, site, Limits::of_process()) => Ok(()),
            asked = asked_to_end() => asked,
        }
    });
    runtime.shutdown_background();
    served
}

async fn asked_to_end() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

async fn page(State(site): State<Site>) -> Response {
    match std::fs::read_to_string(site.folder.join("index.html")) {
        Ok(page) => {
            let html = HeaderValue::from_static("text/html; charset=utf-8");
            ([(header::CONTENT_TYPE, html)], with_reload(&page)).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("index.html: {error}")).into_response(),
    }
}

async fn file(State(site): State<Site>, request: Request) -> Response {
    let wants_page = is_for_reader(&request);
    let kind = headers::type_of(request.uri().path().trim_start_matches('/'));
    let not_found = || async {
        let page = if wants_page { not_found_page(&site.folder) } else { None };
        if let Some(page) = page { page } else { not_found().await }
    };
    match site.files.clone().try_call(request).await {
        Ok(found) if found.status() == StatusCode::NOT_FOUND => not_found().await,
        Ok(found) => {
            let mut response = found.map(Body::new);
            if let Some(kind) = kind
                && response.status().is_success()
            {
                response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            }
            response
        }
        // The last two: names that no file can have, such as too long ones.
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::NotFound
                    | ErrorKind::NotADirectory
                    | ErrorKind::InvalidFilename
                    | ErrorKind::InvalidInput
            ) =>
        {
            not_found().await
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

/// `true` if a browser asks for a page to show.
fn is_for_reader(request: &Request) -> bool {
    let accepted = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

/// The site's page for addresses without one, as a host sends it.
fn not_found_page(folder: &Path) -> Option<Response> {
    let page = std::fs::read_to_string(folder.join(NOT_FOUND)).ok()?;
    let html = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
    let own: Vec<_> = headers::of(Some(&page))
        .filter_map(|(name, value)| {
            Some((HeaderName::from_static(name), HeaderValue::from_str(&value).ok()?))
        })
        .collect();
    let mut response = (StatusCode::NOT_FOUND, html, page).into_response();
    response.headers_mut().extend(own);
    Some(response)
}

/// The page with the reload script at the end of its head.
fn with_reload(page: &str) -> String {
    match page.find("</head>") {
        Some(at) => {
            let (before, after) = page.split_at(at);
            [before, RELOAD_TAG, after].concat()
        }
        None => [page, RELOAD_TAG].concat(),
    }
}

async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"))], RELOAD_SCRIPT)
}

async fn events(State(site): State<Site>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    // A message that was missed for being slow is as good as the next one: either reloads.
    let stream =
        BroadcastStream::new(site.reload.subscribe()).map(|_| Ok(Event::default().event("reload").data("")));
    Sse::new(stream).keep_alive(KeepAlive::default())
}

async fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "There is nothing here.\n").into_response()
}

/// Sends what [`headers`] says of each file.
async fn with_headers(State(folder): State<PathBuf>, request: Request<Body>, next: Next) -> Response {
    let name = decode_percent(request.uri().path().trim_start_matches('/')).unwrap_or_default();
    let name = if name.is_empty() { "index.html" } else { &name };
    // Whatever else might be a page gets the headers of what is none.
    let page = headers::is_page(name).then(|| std::fs::read_to_string(folder.join(name)).ok()).flatten();
    let mut response = next.run(request).await;
    for (name, value) in headers::of(page.as_deref()) {
        // The page for addresses without one has its own.
        if let Ok(value) = HeaderValue::from_str(&value)
            && !response.headers().contains_key(name)
        {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

async fn no_store(request: Request<Body>, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reload_script_goes_into_the_head() {
        assert_eq!(with_reload("<head></head><body>"), format!("<head>{RELOAD_TAG}</head><body>"));
        assert_eq!(with_reload("x"), format!("x{RELOAD_TAG}"));
    }
}
