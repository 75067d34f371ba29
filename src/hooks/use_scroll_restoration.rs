//! Restores scroll positions and focus after a navigation, and saves scroll positions.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::use_virtual_list::ListScroller;
use crate::browser::host::HostContext;
use crate::browser::scroll::{self, SCROLL_END_MS, on_scroll};
use crate::browser::{dialog, history};
use crate::navigation::{Navigation, ScrollPositions};
use crate::scroll_restoration::{Circumstances, Effect, ScrollRestoration};

/// The state of the drawing of a navigation.
pub struct Drawn<I> {
    /// `true` if everything that is to be drawn is drawn.
    pub is_complete: bool,
    /// The scroll positions when the list was left last.
    pub list_left_at: ScrollPositions,
    /// Returns the index of a post in the list.
    pub index_of: I,
}

/// Scrolls and moves the focus to where the user expects to be after the navigation `now`: back in
/// the same row, at the top of a new article.
#[hook]
pub fn use_scroll_restoration<I>(host: &HostContext, now: &Navigation, list: &ListScroller, drawn: Drawn<I>)
where
    I: Fn(&str) -> Option<u32> + 'static,
{
    let state = use_mut_ref(ScrollRestoration::default);
    // Asked before the element that has the focus is gone.
    let owns_focus = host.standalone || host.has_focus();
    let (host, now, list) = (host.clone(), now.clone(), list.clone());
    use_effect(move || {
        let Drawn { is_complete, list_left_at, index_of } = drawn;
        let has_list_beside = host.columns() > 1;
        let mut state = state.borrow_mut();
        for effect in state.navigate(&now, &Circumstances { owns_focus, has_list_beside, list_left_at }) {
            match effect {
                Effect::CloseDialogs => dialog::close_all(&host),
                Effect::FocusArticle => scroll::focus_content(&host),
                Effect::FocusRow { post, reveal } => list.request_row_focus(index_of(&post), reveal),
                Effect::RevealRow(post) => {
                    if let Some(row) = index_of(&post) {
                        list.reveal(row);
                    }
                }
            }
        }
        state.scroll(
            has_list_beside,
            is_complete,
            |top| scroll::scroll_list(&host, top),
            |top| scroll::scroll_reader(&host, top),
        );
        if state.awaits_row() && has_list_beside {
            let index = now.route.post.as_deref().and_then(index_of);
            if let Some(row) = state.row_to_show(index, scroll::list_top(&host)) {
                list.show(row);
            }
        }
    });
}

/// Saves the scroll positions whenever the user has stopped scrolling, so that a reload restores
/// them: browsers do not keep what is saved only while a page is being left.
#[hook]
pub fn use_save_scroll(host: &HostContext) {
    use_effect_with(host.clone(), |host| {
        let saving = host.clone();
        let pending = RefCell::new(None::<Timeout>);
        let listeners = on_scroll(host, move || {
            let host = saving.clone();
            let save = move || history::save_scroll(&host, scroll::positions(&host));
            // Setting a new timer drops the old one, and with that cancels it.
            pending.replace(Some(Timeout::new(SCROLL_END_MS, save)));
        });
        move || drop(listeners)
    });
}
