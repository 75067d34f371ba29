//! The coordinator of loads: keeps the archive's state, and loads what is needed for what is shown.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::Date;
use web_sys::{AbortController, EventTarget, window};
use yew::prelude::*;

use crate::lazy::facets::FacetsModule;
use crate::lazy::reader::ReaderModule;
use crate::lazy::{LazyModule, ModuleState, use_module};
use crate::store::io::attempt::{self, LoadEvent};
use crate::store::io::decode::Decoder;
use crate::store::io::load::{LoadRequest, load};
use crate::store::{
    Action, ArchiveHandle, DataNeeds, FacetDetail, Listing, ListingInputs, LoadError, Resource,
    resources_to_load, visible_pages,
};

/// The least time between two checks for a newer version that are made because the user came back,
/// in milliseconds.
const UPDATE_CHECK_INTERVAL_MS: f64 = 300_000.0;

/// The event of the network's return.
const ONLINE: &str = "online";

/// An archive in a reducer.
#[derive(Debug, Default, PartialEq)]
struct ArchiveState {
    archive: ArchiveHandle,
    /// The number of retries that the user or the network's return has asked for.
    retries: u32,
}

impl Reducible for ArchiveState {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let retries = self.retries + u32::from(matches!(action, Action::Retry));
        let mut archive = (*self.archive).clone();
        archive.apply(action);
        Rc::new(Self { archive: ArchiveHandle::new(archive), retries })
    }
}

type Dispatcher = UseReducerDispatcher<ArchiveState>;

/// The state that all loads of a viewer share.
#[derive(Debug, Default)]
struct LoadCoordinator {
    /// Controllers of the loads that are slow. They are aborted when the user asks for a retry:
    /// browsers may hold the second request of a file until the first is answered.
    slow: RefCell<Vec<AbortController>>,
    /// The time of the last check for a newer version, in milliseconds since 1970.
    last_update_check: Cell<f64>,
    listeners: RefCell<Vec<EventListener>>,
}

impl LoadCoordinator {
    fn retry(&self, dispatcher: &Dispatcher) {
        dispatcher.dispatch(Action::Retry);
        self.slow.take().iter().for_each(AbortController::abort);
    }
}

/// An archive, and the code and the list that go with it.
pub struct LoadedArchive {
    /// The archive.
    pub archive: ArchiveHandle,
    /// The list under the filter of the needs.
    pub listing: Listing,
    /// The code that draws the facets.
    pub facets_module: ModuleState<FacetsModule>,
    /// Tries everything again that failed.
    pub retry: Callback<()>,
    /// Loads the next page of a feed.
    pub load_older: Callback<()>,
}

/// Loads what `needs` calls for of the bundle at the absolute URL `bundle`.
#[hook]
pub fn use_archive(bundle: &AttrValue, needs: &DataNeeds) -> LoadedArchive {
    let state = use_reducer(ArchiveState::default);
    let archive = state.archive.clone();
    let computed = use_memo(archive.listing_inputs(&needs.filter), ListingInputs::compute);
    let listing = archive.listing(&computed);
    let resources = resources_to_load(&archive, needs, &listing);
    let visible_pages = visible_pages(&archive, needs, &listing);
    let coordinator = use_memo((), |()| LoadCoordinator::default());
    let load_older = {
        let dispatcher = state.dispatcher();
        Callback::from(move |()| dispatcher.dispatch(Action::LoadOlder))
    };
    let retry = {
        let (dispatcher, coordinator) = (state.dispatcher(), Rc::clone(&coordinator));
        Callback::from(move |()| coordinator.retry(&dispatcher))
    };
    {
        let (bundle, dispatcher, archive) = (bundle.clone(), state.dispatcher(), archive.clone());
        let uncleaned = needs.uncleaned;
        use_effect_with(resources, move |resources| {
            if resources.is_empty() {
                return;
            }
            if coordinator.listeners.borrow().is_empty() {
                listen(&coordinator, &dispatcher);
            }
            dispatcher.dispatch(Action::LoadStarted { resources: resources.clone(), visible_pages });
            for resource in resources.clone() {
                let request = request(resource, &bundle, uncleaned, &archive);
                start(request, &archive, &dispatcher, &coordinator);
            }
        });
    }
    let on_failure = {
        let dispatcher = state.dispatcher();
        Callback::from(move |error: LoadError| {
            if error.may_be_outdated() {
                dispatcher.dispatch(Action::CheckForUpdate { explains_outside: true });
            }
        })
    };
    let mut facets_module = use_module(needs.facets != FacetDetail::None, state.retries, on_failure);
    if let ModuleState::Failed(failure) = &mut facets_module
        && archive.is_outdated()
        && failure.error.may_be_outdated()
    {
        failure.error = LoadError::Outdated;
    }
    LoadedArchive { archive, listing, facets_module, retry, load_older }
}

/// Tries again when the network is back, and checks for a newer version when the user is.
fn listen(coordinator: &Rc<LoadCoordinator>, dispatcher: &Dispatcher) {
    let Some(window) = window() else { return };
    let Some(page) = window.document() else { return };
    coordinator.last_update_check.set(Date::now());
    let listen_to = |target: &EventTarget, event: &'static str| {
        let (coordinator, dispatcher, page) = (Rc::downgrade(coordinator), dispatcher.clone(), page.clone());
        EventListener::new(target, event, move |event: &Event| {
            let Some(coordinator) = coordinator.upgrade() else { return };
            if event.type_() == ONLINE {
                coordinator.retry(&dispatcher);
            } else if !page.hidden()
                && Date::now() - coordinator.last_update_check.get() >= UPDATE_CHECK_INTERVAL_MS
            {
                coordinator.last_update_check.set(Date::now());
                dispatcher.dispatch(Action::CheckForUpdate { explains_outside: false });
            }
        })
    };
    let listeners = vec![listen_to(&window, ONLINE), listen_to(&page, "visibilitychange")];
    coordinator.listeners.replace(listeners);
}

/// Returns the request for `resource`.
fn request(resource: Resource, bundle: &AttrValue, uncleaned: bool, archive: &ArchiveHandle) -> LoadRequest {
    let post = match &resource {
        Resource::Article(id) | Resource::UncleanedArticle(id) => {
            archive.loaded_post(id).map(|packed| Rc::clone(&packed.post))
        }
        _ => None,
    };
    let is_page = resource == Resource::OlderPosts;
    let pages = if is_page { archive.feed_pages().cloned() } else { None };
    let file = archive.path_of(&resource);
    LoadRequest { bundle: bundle.to_string(), file, post, uncleaned, pages, resource }
}

/// Loads what `request` asks for, and sees to it that the archive learns of it.
fn start(
    request: LoadRequest,
    archive: &ArchiveHandle,
    dispatcher: &Dispatcher,
    coordinator: &Rc<LoadCoordinator>,
) {
    let Ok(controller) = AbortController::new() else { return };
    let (resource, dispatcher) = (request.resource.clone(), dispatcher.clone());
    let on_event = {
        let (resource, dispatcher) = (resource.clone(), dispatcher.clone());
        let (controller, coordinator) = (controller.clone(), Rc::clone(coordinator));
        Rc::new(move |event| match event {
            LoadEvent::Slow => {
                coordinator.slow.borrow_mut().push(controller.clone());
                dispatcher.dispatch(Action::LoadSlow(resource.clone()));
            }
            LoadEvent::TimedOut => controller.abort(),
            LoadEvent::RetryDue(attempts) => {
                dispatcher.dispatch(Action::RetryDue(resource.clone(), attempts));
            }
        })
    };
    let attempt = archive.attempts(&resource) + 1;
    let load = Box::pin(async move {
        let result = load(request, &controller.signal(), decoder).await;
        let error = result.as_ref().err().cloned();
        dispatcher.dispatch(Action::LoadFinished(resource, result));
        error
    });
    attempt::run(load, attempt, on_event);
}

/// Loads the code that decodes.
async fn decoder() -> Result<Decoder, LoadError> {
    Ok(ReaderModule::load().await?.decoder)
}
