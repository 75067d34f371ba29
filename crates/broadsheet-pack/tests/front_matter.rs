//! Front matter as it is found in the wild: what is made of it, and what is said about it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fmt::Write as _;

use broadsheet_pack::diagnostics::FileDiagnostics;
use broadsheet_pack::import::front_matter::parse;
use broadsheet_pack::import::metadata::{Status, read_metadata};

/// Posts called `2020-01-02-the-slug.md`, and what they show.
const CASES: &[(&str, &str)] = &[
    (
        "as it should be",
        "---\nlayout: post\ntitle: \"标题\"\ndate: 2021-09-15T06:44:59.771Z\nauthor: 早报\nfrom: https://example.org/a\ntags: [ 早报 ]\ncategories: [ 早报 ]\n---\n<!--1631-->\nBody\n",
    ),
    ("trailing spaces behind the fences", "--- \ntitle: x\n---\t \nBody"),
    ("closed by dots", "---\ntitle: x\n...\nBody"),
    ("empty", "---\n---\nBody"),
    ("only a comment", "---\n# later\n---\nBody"),
    ("blank lines first", "\n\n---\ntitle: x\n---\nBody"),
    ("no closing fence", "---\ntitle: x\ndate: 2021-09-15\n\nBody"),
    ("four dashes", "----\ntitle: x\n----\nBody"),
    ("a rule, not a fence", "---\n\nOne.\n\n---\n\nBody"),
    ("JSON by its fence", "---json\n{\"title\": \"x\"}\n---\nBody"),
    ("TOML", "+++\ntitle = \"x\"\ndate = 2021-09-15\ntags = [\"a\", \"b\"]\n+++\nBody"),
    ("a colon in the title", "---\ntitle: 快讯: 某地 12:30 发生地震\nauthor: 甲\ntags: [ a ]\n---\nBody"),
    ("an open quote", "---\ntitle: \"未闭合\nauthor: 甲\n---\nBody"),
    ("quotes within quotes", "---\ntitle: \"他说\"你好\"再见\"\nauthor: 甲\n---\nBody"),
    ("a reserved sign", "---\ntitle: @user says\ndate: 2021-09-15\n---\nBody"),
    ("a percent sign", "---\ntitle: %50 off\n---\nBody"),
    ("an entity that looks like an anchor", "---\ntitle: &amp; x\n---\nBody"),
    ("an alias of nothing", "---\ntitle: x\na: *nope\n---\nBody"),
    ("a template", "---\ntitle: {{ page.title }}\n---\nBody"),
    ("a tab for indentation", "---\ntitle: x\ntags:\n\t- a\n\t- b\n---\nBody"),
    ("a comment in the title", "---\ntitle: C# news #1\n---\nBody"),
    ("a key twice", "---\ntitle: one\ntitle: two\n---\nBody"),
    ("a list as title", "---\ntitle: [a, b]\n---\nBody"),
    ("a word for yes as title", "---\ntitle: yes\n---\nBody"),
    ("a number as title", "---\ntitle: 1.10\n---\nBody"),
    ("nothing as title", "---\ntitle:\ndate: ~\n---\nBody"),
    ("holes in a list", "---\ntitle: x\ntags: [a, , b, ~]\n---\nBody"),
    ("a day that is not", "---\ntitle: x\ndate: 2020-13-45\n---\nBody"),
    ("a huge number as date", "---\ntitle: x\ndate: 99999999999999999999\n---\nBody"),
    ("numbers that JSON has not", "---\ntitle: x\na: .nan\nb: -.INF\nc: 1e999\nd: 0x1F\n---\nBody"),
    ("a merge", "---\nbase: &b {author: 甲}\n<<: *b\ntitle: x\n---\nBody"),
    ("an object of some language", "---\ntitle: x\na: !!python/object/apply:os.system [\"true\"]\n---\nBody"),
    ("an invisible character before a key", "---\n\u{200B}title: x\n---\nBody"),
    ("half a character", "---\ntitle: \"\\uD800\"\nauthor: 甲\n---\nBody"),
    ("keys of JavaScript", "---\ntitle: x\n__proto__: {a: 1}\nconstructor: {prototype: {x: 1}}\n---\nBody"),
    ("an address that is none", "---\ntitle: x\nfrom: www.example.org/a\n---\nBody"),
    ("not to be published", "---\ntitle: x\npublished: false\n---\nBody"),
    ("another fence further down", "---\ntitle: x\n---\nBody\n---\ntitle: y\n---\nmore"),
];

#[test]
fn what_is_made_of_it() {
    let mut shown = String::new();
    for (name, text) in CASES {
        let mut diagnostics = FileDiagnostics::new("post.md");
        let parsed = parse(text, &mut diagnostics);
        let body = parsed.body.replace('\n', "⏎");
        let metadata = read_metadata(parsed, "2020-01-02-the-slug", &[], &mut diagnostics);
        let status = if metadata.status == Status::Published { "" } else { " (left out)" };
        let item = serde_json::to_string(&metadata.item).unwrap();
        writeln!(shown, "# {name}{status}\n{item}\n{body}").unwrap();
        for finding in diagnostics.into_diagnostics() {
            writeln!(shown, "! {finding}").unwrap();
        }
        shown.push('\n');
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn too_deep_for_any_reader() {
    for matter in [format!("x: {}", "[".repeat(4000)), format!("x: {}1{}", "[".repeat(200), "]".repeat(200))]
    {
        let text = format!("---\ntitle: t\n{matter}\n---\nBody");
        let mut diagnostics = FileDiagnostics::new("post.md");
        let parsed = parse(&text, &mut diagnostics);
        let item = read_metadata(parsed, "a", &[], &mut diagnostics).item;
        assert_eq!(item.title.as_deref(), Some("t"));
        let json = serde_json::to_string(&item).unwrap();
        assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "readers have limits of their own");
        assert!(!diagnostics.into_diagnostics().is_empty());
    }
}
