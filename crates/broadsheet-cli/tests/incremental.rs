//! Tests of what a change of one post changes in the output, and of what the next run reads of the
//! posts.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeMap;
use std::time::Duration;

use broadsheet_bundle::format::{InboundLinks, Manifest, PostDirectory};
use broadsheet_cli::args::{Cli, Command, PackArgs};
use broadsheet_cli::run::Run;
use broadsheet_pack::cache::{CacheFile, CacheOptions};
use broadsheet_pack::output::Output;
use clap::Parser as _;
use proptest::prelude::*;

use common::{Workspace, picture, post};

fn arguments(place: &Workspace, out: &str) -> PackArgs {
    let path = |name: &str| place.path(name).into_os_string();
    let words = ["broadsheet".into(), "pack".into(), path("posts"), "--out".into(), path(out)];
    let more = ["--title", "T", "--message-format", "json"].map(Into::into);
    match Cli::parse_from(words.into_iter().chain(more)).command {
        Command::Pack(arguments) => arguments,
        _ => unreachable!("packs"),
    }
}

/// The cache of `out`.
fn cache_of(place: &Workspace, out: &str) -> CacheFile {
    let args = arguments(place, out);
    let folder = place.path(".cache/broadsheet");
    let options = CacheOptions {
        output: &args.out,
        folder: Some(&folder),
        content: args.content.into(),
        drafts: args.posts.drafts,
    };
    CacheFile::open(options).unwrap()
}

/// Packs into `out` with a cache, as if the posts had been there for a while. Returns how many of
/// them were not read.
fn pack(place: &Workspace, out: &str) -> usize {
    let args = arguments(place, out);
    let output = Output::open(&args.out, false).unwrap();
    let mut cache = cache_of(place, out);
    cache.now += Duration::from_mins(1);
    let mut run = Run::start(&args.posts, Some(&output), Some(cache)).unwrap();
    let unread = run.import.posts.iter().filter(|post| post.reusable.is_some()).count();
    let archive = run.archive(&args.archive, &args.posts);
    run.write_bundle(output, &archive, args.content.into(), &args.posts).unwrap();
    unread
}

/// Packs into a folder of its own, from nothing.
fn fresh(place: &Workspace) -> BTreeMap<String, Vec<u8>> {
    let _ = std::fs::remove_dir_all(place.path("fresh"));
    let _ = std::fs::remove_file(cache_of(place, "fresh").path());
    assert_eq!(pack(place, "fresh"), 0);
    place.snapshot("fresh")
}

fn name(number: usize) -> String {
    format!(
        "posts/{}-{:02}-{:02}-post-{number:05}.md",
        2004 + number / 336,
        1 + number / 28 % 12,
        1 + number % 28
    )
}

fn write(place: &Workspace, number: usize, title: &str, paragraphs: usize) {
    let date = &name(number)[6..16];
    let body = format!("Words of post {number}, and more of them. ").repeat(20 * paragraphs);
    place.write(&name(number), post(title, date, &format!("[ t{}, all ]", number % 7), &body).as_bytes());
}

/// An archive of every second number below twice `count`, so that there is room between the posts.
fn archive(count: usize) -> Workspace {
    let place = Workspace::new();
    (0..count).for_each(|number| write(&place, 2 * number, &format!("Post {number}"), 1 + number % 5));
    place
}

/// The number of files of the bundle that are in `after` and not in `before`, and the other way
/// round. The manifest, which names all of them, is not part of it.
fn differing(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) -> (usize, usize) {
    let new = |one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>| {
        let differs = |(name, bytes): &(&String, &Vec<u8>)| {
            *name != broadsheet_pack::output::MANIFEST && other.get(*name) != Some(bytes)
        };
        one.iter().filter(differs).count()
    };
    (new(after, before), new(before, after))
}

#[test]
fn one_post_changes_at_most_six_files_and_only_it_is_read() {
    const POSTS: usize = 1500;
    let place = archive(POSTS);
    assert_eq!(pack(&place, "out"), 0);
    let whole = place.snapshot("out");
    assert!(whole.len() > 40, "{}", whole.len());
    for place_in_time in [0, 1, 749, 1100, 1499] {
        let number = 2 * place_in_time;
        let told = |what: &str, before: &BTreeMap<String, Vec<u8>>, unread: usize| {
            let after = place.snapshot("out");
            let (new, old) = differing(before, &after);
            assert!(
                (1..=6).contains(&new) && (1..=6).contains(&old),
                "{what} {number}: {new} new, {old} gone"
            );
            assert_eq!(pack(&place, "out"), unread, "{what} {number}");
            assert_eq!(place.snapshot("out"), after, "nothing more changes");
            after
        };
        write(&place, number + 1, "Added", 2);
        assert_eq!(pack(&place, "out"), POSTS);
        let added = told("added", &whole, POSTS + 1);
        write(&place, number + 1, "Added and changed", 3);
        assert_eq!(pack(&place, "out"), POSTS);
        let changed = told("changed", &added, POSTS + 1);
        std::fs::remove_file(place.path(&name(number + 1))).unwrap();
        assert_eq!(pack(&place, "out"), POSTS);
        let removed = told("removed", &changed, POSTS);
        assert_eq!(removed, whole, "nothing is left of it");
    }
    assert_eq!(fresh(&place), whole);
}

#[test]
fn a_cache_that_does_not_fit_is_not_used() {
    let place = archive(60);
    pack(&place, "out");
    let whole = place.snapshot("out");
    let cache = cache_of(&place, "out").path().to_owned();
    let bytes = std::fs::read(&cache).unwrap();
    let damaged = |at: usize| {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1;
        bytes
    };
    let cases = [
        bytes[..bytes.len() / 2].to_vec(),
        damaged(5),
        damaged(bytes.len() - 100),
        b"?".to_vec(),
        Vec::new(),
    ];
    for case in cases {
        std::fs::write(&cache, case).unwrap();
        assert_eq!(pack(&place, "out"), 0);
        assert_eq!(place.snapshot("out"), whole);
        assert_eq!(pack(&place, "out"), 60, "it is written anew");
    }
    std::fs::write(&cache, damaged(bytes.len() - 100)).unwrap();
    let ran = place.succeed(&["pack", "posts", "--out", "out", "--title", "T"]);
    assert!(ran.stderr.contains(".cache: note: the cache is not used: "), "{}", ran.stderr);
    std::fs::remove_file(&cache).unwrap();
    place.succeed(&["pack", "posts", "--out", "out", "--title", "T", "--no-cache"]);
    assert!(!cache.exists());
    assert_eq!(place.snapshot("out"), whole);
}

/// Puts `text` in the place of `from` in the cache, wherever that is, and the right checksum behind
/// it.
fn forge(cache: &std::path::Path, from: &str, text: &str) -> bool {
    let old = std::fs::read_to_string(cache).unwrap();
    let body = old.trim_end().rsplit_once('\n').unwrap().0.to_owned() + "\n";
    let forged = body.replace(from, text);
    let hash = broadsheet_pack::output::content_hash(forged.as_bytes());
    std::fs::write(cache, format!("{forged}{hash}\n")).unwrap();
    forged != body
}

#[test]
fn a_forged_cache_is_not_believed() {
    let place = archive(40);
    pack(&place, "out");
    let whole = place.snapshot("out");
    let cache = cache_of(&place, "out").path().to_owned();
    let genuine = std::fs::read(&cache).unwrap();
    for (from, text) in [
        ("\"title\":\"Post 2\"", "\"title\":[1]"),
        ("\"title\":\"Post 2\"", "\"title\":\"Post 2\",\"x\":{"),
        ("\"title\":\"Post 2\"", "\"title\" : \"Post 2\""),
        ("\"id\":\"\"", "\"id\":\"2010-01-01-other\""),
        ("\"facets\":", "\"facets\":7,\"f\":"),
        ("T00:00:00", "T99:00:00"),
        ("\"start\":10,", "\"start\":11,"),
        ("\"start\":10,", "\"start\":4294967295,"),
        ("\"pack\":0,", "\"pack\":1,"),
        ("\"pack\":0,", "\"pack\":4294967295,"),
        ("\"length\":", "\"length\":1"),
        ("\"packs/", "\"../packs/"),
        ("\n\n", "\n[]\n"),
        ("\n\n", "\n{\"diagnostics\":[],\"media\":[[\"a\",7]]}\n"),
    ] {
        std::fs::write(&cache, &genuine).unwrap();
        assert!(forge(&cache, from, text), "{from} is not in the cache");
        pack(&place, "out");
        assert!(place.snapshot("out") == whole, "{from} {text}");
        assert_eq!(pack(&place, "out"), 40, "{from} {text}");
    }
    forge(&cache, "\"title\":\"Post 2\"", "\"title\":[1]");
    let ran = place.succeed(&["pack", "posts", "--out", "out", "--title", "T"]);
    assert!(ran.stderr.contains("the cache"), "{}", ran.stderr);
}

#[test]
fn a_damaged_or_missing_pack_is_made_anew() {
    let place = archive(120);
    pack(&place, "out");
    let whole = place.snapshot("out");
    let packs: Vec<_> =
        whole.keys().filter(|name| name.starts_with("packs/") && !name.ends_with('/')).collect();
    assert!(packs.len() > 2);
    std::fs::remove_file(place.path("out").join(packs[0])).unwrap();
    place.write(&format!("out/{}", packs[1]), b"{\"items\":[]}");
    pack(&place, "out");
    assert_eq!(place.snapshot("out"), whole);
}

#[test]
fn a_guessed_language_is_remembered() {
    let place = archive(3);
    let english = "The harbour was quiet, and nobody spoke of the ship that came with the tide. ".repeat(9);
    place.write("posts/2020-01-01-a.md", post("船", "2020-01-01", "", &english).as_bytes());
    for number in 0..9 {
        let text = "船在周三抵达港口，码头上没有人说话。".repeat(9);
        place.write(
            &format!("posts/2021-01-0{number}-b.md"),
            post("这是说话的人们", "", "", &text).as_bytes(),
        );
    }
    assert_eq!(pack(&place, "out"), 0);
    let whole = place.snapshot("out");
    let head = place.read("out/bundle.json");
    assert!(head.contains(r#""language":"zh-Hans""#) && head.contains(r#""language":"en""#), "{head}");
    assert_eq!(pack(&place, "out"), 13);
    assert_eq!(place.snapshot("out"), whole);
    assert_eq!(fresh(&place), whole);
}

#[test]
fn what_was_found_is_said_again() {
    let place = archive(3);
    place.write("posts/broken.md", b"---\ntitle: x: y\ndate: soon\n---\n![gone](gone.png)");
    place.write("posts/draft.md", b"---\ndraft: true\n---\nx");
    pack(&place, "out");
    let said = || {
        let ran = place.succeed(&["pack", "posts", "--out", "out"]);
        let lines = ran.stderr.lines().filter(|line| line.contains(".md")).map(str::to_owned);
        lines.collect::<Vec<_>>()
    };
    let first = said();
    assert_eq!(first.len(), 4, "{first:?}");
    assert_eq!(said(), first);
}

#[test]
fn pictures_are_looked_at_again() {
    let place = Workspace::with_posts(&[("a.md", &post("A", "2020-01-01", "", "![x](x.png) ![y](y.png)"))]);
    place.write("posts/x.png", &picture("one"));
    let html = || {
        pack(&place, "out");
        let packs = place.snapshot("out/packs");
        assert_eq!(place.snapshot("out"), fresh(&place));
        String::from_utf8(packs.into_values().next().unwrap()).unwrap()
    };
    let one = html();
    assert!(one.contains("media/71dd71eb5cc0f7a3.gif"), "{one}");
    assert_eq!(html(), one);
    place.write("posts/x.png", &picture("two"));
    assert!(html().contains("media/74af55c3b2d82569.gif"));
    place.write("posts/y.png", &picture("one"));
    assert!(html().contains("media/71dd71eb5cc0f7a3.gif"));
    std::fs::remove_file(place.path("posts/x.png")).unwrap();
    assert!(!html().contains("media/74af55c3b2d82569.gif"));
}

#[derive(Debug, Clone)]
enum Edit {
    Write { number: usize, paragraphs: usize },
    Remove(usize),
    Date { number: usize, day: u32 },
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (0_usize..80, 0_usize..120).prop_map(|(number, paragraphs)| Edit::Write { number, paragraphs }),
        (0_usize..80).prop_map(Edit::Remove),
        (0_usize..80, 1_u32..28).prop_map(|(number, day)| Edit::Date { number, day }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn a_run_with_a_cache_gives_what_a_run_from_nothing_gives(
        rounds in prop::collection::vec(prop::collection::vec(edit(), 1..5), 1..4),
    ) {
        let place = archive(40);
        pack(&place, "out");
        for edits in rounds {
            for edit in edits {
                match edit {
                    Edit::Write { number, paragraphs } => write(&place, number, &format!("New {number}"), paragraphs),
                    Edit::Remove(number) if number > 0 => {
                        let _ = std::fs::remove_file(place.path(&name(number)));
                    }
                    Edit::Remove(_) => {}
                    Edit::Date { number, day } => {
                        let text = post("Moved", &format!("2010-05-{day:02}"), "[ moved ]", "Words.");
                        place.write(&name(number), text.as_bytes());
                    }
                }
            }
            pack(&place, "out");
            prop_assert_eq!(place.snapshot("out"), fresh(&place));
        }
    }
}

/// The ids of the posts that link to each post, as the bundle in `out` has them.
fn inbound_links(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<String>> {
    let manifest: Manifest = serde_json::from_slice(&files["bundle.json"]).unwrap();
    let mut all = BTreeMap::new();
    for directory in &manifest.directories {
        let directory: PostDirectory = serde_json::from_slice(&files[&directory.file]).unwrap();
        for reference in &directory.inbound_links {
            let inbound_links: InboundLinks = serde_json::from_slice(&files[&reference.file]).unwrap();
            for post in inbound_links.posts {
                assert_eq!(directory.inbound_links_of(&post.id), Some(reference.file.as_str()));
                all.insert(post.id, post.from.into_iter().map(|from| from.id).collect());
            }
        }
    }
    all
}

/// The numbers of posts, each with those of the posts that link to it.
type Links = Vec<(usize, Vec<usize>)>;

#[test]
fn links_between_posts_follow_every_change() {
    let place = archive(40);
    let id = |number: usize| name(number)["posts/".len()..].trim_end_matches(".md").to_owned();
    let link = |number: usize, body: &str| {
        let date = &name(number)[6..16];
        place.write(&name(number), post("Linking", date, "[ all ]", body).as_bytes());
    };
    let to = |number: usize| format!("[x]({}.md)", id(number));
    assert_eq!(inbound_links(&fresh(&place)), BTreeMap::new());
    pack(&place, "out");
    // Each step: a change, and what is linked to by what after it.
    let original = "from: https://news.example.org/a.html\n";
    let with_original = |number: usize| {
        let text = post("Linked", &name(number)[6..16], "[ all ]", "Words.");
        place.write(&name(number), text.replacen("tags:", &[original, "tags:"].concat(), 1).as_bytes());
    };
    let steps: [(&dyn Fn(), Links); 7] = [
        (&|| link(2, &to(6)), vec![(6, vec![2])]),
        // A newer one comes first.
        (&|| link(10, &[to(6), to(2)].join(" ")), vec![(2, vec![10]), (6, vec![10, 2])]),
        (&|| link(2, "No more."), vec![(2, vec![10]), (6, vec![10])]),
        (&|| std::fs::remove_file(place.path(&name(6))).unwrap(), vec![(2, vec![10])]),
        (&|| link(6, "Back again."), vec![(2, vec![10]), (6, vec![10])]),
        (
            &|| link(12, "[x](https://www.news.example.org/a.html?utm_source=y)"),
            vec![(2, vec![10]), (6, vec![10])],
        ),
        // The post that links is not touched.
        (&|| with_original(14), vec![(2, vec![10]), (6, vec![10]), (14, vec![12])]),
    ];
    for (step, (change, expected)) in steps.iter().enumerate() {
        change();
        pack(&place, "out");
        let out = place.snapshot("out");
        let expected: BTreeMap<_, Vec<_>> = expected
            .iter()
            .map(|(to, from)| (id(*to), from.iter().map(|from| id(*from)).collect()))
            .collect();
        assert_eq!(inbound_links(&out), expected, "step {step}");
        let again = fresh(&place);
        let differs: Vec<_> = again.iter().filter(|(name, bytes)| out.get(*name) != Some(*bytes)).collect();
        assert!(
            differs.is_empty(),
            "step {step}: {:?}",
            differs.iter().map(|(name, _)| name).collect::<Vec<_>>()
        );
    }
    let pack_of = |files: &BTreeMap<String, Vec<u8>>, id: &str| {
        let item = format!("\"id\":\"{id}\"").into_bytes();
        let holds = |bytes: &[u8]| bytes.windows(item.len()).any(|window| window == item);
        files.iter().find(|(name, bytes)| name.starts_with("packs/") && holds(bytes)).unwrap().0.clone()
    };
    let before = place.snapshot("out");
    link(70, &to(40));
    assert_eq!(pack(&place, "out"), 39, "all others are taken as they were");
    let after = place.snapshot("out");
    assert_eq!(pack_of(&before, &id(40)), pack_of(&after, &id(40)), "what is linked to does not change");
}
