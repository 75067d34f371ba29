//! The ids, attributes and selectors of elements that are looked up outside of the component that
//! draws them: each is written once.

/// Id of the list's panel, which scrolls by itself in a wide window.
pub const LIST_ID: &str = "list";
/// Selects [`LIST_ID`].
pub const LIST: &str = "#list";
/// Id of the article's panel.
pub const READER_ID: &str = "reader";
/// Selects the headings in an article.
pub const HEADINGS: &str = ".content :is(h2, h3, h4, h5, h6)";
/// Selects [`READER_ID`].
pub const READER: &str = "#reader";
/// Id of the facets' panel.
pub const FACETS_ID: &str = "facets";
/// Id of the search box.
pub const SEARCH_ID: &str = "search";
/// Selects [`SEARCH_ID`].
pub const SEARCH: &str = "#search";
/// Id of the dialog with the keyboard shortcuts.
pub const HELP_ID: &str = "help";
/// Selects [`HELP_ID`].
pub const HELP: &str = "#help";

/// Selects the element that holds all that is drawn; it has the column count.
pub const APP: &str = ".app";
/// Selects the facets' panel, which may scroll by itself.
pub const FACETS: &str = ".facets";
/// Selects the element around all rows.
pub const FEED: &str = ".feed";
/// Selects the name of a month above the rows.
pub const MONTH: &str = ".feed .month";
/// Selects a row.
pub const ROW: &str = ".row";
/// Selects the row that has the focus.
pub const FOCUSED_ROW: &str = ".row:focus-within";
/// Selects the links of the list's rows.
pub const ROW_LINKS: &str = ".row-title a";
/// The attribute of a row with its index in the list, from 1.
pub const ROW_POSITION: &str = "aria-posinset";
/// Selects the elements that rows are measured by.
pub const PROBE: &str = ".probe";

/// Selects the settings menu.
pub const SETTINGS: &str = ".settings";
/// Selects the settings menu, if it is open.
pub const OPEN_SETTINGS: &str = "details.settings[open]";
/// Selects the button of the settings menu.
pub const SETTINGS_BUTTON: &str = "details.settings > summary";
/// Selects the dialog that is open.
pub const OPEN_DIALOG: &str = "dialog[open]";

/// The attribute of the article's panel for as long as it is kept at a heading.
pub const HELD: &str = "data-held";
/// Selects an article that is not loaded yet, or that is kept at a heading.
pub const MOVING: &str = "#reader .loading, #reader[data-held]";

/// Selects the elements that scroll by themselves, or have a use of their own for keys that scroll.
pub const SCROLLERS: &str = "#list, #reader, .sheet, dialog, input:not([type=checkbox]), textarea, select";
/// Selects the same for Space, which also presses buttons.
pub const SPACE_TARGETS: &str = "#list, #reader, .sheet, dialog, input, textarea, select, button, summary";
/// Selects the elements that can take the focus when it leaves the list.
pub const FOCUSABLE: &str = "a, button, input, select, summary, #reader";
