//! Formulas: of Markdown, and as the scripts of pages left them.

use crate::packed::{Packed, article};

/// The article of a page, as HTML, and its summary.
fn page(body: &str) -> (String, String) {
    let post = format!(
        "---\ntitle: T\ndate: 2020-01-01\nfrom: https://blog.test/a\n---\n<article>\n{body}\n</article>\n"
    );
    let packed = Packed::of(&[("2020-01-01-a.md", &post)]);
    let summary = packed.item("2020-01-01-a")["summary"].as_str().unwrap_or_default().to_owned();
    (packed.html("2020-01-01-a").to_owned(), summary)
}

#[test]
fn katex_stands_once() {
    let katex = r#"<span class="katex"><span class="katex-mathml"><math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>v</mi><mo>=</mo><mfrac><mi>s</mi><mi>t</mi></mfrac></mrow><annotation encoding="application/x-tex">v=\frac{s}{t}</annotation></semantics></math></span><span class="katex-html" aria-hidden="true"><span class="mord">v</span><span class="vlist-s">&#8203;</span></span></span>"#;
    let (html, summary) = page(&format!("<p>速度 {katex}，都为正。</p>"));
    assert_eq!(
        html,
        "<p>速度 <math><semantics><mrow><mi>v</mi><mo>=</mo><mfrac><mi>s</mi><mi>t</mi></mfrac></mrow>\
         <annotation encoding=\"application/x-tex\">v=\\frac{s}{t}</annotation></semantics></math>，都为正。</p>"
    );
    assert_eq!(summary, "速度 v=\\frac{s}{t}，都为正。");
    let (html, _) = page(&format!("<p>a</p><span class=\"katex-display\">{katex}</span><p>b</p>"));
    assert!(html.contains("<math display=\"block\">"), "{html}");
    // As a sanitiser leaves it.
    let stripped = "<p>a <span class=\"katex\"><span class=\"katex-mathml\">\n v\n =\n t\n v=\\sqrt{t}\n</span>\
                    <span class=\"katex-html\"><span>v</span>=t</span></span> b</p>";
    assert_eq!(page(stripped).1, "a v=\\sqrt{t} b");
}

#[test]
fn mathjax_stands_once() {
    let rendered = r#"<span class="MathJax_Preview" style="display:none">h=7</span><span class="MathJax" data-mathml="&lt;math&gt;&lt;mi&gt;h&lt;/mi&gt;&lt;/math&gt;"><nobr aria-hidden="true"><span class="mi">h</span>=7</nobr><span class="MJX_Assistive_MathML"><math><mi>h</mi><mo>=</mo><mn>7</mn></math></span></span>"#;
    let script = r#"<script type="math/tex" id="MathJax-Element-1">h=7</script>"#;
    for body in [
        format!("<p>a {rendered}{script} b</p>"),
        format!("<p>a {script} b</p>"),
        format!("<p>a {rendered} b</p>"),
        r#"<p>a <mjx-container class="MathJax" jax="SVG"><svg><path d="M0 0"/></svg><mjx-assistive-mml><math><mi>h</mi><mo>=</mo><mn>7</mn></math></mjx-assistive-mml></mjx-container> b</p>"#.to_owned(),
        r#"<p>a <mjx-container jax="CHTML"><mjx-math data-latex="h=7"><mjx-mi data-latex="h"></mjx-mi></mjx-math></mjx-container> b</p>"#.to_owned(),
        r#"<p>a <span class="MathJax_SVG" data-mathml="&lt;math&gt;&lt;mi&gt;h&lt;/mi&gt;&lt;mo&gt;=&lt;/mo&gt;&lt;mn&gt;7&lt;/mn&gt;&lt;/math&gt;"><svg><path/></svg></span> b</p>"#.to_owned(),
        "<p>a <script type=\"math/asciimath\">h=7</script> b</p>".to_owned(),
        "<p>a $latex h=7$ b</p>".to_owned(),
        "<p>a \\(h=7\\) b</p>".to_owned(),
        "<p>a $$h=7$$ b</p>".to_owned(),
    ] {
        let (html, summary) = page(&body);
        assert_eq!(summary, "a h=7 b", "{body}\n{html}");
    }
}

#[test]
fn drawn_signs_are_read() {
    let sign = |code: &str| format!("<mjx-c class=\"mjx-c{code} TEX-I\"></mjx-c>");
    let formula = |inner: &str| {
        format!(
            "<p>a <mjx-container class=\"MathJax\" jax=\"CHTML\"><mjx-math>{inner}</mjx-math></mjx-container> b</p>"
        )
    };
    let [m, equals, three] = ["1D45A", "3D", "33"].map(sign);
    let script = format!("<mjx-script style=\"vertical-align: 0.363em;\">{three}</mjx-script>");
    let lowered = format!("<mjx-script style=\"vertical-align: -0.15em;\">{three}</mjx-script>");
    let fraction = format!(
        "<mjx-mfrac><mjx-frac><mjx-num>{m}</mjx-num><mjx-dbox><mjx-den>{three}</mjx-den></mjx-dbox></mjx-frac></mjx-mfrac>"
    );
    for (inner, expected) in [
        (format!("<mjx-mi>{m}</mjx-mi><mjx-mo>{equals}</mjx-mo><mjx-mn>{three}</mjx-mn>"), "a m=3 b"),
        (format!("{m}{script}{equals}{m}{lowered}"), "a m^{3}=m_{3} b"),
        (fraction, "a \\frac{m}{3} b"),
        (
            format!(
                "<mjx-msqrt><mjx-sqrt><mjx-surd>{}</mjx-surd><mjx-box>{m}</mjx-box></mjx-sqrt></mjx-msqrt>",
                sign("221A")
            ),
            "a \\sqrt{m} b",
        ),
    ] {
        let (html, summary) = page(&formula(&inner));
        assert_eq!(summary, expected, "{inner}\n{html}");
    }
    let (_, summary) = page(
        "<p>a <mjx-container jax=\"SVG\"><svg><g data-mml-node=\"math\"><g data-mml-node=\"msup\"><g data-mml-node=\"mi\">\
         <use data-c=\"1D45A\"></use></g><g data-mml-node=\"mn\"><use data-c=\"32\"></use></g></g></g></svg></mjx-container> b</p>",
    );
    assert_eq!(summary, "a m^{2} b");
    let lost = formula("<mjx-mi><mjx-c></mjx-c></mjx-mi>");
    let packed = Packed::of(&[("a.html", &format!("---\ntitle: T\ndate: 2020-01-01\n---\n{lost}\n"))]);
    assert!(
        packed.told.iter().any(|told| told.contains("1 formula: a drawing within the page")),
        "{:?}",
        packed.told
    );
}

#[test]
fn a_name_takes_no_article() {
    let (html, _) =
        page("<div class=\"MathJax_ready katex\"><p>One <math><mi>x</mi></math> two.</p><p>Three.</p></div>");
    assert_eq!(html, "<p>One <math><mi>x</mi></math> two.</p><p>Three.</p>");
    let (html, _) = page("<math><mtext><p>One</p></mtext></math><p>Two.</p>");
    assert_eq!(html, "<p>One</p><p>Two.</p>");
}

#[test]
fn pictures_of_formulas_are_formulas() {
    for image in [
        r#"<img src="https://www.zhihu.com/equation?tex=m%3D%5Cfrac%7B3%7D%7B4%7D" alt="[公式]" eeimg="1">"#,
        r#"<img class="latex" src="https://s0.wp.com/latex.php?latex=m%3D%5Cfrac%7B3%7D%7B4%7D&bg=ffffff" alt="m=3">"#,
        r#"<img src="https://latex.codecogs.com/gif.latex?\inline&space;m=\frac{3}{4}" alt="x">"#,
        r#"<span class="ztext-math" data-eeimg="1" data-tex="m=\frac{3}{4}"><span></span></span>"#,
        r#"<span class="mwe-math-element"><span style="display: none;"><math alttext="{\displaystyle m={\frac {3}{4}}}"><semantics><mrow><mi>m</mi></mrow><annotation encoding="application/x-tex">{\displaystyle m=\frac{3}{4}}</annotation></semantics></math></span><img src="https://x.test/svg/0a" class="mwe-math-fallback-image-inline" alt="{\displaystyle m=\frac{3}{4}}"></span>"#,
        r#"<img src="https://x.test/svg/0a" class="mwe-math-fallback-image-inline" alt="{\displaystyle m=\frac{3}{4}}">"#,
    ] {
        let (html, summary) = page(&format!("<p>取 {image} 为例。</p>"));
        assert_eq!(summary, "取 m=\\frac{3}{4} 为例。", "{image}\n{html}");
        assert!(!html.contains("<img"), "{html}");
    }
}

#[test]
fn mathml_without_source_is_read_in_a_line() {
    let (html, summary) = page(
        "<p>最后：<math display=\"inline\"><msup><mi>n</mi><mn>2</mn></msup><mo>+</mo><mn>1</mn></math> 是。</p>",
    );
    assert_eq!(html, "<p>最后：<math><msup><mi>n</mi><mn>2</mn></msup><mo>+</mo><mn>1</mn></math> 是。</p>");
    assert_eq!(summary, "最后：n^2+1 是。");
    let (_, summary) = page(
        "<p><math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><msqrt><mi>c</mi></msqrt></mfrac></math></p>",
    );
    assert_eq!(summary, "(a+b)/(√c)");
}

#[test]
fn words_of_drawings_stay() {
    let (html, _) = page(
        "<p>See</p><svg><g><text x=\"1\">Input</text><path d=\"\"/><text><tspan>Out</tspan>put</text></g></svg><p>end</p>",
    );
    assert_eq!(html, "<p>See</p><p>Input Output</p><p>end</p>");
    let (html, _) = page("<p>a <svg role=\"img\"><title>warning</title><path d=\"\"/></svg> b</p>");
    assert_eq!(html, "<p>a warning b</p>");
}

#[test]
fn formulas_of_markdown() {
    let html = article(
        "Let $x_1$, $$y_1 * z * w$$ and \\\\(a_1 * b * c\\\\).\n\n$$\n\\frac{a}{b}\n$$\n\n$5 and $6 in `$HOME`",
    );
    assert!(!html.contains("<em>") && html.contains("$5 and $6 in <code>$HOME</code>"), "{html}");
    for source in ["x_1", "y_1 * z * w", "a_1 * b * c", "\\frac{a}{b}"] {
        assert!(html.contains(source), "{source}: {html}");
    }
}

/// The sources of the formulas of an article, in order.
fn sources(html: &str) -> Vec<&str> {
    let sources = html.split("<annotation encoding=\"application/x-tex\">").skip(1);
    sources.map(|source| source.split("</annotation>").next().unwrap()).collect()
}

#[test]
fn boxes_for_the_eye_are_read() {
    let row = |top: &str, strut: &str, inner: &str| {
        format!(
            "<span style=\"top:{top}em;\"><span class=\"pstrut\" style=\"height:{strut}em;\"></span>{inner}</span>"
        )
    };
    let list = |rows: &str| {
        format!(
            "<span class=\"vlist-t vlist-t2\"><span class=\"vlist-r\"><span class=\"vlist\">{rows}</span><span class=\"vlist-s\">\u{200b}</span></span></span>"
        )
    };
    let scripts =
        |rows: &str| format!("<span class=\"mord\">a</span><span class=\"msupsub\">{}</span>", list(rows));
    let (low, high) = (row("-2.55", "2.7", "<span>i</span>"), row("-3.063", "2.7", "<span>2</span>"));
    let line = row("-3.23", "3", "<span class=\"frac-line\"></span>");
    let (below, above) = (
        row("-2.314", "3", "<span class=\"mord\">b</span>"),
        row("-3.677", "3", "<span class=\"mord\">a</span>"),
    );
    for (boxes, tex) in [
        ("<span class=\"mord\">x</span><span class=\"msupsub\"><span class=\"vlist\"><span>2</span></span></span>".to_owned(), "x^{2}"),
        (scripts(&high), "a^{2}"),
        (scripts(&low), "a_{i}"),
        (scripts(&[low, high].concat()), "a_{i}^{2}"),
        (format!("<span class=\"mfrac\">{}</span>", list(&[below.clone(), line, above.clone()].concat())), "\\frac{a}{b}"),
        (format!("<span class=\"mfrac\">{}</span>", list(&[below, above].concat())), "\\begin{matrix}{a}\\\\{b}\\end{matrix}"),
        (format!("<span class=\"mord sqrt\">{}</span>", list(&row("-3", "3", "<span class=\"mord\">x</span>"))), "\\sqrt{x}"),
        (
            format!(
                "<span class=\"mop op-limits\">{}</span><span class=\"mord\">i</span>",
                list(&[
                    row("-1.87", "3", "<span>1</span>"),
                    row("-3.05", "3", "<span class=\"mop op-symbol\">∑</span>"),
                    row("-4.3", "3", "<span>n</span>"),
                ].concat())
            ),
            "∑_{1}^{n}i",
        ),
        (
            format!("<span class=\"mord accent\">{}</span>", list(&[row("-3", "3", "<span class=\"mord\">v</span>"), row("-3.2", "3", "<span>^</span>")].concat())),
            "\\hat{v}",
        ),
        ("<span class=\"mop\">sin</span><span class=\"mord mathbb\">R</span>".to_owned(), "\\operatorname{sin}\\mathbb{R}"),
    ] {
        let (html, _) = page(&format!(
            "<p>甲 <span class=\"katex\"><span class=\"katex-html\" aria-hidden=\"true\"><span class=\"base\">{boxes}</span></span></span> 乙</p>"
        ));
        assert_eq!(sources(&html), [tex], "{html}");
    }
    for (boxes, tex) in [
        (
            "<span class=\"mjx-chtml\"><span class=\"mjx-math\"><span class=\"mjx-msup\"><span class=\"mjx-base\"><span class=\"mjx-char\">x</span></span>\
             <span class=\"mjx-sup\"><span class=\"mjx-char\">2</span></span></span></span></span>",
            "x^{2}",
        ),
        (
            "<span class=\"mjx-chtml\"><span class=\"mjx-math\" aria-label=\"x^2\"><span class=\"mjx-char\">x</span><span class=\"mjx-char\">2</span></span></span>",
            "x^2",
        ),
        (
            "<span class=\"MathJax\"><nobr><span class=\"math\"><span class=\"mrow\"><span class=\"msubsup\"><span><span style=\"top: -4.0em;\"><span class=\"mi\">x</span></span>\
             <span style=\"top: -4.4em;\"><span class=\"mn\">2</span></span></span></span></span></span></nobr></span>",
            "x^{2}",
        ),
    ] {
        let (html, _) = page(&format!("<p>甲 {boxes} 乙</p>"));
        assert_eq!(sources(&html), [tex], "{html}");
    }
}

#[test]
fn content_markup_is_read() {
    for (content, tex) in [
        ("<apply><plus/><ci>a</ci><cn>1</cn></apply>", "a+1"),
        (
            "<apply><divide/><apply><power/><ci>x</ci><cn>2</cn></apply><cn>3</cn></apply>",
            "\\frac{{x}^{2}}{3}",
        ),
        ("<apply><times/><cn>2</cn><apply><minus/><ci>i</ci><cn>1</cn></apply></apply>", "2\\,(i-1)"),
        (
            "<apply><sum/><bvar><ci>i</ci></bvar><lowlimit><cn>1</cn></lowlimit><uplimit><ci>n</ci></uplimit><ci>i</ci></apply>",
            "\\sum_{i=1}^{n} i",
        ),
        ("<apply><root/><degree><cn>3</cn></degree><ci>x</ci></apply>", "\\sqrt[3]{x}"),
        ("<apply><sin/><ci>x</ci></apply>", "\\sin(x)"),
    ] {
        for math in [
            format!("<math>{content}</math>"),
            format!(
                "<math><semantics><annotation-xml encoding=\"MathML-Content\">{content}</annotation-xml></semantics></math>"
            ),
        ] {
            let (html, _) = page(&format!("<p>甲 {math} 乙</p>"));
            assert_eq!(sources(&html), [tex], "{html}");
        }
    }
    let (both, _) = page(
        "<p><math><semantics><mi>a</mi><annotation-xml encoding=\"MathML-Content\"><ci>a</ci></annotation-xml></semantics></math></p>",
    );
    assert_eq!(both, "<p><math><mi>a</mi></math></p>");
}

#[test]
fn drawn_formulas_with_a_source_are_read_and_others_told() {
    let drawing = "<svg viewBox=\"0 0 900 400\"><path d=\"M0 0\"/></svg>";
    let (html, _) = page(&format!(
        "<p>甲 <span data-formula=\"x^2\">{drawing}</span></p><section data-formula=\"y^2\">{drawing}</section>\
         <p><img src=\"https://i.test/1\" alt=\"$z^2$\"> <img class=\"ql-img-inline-formula\" src=\"https://i.test/2\" alt=\"w^2\"></p>"
    ));
    assert_eq!(sources(&html), ["x^2", "y^2", "z^2", "w^2"], "{html}");
    let (html, _) = page("<p>价 <img src=\"https://i.test/1.png\" alt=\"花 $3 和 $4\"></p>");
    assert!(html.contains("<img"), "{html}");
    let (html, _) = page(
        "<p>乙 <mjx-container jax=\"SVG\"><svg viewBox=\"0 0 900 400\" aria-label=\"z 等于 2\"><path d=\"M0\"/></svg></mjx-container>。</p>",
    );
    assert_eq!(html, "<p>乙 z 等于 2。</p>");
    let post = format!(
        "---\ntitle: T\ndate: 2020-01-01\n---\n<p>丙 <mjx-container jax=\"SVG\">{drawing}</mjx-container>。</p>\n"
    );
    let packed = Packed::of(&[("2020-01-01-a.html", &post)]);
    assert!(
        packed.told.iter().any(|told| told.contains("1 formula: a drawing within the page")),
        "{packed:?}"
    );
}
