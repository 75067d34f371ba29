//! Cookie notices.

use crate::clean::evidence::mentions;
use crate::clean::furniture::says_only_furniture;
use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};

/// Cookie notices.
pub(super) const COOKIES: Rule = Rule {
    name: "cookies",
    reason: "an archive sets no cookies to agree to",
    class_parts: &["cookie", "cookies", "gdpr"],
    evidence: Some(asks_for_consent),
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
        "<div id='cookie-notice'>This website uses cookies <a href=https://x.test/1>OK</a></div>",
        "<div class='cookie-bar'><p>We bake them to know you. See our privacy policy.</p><button>Fine</button></div>",
        "<div>We use cookies to make this better. <button>Accept</button></div>",
        "<section><p>本网站使用 Cookie。</p><form><input type=submit></form></section>",
    ],
    #[cfg(test)]
    keeps: &[
        "<div class='cookiecutter'>x</div>",
        "<p>We use cookies</p>",
        "<div class='cookie-recipe'><p>Mix butter and sugar. Bake the cookies for ten minutes.</p><input type=checkbox></div>",
    ],
    ..Rule::NEW
};

/// Words of notices that ask for consent.
const CONSENT: [&str; 22] = [
    "accept",
    "agree",
    "ce site",
    "consent",
    "datenschutz",
    "deze site",
    "deze website",
    "diese seite",
    "our site",
    "policy",
    "politique",
    "privacidad",
    "privacy",
    "questo sito",
    "this site",
    "website",
    "zustimm",
    "同意",
    "本站",
    "网站",
    "網站",
    "隐私",
];

/// `true` for the words of buttons, and for a text about consent with something to press.
fn asks_for_consent(candidate: &BoxCandidate<'_>) -> bool {
    let BoxCandidate { lengths, id, text, .. } = *candidate;
    text == 0
        || says_only_furniture(candidate)
        || ((lengths.controls(id) > 0 || lengths.links(id) > 0) && mentions(candidate, &CONSENT))
}
