//! Where the reader is in a view: found again on the way back, and noted on leaving.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::use_virtual_list::ListScroller;
use crate::browser::host::HostContext;
use crate::browser::scroll::{self, SCROLL_END_MS, on_scroll};
use crate::browser::{dialog, history};
use crate::list::layout::ListLayout;
use crate::navigation::{Navigation, NavigationKind, ScrollPositions};

/// Scroll positions that a view is still to be given; the content may not be there yet.
#[derive(Debug, Clone, Copy, Default)]
struct PendingScroll {
    list: Option<i32>,
    reader: Option<i32>,
    /// `true` if the list is to show the row of the open article.
    row: bool,
}

impl PendingScroll {
    /// What somebody expects who came to `now` from `before`; `left` is where they last left the list.
    /// `beside` says that the list is seen beside an article.
    fn new(before: Option<&Navigation>, now: &Navigation, left: ScrollPositions, beside: bool) -> Self {
        let same_list = before.is_some_and(|before| before.route.filter == now.route.filter);
        let open = now.route.post.is_some();
        let same_post = before.is_some_and(|before| before.route.post == now.route.post);
        let stays = open && same_post;
        let (list, reader) = match now.kind {
            NavigationKind::Traverse(None) => (None, None),
            // Who goes back to another list reads on.
            NavigationKind::Traverse(Some(place)) => {
                (Some(place.list), (same_list || !stays).then_some(place.reader))
            }
            NavigationKind::Replace => (Some(0), None),
            // The same post in its other view.
            NavigationKind::Push if stays && same_list => (None, None),
            NavigationKind::Push if !same_list => (Some(0), (!stays).then_some(0)),
            NavigationKind::Push if open => (None, Some(0)),
            NavigationKind::Push if beside => (None, None),
            NavigationKind::Push => (Some(left.list), None),
        };
        let row = open && before.is_none() && now.kind == NavigationKind::Traverse(None);
        Self { list, reader: reader.filter(|_| open), row }
    }

    /// Scrolls as far as the content allows; what was reached is wished no longer.
    fn try_out(&mut self, host: &HostContext, open: bool) {
        // In one column only one of the two is there, and the same element scrolls for both.
        if host.columns() > 1 || !open {
            self.list.take_if(|top| scroll::scroll_list(host, *top));
        }
        if open {
            self.reader.take_if(|top| scroll::scroll_reader(host, *top));
        }
    }
}

/// Puts the reader where they expect to be after coming to `now`: back in the same row, at the top of a new article.
/// `left` is where they last left the list; `ready` says that everything to be drawn is drawn; `place_of` knows the place of
/// a post in the list.
#[hook]
pub fn use_scroll_restoration(
    host: &HostContext,
    now: &Navigation,
    ready: bool,
    left: &Rc<RefCell<ScrollPositions>>,
    list: (&ListScroller, &Rc<ListLayout>),
    place_of: impl Fn(&str) -> Option<u32> + 'static,
) {
    let last = use_mut_ref(|| None::<Navigation>);
    let wish = use_mut_ref(PendingScroll::default);
    let (host, now, left) = (host.clone(), now.clone(), Rc::clone(left));
    let (list, layout) = (list.0.clone(), Rc::clone(list.1));
    // Somebody else's page keeps the focus that it has. Asked before what has it is gone.
    let ours = host.standalone || host.has_focus();
    use_effect(move || {
        let before = last.replace(Some(now.clone()));
        if before.as_ref() != Some(&now) {
            let beside = host.columns() > 1;
            wish.replace(PendingScroll::new(before.as_ref(), &now, *left.borrow(), beside));
            dialog::close_all(&host);
            let was = before.as_ref().and_then(|before| before.route.post.as_deref());
            let open = now.route.post.as_deref();
            let followed = now.kind == NavigationKind::Push;
            let place = open.or(was).and_then(&place_of);
            match open {
                // Back in the row of the article that was left. Who went on reading beyond the row that they came from is brought to
                // it; who went back finds the list where it was.
                None if ours && was.is_some() => list.want(place, followed),
                Some(_) if ours && before.is_some() && was != open => scroll::focus_panel(&host),
                _ => {}
            }
            // The list beside the article goes along with who reads on.
            let reads_on = followed && beside && open.is_some() && was != open;
            if let Some(place) = place.filter(|&place| reads_on && place < layout.rows()) {
                list.reveal(&host, &layout, place);
            }
        }
        let mut wish = wish.borrow_mut();
        wish.try_out(&host, now.route.post.is_some());
        if ready {
            *wish = PendingScroll { row: wish.row, ..PendingScroll::default() };
        }
        // Which row it is is known later, and none is seen while the article stands alone.
        if wish.row && host.columns() > 1 {
            let place = now.route.post.as_deref().and_then(place_of).filter(|&place| place < layout.rows());
            wish.row = place.is_none() && scroll::list_top(&host) == 0;
            if let Some(place) = place.filter(|_| scroll::list_top(&host) == 0) {
                list.show(&host, &layout, place);
            }
        }
    });
}

/// Notes where the reader is whenever they have stopped scrolling, so that a reload finds them there: browsers do not keep
/// what is noted only while a page is being left.
#[hook]
pub fn use_save_scroll(host: &HostContext) {
    use_effect_with(host.clone(), |host| {
        let host = host.clone();
        let pending = RefCell::new(None::<Timeout>);
        let listeners = on_scroll(&host.clone(), move || {
            let host = host.clone();
            let note = move || history::save_scroll(&host, scroll::positions(&host));
            // Setting a new timer drops the old one, and with that cancels it.
            pending.replace(Some(Timeout::new(SCROLL_END_MS, note)));
        });
        move || drop(listeners)
    });
}
