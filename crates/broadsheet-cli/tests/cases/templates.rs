//! Template tags of Jekyll, Hexo and Hugo.

use crate::packed::{Packed, article};

#[test]
fn code_of_a_template_is_code() {
    assert_eq!(
        article(
            "{% highlight python linenos %}\nif __name__ == \"a\":\n    b = 2 * 3 * 4\n\n    c()\n{% endhighlight %}\n\nd"
        ),
        "<pre><code class=\"language-python\">if __name__ == \"a\":\n    b = 2 * 3 * 4\n\n    c()</code></pre><p>d</p>"
    );
}

#[test]
fn tags_leave_what_they_stand_for() {
    let html = article(
        "1 {% raw %}{{ page.title }}{% endraw %} 到此。\n\n2 {% comment %} 不给人看 {% endcomment %}\n\n\
         {% youtube abcdefghijk %}\n\n{{< gist nobody 0123456789 >}}\n",
    );
    assert!(html.contains("<p>1 {{ page.title }} 到此。</p><p>2</p>"), "{html}");
    assert!(html.contains("abcdefghijk"), "{html}");
    assert!(html.contains("<a href=\"https://gist.github.com/nobody/0123456789\""), "{html}");
    assert!(!html.contains("{%") && !html.contains("{{<"), "{html}");
}

#[test]
fn titles_and_sources_stay() {
    let html = article(
        "{% codeblock lang:python 求和程序 https://c.example.org/sum.py %}\nprint(1)\n{% endcodeblock %}\n\n\
         {% img left https://i.example.org/8.jpg 300 200 \"图题\" \"图字\" %}\n\n\
         {{< figure src=\"https://i.example.org/14.jpg\" title=\"题\" caption=\"图说\" attr=\"摄影某人\" >}}",
    );
    for part in [
        "<p>求和程序 <a href=\"https://c.example.org/sum.py\"",
        "<pre><code class=\"language-python\">print(1)</code></pre>",
        "<figcaption>图题</figcaption>",
        "<figcaption>题 — 图说 — 摄影某人</figcaption>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn tags_of_themes_leave_their_words() {
    let packed = Packed::of(&[
        (
            "a.md",
            "---\ntitle: T\ndate: 2020-01-01\n---\n{% highlight liquid %}\n{% raw %}{{ inner }}{% endraw %}\n{% endhighlight %}\n\n\
         {% link 站名, https://l.test, https://i.test/8.png %} {% btn 'https://b.test',按钮,far fa-hand %} \
         {% hideInline 答案,点我 %} {% label 蓝字 blue %}\n\n{% note info 题 目 %}\n*一*\n{% endnote %}\n\n\
         {% tabs x %}\n<!-- tab 甲@apple -->\n二\n<!-- endtab -->\n{% endtabs %}\n\n\
         {{% tip \"Good to know\" %}}\n三\n{{% /tip %}}\n\n见 {{< ref \"b.md\" >}}。\n\n{% hideToggle 看看 %}\n四 **五**\n{% endhideToggle %}\n",
        ),
        ("b.md", "---\ntitle: B\ndate: 2020-01-01\n---\nb\n"),
    ]);
    assert_eq!(
        packed.html("a"),
        "<pre><code class=\"language-liquid\">{{ inner }}</code></pre>\
         <p><a href=\"https://l.test/\" rel=\"noopener noreferrer nofollow\">站名</a> <a href=\"https://b.test/\" rel=\"noopener noreferrer nofollow\">按钮</a> \
         点我 (答案) <mark>蓝字</mark></p><p><strong>题 目</strong></p><p><em>一</em></p><p><strong>甲</strong></p><p>二</p>\
         <p><strong>Good to know</strong></p><p>三</p><p>见 <a href=\"?post=b\">b</a>。</p>\
         <details><summary>看看</summary><p>四 <strong>五</strong></p></details>"
    );
    assert_eq!(packed.told, [""; 0]);
}

#[test]
fn unknown_tags_are_told_once() {
    let packed = Packed::of(&[(
        "a.md",
        "---\ntitle: T\ndate: 2020-01-01\n---\n一\n\n二 {% if a %}三{% endif %}\n\n`{% x %}`\n",
    )]);
    assert_eq!(packed.html("a"), "<p>一</p><p>二 {% if a %}三{% endif %}</p><p><code>{% x %}</code></p>");
    assert_eq!(
        packed.told,
        ["note posts/a.md:7 2 template tags are not known: the first is `{% if a %}`; kept as they stand"]
    );
    assert_eq!(packed.summary["posts_with_problems"].as_u64().unwrap_or(0), 0);
}

#[test]
fn links_by_tags_lead_to_posts() {
    let post = |body: &str| format!("---\ntitle: T\ndate: 2020-01-01\n---\n{body}\n");
    let from = post(
        "{% comment %}\n一\n{% endcomment %}\n\n[甲]({% post_url 2020-01-02-b %})\n\n[乙]({% post_url 2020-01-03-c %})",
    );
    let packed = Packed::of(&[("2020-01-01-a.md", &from), ("2020-01-02-b.md", &post("二"))]);
    assert!(packed.html("2020-01-01-a").contains("2020-01-02-b"), "{}", packed.html("2020-01-01-a"));
    let told =
        packed.told.iter().any(|told| told.contains("2020-01-01-a.md:11 ") && told.contains("2020-01-03-c"));
    assert!(told, "{:?}", packed.told);
}

#[test]
fn short_codes_leave_what_they_stand_for() {
    let packed = Packed::of(&[(
        "a.html",
        "---\ntitle: T\ndate: 2020-01-01\n---\n<p>[caption id=\"a\" width=\"300\"]<img src=\"https://i.test/10.jpg\"> 说明文字[/caption]</p>\n\
         <p>[youtube https://www.youtube.com/watch?v=abcdefghijk]</p><p>[audio mp3=\"https://a.test/x.mp3\"][/audio]</p>\n\
         <p>[code lang=\"php\"]echo 1;[/code]</p>\n<p>一 [gallery ids=\"1,2\"] [b] [button link=\"x\"]二[/button]</p>\n",
    )]);
    let html = packed.html("a");
    for part in [
        "<figcaption>说明文字</figcaption></figure>",
        "https://www.youtube.com/watch?v=abcdefghijk",
        "<source src=\"https://a.test/x.mp3\"",
        "<pre><code class=\"language-php\">echo 1;</code></pre>",
        "<p>一 [gallery ids=\"1,2\"] [b] [button link=\"x\"]二[/button]</p>",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("[caption") && !html.contains("[audio"), "{html}");
    assert_eq!(
        packed.told.iter().filter(|told| told.contains("short code")).collect::<Vec<_>>(),
        [
            "note posts/a.html:8 2 short codes are not known: the first is `[gallery ids=\"1,2\"]`; kept as they stand"
        ]
    );
    assert_eq!(
        article("[caption id=\"a\"]![b](https://i.test/c.jpg) 字 *题*[/caption]\n\n[sourcecode language=\"php\"]\necho 1;\n[/sourcecode]")
            .split_once("<figcaption>")
            .map(|(_, rest)| rest),
        Some("字 <em>题</em></figcaption></figure><pre><code class=\"language-php\">echo 1;</code></pre>")
    );
}
