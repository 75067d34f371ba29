//! The archive's state, the loads that the view calls for, and when they are tried again.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::Date;
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, EventTarget, window};
use yew::prelude::*;

use crate::store::load::{Source, load};
use crate::store::{Action, Grounds, Listing, Resource, Shared, View, retry};

/// When a load counts as slow, in milliseconds.
const SLOW: u32 = 8_000;
/// When it is given up, in milliseconds. Large posts on slow lines need their time, and the reader can end it before.
const LIMIT: u32 = 120_000;
/// How long to wait at least before looking for a newer version again, in milliseconds.
const LOOK_PAUSE: f64 = 300_000.0;

/// The event of the network's return.
const ONLINE: &str = "online";

type Dispatcher = UseReducerDispatcher<Shared>;

/// What a page's loads share.
#[derive(Debug, Default)]
struct Edge {
    /// What ends the loads that are slow. A reader who asks again ends them first: browsers may hold the second request of a
    /// file until the first is answered.
    slow: RefCell<Vec<AbortController>>,
    /// When the server was last asked for a newer version, in milliseconds.
    looked: Cell<f64>,
    listeners: RefCell<Vec<EventListener>>,
}

impl Edge {
    fn retry(&self, dispatcher: &Dispatcher) {
        dispatcher.dispatch(Action::Retry);
        self.slow.take().iter().for_each(AbortController::abort);
    }
}

/// What is loaded of the bundle at the absolute address `bundle`, the list under the filter of `view`, and what to call to
/// try again what failed. What `view` needs is loaded.
#[hook]
pub fn use_archive(bundle: &AttrValue, view: &View) -> (Shared, Listing, Callback<()>) {
    let archive = use_reducer(Shared::default);
    let shared = (*archive).clone();
    let listed = use_memo(shared.grounds(&view.filter), Grounds::listed);
    let listing = shared.listing(&listed);
    let wanted = shared.wanted(view, &listing);
    let drawn = shared.drawn(view, &listing);
    let edge = use_memo((), |()| Edge::default());
    let retry = {
        let (dispatcher, edge) = (archive.dispatcher(), Rc::clone(&edge));
        Callback::from(move |()| edge.retry(&dispatcher))
    };
    {
        let (bundle, dispatcher, archive) = (bundle.clone(), archive.dispatcher(), shared.clone());
        let everything = view.everything;
        use_effect_with(wanted, move |wanted| {
            if wanted.is_empty() {
                return;
            }
            if edge.listeners.borrow().is_empty() {
                listen(&edge, &dispatcher);
            }
            dispatcher.dispatch(Action::Started(wanted.clone(), drawn));
            for resource in wanted.clone() {
                start(resource, (&bundle, everything), &archive, &dispatcher, &edge);
            }
        });
    }
    (shared, listing, retry)
}

/// Tries again when the network is back, and looks for a newer version when the reader is.
fn listen(edge: &Rc<Edge>, dispatcher: &Dispatcher) {
    let Some(window) = window() else { return };
    let Some(page) = window.document() else { return };
    edge.looked.set(Date::now());
    let listen_to = |target: &EventTarget, event: &'static str| {
        let (edge, dispatcher, page) = (Rc::downgrade(edge), dispatcher.clone(), page.clone());
        EventListener::new(target, event, move |event: &Event| {
            let Some(edge) = edge.upgrade() else { return };
            if event.type_() == ONLINE {
                edge.retry(&dispatcher);
            } else if !page.hidden() && Date::now() - edge.looked.get() >= LOOK_PAUSE {
                edge.looked.set(Date::now());
                dispatcher.dispatch(Action::Look);
            }
        })
    };
    edge.listeners.replace(vec![listen_to(&window, ONLINE), listen_to(&page, "visibilitychange")]);
}

/// Loads `resource`, and sees to it that it is tried again if it has to be.
fn start(
    resource: Resource,
    (bundle, everything): (&AttrValue, bool),
    archive: &Shared,
    dispatcher: &Dispatcher,
    edge: &Rc<Edge>,
) {
    let Ok(controller) = AbortController::new() else { return };
    let post = match &resource {
        Resource::Article(id) | Resource::Everything(id) => {
            archive.loaded_post(id).map(|packed| Rc::clone(&packed.post))
        }
        _ => None,
    };
    let source = Source { bundle: bundle.to_string(), file: archive.file_of(&resource), post, everything };
    let dispatcher = dispatcher.clone();
    let tries = archive.tries(&resource) + 1;
    let slow = {
        let (resource, dispatcher) = (resource.clone(), dispatcher.clone());
        let (controller, edge) = (controller.clone(), Rc::clone(edge));
        after(SLOW, move || {
            edge.slow.borrow_mut().push(controller.clone());
            dispatcher.dispatch(Action::Slow(resource.clone()));
        })
    };
    let limit = {
        let controller = controller.clone();
        after(LIMIT, move || controller.abort())
    };
    spawn_local(async move {
        let result = load(resource.clone(), &source, &controller.signal()).await;
        drop((slow, limit));
        if let Err(error) = &result {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "any number will do")]
            let chance = Date::now() as u64 as u32;
            if let Some(pause) = retry::pause(error, tries, chance) {
                let (dispatcher, resource) = (dispatcher.clone(), resource.clone());
                after(pause, move || dispatcher.dispatch(Action::Again(resource.clone(), tries))).forget();
            }
        }
        dispatcher.dispatch(Action::Ended(resource, result));
    });
}

/// Calls `act` after so many milliseconds. One function for every kind of timer, each of which the compiler would
/// otherwise make anew.
fn after(milliseconds: u32, act: impl Fn() + 'static) -> Timeout {
    let act: Box<dyn FnOnce()> = Box::new(act);
    Timeout::new(milliseconds, act)
}
