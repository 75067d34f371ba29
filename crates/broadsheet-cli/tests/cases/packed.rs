//! A folder of posts, packed into one file.

#![allow(dead_code, reason = "the themes use parts of it")]

use std::path::Path;

use serde_json::Value;

use crate::common::Workspace;

/// The items of an archive, and what the command told of it.
#[derive(Debug)]
pub(crate) struct Packed {
    /// The items, in the order of the bundle: the newest first.
    pub(crate) items: Vec<Value>,
    /// Problems and notes as `TYPE FILE:LINE MESSAGE; ACTION`, with line 0 for the file as a whole.
    pub(crate) told: Vec<String>,
    /// The summary.
    pub(crate) summary: Value,
}

impl Packed {
    /// Packs these files. Names are below the folder of posts.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let place = Workspace::with_posts(files);
        Self::folder(&place, &[])
    }

    /// Packs a folder of posts from elsewhere, read-only.
    pub(crate) fn of_folder(folder: &Path) -> Self {
        let place = Workspace::new();
        let posts = folder.to_str().unwrap();
        Self::pack(&place, posts, &[])
    }

    /// Packs `posts` of a workspace, with further arguments.
    pub(crate) fn folder(place: &Workspace, arguments: &[&str]) -> Self {
        Self::pack(place, "posts", arguments)
    }

    fn pack(place: &Workspace, posts: &str, arguments: &[&str]) -> Self {
        let fixed = ["pack", posts, "--out", "out.json", "--title", "T", "--message-format", "json"];
        let ran = place.succeed(&[&fixed, arguments].concat());
        let messages = ran.stdout.lines().chain(ran.stderr.lines());
        let messages: Vec<Value> = messages.filter_map(|line| serde_json::from_str(line).ok()).collect();
        let (summaries, told): (Vec<_>, Vec<_>) =
            messages.into_iter().partition(|message| message["type"] == "summary");
        let told = told.iter().map(|message| {
            let text = |name: &str| message[name].as_str().unwrap_or_default();
            let line = message["line"].as_u64().unwrap_or(0);
            format!("{} {}:{line} {}; {}", text("type"), text("file"), text("message"), text("action"))
        });
        let feed: Value = serde_json::from_str(&place.read("out.json")).unwrap();
        Self {
            items: feed["items"].as_array().unwrap().clone(),
            told: told.collect(),
            summary: summaries.into_iter().next().unwrap_or_default(),
        }
    }

    /// The item of a post.
    pub(crate) fn item(&self, id: &str) -> &Value {
        self.items.iter().find(|item| item["id"] == id).unwrap_or_else(|| panic!("there is no {id}"))
    }

    /// The article of a post, as HTML.
    pub(crate) fn html(&self, id: &str) -> &str {
        self.item(id)["content_html"].as_str().unwrap()
    }
}

/// The article of a Markdown text, as HTML.
pub(crate) fn article(body: &str) -> String {
    let post = format!("---\ntitle: T\ndate: 2020-01-01\n---\n{body}\n");
    Packed::of(&[("2020-01-01-a.md", &post)]).html("2020-01-01-a").to_owned()
}
