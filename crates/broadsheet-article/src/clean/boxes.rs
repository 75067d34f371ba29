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
            "d-none",
            "element-hidden",
            "element-invisible",
            "is-hidden",
            "screen-reader-text",
            "sharing-screen-reader-text",
            "sr-only",
            "visually-hidden",
            "visuallyhidden",
        ],
        parts: &[],
        lines: &[],
        openings: &[],
        test: Some(is_hidden),
        unless: None,
        most: Most::Characters(2000),
    },
    Rule {
        name: "tracker",
        reason: "a picture that shows nothing and only counts readers",
        words: &[],
        parts: &[],
        lines: &[],
        openings: &[],
        test: Some(is_tracker),
        unless: None,
        most: Most::Characters(0),
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
        lines: &[
            "advertisement",
            "advertisements",
            "advertisement continue reading below",
            "article continues after advertisement",
            "article continues below",
            "article continues below advertisement",
            "continue reading the main story",
            "report this ad",
            "scroll to continue with content",
            "story continues below",
            "story continues below advertisement",
            "广告",
            "廣告",
            "文章未完，广告后继续",
            "请继续往下阅读",
            "請繼續往下閱讀",
        ],
        openings: &[],
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
        lines: &[
            "subscribe to continue reading",
            "this article is for subscribers only",
            "this content is for subscribers only",
            "this post is for paid subscribers",
            "this post is for paying subscribers",
            "to continue reading, please log in",
            "本文仅限订阅用户阅读",
            "本文僅限訂戶閱讀",
            "登录后继续阅读",
            "登入後繼續閱讀",
            "订阅后继续阅读",
            "訂閱後繼續閱讀",
            "扫码关注公众号",
            "长按二维码关注我们",
        ],
        openings: &[
            "already a member",
            "already a subscriber",
            "become a member",
            "enter your email",
            "get our newsletter",
            "join our newsletter",
            "log in to continue",
            "sign up for our",
            "sign up for the newsletter",
            "sign up to our",
            "start your free trial",
            "subscribe for free",
            "subscribe now",
            "subscribe to get",
            "subscribe to our",
            "subscribe to read",
            "subscribe to the newsletter",
            "subscribe to unlock",
            "support our journalism",
            "this content is for",
            "this post is for",
            "to continue reading",
            "to read the full",
            "type your email",
            "you have reached your",
            "you’ve reached your",
            "已是会员",
            "已是會員",
            "已是订户",
            "已是訂戶",
            "成为会员",
            "成為會員",
            "本文仅限",
            "本文僅限",
            "此内容仅限",
            "立即订阅",
            "立即訂閱",
            "登录后",
            "登入後",
            "请登录",
            "請登入",
            "订阅我们",
            "訂閱我們",
            "订阅电子报",
            "訂閱電子報",
            "订阅新闻信",
            "订阅邮件",
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
        lines: &[
            "click to share",
            "like loading",
            "share this",
            "share this article",
            "share this page",
            "share this post",
            "share this story",
            "share with your friends",
            "分享到",
            "分享到微信",
            "分享至",
            "分享此文",
            "分享本文",
            "分享这篇文章",
            "分享這篇文章",
            "扫一扫分享到微信",
        ],
        openings: &[],
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
        lines: &[
            "back to top",
            "jump to navigation",
            "skip to content",
            "skip to main content",
            "toggle navigation",
            "回到頂部",
            "回到顶部",
            "返回顶部",
            "跳到主要内容",
            "跳到主要內容",
        ],
        openings: &["next article", "next post", "previous article", "previous post", "上一篇", "下一篇"],
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
        lines: &[
            "add a comment",
            "cancel reply",
            "comments are closed",
            "comments powered by disqus",
            "leave a comment",
            "leave a reply",
            "no comments",
            "no comments yet",
            "please enable javascript to view the comments powered by disqus",
            "post a comment",
            "required fields are marked",
            "view comments",
            "write a comment",
            "your email address will not be published",
            "your email address will not be published required fields are marked",
            "发表回复",
            "发表评论",
            "取消回复",
            "取消回覆",
            "我要评论",
            "暂无评论",
            "查看评论",
            "發表回覆",
            "發表評論",
            "發表迴響",
            "评论已关闭",
        ],
        openings: &[],
        test: None,
        unless: Some(is_conversation),
        most: Most::Any,
    },
    Rule {
        name: RELATED,
        reason: "other articles of the original site",
        words: &["jp-relatedposts", "more-stories", "post-sidebar", "read-next", "sidebar", "yarpp"],
        parts: &["recommend", "recommendation", "recommendations", "recommended", "related", "relatedposts"],
        lines: &[],
        openings: &[],
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
        lines: &[],
        openings: &["filed under", "posted in", "tagged", "tags", "标签", "標籤"],
        test: None,
        unless: None,
        most: Most::Characters(300),
    },
    Rule {
        name: "cookies",
        reason: "an archive sets no cookies to agree to",
        words: &[],
        parts: &["cookie", "cookies", "gdpr"],
        lines: &[],
        openings: &[
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
        test: None,
        unless: None,
        most: Most::Characters(600),
    },
    Rule {
        name: "line-number",
        reason: "numbers of lines beside code, which would be read as a part of it",
        words: &[
            "blob-num",
            "gutter",
            "hljs-ln-numbers",
            "line-number",
            "line-numbers-rows",
            "lineno",
            "linenodiv",
            "linenos",
            "lnt",
            "rouge-gutter",
        ],
        parts: &[],
        lines: &[],
        openings: &[],
        test: None,
        unless: Some(is_more_than_numbers),
        most: Most::Any,
    },
    Rule {
        name: "heading-mark",
        reason: "a sign beside a heading that only helps to copy its address",
        words: &["anchorjs-link", "header-anchor", "headerlink", "mw-editsection"],
        parts: &[],
        lines: &[],
        openings: &[],
        test: None,
        unless: None,
        most: Most::Characters(12),
    },
];

/// A picture of one pixel, or one of a service that counts readers.
fn is_tracker(facts: &Facts<'_>) -> bool {
    let element = facts.element;
    if !matches!(element.tag, Some(Tag::Img | Tag::AmpImg)) {
        return false;
    }
    let address = crate::picture::plain_address(element).unwrap_or_default();
    let (host, _) = host_and_path(address);
    crate::picture::is_dot(element) || crate::picture::is_tracker(host, address)
}

/// Whether there is anything but digits in what is named as numbers of lines are.
fn is_more_than_numbers(facts: &Facts<'_>) -> bool {
    super::visible_text(facts.source, facts.id)
        .any(|text| text.chars().any(|c| !c.is_ascii_digit() && !crate::flow::is_blank(c)))
}

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
    let address = facts.element.get(Attribute::Href).unwrap_or_default();
    let (host, path) = host_and_path(address);
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
