//! Code as highlighters and editors draw it: without numbers and buttons, with all its lines.

use crate::packed::Packed;

const LINES: &str = "def f():\n    return 1\n\nf()</";

/// The same four lines, drawn by many programs.
const DRAWN: [(&str, &str); 27] = [
    (
        "Rouge",
        "<div class=\"language-python highlighter-rouge\"><div class=\"highlight\"><pre class=\"highlight\"><code><table class=\"rouge-table\">\
         <tbody><tr><td class=\"gutter gl\"><pre class=\"lineno\">1\n2\n3\n4\n</pre></td><td class=\"code\"><pre><span class=\"k\">def</span> f():\n    \
         return 1\n\nf()\n</pre></td></tr></tbody></table></code></pre></div></div>",
    ),
    (
        "Jekyll",
        "<figure class=\"highlight\"><pre><code class=\"language-python\" data-lang=\"python\"><span class=\"lineno\">1 </span>def f():\n\
         <span class=\"lineno\">2 </span>    return 1\n<span class=\"lineno\">3 </span>\n<span class=\"lineno\">4 </span>f()\n</code></pre></figure>",
    ),
    (
        "Pygments",
        "<div class=\"highlight\"><table class=\"highlighttable\"><tr><td class=\"linenos\"><div class=\"linenodiv\"><pre><span class=\"normal\">1</span>\n\
         <span class=\"normal\">2</span>\n<span class=\"normal\">3</span>\n<span class=\"normal\">4</span></pre></div></td><td class=\"code\"><div><pre>\
         <span></span>def f():\n    return 1\n\nf()\n</pre></div></td></tr></table></div>",
    ),
    (
        "Hexo",
        "<figure class=\"highlight python\"><table><tr><td class=\"gutter\"><pre><span class=\"line\">1</span><br><span class=\"line\">2</span><br>\
         <span class=\"line\">3</span><br><span class=\"line\">4</span><br></pre></td><td class=\"code\"><pre><span class=\"line\">def f():</span><br>\
         <span class=\"line\">    return 1</span><br><span class=\"line\"></span><br><span class=\"line\">f()</span><br></pre></td></tr></table></figure>",
    ),
    (
        "Hexo, lines of boxes",
        "<figure class=\"highlight python\"><table><tr><td class=\"gutter\"><div class=\"line\">1</div><div class=\"line\">2</div>\
         <div class=\"line\">3</div><div class=\"line\">4</div></td><td class=\"code\"><div class=\"line\">def f():</div>\
         <div class=\"line\">    return 1</div><div class=\"line\"></div><div class=\"line\">f()</div></td></tr></table></figure>",
    ),
    (
        "CodeMirror 5",
        "<div class=\"CodeMirror\"><div class=\"CodeMirror-measure\"><pre>x</pre></div><div class=\"CodeMirror-code\">\
         <div><div class=\"CodeMirror-gutter-wrapper\"><div class=\"CodeMirror-linenumber\">1</div></div><pre class=\"CodeMirror-line\"><span>def f():</span></pre></div>\
         <div><div class=\"CodeMirror-gutter-wrapper\"><div class=\"CodeMirror-linenumber\">2</div></div><pre class=\"CodeMirror-line\"><span>    return 1</span></pre></div>\
         <div><div class=\"CodeMirror-gutter-wrapper\"><div class=\"CodeMirror-linenumber\">3</div></div><pre class=\"CodeMirror-line\"><span>&#8203;</span></pre></div>\
         <div><div class=\"CodeMirror-gutter-wrapper\"><div class=\"CodeMirror-linenumber\">4</div></div><pre class=\"CodeMirror-line\"><span>f()</span></pre></div></div></div>",
    ),
    (
        "CodeMirror 6",
        "<div class=\"cm-editor\"><div class=\"cm-gutters\"><div class=\"cm-gutter\"><div class=\"cm-gutterElement\">1</div><div class=\"cm-gutterElement\">2</div>\
         </div></div><div class=\"cm-content\" data-language=\"python\"><div class=\"cm-line\">def f():</div><div class=\"cm-line\">    return 1</div>\
         <div class=\"cm-line\"><br></div><div class=\"cm-line\">f()</div></div></div>",
    ),
    (
        "Prism",
        "<div class=\"code-toolbar\"><pre class=\"line-numbers language-python\"><code class=\"language-python\">def f():\n    return 1\n\nf()\n\
         <span aria-hidden=\"true\" class=\"line-numbers-rows\"><span></span><span></span></span></code></pre><div class=\"toolbar\"><div class=\"toolbar-item\">\
         <span>Python</span></div><div class=\"toolbar-item\"><a>Copy</a></div></div></div>",
    ),
    (
        "VitePress",
        "<div class=\"language-python line-numbers-mode\"><button title=\"Copy Code\" class=\"copy\"></button><span class=\"lang\">python</span>\
         <pre class=\"shiki\"><code><span class=\"line\">def f():</span>\n<span class=\"line\">    return 1</span>\n<span class=\"line\"></span>\n\
         <span class=\"line\">f()</span></code></pre><div class=\"line-numbers-wrapper\"><span class=\"line-number\">1</span><br><span class=\"line-number\">2</span><br></div></div>",
    ),
    (
        "highlightjs-line-numbers",
        "<pre><code class=\"hljs python\"><table class=\"hljs-ln\"><tbody><tr><td class=\"hljs-ln-line hljs-ln-numbers\" data-line-number=\"1\"><div class=\"hljs-ln-n\">1</div></td>\
         <td class=\"hljs-ln-line hljs-ln-code\">def f():</td></tr><tr><td class=\"hljs-ln-line hljs-ln-numbers\"></td><td class=\"hljs-ln-line hljs-ln-code\">    return 1</td></tr>\
         <tr><td class=\"hljs-ln-line hljs-ln-numbers\"></td><td class=\"hljs-ln-line hljs-ln-code\"></td></tr>\
         <tr><td class=\"hljs-ln-line hljs-ln-numbers\">4</td><td class=\"hljs-ln-line hljs-ln-code\">f()</td></tr></tbody></table></code></pre>",
    ),
    (
        "SyntaxHighlighter 3",
        "<div class=\"syntaxhighlighter  python\"><div class=\"toolbar\"><span><a href=\"#\">?</a></span></div><table><tbody><tr><td class=\"gutter\">\
         <div class=\"line number1\">1</div><div class=\"line number2\">2</div></td><td class=\"code\"><div class=\"container\">\
         <div class=\"line number1\"><code class=\"python keyword\">def</code> <code class=\"python plain\">f():</code></div>\
         <div class=\"line number2\"><code class=\"python spaces\">&nbsp;&nbsp;&nbsp;&nbsp;</code><code>return</code> <code>1</code></div>\
         <div class=\"line number3\"></div><div class=\"line number4\"><code>f()</code></div></div></td></tr></tbody></table></div>",
    ),
    (
        "SyntaxHighlighter 2",
        "<div class=\"dp-highlighter\"><div class=\"bar\"><div class=\"tools\"><a href=\"#\">view plain</a><a href=\"#\">copy to clipboard</a></div></div>\
         <ol start=\"1\" class=\"dp-py\"><li class=\"alt\"><span>def f():</span></li><li class=\"\"><span>    return 1</span></li><li class=\"alt\"></li><li><span>f()</span></li></ol></div>",
    ),
    (
        "Crayon",
        "<div class=\"crayon-syntax\"><div class=\"crayon-toolbar\"><div class=\"crayon-tools\"><span class=\"crayon-language\">Python</span></div></div>\
         <div class=\"crayon-plain-wrap\"><textarea class=\"crayon-plain\">def f():</textarea></div><div class=\"crayon-main\"><table class=\"crayon-table\"><tr class=\"crayon-row\">\
         <td class=\"crayon-nums\"><div class=\"crayon-nums-content\"><div class=\"crayon-num\">1</div><div class=\"crayon-num\">2</div></div></td><td class=\"crayon-code\">\
         <div class=\"crayon-pre\"><div class=\"crayon-line\">def f():</div><div class=\"crayon-line\"><span>    </span>return 1</div><div class=\"crayon-line\"></div>\
         <div class=\"crayon-line\">f()</div></div></td></tr></table></div></div>",
    ),
    (
        "GitHub",
        "<table class=\"highlight js-file-line-container\"><tr><td id=\"L1\" class=\"blob-num js-line-number\" data-line-number=\"1\"></td><td class=\"blob-code blob-code-inner\">def f():</td></tr>\
         <tr><td class=\"blob-num\" data-line-number=\"2\"></td><td class=\"blob-code\">    return 1</td></tr><tr><td class=\"blob-num\">3</td><td class=\"blob-code\">\n</td></tr>\
         <tr><td class=\"blob-num\">4</td><td class=\"blob-code\">f()</td></tr></table>",
    ),
    (
        "Medium",
        "<pre class=\"graf graf--pre\">def f():</pre><pre class=\"graf graf--pre\">    return 1</pre><pre class=\"graf graf--pre\"><br></pre><pre class=\"graf graf--pre\">f()</pre>",
    ),
    (
        "Medium, spans",
        "<pre class=\"lx ly\"><span id=\"a1\" class=\"mo\">def f():<br/>    return 1</span><span id=\"a2\" class=\"mo\"><br></span><span id=\"a3\" class=\"mo\">f()</span></pre>",
    ),
    (
        "WeChat",
        "<section class=\"code-snippet__fix code-snippet__js\"><ul class=\"code-snippet__line-index code-snippet__js\"><li>1</li><li>2</li></ul>\
         <pre class=\"code-snippet__js\" data-lang=\"python\"><code><span class=\"code-snippet_outer\">def f():</span></code><code><span class=\"code-snippet_outer\">    return 1</span></code>\
         <code><span class=\"code-snippet_outer\"><br  /></span></code><code><span class=\"code-snippet_outer\">f()</span></code></pre></section>",
    ),
    (
        "CSDN",
        "<pre class=\"prettyprint\" name=\"code\"><code class=\"prism language-python has-numbering\">def f():\n    return 1\n\nf()\n<div class=\"hljs-button signin\" data-title=\"登录后复制\"></div></code>\
         <ul class=\"pre-numbering\"><li style=\"color: rgb(153, 153, 153);\">1</li><li>2</li></ul></pre>",
    ),
    (
        "CSDN, a list",
        "<pre class=\"prettyprint\"><code class=\"language-python hljs\"><ol class=\"hljs-ln\"><li><div class=\"hljs-ln-numbers\"><div class=\"hljs-ln-line hljs-ln-n\" data-line-number=\"1\"></div></div>\
         <div class=\"hljs-ln-code\"><div class=\"hljs-ln-line\">def f():</div></div></li><li><div class=\"hljs-ln-code\"><div class=\"hljs-ln-line\">    return 1</div></div></li>\
         <li><div class=\"hljs-ln-code\"><div class=\"hljs-ln-line\"> </div></div></li><li><div class=\"hljs-ln-code\"><div class=\"hljs-ln-line\">f()</div></div></li></ol></code>\
         <div class=\"hljs-button\" data-title=\"复制\"></div></pre>",
    ),
    (
        "cnblogs",
        "<div class=\"cnblogs_code\"><div class=\"cnblogs_code_toolbar\"><span class=\"cnblogs_code_copy\"><a title=\"复制代码\">复制代码</a></span></div><pre><span style=\"color: #008080;\">1</span> <span style=\"color: #0000ff;\">def</span> f():\n\
         <span style=\"color: #008080;\">2</span>     return 1\n<span style=\"color: #008080;\">3</span> \n<span style=\"color: #008080;\">4</span> f()</pre></div>",
    ),
    (
        "Shiki",
        "<pre class=\"shiki nord\" data-language=\"python\"><code><span class=\"line\"><span>def f():</span></span><span class=\"line\">    return 1</span><span class=\"line\"></span><span class=\"line\">f()</span></code></pre>",
    ),
    (
        "Hugo",
        "<div class=\"highlight\"><table class=\"lntable\"><tr><td class=\"lntd\"><pre class=\"chroma\"><code><span class=\"lnt\">1\n</span><span class=\"lnt\">2\n</span><span class=\"lnt\">3\n</span><span class=\"lnt\">4\n</span></code></pre></td>\
         <td class=\"lntd\"><pre class=\"chroma\"><code class=\"language-python\" data-lang=\"python\"><span class=\"line\"><span class=\"cl\">def f():\n</span></span><span class=\"line\"><span class=\"cl\">    return 1\n</span></span>\
         <span class=\"line\"><span class=\"cl\">\n</span></span><span class=\"line\"><span class=\"cl\">f()\n</span></span></code></pre></td></tr></table></div>",
    ),
    (
        "LaTeX",
        "<div class=\"ltx_listing ltx_lstlisting\"><div class=\"ltx_listingline\"><span class=\"ltx_tag ltx_tag_listingline\">1</span><span class=\"ltx_text\">def</span> f():</div>\
         <div class=\"ltx_listingline\"><span class=\"ltx_tag ltx_tag_listingline\">2</span><span class=\"ltx_text ltx_lst_space\">    </span>return 1</div>\
         <div class=\"ltx_listingline\"><span class=\"ltx_tag ltx_tag_listingline\">3</span></div><div class=\"ltx_listingline\">f()</div></div>",
    ),
    (
        "google-code-prettify",
        "<pre class=\"prettyprint linenums\"><ol class=\"linenums\"><li class=\"L0\"><span class=\"kwd\">def</span> f():</li><li class=\"L1\">    return 1</li><li class=\"L2\"></li><li class=\"L3\">f()</li></ol></pre>",
    ),
    (
        "GeSHi",
        "<div class=\"wp_syntax\"><table><tr><td class=\"line_numbers\"><pre>1\n2\n3\n4\n</pre></td><td class=\"code\"><pre class=\"python\">def f():\n    return 1\n\nf()</pre></td></tr></table></div>",
    ),
    (
        "a box of one code",
        "<p><code class=\"language-python\">def f():<br />\n    return 1<br />\n<br />\nf()</code></p>",
    ),
    (
        "a head with language and button",
        "<pre><div>python</div><div><button>Copy code</button></div><div class=\"p-4\"><code>def f():\n    return 1\n\nf()\n</code></div></pre>",
    ),
];

#[test]
fn all_lines_and_nothing_besides() {
    let name = |index: usize| format!("2020-01-{:02}-a.html", index + 1);
    let files: Vec<(String, String)> = DRAWN
        .iter()
        .enumerate()
        .map(|(index, (_, html))| {
            (name(index), format!("---\ntitle: T\n---\n<p>Before.</p>{html}<p>After it all, text.</p>"))
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let packed = Packed::of(&files);
    for (index, (program, _)) in DRAWN.iter().enumerate() {
        let html = packed.html(name(index).trim_end_matches(".html"));
        let (_, code) = html.split_once("<pre>").unwrap_or_else(|| panic!("{program}: {html}"));
        let code = code.strip_prefix("<code class=\"language-python\">").unwrap_or(code);
        // Styles of code that a page has itself may stay.
        assert!(code.starts_with(LINES), "{program}: {html}");
        let around = html.replace("<figure>", "").replace("</figure>", "");
        assert!(around.starts_with("<p>Before.</p><pre>"), "{program}: {html}");
        assert!(around.ends_with("</pre><p>After it all, text.</p>"), "{program}: {html}");
    }
}

#[test]
fn numbers_that_are_code_stay() {
    for (html, expected) in [
        ("<pre>1\n2\n3</pre>", "<pre>1\n2\n3</pre>"),
        (
            "<pre><code class=\"hljs\"><span class=\"hljs-number\">1</span>,a\n<span class=\"hljs-number\">2</span>,b</code></pre>",
            "1,a\n2,b",
        ),
        ("<pre><b>1</b> one\n<b>2</b> two</pre>", "<b>1</b> one\n<b>2</b> two"),
        ("<pre class=\"line-numbers\"><code>12</code></pre>", "<pre>12</pre>"),
        (
            "<table><tr><td>1</td><td><pre>a</pre></td></tr><tr><td>2</td><td><pre>b</pre></td></tr></table>",
            "<td>2</td>",
        ),
        ("<pre>$ ls</pre><pre>a  b</pre>", "<pre>$ ls</pre><pre>a  b</pre>"),
        ("<pre><span class=\"nb\">copy</span>(a)</pre>", "copy(a)"),
    ] {
        let post = format!("---\ntitle: T\n---\n<p>Before.</p>{html}");
        let packed = Packed::of(&[("2020-01-01-a.html", &post)]);
        let article = packed.html("2020-01-01-a");
        assert!(article.contains(expected), "{html}: {article}");
    }
}
