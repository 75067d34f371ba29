//! The current view, and how the reader came to it.

use std::rc::Rc;

use gloo_events::EventListener;
use web_sys::window;
use yew::prelude::*;

use super::history::{self, Place};
use crate::environment::Environment;
use crate::route::Route;

/// How the reader came to a view.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Arrival {
    /// By loading the page, or by going back or forward: with the place where they were before, if they were.
    Returned(Option<Place>),
    /// By following a link.
    Followed,
    /// By typing.
    Typed,
}

/// A view and how it was reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// The view.
    pub route: Rc<Route>,
    /// How it was reached.
    pub arrival: Arrival,
}

fn returned(environment: &Environment) -> Visit {
    let arrival = Arrival::Returned(history::place(environment));
    Visit { route: Rc::new(history::route(environment)), arrival }
}

/// The view that the address asks for, now and after going back or forward; and what sets another one.
#[hook]
pub fn use_visit(environment: &Environment) -> (Visit, Callback<Visit>) {
    let visit = use_state_eq(|| returned(environment));
    {
        let visit = visit.setter();
        use_effect_with(environment.clone(), move |environment| {
            let environment = environment.clone();
            let listener = window().filter(|_| environment.addressed).map(|window| {
                if let Ok(history) = window.history()
                    && environment.standalone
                {
                    // The viewer restores places itself; a browser that cannot be told does it twice.
                    let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
                }
                EventListener::new(&window, "popstate", move |_| visit.set(returned(&environment)))
            });
            move || drop(listener)
        });
    }
    ((*visit).clone(), visit.setter().into())
}
