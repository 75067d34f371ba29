//! Names: titles, tags, categories, and the files of posts.

use serde_json::{Value, json};

use crate::packed::Packed;

fn categories(item: &Value) -> &Value {
    &item["_broadsheet"]["facets"]["category"]
}

fn problems(packed: &Packed) -> Vec<&str> {
    packed.told.iter().filter(|line| line.starts_with("problem")).map(String::as_str).collect()
}

#[test]
fn what_looks_the_same_is_one_tag() {
    let post = |tags: &str| format!("---\ntitle: T\ndate: 2020-01-01\ntags: {tags}\n---\nText.\n");
    let texts: Vec<_> = [
        "[\"Caf\\u00e9\"]",
        "[\"Cafe\\u0301\"]",
        "[\"\\u202aCaf\\u200be\\u0301\\u202c\\ufeff\"]",
        "'#Café'",
        "Café,",
        "[ Café， ]",
        "Café",
    ]
    .map(post)
    .to_vec();
    let names: Vec<_> = (0..texts.len()).map(|at| format!("2020-01-01-{at}.md")).collect();
    let files: Vec<_> = names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let packed = Packed::of(&files);
    for item in &packed.items {
        assert_eq!(item["tags"], json!(["Café"]), "{}", item["id"]);
    }
    assert_eq!(problems(&packed), [""; 0]);
}

#[test]
fn folders_above_posts_are_categories_up_to_the_site() {
    let post = "---\ntitle: T\ncategories: own\n---\nText.\n";
    let packed = Packed::of(&[
        ("letters/_posts/2020-01-01-a.md", post),
        ("film/horror/_posts/sub/2020-01-01-b.md", post),
        ("_posts/2020-01-01-c.md", post),
        ("site/blog/_posts/2020-01-01-d.md", post),
        ("site/_config.yml", "title: S\n"),
        ("plain/2020-01-01-e.md", post),
    ]);
    for (id, expected) in [
        ("2020-01-01-a", json!(["letters", "own"])),
        ("2020-01-01-b", json!(["film", "horror", "own"])),
        ("2020-01-01-c", json!(["own"])),
        ("2020-01-01-d", json!(["blog", "own"])),
        ("2020-01-01-e", json!(["own"])),
    ] {
        assert_eq!(categories(packed.item(id)), &expected, "{id}");
    }
}

#[test]
fn every_ending_of_jekyll_is_read() {
    let post = "---\ntitle: T\n---\nText.\n";
    let packed = Packed::of(&[
        ("2020-01-01-a.md", post),
        ("2020-01-02-b.MARKDOWN", post),
        ("2020-01-03-c.mkdown", post),
        ("2020-01-04-d.mkdn", post),
        ("2020-01-05-e.Mkd", post),
        ("2020-01-06-f.html", post),
        ("2020-01-07-g.HTM", post),
        ("2020-01-08-h.md.bak", post),
        ("2020-01-09-i.md~", post),
    ]);
    let ids: Vec<_> = packed.items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(
        ids,
        [
            "2020-01-07-g",
            "2020-01-06-f",
            "2020-01-05-e",
            "2020-01-04-d",
            "2020-01-03-c",
            "2020-01-02-b",
            "2020-01-01-a"
        ]
    );
}

#[test]
fn byte_order_marks_go_wherever_they_stand() {
    let packed = Packed::of(&[
        (
            "2020-01-01-a.md",
            "\u{FEFF}---\r\ntitle: \u{FEFF}T\r\n---\r\n\u{FEFF}## One\r\n\r\nTwo\u{FEFF}.\r\n",
        ),
        ("2020-01-02-b.md", "ï»¿---\ntitle: T\n---\n## One\n\nTwo.\n"),
    ]);
    for item in &packed.items {
        assert_eq!(item["title"], "T");
        assert_eq!(item["content_html"], "<h2 id=\"a-one\">One</h2><p>Two.</p>", "{}", item["id"]);
    }
}

#[test]
fn titles_are_never_empty_and_never_folded_apart() {
    let packed = Packed::of(&[
        ("2022-01-12-.md", "---\nx: y\n---\nText.\n"),
        ("2022-01-13-a.md", "---\ntitle: >\n  折行的\n  标题\n---\nText.\n"),
        ("2022-01-14-b.md", "---\ntitle: 折行的: 冒号\n  标题\n---\nText.\n"),
        ("\u{3000}.md", "Text.\n"),
    ]);
    let title = |id: &str| packed.item(id)["title"].as_str().unwrap();
    assert_eq!(title("2022-01-12-"), "2022-01-12");
    assert_eq!(title("2022-01-13-a"), "折行的标题");
    assert_eq!(title("2022-01-14-b"), "折行的: 冒号标题");
    assert_eq!(packed.items.iter().filter(|item| item["title"] == "…").count(), 1);
    assert!(
        packed.told.iter().any(|line| line.contains("the name of the file has nothing that makes an id"))
    );
}

#[test]
fn hashtags_that_are_a_comment_in_yaml_are_tags_and_told() {
    let post = "---\ntitle: T\ntags: #城市, #河流\ncategories: tech \"night train\" # two\n---\nText.\n";
    let packed = Packed::of(&[("2020-01-01-a.md", post)]);
    assert_eq!(packed.items[0]["tags"], json!(["城市", "河流"]));
    assert_eq!(*categories(&packed.items[0]), json!(["tech", "night train"]));
    assert_eq!(packed.told.len(), 1, "{:?}", packed.told);
    assert!(packed.told[0].contains("a.md:3 in YAML, what follows ` #` is a comment; taken as hashtags"));
}

#[test]
fn character_references_in_names_are_read_everywhere() {
    let post = "---\ntitle: A &amp; B\ntags: ['&amp;', 'a&amp;b', '&lt;video&gt;']\n---\nText.\n";
    assert_eq!(Packed::of(&[("2020-01-01-a.md", post)]).items[0]["tags"], json!(["&", "a&b", "<video>"]));
}
