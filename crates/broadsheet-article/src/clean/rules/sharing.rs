//! Share and like buttons.

use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::url::host_and_path;
use crate::vocabulary::{Attribute, Tag};

/// Share and like buttons.
pub(super) const SHARE: Rule = Rule {
    name: "share",
    reason: "share and like buttons do nothing without the page's scripts",
    class_words: &[
        "bdsharebuttonbox",
        "jp-likes",
        "like-button",
        "post-likes",
        "sd-like",
        "sharedaddy",
        "rich_media_tool",
        "sharify",
    ],
    class_parts: &[
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
    exact_texts: &[
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
    matches: Some(is_share_link),
    except_if: Some(names_original),
    limit: RemovalLimit::Characters(120),
    #[cfg(test)]
    removes: &[
        "<div class='sharedaddy sd-sharing-enabled'><h3>Share</h3></div>",
        "<ul class='social-links'><li>Facebook</li></ul>",
        "<div class='addthis_toolbox'>Share 12</div>",
        "<div class='share-buttons'><a href=https://x.test/1>分享到微博</a> B</div>",
        "<div class='rich_media_tool'><a href='##'>阅读原文</a> 阅读 <span></span> 在看</div>",
        "<a href='https://twitter.com/share?url=x'><img src=https://x.test/bird.png></a>",
        "<h3>Share this:</h3>",
        "<p>分享到：</p>",
    ],
    #[cfg(test)]
    keeps: &[
        "<p>Share this with care</p>",
        "<p>分享</p>",
        "<div class='rich_media_tool'><a id=js_view_source href=https://x.test/1>阅读原文</a></div>",
        "<h2 id='share-prices'>x</h2>",
        "<div class='tag-social-movement'>x</div>",
        "<div class='shareholder'>x</div>",
        "<p class='share'>分给每个人的那一份，叫作股。</p>",
        "<div class='share'><p>床前明月光<br>疑是地上霜</p></div>",
        "<div class='social-history'><p>Nobody read then. <a href=https://x.test/1>One did</a>.</p><textarea></textarea></div>",
    ],
    ..Rule::NEW
};

/// `true` for a box with the link by which `WeChat` names the original of an article.
fn names_original(candidate: &BoxCandidate<'_>) -> bool {
    let document = candidate.document;
    document.descendants(candidate.id).filter_map(|id| document.element(id)).any(|element| {
        element.get(Attribute::Id) == Some("js_view_source")
            && element.get(Attribute::Href).is_some_and(|href| href.starts_with("http"))
    })
}

/// `true` for a link to a service's form for sharing.
fn is_share_link(candidate: &BoxCandidate<'_>) -> bool {
    if candidate.element.tag != Some(Tag::A) || candidate.text > 20 {
        return false;
    }
    let address = candidate.element.get(Attribute::Href).unwrap_or_default();
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
