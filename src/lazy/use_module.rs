//! The hook that loads a module of code, with the retries that files of the bundle have.

use std::rc::Rc;

use yew::prelude::*;

use crate::store::io::attempt::{self, LoadEvent};
use crate::store::{Failure, Load, LoadError};

/// Code that is loaded when it is first needed.
pub trait LazyModule: Copy + 'static {
    /// Returns the module, if it is loaded.
    fn loaded() -> Option<Self>;

    /// Loads the module, unless it is loaded.
    fn load() -> impl Future<Output = Result<Self, LoadError>>;
}

/// The state of a [`LazyModule`].
#[derive(Debug, Clone)]
pub enum ModuleState<M> {
    /// Not needed yet, or being loaded.
    Pending,
    /// Could not be loaded.
    Failed(Failure),
    /// Loaded.
    Ready(M),
}

impl<M> ModuleState<M> {
    /// Returns the module, if it is loaded.
    pub fn module(&self) -> Option<&M> {
        match self {
            Self::Ready(module) => Some(module),
            _ => None,
        }
    }

    /// Returns the failure, if it could not be loaded.
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed(failure) => Some(failure),
            _ => None,
        }
    }
}

/// There is one module of a type, so the code needs no comparison.
impl<M> PartialEq for ModuleState<M> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Pending, Self::Pending) | (Self::Ready(_), Self::Ready(_)) => true,
            (Self::Failed(one), Self::Failed(other)) => one == other,
            _ => false,
        }
    }
}

/// The load of a module; `None` before the first request. That the module is there, it says itself.
#[derive(Debug, Default)]
struct ModuleLoad(Option<Load<()>>);

enum Action {
    Started,
    Finished(Option<LoadError>),
    Event(LoadEvent),
    Retry,
}

impl Reducible for ModuleLoad {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut load = self.0.clone().unwrap_or(Load::Loading);
        match action {
            Action::Started => load.on_started(),
            Action::Finished(None) => load = Load::Ready(()),
            Action::Finished(Some(error)) => load.on_failed(error),
            Action::Event(LoadEvent::Slow) => load.on_slow(),
            // Nothing can end it.
            Action::Event(LoadEvent::TimedOut) => {}
            Action::Event(LoadEvent::RetryDue(attempts)) => load.on_retry_due(attempts),
            Action::Retry => load.on_retry(),
        }
        Rc::new(Self(Some(load)))
    }
}

/// Returns the state of the module `M`, which is loaded once it is `needed`. What failed is tried
/// again after a delay, and whenever `retries`, how often the user has asked for that, changes.
/// `on_failure` is called after each failure.
#[hook]
pub fn use_module<M: LazyModule>(
    needed: bool,
    retries: u32,
    on_failure: Callback<LoadError>,
) -> ModuleState<M> {
    let state = use_reducer(ModuleLoad::default);
    let should_load = needed && M::loaded().is_none() && state.0.as_ref().is_none_or(Load::is_due);
    {
        let (dispatcher, has_failed) = (state.dispatcher(), failure_of(&state).is_some());
        use_effect_with(retries, move |_| {
            if has_failed {
                dispatcher.dispatch(Action::Retry);
            }
        });
    }
    {
        let (dispatcher, attempts) = (state.dispatcher(), state.0.as_ref().map_or(0, Load::attempts));
        use_effect_with(should_load, move |should_load| {
            if !should_load {
                return;
            }
            dispatcher.dispatch(Action::Started);
            let on_event = {
                let dispatcher = dispatcher.clone();
                Rc::new(move |event| dispatcher.dispatch(Action::Event(event)))
            };
            let load = Box::pin(async move {
                let error = M::load().await.err();
                dispatcher.dispatch(Action::Finished(error.clone()));
                if let Some(error) = error.clone() {
                    on_failure.emit(error);
                }
                error
            });
            attempt::run(load, attempts + 1, on_event);
        });
    }
    match (M::loaded(), failure_of(&state)) {
        (Some(module), _) => ModuleState::Ready(module),
        (None, Some(failure)) => ModuleState::Failed(failure.clone()),
        (None, None) => ModuleState::Pending,
    }
}

fn failure_of(load: &ModuleLoad) -> Option<&Failure> {
    load.0.as_ref()?.failure()
}
