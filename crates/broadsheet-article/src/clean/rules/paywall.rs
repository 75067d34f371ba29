//! Paywalls, and forms that ask for a subscription.

use crate::clean::evidence::{has_button, has_input, is_furniture_box};
use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::url::host_and_path;
use crate::vocabulary::{Attribute, Tag};

/// Paywalls, and forms that ask for a subscription.
pub(super) const PAYWALL: Rule = Rule {
    name: "paywall",
    reason: "asks for a subscription that an archive cannot sell",
    class_words: &["subscribe-box", "subscribe-widget", "subscription-box"],
    class_parts: &[
        "donate",
        "donation",
        "mailchimp",
        "newsletter",
        "paywall",
        "signup",
        "subscribe",
        "subscription",
    ],
    evidence: Some(asks_for_subscription),
    exact_texts: &[
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
    leading_texts: &[
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
    matches: Some(is_subscription_banner),
    limit: RemovalLimit::Characters(300),
    #[cfg(test)]
    removes: &[
        "<a href='https://subscribe.x.test/promotions/a'><img src=https://x.test/b.png></a>",
        "<img src='https://x.test/paywall_desktop_2.png'>",
        "<div class='paywall-banner'>Subscribe to read on</div>",
        "<div class='newsletter-signup'>Newsletter</div>",
        "<div class='newsletter-signup'><p>The best of the harbour, every Monday.</p><form><input type=email><button>Go</button></form></div>",
        "<div class='donate'><p>We live on what readers give.</p><a href=https://x.test/1>Donate now</a></div>",
        "<div><h3>Sign up for our newsletter</h3><form><input><button>Go</button></form></div>",
        "<p><a href=https://x.test/in>Already a subscriber? Sign in</a></p>",
        "<div>立即订阅 <a href=https://x.test/>查看全部方案和价格</a></div>",
        "<p>登录后继续阅读</p>",
    ],
    #[cfg(test)]
    keeps: &[
        "<p>Sign up for our newsletter, they said, and nobody did.</p>",
        "<p>立即订阅的人不多，见<a href=https://x.test/>表</a>。</p>",
        "<p>Subscribe</p>",
        "<div class='paywall'><p>Behind this wall the city kept its money.</p></div>",
        "<div class='subscribe-letter'><p>Dear readers, the winter was long and the paper thin. <a href=https://x.test/1>The letter of last year</a> said so.</p></div>",
        "<p><a href='https://subscribe.x.test/'>a link in the text</a></p>",
        "<img src='https://x.test/wall.png'>",
    ],
    ..Rule::NEW
};

/// `true` for a linked image that leads to a subscription, or one whose file name has `paywall` in
/// it.
fn is_subscription_banner(candidate: &BoxCandidate<'_>) -> bool {
    let element = candidate.element;
    match element.tag {
        Some(Tag::A) if candidate.text == 0 => {
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

/// The most visible characters of a text above a button that asks for a subscription.
const MAX_APPEAL: usize = 160;

/// `true` for furniture, for a form, and for a short text with a button.
fn asks_for_subscription(candidate: &BoxCandidate<'_>) -> bool {
    is_furniture_box(candidate)
        || has_input(candidate)
        || (candidate.text <= MAX_APPEAL && has_button(candidate))
}
