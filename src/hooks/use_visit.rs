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

/// A view that the page asks for by other means than its address.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The view.
    pub route: Rc<Route>,
    /// How often a view was asked for.
    pub turn: u32,
    /// Whether the one before is a step back from it.
    pub step: bool,
}

/// The view that the page or its address asks for, now and after going back or forward; and what sets another one.
#[hook]
pub fn use_visit(environment: &Environment, asked: Option<&Asked>) -> (Visit, Callback<Visit>) {
    let turn = asked.map_or(0, |asked| asked.turn);
    let first = || match asked {
        Some(asked) if !history::asks(environment) => {
            Visit { route: Rc::clone(&asked.route), arrival: Arrival::Returned(None) }
        }
        _ => returned(environment),
    };
    // What was visited before the page asked for something counts no longer.
    let state = use_state_eq(|| (turn, first()));
    let visit = match asked {
        Some(asked) if asked.turn != state.0 => {
            Visit { route: Rc::clone(&asked.route), arrival: Arrival::Followed }
        }
        _ => state.1.clone(),
    };
    // Somebody else's page may say at any time how its addresses are written.
    let visit = if visit.route.links == environment.links {
        visit
    } else {
        let links = environment.links.clone();
        Visit { route: Rc::new(Route { links, ..(*visit.route).clone() }), ..visit }
    };
    {
        let (environment, asked) =
            (environment.clone(), asked.filter(|asked| asked.turn != state.0).cloned());
        use_effect_with(asked, move |asked| match asked {
            Some(Asked { route, step: true, .. }) => history::push(&environment, route),
            Some(Asked { route, .. }) => history::replace(&environment, route),
            None => {}
        });
    }
    {
        let visit = state.setter();
        use_effect_with((environment.clone(), turn), move |(environment, turn)| {
            let (environment, turn) = (environment.clone(), *turn);
            let listener = window().filter(|_| environment.addressed).map(|window| {
                if let Ok(history) = window.history()
                    && environment.standalone
                {
                    // The viewer restores places itself; a browser that cannot be told does it twice.
                    let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
                }
                EventListener::new(&window, "popstate", move |_| {
                    visit.set((turn, returned(&environment)));
                })
            });
            move || drop(listener)
        });
    }
    let set = state.setter();
    (visit, Callback::from(move |visit| set.set((turn, visit))))
}
