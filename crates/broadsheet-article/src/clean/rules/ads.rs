//! Advertisements and tracking pixels.

use crate::build::{is_tracking_pixel, plain_address};
use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::image_names::names_image;
use crate::url::{host_and_path, is_host_or_under, is_tracker};
use crate::vocabulary::{Attribute, Tag};

/// Images that count users.
pub(super) const TRACKER: Rule = Rule {
    name: "tracker",
    reason: "a picture that shows nothing and only counts readers",
    matches: Some(counts_users),
    limit: RemovalLimit::Characters(0),
    #[cfg(test)]
    removes: &[
        "<img src=https://x.test/count.gif width=1 height=1>",
        "<img src=/0.gif height=0>",
        "<p><img src='//pixel.wp.com/g.gif?v=noscript'></p>",
        "<img data-src=https://www.google-analytics.com/collect>",
    ],
    #[cfg(test)]
    keeps: &[
        "<img src=https://x.test/tall.png width=1 height=300>",
        "<img src=https://x.test/pixel.wp.com/g.gif>",
    ],
    ..Rule::NEW
};

/// `true` for an image of one pixel, or one of a service that counts users.
fn counts_users(candidate: &BoxCandidate<'_>) -> bool {
    let element = candidate.element;
    if !matches!(element.tag, Some(Tag::Img | Tag::AmpImg)) {
        return false;
    }
    let address = plain_address(element).unwrap_or_default();
    let (host, _) = host_and_path(address);
    (is_tracking_pixel(element) && !leads_to_image(candidate)) || is_tracker(host, address)
}

/// `true` for an image in a link to an image, which it stands for.
fn leads_to_image(candidate: &BoxCandidate<'_>) -> bool {
    let document = candidate.document;
    let link = document.parent(candidate.id).and_then(|outer| document.element(outer));
    link.filter(|link| link.tag == Some(Tag::A))
        .and_then(|link| link.get(Attribute::Href))
        .is_some_and(names_image)
}

/// Slots and frames of advertisements.
pub(super) const ADVERT: Rule = Rule {
    name: "advert",
    reason: "a slot for advertisements, empty without the scripts that fill it",
    class_parts: &[
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
    exact_texts: &[
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
    matches: Some(is_advert_frame),
    limit: RemovalLimit::Characters(200),
    #[cfg(test)]
    removes: &[
        "<div id='dfp-ad-imu1'>Ad</div>",
        "<section id=imu><div id=innity-in-post></div></section>",
        "<div class='widget ads_KbHEVhh8Rw'>Advertisement</div>",
        "<ins class='adsbygoogle'></ins>",
        "<div class='Advertisement'>广告</div>",
        "<div class='ad-banner'><a href=https://x.test/1>Boots at half the price</a></div>",
        "<iframe src='https://ads.doubleclick.net/x'></iframe>",
        "<iframe src='//www.facebook.com/plugins/like.php?x'></iframe>",
        "<iframe data-src='https://ads.x.test/frame?slot=1'></iframe>",
        "<iframe src=https://x.test/count width=1 height=0></iframe>",
        "<p>- Advertisement -</p>",
        "<div><span>請繼續往下閱讀...</span></div>",
    ],
    #[cfg(test)]
    keeps: &[
        "<p>This advertisement</p>",
        "<p>Of <b>advertisement</b></p>",
        "<div class='header shadow download'>x</div>",
        "<div class='loading badge radio'>x</div>",
        "<p id='ad12'>x</p>",
        "<h2 id='ad-hoc'>x</h2>",
        "<p class='hidden-gem ad-dress'>地址今天还在，门牌换了三次。</p>",
        "<div class='ad-dress'>12 Harbour Street</div>",
        "<section class='advert-history'><p>The first advertisement sold <a href=https://x.test/1>a house</a>.</p></section>",
        "<div class='tag-ads category-ad'>x</div>",
        "<iframe src='https://doubleclick.net.x.test/'></iframe>",
        "<iframe src='https://x.test/ads.html'></iframe>",
    ],
    ..Rule::NEW
};

/// `true` for a frame of an advertising or like-button service, and for one of a single pixel.
fn is_advert_frame(candidate: &BoxCandidate<'_>) -> bool {
    let Some(Tag::Iframe | Tag::Ins) = candidate.element.tag else { return false };
    let is_dot = |name| candidate.element.get(name).is_some_and(|size| matches!(size.trim(), "0" | "1"));
    if is_dot(Attribute::Width) && is_dot(Attribute::Height) {
        return true;
    }
    let address = candidate.element.get(Attribute::Src).or_else(|| candidate.element.get(Attribute::DataSrc));
    let (host, path) = host_and_path(address.unwrap_or_default());
    let under = |known| is_host_or_under(host, known);
    under("doubleclick.net")
        || under("googlesyndication.com")
        || under("googletagmanager.com")
        || under("amazon-adsystem.com")
        || ["ad.", "ads.", "adserver.", "banner.", "cpro.", "pos.baidu."]
            .iter()
            .any(|start| host.starts_with(start))
        || under("adnxs.com")
        || under("outbrain.com")
        || under("taboola.com")
        || (under("facebook.com") && path.starts_with("plugins/"))
        || host == "widgets.wp.com"
        || (host == "platform.twitter.com" && path.starts_with("widgets/"))
}
