//! Boxes with names that mislead, boxes that a script was to show, and real furniture.

use crate::packed::article;

const BEFORE: &str =
    "<p>这一篇讲一家老报馆的版面，每一块都有名字，名字却常常被人误会。长短不一，但都是正文。</p>\n";

/// The article of HTML after a paragraph.
fn cleaned(html: &str) -> String {
    article(&[BEFORE, html].concat())
}

/// Own words of articles in boxes that are named as furniture, each with a text that must be found.
const OWN: [(&str, &str); 48] = [
    ("<p class=\"share\">分给每个人的那一份，叫作股。</p>", "叫作股"),
    ("<aside class=\"sidebar\"><p>旁注：米行在河的对岸。</p></aside>", "旁注"),
    ("<aside class=\"sidebar-note\"><p>旁注 米行在河的对岸</p></aside>", "旁注"),
    ("<div class=\"related-work\"><p>前人写过这件事的，有两本。</p></div>", "前人"),
    ("<div class=\"related-work\">前人写过这件事</div>", "前人"),
    ("<p class=\"hidden-gem ad-dress\">地址今天还在，门牌换了三次。</p>", "门牌"),
    ("<div class=\"ad-dress\">12 Harbour Street</div>", "Harbour Street"),
    ("<div class=\"ad-vice\"><p>Never sail on a Friday.</p></div>", "Friday"),
    ("<div class=\"share-story\"><p>She told it once. Nobody wrote it down.</p></div>", "told it once"),
    ("<div class=\"share-story\"><p>她只讲过一次。</p><button>分享</button></div>", "只讲过一次"),
    ("<div class=\"share\"><p>床前明月光<br>疑是地上霜</p></div>", "疑是地上霜"),
    ("<section class=\"social\"><h3>社会</h3><p>那时的社会，一半人不识字。</p></section>", "一半人不识字"),
    (
        "<div class=\"comments\"><p>The third line was added by another hand. It is lost.</p></div>",
        "another hand",
    ),
    ("<div class=\"comment-text\"><p>问：你怕吗？</p><p>答：不怕。</p></div>", "不怕"),
    ("<div id=\"respond\"><p>He did not respond. She wrote again.</p></div>", "wrote again"),
    ("<div class=\"popup-book\"><p>Fold the page along the line, then cut.</p></div>", "Fold the page"),
    ("<div class=\"cookie-recipe\"><p>Mix butter and sugar. Bake ten minutes.</p></div>", "Mix butter"),
    (
        "<div class=\"cookie-recipe\"><p>Mix butter and sugar. Bake.</p><button>Print</button></div>",
        "Mix butter",
    ),
    ("<div class=\"cookies\"><ul><li>200 g flour</li><li>100 g butter</li></ul></div>", "200 g flour"),
    ("<div class=\"subscribe-letter\"><p>亲爱的订户：今年的桃子熟了，明天寄出。</p></div>", "桃子熟了"),
    ("<div class=\"newsletter\"><p>The first newsletter was written by hand.</p></div>", "written by hand"),
    ("<div class=\"donation\"><p>1921年，他捐了一座桥。</p></div>", "捐了一座桥"),
    ("<div class=\"paywall\"><p>Behind this wall the city kept its money.</p></div>", "kept its money"),
    ("<div class=\"signup\"><p>Dreihundert Mann meldeten sich am ersten Tag.</p></div>", "Dreihundert"),
    ("<div class=\"nav-ships\"><p>船队黎明出发。</p></div>", "黎明出发"),
    ("<div class=\"nav\"><p>The pole star does not move.</p></div>", "pole star"),
    ("<div class=\"navigation\">北极星不动</div>", "北极星"),
    ("<div class=\"menu\"><p>Suppe, Fisch und ein Apfel.</p></div>", "Suppe"),
    ("<ul class=\"menu\"><li>红烧鱼</li><li>白米饭</li></ul>", "红烧鱼"),
    ("<div class=\"breadcrumbs\"><p>They dropped breadcrumbs to find the way home.</p></div>", "breadcrumbs"),
    ("<div class=\"promo-chapter\"><p>第一章：雨下了三天。</p></div>", "雨下了三天"),
    ("<footer class=\"footer-notes\"><p>注一：据家谱。</p></footer>", "据家谱"),
    (
        "<section class=\"advert-history\"><p>The first one sold a house in Boston.</p></section>",
        "a house in Boston",
    ),
    ("<div class=\"advertisement\"><p>1704年，报上登了第一条。</p></div>", "第一条"),
    (
        "<div class=\"ads\"><p>He answered <a href=\"https://x.test/1\">one of them</a> and got a wife.</p></div>",
        "got a wife",
    ),
    ("<div class=\"recommended\"><p>医生劝他每天走一万步。</p></div>", "一万步"),
    ("<div class=\"author-info\"><p>他替人写信，一封两角，写了三十年。</p></div>", "写了三十年"),
    ("<p class=\"submitted\">The town submitted to the king.</p>", "the king"),
    ("<div class=\"byline\"><p>線路に沿って歩いた。駅は遠い。</p></div>", "駅は遠い"),
    ("<div class=\"post-info\"><p>邮局在桥头。</p></div>", "邮局在桥头"),
    ("<div style=\"visibility:hidden\"><p>铺子只有一张桌子宽</p></div>", "一张桌子宽"),
    ("<section id=\"js_content\" style=\"visibility: hidden; opacity: 0\">短句</section>", "短句"),
    ("<div style=\"opacity: 0\">淡出的字</div>", "淡出的字"),
    ("<div class=\"is-hidden\"><p>Der Gärtner war den ganzen Tag in Lissabon.</p></div>", "Lissabon"),
    ("<div style=\"display:none\"><p>答案：四十一。</p></div>", "四十一"),
    ("<div class=\"sidebar\"><blockquote>引文一句。</blockquote></div>", "引文一句"),
    (
        "<div class=\"related\"><p>Zwei Bücher: <a href=\"https://x.test/1\">Die Mühle am Fluss</a> und \
         <a href=\"https://x.test/2\">Der Müller</a>.</p></div>",
        "Zwei Bücher",
    ),
    ("<h2 id=\"a\"><a class=\"header-anchor\" href=\"#a\"><span>潮汐表</span></a></h2>", "潮汐表"),
];

#[test]
fn a_name_takes_no_sentence() {
    for (html, text) in OWN {
        let alone = article(html);
        assert!(alone.contains(text), "alone: {html}: {alone}");
        let beside = cleaned(html);
        assert!(beside.contains(text), "{html}: {beside}");
    }
    let all: String = OWN.iter().flat_map(|(html, _)| [html, "\n"]).collect();
    let page = cleaned(&format!("<div class=\"entry share related comments\">{all}</div>"));
    for (html, text) in OWN {
        assert!(page.contains(text), "{html}: {page}");
    }
}

#[test]
fn furniture_goes() {
    let bare = article(BEFORE);
    for html in [
        "<div class=\"share-buttons\"><a href=\"https://x.test/1\">分享到微博</a> <a href=\"https://x.test/2\">分享到朋友圈</a> B1</div>",
        "<div class=\"social-share\"><span>Facebook</span> <span>Twitter</span> <button>Mail</button></div>",
        "<div class=\"related-posts\"><h4>相关文章</h4><ul><li><a href=\"https://x.test/1\">别的文章一</a></li></ul></div>",
        "<div class=\"ad-banner\"><a href=\"https://x.test/1\">广告 B4</a></div>",
        "<div class=\"advert\"><span>Advertisement</span></div>",
        "<div class=\"ad\"><iframe src=\"https://ads.x.test/1\"></iframe></div>",
        "<ul class=\"menu\"><li><a href=\"https://x.test/1\">首页</a></li><li><a href=\"https://x.test/2\">关于</a></li></ul>",
        "<div class=\"newsletter\"><p>The best of the week.</p><form><input type=\"email\"><button>Go</button></form></div>",
        "<div class=\"cookie-bar\"><p>This website uses cookies.</p><button>OK</button></div>",
        "<div id=\"comments\"><h3>2 Kommentare</h3><ol><li class=\"comment\"><p>Schön. Danke!</p></li></ol></div>",
        "<p class=\"entry-meta\">Posted on May 5, 2020 by <a href=\"https://x.test/1\">A</a></p>",
        "<div class=\"rich_media_meta_list\"><span>原创</span> <span>河边笔记</span></div>",
        "<div class=\"rich_media_tool\"><a href=\"##\">阅读原文</a> 阅读 <span></span> 在看</div>",
        "<div style=\"display:none\"><p>微信扫一扫<br>关注该公众号</p></div>",
        "<span style=\"visibility:hidden\">x</span>",
    ] {
        assert_eq!(cleaned(html), bare, "{html}");
    }
}

#[test]
fn text_that_a_script_was_to_show_is_there() {
    let content = "<div class=\"rich_media_content\" id=\"js_content\" style=\"visibility: hidden; opacity: 0; \">\
        <section><p>铺子只有一张桌子宽，钟却有四十多只。</p>\
        <p><img data-src=\"https://mmbiz.qpic.cn/a/640?wx_fmt=jpeg\"></p><p>我听完才走</p></section></div>";
    let note =
        "<p>作者简介：他在河边住了四十年，写钟，写表，也写修钟表的人，写过的铺子如今大半已经拆了。</p>";
    for around in ["", note, &note.repeat(4)] {
        let html = article(&[content, around].concat());
        for text in ["四十多只", "mmbiz.qpic.cn", "我听完才走"] {
            assert!(html.contains(text), "{text}: {html}");
        }
    }
}
