//! A link to another route: a real one, so that it can be copied and opened in a new tab, which is
//! followed without loading the page.

use yew::prelude::*;

use crate::intent::Intent;
use crate::route::Route;

/// A link to the route `to`. `dispatch` receives the intent when it is followed in this page.
pub struct RouteLink<'a> {
    to: Route,
    dispatch: &'a Callback<Intent>,
    class: &'static str,
    rel: Option<&'static str>,
    id: Option<String>,
    current: bool,
    anchor: Option<AttrValue>,
}

impl<'a> RouteLink<'a> {
    /// Returns a plain link.
    pub fn new(to: Route, dispatch: &'a Callback<Intent>) -> Self {
        Self { to, dispatch, class: "", rel: None, id: None, current: false, anchor: None }
    }

    /// Sets a class and a relation as in HTML; either may be empty.
    #[must_use]
    pub fn kind(mut self, class: &'static str, rel: &'static str) -> Self {
        (self.class, self.rel) = (class, Some(rel).filter(|rel| !rel.is_empty()));
        self
    }

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: String) -> Self {
        self.id = Some(id);
        self
    }

    /// Marks it as current, if it leads to what is open.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }

    /// Adds the name of an anchor to its address.
    #[must_use]
    pub fn at(mut self, anchor: Option<AttrValue>) -> Self {
        self.anchor = anchor;
        self
    }

    /// Draws it around `inside`.
    pub fn draw(self, inside: Html) -> Html {
        let mut href = self.to.to_query();
        if let Some(anchor) = &self.anchor {
            href.push('#');
            href.push_str(anchor);
        }
        let (dispatch, to) = (self.dispatch.clone(), self.to);
        let onclick = move |event: MouseEvent| {
            let elsewhere = event.ctrl_key()
                || event.meta_key()
                || event.shift_key()
                || event.alt_key()
                || event.button() != 0;
            if !elsewhere {
                event.prevent_default();
                dispatch.emit(Intent::Navigate(to.clone()));
            }
        };
        html! {
            <a {href} class={self.class} id={self.id} rel={self.rel}
                aria-current={self.current.then_some("true")} {onclick}>{ inside }</a>
        }
    }
}
