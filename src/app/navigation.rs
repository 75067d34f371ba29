//! The navigator: the only owner of the browser's history, of the pending route, and of what has to
//! be known of the navigations before.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::prelude::*;

use crate::browser::host::HostContext;
use crate::browser::{history, scroll};
use crate::navigation::{Navigation, NavigationKind, ScrollPositions};
use crate::route::Route;

/// Goes from view to view. A handle of one rendering; the state is the same for all of them.
#[derive(Clone)]
pub(super) struct Navigator {
    host: HostContext,
    rendered: Navigation,
    set: Callback<Navigation>,
    state: Rc<State>,
}

#[derive(Default)]
struct State {
    /// The most recently requested route, which may not be rendered yet: keys come faster than
    /// pages are drawn, and each goes on from where the one before has led.
    pending: RefCell<Rc<Route>>,
    /// The navigation that was rendered last.
    rendered: RefCell<Option<Navigation>>,
    /// The scroll positions when the list was left last, for ways back that no history entry has.
    list_left_at: Cell<ScrollPositions>,
    /// Id of the post that was opened from the list last: while it is open, going back leads to
    /// that list.
    opened_from_list: RefCell<Option<String>>,
    /// `true` if typing is what the user did last.
    is_typing: Cell<bool>,
}

/// Returns the navigator of the view that is rendered as `rendered`; `set` renders another one.
#[hook]
pub(super) fn use_navigator(
    host: &HostContext,
    rendered: &Navigation,
    set: &Callback<Navigation>,
) -> Navigator {
    let state = use_memo((), |()| State::default());
    if state.rendered.borrow().as_ref() != Some(rendered) {
        state.rendered.replace(Some(rendered.clone()));
        state.pending.replace(Rc::clone(&rendered.route));
    }
    Navigator { host: host.clone(), rendered: rendered.clone(), set: set.clone(), state }
}

impl Navigator {
    /// Returns the most recently requested route.
    pub(super) fn current(&self) -> Rc<Route> {
        Rc::clone(&self.state.pending.borrow())
    }

    /// Returns the scroll positions when the list was left last.
    pub(super) fn list_left_at(&self) -> ScrollPositions {
        self.state.list_left_at.get()
    }

    /// `true` if typing is what the user did last.
    pub(super) fn is_typing(&self) -> bool {
        self.state.is_typing.get()
    }

    /// `true` if the open post was opened from the list, to which the history entry before it
    /// leads.
    pub(super) fn is_opened_from_list(&self) -> bool {
        let open = self.current();
        open.post.is_some() && *self.state.opened_from_list.borrow() == open.post
    }

    /// Goes to another view, at an anchor of its article if there is one; Back returns from it.
    pub(super) fn push(&self, to: Route, anchor: Option<&str>) {
        let Some((from, to)) = self.start(to) else { return };
        let mut positions = scroll::positions(&self.host);
        if from != self.rendered.route {
            // It was not rendered, so the user has not scrolled it.
            positions.reader = 0;
        }
        if from.post.is_none() {
            self.state.list_left_at.set(positions);
            // In a host page, other entries than the viewer's may lie between.
            if self.host.standalone {
                self.state.opened_from_list.replace(to.post.clone());
            }
        }
        history::save_scroll(&self.host, positions);
        history::push(&self.host, &to, anchor);
        self.go(to, NavigationKind::Push);
    }

    /// Goes to another view in the place of this one.
    pub(super) fn replace(&self, to: Route) {
        let Some((_, to)) = self.start(to) else { return };
        history::replace(&self.host, &to);
        self.go(to, NavigationKind::Replace);
    }

    /// Marks the navigation as typed: more of it belongs to the same history entry.
    pub(super) fn set_typing(&self) {
        self.state.is_typing.set(true);
    }

    /// Goes back to `list`, from which the open post was opened.
    pub(super) fn back_to(&self, list: Route) {
        // The browser takes its time, and the next key is about the list.
        self.state.pending.replace(Rc::new(list));
        history::back();
    }

    /// Gives the current view another address, as the one that was meant.
    pub(super) fn correct(&self, to: &Rc<Route>) {
        history::correct(&self.host, to);
        self.go(Rc::clone(to), self.rendered.kind);
    }

    /// Saves the scroll positions of the current view.
    pub(super) fn save_scroll(&self) {
        history::save_scroll(&self.host, scroll::positions(&self.host));
    }

    /// Notes that the list may be left by the host page.
    pub(super) fn leave_list(&self) {
        self.state.list_left_at.set(scroll::positions(&self.host));
    }

    /// Returns the current route and the next; `None` if they are the same.
    fn start(&self, to: Route) -> Option<(Rc<Route>, Rc<Route>)> {
        self.state.is_typing.set(false);
        let (from, to) = (self.current(), Rc::new(to));
        if to == from {
            return None;
        }
        if to.filter != from.filter {
            self.state.opened_from_list.take();
        }
        Some((from, to))
    }

    fn go(&self, route: Rc<Route>, kind: NavigationKind) {
        self.state.pending.replace(Rc::clone(&route));
        self.set.emit(Navigation { route, kind });
    }
}
