//! Scroll restoration: where the panes are scrolled to, and what gets the focus, after a
//! navigation. Pure: the hook `use_scroll_restoration` runs the [`Effect`]s.

use crate::navigation::{Navigation, NavigationKind, ScrollPositions};

/// Something that the browser has to do after a navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Close what is open over the page: it is another page now.
    CloseDialogs,
    /// Move the focus into the article.
    FocusArticle,
    /// Move the focus to the row of the post with this id, or forget an earlier request if it is
    /// not in the list.
    FocusRow {
        /// Id of the post.
        post: String,
        /// `true` if the list is scrolled to the row first, unless it is visible.
        reveal: bool,
    },
    /// Scroll the list as little as it takes to show the row of the post with this id.
    RevealRow(String),
}

/// The circumstances of a navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circumstances {
    /// `true` if the viewer may move the focus: a host page keeps the focus that it has.
    pub owns_focus: bool,
    /// `true` if the list is shown beside an article.
    pub has_list_beside: bool,
    /// The scroll positions when the list was left last.
    pub list_left_at: ScrollPositions,
}

/// Scroll positions that are still to be restored; the content may not be there yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct PendingScroll {
    list: Option<i32>,
    reader: Option<i32>,
    /// `true` if the list is to show the row of the open article.
    row: bool,
}

/// The state of scroll restoration.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScrollRestoration {
    last: Option<Navigation>,
    pending: PendingScroll,
}

impl PendingScroll {
    /// Returns the scroll positions to restore after navigating from `before` to `now`.
    fn between(before: Option<&Navigation>, now: &Navigation, circumstances: &Circumstances) -> Self {
        let same_list = before.is_some_and(|before| before.route.filter == now.route.filter);
        let open = now.route.post.is_some();
        let same_post = before.is_some_and(|before| before.route.post == now.route.post);
        let stays = open && same_post;
        let (list, reader) = match now.kind {
            NavigationKind::Traverse(None) => (None, None),
            // A user who goes back to another list reads on.
            NavigationKind::Traverse(Some(saved)) => {
                (Some(saved.list), if stays && !same_list { None } else { Some(saved.reader) })
            }
            NavigationKind::Replace => (Some(0), None),
            // The same post, cleaned or not.
            NavigationKind::Push if stays && same_list => (None, None),
            NavigationKind::Push if !same_list => (Some(0), if stays { None } else { Some(0) }),
            NavigationKind::Push if open => (None, Some(0)),
            NavigationKind::Push if circumstances.has_list_beside => (None, None),
            NavigationKind::Push => (Some(circumstances.list_left_at.list), None),
        };
        let row = open && before.is_none() && now.kind == NavigationKind::Traverse(None);
        Self { list, reader: if open { reader } else { None }, row }
    }
}

impl ScrollRestoration {
    /// Takes in the current navigation. Returns nothing if it is the same one as before.
    pub fn navigate(&mut self, now: &Navigation, circumstances: &Circumstances) -> Vec<Effect> {
        if self.last.as_ref() == Some(now) {
            return Vec::new();
        }
        let before = self.last.replace(now.clone());
        self.pending = PendingScroll::between(before.as_ref(), now, circumstances);
        let &Circumstances { owns_focus, has_list_beside, .. } = circumstances;
        let was = before.as_ref().and_then(|before| before.route.post.as_ref());
        let mut effects = vec![Effect::CloseDialogs];
        let is_push = now.kind == NavigationKind::Push;
        match (&now.route.post, was) {
            // Back in the row of the article that was left. A user who read on beyond the row that
            // they came from is brought to it; one who went back finds the list where it was.
            (None, Some(was)) if owns_focus => {
                effects.push(Effect::FocusRow { post: was.clone(), reveal: is_push });
            }
            (Some(open), was) if was != Some(open) => {
                if owns_focus && before.is_some() {
                    effects.push(Effect::FocusArticle);
                }
                // The list beside the article follows a user who reads on.
                if is_push && has_list_beside {
                    effects.push(Effect::RevealRow(open.clone()));
                }
            }
            _ => {}
        }
        effects
    }

    /// Scrolls as far as the content allows, with functions that return `true` if they could.
    /// Positions that were reached are restored, and so are all if the content `is_complete`.
    pub fn scroll(
        &mut self,
        has_list_beside: bool,
        is_complete: bool,
        scroll_list: impl FnOnce(i32) -> bool,
        scroll_reader: impl FnOnce(i32) -> bool,
    ) {
        let open = self.last.as_ref().is_some_and(|last| last.route.post.is_some());
        // In one column only one of the panes is shown, and the same element scrolls for both.
        if (has_list_beside || !open) && self.pending.list.is_some_and(scroll_list) {
            self.pending.list = None;
        }
        if open && self.pending.reader.is_some_and(scroll_reader) {
            self.pending.reader = None;
        }
        if is_complete {
            self.pending = PendingScroll { row: self.pending.row, ..PendingScroll::default() };
        }
    }

    /// `true` if the row of the open article is still to be shown. Its index is known later than
    /// the article, and no row is seen while the article stands alone.
    pub fn awaits_row(&self) -> bool {
        self.pending.row
    }

    /// Returns the row to show, given the `index` of the row of the open article, if it is known,
    /// and the scroll offset of the list: a list that the user has scrolled stays where it is.
    pub fn row_to_show(&mut self, index: Option<u32>, list_top: i32) -> Option<u32> {
        self.pending.row = index.is_none() && list_top == 0;
        if list_top == 0 { index } else { None }
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::route::{Route, RouteFormat};

    const LEFT: ScrollPositions = ScrollPositions { list: 700, reader: 0 };
    const SAVED: ScrollPositions = ScrollPositions { list: 500, reader: 90 };

    fn navigation(query: &str, kind: NavigationKind) -> Navigation {
        Navigation { route: Rc::new(Route::parse(query, &RouteFormat::default())), kind }
    }

    fn beside(has_list_beside: bool) -> Circumstances {
        Circumstances { owns_focus: true, has_list_beside, list_left_at: LEFT }
    }

    #[test]
    fn each_navigation_has_its_scroll_positions() {
        use NavigationKind::{Push, Replace, Traverse};
        for (before, now, kind, has_list_beside, list, reader) in [
            // A new page, a reload, and back.
            (None, "?post=a", Traverse(None), true, None, None),
            (None, "?post=a", Traverse(Some(SAVED)), true, Some(500), Some(90)),
            (None, "?", Traverse(Some(SAVED)), true, Some(500), None),
            (Some("?post=a"), "?post=b", Traverse(Some(SAVED)), true, Some(500), Some(90)),
            (Some("?post=a&tag=x"), "?post=a", Traverse(Some(SAVED)), true, Some(500), None),
            (Some("?post=a&view=everything"), "?post=a", Traverse(Some(SAVED)), true, Some(500), Some(90)),
            // Links.
            (Some("?"), "?post=a", Push, true, None, Some(0)),
            (Some("?post=a"), "?post=b", Push, true, None, Some(0)),
            (Some("?post=a"), "?post=a&view=everything", Push, true, None, None),
            (Some("?post=a"), "?", Push, true, None, None),
            (Some("?post=a"), "?", Push, false, Some(700), None),
            (Some("?"), "?tag=x", Push, true, Some(0), None),
            (Some("?post=a"), "?post=a&tag=x", Push, true, Some(0), None),
            (Some("?post=a"), "?post=b&tag=x", Push, true, Some(0), Some(0)),
            // Typing.
            (Some("?post=a"), "?post=a&q=x", Replace, true, Some(0), None),
        ] {
            let before = before.map(|query| navigation(query, Push));
            let now = navigation(now, kind);
            let pending = PendingScroll::between(before.as_ref(), &now, &beside(has_list_beside));
            assert_eq!((pending.list, pending.reader), (list, reader), "{before:?} {now:?}");
        }
    }

    #[test]
    fn each_navigation_has_its_focus() {
        use NavigationKind::{Push, Traverse};
        let row = |reveal| Effect::FocusRow { post: "a".to_owned(), reveal };
        let reveal = |post: &str| Effect::RevealRow(post.to_owned());
        for (before, now, kind, circumstances, expected) in [
            (None, "?post=a", Traverse(None), beside(true), vec![]),
            (None, "?post=a", Push, beside(true), vec![reveal("a")]),
            (Some("?"), "?post=a", Push, beside(true), vec![Effect::FocusArticle, reveal("a")]),
            (Some("?"), "?post=a", Push, beside(false), vec![Effect::FocusArticle]),
            (Some("?post=a"), "?post=b", Traverse(None), beside(true), vec![Effect::FocusArticle]),
            (Some("?post=a"), "?post=a&view=everything", Push, beside(true), vec![]),
            (Some("?post=a"), "?", Push, beside(false), vec![row(true)]),
            (Some("?post=a"), "?", Traverse(None), beside(false), vec![row(false)]),
            (
                Some("?post=a"),
                "?post=b",
                Push,
                Circumstances { owns_focus: false, ..beside(true) },
                vec![reveal("b")],
            ),
            (Some("?post=a"), "?", Push, Circumstances { owns_focus: false, ..beside(true) }, vec![]),
        ] {
            let mut state = ScrollRestoration::default();
            if let Some(before) = before {
                state.navigate(&navigation(before, Push), &circumstances);
            }
            let now = navigation(now, kind);
            let effects = state.navigate(&now, &circumstances);
            assert_eq!(
                effects.split_first(),
                Some((&Effect::CloseDialogs, &*expected)),
                "{before:?} {now:?}"
            );
            assert_eq!(state.navigate(&now, &circumstances), []);
        }
    }

    #[test]
    fn positions_are_tried_until_they_are_reached_or_all_is_there() {
        let mut state = ScrollRestoration::default();
        state.navigate(&navigation("?post=a", NavigationKind::Traverse(Some(SAVED))), &beside(true));
        let mut tried = Vec::new();
        state.scroll(
            true,
            false,
            |top| {
                tried.push(top);
                false
            },
            |_| true,
        );
        state.scroll(
            true,
            false,
            |top| {
                tried.push(top);
                true
            },
            |_| panic!("reached already"),
        );
        state.scroll(true, false, |_| panic!("reached already"), |_| panic!("reached already"));
        assert_eq!(tried, [500, 500]);

        state.navigate(&navigation("?post=b", NavigationKind::Traverse(Some(SAVED))), &beside(false));
        state.scroll(false, true, |_| panic!("the list is not shown"), |_| false);
        state.scroll(false, true, |_| panic!("the list is not shown"), |_| panic!("all is there"));
    }

    #[test]
    fn the_row_of_an_opened_address_is_shown_unless_the_list_is_scrolled() {
        for (index, list_top, shown, awaits) in [
            (None, 0, None, true),
            (Some(9), 0, Some(9), false),
            (Some(9), 50, None, false),
            (None, 50, None, false),
        ] {
            let mut state = ScrollRestoration::default();
            state.navigate(&navigation("?post=a", NavigationKind::Traverse(None)), &beside(true));
            state.scroll(true, true, |_| true, |_| true);
            assert!(state.awaits_row());
            assert_eq!((state.row_to_show(index, list_top), state.awaits_row()), (shown, awaits));
        }
    }
}
