//! Players, widgets, controls and fallback content: what says something stays.

#![cfg(all(not(target_arch = "wasm32"), feature = "native"))]

use broadsheet_article::{Options, native, write_html};

fn options() -> Options {
    Options { base: Some("https://base.test/dir/page".to_owned()), ..Options::default() }
}

/// The written HTML without the attributes that every link and every image has.
fn read(html: &str) -> String {
    write_html(&native::parse(html, &options()))
        .replace(" rel=\"noopener noreferrer nofollow\"", "")
        .replace(" loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\"", "")
}

fn assert_reads(cases: &[(&str, &str)]) {
    for (html, expected) in cases {
        assert_eq!(read(html), *expected, "{html}");
        let again = read(&write_html(&native::parse(html, &options())));
        assert_eq!(again, *expected, "once more: {html}");
    }
}

/// Asserts that a player, between two paragraphs, is there once and leads to `page`.
fn assert_leads(html: &str, page: &str) {
    let read = read(&format!("<p>a</p>{html}<p>b</p>"));
    let link = format!("<a href=\"{}\">", page.replace('&', "&amp;"));
    assert_eq!(read.matches("<a href").count(), 1, "{html}: {read}");
    assert!(read.contains(&link), "{html}: {read}");
}

#[test]
fn checked_boxes_have_a_sign() {
    assert_reads(&[
        (
            "<ul><li><input type=checkbox checked disabled> a</li><li><input type=checkbox> b</li></ul>",
            "<ul><li>☑ a</li><li>☐ b</li></ul>",
        ),
        (
            "<label><input type=radio checked>是</label><label><input type=radio>否</label>",
            "<p>◉ 是 ○ 否</p>",
        ),
        (
            "<input type=radio id=a><label for=a>猫</label><input type=radio id=b checked><label for=b>狗</label>",
            "<p>○ 猫 ◉ 狗</p>",
        ),
        (
            "<table><tr><td>灯<td><input type=checkbox checked></table>",
            "<table><tbody><tr><td>灯</td><td>☑</td></tr></tbody></table>",
        ),
        ("<p><input type=checkbox id=menu-toggle>a</p>", "<p>a</p>"),
        ("<p><input type=checkbox style='display: none'>a</p>", "<p>a</p>"),
    ]);
}

#[test]
fn fields_say_their_value() {
    assert_reads(&[
        ("城市：<select><option>甲<option selected>乙</select>", "<p>城市：乙</p>"),
        ("<select><option>甲<option>乙</select>", "<p>甲</p>"),
        ("<select multiple><option selected>甲<option selected>乙</select>", "<p>甲, 乙</p>"),
        ("<textarea>one\n  two</textarea>", "<pre>one\n  two</pre>"),
        ("<p>a <textarea>b</textarea></p>", "<p>a b</p>"),
        ("<output>42</output> <progress value=7 max=10></progress>", "<p>42 70\u{a0}%</p>"),
        ("<p>a <input value=b></p>", "<p>a b</p>"),
        ("<p>a</p><form><input value=b><input type=hidden value=c></form>", "<p>a</p>"),
    ]);
}

#[test]
fn buttons_that_are_text() {
    assert_reads(&[
        ("<h3><button aria-expanded=false>如何退货</button></h3>", "<h2>如何退货</h2>"),
        ("<dl><dt><button>a</button><dd>b</dl>", "<dl><dt>a</dt><dd>b</dd></dl>"),
        ("<p>Press <button>OK</button> twice.", "<p>Press OK twice.</p>"),
        ("<button>可以退货吗？</button><p>a", "<p>可以退货吗？</p><p>a</p>"),
        (
            "<button class=lightbox><img src=/a.png></button>",
            "<p><img src=\"https://base.test/a.png\" alt=\"\"></p>",
        ),
        (
            "<ul><li><button>One</button> of them<li>Two <button>Copy</button></ul>",
            "<ul><li>One of them</li><li>Two</li></ul>",
        ),
        ("<p>As before.</p><button>Copy</button><button>展开</button>", "<p>As before.</p>"),
    ]);
    let full = Options { clean: false, ..options() };
    let written = write_html(&native::parse("<p>a</p><button>Copy</button>", &full));
    assert_eq!(written, "<p>a</p><p>Copy</p>", "without cleaning");
}

#[test]
fn what_a_rule_takes_is_reported() {
    let html = "<p>The hours of the ferry are on the board by the quay.</p><button>Copy</button>\
                <noscript>Please enable JavaScript.</noscript>";
    let (_, report) = native::parse_with(html, &options(), &mut |_| None);
    let removed: Vec<_> = report.removed.iter().map(|removal| (removal.rule, &*removal.summary)).collect();
    assert_eq!(removed, [("control", "Copy"), ("browser-notice", "Please enable JavaScript.")]);
}

#[test]
fn fallback_content_stays_where_nothing_else_is_shown() {
    assert_reads(&[
        ("<noscript><pre><code>print(42)\nb</code></pre></noscript>", "<pre>print(42)\nb</pre>"),
        ("<p>a</p><noscript><p>a</p></noscript>", "<p>a</p>"),
        ("<object><p>a <b>b</b></p></object>", "<p>a <b>b</b></p>"),
        ("<canvas>一月 3</canvas>", "<p>一月 3</p>"),
        ("<audio><a href=/a.ogg>a</a></audio>", "<p><a href=\"https://base.test/a.ogg\">a</a></p>"),
        (
            "<video src=blob:https://x.test/1 poster=/a.png>b</video>",
            "<p><img src=\"https://base.test/a.png\" alt=\"\"></p><p>b</p>",
        ),
        ("<iframe srcdoc='<p>a<b>b</b>'></iframe>", "<p>a<b>b</b></p>"),
        ("<noframes><p>a <a href=/b>b</a></noframes>", "<p>a <a href=\"https://base.test/b\">b</a></p>"),
        (
            "<map><area href=/a alt=甲><area href=/b alt=乙></map>",
            "<p><a href=\"https://base.test/a\">甲</a></p><p><a href=\"https://base.test/b\">乙</a></p>",
        ),
        ("<marquee>一</marquee><marquee>二</marquee>", "<p>一</p><p>二</p>"),
        ("<plaintext>a <b>b", "<pre>a &lt;b&gt;b</pre>"),
    ]);
}

#[test]
fn players_are_a_box_or_a_link_once() {
    let youtube = "https://www.youtube.com/watch?v=a_B-1234567";
    for html in [
        "<iframe src=https://youtu.be/a_B-1234567></iframe>",
        "<object><param name=movie value=http://www.youtube.com/v/a_B-1234567&fs=1>\
         <embed src=http://www.youtube.com/v/a_B-1234567&fs=1></object>",
        "<div class=rll-youtube-player data-src=https://www.youtube.com/embed/a_B-1234567><img src=/still.jpg></div>",
        "<lite-youtube videoid=a_B-1234567><a href=https://youtube.com/watch?v=a_B-1234567>a</a></lite-youtube>",
        "<amp-youtube data-videoid=a_B-1234567></amp-youtube>",
        "<figure class=media><oembed url=https://youtu.be/a_B-1234567></oembed></figure>",
        "<figure class=wp-block-embed><div class=wp-block-embed__wrapper>\nhttps://youtu.be/a_B-1234567\n</div></figure>",
        "<video><source type=video/youtube src=https://www.youtube.com/watch?v=a_B-1234567></video>",
        "<div class=plyr data-plyr-provider=youtube data-plyr-embed-id=a_B-1234567></div>",
        "<div class=youtube-player data-id=a_B-1234567></div>",
        "<iframe data-src=//youtu.be/a_B-1234567></iframe><noscript><iframe src=https://youtu.be/a_B-1234567></iframe></noscript>",
        "<iframe srcdoc='<a href=x>x</a>' src=https://www.youtube.com/embed/a_B-1234567></iframe>",
        "<div data-url=https://youtu.be/a_B-1234567><iframe src=https://youtu.be/a_B-1234567></iframe></div>",
    ] {
        assert_leads(html, youtube);
        assert!(read(html).contains("<figure data-film>"), "{html}");
    }
    for (html, page) in [
        (
            "<embed src=http://player.youku.com/player.php/sid/XAA/v.swf type=application/x-shockwave-flash>",
            "https://v.youku.com/v_show/id_XAA.html",
        ),
        (
            "<script>x.innerHTML=AC_FL_RunContent('src', 'http://www.tudou.com/v/abc/v.swf', 'x');</script>",
            "https://www.tudou.com/programs/view/abc/",
        ),
        (
            "<iframe class=video_iframe data-src=https://v.qq.com/iframe/preview.html?vid=a01&width=5></iframe>",
            "https://v.qq.com/x/page/a01.html",
        ),
        (
            "<mpvoice voice_encode_fileid=Mz name=早></mpvoice>",
            "https://res.wx.qq.com/voice/getvoice?mediaid=Mz",
        ),
        (
            "<iframe src=https://bandcamp.com/EmbeddedPlayer/album=1/><a href=https://b.bandcamp.com/album/a>a</a></iframe>",
            "https://b.bandcamp.com/album/a",
        ),
        ("<object data=/a.pdf type=application/pdf></object>", "https://base.test/a.pdf"),
        ("<object data=/a.pdf><a href=/a.pdf>a</a></object>", "https://base.test/a.pdf"),
        ("<object data=/a.pdf><embed src=/a.pdf></object>", "https://base.test/a.pdf"),
        ("<embed src=https://x.test/game.swf>", "https://x.test/game.swf"),
    ] {
        assert_leads(html, page);
    }
    let audio = "<audio controls preload=\"none\"><source src=\"https://x.test/a.mp3\"></audio>";
    assert_reads(&[
        ("<embed src='https://x.test/p.swf?mp3=https%3A%2F%2Fx.test%2Fa.mp3'>", audio),
        ("<object data=/p.swf><param name=flashvars value='soundFile=https://x.test/a.mp3'></object>", audio),
        ("<amp-audio src=https://x.test/a.mp3><p>b</p></amp-audio>", audio),
        ("<bgsound src=https://x.test/a.mp3>", audio),
    ]);
}

#[test]
fn a_player_keeps_its_title_and_its_caption() {
    assert_reads(&[
        (
            "<div class=rll-youtube-player data-src=https://www.youtube.com/embed/a_B-1234567 data-alt=灯塔></div>",
            "<figure data-film><a href=\"https://www.youtube.com/watch?v=a_B-1234567\">灯塔</a></figure>",
        ),
        (
            "<div data-youtube-id=a_B-1234567><img src=/still.jpg><p>雨</p></div>",
            "<figure data-film><a href=\"https://www.youtube.com/watch?v=a_B-1234567\">youtube.com/watch?v=a_B-1234567</a></figure><p>雨</p>",
        ),
    ]);
}

#[test]
fn widgets_leave_a_link_and_their_words() {
    for (html, page) in [
        ("<script src=https://gist.github.com/u/01.js></script>", "https://gist.github.com/u/01"),
        (
            "<div class=twitter-tweet><a href=https://x.test/u/status/1></a></div>",
            "https://x.test/u/status/1",
        ),
        (
            "<blockquote class=wp-embedded-content><a href=https://x.test/c>c</a></blockquote>\
             <iframe class=wp-embedded-content src=https://x.test/c/embed/></iframe>",
            "https://x.test/c",
        ),
        ("<script async data-telegram-post=u/42></script>", "https://t.me/u/42"),
        ("<script src=//jsfiddle.net/u/a/embed/js/></script>", "https://jsfiddle.net/u/a/"),
        (
            "<div class=fb-post data-href=https://www.facebook.com/a/posts/1></div>",
            "https://www.facebook.com/a/posts/1",
        ),
        ("<amp-twitter data-tweetid=12></amp-twitter>", "https://twitter.com/i/status/12"),
        (
            "<blockquote class=instagram-media data-instgrm-permalink=https://www.instagram.com/p/A/><p>a</blockquote>",
            "https://www.instagram.com/p/A/",
        ),
        (
            "<blockquote class=twitter-tweet><p>a <a href=https://twitter.com/u/status/1>b</a></blockquote>",
            "https://twitter.com/u/status/1",
        ),
    ] {
        assert_leads(html, page);
    }
}

#[test]
fn addresses_of_replacements_are_judged_like_others() {
    for html in [
        "<object data=javascript:alert(1)>a</object>",
        "<embed src=javascript:alert(1)><p>a",
        "<div class=fb-post data-href=javascript:alert(1)>a</div>",
        "<area href=javascript:alert(1) alt=a>",
        "<iframe srcdoc='<a href=javascript:alert(1)>a</a><script>b</script>'></iframe>",
        "<iframe src='data:text/html,<a href=javascript:alert(1)>a</a><script>b</script>'></iframe>",
        "<iframe data-src=data:image/svg+xml,b></iframe>a",
    ] {
        assert_eq!(read(html), "<p>a</p>", "{html}");
    }
}

#[test]
fn adverts_and_counters_in_frames_go_by_a_rule() {
    let html = "<p>The hours of the ferry are on the board.</p>\
                <iframe data-src='https://ads.example.com/frame?slot=1' width=1 height=1></iframe>\
                <noscript><iframe src=https://www.googletagmanager.com/ns.html?id=1></iframe></noscript>";
    let (article, report) = native::parse_with(html, &options(), &mut |_| None);
    assert_eq!(write_html(&article), "<p>The hours of the ferry are on the board.</p>");
    assert_eq!(report.removed.iter().filter(|removal| removal.rule == "advert").count(), 2);
}

#[test]
fn boxes_whose_attributes_have_other_names() {
    let youtube = "https://www.youtube.com/watch?v=a_B-1234567";
    for html in [
        "<iframe src=about:blank data-consent-src=https://www.youtube.com/embed/a_B-1234567></iframe>",
        "<div data-player-address=https://youtu.be/a_B-1234567></div>",
        "<div data-html='<iframe src=\"//www.youtube.com/embed/a_B-1234567\"></iframe>'></div>",
        "<a class=popup href=https://youtu.be/a_B-1234567></a>",
        "<p>[youtube https://youtu.be/a_B-1234567&w=320]</p>",
        "<p>[flash]http://www.youtube.com/v/a_B-1234567&fs=1[/flash]</p>",
    ] {
        assert_leads(html, youtube);
    }
    for (html, page) in [
        ("<div class=map data-src=https://maps.test/embed?pb=1></div>", "https://maps.test/embed?pb=1"),
        (
            "<div class=aplayer data-id=12 data-server=netease data-type=song></div>",
            "https://music.163.com/song?id=12",
        ),
        ("<meting-js server=tencent type=song id=0a></meting-js>", "https://y.qq.com/n/ryqq/songDetail/0a"),
        ("<a data-pin-do=embedPin href=https://pin.test/1></a>", "https://pin.test/1"),
        ("<iframe src=/map.html title=Map></iframe>", "https://base.test/map.html"),
        ("<dl><dt>c<audio src=https://x.test/a.mp3></audio><dd>d</dl>", "https://x.test/a.mp3"),
    ] {
        assert_leads(html, page);
    }
    let video = "<video controls preload=\"none\"><source src=\"https://x.test/a.mp4\"></video>";
    assert_reads(&[
        (
            "<script>jwplayer('x').setup({file: 'https://x.test/a.mp4', image: 'https://x.test/a.jpg'})</script>",
            video,
        ),
        ("<video data-mp4=https://x.test/a.mp4 data-poster=https://x.test/a.jpg></video>", video),
        ("<div data-image=https://x.test/embed/a.jpg>a</div>", "<p>a</p>"),
        ("<a href=https://x.test/></a><p>a", "<p>a</p>"),
    ]);
}

#[test]
fn a_set_of_frames_leaves_links() {
    assert_reads(&[(
        "<frameset cols=20%,*><frame src=menu.html title=Menu><frame src=main.html><noframes>a</noframes></frameset>",
        "<p><a href=\"https://base.test/dir/menu.html\">Menu</a></p><p><a href=\"https://base.test/dir/main.html\">main.html</a></p><p>a</p>",
    )]);
}

#[test]
fn an_article_about_a_film_begins_with_it() {
    let page = "https://www.youtube.com/watch?v=a_B-1234567&t=5";
    let film = "<figure data-film><a href=\"https://www.youtube.com/watch?v=a_B-1234567\" rel=\"noopener noreferrer nofollow\">";
    let begun = |html: &str| {
        let mut article = native::parse(html, &options());
        broadsheet_article::begin_with_film(&mut article, page, Some("Rain"));
        broadsheet_article::begin_with_film(&mut article, "https://x.test/", Some("Rain"));
        write_html(&article)
    };
    let lead = film.replace("a_B-1234567", "a_B-1234567&amp;t=5s");
    assert_eq!(begun("<p>a</p>"), format!("{lead}Rain</a></figure><p>a</p>"));
    assert_eq!(begun(""), format!("{lead}Rain</a></figure>"));
    let embedded = "<blockquote><iframe src=https://youtu.be/a_B-1234567></iframe></blockquote>";
    assert_eq!(begun(embedded).matches("data-film").count(), 1);
}
