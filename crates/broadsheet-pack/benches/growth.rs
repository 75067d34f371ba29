//! Posts and folders made to be slow to pack: how the time grows when they are doubled, and doubled
//! again.
//!
//! `cargo bench -p broadsheet-pack --bench growth`, with a word behind `--` for the cases whose
//! name has it. What articles hold is measured in `broadsheet-article`.

#![allow(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

#[path = "../../broadsheet-article/benches/growth/harness.rs"]
mod harness;

use std::fs;
use std::process::ExitCode;

use broadsheet_bundle::Row;
use broadsheet_bundle::format::{FacetChunkBuilder, Item};
use broadsheet_pack::archive_info::ArchiveInfo;
use broadsheet_pack::cache::Cache;
use broadsheet_pack::import::discover::{self, LinkPolicy};
use broadsheet_pack::import::import;
use broadsheet_pack::options::ContentFormat;
use broadsheet_pack::progress::Silent;
use broadsheet_pack::write::BundleWriter;
use tempfile::TempDir;

use harness::{Case, fill, half, numbered};

fn main() -> ExitCode {
    // One thread, whose time is measured.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
    let _pool = pool.unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.png"), PICTURE).unwrap();
    let html = |text: &str| pack(&folder, text, ContentFormat::Html);
    let markdown = |text: &str| pack(&folder, text, ContentFormat::Markdown);
    let folders = |text: &str| search(text.len() / 512);
    let post = |name, make| Case { name, kind: "post", make, run: &html };
    harness::measure(&[
        post("paragraphs, as a measure", |size| fill(size, "A paragraph with **bold** text.\n\n")),
        post("broken front matter with many keys", |size| {
            matter("a: b: c\n", &numbered(size, |n| format!("k{n}: v\n")))
        }),
        post("broken front matter with one key", |size| matter("a: b: c\n", &fill(size, "k: v\n"))),
        post("keys on one line", |size| matter("{", &(numbered(size / 8, |n| format!("k{n}: v, ")) + "}\n"))),
        post("aliases of a long text", |size| {
            matter(
                &format!("t: &t \"{}\"\n", fill(size / 2, "x")),
                &format!("l: [{}]\n", fill(size / 2, "*t,")),
            )
        }),
        post("anchors in anchors", |size| matter("l: ", &half(size, "&a [", "]"))),
        post("tags in a list", |size| matter("tags: [", &(numbered(size, |n| format!("t{n}, ")) + "]\n"))),
        post("tags as words", |size| matter("tags: ", &numbered(size, |n| format!("t{n} ")))),
        post("tags and categories", |size| {
            let words = numbered(size / 2, |n| format!("t{n} "));
            matter(&format!("tags: {words}\n"), &format!("categories: {words}\n"))
        }),
        post("authors", |size| matter("authors: [", &(numbered(size, |n| format!("a{n}, ")) + "]\n"))),
        post("missing pictures", |size| numbered(size, |n| format!("![]({n}.png)\n"))),
        post("one missing picture", |size| fill(size, "![](x.png)\n")),
        Case {
            name: "one picture in Markdown that is kept",
            kind: "post",
            make: |size| fill(size, "![](a.png)\n"),
            run: &markdown,
        },
        Case { name: "folders in folders", kind: "folder", make: |size| fill(size, "d"), run: &folders },
        Case {
            name: "tags of one row",
            kind: "row",
            make: |size| numbered(size, |n| format!("t{n} ")),
            run: &row,
        },
    ])
}

/// A picture of one pixel.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDAT\x08\xd7c`\0\0\0\x02\0\x01\xe2!\xbc3\0\0\0\0IEND\xaeB`\x82";

fn matter(start: &str, rest: &str) -> String {
    ["---\n", start, rest, "\n---\nText.\n"].concat()
}

/// Reads and packs one post, without output.
fn pack(folder: &TempDir, text: &str, content: ContentFormat) {
    fs::write(folder.path().join("a.md"), text).unwrap();
    let found = discover::discover(&[folder.path().to_owned()], None, LinkPolicy::Inside).unwrap();
    let found = import(found.files, true, &Cache::default(), &Silent);
    let archive = ArchiveInfo { title: "T".into(), language: Some("en".into()), ..ArchiveInfo::default() };
    let bundle = BundleWriter { archive: &archive, posts: &found.posts, content, reuse_previous: false };
    std::hint::black_box(bundle.check(&Silent).unwrap());
}

/// Searches folders that are so deep.
fn search(depth: usize) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("d/".repeat(depth))).unwrap();
    std::hint::black_box(discover::discover(&[folder.path().to_owned()], None, LinkPolicy::Inside).unwrap());
}

/// Adds a row with these tags to a chunk.
fn row(tags: &str) {
    let tags = tags.split_whitespace().map(str::to_owned).collect();
    let row = Row::from_item(&Item { tags, ..Item::default() });
    let mut chunk = FacetChunkBuilder::default();
    chunk.add(&row);
    std::hint::black_box(chunk.finish());
}
