//! Content that sites, forums and editors keep in attributes, scripts and templates of their own.

use crate::packed::Packed;

/// The article of a page in HTML, as HTML, without what loading needs.
fn page(body: &str) -> String {
    let post = format!("---\ntitle: 河岸\ndate: 2020-12-14\nfrom: https://blog.test/bank\n---\n{body}\n");
    let html = Packed::of(&[("2020-12-14-bank.html", &post)]).html("2020-12-14-bank").to_owned();
    html.replace(" loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\"", "")
        .replace(" rel=\"noopener noreferrer nofollow\"", "")
}

#[test]
fn notes_in_attributes_stand_at_the_end() {
    let note = |number: &str, text: &str, url: &str| {
        format!("<sup data-text='{text}' data-url='{url}' data-draft-type='reference'>[{number}]</sup>")
    };
    let first = note("1", "《水经》第三章", "https://ref.test/");
    let html = page(&format!("<div><p>一{first}，二{}。</p><p>三{first}</p></div>", note("2", "李四", "")));
    assert_eq!(
        html,
        "<p>一<span id=\"a-ref-noted-1\"></span><sup><a href=\"#a-noted-1\">[1]</a></sup>，\
         二<span id=\"a-ref-noted-2\"></span><sup><a href=\"#a-noted-2\">[2]</a></sup>。</p>\
         <p>三<sup><a href=\"#a-noted-1\">[1]</a></sup></p>\
         <p><span id=\"a-noted-1\"></span>[1] 《水经》第三章 <a href=\"https://ref.test/\">https://ref.test/</a> <a href=\"#a-ref-noted-1\">↩</a></p>\
         <p><span id=\"a-noted-2\"></span>[2] 李四 <a href=\"#a-ref-noted-2\">↩</a></p>"
    );
    // Where the page has the list itself, the note is there once.
    let listed = page(
        "<p>一<sup data-text='水经' data-url='https://ref.test/' id='ref_1_0'><a href='#ref_1'>[1]</a></sup></p>\
         <ol><li id='ref_1'><a href='#ref_1_0'>^</a>水经</li></ol>",
    );
    assert_eq!(listed.matches("水经").count(), 1, "{listed}");
    // Where it has lost it, the link leads to the note.
    let lost = page("<p>一<sup data-text='水经'><a href='#ref_1'>[1]</a></sup></p>");
    assert!(lost.contains("<a href=\"#a-noted-1\">[1]</a></sup>") && lost.contains("[1] 水经"), "{lost}");
    let other = page("<p>一<span class='littlefoot-footnote' data-footnote='水经'>1</span></p>");
    assert!(other.contains("1 水经"), "{other}");
}

#[test]
fn emoji_of_classes_are_signs() {
    assert_eq!(
        page(
            "<p>好<span class='emoji emoji1f600'></span>，<span class='emoji emoji1f1e81f1f3'></span>，\
             <i class='twa twa-1f468-200d-1f4bb'></i>，<i class='icon_emoji' title='[微笑]'></i>，\
             <span class='emoji-face'></span>完</p>"
        ),
        "<p>好😀，🇨🇳，👨\u{200d}💻，[微笑]，完</p>"
    );
}

#[test]
fn spoilers_keep_their_words_in_long_pages() {
    let long = "<p>船在夜里靠岸，没有人说话，只有潮水。</p>".repeat(200);
    for spoiler in [
        "<div class='spoiler'><div class='spoiler-title'>剧透</div><div class='spoiler-body' style='display:none'>谜底在此</div></div>",
        "<div class='spoiler'><p>谜底在此</p></div>",
        "<p>是 <span class='spoiler'>谜底在此</span></p>",
        "<div class='pre-spoiler'>剧透 <input type='button' value='显示'></div><div><div class='spoiler' style='display: none;'>谜底在此</div></div>",
        "<div class='quotetitle'><b>Spoiler:</b> <input type='button' value='显示'></div><div class='quotecontent'><div style='display: none;'>谜底在此</div></div>",
        "<div><div><input value='显示' type='button'></div><div class='alt2'><div style='display: none;'>谜底在此</div></div></div>",
        "<div class='sp-wrap'><div class='sp-head folded'>剧透</div><div class='sp-body' style='display:none'>谜底在此</div></div>",
        "<div class='collapse_btn'><button type='button'>+</button>点击展开</div><div class='collapse_content' style='display:none'>谜底在此</div>",
    ] {
        let html = page(&[&long, spoiler, &long].concat());
        assert_eq!(html.matches("谜底在此").count(), 1, "{spoiler}");
    }
}

#[test]
fn fields_within_the_form_of_a_page_say_what_they_said() {
    assert_eq!(
        page(
            "<form name='aspnetForm' method='post'><p>一共 <input type='number' value='42'> 个，姓名 <input value='张三'></p>\
             <table><tr><td>答：<select><option>甲</option><option selected>乙</option></select></td><td><input value='常来'></td></tr>\
             <tr><td>备注</td><td><textarea>多谢</textarea></td></tr></table><input type='hidden' value='令牌'>\
             <input type='submit' value='提交'></form>\
             <form class='search-form'>搜索 <input name='s' value='关键词'></form>\
             <form id='commentform'><p>姓名 <input name='author' value='匿名'></p></form>"
        ),
        "<p>一共 42 个，姓名 张三</p><table><tbody><tr><td>答：乙</td><td>常来</td></tr>\
         <tr><td>备注</td><td>多谢</td></tr></tbody></table><p>搜索</p><p>姓名</p>"
    );
}

#[test]
fn empty_boxes_leave_a_link_to_what_they_name() {
    for (html, address) in [
        (
            "<bilibili-player bvid='BV1xx411c7mD'></bilibili-player>",
            "https://www.bilibili.com/video/BV1xx411c7mD",
        ),
        ("<div data-oembed-url='https://o.test/v'></div>", "https://o.test/v"),
        ("<figure class='media'><oembed url='https://o.test/v'></oembed></figure>", "https://o.test/v"),
        (
            "<figure class='media'><oembed url='https://www.bilibili.com/video/BV1xx411c7mD/'></oembed></figure>",
            "https://www.bilibili.com/video/BV1xx411c7mD",
        ),
        ("<div class='x' data-url='https://twitter.com/x/status/1'></div>", "https://twitter.com/x/status/1"),
        ("<div class='link-card' data-url='https://o.test/v'></div>", "https://o.test/v"),
        (
            "<blockquote class='text-post-media' data-text-post-permalink='https://www.threads.net/@a/post/C1'></blockquote>",
            "https://www.threads.net/@a/post/C1",
        ),
    ] {
        let html = page(&["<p>片：</p>", html].concat());
        assert_eq!(html.matches(&format!("<a href=\"{address}\">")).count(), 1, "{address}: {html}");
    }
    assert_eq!(
        page("<p>甲</p><div class='share-button' data-url='https://twitter.com/x'></div>"),
        "<p>甲</p>"
    );
    let quoted = "<blockquote class='mastodon-embed' data-embed-url='https://m.test/@a/1/embed'><p>今天有雨</p><a href='https://m.test/@a/1'>看</a></blockquote>";
    assert_eq!(
        page(quoted),
        "<blockquote><p>今天有雨</p><p><a href=\"https://m.test/@a/1\">看</a></p></blockquote>"
    );
}

#[test]
fn html_in_the_address_of_a_frame_is_read() {
    assert_eq!(
        page(
            "<iframe src='data:text/html;charset=utf-8,%3Cp%3E内嵌字%3C/p%3E'></iframe>\
             <iframe src='data:text/html;base64,PHA+5Y+M5a2XPC9wPg=='></iframe>\
             <iframe src='data:text/html,<script>alert(1)</script><p>三</p>'></iframe>"
        ),
        "<p>内嵌字</p><p>双字</p><p>三</p>"
    );
}

#[test]
fn text_in_scripts_is_code() {
    for (script, code) in [
        (
            "<script type='syntaxhighlighter' class='brush: js'><![CDATA[\n var z = 1;\n   go();\n]]></script>",
            "<pre><code class=\"language-js\"> var z = 1;\n   go();</code></pre>",
        ),
        (
            "<script type='text/x-mermaid'>graph TD; 甲--&gt;乙\n  乙-->丙</script>",
            "<pre><code class=\"language-mermaid\">graph TD; 甲--&amp;gt;乙\n  乙--&gt;丙</code></pre>",
        ),
        (
            "<script type='text/markdown'># 题\n- 项</script>",
            "<pre><code class=\"language-markdown\"># 题\n- 项</code></pre>",
        ),
        ("<script type='text/plain'>一行字\n  二行字</script>", "<pre>一行字\n  二行字</pre>"),
        ("<script type='text/plain' data-cookieconsent='statistics'>gtag('config', 'x');</script>", ""),
        ("<script type='text/javascript'>var a = 1;</script>", ""),
    ] {
        assert_eq!(
            page(&["<p>一</p>", script, "<p>二</p>"].concat()),
            ["<p>一</p>", code, "<p>二</p>"].concat()
        );
    }
}

#[test]
fn code_of_highlighters_keeps_its_lines() {
    let lines = "<pre>int a {\n  int b;\n}</pre>";
    for code in [
        "<ol start='1' class='dp-j'><li class='alt'><span><span class='keyword'>int</span><span>&nbsp;a&nbsp;{</span></span></li>\
         <li class=''><span>&nbsp;&nbsp;int&nbsp;b;</span></li><li class='alt'><span>}</span></li></ol>",
        "<div class='mermaid'>int a {\n  int b;\n}</div>",
        "<listing>int a {\n  int b;\n}</listing>",
        "<xmp>int a {\n  int b;\n}</xmp>",
        "<plaintext>int a {\n  int b;\n}",
    ] {
        assert_eq!(page(code).trim_end(), lines, "{code}");
    }
}

#[test]
fn what_a_template_shows_is_there() {
    assert_eq!(
        page(
            "<p>始</p><my-card><template shadowrootmode='open'><style>p{}</style><h3><slot name='t'>无题</slot></h3>\
             <p>影里的字 <img src='https://i.test/s.jpg'></p><slot></slot></template><b slot='t'>卡片</b>光里的字</my-card>\
             <my-note><template shadowroot='open'><p><slot>无人写</slot></p></template></my-note><p>终</p>"
        ),
        "<p>始</p><h2><b>卡片</b></h2><p>影里的字 <img src=\"https://i.test/s.jpg\" alt=\"\"></p><p>光里的字</p>\
         <p>无人写</p><p>终</p>"
    );
    assert_eq!(
        page(
            "<template><p>模板里的字，说的是潮水。</p><img src='https://i.test/t.jpg'></template>\
             <template id='toast'><div>{{ msg }}，{{ time }}。</div><img src='{{ src }}'></template>\
             <template><button>Copied to the clipboard.</button></template>"
        ),
        "<p>模板里的字，说的是潮水。</p><p><img src=\"https://i.test/t.jpg\" alt=\"\"></p>"
    );
}

#[test]
fn cards_within_an_app_leave_their_words() {
    assert_eq!(
        page(
            "<div id='js_content'><p>始</p><mp-miniprogram data-miniprogram-nickname='河边' data-miniprogram-title='渡口时刻' \
             data-miniprogram-imageurl='https://i.test/12/0'></mp-miniprogram>\
             <mp-common-poi data-name='武汉站' data-address='白云路'></mp-common-poi>\
             <mp-common-profile data-nickname='河边号' data-signature='修表的人'></mp-common-profile>\
             <mpvideosnap data-nickname='河边视频' data-desc='一天'></mpvideosnap>\
             <section class='js_blockquote_wrap' data-url='https://wx.test/s/1' data-author-name='原作者' data-source-title='渡口'>\
             <section class='js_blockquote_digest'>引的话。</section></section></div>"
        ),
        "<p>始</p><p>河边：渡口时刻</p><p><img src=\"https://i.test/12/0\" alt=\"河边：渡口时刻\"></p><p>武汉站：白云路</p>\
         <p>河边号：修表的人</p><p>河边视频：一天</p>\
         <blockquote><p>引的话。</p><p><a href=\"https://wx.test/s/1\">原作者：渡口</a></p></blockquote>"
    );
}

#[test]
fn pictures_of_sets_in_styles_are_shown() {
    for style in [
        "background-image:image-set(\"https://i.test/a.jpg\" 1x, \"https://i.test/b.jpg\" 2x)",
        "background-image:-webkit-image-set(url(https://i.test/a.jpg) 1x)",
        "--cover:url(https://i.test/a.jpg)",
    ] {
        assert_eq!(
            page(&format!("<p>甲</p><div class='cover' style='{style}'></div>")),
            "<p>甲</p><p><img src=\"https://i.test/a.jpg\" alt=\"\"></p>",
            "{style}"
        );
    }
}

#[test]
fn embeds_that_are_data_alone_are_shown() {
    let embed = |class: &str, data: &str| {
        page(&format!(
            "<p>甲</p><div class=\"{class}\" data-attrs=\"{}\"></div>",
            data.replace('"', "&quot;")
        ))
    };
    for (class, data, expected) in [
        (
            "youtube-wrap",
            r#"{"videoId":"AAAAAAAAAAA","startTime":null}"#,
            "<figure data-film><a href=\"https://www.youtube.com/watch?v=AAAAAAAAAAA\">youtube.com/watch?v=AAAAAAAAAAA</a></figure>",
        ),
        (
            "tweet",
            r#"{"url":"https://twitter.com/a/status/1","full_text":"今天\u6709\"雨\"","name":"某"}"#,
            "<blockquote><p>今天有\"雨\"</p><p><a href=\"https://twitter.com/a/status/1\">某</a></p></blockquote>",
        ),
        (
            "embedded-post-wrap",
            r#"{"id":1,"url":"https://b.test/p/x","title":"另文"}"#,
            "<p><a href=\"https://b.test/p/x\">另文</a></p>",
        ),
        (
            "instagram",
            r#"{"instagram_id":"AbC","title":"照片"}"#,
            "<p><a href=\"https://www.instagram.com/p/AbC/\">照片</a></p>",
        ),
        (
            "image-gallery-embed",
            r#"{"gallery":{"images":[{"src":"https://i.test/1.jpeg"},{"src":"https:\/\/i.test\/2.jpeg"}],"caption":"图集"}}"#,
            "<figure><img src=\"https://i.test/1.jpeg\" alt=\"\"><img src=\"https://i.test/2.jpeg\" alt=\"\"><figcaption>图集</figcaption></figure>",
        ),
        ("subscription-widget-wrap", r#"{"url":"https://b.test/subscribe","text":"Subscribe"}"#, ""),
        ("tweet", r#"{"url":"javascript://x.test/"}"#, ""),
    ] {
        let html = embed(class, data);
        let plain = html.replace("<p><img", "<img").replace("\"\"></p>", "\"\">");
        assert_eq!(plain, ["<p>甲</p>", expected].concat(), "{class}");
    }
}

#[test]
fn cards_of_documents_are_what_they_hold() {
    let card = |name: &str, data: &str| {
        let data = data.replace('%', "%25").replace('"', "%22").replace('{', "%7B").replace('\\', "%5C");
        page(&format!("<p>甲</p><card type='block' name='{name}' value='data:{data}'></card>"))
    };
    for (name, data, expected) in [
        (
            "image",
            r#"{"src":"https://i.test/a.png","title":"图"}"#,
            "<p><img src=\"https://i.test/a.png\" alt=\"图\"></p>",
        ),
        (
            "codeblock",
            r#"{"mode":"java","code":"int a;\n  int b;"}"#,
            "<pre><code class=\"language-java\">int a;\n  int b;</code></pre>",
        ),
        (
            "bookmarklink",
            r#"{"src":"https://b.test/x","title":"书签"}"#,
            "<p><a href=\"https://b.test/x\">书签</a></p>",
        ),
    ] {
        assert_eq!(card(name, data), ["<p>甲</p>", expected].concat(), "{name}");
    }
    assert!(card("math", r#"{"code":"x^2"}"#).contains("x^2</annotation>"));
    let set = r#"{"info":{"setname":"组"},"list":[{"img":"https://i.test/1.jpg","note":"图一"},{"img":"https://i.test/2.jpg","note":""}]}"#;
    assert_eq!(
        page(&format!("<p>甲</p><textarea name='gallery-data' style='display:none'>{set}</textarea>")),
        "<p>甲</p><figure><img src=\"https://i.test/1.jpg\" alt=\"\"><figcaption>图一</figcaption></figure>\
         <figure><img src=\"https://i.test/2.jpg\" alt=\"\"></figure>"
    );
}

#[test]
fn pictures_behind_links_and_covers_are_shown() {
    let image = |name: &str| format!("<img src=\"https://{name}\" alt=\"\">");
    for (html, names) in [
        (
            "<a href='https://t.me/ch/1' style=\"width:800px;background-image:url('https://i.test/a.jpg')\"><div style='padding-top:66%'></div></a>",
            vec!["i.test/a.jpg"],
        ),
        (
            "<a href='https://t.me/ch/1'><i class='link_preview_right_image' style=\"background-image:url('https://i.test/a.jpg')\"></i>预览</a>",
            vec!["i.test/a.jpg"],
        ),
        (
            "<div class='swiper_item' data-src='https://i.test/a.jpg'><div class='swiper_item_img'></div></div>",
            vec!["i.test/a.jpg"],
        ),
        (
            "<section style='background-image:url(https://mmbiz.qpic.cn/q/0);'><svg viewBox='0 0 1080 720' style='background-image:url(https://mmbiz.qpic.cn/r/0)'></svg></section>",
            vec!["mmbiz.qpic.cn/q/0", "mmbiz.qpic.cn/r/0"],
        ),
        (
            "<svg viewBox='0 0 1080 1920'><g><image xlink:href='https://i.test/a.png' width='1080'></image></g><foreignObject><p>字</p></foreignObject></svg>",
            vec!["i.test/a.png"],
        ),
        ("<svg width='800' height='600'><image href='https://i.test/a.jpg'/></svg>", vec!["i.test/a.jpg"]),
    ] {
        let got = page(&["<p>甲</p>", html].concat());
        for name in &names {
            assert_eq!(got.matches(&image(name)).count(), 1, "{html}: {got}");
        }
        assert_eq!(got.matches("<img").count(), names.len(), "{html}: {got}");
    }
}

#[test]
fn stars_and_names_of_films_are_there() {
    assert_eq!(
        page(
            "<p>评 <span class='allstar40 main-title-rating'></span>，<span class='rating3-t'></span>，\
             <span class='bigstar45'></span>，<span class='rating-stars' data-rating='2'></span>完</p>"
        ),
        "<p>评 ★★★★☆，★★★☆☆，★★★★½，★★☆☆☆完</p>"
    );
    for (html, address) in [
        ("<div class='rv-root-v2' data-vid='a0000000000'></div>", "https://v.qq.com/x/page/a0000000000.html"),
        (
            "<iframe src='/embed/youtube?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DAAAAAAAAAAA'></iframe>",
            "https://www.youtube.com/watch?v=AAAAAAAAAAA",
        ),
        (
            "<iframe src='/embed/twitter?url=https%3A%2F%2Ftwitter.com%2Fa%2Fstatus%2F1'></iframe>",
            "https://twitter.com/a/status/1",
        ),
        ("<a href='https://shop.test/1' data-title='一本书'></a>", "https://shop.test/1"),
    ] {
        let html = page(&["<p>片：</p>", html].concat());
        assert_eq!(html.matches(&format!("<a href=\"{address}\">")).count(), 1, "{html}");
    }
    assert_eq!(
        page("<div class='notion-code-block'><div style='white-space:pre'>a\n  b</div></div>"),
        "<pre>a\n  b</pre>"
    );
}
