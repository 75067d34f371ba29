//! Marks of kramdown, and its tables.

use crate::packed::{Packed, article};

#[test]
fn marks_are_not_seen() {
    let html = article(
        "* 目录\n{:toc}\n\n## 一、标题 {#spot}\n{:.no_toc}\n\n## 二\n\n引子。\n{: .lead}\n\n\
         [链接](https://example.org/){:target=\"_blank\"} {::comment}不看{:/comment}HTML\n\n*[HTML]: H\n\n^\n\n\
         <details markdown=\"1\">\n<summary>展开</summary>\n*Markdown*\n</details>\n",
    );
    for mark in ["{:", "toc", "目录", "不看", "*", "^", "[HTML]"] {
        assert!(!html.contains(mark), "{mark} in {html}");
    }
    assert!(html.starts_with("<ul><li><a href=\"#a-二\">二</a></li></ul><h2 id=\"a-spot\">"), "{html}");
    assert!(html.contains("<details><summary>展开</summary><p><em>Markdown</em></p></details>"), "{html}");
}

#[test]
fn every_cell_is_kept() {
    assert_eq!(
        article("左 | 右\n---|---:\n乙 | `a|b` | 余\n\n| 1 | 2 |\n| 3 | 4 |"),
        "<table><thead><tr><th>左</th><th align=\"right\">右</th><th></th></tr></thead><tbody><tr><td>乙</td>\
         <td align=\"right\"><code>a|b</code></td><td>余</td></tr></tbody></table><table><tbody><tr><td>1</td><td>2</td></tr>\
         <tr><td>3</td><td>4</td></tr></tbody></table>"
    );
}

#[test]
fn words_in_angle_brackets_are_words() {
    let packed = Packed::of(&[
        (
            "a.md",
            "---\ntitle: T\n---\n用 vector<int> 和 List<String> 装，<your-name>，<script>alert(1)</script> 后，<b>粗</b>。\n\n\
             <dir-name>\n下一行 **粗**\n",
        ),
        ("b.html", "---\ntitle: T\n---\n<p>用 vector<int> 装</p>\n"),
    ]);
    assert_eq!(
        packed.html("a"),
        "<p>用 vector&lt;int&gt; 和 List&lt;String&gt; 装，&lt;your-name&gt;， 后，<b>粗</b>。</p>\
         <p>&lt;dir-name&gt; 下一行 <strong>粗</strong></p>"
    );
    assert_eq!(packed.html("b"), "<p>用 vector 装</p>");
    let told: Vec<_> = packed.told.iter().filter(|told| told.contains("within the text")).collect();
    assert_eq!(
        told,
        [
            "note posts/a.md:4 1 tag within the text: `<script>`; not shown, as in browsers",
            "note posts/b.html:4 1 tag within the text: `<int>`; not shown, as in browsers",
        ]
    );
}
