//! Mounts the viewer in the standalone page.

use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// Mounts the viewer in `element`; `load_feed` imports the feed module. Called by `boot.js` when
/// the module is loaded.
#[wasm_bindgen]
pub fn mount(element: web_sys::Element, load_feed: js_sys::Function) {
    let setting = |name: &str| {
        let meta = web_sys::window()?
            .document()?
            .query_selector(&format!("meta[name='broadsheet:{name}']"))
            .ok()??;
        meta.get_attribute("content")
    };
    let host = broadsheet::browser::host::HostContext::page(element.clone());
    // The page for frames says that its address may have the options of the element as well.
    let framed = setting("frame").is_some();
    let address = broadsheet::browser::history::route(&host);
    let setting = |name: &str| {
        let parameter =
            || address.other_params.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        setting(name).or_else(|| if framed { parameter() } else { None })
    };
    let config = broadsheet::config::Config::read(setting);
    broadsheet::store::io::feed_module::set_loader(load_feed);
    yew::Renderer::<broadsheet::app::App>::with_root_and_props(
        element,
        broadsheet::app::AppProps { host, config, requested: None, suspended: false },
    )
    .render();
}
