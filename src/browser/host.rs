//! The host of a viewer: a page of its own, or an element in a host page. Everything that reaches
//! beyond what is drawn goes through here, so that nothing of a page is touched that is not the
//! viewer's.

use std::ops::Deref;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, EventTarget, HtmlElement, window};
use yew::AttrValue;
use yew::html::ImplicitClone;

use super::dom_ids::APP;
use crate::route::RouteFormat;

/// A handle to the host of one viewer; to clone it copies a pointer. Everything that the viewer
/// draws is inside `container`, in which its elements are also looked up: so ids need to be unique
/// within it only, and a shadow root is no obstacle.
#[derive(Debug, Clone, PartialEq)]
pub struct HostContext(Rc<HostParts>);

/// The parts of a [`HostContext`].
#[derive(Debug, Clone, PartialEq)]
pub struct HostParts {
    /// The element that holds the viewer and nothing else.
    pub container: Element,
    /// `true` if the page is the viewer's own: then its title, language, colours and scrolling are,
    /// too.
    pub standalone: bool,
    /// `true` if the page's address is that of the view.
    pub uses_page_url: bool,
    /// The form of the addresses of views.
    pub format: RouteFormat,
    /// Suffix of the `localStorage` keys of the user's choices; `None` if nothing is stored.
    pub storage_scope: Option<AttrValue>,
    /// The element in the host page, which receives the viewer's events.
    pub element: Option<HostElement>,
    /// Incremented to reset the viewer.
    pub generation: u32,
}

#[wasm_bindgen]
extern "C" {
    /// The element in the host page, as far as the viewer calls it; `static/embed.js` makes it.
    #[derive(Debug, Clone, PartialEq)]
    pub type HostElement;

    /// Returns the option `name`, if the page gives it. Fails as the page's own code may.
    #[wasm_bindgen(method, catch)]
    pub fn option(this: &HostElement, name: &str) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn emit(this: &HostElement, kind: &str, detail: &Object) -> Result<(), JsValue>;
}

/// Something that the viewer tells the host page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostEvent {
    /// All that is shown first is drawn.
    Ready {
        /// The archive's title.
        title: String,
        /// Number of posts of the archive.
        posts: u32,
    },
    /// The user wants to open an article, which the page may do itself.
    OpenRequested {
        /// Id of the post.
        id: String,
        /// Its title, as far as it is known.
        title: String,
        /// The address of the view with the article.
        url: String,
    },
    /// An article was opened.
    Opened {
        /// Id of the post.
        id: String,
        /// Its title, as far as it is known.
        title: String,
        /// The address of the view with the article.
        url: String,
    },
    /// The article of the post with this id was closed.
    Closed(String),
    /// The list has another filter.
    Filtered {
        /// The filter as a query string.
        query: String,
        /// Number of posts of the list.
        shown: u32,
    },
    /// Another view is shown: its query string.
    RouteChanged(String),
    /// The user wants the newest version of the archive.
    ReloadRequested,
    /// Something could not be loaded.
    Failed {
        /// The kind of what failed: `archive`, `list` or `article`.
        code: &'static str,
        /// The reason, in the language of the user interface.
        message: String,
    },
}

impl HostEvent {
    /// Returns the name of its handler in `static/embed.js`, and the argument of that.
    fn to_js(&self) -> (&'static str, Object) {
        let detail = Object::new();
        let set = |name: &str, value: JsValue| {
            // Setting a property of a fresh object does not fail.
            let _ = Reflect::set(&detail, &name.into(), &value);
        };
        let set_post = |id: &str, title: &str, url: &str| {
            set("id", id.into());
            set("title", title.into());
            set("url", url.into());
        };
        let kind = match self {
            Self::Ready { title, posts } => {
                set("title", title.into());
                set("posts", (*posts).into());
                "ready"
            }
            Self::OpenRequested { id, title, url } => {
                set_post(id, title, url);
                "openRequest"
            }
            Self::Opened { id, title, url } => {
                set_post(id, title, url);
                "open"
            }
            Self::Closed(id) => {
                set("id", id.into());
                "close"
            }
            Self::Filtered { query, shown } => {
                set("query", query.into());
                set("shown", (*shown).into());
                "filter"
            }
            Self::RouteChanged(query) => {
                set("query", query.into());
                "route"
            }
            Self::ReloadRequested => "reload",
            Self::Failed { code, message } => {
                set("code", (*code).into());
                set("message", message.into());
                "error"
            }
        };
        (kind, detail)
    }
}

impl HostContext {
    /// Returns a handle to a host of these parts.
    pub fn new(parts: HostParts) -> Self {
        Self(Rc::new(parts))
    }

    /// Returns a page of the viewer's own, which draws in `container`.
    pub fn page(container: Element) -> Self {
        Self::new(HostParts {
            container,
            standalone: true,
            uses_page_url: true,
            format: RouteFormat::default(),
            storage_scope: Some(AttrValue::default()),
            element: None,
            generation: 0,
        })
    }

    /// Tells the host page what happened, if there is one.
    pub fn emit(&self, event: &HostEvent) {
        if let Some(element) = &self.element {
            let (kind, detail) = event.to_js();
            let _ = element.emit(kind, &detail); // a page that does not listen need not
        }
    }

    /// `true` if the focus is inside.
    pub fn has_focus(&self) -> bool {
        self.container.matches(":focus-within").unwrap_or(false)
    }

    /// Returns the first of the viewer's elements that `selector` selects.
    pub fn find<T: JsCast>(&self, selector: &str) -> Option<T> {
        self.container.query_selector(selector).ok()??.dyn_into().ok()
    }

    /// Returns all of the viewer's elements that `selector` selects, in their order.
    pub fn find_all(&self, selector: &str) -> Vec<HtmlElement> {
        let Ok(found) = self.container.query_selector_all(selector) else { return Vec::new() };
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
    }

    /// Returns the number of columns that the style sheet gives the viewer, depending on its width:
    /// list and article take turns in one, stand side by side in two, and have the facets beside
    /// them in three.
    pub fn columns(&self) -> u8 {
        let columns = || {
            let style = window()?.get_computed_style(&self.find(APP)?).ok()??;
            style.get_property_value("--columns").ok()?.trim().parse().ok()
        };
        columns().unwrap_or(1)
    }

    /// Returns the target of key events: in a host page only those of keys that are pressed inside.
    pub fn key_target(&self) -> Option<EventTarget> {
        if self.standalone { window().map(EventTarget::from) } else { Some(self.container.clone().into()) }
    }

    /// Returns the targets of all scroll events that concern the viewer. They do not bubble, but in
    /// the capture phase the window receives those of every pane, apart from panes inside a shadow
    /// root.
    pub fn scroll_targets(&self) -> Vec<EventTarget> {
        let inside = (!self.standalone).then(|| self.container.clone().into());
        window().map(EventTarget::from).into_iter().chain(inside).collect()
    }

    /// Returns the element that carries theme and language.
    pub fn theme_root(&self) -> Option<Element> {
        if self.standalone { window()?.document()?.document_element() } else { Some(self.container.clone()) }
    }
}

impl ImplicitClone for HostContext {}

impl Deref for HostContext {
    type Target = HostParts;

    fn deref(&self) -> &HostParts {
        &self.0
    }
}
