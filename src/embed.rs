//! The viewer in an element of somebody else's page: what `static/embed.js` calls.
//!
//! Each element has an instance of the program to itself, so that what stops one leaves the others as they are. A Yew root
//! can't be freed, since its listeners stay; so the viewer of an element that is gone rests, drawing nothing, until another
//! element takes it with its container.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;
use yew::{AppHandle, AttrValue, Renderer};

use crate::app::{App, AppProps};
use crate::browser::host::{HostContext, HostElement};
use crate::config::{BundleParameter, Config};
use crate::navigation::HostNavigation;
use crate::normal::composed_route;
use crate::route::{Route, RouteFormat};
use crate::store::io::feed_module;

/// The name of a head, which the page beside it opens without being told.
const HEAD: &str = "bundle.json";

/// The viewer, once it has been shown.
struct Viewer {
    app: AppHandle<App>,
    props: AppProps,
}

thread_local! {
    /// Taken out while anything else is called: the page's code may call back.
    static VIEWER: RefCell<Option<Viewer>> = const { RefCell::new(None) };
}

/// Says how the module for foreign bundles is imported: `loader` returns a promise of its exports.
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

/// Shows what `element` asks for; the viewer's container is `container`. With a `query` the view that it asks for is shown, as
/// the next `step` of the reader or in the place of the one before; without one the view stays. `fresh` begins everything
/// anew.
#[wasm_bindgen]
pub fn embed_show(container: Element, element: HostElement, query: Option<String>, fresh: bool, step: bool) {
    let before = VIEWER.take();
    let props = props(before.as_ref().map(|viewer| &viewer.props), container, element, query, fresh, step);
    let viewer = if let Some(mut viewer) = before {
        viewer.app.update(props.clone());
        Viewer { props, ..viewer }
    } else {
        let renderer = Renderer::<App>::with_root_and_props(props.host.container.clone(), props.clone());
        Viewer { app: renderer.render(), props }
    };
    VIEWER.set(Some(viewer));
}

/// Draws nothing any longer, and forgets what was loaded.
#[wasm_bindgen]
pub fn embed_rest() {
    if let Some(mut viewer) = VIEWER.take() {
        viewer.props.suspended = true;
        viewer.props.host.element = None;
        viewer.app.update(viewer.props.clone());
        VIEWER.set(Some(viewer));
    }
}

fn props(
    before: Option<&AppProps>,
    container: Element,
    element: HostElement,
    query: Option<String>,
    fresh: bool,
    step: bool,
) -> AppProps {
    let config =
        Config { bundle_parameter: BundleParameter::None, ..Config::read(|name| element.option(name).ok()?) };
    let format = format(&config);
    let generation = before.map_or(0, |before| before.host.generation + u32::from(fresh));
    let requested = before.and_then(|before| before.requested.as_ref());
    let requested = match (query, requested) {
        (None, Some(requested)) => requested.clone(),
        (query, requested) => {
            let route = Route::parse(query.as_deref().unwrap_or_default(), &RouteFormat::default());
            let file =
                config.bundle.rsplit('/').next().filter(|file| *file != HEAD && config.url_prefix.is_none());
            let route =
                Route { format: format.clone(), bundle: file.map(str::to_owned), ..composed_route(route) };
            HostNavigation {
                route: Rc::new(route),
                revision: requested.map_or(0, |requested| requested.revision + 1),
                push: step,
            }
        }
    };
    let storage_scope = config.persist.then(|| AttrValue::from(format!(" {}", config.bundle)));
    let uses_page_url = config.url_prefix.is_some();
    let host = HostContext {
        container,
        standalone: false,
        uses_page_url,
        format,
        storage_scope,
        element: Some(element),
        generation,
    };
    AppProps { host, config, requested: Some(requested), suspended: false }
}

/// Where links lead that are opened elsewhere: to the page itself, if its address may say what is shown, or to the page
/// that `broadsheet build` puts beside a bundle.
fn format(config: &Config) -> RouteFormat {
    if let Some(prefix) = &config.url_prefix {
        return RouteFormat { base: Rc::default(), prefix: prefix.as_str().into() };
    }
    let folder = config.bundle.rsplit_once('/').map_or("", |(folder, _)| folder);
    RouteFormat { base: [folder, "/"].concat().into(), prefix: Rc::default() }
}
