//! Players, widgets and controls of scraped pages.

use crate::packed::Packed;

/// The article of a page in HTML, as HTML; with the text of what cleaning took.
fn page(body: &str) -> String {
    let post = format!("---\ntitle: 放映表\ndate: 2020-12-14\nfrom: https://blog.test/films\n---\n{body}\n");
    Packed::of(&[("2020-12-14-films.html", &post)]).html("2020-12-14-films").to_owned()
}

/// The targets of the links of an article, in order.
fn targets(html: &str) -> Vec<String> {
    let links = html.split("<a href=\"").skip(1);
    links.map(|link| link.split('"').next().unwrap().replace("&amp;", "&")).collect()
}

#[test]
fn lists_say_what_is_done_and_choices_what_is_chosen() {
    let html = page(
        "<ul><li class='task-list-item'><input type='checkbox' checked disabled> 浇花</li>\n\
         <li class='task-list-item'><input type='checkbox' disabled> 寄信</li></ul>\n\
         <p><label><input type='radio' name='a' checked>是</label><label><input type='radio' name='a'>否</label></p>\n\
         <p>城市：<select><option>甲</option><option selected>乙</option></select></p>",
    );
    assert_eq!(html, "<ul><li>☑ 浇花</li><li>☐ 寄信</li></ul><p>◉ 是 ○ 否</p><p>城市：乙</p>");
}

#[test]
fn what_scripts_embed_leaves_a_way_to_it() {
    let html = page(
        "<p>1</p><script src='https://gist.github.com/nobody/0123456789abcdef0123.js'></script>\n\
         <p>2</p><div><script src='https://gist.github.com/nobody/fedcba.js'></script>\
         <noscript><pre><code>print(42)\nprint(43)</code></pre></noscript></div>\n\
         <p>3</p><script async src='https://telegram.org/js/telegram-widget.js?22' data-telegram-post='nobody/42'></script>\n\
         <p>4</p><object data='https://forms.test/f/1.pdf' type='application/pdf'></object>",
    );
    assert_eq!(
        targets(&html),
        [
            "https://gist.github.com/nobody/0123456789abcdef0123",
            "https://gist.github.com/nobody/fedcba",
            "https://t.me/nobody/42",
            "https://forms.test/f/1.pdf",
        ]
    );
    assert!(html.contains("print(42)\nprint(43)"), "{html}");
}

#[test]
fn films_of_every_kind_of_box_are_there_once() {
    let html = page(
        "<p>1</p><div class='rll-youtube-player' data-src='https://www.youtube.com/embed/AAAAAAAAAAA' data-alt='灯塔'>\
         <div><img data-lazy-src='https://i.ytimg.com/vi/AAAAAAAAAAA/hqdefault.jpg'></div></div>\n\
         <p>2</p><iframe src='about:blank' data-lazy-src='https://player.vimeo.com/video/123456789'></iframe>\
         <noscript><iframe src='https://player.vimeo.com/video/123456789'></iframe></noscript>\n\
         <p>3</p><iframe src='//player.bilibili.com/player.html?aid=1&bvid=BV1xx411c7mD&cid=2&page=1'></iframe>\n\
         <p>4</p><embed src='http://player.youku.com/player.php/sid/XAAAAAAAA/v.swf' type='application/x-shockwave-flash'>\n\
         <p>5</p><object><param name='movie' value='http://www.tudou.com/v/BBBBBBBBBBB/v.swf'>\
         <embed src='http://www.tudou.com/v/BBBBBBBBBBB/v.swf' type='application/x-shockwave-flash'></object>\n\
         <p>6</p><amp-youtube data-videoid='EEEEEEEEEEE'></amp-youtube>\n\
         <p>7</p><iframe data-src='https://ads.test/frame?slot=1' width='1' height='1'></iframe>",
    );
    assert_eq!(
        targets(&html),
        [
            "https://www.youtube.com/watch?v=AAAAAAAAAAA",
            "https://vimeo.com/123456789",
            "https://www.bilibili.com/video/BV1xx411c7mD",
            "https://v.youku.com/v_show/id_XAAAAAAAA.html",
            "https://www.tudou.com/programs/view/BBBBBBBBBBB/",
            "https://www.youtube.com/watch?v=EEEEEEEEEEE",
        ]
    );
    assert!(html.contains(">灯塔</a></figure>") && !html.contains("<img"), "{html}");
}

#[test]
fn a_post_from_a_films_page_begins_with_the_film() {
    let post = "---\ntitle: 雨\ndate: 2020-12-14\nfrom: https://youtu.be/a_B-1234567\n---\n看看这个。\n";
    let packed = Packed::of(&[("2020-12-14-rain.md", post)]);
    let html = packed.html("2020-12-14-rain");
    assert!(
        html.starts_with("<figure data-film><a href=\"https://www.youtube.com/watch?v=a_B-1234567\""),
        "{html}"
    );
    assert!(html.ends_with("<p>看看这个。</p>"), "{html}");
}

#[test]
fn what_a_control_opens_is_content() {
    let html = page(
        "<p>常见问题，问的人多，一并答了。</p>\
         <h3><button aria-expanded='false' aria-controls='a1'>怎样退票？</button></h3><div id='a1' hidden>到窗口办</div>\
         <h3><button aria-expanded='false' aria-controls='a2'>几点关门？</button></h3><div id='a2' style='display:none'>晚上九点。</div>\
         <h3><button>有几班船？</button></h3><div style='display: none'>三班</div>\
         <div class='accordion-header'>谁开船</div><div class='accordion-body d-none'>老周</div>\
         <p>谜底：</p><button aria-controls='a3'>答案</button><div id='a3' hidden>影子</div>\
         <a data-toggle='collapse' href='#a4'>细则</a><div id='a4' class='collapse' hidden><pre>cd /a</pre></div>\
         <button aria-controls='m' aria-haspopup='true'>更多</button><div id='m' hidden>复制地址</div>\
         <button aria-controls='n'>菜单</button><div id='n' class='menu' hidden><a href='https://blog.test/a'>甲</a></div>",
    );
    for text in ["到窗口办", "晚上九点", "三班", "老周", "<p>答案</p><p>影子</p>", "cd /a</pre>"]
    {
        assert!(html.contains(text), "{text}: {html}");
    }
    assert!(!html.contains("复制地址") && !html.contains('甲'), "{html}");
}

#[test]
fn tabs_head_their_panels() {
    let panels = "<p><strong>苹果机</strong></p><pre>brew install x</pre><p><strong>视窗机</strong></p><pre>choco install x</pre>";
    for tabs in [
        // In their order.
        "<div role='tablist'><button role='tab'>苹果机</button><button role='tab'>视窗机</button></div>\
         <div role='tabpanel'><pre>brew install x</pre></div><div role='tabpanel' hidden><pre>choco install x</pre></div>",
        // By what they control.
        "<ul role='tablist'><li role='tab' aria-controls='w'>视窗机</li><li role='tab' aria-controls='m'>苹果机</li></ul>\
         <div id='m' style='display:none'><pre>brew install x</pre></div><div id='w' role='tabpanel'><pre>choco install x</pre></div>",
        // By the label that a panel names.
        "<div role='tablist'><a role='tab' id='b'>视窗机</a><a role='tab' id='a'>苹果机</a></div>\
         <div role='tabpanel' aria-labelledby='a'><pre>brew install x</pre></div><div role='tabpanel' aria-labelledby='b' hidden><pre>choco install x</pre></div>",
        // By links.
        "<ul class='nav nav-tabs'><li class='active'><a href='#m' data-toggle='tab'>苹果机</a></li><li><a href='#w' data-toggle='tab'>视窗机</a></li></ul>\
         <div class='tab-content'><div class='tab-pane active' id='m'><pre>brew install x</pre></div><div class='tab-pane' id='w'><pre>choco install x</pre></div></div>",
        // By their classes alone.
        "<div class='code-group'><div class='code-group__nav'><ul><li><button>苹果机</button></li><li><button>视窗机</button></li></ul></div>\
         <div class='code-group-item code-group-item__active'><pre>brew install x</pre></div><div class='code-group-item'><pre>choco install x</pre></div></div>",
    ] {
        assert_eq!(page(&["<p>装法：</p>", tabs].concat()), ["<p>装法：</p>", panels].concat(), "{tabs}");
    }
}

#[test]
fn boxes_that_are_drawn_are_signs() {
    for list in [
        "<ul class='to-do-list'><li><div class='checkbox checkbox-on'></div> <span class='to-do-children-checked'>买票</span></li>\
         <li><div class='checkbox checkbox-off'></div> <span>收拾</span></li></ul>",
        "<ul><li><span role='checkbox' aria-checked='true'></span>买票</li><li><span role='checkbox' aria-checked='false'></span>收拾</li></ul>",
        "<ul><li role='checkbox' aria-checked='true'><p>买票</p></li><li role='checkbox' aria-checked='false'><p>收拾</p></li></ul>",
        "<ul><li><button role='checkbox' aria-checked='true'></button>买票</li><li><en-todo></en-todo>收拾</li></ul>",
        "<ul><li><en-todo checked='true'></en-todo>买票</li><li><en-todo checked='false'></en-todo>收拾</li></ul>",
        "<ul><li data-list='checked'>买票</li><li data-list='unchecked'>收拾</li></ul>",
        "<ul><li style='--en-checked:true;'><div>买票</div></li><li style='--en-checked:false;'><div>收拾</div></li></ul>",
        "<ul><li><i class='fa fa-check-square-o'></i> 买票</li><li><i class='fa fa-square-o'></i> 收拾</li></ul>",
        "<ul><li class='done'><span class='checkbox'></span>买票</li><li><span class='checkbox'></span>收拾</li></ul>",
        "<ul><li class='task-list-item is-checked' data-task='x'><input type='checkbox' checked class='task-list-item-checkbox'>买票</li>\
         <li class='task-list-item'><input type='checkbox' class='task-list-item-checkbox'>收拾</li></ul>",
    ] {
        assert_eq!(page(list), "<ul><li>☑ 买票</li><li>☐ 收拾</li></ul>", "{list}");
    }
    assert_eq!(
        page("<p><input type='checkbox' role='checkbox' checked> 关灯</p><p class='checkbox'>盒子</p>"),
        "<p>☑ 关灯</p><p>盒子</p>"
    );
}

#[test]
fn players_that_a_box_sets_up_play_its_file() {
    let player = "<source src=\"https://v.test/7.mp4\"";
    for (html, expected) in [
        ("<div id='dplayer' data-url='https://v.test/7.mp4'></div>", player),
        ("<div class='video' data-video='https://v.test/7.mp4'><a>放</a></div>", player),
        (
            "<div class='video-js' data-setup='{\"sources\":[{\"src\":\"https:\\/\\/v.test\\/7.mp4\"}]}'></div>",
            player,
        ),
        ("<video-js controls><source src='https://v.test/7.mp4' type='video/mp4'></video-js>", player),
        ("<video data-setup='{\"sources\":[{\"src\":\"https://v.test/7.mp4\"}]}'></video>", player),
        ("<div id='jw'></div><script>jwplayer('jw').setup({file: 'https://v.test/7.mp4'})</script>", player),
        (
            "<div id='a' data-url='https://v.test/7.mp4'></div><script>new DPlayer({video:{url:'https://v.test/7.mp4'}})</script>",
            player,
        ),
        ("<div data-mp3='https://v.test/8.mp3'></div>", "<source src=\"https://v.test/8.mp3\""),
        ("<ul><li data-src='https://v.test/8.mp3'>歌</li></ul>", "<source src=\"https://v.test/8.mp3\""),
        (
            "<div data-settings='{\"youtube_url\":\"https:\\/\\/www.youtube.com\\/watch?v=abcdefghijk\"}'></div>",
            "https://www.youtube.com/watch?v=abcdefghijk",
        ),
        (
            "<div class='player' data-stream='https://v.test/9.m3u8'></div>",
            "<a href=\"https://v.test/9.m3u8\"",
        ),
        (
            "<object data='https://x.test/p.swf'><param name='flashvars' value='file=https://v.test/9.flv'></object>",
            "<a href=\"https://v.test/9.flv\"",
        ),
        (
            "<embed src='https://x.test/p.swf' flashvars='vcastr_file=https%3A%2F%2Fv.test%2F9.flv|b.flv'>",
            "<a href=\"https://v.test/9.flv\"",
        ),
        (
            "<embed src='https://x.test/p.swf' flashvars='config={\"clip\":{\"url\":\"https://v.test/9.flv\"}}'>",
            "<a href=\"https://v.test/9.flv\"",
        ),
    ] {
        let got = page(&["<p>片：</p>", html].concat());
        let address = expected.split('"').nth(1).unwrap_or(expected);
        assert!(
            got.contains(expected) && got.matches(["\"", address, "\""].concat().as_str()).count() == 1,
            "{html}: {got}"
        );
    }
}

#[test]
fn code_with_a_plain_text_beside_it_is_one() {
    let block = "<pre>echo 1;\n  echo 2;</pre>";
    for html in [
        "<div class='crayon-syntax'><textarea class='crayon-plain' readonly>echo 1;\n  echo 2;</textarea><div class='crayon-main'><table><tr>\
         <td class='crayon-nums'><div>1</div><div>2</div></td><td class='crayon-code'><div class='crayon-line'>echo 1;</div><div class='crayon-line'>  echo 2;</div></td></tr></table></div></div>",
        "<textarea>echo 1;\n  echo 2;</textarea><pre>echo 1;\n  echo 2;</pre>",
        "<div class='hljs'><code style='white-space:pre'>echo 1;\n  echo 2;</code></div>",
        "<code style='white-space: pre-wrap'>echo 1;\n  echo 2;</code>",
        "<div class='hljs'>echo <span class='hljs-number'>1</span>;\n  echo 2;</div>",
    ] {
        let got = page(&["<p>一</p>", html, "<p>二</p>"].concat());
        assert_eq!(
            got.replace("<code>", "").replace("</code>", ""),
            ["<p>一</p>", block, "<p>二</p>"].concat(),
            "{html}"
        );
    }
    assert_eq!(
        page("<p>用 <code style='white-space:pre'>a b</code> 吧</p>"),
        "<p>用 <code>a b</code> 吧</p>"
    );
}
