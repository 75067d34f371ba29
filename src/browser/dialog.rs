//! The parts that open over the page: the settings menu and the dialog with the keyboard shortcuts.

use web_sys::{Element, HtmlDialogElement, HtmlElement};

use super::dom_ids::{HELP, OPEN_DIALOG, OPEN_SETTINGS, SETTINGS_BUTTON};
use super::host::HostContext;

/// Opens the dialog with the keyboard shortcuts.
pub fn open_help(host: &HostContext) {
    let dialog: Option<HtmlDialogElement> = host.find(HELP);
    if let Some(dialog) = dialog.filter(|dialog| !dialog.open()) {
        // Fails only for a dialog that is open already or no longer in the page.
        let _ = dialog.show_modal();
    }
}

/// Returns the settings menu, if it is open.
pub fn open_settings(host: &HostContext) -> Option<Element> {
    host.find(OPEN_SETTINGS)
}

/// Closes the settings menu, and moves the focus to its button. Returns `false` if it is not open.
pub fn leave_settings(host: &HostContext) -> bool {
    let is_open = open_settings(host).is_some();
    if is_open && let Some(button) = host.find::<HtmlElement>(SETTINGS_BUTTON) {
        // A button in the page can always take the focus.
        let _ = button.focus();
    }
    is_open && close_settings(host)
}

/// Closes the settings menu. Returns `false` if it is not open.
pub fn close_settings(host: &HostContext) -> bool {
    open_settings(host).is_some_and(|open| open.remove_attribute("open").is_ok())
}

/// Closes everything that is open over the page.
pub fn close_all(host: &HostContext) {
    close_settings(host);
    if let Some(dialog) = host.find::<HtmlDialogElement>(OPEN_DIALOG) {
        dialog.close();
    }
}
