//! The thousand real posts of the shared test data, counted by a program that knows nothing of YAML
//! or of bundles.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use broadsheet_bundle::facet::Facet;
use broadsheet_bundle::format::{FacetChunk, Manifest};

use common::Workspace;

fn shared() -> PathBuf {
    let default = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    std::env::var_os("BROADSHEET_SHARED").map_or_else(default, PathBuf::from)
}

/// The values of a line such as `tags: [ a, b ]` or `author: a` in the first lines of every post,
/// counted.
fn count_by_hand(posts: &[String], key: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for post in posts {
        let line = post.lines().take(12).find_map(|line| line.strip_prefix(key)).unwrap_or_default();
        let values = match line.trim().strip_prefix('[') {
            Some(list) => list.trim_end_matches(']').split(',').collect(),
            None => vec![line],
        };
        for value in values.into_iter().map(str::trim).filter(|value| !value.is_empty()) {
            let value = value.replace("&#38;", "&").replace("&amp;", "&");
            *counts.entry(value).or_default() += 1;
        }
    }
    counts
}

#[test]
fn a_thousand_posts_are_kept_and_counted_right() {
    let folder = shared().join("corpus/posts");
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return;
    }
    let posts: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    let place = Workspace::new();
    let ran = place.succeed(&["pack", folder.to_str().unwrap(), "--out", "out"]);
    assert!(ran.stderr.contains("1,000 posts read (28.5 MB): 1,000 kept, 0 left out"), "{}", ran.stderr);
    let head: Manifest = serde_json::from_str(&place.read("out/bundle.json")).unwrap();
    assert_eq!(head.posts as usize, posts.len());
    let chunk: FacetChunk =
        serde_json::from_str(&place.read(&format!("out/{}", head.chunks[0].file))).unwrap();
    for (name, key) in [("tag", "tags:"), ("author", "author:")] {
        let name = Facet::from_name(name).unwrap();
        let column = &chunk.columns[name];
        let counts = column.counts().into_iter().map(|count| count as usize);
        let counted: BTreeMap<_, _> = column.values.iter().cloned().zip(counts).collect();
        assert_eq!(counted, count_by_hand(&posts, key), "{key}");
    }
}

#[test]
fn broken_front_matter_never_costs_the_article() {
    for name in ["front-matter-malformed.jsonl", "front-matter-fixtures.jsonl"] {
        let path = shared().join("markdown").join(name);
        let Ok(lines) = fs::read_to_string(&path) else {
            println!("skipped: {} is not there", path.display());
            continue;
        };
        let place = Workspace::new();
        let mut count = 0;
        for (number, line) in lines.lines().enumerate() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let Some(content) = case["content"].as_str() else { continue };
            place.write(&format!("posts/{number}.md"), content.as_bytes());
            count += 1;
        }
        place.succeed(&["pack", "posts", "--out", "feed.json"]);
        let feed: broadsheet_bundle::format::Feed = serde_json::from_str(&place.read("feed.json")).unwrap();
        assert_eq!(feed.items.len(), count, "{name}");
        for item in &feed.items {
            let number: usize = item.id.parse().unwrap();
            let has_body = lines.lines().nth(number).unwrap().contains("\\u6b63\\u6587");
            let html = item.content_html.as_deref().unwrap();
            assert!(!has_body || html.contains("正文"), "{name} {number}: {html}");
        }
    }
}
