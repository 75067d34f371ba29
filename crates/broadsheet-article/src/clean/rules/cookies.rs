//! Cookie notices.

use crate::clean::rule::{RemovalLimit, Rule};

/// Cookie notices.
pub(super) const COOKIES: Rule = Rule {
    name: "cookies",
    reason: "an archive sets no cookies to agree to",
    class_parts: &["cookie", "cookies", "gdpr"],
    leading_texts: &[
        "by clicking accept",
        "by continuing to use",
        "by using this site you",
        "cookies help us",
        "our website uses cookies",
        "this site uses cookies",
        "this website uses cookies",
        "we and our partners use cookies",
        "we use cookies",
        "我们使用cookie",
        "我們使用cookie",
        "本站使用cookie",
        "本网站使用cookie",
        "本網站使用cookie",
    ],
    limit: RemovalLimit::Characters(600),
    #[cfg(test)]
    removes: &[
        "<div id='cookie-notice'>We use cookies</div>",
        "<div>We use cookies to make this better. <button>Accept</button></div>",
        "<section><p>本网站使用 Cookie。</p><form><input type=submit></form></section>",
    ],
    #[cfg(test)]
    keeps: &["<div class='cookiecutter'>x</div>", "<p>We use cookies</p>"],
    ..Rule::NEW
};
