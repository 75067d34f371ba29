//! Where the reader is in a view: found again on the way back, and noted on leaving.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::history::{self, Place};
use super::scroll;
use super::use_list_window::ListScroll;
use super::use_sheets::close_sheets;
use super::use_visit::{Arrival, Visit};
use crate::environment::Environment;
use crate::list_layout::ListLayout;

/// How long nothing moves before scrolling counts as ended, in milliseconds.
const SCROLLED: u32 = 150;

/// Scroll positions that a view is still to be given; the content may not be there yet.
#[derive(Debug, Clone, Copy, Default)]
struct Wish {
    list: Option<i32>,
    reader: Option<i32>,
    /// `true` if the list is to show the row of the open article.
    row: bool,
}

impl Wish {
    /// What somebody expects who came to `now` from `before`; `left` is where they last left the list.
    /// `beside` says that the list is seen beside an article.
    fn new(before: Option<&Visit>, now: &Visit, left: Place, beside: bool) -> Self {
        let same_list = before.is_some_and(|before| before.route.filter == now.route.filter);
        let open = now.route.post.is_some();
        let same_post = before.is_some_and(|before| before.route.post == now.route.post);
        let stays = open && same_post;
        let (list, reader) = match now.arrival {
            Arrival::Returned(None) => (None, None),
            // Who goes back to another list reads on.
            Arrival::Returned(Some(place)) => {
                (Some(place.list), (same_list || !stays).then_some(place.reader))
            }
            Arrival::Typed => (Some(0), None),
            // The same post in its other view.
            Arrival::Followed if stays && same_list => (None, None),
            Arrival::Followed if !same_list => (Some(0), (!stays).then_some(0)),
            Arrival::Followed if open => (None, Some(0)),
            Arrival::Followed if beside => (None, None),
            Arrival::Followed => (Some(left.list), None),
        };
        let row = open && before.is_none() && now.arrival == Arrival::Returned(None);
        Self { list, reader: reader.filter(|_| open), row }
    }

    /// Scrolls as far as the content allows; what was reached is wished no longer.
    fn try_out(&mut self, environment: &Environment, open: bool) {
        // In one column only one of the two is there, and the same element scrolls for both.
        if environment.columns() > 1 || !open {
            self.list.take_if(|top| scroll::scroll_list(environment, *top));
        }
        if open {
            self.reader.take_if(|top| scroll::scroll_reader(environment, *top));
        }
    }
}

/// Puts the reader where they expect to be after coming to `now`: back in the same row, at the top of a new article.
/// `left` is where they last left the list; `ready` says that everything to be drawn is drawn; `place_of` knows the place of
/// a post in the list.
#[hook]
pub fn use_arrival(
    environment: &Environment,
    now: &Visit,
    ready: bool,
    left: &Rc<RefCell<Place>>,
    list: (&ListScroll, &Rc<ListLayout>),
    place_of: impl Fn(&str) -> Option<u32> + 'static,
) {
    let last = use_mut_ref(|| None::<Visit>);
    let wish = use_mut_ref(Wish::default);
    let (environment, now, left) = (environment.clone(), now.clone(), Rc::clone(left));
    let (list, layout) = (list.0.clone(), Rc::clone(list.1));
    // Somebody else's page keeps the focus that it has. Asked before what has it is gone.
    let ours = environment.standalone || environment.has_focus();
    use_effect(move || {
        let before = last.replace(Some(now.clone()));
        if before.as_ref() != Some(&now) {
            let beside = environment.columns() > 1;
            wish.replace(Wish::new(before.as_ref(), &now, *left.borrow(), beside));
            close_sheets(&environment);
            let was = before.as_ref().and_then(|before| before.route.post.as_deref());
            let open = now.route.post.as_deref();
            let followed = now.arrival == Arrival::Followed;
            let place = open.or(was).and_then(&place_of);
            match open {
                // Back in the row of the article that was left. Who went on reading beyond the row that they came from is brought to
                // it; who went back finds the list where it was.
                None if ours && was.is_some() => list.want(place, followed),
                Some(_) if ours && before.is_some() && was != open => scroll::focus_panel(&environment),
                _ => {}
            }
            // The list beside the article goes along with who reads on.
            let reads_on = followed && beside && open.is_some() && was != open;
            if let Some(place) = place.filter(|&place| reads_on && place < layout.rows()) {
                list.reveal(&environment, &layout, place);
            }
        }
        let mut wish = wish.borrow_mut();
        wish.try_out(&environment, now.route.post.is_some());
        if ready {
            *wish = Wish { row: wish.row, ..Wish::default() };
        }
        // Which row it is is known later, and none is seen while the article stands alone.
        if wish.row && environment.columns() > 1 {
            let place = now.route.post.as_deref().and_then(place_of).filter(|&place| place < layout.rows());
            wish.row = place.is_none() && scroll::list_top(&environment) == 0;
            if let Some(place) = place.filter(|_| scroll::list_top(&environment) == 0) {
                list.show(&environment, &layout, place);
            }
        }
    });
}

/// Notes where the reader is whenever they have stopped scrolling, so that a reload finds them there: browsers do not keep
/// what is noted only while a page is being left.
#[hook]
pub fn use_place_notes(environment: &Environment) {
    use_effect_with(environment.clone(), |environment| {
        let environment = environment.clone();
        let pending = RefCell::new(None::<Timeout>);
        let listeners = listen_to_scrolling(&environment.clone(), move || {
            let environment = environment.clone();
            let note = move || history::note(&environment, Place::now(&environment));
            // Setting a new timer drops the old one, and with that cancels it.
            pending.replace(Some(Timeout::new(SCROLLED, note)));
        });
        move || drop(listeners)
    });
}

/// Calls `act` whenever anything is scrolled that concerns the viewer.
pub(super) fn listen_to_scrolling(environment: &Environment, act: impl Fn() + 'static) -> Vec<EventListener> {
    let act = Rc::new(act);
    let listen = |target| {
        let (options, act) = (EventListenerOptions::run_in_capture_phase(), Rc::clone(&act));
        EventListener::new_with_options(&target, "scroll", options, move |_| act())
    };
    environment.scrolling().into_iter().map(listen).collect()
}
