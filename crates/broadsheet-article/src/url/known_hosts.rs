//! Hosts of services that count users.

use super::host::is_host_or_under;

/// `true` if an address, with its host, belongs to a service that counts users.
pub(crate) fn is_tracker(host: &str, url: &str) -> bool {
    const HOSTS: [&str; 42] = [
        "2o7.net",
        "51.la",
        "adservice.google.com",
        "alb.reddit.com",
        "analytics.google.com",
        "analytics.twitter.com",
        "bat.bing.com",
        "chartbeat.net",
        "cnzz.com",
        "count.livere.com",
        "counter.theconversation.com",
        "counter.theconversation.edu.au",
        "counter.yadro.ru",
        "demdex.net",
        "doubleclick.net",
        "feedburner.com",
        "feeds.wordpress.com",
        "feedsportal.com",
        "google-analytics.com",
        "googlesyndication.com",
        "googletagmanager.com",
        "histats.com",
        "hits.guardian.co.uk",
        "hm.baidu.com",
        "imrworldwide.com",
        "mc.yandex.ru",
        "mmstat.com",
        "omtrdc.net",
        "parsely.com",
        "pixel.wp.com",
        "px.ads.linkedin.com",
        "quantserve.com",
        "scorecardresearch.com",
        "statcounter.com",
        "static.getclicky.com",
        "stats.wordpress.com",
        "stats.wp.com",
        "t.co",
        "tealiumiq.com",
        "track.hubspot.com",
        "tracking.feedpress.com",
        "webtrendslive.com",
    ];
    HOSTS.iter().any(|known| is_host_or_under(host, known))
        || (is_host_or_under(host, "facebook.com") && url.contains("/tr?"))
        || (is_host_or_under(host, "medium.com") && url.contains("/_/stat"))
}
