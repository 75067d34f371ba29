//! Tests of how runs end: exit codes, reports, and what is left behind when one fails.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use serde_json::{Value, json};

use common::{Workspace, picture, post};

fn sound() -> Workspace {
    Workspace::with_posts(&[
        ("2020-01-01-a.md", &post("A", "2020-01-01", "[ t ]", "One.")),
        ("2020-01-02-b.md", &post("B", "2020-01-02", "[ t, u ]", "Two.")),
    ])
}

fn broken() -> Workspace {
    let place = sound();
    place.write("posts/2020-01-03-c.md", "---\ntitle: C: D\ndate: soon\n---\nThree.\n".as_bytes());
    place
}

#[test]
fn exit_codes() {
    let (sound, broken) = (sound(), broken());
    broken.write("site/index.html", b"<title>x</title>");
    sound.write("mine/letter.txt", b"dear");
    sound.write("viewer/other.html", b"");
    std::fs::create_dir(sound.path("empty")).unwrap();
    for (place, arguments, code) in [
        (&sound, "check posts --strict", 0),
        (&sound, "pack posts --out out --strict", 0),
        (&sound, "--version", 0),
        (&sound, "pack --help", 0),
        (&broken, "check posts", 0),
        (&broken, "check posts --strict", 1),
        (&broken, "pack posts --out out --strict", 1),
        (&broken, "pack posts --out feed.json --strict", 1),
        (&broken, "serve posts --viewer site --port 0 --strict", 1),
        (&sound, "", 2),
        (&sound, "pack posts", 2),
        (&sound, "check", 2),
        (&sound, "check empty", 2),
        (&sound, "pack posts --out posts", 2),
        (&sound, "pack posts --out mine", 2),
        (&sound, "pack posts --out out --language 中文", 2),
        (&sound, "build posts --out site --viewer viewer", 2),
        (&sound, "check gone", 3),
        (&sound, "pack posts --out mine/letter.txt", 3),
        (&sound, "pack posts --out mine/letter.txt/feed.json", 3),
        (&sound, "build posts --out site --viewer gone", 3),
    ] {
        let arguments: Vec<_> = arguments.split_whitespace().collect();
        let ran = place.run(&arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?}: {}", ran.stderr);
        assert!(!ran.stderr.is_empty() || !ran.stdout.is_empty(), "{arguments:?} says nothing");
    }
    assert_eq!(sound.snapshot("mine").into_keys().collect::<Vec<_>>(), ["letter.txt"]);
    assert!(!broken.path("out").exists() && !broken.path("feed.json").exists());
    sound.succeed(&["pack", "posts", "--out", "mine", "--force"]);
    assert!(sound.path("mine/letter.txt").exists());
}

#[test]
fn a_program_without_viewer_says_how_to_get_one() {
    if option_env!("BROADSHEET_VIEWER_DIR").is_some_and(|folder| !folder.is_empty()) {
        println!("skipped: this build has the viewer inside");
        return;
    }
    let ran = sound().run(&["build", "posts", "--out", "site"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("--viewer DIR") && ran.stderr.contains("cargo xtask dist"), "{}", ran.stderr);
}

#[test]
fn check_tells_all_and_writes_nothing() {
    let place = broken();
    let before = place.snapshot("");
    let ran = place.run(&["check", "posts"]);
    assert_eq!(place.snapshot(""), before);
    let lines: Vec<_> = ran.stdout.lines().map(|line| line.replace('\\', "/")).collect();
    assert_eq!(
        &lines[..2],
        [
            "posts/2020-01-03-c.md:2: the front matter is not valid YAML (mapping values are not allowed in this \
             context); read line by line, which gave `title`, `date`",
            "posts/2020-01-03-c.md:3: `soon` is not a date; the file name's is used: 2020-01-03",
        ]
    );
    assert!(
        lines[2].starts_with("3 posts read (0.0 MB): 3 kept, 0 left out, 1 with problems; "),
        "{}",
        lines[2]
    );
}

#[test]
fn programs_get_json() {
    let place = broken();
    for arguments in
        [&["check", "posts"][..], &["pack", "posts", "--out", "out"], &["pack", "posts", "--out", "f.json"]]
    {
        let ran = place.succeed(&[arguments, &["--message-format", "json"]].concat());
        assert_eq!(ran.stderr, "");
        let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let types: Vec<_> = lines.iter().map(|line| line["type"].as_str().unwrap()).collect();
        assert_eq!(types, ["problem", "problem", "summary"]);
        assert_eq!(lines[1]["line"], 3);
        assert!(lines[1]["file"].as_str().unwrap().ends_with("2020-01-03-c.md"));
        let summary = &lines[2];
        assert_eq!(
            (&summary["kept"], &summary["with_problems"], &summary["problems"]),
            (&3.into(), &1.into(), &2.into())
        );
        assert_eq!(summary["files"].as_u64() > Some(0), arguments[0] == "pack");
    }
}

#[test]
fn unreadable_files_cost_only_themselves() {
    let place = sound();
    place.write("posts/large.md", &[b"# x\n".as_slice(), &b"word ".repeat(4 << 20)].concat());
    place.write("posts/nothing.md", b"");
    place.write("posts/noise.md", &(0..=255).cycle().take(5000).collect::<Vec<u8>>());
    std::fs::create_dir(place.path("posts/folder.md")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("gone", place.path("posts/link.md")).unwrap();
    let ran = place.succeed(&["pack", "posts", "--out", "out"]);
    let told = |text: &str| assert!(ran.stderr.contains(text), "{text}: {}", ran.stderr);
    told("a file of 20 MB; only its first 16 MB are read");
    told("the article is too long; its end is cut off");
    told("nothing.md: the article is empty; kept");
    told("a folder with the name of a post");
    #[cfg(unix)]
    told("link.md: cannot be read");
    told(if cfg!(unix) { ": 5 kept, 1 left out, " } else { ": 5 kept, 0 left out, " });
}

#[test]
fn the_same_posts_give_the_same_bytes() {
    let place = sound();
    place.write("elsewhere/posts/2020-01-02-b.md", place.read("posts/2020-01-02-b.md").as_bytes());
    place.write("elsewhere/posts/2020-01-01-a.md", place.read("posts/2020-01-01-a.md").as_bytes());
    for (from, out) in [("posts", "one"), ("posts", "two"), ("elsewhere/posts", "three")] {
        place.succeed(&["pack", from, "--out", out]);
        place.succeed(&["pack", from, "--out", &format!("{out}.json")]);
        assert_eq!(place.snapshot(out), place.snapshot("one"));
        assert_eq!(place.read(&format!("{out}.json")), place.read("one.json"));
    }
}

#[test]
fn only_what_changed_is_written() {
    let place = sound();
    place.succeed(&["pack", "posts", "--out", "out"]);
    let times = || {
        let files = place.snapshot("out").into_keys().filter(|name| !name.ends_with('/'));
        files
            .map(|name| std::fs::metadata(place.path("out").join(&name)).unwrap().modified().unwrap())
            .collect::<Vec<_>>()
    };
    let before = times();
    place.succeed(&["pack", "posts", "--out", "out"]);
    assert_eq!(times(), before);

    place.write("posts/2020-01-02-b.md", post("B2", "2020-01-02", "[ t ]", "Two.").as_bytes());
    place.succeed(&["pack", "posts", "--out", "out"]);
    place.succeed(&["pack", "posts", "--out", "fresh"]);
    assert_eq!(place.snapshot("out"), place.snapshot("fresh"), "nothing old is left");
}

#[test]
fn a_failed_run_leaves_the_earlier_output_whole() {
    let place = sound();
    place.write("viewer/index.html", b"<html><title>x</title>");
    place.succeed(&["build", "posts", "--out", "out", "--viewer", "viewer"]);
    place.succeed(&["pack", "posts", "--out", "feed.json"]);
    std::fs::create_dir(place.path("out/app.js")).unwrap();
    let before = (place.snapshot("out"), place.read("feed.json"));

    // The viewer's new file cannot take the place of a folder.
    place.write("posts/2020-01-03-c.md", post("C", "2020-01-03", "[ v ]", "Three.").as_bytes());
    place.write("viewer/app.js", b"app");
    let ran = place.run(&["build", "posts", "--out", "out", "--viewer", "viewer"]);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert!(ran.stderr.contains("app.js"), "{}", ran.stderr);
    assert_eq!(place.snapshot("out"), before.0);

    place.write("posts/2020-01-04-d.md", b"---\ndate: soon\n---\nFour.");
    for out in ["out", "feed.json"] {
        assert_eq!(place.run(&["pack", "posts", "--out", out, "--strict"]).code, Some(1));
    }
    assert_eq!((place.snapshot("out"), place.read("feed.json")), before);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_the_earlier_output_whole() {
    let place = sound();
    place.succeed(&["pack", "posts", "--out", "out"]);
    place.succeed(&["pack", "posts", "--out", "feed.json"]);
    let before = (place.snapshot("out"), place.read("feed.json"));
    let long = "A long paragraph. ".repeat(5000);
    place.write("posts/2019-01-01-c.md", post("C", "2019-01-01", "[ v ]", &long).as_bytes());
    for out in ["out", "feed.json"] {
        // The system kills the program as soon as it writes a file of more than a few kilobytes.
        let script = format!("ulimit -c 0; ulimit -f 16; exec \"$0\" pack posts --out {out}");
        let program = env!("CARGO_BIN_EXE_broadsheet");
        let ran = std::process::Command::new("sh")
            .args(["-c", &script, program])
            .current_dir(place.path(""))
            .output();
        assert!(!ran.unwrap().status.success());
    }
    assert_eq!(place.read("feed.json"), before.1);
    let after = place.snapshot("out");
    assert!(before.0.iter().all(|(name, bytes)| after.get(name) == Some(bytes)));

    place.succeed(&["pack", "posts", "--out", "out"]);
    place.succeed(&["pack", "posts", "--out", "fresh"]);
    assert_eq!(place.snapshot("out"), place.snapshot("fresh"), "the next run tidies up");
}

#[test]
fn a_feed_leaves_its_neighbours_alone() {
    let place = sound();
    place.write("posts/2020-01-03-c.md", post("C", "2020-01-03", "", "![x](x.png)").as_bytes());
    place.write("posts/x.png", &picture("x"));
    place.succeed(&["pack", "posts", "--out", "out"]);
    let before = place.snapshot("out");
    place.write("out/letter.txt", b"dear");
    std::fs::remove_file(place.path("posts/2020-01-03-c.md")).unwrap();
    place.succeed(&["pack", "posts", "--out", "out/feed.json"]);
    let after = place.snapshot("out");
    assert!(before.iter().all(|(name, bytes)| after.get(name) == Some(bytes)));
}

#[test]
fn an_earlier_output_among_the_posts_is_not_read() {
    let place = sound();
    place.write("viewer/index.html", b"<html><title>x</title>");
    for _ in 0..2 {
        let ran = place.succeed(&["build", "posts", "--out", "posts/site", "--viewer", "viewer"]);
        assert!(ran.stderr.contains("2 posts read"), "{}", ran.stderr);
    }
    let ran = place.succeed(&["check", "posts"]);
    assert!(ran.stdout.contains("the folder holds a Broadsheet bundle; not looked into"), "{}", ran.stdout);
}

#[test]
fn check_shows_what_cleaning_took() {
    let place = Workspace::with_posts(&[
        (
            "2020-01-01-a.md",
            &post(
                "A",
                "2020-01-01",
                "[ t ]",
                "<h2>A</h2>\n\n<div class=\"adsbygoogle\"></div><div hidden></div>\n\nOne, and enough of it that the rest is small beside it.\n\n\
                 <div class=\"share\">Share\nthis <img src=\"https://x.test/bird.png\"></div>",
            ),
        ),
        ("2020-01-02-b.md", &post("B", "2020-01-02", "[ t ]", "Two.")),
    ]);
    let ran = place.succeed(&["check", "posts", "--show-cleaning"]);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(
        lines[..2],
        [
            "posts/2020-01-01-a.md: share: 9 characters: Share this",
            "posts/2020-01-01-a.md: title: 1 character: A"
        ]
    );
    let total =
        |rule: &str| lines.iter().find(|line| line.starts_with(rule)).unwrap().split_once("  ").unwrap().1;
    assert_eq!(total("share ").trim(), "1 box with 9 characters and 1 picture in 1 post");
    assert_eq!(total("title ").trim(), "1 box with 1 character and 0 pictures in 1 post");
    assert_eq!(total("advert ").trim(), "0 boxes with 0 characters and 0 pictures in 0 posts");
    assert!(!lines.iter().any(|line| line.contains(": 0 characters: ")), "{}", ran.stdout);
    assert!(lines.last().unwrap().starts_with("2 posts read"), "{}", ran.stdout);
    assert!(!place.succeed(&["check", "posts"]).stdout.contains("share"));

    let ran = place.succeed(&["check", "posts", "--show-cleaning", "--message-format", "json"]);
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |kind: &str| lines.iter().filter(|line| line["type"] == kind).cloned().collect::<Vec<_>>();
    assert_eq!(
        of("cleaning"),
        [
            json!({
                "type": "cleaning", "file": "posts/2020-01-01-a.md", "rule": "share", "characters": 9, "pictures": 1,
                "text": "Share this",
            }),
            json!({
                "type": "cleaning", "file": "posts/2020-01-01-a.md", "rule": "title", "characters": 1, "pictures": 0,
                "text": "A",
            }),
        ]
    );
    let rules = of("rule");
    let share = rules.iter().find(|line| line["rule"] == "share").unwrap();
    assert_eq!((&share["boxes"], &share["posts"]), (&json!(1), &json!(1)));
    assert!(rules.iter().all(|line| line["reason"].as_str().is_some_and(|reason| !reason.is_empty())));
    assert_eq!(of("summary").len(), 1);
}

#[cfg(unix)]
fn make_pipe(path: &std::path::Path) {
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn pipes_are_never_waited_for() {
    let place = sound();
    std::fs::create_dir(place.path("posts/sub")).unwrap();
    std::fs::create_dir(place.path("viewer")).unwrap();
    make_pipe(&place.path("posts/sub/bundle.json"));
    place.succeed(&["check", "posts"]);

    std::fs::create_dir(place.path("taken")).unwrap();
    make_pipe(&place.path("taken/bundle.json"));
    assert_eq!(place.run(&["pack", "posts", "--out", "taken"]).code, Some(2));

    place.write("viewer/index.html", b"<html><title>x</title>");
    make_pipe(&place.path("viewer/app.js"));
    let ran = place.run(&["build", "posts", "--out", "site", "--viewer", "viewer"]);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert!(ran.stderr.contains("app.js: it is a named pipe, not a regular file"), "{}", ran.stderr);
}

/// `true` if this user can read files without permission for anyone, as root can.
#[cfg(unix)]
fn reads_everything(place: &Workspace) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    place.write("locked", b"x");
    std::fs::set_permissions(place.path("locked"), std::fs::Permissions::from_mode(0o000)).unwrap();
    std::fs::read(place.path("locked")).is_ok()
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_never_empties_a_site() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = sound();
    if reads_everything(&place) {
        println!("skipped: this user can read every file");
        return;
    }
    place.write("viewer/index.html", b"<html><title>x</title>");
    place.write("posts/sub/2020-01-03-c.md", post("C", "2020-01-03", "[ t ]", "Three.").as_bytes());
    let mode = |name: &str, mode| {
        std::fs::set_permissions(place.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let outputs = [
        &["build", "posts", "--out", "site", "--viewer", "viewer"][..],
        &["pack", "posts", "--out", "out", "--no-cache"],
        &["pack", "posts", "--out", "feed.json"],
    ];
    let before: Vec<_> = outputs
        .iter()
        .map(|arguments| {
            place.succeed(arguments);
            place.snapshot("")
        })
        .collect();
    let before = before.last().unwrap();

    for locked in ["posts/sub", "posts/sub/2020-01-03-c.md", "posts/2020-01-01-a.md"] {
        mode(locked, 0);
        for arguments in outputs {
            let ran = place.run(arguments);
            assert_eq!(ran.code, Some(3), "{arguments:?}: {}", ran.stderr);
            for told in [
                "cannot be read (Permission denied",
                "1 file or folder cannot be read, so what was published",
            ] {
                assert!(ran.stderr.contains(told), "{}", ran.stderr);
            }
        }
        let ran = place.run(&["check", "posts"]);
        assert_eq!(ran.code, Some(3));
        assert!(ran.stdout.contains("; 1 file or folder cannot be read; "), "{}", ran.stdout);
        // A new site is written without it, and says so.
        let ran = place.run(&["pack", "posts", "--out", "new"]);
        assert_eq!(ran.code, Some(3), "{}", ran.stderr);
        assert!(place.path("new/bundle.json").exists());
        std::fs::remove_dir_all(place.path("new")).unwrap();
        std::fs::remove_file(place.path(".new.broadsheet-cache")).unwrap();
        mode(locked, 0o755);
    }
    assert_eq!(place.snapshot("").keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    for out in ["site/", "out/", "feed.json"] {
        let of = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
            files
                .iter()
                .filter(|(name, _)| name.starts_with(out))
                .map(|(_, bytes)| bytes.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(of(&place.snapshot("")), of(before), "{out}");
    }

    for name in ["posts/2020-01-01-a.md", "posts/2020-01-02-b.md", "posts/sub/2020-01-03-c.md"] {
        mode(name, 0);
    }
    let ran = place.run(&["pack", "posts", "--out", "new"]);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert!(ran.stderr.contains("error: no post to publish: 3 cannot be read"), "{}", ran.stderr);
    assert!(!place.path("new").exists());
}

#[test]
fn an_archive_without_posts_never_empties_a_site() {
    let place = sound();
    for out in ["out", "feed.json"] {
        place.succeed(&["pack", "posts", "--out", out]);
    }
    let before = (place.snapshot("out"), place.read("feed.json"));
    let state = |matter: &str| format!("---\ntitle: A\n{matter}\n---\nOne.");
    place.write("posts/2020-01-01-a.md", state("draft: true").as_bytes());
    place.write("posts/2020-01-02-b.md", state("published: false").as_bytes());
    for out in ["out", "feed.json", "new", "new.json"] {
        let ran = place.run(&["pack", "posts", "--out", out]);
        assert_eq!(ran.code, Some(2), "{}", ran.stderr);
        let told =
            "error: no post to publish: 1 is a draft (--drafts includes it), 1 says `published: false`";
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
    }
    assert_eq!((place.snapshot("out"), place.read("feed.json")), before);
    assert!(!place.path("new").exists() && !place.path("new.json").exists());
    place.succeed(&["check", "posts"]);
    place.succeed(&["pack", "posts", "--out", "out", "--drafts"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_out_of_the_folder_only_when_asked() {
    let place = sound();
    place.write("secret.txt", b"TOKEN=abc");
    place.write("elsewhere/2020-01-05-e.md", post("E", "2020-01-05", "", "Linked.").as_bytes());
    std::os::unix::fs::symlink("../secret.txt", place.path("posts/env.md")).unwrap();
    std::os::unix::fs::symlink("../elsewhere", place.path("posts/more")).unwrap();
    std::os::unix::fs::symlink("2020-01-01-a.md", place.path("posts/2020-01-04-within.md")).unwrap();
    std::os::unix::fs::symlink("sub", place.path("posts/linked")).unwrap();
    place.write("posts/sub/2020-01-06-f.md", post("F", "2020-01-06", "", "Within.").as_bytes());
    let ran = place.succeed(&["pack", "posts", "--out", "f.json"]);
    for name in ["env.md", "more"] {
        let told = format!(
            "{name}: a symbolic link that leads out of the folder of posts; not followed; --follow-links does so"
        );
        assert!(ran.stderr.contains(&told), "{}", ran.stderr);
    }
    let feed = place.read("f.json");
    assert!(feed.contains("Within.") && !feed.contains("TOKEN") && !feed.contains("Linked."), "{feed}");
    assert_eq!(place.run(&["check", "posts", "--strict"]).code, Some(1));
    place.succeed(&["pack", "posts", "--out", "f.json", "--follow-links"]);
    let feed = place.read("f.json");
    assert!(feed.contains("TOKEN") && feed.contains("Linked."), "{feed}");
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_are_no_posts() {
    let place = sound();
    make_pipe(&place.path("posts/pipe.md"));
    make_pipe(&place.path("posts/_config.yml"));
    make_pipe(&place.path("_config.yml"));
    std::os::unix::fs::symlink("/dev/zero", place.path("posts/zero.md")).unwrap();
    let ran = place.succeed(&["pack", "posts", "--out", "out", "--follow-links"]);
    for told in [
        "pipe.md: a named pipe with the name of a post; not opened, and left out",
        "zero.md: a device with the name of a post; not opened, and left out",
        "posts/_config.yml: cannot be read (it is a named pipe, not a regular file); not used",
        ": 2 kept, 2 left out, ",
    ] {
        assert!(ran.stderr.contains(told), "{told}: {}", ran.stderr);
    }
    assert_eq!(ran.stderr.matches("_config.yml: cannot be read").count(), 2, "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn names_reach_the_terminal_escaped() {
    let place = sound();
    place.write("posts/\u{1b}[31mred\u{1b}]0;pwned\u{7}/a\n::error::forged.md", b"");
    place.write("posts/x\u{202E}gpj.md", b"");
    for (arguments, code) in [
        (&["check", "posts"][..], 0),
        (&["check", "posts", "--show-cleaning"], 0),
        (&["pack", "posts", "--out", "out", "--title", "\u{1b}]0;x\u{7}"], 0),
        (&["pack", "posts", "--out", "posts/\u{1b}[31mred\u{1b}]0;pwned\u{7}/a\n::error::forged.md/x"], 3),
        (&["check", "gone\n::error::x\u{1b}[2J"], 3),
        (&["check", "posts", "--\u{1b}[2J\n::error::x"], 2),
        (&["check", "posts", "--message-format", "\u{1b}[2J\n::error::x"], 2),
    ] {
        let ran = place.run(arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?}: {}", ran.stderr);
        let printed = ran.stdout + &ran.stderr;
        let active = |c: char| (c.is_control() && c != '\n') || c == '\u{202E}';
        assert!(!printed.contains(active), "{printed:?}");
        assert!(!printed.lines().any(|line| line.trim_start().starts_with("::")), "{printed}");
    }
}

#[test]
fn one_hostile_post_costs_only_itself() {
    let place = sound();
    let hostile = |name: &str, matter: &str, body: &str| {
        place.write(&format!("posts/{name}"), format!("---\n{matter}\n---\n{body}").as_bytes());
    };
    let aliases = vec!["*t"; 3_000].join(",");
    hostile("alias.md", &format!("t: &t \"{}\"\nl: [{aliases}]", "x".repeat(100_000)), "Alias.");
    hostile("tags.md", &format!("t: &t \"{}\"\ntags: [{aliases}]", "x".repeat(100_000)), "Tags.");
    let numbered = |count: usize, piece: &dyn Fn(usize) -> String| (0..count).map(piece).collect::<String>();
    hostile("many.md", &format!("tags: [{}]", numbered(30_000, &|n| format!("t{n}, "))), "Many.");
    hostile("keys.md", &format!("title: a: b\n{}", numbered(20_000, &|n| format!("k{n}: v\n"))), "Keys.");
    hostile("pictures.md", "title: P", &numbered(12_000, &|n| format!("![]({n}.png)\n")));
    hostile("long.md", "title: L", &"A line of text.\n".repeat(270_000));
    let ran = place.succeed(&["pack", "posts", "--out", "out"]);
    assert!(ran.stderr.contains(": 8 kept, 0 left out, "), "{}", ran.stderr);
    assert!(
        ran.stderr.lines().all(|line| line.len() < 1_000) && ran.stderr.lines().count() < 100,
        "{}",
        ran.stderr
    );
    for told in [
        "alias.md:2: the front matter is not valid YAML (nested too deeply or too large); read line by line",
        "many.md: 30,000 tags; only the first 500 are kept",
        "`k18` and 19,981 more",
        "pictures.md: 9,951 more problems; not listed",
        "pictures.md: more than 10000 addresses of files beside the post; the others are left out",
        "long.md: the article is too long; its end is cut off",
    ] {
        assert!(ran.stderr.contains(told), "{told}: {}", ran.stderr);
    }
    let written: u64 = place.snapshot("out").values().map(|bytes| bytes.len() as u64).sum();
    assert!(written < 40_000_000, "{written}");
}

/// A viewer as a build names its files: `mark` is in each of them.
fn viewer(place: &Workspace, folder: &str, hash: &str, mark: &str) {
    let page = format!(
        "<html><title>x</title><meta name=broadsheet:bundle content=bundle.json>\
         <script src=./boot.js data-module=./broadsheet-viewer-{hash}.js></script></html>"
    );
    for (name, text) in [
        ("index.html".to_owned(), page),
        ("boot.js".to_owned(), format!("\"boot {mark}\"")),
        (format!("broadsheet-viewer-{hash}.js"), format!("\"viewer {mark}\"")),
    ] {
        place.write(&format!("{folder}/{name}"), text.as_bytes());
    }
}

#[test]
fn files_of_others_are_never_removed() {
    let place = sound();
    viewer(&place, "viewer", "00000000000000aa", "one");
    // A folder of somebody's pictures, with names such as ours.
    place.write("www/media/0123456789abcdef.jpg", b"photo");
    let ran = place.run(&["build", "posts", "--out", "www", "--viewer", "viewer"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    let theirs = [
        "media/0123456789abcdef.jpg",
        "rows/0123456789abcdef.json",
        "directories/0123456789abcdef.json",
        "facets/0123456789abcdef.json",
        "packs/0123456789abcdef.json",
        "myapp-0123456789abcdef.js",
        "myapp-0123456789ABCDEF_bg.wasm",
        "deep/style-0123456789abcdef.css",
    ];
    for force in [&[][..], &["--force"]] {
        let out = if force.is_empty() { "site" } else { "forced" };
        if force.is_empty() {
            place.succeed(&["build", "posts", "--out", out, "--viewer", "viewer"]);
        }
        for name in theirs {
            place.write(&format!("{out}/{name}"), b"theirs");
        }
        place.write("posts/2020-01-03-c.md", post("C", "2020-01-03", "", out).as_bytes());
        let arguments = [&["build", "posts", "--out", out, "--viewer", "viewer"], force].concat();
        for _ in 0..2 {
            place.succeed(&arguments);
            for name in theirs {
                assert_eq!(place.read(&format!("{out}/{name}")), "theirs", "{out} {name}");
            }
        }
    }
}

#[test]
fn posts_and_outputs_do_not_lie_in_each_other() {
    let place = sound();
    place.write(
        "par/media/2020-01-01-a.md",
        post("A", "2020-01-01", "", "![x](0123456789abcdef.png)").as_bytes(),
    );
    place.write("par/media/0123456789abcdef.png", b"picture");
    for out in ["par", "par/feed.json"] {
        for force in [&[][..], &["--force"]] {
            let ran = place.run(&[&["pack", "par/media", "--out", out], force].concat());
            assert_eq!(ran.code, Some(2), "{out}: {}", ran.stderr);
            assert!(ran.stderr.contains("the posts cannot lie in"), "{}", ran.stderr);
        }
    }
    assert_eq!(place.snapshot("par").len(), 3);
    place.succeed(&["pack", "posts", "--out", "out"]);
    let ran = place.run(&["pack", "posts", "--out", "out/packs/inner"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("it lies in a folder of another output"), "{}", ran.stderr);
}

#[test]
fn two_runs_at_once() {
    const ROUNDS: usize = 12;
    let place = Workspace::new();
    for (folder, count) in [("one", 40), ("two", 60)] {
        for number in 0..count {
            let text = post(
                &format!("{folder} {number}"),
                "2020-01-01",
                "[ t ]",
                &format!("{folder} {number}. ").repeat(300),
            );
            place.write(&format!("{folder}/{number}.md"), text.as_bytes());
        }
    }
    for out in ["out", "feed.json"] {
        let expected = ["one", "two"].map(|posts| {
            let fresh = format!("fresh/{posts}/{out}");
            std::fs::create_dir_all(place.path(&fresh).parent().unwrap()).unwrap();
            place.succeed(&["pack", posts, "--out", &fresh, "--no-cache", "--title", "T"]);
            (place.snapshot(&fresh), std::fs::read(place.path(&fresh)).ok())
        });
        let (mut refused, mut done) = (0, 0);
        for _ in 0..ROUNDS {
            let runs = ["one", "two", "one"].map(|posts| {
                let arguments = ["pack", posts, "--out", out, "--no-cache", "--title", "T"];
                let mut command = common::command(&arguments);
                command.current_dir(place.path("")).stderr(std::process::Stdio::piped());
                command.stdout(std::process::Stdio::null()).spawn().unwrap()
            });
            for run in runs {
                let ran: common::RunOutput = run.wait_with_output().unwrap().into();
                match ran.code {
                    Some(0) => done += 1,
                    code => {
                        assert_eq!(code, Some(3), "{}", ran.stderr);
                        assert!(ran.stderr.contains("is being written by another run"), "{}", ran.stderr);
                        refused += 1;
                    }
                }
            }
            let found = (place.snapshot(out), std::fs::read(place.path(out)).ok());
            assert!(expected.contains(&found), "{out} is of one run");
        }
        println!("{out}: {done} runs done, {refused} refused");
        assert_eq!(done + refused, 3 * ROUNDS);
        assert!(done >= ROUNDS);
    }
    let left: Vec<_> = place.snapshot("").into_keys().filter(|name| name.contains(".broadsheet-")).collect();
    assert!(left.iter().all(|name| name.ends_with(".broadsheet-manifest.json")), "{left:?}");
}

#[cfg(unix)]
#[test]
fn a_killed_first_run_locks_nobody_out() {
    let place = sound();
    viewer(&place, "viewer", "00000000000000aa", "one");
    // As a program without manifests leaves it when it is killed before the head.
    place.write("fresh/index.html", place.read("viewer/index.html").as_bytes());
    place.write("fresh/boot.js", b"older");
    place.succeed(&["build", "posts", "--out", "fresh", "--viewer", "viewer"]);
    for damage in [&b""[..], b"{\"format\":\"broads", b"\0\0\0\0"] {
        place.write("fresh/bundle.json", damage);
        place.succeed(&["build", "posts", "--out", "fresh", "--viewer", "viewer"]);
        // Programs without manifests wrote no other files either.
        for name in place.snapshot("fresh").into_keys() {
            let is_old = name.contains('/')
                || matches!(name.as_str(), "bundle.json" | "index.html" | "boot.js")
                || name.starts_with("broadsheet-viewer-");
            if !is_old {
                std::fs::remove_file(place.path("fresh").join(name)).unwrap();
            }
        }
        place.write("fresh/bundle.json", damage);
        place.succeed(&["build", "posts", "--out", "fresh", "--viewer", "viewer"]);
    }
    place.succeed(&["build", "posts", "--out", "other", "--viewer", "viewer", "--title", "posts"]);
    assert_eq!(place.snapshot("fresh"), place.snapshot("other"));
}

#[test]
fn a_feed_replaces_no_file_of_somebody() {
    let place = sound();
    place.write("package.json", b"{}");
    let ran = place.run(&["pack", "posts", "--out", "package.json"]);
    assert_eq!((ran.code, place.read("package.json").as_str()), (Some(2), "{}"), "{}", ran.stderr);
    place.succeed(&["pack", "posts", "--out", "package.json", "--force"]);
    place.succeed(&["pack", "posts", "--out", "package.json"]);
}

#[test]
fn nothing_of_drafts_lies_beside_the_output() {
    let place = sound();
    place.write("posts/secret-merger.md", b"---\ndraft: true\n---\nSecret.");
    place.write("docs/.archive.broadsheet-cache", b"{\"broadsheet_cache\":2,\"settings\":\"\"}\n");
    place.write("docs/.broadsheet-aB3dE6", b"{\"broadsheet_cache\":2,\"settings\":\"\"}\n");
    place.write("docs/.broadsheet-theirs", b"theirs");
    place.succeed(&["pack", "posts", "--out", "docs/archive"]);
    let beside = place.snapshot("docs");
    let beside: Vec<_> = beside.keys().filter(|name| !name.starts_with("archive/")).collect();
    assert_eq!(beside, [".broadsheet-theirs"]);
    let all = place.snapshot("docs");
    assert!(all.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("secret-merger")));
    let caches: Vec<_> = place.snapshot(".cache/broadsheet").into_keys().collect();
    assert_eq!(caches.len(), 1, "{caches:?}");
    #[cfg(unix)]
    for (name, mode) in [(String::new(), 0o700), (caches[0].clone(), 0o600)] {
        use std::os::unix::fs::PermissionsExt as _;
        let path = place.path(".cache/broadsheet").join(name);
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            mode,
            "{}",
            path.display()
        );
    }
    place.succeed(&["pack", "posts", "--out", "docs/archive", "--cache", "ci"]);
    assert_eq!(place.snapshot("ci").len(), 1);
    let ran = place.run(&["pack", "posts", "--out", "docs/archive", "--cache", "docs/archive/cache"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
}
