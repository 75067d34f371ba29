//! The line that is printed before something is installed.

/// Prints what is being installed, and why.
pub(super) fn print_install_notice(what: &str, why: &str) {
    println!("  installing {what}: {why}");
}
