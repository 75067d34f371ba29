//! Meaning that pages carry in attributes and styles rather than in elements.

use crate::packed::article;

fn assert_articles(cases: &[(&str, &str)]) {
    // One post for all of them: parts in their order, each behind a rule.
    let body: Vec<_> = cases.iter().map(|(html, _)| *html).collect();
    let expected: Vec<_> = cases.iter().map(|(_, expected)| *expected).collect();
    let found = article(&body.join("\n\n<hr>\n\n"));
    assert_eq!(found.split("<hr>").collect::<Vec<_>>(), expected);
}

#[test]
fn styles_say_what_elements_say() {
    assert_articles(&[
        (
            "<p>10<span style=\"vertical-align: super; font-size: 70%\">5</span> 米，H<span style=\"vertical-align:sub\">2</span>O</p>",
            "<p>10<sup>5</sup> 米，H<sub>2</sub>O</p>",
        ),
        (
            "<p>10<span style=\"font-size:8px;vertical-align:4px\">6</span> 和 10<span style=\"position:relative; top:-0.4em; font-size:70%\">7</span>，\
             CO<span style=\"position: relative; bottom: -3pt; font-size: .75em\">2</span> <span style=\"vertical-align:-2px\">字</span>\
             <span style=\"font-size:12px;position:relative;top:1px\">字</span></p>",
            "<p>10<sup>6</sup> 和 10<sup>7</sup>，CO<sub>2</sub> 字字</p>",
        ),
        (
            "<p><span style=\"text-decoration:line-through\">80 元</span> 60 元，<font style='text-decoration-line: underline line-through'>甲</font></p>",
            "<p><s>80 元</s> 60 元，<s><u>甲</u></s></p>",
        ),
        (
            "<p style=\"TEXT-DECORATION: Line-Through !important\">全段<b>作废</b></p>",
            "<p><s>全段<b>作废</b></s></p>",
        ),
        (
            "<p><span style=\"font-weight:700\">粗</span><span style=\"font-style:italic\">斜</span><span style=\"font: italic bold 12px/1.5 serif\">两</span></p>",
            "<p><strong>粗</strong><em>斜</em><strong><em>两</em></strong></p>",
        ),
        // An editor's envelope around all that was pasted, and what is taken back within.
        (
            "<b style=\"font-weight:normal\" id=\"docs-internal-guid-1\"><p>常<span style=\"font-weight:700\">粗</span></p></b>",
            "<p>常<strong>粗</strong></p>",
        ),
        (
            "<p><strong>粗<span style=\"font-weight: normal\">常</span>粗</strong></p>",
            "<p><strong>粗</strong>常<strong>粗</strong></p>",
        ),
        // Said already, or meaningless there.
        (
            "<h2 style=\"font-weight:bold\">题</h2><p><strong style=\"font-weight:bold\">甲</strong><a href=\"https://x.example/\" style=\"text-decoration:underline\"><span style=\"text-decoration:underline\">乙</span></a><sup style=\"vertical-align:super\">丙</sup></p>",
            "<h2>题</h2><p><strong>甲</strong><a href=\"https://x.example/\" rel=\"noopener noreferrer nofollow\">乙</a><sup>丙</sup></p>",
        ),
        (
            "<table><tr><td style=\"vertical-align:super;text-decoration:line-through\">旧价</td><td style=\"font-weight:bold\">新价</td></tr></table>",
            "<table><tbody><tr><td><s>旧价</s></td><td><strong>新价</strong></td></tr></tbody></table>",
        ),
        (
            "<ul><li style=\"text-decoration: line-through\">做完的</li><li><span class=\"line-through\">也做完的</span></li></ul>",
            "<ul><li><s>做完的</s></li><li><s>也做完的</s></li></ul>",
        ),
        ("<pre><span style=\"font-weight:bold\">def</span> f</pre>", "<pre>def f</pre>"),
    ]);
}

#[test]
fn lists_keep_their_numbers() {
    assert_articles(&[
        (
            "<ol><li value=\"9\">第九条</li><li>第十条</li></ol>",
            "<ol><li value=\"9\">第九条</li><li>第十条</li></ol>",
        ),
        (
            "<ol reversed start=\"3\"><li>季军</li><li>亚军</li></ol>",
            "<ol start=\"3\" reversed><li>季军</li><li>亚军</li></ol>",
        ),
        ("<ol type=\"A\"><li>甲</li></ol>", "<ol type=\"A\"><li>甲</li></ol>"),
        ("<ol style=\"list-style-type: lower-roman\"><li>甲</li></ol>", "<ol type=\"i\"><li>甲</li></ol>"),
        ("<ol><li>一</li><li> </li><li>三</li></ol>", "<ol><li>一</li><li value=\"3\">三</li></ol>"),
    ]);
}

#[test]
fn titles_stand_behind_what_they_explain() {
    assert_articles(&[
        (
            "<p>他是<abbr title=\"中国国家图书馆\">国图</abbr>的<dfn title=\"负责编目的人\">编目员</dfn>，\
             <span title=\"注：一九五〇年\">那一年</span>入职；<span class=\"tip\" data-tooltip=\"浮注&lt;里&gt;的话\">浮注</span>。</p>",
            "<p>他是<abbr>国图</abbr><small>（中国国家图书馆）</small>的<dfn>编目员</dfn><small>（负责编目的人）</small>，\
             那一年<small>（注：一九五〇年）</small>入职；浮注<small>（浮注&lt;里&gt;的话）</small>。</p>",
        ),
        // Once, and not what is said.
        (
            "<p><abbr title=\"World Health Organization\">WHO</abbr>, <abbr title=\"World Health Organization\">WHO</abbr>. \
             <abbr title=\"European Union\">EU</abbr>: the European Union. <span title=\"同字\">同字</span></p>",
            "<p><abbr>WHO</abbr> <small>(World Health Organization)</small>, <abbr>WHO</abbr>. \
             <abbr>EU</abbr>: the European Union. 同字</p>",
        ),
        // A link that leads nowhere is a note; that of one that leads somewhere is its target's.
        (
            "<p><a href=\"#\" data-toggle=\"tooltip\" data-original-title=\"注释甲\">词</a> <a href=\"https://x.example/\" title=\"文章乙\">链</a></p>",
            "<p>词<small>（注释甲）</small> <a href=\"https://x.example/\" rel=\"noopener noreferrer nofollow\">链</a></p>",
        ),
        // Letters of a transcription, icons, code and markup in the attribute.
        (
            "<p>/<span title=\"b in boy\">b</span><span title=\"i in fit\">i</span>/ <i title=\"作者\"></i> \
             <code><span title=\"int\">x</span></code> <u data-tippy-content=\"&lt;b&gt;一&lt;/b&gt; &lt;script&gt;二\">甲</u></p>",
            "<p>/bi/ <code>x</code> <u>甲</u><small>（一 二）</small></p>",
        ),
        (
            "<table><tr><th title=\"每平方公里\">密度</th><td>5</td></tr></table>",
            "<table><tbody><tr><th>密度<small>（每平方公里）</small></th><td>5</td></tr></tbody></table>",
        ),
    ]);
    assert_eq!(
        article("HTML 是标记。HTML 旧。\n\n*[HTML]: 超文本标记语言"),
        "<p><abbr>HTML</abbr><small>（超文本标记语言）</small> 是标记。<abbr>HTML</abbr> 旧。</p>"
    );
}

#[test]
fn directions_are_kept_where_they_matter() {
    assert_articles(&[
        ("<p dir=\"rtl\">WhatsApp هو تطبيق</p>", "<p dir=\"rtl\">WhatsApp هو تطبيق</p>"),
        (
            "<p dir=\"LTR\">مرحبا is a greeting in Arabic.</p><p dir=\"auto\">שלום is one, too.</p>",
            "<p dir=\"ltr\">مرحبا is a greeting in Arabic.</p><p dir=\"auto\">שלום is one, too.</p>",
        ),
        // Every page of some blogs says it.
        ("<p><span dir=\"auto\">甲</span><span dir=\"auto\">א!</span></p>", "<p>甲<bdi>א!</bdi></p>"),
        (
            "<div dir=\"ltr\"><p>甲</p><ul dir=\"auto\"><li dir=\"ltr\">b</li></ul></div>",
            "<p>甲</p><ul><li>b</li></ul>",
        ),
        (
            "<p>x <bdo dir=\"rtl\">abc</bdo> <bdi>שם</bdi> <bdi dir=\"ltr\">C++</bdi> <span dir=\"rtl\">(א)</span> <b style=\"direction: rtl\">ב</b></p>",
            "<p>x <bdo dir=\"rtl\">abc</bdo> <bdi>שם</bdi> <bdi dir=\"ltr\">C++</bdi> <bdi dir=\"rtl\">(א)</bdi> <bdi dir=\"rtl\"><b>ב</b></bdi></p>",
        ),
        (
            "<div dir=\"rtl\">א<h2>ב</h2><ul><li>ג</li></ul><blockquote dir=\"rtl\"><p dir=\"rtl\">ד</p><p dir=\"ltr\">e</p></blockquote></div>",
            "<p dir=\"rtl\">א</p><h2 dir=\"rtl\">ב</h2><ul dir=\"rtl\"><li>ג</li></ul><blockquote dir=\"rtl\"><p>ד</p><p dir=\"ltr\">e</p></blockquote>",
        ),
        (
            "<table dir=\"rtl\"><tr><td>א</td><td dir=\"ltr\">+1 2</td></tr><tr dir=\"ltr\"><td>c</td><td>d</td></tr></table>",
            "<table dir=\"rtl\"><tbody><tr><td>א</td><td dir=\"ltr\">+1 2</td></tr><tr><td dir=\"ltr\">c</td><td dir=\"ltr\">d</td></tr></tbody></table>",
        ),
        (
            "<details dir=\"rtl\"><summary dir=\"ltr\">C++</summary>א</details><ul><li dir=\"rtl\">א</li></ul>",
            "<details dir=\"rtl\"><summary><bdi dir=\"ltr\">C++</bdi></summary><p>א</p></details><ul><li dir=\"rtl\">א</li></ul>",
        ),
        (
            "<figure dir=\"rtl\"><img src=\"https://x.example/a.png\"><figcaption>א</figcaption></figure><p dir=\"rtl\"><img src=\"https://x.example/b.png\"></p>",
            "<figure dir=\"rtl\"><img src=\"https://x.example/a.png\" alt=\"\" loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\"><figcaption>א</figcaption></figure>\
             <p><img src=\"https://x.example/b.png\" alt=\"\" loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\"></p>",
        ),
    ]);
}

#[test]
fn a_title_is_known_in_its_direction() {
    let post =
        "---\ntitle: مرحبا\ndate: 2020-01-01\n---\n<div dir=\"rtl\"><h1>مرحبا</h1><p>نص طويل</p></div>";
    let packed = crate::packed::Packed::of(&[("2020-01-01-a.md", post)]);
    assert_eq!(packed.html("2020-01-01-a"), "<p dir=\"rtl\">نص طويل</p>");
}
