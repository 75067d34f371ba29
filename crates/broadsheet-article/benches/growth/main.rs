//! Input made to be slow: how the time grows when the input is doubled, and doubled again.
//!
//! `cargo bench -p broadsheet-article --features native,markdown --bench growth`, with a word
//! behind `--` for the cases whose name has it.

mod harness;

use std::fmt::Write as _;
use std::process::ExitCode;

use broadsheet_article::{Options, markdown, native, write_html};

use harness::{fill, half, numbered};

struct Case {
    name: &'static str,
    /// `true` for Markdown, `false` for HTML.
    markdown: bool,
    /// Makes about so many bytes.
    make: fn(usize) -> String,
}

const fn html(name: &'static str, make: fn(usize) -> String) -> Case {
    Case { name, markdown: false, make }
}

const fn text(name: &'static str, make: fn(usize) -> String) -> Case {
    Case { name, markdown: true, make }
}

const CASES: &[Case] = &[
    html("paragraphs, as a measure", |size| {
        fill(size, "<p>A paragraph with <b>bold</b> text and <a href=/x>a link</a>.</p>\n")
    }),
    html("one long text", |size| fill(size, "word ")),
    html("one long word", |size| fill(size, "w")),
    html("entities", |size| fill(size, "&amp;&notin;&#x4e2d;&nosuch;")),
    html("characters one by one: U+0000", |size| fill(size, "\0")),
    html("div in div", |size| half(size, "<div>", "</div>")),
    html("b in b", |size| half(size, "<b>", "</b>")),
    html("quotes with text", |size| fill(size, "<blockquote>x")),
    html("lists in lists", |size| half(size, "<ul><li>", "</li></ul>")),
    html("tables in tables", |size| fill(size, "<table><tr><td>")),
    html("details in details", |size| fill(size, "<details><summary>a</summary>")),
    html("figures in figures", |size| fill(size, "<figure><figcaption>a</figcaption>")),
    html("svg in svg", |size| fill(size, "<svg><foreignObject>")),
    html("math in math", |size| fill(size, "<math><mtext>")),
    html("templates in templates", |size| fill(size, "<template>")),
    html("open formatting, then paragraphs", |size| {
        [fill(size / 2, "<b><i><u>"), fill(size / 2, "<p>a")].concat()
    }),
    html("open formatting of many kinds", |size| {
        [numbered(size / 2, |n| format!("<font size={n}>")), fill(size / 2, "<p>a")].concat()
    }),
    html("links in links in blocks", |size| fill(size, "<a href=/x><div>")),
    html("misnested formatting", |size| fill(size, "<b><p></b>a")),
    html("misnested formatting in depth", |size| {
        [fill(size / 2, "<i><b><p>"), fill(size / 2, "</i></b>")].concat()
    }),
    html("formatting closed from outside", |size| {
        [fill(size / 2, "<b>"), fill(size / 2, "<p></b>")].concat()
    }),
    html("end tags alone", |size| fill(size, "</p></b></div></x>")),
    html("text in tables, outside cells", |size| ["<table>", &fill(size, "<tr>a<b>c</b>")].concat()),
    html("cells, all open", |size| ["<table>", &fill(size, "<td>a<th>b<tr>")].concat()),
    html("columns and rows", |size| ["<table>", &fill(size, "<tr><td rowspan=1000 colspan=100>a")].concat()),
    html("attributes of one tag", |size| ["<a ", &numbered(size, |n| format!("a{n}=1 ")), ">b</a>"].concat()),
    html("one attribute again and again", |size| ["<a ", &fill(size, "href=/x "), ">b</a>"].concat()),
    html("one long attribute", |size| ["<a href=\"", &fill(size, "/x y"), "\">b</a>"].concat()),
    html("long class", |size| ["<div class=\"", &fill(size, "share ad nav "), "\">b</div>"].concat()),
    html("one srcset", |size| {
        ["<img src=a.png srcset=\"", &numbered(size, |n| format!("{n}.png {n}w, ")), "\">"].concat()
    }),
    html("srcset of commas", |size| ["<img src=a.png srcset=\"", &fill(size, ","), "\">"].concat()),
    html("srcset of brackets", |size| ["<img src=a.png srcset=\"", &fill(size, "a ("), "\">"].concat()),
    html("sources of one picture", |size| {
        ["<picture>", &fill(size, "<source srcset='x 1y'>"), "<img src=a.png>"].concat()
    }),
    html("pictures in one picture", |size| ["<picture>", &fill(size, "<img src=a.png>")].concat()),
    html("pictures", |size| {
        numbered(size, |n| format!("<img data-src={n}.png><noscript><img src={n}.png></noscript>"))
    }),
    html("the same picture", |size| fill(size, "<p><img src=https://x.test/a.png></p>")),
    html("sources of one film", |size| {
        ["<video>", &numbered(size, |n| format!("<source src={n}.mp4>"))].concat()
    }),
    html("ids and links to them", |size| numbered(size, |n| format!("<p id=n{n}><a href=#n{n}>{n}</a>"))),
    html("marks and notes", |size| {
        let marks = numbered(size / 2, |n| format!("<sup><a href=#n{n}>{n}</a></sup>"));
        let notes = numbered(size / 2, |n| format!("<li id=n{n}>a note"));
        [marks, notes].concat()
    }),
    html("one id again and again", |size| fill(size, "<p id=n><a href=#n>a</a>")),
    html("links to nowhere", |size| numbered(size, |n| format!("<a href=#n{n}>{n}</a>"))),
    html("headings that repeat the title", |size| fill(size, "<h2>A title</h2>")),
    html("links that share", |size| fill(size, "<p><a href='https://x.test/sharer.php?u=1'>Share</a></p>")),
    html("boxes in boxes", |size| fill(size, "<div class=related><p>Related <a href=/a>b</a></div>")),
    html("related strips, one after the other", |size| fill(size, "<p>Related</p><a href=/1>c</a>")),
    html("line breaks", |size| fill(size, "a<br>")),
    html("pairs of line breaks", |size| fill(size, "a<br><br>")),
    html("empty inlines", |size| fill(size, "<b></b><i> </i>")),
    html("spaces", |size| fill(size, " ")),
    html("comments left open", |size| fill(size, "<!-- ")),
    html("comment starts in a comment", |size| ["<!--", &fill(size, "--!<!-")].concat()),
    html("CDATA", |size| fill(size, "<![CDATA[a]]>")),
    html("less-than signs", |size| fill(size, "<")),
    html("raw text left open", |size| fill(size, "<title></titl")),
    html("scripts with escapes", |size| ["<script><!--", &fill(size, "<script></script ")].concat()),
    html("select and option", |size| ["<select>", &fill(size, "<option>a<optgroup>")].concat()),
    html("forms and inputs", |size| fill(size, "<form><input><button>a")),
    html("ruby", |size| fill(size, "<ruby>a<rp>(<rt>b")),
    html("definitions", |size| ["<dl>", &fill(size, "<dt>a<dd>b")].concat()),
    html("custom elements in depth", |size| numbered(size, |n| format!("<x-{n}>"))),
    html("framesets and bodies", |size| fill(size, "<body a=1><frameset><html b=2>")),
    html("protected addresses", |size| fill(size, "<span data-cfemail=422302206c21>x</span>")),
    html("code", |size| ["<pre><code class=language-a>", &fill(size, "a\n  <b>b</b>")].concat()),
    text("paragraphs, as a measure", |size| {
        fill(size, "A paragraph with **bold** text and [a link](/x).\n\n")
    }),
    text("opening brackets", |size| fill(size, "[")),
    text("brackets in brackets", |size| half(size, "[", "]")),
    text("links in links", |size| half(size, "[a", "](b)")),
    text("pictures in links", |size| half(size, "![[", "](b)](c)")),
    text("links left open", |size| fill(size, "[a](<b")),
    text("links with open titles", |size| fill(size, "[a](b \"c")),
    text("emphasis left open", |size| fill(size, "*a **b ")),
    text("emphasis left open, two signs", |size| fill(size, "*a_")),
    text("emphasis closed only", |size| fill(size, "a* a_ ")),
    text("emphasis in depth", |size| half(size, "*a ", " b*")),
    text("strikethrough", |size| fill(size, "~~a ~b ")),
    text("backticks of all lengths", |size| {
        let mut text = String::new();
        for length in 1.. {
            if text.len() >= size {
                break;
            }
            let _ = write!(text, "e{}", "`".repeat(length));
        }
        text
    }),
    text("backticks left open", |size| ["`a", &fill(size, "``b")].concat()),
    text("autolinks left open", |size| fill(size, "<a:b")),
    text("HTML left open", |size| fill(size, "<a b='")),
    text("comments left open", |size| fill(size, "a <!-- ")),
    text("comments left open, lines", |size| fill(size, "<!-- \n\n")),
    text("processing instructions", |size| fill(size, "a <?")),
    text("declarations", |size| fill(size, "a <!A ")),
    text("CDATA left open", |size| fill(size, "a <![CDATA[")),
    text("elements left open", |size| fill(size, "<div>\n\na\n\n")),
    text("elements on one line", |size| fill(size, "<p>a</p>")),
    text("elements for Markdown", |size| fill(size, "<div markdown=1>\na\n\n")),
    text("elements for Markdown, closed", |size| half(size, "<div markdown=1>\n", "\n</div>")),
    text("tags of one name", |size| ["<div>", &fill(size, "<div ")].concat()),
    text("attribute lists", |size| fill(size, "{: a}\n")),
    text("quotes in quotes", |size| fill(size, ">")),
    text("quotes in quotes, lines", |size| fill(size, &[">".repeat(200).as_str(), "a\n"].concat())),
    text("lists in lists", |size| fill(size, "- ")),
    text("lists in lists, indented", |size| {
        let mut text = String::new();
        for depth in 0.. {
            if text.len() >= size {
                break;
            }
            let _ = writeln!(text, "{}- a", "  ".repeat(depth));
        }
        text
    }),
    text("rules and lists", |size| fill(size, "* * * a\n")),
    text("link definitions", |size| numbered(size, |n| format!("[a{n}]: b\n"))),
    text("link definitions and references", |size| {
        [numbered(size / 2, |n| format!("[a{n}]: b\n")), numbered(size / 2, |n| format!("[a{n}] "))].concat()
    }),
    text("one long link definition, many references", |size| {
        ["[a]: ", &fill(size / 2, "b"), "\n\n", &fill(size / 2, "[a] ")].concat()
    }),
    text("link definitions left open", |size| fill(size, "[a]: <b\n\"c\n")),
    text("link labels left open", |size| fill(size, "[a\n")),
    text("long link labels", |size| half(size, "[a", "]: x\n")),
    text("footnotes", |size| numbered(size, |n| format!("a[^{n}]\n\n[^{n}]: b\n\n"))),
    text("footnotes in footnotes", |size| numbered(size, |n| format!("[^{n}]: [^{}]\n\n", n + 1))),
    text("references to one footnote", |size| ["[^a]: b\n\n", &fill(size, "[^a] ")].concat()),
    text("a table with many rows", |size| ["|a|b|\n|-|-|\n", &fill(size, "|c|d|\n")].concat()),
    text("a wide table with short rows", |size| {
        let columns = size / 12;
        [&"|a".repeat(columns), "|\n", &"|-".repeat(columns), "|\n", &fill(size / 2, "|\n")].concat()
    }),
    text("tables, one after the other", |size| fill(size, "|a|\n|-|\n\n")),
    text("bars", |size| fill(size, "a|")),
    text("definition lists", |size| fill(size, "a\n: b\n\n")),
    text("definition lists in depth", |size| fill(size, "a\n: ")),
    text("headings of one name", |size| fill(size, "# a\n")),
    text("headings that clash", |size| numbered(size, |n| format!("# a\n# a-{n}\n"))),
    text("underlines", |size| fill(size, "a\n-\n")),
    text("fences left open", |size| fill(size, "```\n~~~~\n")),
    text("entities", |size| fill(size, "&amp;&nosuch;&")),
    text("backslashes", |size| fill(size, "\\[\\")),
    text("tabs", |size| fill(size, "\t>\t-\t")),
    text("line breaks", |size| fill(size, "a  \n")),
    text("carriage returns", |size| fill(size, "\r")),
];

fn main() -> ExitCode {
    let options = Options {
        title: Some("A title".to_owned()),
        base: Some("https://base.test/dir/page".to_owned()),
        ..Options::default()
    };
    let html = |input: &str| {
        std::hint::black_box(write_html(&native::parse(input, &options)));
    };
    let text = |input: &str| html(&markdown::to_html(input));
    let cases: Vec<_> = CASES
        .iter()
        .map(|&Case { name, markdown, make }| {
            let (kind, run): (_, &dyn Fn(&str)) =
                if markdown { ("Markdown", &text) } else { ("HTML", &html) };
            harness::Case { name, kind, make, run }
        })
        .collect();
    harness::measure(&cases)
}
