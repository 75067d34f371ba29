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
