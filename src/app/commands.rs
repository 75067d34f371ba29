//! Carries out [`Command`]s.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::facet_pane::FacetPane;
use super::intents::{self, Command, ViewState};
use super::navigation::Navigator;
use super::view_model::ViewModel;
use crate::browser::host::{HostContext, HostEvent};
use crate::browser::{dialog, history, scroll};
use crate::hooks::{ListScroller, Shortcut, use_latest};
use crate::intent::{Intent, Preference};
use crate::navigation::Direction;
use crate::route::Route;
use crate::store::Adjacent;

/// Everything that commands act on.
#[derive(Clone)]
pub(super) struct Commands {
    pub(super) host: HostContext,
    pub(super) view: Rc<ViewModel>,
    pub(super) navigator: Navigator,
    pub(super) list: ListScroller,
    pub(super) facet_pane: FacetPane,
    /// `true` if list and article are shown side by side.
    pub(super) has_list_beside: bool,
    /// Steps from article to article that wait for something to be loaded.
    pub(super) waiting_steps: Rc<RefCell<Option<WaitingSteps>>>,
    pub(super) retry: Callback<()>,
    pub(super) load_older: Callback<()>,
    pub(super) set_preference: Callback<Preference>,
}

/// Steps from article to article that wait for something to be loaded.
pub(super) struct WaitingSteps {
    /// The route that they start from; they are given up when the user goes elsewhere.
    from: Rc<Route>,
    /// Their number, negative if they lead back.
    left: i32,
}

/// Returns callbacks that handle intents and shortcuts, the same ones at every rendering.
#[hook]
pub(super) fn use_commands(commands: Commands) -> (Callback<Intent>, Callback<Shortcut>) {
    let (on_intent, on_shortcut) = (commands.clone(), commands.clone());
    let dispatch = use_latest(move |intent| on_intent.dispatch(intent));
    let press = use_latest(move |shortcut| on_shortcut.press(shortcut));
    // The view is rendered again whenever something is loaded.
    use_effect(move || commands.step_articles(0));
    (dispatch, press)
}

impl Commands {
    fn dispatch(&self, intent: Intent) {
        if let Some(command) = self.with_view(|view| intents::handle(intent, view)) {
            self.run(command);
        }
    }

    fn press(&self, shortcut: Shortcut) {
        if let Some(command) = self.with_view(|view| intents::press(shortcut, view)) {
            self.run(command);
        }
    }

    fn with_view<T>(&self, act: impl FnOnce(&ViewState) -> T) -> T {
        let Self { host, view, navigator, has_list_beside, .. } = self;
        act(&ViewState {
            route: &navigator.current(),
            is_opened_from_list: navigator.is_opened_from_list(),
            is_typing: navigator.is_typing(),
            has_list_beside: *has_list_beside,
            has_host_page: host.element.is_some(),
            rows: view.layout.rows(),
        })
    }

    fn run(&self, command: Command) {
        let Self { host, navigator, list, .. } = self;
        match command {
            Command::Push(to) => self.push(to, None),
            Command::PushToAnchor(to, anchor) => self.push(to, Some(&anchor)),
            Command::Replace(to) => self.replace(to),
            Command::Search { to, push } => {
                if push {
                    self.push(to, None);
                } else {
                    self.replace(to);
                }
                navigator.set_typing();
            }
            Command::BackToList(to) => navigator.back_to(to),
            Command::RequestOpen(to) => self.request_open(&to),
            Command::SaveScroll => navigator.save_scroll(),
            Command::ScrollToRow(row) => list.scroll_to(row),
            Command::FocusRow(row) => list.go_to_row(row),
            Command::MoveFocus(direction) => list.move_focus(direction),
            Command::StepArticle(Direction::Next) => self.step_articles(1),
            Command::StepArticle(Direction::Previous) => self.step_articles(-1),
            Command::ExpandFacets => self.facet_pane.expand(),
            Command::ToggleFacets => self.facet_pane.toggle(),
            Command::OpenHelp => dialog::open_help(host),
            Command::SkipToContent => scroll::skip_to_content(host),
            Command::Retry => self.retry.emit(()),
            Command::LoadOlder => self.load_older.emit(()),
            Command::Reload => {
                navigator.save_scroll();
                if host.standalone {
                    history::reload();
                } else {
                    host.emit(&HostEvent::ReloadRequested);
                }
            }
            Command::Set(preference) => self.set_preference.emit(preference),
        }
    }

    fn push(&self, to: Route, anchor: Option<&str>) {
        self.prepare_list(&to);
        self.navigator.push(to, anchor);
    }

    fn replace(&self, to: Route) {
        self.prepare_list(&to);
        self.navigator.replace(to);
    }

    fn prepare_list(&self, to: &Route) {
        if to.filter != self.navigator.current().filter {
            self.list.reset_for_new_list();
        }
    }

    fn request_open(&self, to: &Route) {
        let Some(id) = to.post.clone() else { return };
        self.navigator.leave_list();
        let title = self.view.archive.title(&id).unwrap_or_default();
        self.host.emit(&HostEvent::OpenRequested { id, title, url: to.to_query() });
    }

    /// Opens the article that is so many steps further in the list, or back if negative, after the
    /// steps that are waiting.
    fn step_articles(&self, by: i32) {
        let mut left = by;
        if let Some(waiting) = self.waiting_steps.take()
            && waiting.from == self.navigator.current()
        {
            left += waiting.left;
        }
        while left != 0 {
            let from = self.navigator.current();
            let Some(open) = from.post.as_deref() else { return };
            let direction = if left > 0 { Direction::Next } else { Direction::Previous };
            match self.view.adjacent(open, direction) {
                Adjacent::Post(id) => self.dispatch(Intent::Navigate(from.with_post(&id))),
                Adjacent::Pending => {
                    self.waiting_steps.replace(Some(WaitingSteps { from, left }));
                    return;
                }
                Adjacent::None => return,
            }
            // A host page may show the article itself instead.
            if self.navigator.current() == from {
                return;
            }
            left -= left.signum();
        }
    }
}
