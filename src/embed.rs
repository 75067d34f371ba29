//! The viewer in an element of a host page: the functions that `static/embed.js` calls.
//!
//! Each element has an instance of the program to itself, so that what stops one leaves the others
//! as they are. A Yew root cannot be freed, since its listeners stay; so the viewer of an element
//! that is gone is suspended, drawing nothing, until another element takes it with its container.

use std::cell::RefCell;
use std::rc::Rc;

use broadsheet_bundle::format::MANIFEST_FILE;
use js_sys::Function;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;
use yew::{AppHandle, AttrValue, Renderer};

use crate::app::{App, AppProps};
use crate::browser::host::{HostContext, HostElement, HostParts};
use crate::config::{BundleParameter, Config};
use crate::navigation::HostNavigation;
use crate::normal::parse_route;
use crate::route::{Route, RouteFormat};
use crate::store::io::feed_module;

/// The viewer after it has been shown.
struct Viewer {
    app: AppHandle<App>,
    props: AppProps,
}

thread_local! {
    /// Taken out while anything else is called: the page's code may call back.
    static VIEWER: RefCell<Option<Viewer>> = const { RefCell::new(None) };
}

/// Sets the function that imports the feed module: it returns a promise of the module's exports.
#[wasm_bindgen]
pub fn set_feed_loader(loader: Function) {
    feed_module::set_loader(loader);
}

/// Gives this instance the Trusted Types policy that all of the page share.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn set_policy(policy: wasm_bindgen::JsValue) {
    broadsheet_article::dom::set_policy(policy);
}

#[wasm_bindgen]
extern "C" {
    /// The options of [`embed_show`]; `static/embed.js` makes them.
    pub type ShowOptions;

    /// Returns the viewer's container.
    #[wasm_bindgen(method, getter)]
    fn container(this: &ShowOptions) -> Element;

    /// Returns the element in the host page.
    #[wasm_bindgen(method, getter)]
    fn host(this: &ShowOptions) -> HostElement;

    /// Returns the query of the requested view; `None` if the view stays.
    #[wasm_bindgen(method, getter)]
    fn query(this: &ShowOptions) -> Option<String>;

    /// `true` if everything begins with a new state.
    #[wasm_bindgen(method, getter)]
    fn reset(this: &ShowOptions) -> bool;

    /// `true` if Back returns from the requested view to the one before.
    #[wasm_bindgen(method, getter)]
    fn push(this: &ShowOptions) -> bool;
}

/// Shows the element in the host page, for the first time or with other options.
#[wasm_bindgen]
pub fn embed_show(options: &ShowOptions) {
    let before = VIEWER.take();
    let props = props(before.as_ref().map(|viewer| &viewer.props), options);
    let viewer = if let Some(mut viewer) = before {
        viewer.app.update(props.clone());
        Viewer { props, ..viewer }
    } else {
        let renderer = Renderer::<App>::with_root_and_props(props.host.container.clone(), props.clone());
        Viewer { app: renderer.render(), props }
    };
    VIEWER.set(Some(viewer));
}

/// Draws nothing until the next [`embed_show`], and forgets what was loaded.
#[wasm_bindgen]
pub fn embed_suspend() {
    if let Some(mut viewer) = VIEWER.take() {
        let props = &mut viewer.props;
        props.suspended = true;
        props.host = HostContext::new(HostParts { element: None, ..(*props.host).clone() });
        viewer.app.update(viewer.props.clone());
        VIEWER.set(Some(viewer));
    }
}

fn props(before: Option<&AppProps>, options: &ShowOptions) -> AppProps {
    let element = options.host();
    let option = |name: &str| element.option(name).ok()?;
    let config = Config { bundle_parameter: BundleParameter::None, ..Config::read(option) };
    let requested = before.and_then(|before| before.requested.as_ref());
    let requested = match (options.query(), requested) {
        (None, Some(requested)) => requested.clone(),
        (query, requested) => {
            let revision = requested.map_or(0, |requested| requested.revision + 1);
            let route = Rc::new(route(&config, query.as_deref().unwrap_or_default()));
            HostNavigation { route, revision, push: options.push() }
        }
    };
    let host = HostContext::new(HostParts {
        container: options.container(),
        standalone: false,
        uses_page_url: config.url_prefix.is_some(),
        format: format(&config),
        storage_scope: config.persist.then(|| AttrValue::from(format!(" {}", config.bundle))),
        element: Some(element),
        generation: before.map_or(0, |before| before.host.generation + u32::from(options.reset())),
    });
    AppProps { host, config, requested: Some(requested), suspended: false }
}

/// Returns the route that `query` asks for. It names the bundle unless the page beside that opens
/// it without being told, or addresses belong to the host page.
fn route(config: &Config, query: &str) -> Route {
    let file = config.bundle.rsplit('/').next();
    let bundle = file.filter(|file| *file != MANIFEST_FILE && config.url_prefix.is_none()).map(str::to_owned);
    let route = parse_route(query, &RouteFormat::default());
    Route { format: format(config), bundle, ..route }
}

/// Returns the form of addresses. Links that are opened in a new tab lead to the host page, if its
/// address is used, or to the page that `broadsheet build` puts beside a bundle.
fn format(config: &Config) -> RouteFormat {
    if let Some(prefix) = &config.url_prefix {
        return RouteFormat { base: Rc::default(), prefix: prefix.as_str().into() };
    }
    let folder = config.bundle.rsplit_once('/').map_or("", |(folder, _)| folder);
    RouteFormat { base: [folder, "/"].concat().into(), prefix: Rc::default() }
}
