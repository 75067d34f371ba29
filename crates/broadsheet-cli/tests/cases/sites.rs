//! What sites, forums and editors of their own have, in attributes, scripts and templates.

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
