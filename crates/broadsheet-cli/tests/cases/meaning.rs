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
