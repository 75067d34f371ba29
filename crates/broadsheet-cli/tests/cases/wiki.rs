//! Links and pictures as programs for notes write them.

use crate::common::{Workspace, picture};
use crate::packed::Packed;

#[test]
fn wiki_links_lead_to_posts() {
    let post = |body: &str| format!("---\ntitle: T\ndate: 2020-01-01\n---\n{body}\n");
    let from = post(
        "参见 [[2020-01-02-y]]、[[y|另一篇]]、[[notes/z#二、 小节]] 与 [[丢了的一篇]]。\n\n`[[2020-01-02-y]]`\n",
    );
    let packed = Packed::of(&[
        ("2020-01-01-x.md", &from),
        ("2020-01-02-y.md", &post("乙")),
        ("notes/z.md", &post("## 二、 小节\n\n丙")),
    ]);
    let html = packed.html("2020-01-01-x");
    for part in [
        "post=2020-01-02-y\">2020-01-02-y</a>",
        "post=2020-01-02-y\">另一篇</a>",
        "post=z#a-%E4%BA%8C-%E5%B0%8F%E8%8A%82\">notes/z#二、 小节</a>",
        "[[丢了的一篇]]",
        "<code>[[2020-01-02-y]]</code>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let told =
        "note posts/2020-01-01-x.md:5 1 wiki link leads to no post: `[[丢了的一篇]]`; kept as it stands";
    assert!(packed.told.iter().any(|line| line == told), "{:?}", packed.told);
}

#[test]
fn wiki_pictures_are_shown() {
    let place = Workspace::with_posts(&[(
        "a.md",
        "---\ntitle: T\ndate: 2020-01-01\n---\n甲 ![[b.png|300]] 乙 ![[b.png|图]]\n\n![[没有.png]]\n",
    )]);
    place.write("posts/img/b.png", &picture("red.png"));
    let packed = Packed::folder(&place, &[]);
    assert_eq!(packed.html("a").matches("<img src=\"media/").count(), 2, "{}", packed.html("a"));
    let told = packed.told.iter().any(|line| line.contains("a.md:7 there is no `没有.png`"));
    assert!(told, "{:?}", packed.told);
}
