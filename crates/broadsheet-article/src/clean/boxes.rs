//! The rules that take out boxes of the page around an article.

use super::{Facts, Most, Rule};
use crate::names::{Attribute, Tag};

/// The name of the rule that also takes strips of links, known by the line above them.
pub(super) const RELATED: &str = "related";

/// Every rule, the first that fits wins.
pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "hidden",
        reason: "the original page did not show it",
        words: &[
            "assistive-text",
            "element-hidden",
            "element-invisible",
            "screen-reader-text",
            "sharing-screen-reader-text",
            "sr-only",
            "visually-hidden",
            "visuallyhidden",
        ],
        parts: &[],
        test: Some(is_hidden),
        unless: None,
        most: Most::Characters(2000),
    },
    Rule {
        name: "advert",
        reason: "a slot for advertisements, empty without the scripts that fill it",
        words: &[],
        parts: &[
            "ad",
            "adbox",
            "adbreak",
            "adcode",
            "ads",
            "adsbygoogle",
            "adsense",
            "adslot",
            "adspot",
            "adunit",
            "adv",
            "advert",
            "advertise",
            "advertisement",
            "advertising",
            "advertorial",
            "adverts",
            "adwrap",
            "adwrapper",
            "adzone",
            "dfp",
            "gpt",
            "imu",
            "innity",
            "outbrain",
            "taboola",
        ],
        test: Some(is_advert_frame),
        unless: None,
        most: Most::Characters(200),
    },
    Rule {
        name: "paywall",
        reason: "asks for a subscription that an archive cannot sell",
        words: &["subscribe-box", "subscribe-widget", "subscription-box"],
        parts: &[
            "donate",
            "donation",
            "mailchimp",
            "newsletter",
            "paywall",
            "signup",
            "subscribe",
            "subscription",
        ],
        test: Some(is_subscription_banner),
        unless: None,
        most: Most::Characters(300),
    },
    Rule {
        name: "share",
        reason: "share and like buttons do nothing without the page's scripts",
        words: &[
            "bdsharebuttonbox",
            "jp-likes",
            "like-button",
            "post-likes",
            "sd-like",
            "sharedaddy",
            "sharify",
        ],
        parts: &[
            "addthis",
            "addtoany",
            "jiathis",
            "share",
            "sharebar",
            "sharebutton",
            "sharebuttons",
            "sharethis",
            "sharing",
            "social",
            "socials",
        ],
        test: Some(is_share_link),
        unless: None,
        most: Most::Characters(120),
    },
    Rule {
        name: "navigation",
        reason: "leads around the original site",
        words: &[
            "menu",
            "nav",
            "nav-links",
            "nav-next",
            "nav-previous",
            "navbar",
            "navigation",
            "page-links",
            "pager",
            "post-nav",
            "post-navigation",
            "site-header",
            "site-navigation",
            "skip-link",
        ],
        parts: &["breadcrumb", "breadcrumbs", "pagination"],
        test: Some(is_navigation),
        unless: None,
        most: Most::Links,
    },
    Rule {
        name: "comments",
        reason: "what others wrote below the article, and the form for it",
        words: &[
            "comment-add",
            "comment-form",
            "comment-list",
            "comment-respond",
            "comment-wrapper",
            "commentlist",
            "comments",
            "comments-area",
            "comments-link",
            "comments-title",
            "comments-wrapper",
            "disqus_thread",
            "respond",
        ],
        parts: &[],
        test: None,
        unless: Some(is_conversation),
        most: Most::Any,
    },
    Rule {
        name: RELATED,
        reason: "other articles of the original site",
        words: &["jp-relatedposts", "more-stories", "post-sidebar", "read-next", "sidebar", "yarpp"],
        parts: &["recommend", "recommendation", "recommendations", "recommended", "related", "relatedposts"],
        test: None,
        unless: None,
        most: Most::Links,
    },
    Rule {
        name: "byline",
        reason: "repeats author, date, categories and tags, which stand above every article",
        words: &[
            "article-meta",
            "author-box",
            "author-info",
            "author-wrap",
            "byline",
            "cat-links",
            "column-link",
            "edit-link",
            "entry-author-wrapper",
            "entry-date",
            "entry-footer",
            "entry-meta",
            "entry-tags",
            "entry-utility",
            "field-name-author",
            "post-categories",
            "post-info",
            "post-meta",
            "post-tags",
            "posted-on",
            "postmetadata",
            "published-on",
            "submitted",
            "tag-links",
            "tags-links",
            "word-count",
        ],
        parts: &[],
        test: None,
        unless: None,
        most: Most::Characters(300),
    },
    Rule {
        name: "cookies",
        reason: "an archive sets no cookies to agree to",
        words: &[],
        parts: &["cookie", "cookies", "gdpr"],
        test: None,
        unless: None,
        most: Most::Characters(600),
    },
    Rule {
        name: "heading-mark",
        reason: "a sign beside a heading that only helps to copy its address",
        words: &["anchorjs-link", "header-anchor", "headerlink", "mw-editsection"],
        parts: &[],
        test: None,
        unless: None,
        most: Most::Characters(12),
    },
];

fn is_hidden(facts: &Facts<'_>) -> bool {
    let element = facts.element;
    // A picture that a script shows once it is loaded.
    if matches!(element.tag, Some(Tag::Img | Tag::Picture | Tag::Noscript)) {
        return false;
    }
    if element.get(Attribute::Hidden).is_some_and(|value| !value.eq_ignore_ascii_case("until-found")) {
        return true;
    }
    let style = element.get(Attribute::Style).unwrap_or_default();
    let hides = style.split(';').any(|part| {
        part.split_once(':').is_some_and(|(property, value)| {
            let (property, value) = (property.trim(), value.trim());
            (property.eq_ignore_ascii_case("display") && starts_with(value, "none"))
                || (property.eq_ignore_ascii_case("visibility") && starts_with(value, "hidden"))
        })
    });
    // Not the frame of a picture that a script shows once it is loaded.
    hides && !holds_picture(facts)
}

fn starts_with(value: &str, start: &str) -> bool {
    value.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

fn holds_picture(facts: &Facts<'_>) -> bool {
    facts.text == 0
        && facts
            .source
            .descendants(facts.id)
            .any(|id| matches!(facts.source.tag(id), Some(Tag::Img | Tag::Video | Tag::Audio | Tag::Iframe)))
}

/// A frame of an advertising or like-button service.
fn is_advert_frame(facts: &Facts<'_>) -> bool {
    let Some(Tag::Iframe | Tag::Ins) = facts.element.tag else { return false };
    let address = facts.element.get(Attribute::Src).unwrap_or_default();
    let (host, path) = host_and_path(address);
    let under = |known| crate::picture::is_host_or_under(host, known);
    under("doubleclick.net")
        || under("googlesyndication.com")
        || under("googletagmanager.com")
        || under("amazon-adsystem.com")
        || (under("facebook.com") && path.starts_with("plugins/"))
        || host == "widgets.wp.com"
        || (host == "platform.twitter.com" && path.starts_with("widgets/"))
}

/// A button that is a link to a service's form for sharing.
fn is_share_link(facts: &Facts<'_>) -> bool {
    if facts.element.tag != Some(Tag::A) || facts.text > 20 {
        return false;
    }
    let (host, path) = host_and_path(facts.element.get(Attribute::Href).unwrap_or_default());
    let host = host.strip_prefix("www.").unwrap_or(host);
    match host {
        "twitter.com" | "x.com" => path.starts_with("share?") || path.starts_with("intent/"),
        "facebook.com" => path.starts_with("sharer") || path.starts_with("share.php"),
        "linkedin.com" => path.starts_with("shareArticle") || path.starts_with("sharing/"),
        "plus.google.com" | "service.weibo.com" | "t.me" | "telegram.me" | "v.t.qq.com" => {
            path.starts_with("share")
        }
        "api.whatsapp.com" => path.starts_with("send?"),
        "reddit.com" => path.starts_with("submit?"),
        "pinterest.com" => path.starts_with("pin/create"),
        _ => false,
    }
}

/// Host and path of an address as written, without its scheme.
fn host_and_path(address: &str) -> (&str, &str) {
    let rest = address.trim().split_once("//").map_or("", |(_, rest)| rest);
    rest.split_once('/').unwrap_or((rest, ""))
}

/// A linked picture that leads to a subscription, or one whose file says what it is.
fn is_subscription_banner(facts: &Facts<'_>) -> bool {
    let element = facts.element;
    match element.tag {
        Some(Tag::A) if facts.text == 0 => {
            let address = element.get(Attribute::Href).unwrap_or_default();
            let (host, path) = host_and_path(address);
            host.starts_with("subscribe.")
                || host.starts_with("subscription.")
                || path.starts_with("promotions/")
        }
        Some(Tag::Img) => {
            let address =
                element.get(Attribute::DataSrc).or_else(|| element.get(Attribute::Src)).unwrap_or_default();
            let path = address.split(['?', '#']).next().unwrap_or_default();
            path.rsplit('/').next().is_some_and(|name| name.to_ascii_lowercase().contains("paywall"))
        }
        _ => false,
    }
}

/// Navigation by element or role; a table of contents is none, since it leads around the article.
fn is_navigation(facts: &Facts<'_>) -> bool {
    let navigation =
        facts.element.tag == Some(Tag::Nav) || facts.element.get(Attribute::Role) == Some("navigation");
    navigation
        && !facts
            .source
            .descendants(facts.id)
            .filter_map(|id| facts.source.element(id)?.get(Attribute::Href))
            .any(|href| href.len() > 1 && href.starts_with('#'))
}

/// Whether what looks like comments is a part of the article: written by its author, or most of the text, and closed
/// to others.
fn is_conversation(facts: &Facts<'_>) -> bool {
    let mut by_author = false;
    for element in facts.source.descendants(facts.id).filter_map(|id| facts.source.element(id)) {
        if matches!(element.tag, Some(Tag::Form | Tag::Textarea))
            || element.classes().any(|word| word.contains("reply"))
        {
            return false;
        }
        by_author |= element.classes().any(|word| matches!(word, "comment-by-node-author" | "bypostauthor"));
    }
    by_author || facts.text * 2 > facts.total
}
