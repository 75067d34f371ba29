//! The meaning of intents and shortcuts in the current view. Pure: [`handle`] and [`press`] make
//! [`Command`]s, which `commands` carries out.

use broadsheet_bundle::filter::Filter;

use crate::hooks::Shortcut;
use crate::intent::{Intent, Preference};
use crate::navigation::Direction;
use crate::route::Route;

/// The state of the view that decides what an intent means.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each used by its name")]
pub(super) struct ViewState<'a> {
    /// The most recently requested route.
    pub(super) route: &'a Route,
    /// `true` if the open post was opened from the list, to which Back leads.
    pub(super) is_opened_from_list: bool,
    /// `true` if typing is what the user did last.
    pub(super) is_typing: bool,
    /// `true` if list and article are shown side by side.
    pub(super) has_list_beside: bool,
    /// `true` if there is a host page, which may show articles itself.
    pub(super) has_host_page: bool,
    /// Number of rows of the list.
    pub(super) rows: u32,
}

/// Something that the viewer has to do.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Command {
    /// Go to another view; Back returns from it.
    Push(Route),
    /// Go to another view, at the anchor of this name.
    PushToAnchor(Route, String),
    /// Go to another view in the place of this one.
    Replace(Route),
    /// Go to a view that is the result of typing, as a step that Back undoes or not.
    Search { to: Route, push: bool },
    /// Go back to the list, which the history entry before this one shows.
    BackToList(Route),
    /// Ask the host page to open an article.
    RequestOpen(Route),
    /// Save the scroll positions.
    SaveScroll,
    /// Scroll the list to the row at this index.
    ScrollToRow(u32),
    /// Scroll to the row at this index and give it the focus.
    FocusRow(u32),
    /// Move the focus from row to row.
    MoveFocus(Direction),
    /// Open the next or the previous article.
    StepArticle(Direction),
    /// Show all values of the facets.
    ExpandFacets,
    /// Show or hide the facets.
    ToggleFacets,
    /// Show the keyboard shortcuts.
    OpenHelp,
    /// Move the focus into the article or the list.
    SkipToContent,
    /// Load again what failed.
    Retry,
    /// Load the next page of a feed.
    LoadOlder,
    /// Load the page again, or have the host page load the element again.
    Reload,
    /// Change a user interface setting.
    Set(Preference),
}

/// Returns what `intent` means in a view; `None` if there is nothing to do.
pub(super) fn handle(intent: Intent, view: &ViewState) -> Option<Command> {
    let route = view.route;
    Some(match intent {
        Intent::Navigate(to) => navigate(to, None, view),
        Intent::OpenPost { id, anchor } => navigate(route.with_post(&id), anchor, view),
        Intent::Replace(to) => Command::Replace(to),
        Intent::Narrow { filter, step } => {
            let to = route.narrowed(filter, view.has_list_beside);
            if step { Command::Push(to) } else { Command::Replace(to) }
        }
        // What an input method has composed may have been given up, and the words are as they were.
        Intent::Search(query) if query == route.filter.query => return None,
        Intent::Search(query) => {
            let to = route.narrowed(Filter { query, ..route.filter.clone() }, view.has_list_beside);
            // The first letter is a step that Back undoes; those that follow belong to it, unless
            // an article was opened between them.
            let goes_on = route.post.is_none() || view.is_typing;
            Command::Search { to, push: !goes_on || route.filter.query.is_empty() }
        }
        Intent::CloseReader if view.is_opened_from_list => Command::BackToList(route.without_post()),
        Intent::CloseReader => Command::Push(route.without_post()),
        Intent::SaveScroll => Command::SaveScroll,
        Intent::JumpToRow(row) => Command::ScrollToRow(row),
        Intent::ExpandFacets => Command::ExpandFacets,
        Intent::ToggleFacets => Command::ToggleFacets,
        Intent::OpenHelp => Command::OpenHelp,
        Intent::SkipToContent => Command::SkipToContent,
        Intent::Retry => Command::Retry,
        Intent::LoadOlder => Command::LoadOlder,
        Intent::Reload => Command::Reload,
        Intent::Set(preference) => Command::Set(preference),
    })
}

/// Returns how to go to another view, at an anchor of its article if there is one.
fn navigate(to: Route, anchor: Option<String>, view: &ViewState) -> Command {
    if view.has_host_page && to.post.is_some() && to.post != view.route.post {
        return Command::RequestOpen(to);
    }
    match anchor {
        Some(anchor) => Command::PushToAnchor(to, anchor),
        None => Command::Push(to),
    }
}

/// Returns what `shortcut` means in a view; `None` if there is nothing to do.
pub(super) fn press(shortcut: Shortcut, view: &ViewState) -> Option<Command> {
    let is_open = view.route.post.is_some();
    match shortcut {
        Shortcut::Step(direction) if is_open => Some(Command::StepArticle(direction)),
        Shortcut::Step(direction) | Shortcut::StepRow(direction) => Some(Command::MoveFocus(direction)),
        Shortcut::FirstRow => Some(Command::FocusRow(0)),
        Shortcut::LastRow => Some(Command::FocusRow(view.rows.saturating_sub(1))),
        Shortcut::Leave if is_open => handle(Intent::CloseReader, view),
        Shortcut::Leave => None,
        Shortcut::ClearSearch => {
            let filter = Filter { query: String::new(), ..view.route.filter.clone() };
            Some(Command::Replace(view.route.with_filter(filter)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::RouteFormat;

    fn route(query: &str) -> Route {
        Route::parse(query, &RouteFormat::default())
    }

    fn view(route: &Route) -> ViewState<'_> {
        ViewState {
            route,
            is_opened_from_list: false,
            is_typing: false,
            has_list_beside: true,
            has_host_page: false,
            rows: 9,
        }
    }

    #[test]
    fn links_lead_on_unless_the_host_page_may_open_the_article() {
        for (from, to, has_host_page, asks) in [
            ("?", "?post=a", false, false),
            ("?", "?post=a", true, true),
            ("?post=a", "?post=b", true, true),
            ("?post=a", "?post=a&view=everything", true, false),
            ("?post=a", "?tag=x", true, false),
        ] {
            let (from, to) = (route(from), route(to));
            let command = handle(Intent::Navigate(to.clone()), &ViewState { has_host_page, ..view(&from) });
            let expected = if asks { Command::RequestOpen(to) } else { Command::Push(to) };
            assert_eq!(command, Some(expected));
        }
    }

    #[test]
    fn a_link_in_an_article_keeps_the_list() {
        let from = route("?tag=x&post=a");
        let open =
            |anchor: Option<&str>| Intent::OpenPost { id: "b".to_owned(), anchor: anchor.map(str::to_owned) };
        let to = || route("?tag=x&post=b");
        assert_eq!(handle(open(None), &view(&from)), Some(Command::Push(to())));
        let at_anchor = Command::PushToAnchor(to(), "a-x".to_owned());
        assert_eq!(handle(open(Some("a-x")), &view(&from)), Some(at_anchor));
        let in_host_page = ViewState { has_host_page: true, ..view(&from) };
        assert_eq!(handle(open(Some("a-x")), &in_host_page), Some(Command::RequestOpen(to())));
    }

    #[test]
    fn a_filter_closes_the_article_where_only_one_of_the_two_is_shown() {
        let from = route("?post=a");
        for (has_list_beside, to) in [(true, "?post=a&tag=x"), (false, "?tag=x")] {
            let view = ViewState { has_list_beside, ..view(&from) };
            let narrow = |step| Intent::Narrow { filter: route("?tag=x").filter, step };
            assert_eq!(handle(narrow(true), &view), Some(Command::Push(route(to))));
            assert_eq!(handle(narrow(false), &view), Some(Command::Replace(route(to))));
        }
    }

    #[test]
    fn the_letters_of_a_search_are_one_step() {
        for (from, words, is_typing, push) in [
            ("?", "a", false, Some(true)),
            ("?q=a", "ab", true, Some(false)),
            // Typed further after a pause, and after an article was opened between.
            ("?q=a", "ab", false, Some(false)),
            ("?q=a&post=p", "ab", true, Some(false)),
            ("?q=a&post=p", "ab", false, Some(true)),
            ("?q=a", "", true, Some(false)),
            ("?q=a", "a", false, None),
        ] {
            let from = route(from);
            let command = handle(Intent::Search(words.to_owned()), &ViewState { is_typing, ..view(&from) });
            let filter = Filter { query: words.to_owned(), ..Filter::default() };
            let expected = push.map(|push| Command::Search { to: from.with_filter(filter), push });
            assert_eq!(command, expected, "{words}");
        }
    }

    #[test]
    fn an_article_is_left_by_the_way_it_was_opened() {
        let from = route("?tag=x&post=a");
        for (is_opened_from_list, expected) in
            [(true, Command::BackToList(route("?tag=x"))), (false, Command::Push(route("?tag=x")))]
        {
            let view = ViewState { is_opened_from_list, ..view(&from) };
            assert_eq!(handle(Intent::CloseReader, &view), Some(expected.clone()));
            assert_eq!(press(Shortcut::Leave, &view), Some(expected));
        }
    }

    #[test]
    fn shortcuts_depend_on_what_is_open() {
        use Direction::{Next, Previous};
        let (list, article) = (route("?q=a"), route("?q=a&post=p"));
        for (shortcut, in_list, in_article) in [
            (Shortcut::Step(Next), Some(Command::MoveFocus(Next)), Some(Command::StepArticle(Next))),
            (
                Shortcut::StepRow(Previous),
                Some(Command::MoveFocus(Previous)),
                Some(Command::MoveFocus(Previous)),
            ),
            (Shortcut::FirstRow, Some(Command::FocusRow(0)), Some(Command::FocusRow(0))),
            (Shortcut::LastRow, Some(Command::FocusRow(8)), Some(Command::FocusRow(8))),
            (Shortcut::Leave, None, Some(Command::Push(route("?q=a")))),
            (
                Shortcut::ClearSearch,
                Some(Command::Replace(route("?"))),
                Some(Command::Replace(route("?post=p"))),
            ),
        ] {
            assert_eq!(press(shortcut, &view(&list)), in_list, "{shortcut:?}");
            assert_eq!(press(shortcut, &view(&article)), in_article, "{shortcut:?}");
        }
    }
}
