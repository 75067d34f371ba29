//! The viewer in elements of somebody else's pages: what `static/embed.js` calls.
//!
//! All elements of a page share one program. Each has a place, known by its number, and in it a container. A Yew root can't
//! be freed, since its listeners stay; so a place that an element has left rests, drawing nothing, until another element
//! takes it with its container.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;
use yew::{AppHandle, AttrValue, Renderer};

use crate::app::{App, AppProps};
use crate::config::{BundleParameter, Config};
use crate::environment::{Environment, Host};
use crate::hooks::Asked;
use crate::normal::composed_route;
use crate::route::{Links, Route};
use crate::store::feed;

/// The name of a head, which the page beside it opens without being told.
const HEAD: &str = "bundle.json";

/// Where an element's viewer is.
struct Place {
    app: AppHandle<App>,
    props: AppProps,
}

thread_local! {
    static PLACES: RefCell<Vec<Place>> = const { RefCell::new(Vec::new()) };
}

/// Says how the module for foreign bundles is imported: `loader` returns a promise of its exports.
#[wasm_bindgen]
pub fn set_feed_loader(loader: Function) {
    feed::set_loader(loader);
}

/// Shows what `host` asks for in the place `number`, which is one of those there are or the next one; its container is
/// `container`. With a `query` the view that it asks for is shown, as the next `step` of the reader or in the place of the
/// one before; without one the view stays. `fresh` begins everything anew.
#[wasm_bindgen]
pub fn embed_show(
    number: usize,
    container: Element,
    host: Host,
    query: Option<String>,
    fresh: bool,
    step: bool,
) {
    PLACES.with_borrow_mut(|places| {
        let before = places.get(number).map(|place| &place.props);
        let props = props(before, container, host, query, fresh, step);
        if let Some(place) = places.get_mut(number) {
            place.app.update(props.clone());
            place.props = props;
        } else {
            let renderer =
                Renderer::<App>::with_root_and_props(props.environment.container.clone(), props.clone());
            places.push(Place { app: renderer.render(), props });
        }
    });
}

/// Draws nothing in the place `number` any longer, and forgets what was loaded for it.
#[wasm_bindgen]
pub fn embed_rest(number: usize) {
    PLACES.with_borrow_mut(|places| {
        if let Some(place) = places.get_mut(number) {
            place.props.resting = true;
            place.props.environment.host = None;
            place.app.update(place.props.clone());
        }
    });
}

fn props(
    before: Option<&AppProps>,
    container: Element,
    host: Host,
    query: Option<String>,
    fresh: bool,
    step: bool,
) -> AppProps {
    let config = Config { bundle_parameter: BundleParameter::None, ..Config::read(|name| host.option(name)) };
    let links = links(&config);
    let life = before.map_or(0, |before| before.environment.life + u32::from(fresh));
    let asked = before.and_then(|before| before.asked.as_ref());
    let asked = match (query, asked) {
        (None, Some(asked)) => asked.clone(),
        (query, asked) => {
            let route = Route::parse(query.as_deref().unwrap_or_default(), &Links::default());
            let file =
                config.bundle.rsplit('/').next().filter(|file| *file != HEAD && config.deep_link.is_none());
            let route =
                Route { links: links.clone(), bundle: file.map(str::to_owned), ..composed_route(route) };
            Asked { route: Rc::new(route), turn: asked.map_or(0, |asked| asked.turn + 1), step }
        }
    };
    let memory = config.remember.then(|| AttrValue::from(format!(" {}", config.bundle)));
    let addressed = config.deep_link.is_some();
    let environment =
        Environment { container, standalone: false, addressed, links, memory, host: Some(host), life };
    AppProps { environment, config, asked: Some(asked), resting: false }
}

/// Where links lead that are opened elsewhere: to the page itself, if its address may say what is shown, or to the page
/// that `broadsheet build` puts beside a bundle.
fn links(config: &Config) -> Links {
    if let Some(prefix) = &config.deep_link {
        return Links { page: Rc::default(), prefix: prefix.as_str().into() };
    }
    let folder = config.bundle.rsplit_once('/').map_or("", |(folder, _)| folder);
    Links { page: [folder, "/"].concat().into(), prefix: Rc::default() }
}
