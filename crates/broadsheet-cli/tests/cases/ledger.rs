//! Losses are told, counted and remembered; each post has its account.

use serde_json::Value;

use crate::common::Workspace;
use crate::packed::Packed;

const POST: &str = "---\ntitle: T\ndate: 2020-01-01\n---\nThe harbour was quiet, and nobody spoke.\n\n\
    <img class=graf>\n\n[a file](magnet:?x=1) and <iframe></iframe>\n\n![x](https://x.test/a.png)\n";

#[test]
fn what_is_lost_is_a_problem_with_its_line() {
    let packed = Packed::of(&[("2020-01-01-a.md", POST)]);
    for problem in [
        "problem posts/2020-01-01-a.md:0 1 picture: no address found; left out",
        "problem posts/2020-01-01-a.md:9 1 link: an address that is broken or not permitted: `magnet:?x=1`; left out",
        "problem posts/2020-01-01-a.md:0 1 player or embedded page: no address found; left out",
    ] {
        assert!(packed.told.iter().any(|told| told == problem), "{problem}: {:#?}", packed.told);
    }
    let lost = serde_json::json!({"pictures": 1, "links": 1, "embeds": 1});
    assert_eq!(packed.summary["lost"], lost);
}

#[test]
fn a_loss_in_html_has_its_line_in_the_file() {
    let post = "---\ntitle: T\ndate: 2020-01-01\n---\n<p>a</p>\n<p>b</p>\n<img class=graf>\n<img>\n";
    let packed = Packed::of(&[("2020-01-01-a.html", post)]);
    let problem = "problem posts/2020-01-01-a.html:7 2 pictures: no address found, lines 7, 8; left out";
    assert!(packed.told.iter().any(|told| told == problem), "{:#?}", packed.told);
}

#[test]
fn a_loss_fails_a_strict_run_and_is_told_again_by_the_next() {
    let place = Workspace::with_posts(&[("2020-01-01-a.md", POST)]);
    let strict = place.run(&["check", "posts", "--strict"]);
    assert_eq!(strict.code, Some(1), "{}", strict.stdout);
    let pack = || place.succeed(&["pack", "posts", "--out", "out", "--message-format", "json"]).stdout;
    let without_times = |report: String| {
        let lines = report.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let lines = lines.map(|mut line| {
            for name in ["seconds", "files_changed", "bytes_written"] {
                line.as_object_mut().unwrap().remove(name);
            }
            line
        });
        lines.collect::<Vec<_>>()
    };
    let first = without_times(pack());
    assert_eq!(first.last().unwrap()["lost"]["pictures"], 1);
    assert_eq!(without_times(pack()), first);
}

#[test]
fn the_account_of_each_post_and_of_all() {
    let place = Workspace::with_posts(&[("a.md", POST), ("b.md", "![b](https://x.test/b.png)\n")]);
    let text = place.succeed(&["check", "posts", "--ledger"]).stdout;
    assert!(
        text.contains("a.md: pictures: 2 in the source, 1 in the article, 1 lost (no-address 1)\n"),
        "{text}"
    );
    assert!(
        text.contains("all posts: pictures: 3 in the source, 2 in the article, 1 lost (no-address 1)\n"),
        "{text}"
    );
    assert!(text.contains("; lost: 1 picture, 1 link, 1 player or embedded page; "), "{text}");
    let json = place.succeed(&["check", "posts", "--ledger", "--message-format", "json"]).stdout;
    let all = json.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let all = all.into_iter().find(|line| line["type"] == "ledger_of_all").unwrap();
    assert_eq!(
        all["units"]["pictures"],
        serde_json::json!({"source": 3, "article": 2, "lost": {"no-address": 1}})
    );
}

#[test]
fn files_that_are_not_read_are_counted_by_their_ending() {
    let place = Workspace::with_posts(&[
        ("2020-01-01-a.md", "---\ntitle: A\ndate: 2020-01-01\n---\n![x](shown.gif)\n"),
        ("old.textile", "---\ntitle: An old post\ndate: 2001-01-01\n---\nh1. Old\n"),
        ("notes.txt", "no post\n"),
        ("style.scss", "---\n---\na {}\n"),
        ("Makefile", "all:\n"),
        (".hidden.txt", "h"),
    ]);
    place.write("posts/shown.gif", &crate::common::picture("a"));
    place.write("posts/other.gif", &crate::common::picture("b"));
    let packed = Packed::folder(&place, &[]);
    let note = "note posts:0 5 files not read: 1 .gif (media), 1 .scss, 1 .textile, 1 .txt, 1 without ending; \
        neither posts nor shown by one";
    assert!(packed.told.iter().any(|told| told == note), "{:#?}", packed.told);
    let problem = "problem posts/old.textile:0 looks like a post; left out because of its ending";
    assert!(packed.told.iter().any(|told| told == problem), "{:#?}", packed.told);
    assert_eq!(packed.summary["left_out"], 1);
}
