//! The pages of films, sounds and documents, by the addresses of their players.
//!
//! Most players are a table of forms; those of three services need more than that. Works on
//! addresses as they are written: the URL policy judges what comes out of it.

use crate::limits::MAX_URL_BYTES;
use crate::percent::percent_decoded;
use crate::url::host_and_path;

/// The part of an address that identifies what is played.
enum Key {
    /// The word after the beginning of the path.
    Word,
    /// Everything after the beginning of the path, without query and fragment.
    Rest,
    /// The word after these characters, further on in the path.
    After(&'static str),
    /// The value of a parameter.
    Parameter(&'static str),
    /// The value of a parameter, which is the page's whole address.
    Address(&'static str),
}

/// A form of a player's address: host without `www.`, beginning of the path, key; and the page's
/// address, before and after the key.
struct Player(&'static str, &'static str, Key, &'static str, &'static str);

const YOUKU: &str = "https://v.youku.com/v_show/id_";
const TENCENT: &str = "https://v.qq.com/x/page/";
const TUDOU: &str = "https://www.tudou.com/programs/view/";
const DAILYMOTION: &str = "https://www.dailymotion.com/video/";
const TWEET: &str = "https://twitter.com/i/status/";

/// The addresses that the services' own snippets have, or had while they used Flash.
const PLAYERS: &[Player] = &[
    Player("player.youku.com", "embed/", Key::Word, YOUKU, ".html"),
    Player("player.youku.com", "player.php", Key::After("/sid/"), YOUKU, ".html"),
    Player("static.youku.com", "", Key::Parameter("VideoIDS"), YOUKU, ".html"),
    Player("v.youku.com", "v_show/id_", Key::Word, YOUKU, ".html"),
    Player("tudou.com", "v/", Key::Word, TUDOU, "/"),
    Player("tudou.com", "programs/view/html5embed.action", Key::Parameter("code"), TUDOU, "/"),
    Player("tudou.com", "programs/view/", Key::Word, TUDOU, "/"),
    Player("v.qq.com", "x/page/", Key::Word, TENCENT, ".html"),
    Player("v.qq.com", "", Key::Parameter("vid"), TENCENT, ".html"),
    Player("imgcache.qq.com", "tencentvideo", Key::Parameter("vid"), TENCENT, ".html"),
    Player("static.video.qq.com", "", Key::Parameter("vid"), TENCENT, ".html"),
    Player("cache.tv.qq.com", "", Key::Parameter("vid"), TENCENT, ".html"),
    Player("player.ku6.com", "refer/", Key::Word, "https://v.ku6.com/show/", ".html"),
    Player("player.56.com", "v_", Key::Word, "https://www.56.com/u/v_", ".html"),
    Player("ixigua.com", "iframe/", Key::Word, "https://www.ixigua.com/", ""),
    Player("acfun.cn", "player/", Key::Word, "https://www.acfun.cn/v/", ""),
    Player("dailymotion.com", "embed/video/", Key::Word, DAILYMOTION, ""),
    Player("dailymotion.com", "swf/video/", Key::Word, DAILYMOTION, ""),
    Player("dailymotion.com", "swf/", Key::Word, DAILYMOTION, ""),
    Player("dailymotion.com", "video/", Key::Word, DAILYMOTION, ""),
    Player("geo.dailymotion.com", "player", Key::Parameter("video"), DAILYMOTION, ""),
    Player("embed.nicovideo.jp", "watch/", Key::Word, "https://www.nicovideo.jp/watch/", ""),
    Player("ext.nicovideo.jp", "thumb_watch/", Key::Word, "https://www.nicovideo.jp/watch/", ""),
    Player("embed.ted.com", "", Key::Rest, "https://www.ted.com/", ""),
    Player("embed-ssl.ted.com", "", Key::Rest, "https://www.ted.com/", ""),
    Player("loom.com", "embed/", Key::Word, "https://www.loom.com/share/", ""),
    Player("streamable.com", "e/", Key::Word, "https://streamable.com/", ""),
    Player("archive.org", "embed/", Key::Word, "https://archive.org/details/", ""),
    Player("clips.twitch.tv", "embed", Key::Parameter("clip"), "https://clips.twitch.tv/", ""),
    Player("player.twitch.tv", "", Key::Parameter("channel"), "https://www.twitch.tv/", ""),
    Player("videopress.com", "embed/", Key::Word, "https://videopress.com/v/", ""),
    Player("open.spotify.com", "embed/", Key::Rest, "https://open.spotify.com/", ""),
    Player("open.spotify.com", "embed-podcast/", Key::Rest, "https://open.spotify.com/", ""),
    Player("embed.podcasts.apple.com", "", Key::Rest, "https://podcasts.apple.com/", ""),
    Player("embed.music.apple.com", "", Key::Rest, "https://music.apple.com/", ""),
    Player(
        "ximalaya.com",
        "thirdparty/player/sound",
        Key::Parameter("id"),
        "https://www.ximalaya.com/sound/",
        "",
    ),
    Player("music.163.com", "style/swf", Key::Parameter("sid"), "https://music.163.com/song?id=", ""),
    Player("mixcloud.com", "widget/iframe/", Key::Address("feed"), "https://www.mixcloud.com", ""),
    Player("w.soundcloud.com", "player", Key::Address("url"), "", ""),
    Player("facebook.com", "plugins/post", Key::Address("href"), "", ""),
    Player("facebook.com", "plugins/video", Key::Address("href"), "", ""),
    Player("platform.twitter.com", "embed/", Key::Parameter("id"), TWEET, ""),
    Player("instagram.com", "p/", Key::Word, "https://www.instagram.com/p/", "/"),
    Player("instagram.com", "reel/", Key::Word, "https://www.instagram.com/reel/", "/"),
    Player("giphy.com", "embed/", Key::Word, "https://giphy.com/gifs/", ""),
    Player("codesandbox.io", "embed/", Key::Word, "https://codesandbox.io/s/", ""),
    Player("cdn.embedly.com", "widgets/", Key::Address("src"), "", ""),
    Player("cdn.embedly.com", "widgets/", Key::Address("url"), "", ""),
    Player("cdn.iframe.ly", "", Key::Address("url"), "", ""),
    Player("iframe.ly", "api/", Key::Address("url"), "", ""),
    Player("docs.google.com", "viewer", Key::Address("url"), "", ""),
    Player("docs.google.com", "gview", Key::Address("url"), "", ""),
    Player("drive.google.com", "viewer", Key::Address("url"), "", ""),
    Player("view.officeapps.live.com", "op/", Key::Address("src"), "", ""),
];

/// The number of players within each other's addresses that are looked through.
const MAX_NESTED: usize = 3;

/// The address of the page on which a known player's film, sound or document is; of a YouTube or
/// Vimeo film that of its player. `None` if no known player is at `address`.
pub(super) fn film_page(address: &str) -> Option<String> {
    within(address, MAX_NESTED)
}

/// `true` if an address begins as one of the web does.
pub(super) fn is_web_address(address: &str) -> bool {
    let start = address.trim_start();
    ["", "http:", "https:"].iter().any(|scheme| {
        start
            .split_at_checked(scheme.len())
            .is_some_and(|(own, rest)| own.eq_ignore_ascii_case(scheme) && rest.starts_with("//"))
    })
}

fn within(address: &str, nested: usize) -> Option<String> {
    let address = address.trim();
    if address.len() > MAX_URL_BYTES || !is_web_address(address) {
        return None;
    }
    let (host, path) = host_and_path(address);
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).unwrap_or(&host);
    let known = youtube(host, path).or_else(|| vimeo(host, path)).or_else(|| bilibili(host, path));
    known.or_else(|| netease(host, path)).or_else(|| {
        PLAYERS.iter().filter(|player| player.0 == host).find_map(|player| page(player, path, nested))
    })
}

fn page(&Player(_, start, ref key, before, after): &Player, path: &str, nested: usize) -> Option<String> {
    let rest = path.strip_prefix(start)?;
    let key = match *key {
        Key::Word => word(rest),
        Key::After(mark) => word(rest.split_once(mark)?.1),
        Key::Parameter(name) => word(parameter(path, name)?),
        Key::Rest => {
            let rest = rest.split(['?', '#']).next().unwrap_or_default();
            if is_plain(rest, "/") { rest } else { "" }
        }
        Key::Address(name) => {
            let value = parameter(path, name)?;
            let value = percent_decoded(value).unwrap_or_else(|| value.to_owned());
            let address = [before, &value].concat();
            if let Some(page) = nested.checked_sub(1).and_then(|nested| within(&address, nested)) {
                return Some(page);
            }
            // The service's programming interface is no page.
            let is_page = is_web_address(&address) && !address.contains("api.soundcloud.com");
            return is_page.then_some(address);
        }
    };
    (!key.is_empty()).then(|| [before, key, after].concat())
}

fn youtube(host: &str, path: &str) -> Option<String> {
    let id = match host {
        "youtu.be" => word(path),
        "youtube.com" | "music.youtube.com" | "youtube-nocookie.com" | "youtube.googleapis.com" => {
            let mut start = ["embed/", "v/", "e/", "shorts/", "live/"].iter();
            match start.find_map(|start| path.strip_prefix(start)) {
                Some(rest) => word(rest),
                None if path.starts_with("watch") => word(parameter(path, "v")?),
                None if path.starts_with("playlist") => "",
                None => match path.strip_prefix("p/") {
                    Some(list) => return playlist(word(list)),
                    None => return None,
                },
            }
        }
        _ => return None,
    };
    let fits = id.len() == 11 && is_plain(id, "") && !matches!(id, "videoseries" | "live_stream");
    if !fits {
        let channel = || {
            Some(["https://www.youtube.com/channel/", word(parameter(path, "channel")?), "/live"].concat())
        };
        return parameter(path, "list").and_then(|list| playlist(word(list))).or_else(channel);
    }
    let start = ["start", "t", "time_continue"].iter().find_map(|name| parameter(path, name)).map(word);
    let start = start.filter(|start| !start.is_empty());
    Some(match start {
        Some(start) => ["https://www.youtube.com/embed/", id, "?start=", start].concat(),
        None => ["https://www.youtube.com/embed/", id].concat(),
    })
}

fn playlist(id: &str) -> Option<String> {
    (!id.is_empty()).then(|| ["https://www.youtube.com/playlist?list=", id].concat())
}

fn vimeo(host: &str, path: &str) -> Option<String> {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (id, key) = match host {
        "player.vimeo.com" => (word(path.strip_prefix("video/")?), parameter(path, "h").map(word)),
        "vimeo.com" if path.starts_with("moogaloop.swf") => (word(parameter(path, "clip_id")?), None),
        "vimeo.com" => {
            let mut parts = path.split(['?', '#']).next()?.split('/').skip_while(|part| !number(part));
            (parts.next()?, parts.next().filter(|key| !key.is_empty() && is_plain(key, "")))
        }
        _ => return None,
    };
    if !number(id) {
        return None;
    }
    let mut address = ["https://player.vimeo.com/video/", id].concat();
    for (mark, value) in [("?h=", key), ("#t=", parameter(path, "t").map(word))] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            address.push_str(mark);
            address.push_str(value);
        }
    }
    Some(address)
}

fn bilibili(host: &str, path: &str) -> Option<String> {
    let named = match host {
        "bilibili.com" => path.strip_prefix("video/").map(word),
        "player.bilibili.com" | "static.hdslb.com" | "share.acg.tv" => None,
        _ => return None,
    };
    let named = named.or_else(|| Some(word(parameter(path, "bvid")?))).filter(|id| !id.is_empty());
    let name = match named {
        Some(id) => id.to_owned(),
        None => ["av", word(parameter(path, "aid")?)].concat(),
    };
    let mut address = ["https://www.bilibili.com/video/", &name].concat();
    let part = parameter(path, "page").or_else(|| parameter(path, "p")).map(word);
    let mut mark = "?";
    for (name, value) in [("p=", part.filter(|part| *part != "1")), ("t=", parameter(path, "t").map(word))] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            address = [&address, mark, name, value].concat();
            mark = "&";
        }
    }
    (name.len() > 2).then_some(address)
}

/// The page of what `NetEase`'s player plays, whose parameter `type` has the kind as a number.
fn netease(host: &str, path: &str) -> Option<String> {
    if host != "music.163.com" || !path.trim_start_matches(['#', '/']).starts_with("outchain") {
        return None;
    }
    let kind = match parameter(path, "type")? {
        "0" => "playlist",
        "1" => "album",
        "2" => "song",
        "3" => "program",
        "4" => "djradio",
        _ => return None,
    };
    Some(["https://music.163.com/", kind, "?id=", word(parameter(path, "id")?)].concat())
}

/// The beginning of `text` that may be an id.
fn word(text: &str) -> &str {
    let end = text.bytes().position(|byte| !is_plain_byte(byte) && byte != b'=').unwrap_or(text.len());
    &text[..end]
}

fn is_plain_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// `true` if `text` holds nothing but what ids hold, and the characters of `others`.
fn is_plain(text: &str, others: &str) -> bool {
    text.bytes().all(|byte| is_plain_byte(byte) || others.as_bytes().contains(&byte))
}

/// The value of a parameter of a query or a fragment, as written.
pub(super) fn parameter<'a>(address: &'a str, name: &str) -> Option<&'a str> {
    address.split(['?', '#', '&']).skip(1).find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

#[cfg(test)]
mod tests {
    use super::film_page;

    #[test]
    fn every_form_of_a_film() {
        let youtube = "https://www.youtube.com/embed/a_B-1234567";
        for address in [
            "https://www.youtube.com/watch?v=a_B-1234567&feature=share",
            "http://m.youtube.com/watch?list=x&v=a_B-1234567",
            "//www.youtube.com/embed/a_B-1234567?rel=0",
            "https://youtu.be/a_B-1234567?si=x",
            "https://www.youtube.com/shorts/a_B-1234567",
            "https://www.youtube.com/live/a_B-1234567?feature=share",
            "http://www.youtube.com/v/a_B-1234567&hl=en&fs=1",
            "http://www.youtube-nocookie.com/v/a_B-1234567?version=3",
            "https://cdn.embedly.com/widgets/media.html?src=https%3A%2F%2Fwww.youtube.com%2Fembed%2Fa_B-1234567%3Ffeature%3Doembed&url=x",
        ] {
            assert_eq!(film_page(address).as_deref(), Some(youtube), "{address}");
        }
        for (address, page) in [
            ("https://youtu.be/a_B-1234567?t=1m5s", "https://www.youtube.com/embed/a_B-1234567?start=1m5s"),
            (
                "https://www.youtube.com/embed/videoseries?list=PLx",
                "https://www.youtube.com/playlist?list=PLx",
            ),
            (
                "https://www.youtube.com/embed/live_stream?channel=UCx",
                "https://www.youtube.com/channel/UCx/live",
            ),
            ("https://vimeo.com/channels/staff/123?x", "https://player.vimeo.com/video/123"),
            ("https://vimeo.com/123/0a1b", "https://player.vimeo.com/video/123?h=0a1b"),
            ("http://vimeo.com/moogaloop.swf?clip_id=123&server=x", "https://player.vimeo.com/video/123"),
            (
                "//player.bilibili.com/player.html?aid=1&bvid=BV1xx411c7mD&cid=2&page=2",
                "https://www.bilibili.com/video/BV1xx411c7mD?p=2",
            ),
            ("http://static.hdslb.com/miniloader.swf?aid=12&page=1", "https://www.bilibili.com/video/av12"),
            ("https://player.youku.com/embed/XMTI=", "https://v.youku.com/v_show/id_XMTI=.html"),
            (
                "http://player.youku.com/player.php/Type/Folder/Fid/1/Ob/1/sid/XMTI/v.swf",
                "https://v.youku.com/v_show/id_XMTI.html",
            ),
            (
                "http://www.tudou.com/v/abc_-1/&resourceId=0/v.swf",
                "https://www.tudou.com/programs/view/abc_-1/",
            ),
            (
                "https://v.qq.com/txp/iframe/player.html?vid=a0000000000&auto=0",
                "https://v.qq.com/x/page/a0000000000.html",
            ),
            ("http://player.ku6.com/refer/aB-1../v.swf", "https://v.ku6.com/show/aB-1.html"),
            ("https://www.ixigua.com/iframe/123?autoplay=0", "https://www.ixigua.com/123"),
            ("https://open.spotify.com/embed/track/1a?utm=x", "https://open.spotify.com/track/1a"),
            (
                "https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b&color=x",
                "https://soundcloud.com/a/b",
            ),
            ("//music.163.com/outchain/player?type=2&id=12&auto=0", "https://music.163.com/song?id=12"),
            (
                "https://docs.google.com/viewer?url=https%3A%2F%2Fx.test%2Fa.pdf&embedded=true",
                "https://x.test/a.pdf",
            ),
            (
                "https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fa%2Fposts%2F1&width=500",
                "https://www.facebook.com/a/posts/1",
            ),
        ] {
            assert_eq!(film_page(address).as_deref(), Some(page), "{address}");
        }
    }

    #[test]
    fn other_addresses_are_no_films() {
        for address in [
            "",
            "https://www.youtube.com/",
            "https://www.youtube.com/user/x",
            "https://youtu.be.x.test/a_B-1234567",
            "https://x@youtu.be/a_B-1234567",
            "javascript://youtu.be/a_B-1234567",
            "data:text/html,//youtu.be/a_B-1234567",
            "https://vimeo.com/about",
            "https://docs.google.com/viewer?url=javascript:alert(1)",
            "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1",
            "https://www.facebook.com/plugins/like.php?href=https%3A%2F%2Fx.test",
            "https://x.test/watch?v=a_B-1234567",
        ] {
            assert_eq!(film_page(address), None, "{address}");
        }
    }
}
