//! Front matter of Jekyll, Hugo, Hexo and Zola, whole and broken.

use serde_json::{Value, json};

use crate::packed::Packed;

/// Title, date, tags, categories and authors of a post.
fn said(item: &Value) -> Value {
    let authors: Vec<_> =
        item["authors"].as_array().into_iter().flatten().map(|author| &author["name"]).collect();
    let day = item["date_published"].as_str().and_then(|date| date.get(..10));
    json!([item["title"], day, item["tags"], item["_broadsheet"]["facets"]["category"], authors])
}

fn problems(packed: &Packed) -> Vec<&str> {
    packed.told.iter().filter(|line| line.starts_with("problem")).map(String::as_str).collect()
}

#[test]
fn every_notation_says_the_same() {
    let expected = json!(["江 1.10", "2021-09-15", ["河", "1.10"], ["随笔"], ["甲", "乙"]]);
    let packed = Packed::of(&[
        (
            "a.md",
            "---\ntitle: 江 1.10\ndate: 2021-09-15 06:44\ntags: [河, 1.10]\ncategories: 随笔\nauthors: [甲, 乙]\n---\nText.\n",
        ),
        (
            "b.md",
            "+++\ntitle = \"江 1.10\"\ndate = 2021-09-15T06:44:59+08:00\ntags = [\"河\", 1.10]\ncategories = [\n  '随笔',\n]\nauthors = [\"甲\", \"乙\"]\n+++\nText.\n",
        ),
        (
            "c.md",
            "{\n  \"title\": \"江 1.10\",\n  \"date\": \"2021-09-15\",\n  \"tags\": [\"河\", 1.10],\n  \"categories\": \"随笔\",\n  \"authors\": [{\"name\": \"甲\"}, \"乙\"]\n}\n\nText.\n",
        ),
        (
            "d.md",
            "\"title\": \"江 1.10\",\n\"date\": \"2021/9/15 06:44:59\",\n\"tags\": [\"河\", \"1.10\"],\n\"categories\": [[\"随笔\"]],\n\"author\": [\"甲\", \"乙\"]\n;;;\nText.\n",
        ),
        (
            "e.md",
            "title: 江 1.10\ndate: 2021-09-15 06:44:59\ntags:\n- 河\n- 1.10\ncategories:\n- 随笔\nauthor: [甲, 乙]\n---\nText.\n",
        ),
        (
            "f.md",
            "+++\ntitle = \"江 1.10\"\ndate = 2021-09-15\n[taxonomies]\ntags = [\"河\", \"1.10\"]\ncategories = [\"随笔\"]\n[extra]\nauthor = [\"甲\", \"乙\"]\n+++\nText.\n",
        ),
        (
            "g.html",
            "---json\n{\"title\": \"江 1.10\", \"publishDate\": \"2021-09-15\", \"tags\": \"河, 1.10\", \"categories\": \"随笔\", \"author\": [\"甲\", \"乙\"]}\n---\n<p>Text.</p>\n",
        ),
    ]);
    for item in &packed.items {
        assert_eq!(said(item), expected, "{}", item["id"]);
        assert_eq!(item["content_html"], "<p>Text.</p>", "{}", item["id"]);
    }
    assert_eq!((packed.items.len(), problems(&packed).len()), (7, 0), "{:?}", packed.told);
}

#[test]
fn broken_notations_cost_their_line_and_are_told() {
    let packed = Packed::of(&[
        ("2020-01-01-toml.md", "+++\ntitle = \"A\"\nauthor = 甲\ntags = [\"a\", \"b\"]\n+++\nText.\n"),
        (
            "2020-01-01-json.md",
            "{\n  \"title\": \"A\",\n  \"author\": \"甲\",\n  \"tags\": [\"a\", \"b\",],\n}\nText.\n",
        ),
        ("2020-01-01-open.md", "+++\ntitle = \"A\"\nauthor = \"甲\"\ntags = [\"a\", \"b\"]\n\nText.\n"),
    ]);
    for item in &packed.items {
        assert_eq!(said(item), json!(["A", "2020-01-01", ["a", "b"], null, ["甲"]]), "{}", item["id"]);
        assert_eq!(item["content_html"], "<p>Text.</p>", "{}", item["id"]);
    }
    let lines: Vec<_> = problems(&packed).iter().map(|line| line.split(' ').nth(1).unwrap()).collect();
    assert_eq!(
        lines,
        ["posts/2020-01-01-json.md:4", "posts/2020-01-01-open.md:1", "posts/2020-01-01-toml.md:3"]
    );
}

#[test]
fn a_rule_is_no_broken_front_matter() {
    let packed = Packed::of(&[
        ("2020-01-01-poem.md", "---\n\n雨停在檐下，\n灯亮在窗里。\n"),
        ("2020-01-02-between.md", "---\n\n雨停在檐下。\n\n---\n\n灯亮在窗里。\n"),
        ("2020-01-03-talk.md", "---\n甲: 你好\n乙: 再见\n---\n\n完。\n"),
        ("2020-01-04-brace.md", "{% comment %}x{% endcomment %}Text.\n"),
    ]);
    assert_eq!(problems(&packed), [""; 0]);
    assert!(packed.html("2020-01-01-poem").contains("雨停在檐下"));
    assert!(packed.html("2020-01-02-between").contains("雨停在檐下"));
    assert!(packed.html("2020-01-03-talk").contains("乙: 再见"));
}

#[test]
fn an_open_end_costs_no_sentence() {
    let packed = Packed::of(&[
        ("2020-01-01-a.md", "---\ntitle: 忘了收尾\ntags: [标点]\n\n第一段：有冒号。\n\n第二段。\n"),
        ("2020-01-02-b.md", "---\ntitle: 忘了收尾\ntags: [标点]\n\n第一段。\n\n---\n\n第二段。\n"),
    ]);
    for item in &packed.items {
        assert_eq!((&item["title"], &item["tags"]), (&json!("忘了收尾"), &json!(["标点"])));
        let html = item["content_html"].as_str().unwrap();
        assert!(html.contains("第一段") && html.contains("第二段"), "{html}");
    }
    assert_eq!(problems(&packed).len(), 2);
}

#[test]
fn keys_in_other_languages_are_understood() {
    let packed = Packed::of(&[
        ("a.md", "---\n标题: 江\n日期: 2019-05-06\n标签: 河, 山\n作者: 甲\n分类: 随笔\n---\nText.\n"),
        (
            "b.md",
            "---\nタイトル: 江\n日付: 2019-05-06\nタグ: [河, 山]\n著者: 甲\nカテゴリ: 随笔\n---\nText.\n",
        ),
        ("c.md", "---\n標題: 江\ndate: 2019-05-06\n標籤:\n- 河\n- 山\n作者: 甲\n分類: 随笔\n---\nText.\n"),
    ]);
    for item in &packed.items {
        assert_eq!(said(item), json!(["江", "2019-05-06", ["河", "山"], ["随笔"], ["甲"]]), "{}", item["id"]);
        assert_eq!(item["content_html"], "<p>Text.</p>", "{}", item["id"]);
    }
    assert_eq!(packed.told, Vec::<String>::new());
    // One such word makes no front matter of a talk between rules.
    let packed = Packed::of(&[("2020-01-01-a.md", "---\n作者: 你好\n读者: 再见\n---\n\n完。\n")]);
    assert!(packed.html("2020-01-01-a").contains("读者: 再见"));
}

#[test]
fn summaries_are_those_of_their_authors() {
    let post = |line: &str| format!("---\ntitle: T\n{line}\n---\nText of the post.\n");
    for (line, summary) in [
        ("summary: 手写 &amp; 摘要", "手写 & 摘要"),
        ("description: >\n  折行的\n  描述", "折行的描述"),
        ("excerpt: '<p>A <em>short</em> text.</p>'", "A short text."),
        ("摘要: 手写", "手写"),
        ("summary: ''\ndescription: 描述", "描述"),
        ("excerpt: false", "Text of the post."),
        ("summary:", "Text of the post."),
    ] {
        let packed = Packed::of(&[("2020-01-01-a.md", &post(line))]);
        assert_eq!(packed.items[0]["summary"], summary, "{line}");
    }
}

#[test]
fn authors_are_found_under_the_names_of_other_programs() {
    for line in [
        "authors: [{display_name: 赵六, login: zhao}]",
        "author: {nickname: 赵六}",
        "authors:\n  zhao: {name: 赵六, url: 'https://zhao.test/'}",
        "author: {姓名: 赵六}",
    ] {
        let packed = Packed::of(&[("2020-01-01-a.md", &format!("---\ntitle: T\n{line}\n---\nText.\n"))]);
        assert_eq!(packed.items[0]["authors"][0]["name"], "赵六", "{line}");
        assert_eq!(
            (packed.items[0]["authors"].as_array().unwrap().len(), &packed.told),
            (1, &vec![]),
            "{line}"
        );
    }
}
