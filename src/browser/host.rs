//! Where the viewer stands: in a page of its own, or in an element of somebody else's. What reaches beyond what is drawn
//! asks here, so that nothing of a page is touched that is not the viewer's.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, EventTarget, HtmlElement, window};
use yew::AttrValue;

use crate::route::RouteFormat;

/// The surroundings of one viewer. Everything that it draws is inside `container`, which is also what is asked for its
/// elements: so ids need to be unique within it only, and a shadow root is no obstacle.
#[derive(Debug, Clone, PartialEq)]
pub struct HostContext {
    /// The element that holds the viewer and nothing else.
    pub container: Element,
    /// Whether the page is the viewer's own: then its title, language, colours and scrolling are, too.
    pub standalone: bool,
    /// Whether the page's address says what is shown.
    pub uses_page_url: bool,
    /// How addresses of views are written.
    pub format: RouteFormat,
    /// What is remembered of the reader: nothing, or what the names of their choices end in.
    pub storage_scope: Option<AttrValue>,
    /// Who is told what happens.
    pub element: Option<HostElement>,
    /// Another number whenever everything is to begin anew.
    pub generation: u32,
}

#[wasm_bindgen]
extern "C" {
    /// The element in somebody else's page, as far as the viewer speaks to it; `static/embed.js` makes it.
    #[derive(Debug, Clone, PartialEq)]
    pub type HostElement;

    /// What the page says of the option `name`, if anything. Fails as the page's own code may.
    #[wasm_bindgen(method, catch)]
    pub fn option(this: &HostElement, name: &str) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn tell(this: &HostElement, kind: &str, first: &str, second: &str, third: &str) -> Result<(), JsValue>;
}

impl HostContext {
    /// A page of the viewer's own, which draws in `container`.
    pub fn page(container: Element) -> Self {
        Self {
            container,
            standalone: true,
            uses_page_url: true,
            format: RouteFormat::default(),
            storage_scope: Some(AttrValue::default()),
            element: None,
            generation: 0,
        }
    }

    /// Tells the page what happened, if it is somebody else's: `kind` is a member of `told` in `static/embed.js`, which says
    /// what the others mean.
    pub fn tell(&self, kind: &str, first: &str, second: &str, third: &str) {
        if let Some(element) = &self.element {
            let _ = element.tell(kind, first, second, third); // a page that does not listen need not
        }
    }

    /// Whether the focus is inside.
    pub fn has_focus(&self) -> bool {
        self.container.matches(":focus-within").unwrap_or(false)
    }

    /// The first of the viewer's elements that `selector` selects.
    pub fn find<T: JsCast>(&self, selector: &str) -> Option<T> {
        self.container.query_selector(selector).ok()??.dyn_into().ok()
    }

    /// All of the viewer's elements that `selector` selects, in their order.
    pub fn find_all(&self, selector: &str) -> Vec<HtmlElement> {
        let Ok(found) = self.container.query_selector_all(selector) else { return Vec::new() };
        (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
    }

    /// How many columns the style sheet gives the viewer, depending on its width: list and article take turns in one, stand
    /// side by side in two, and have the facets beside them in three.
    pub fn columns(&self) -> u8 {
        let columns = || {
            let style = window()?.get_computed_style(&self.find(".app")?).ok()??;
            style.get_property_value("--columns").ok()?.trim().parse().ok()
        };
        columns().unwrap_or(1)
    }

    /// Where keys are heard: in somebody else's page only those that are pressed inside.
    pub fn key_target(&self) -> Option<EventTarget> {
        if self.standalone { window().map(EventTarget::from) } else { Some(self.container.clone().into()) }
    }

    /// What hears all scrolling that concerns the viewer. Scrolling does not bubble, but on the way down the window hears of
    /// every panel's, apart from those inside a shadow root.
    pub fn scroll_targets(&self) -> Vec<EventTarget> {
        let inside = (!self.standalone).then(|| self.container.clone().into());
        window().map(EventTarget::from).into_iter().chain(inside).collect()
    }

    /// The element that carries theme and language.
    pub fn theme_root(&self) -> Option<Element> {
        if self.standalone { window()?.document()?.document_element() } else { Some(self.container.clone()) }
    }
}
