//! HTML to tree.

use crate::article;

/// The first byte chooses the options, the rest is HTML.
pub fn run(data: &[u8]) {
    let Some((choice, html)) = data.split_first() else { return };
    article::check(&String::from_utf8_lossy(html), &article::options(*choice));
}
