//! Tests of what runs leave in their output.

use std::fs;
use std::path::Path;

use super::disk::is_file;
use super::layout::FEED_START;
use super::*;

fn listing(folder: &Path) -> Vec<String> {
    let names = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect::<Vec<_>>()
    };
    let mut all = names(folder);
    for own in BUNDLE_FOLDERS {
        all.extend(names(&folder.join(own)).into_iter().map(|name| format!("{own}/{name}")));
    }
    all.sort();
    all
}

const SOME_HEAD: &[u8] = br#"{"format":"broadsheet"}"#;

#[test]
fn what_is_no_longer_needed_goes_and_what_is_not_ours_stays() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("out");
    let first = Output::open(&folder, false).unwrap();
    let old = first.write_hashed("packs", b"old").unwrap();
    let changed = first.write_hashed("directories", b"changed since").unwrap();
    let kept = first.write_hashed("facets", b"kept").unwrap();
    first.write("asset-0123456789abcdef.js", b"ours").unwrap();
    first.write(HEAD, SOME_HEAD).unwrap();
    assert_eq!(first.finish().unwrap(), OutputStats { files: 5, changed: 5, bytes: 47 });
    fs::write(folder.join(&changed), "mine now").unwrap();
    let foreign = ["packs/0123456789abcdef.json", "media/0123456789abcdef.png", "app-0123456789abcdef.js"];
    fs::create_dir(folder.join("media")).unwrap();
    for name in foreign {
        fs::write(folder.join(name), "mine").unwrap();
    }
    let before = fs::metadata(folder.join(&kept)).unwrap().modified().unwrap();

    let second = Output::open(&folder, false).unwrap();
    assert_eq!(second.write_hashed("facets", b"kept").unwrap(), kept);
    second.write(HEAD, SOME_HEAD).unwrap();
    let written = second.finish().unwrap();
    assert_eq!((written.files, written.changed), (2, 0));
    assert!(!folder.join(old).exists());
    let mut expected =
        vec![MANIFEST, "packs", "bundle.json", "facets", &kept, "directories", &changed, "media"];
    expected.extend(foreign);
    expected.sort_unstable();
    assert_eq!(listing(&folder), expected);
    assert_eq!(fs::metadata(folder.join(&kept)).unwrap().modified().unwrap(), before);
}

#[test]
fn a_file_of_somebody_is_in_the_way_unless_forced() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("out");
    let run = |force: bool, files: &[(&str, &str)]| {
        let output = Output::open(&folder, force)?;
        for (name, text) in files {
            output.write(name, text.as_bytes())?;
        }
        output.write(HEAD, SOME_HEAD)?;
        output.finish()
    };
    run(false, &[("index.html", "one")]).unwrap();
    fs::write(folder.join("robots.txt"), "theirs").unwrap();
    fs::write(folder.join("index.html"), "changed by hand").unwrap();
    let before = listing(&folder);
    for files in [&[("robots.txt", "ours")][..], &[("index.html", "two"), ("b.js", "b")]] {
        assert!(matches!(run(false, files), Err(OutputError::ForeignFile(_))), "{files:?}");
        assert_eq!(listing(&folder), before);
    }
    run(true, &[("index.html", "two")]).unwrap();
    assert_eq!(fs::read_to_string(folder.join("index.html")).unwrap(), "two");
    assert_eq!(fs::read_to_string(folder.join("robots.txt")).unwrap(), "theirs", "nothing asked for it");
    run(false, &[("index.html", "three")]).unwrap();
    for damage in ["", "thr\0\0"] {
        fs::write(folder.join("index.html"), damage).unwrap();
        run(false, &[("index.html", "four")]).unwrap();
    }
    fs::write(folder.join(HEAD), "{\"format\"").unwrap();
    run(false, &[("index.html", "four")]).unwrap();
    assert_eq!(fs::read(folder.join(HEAD)).unwrap(), SOME_HEAD);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let place = tempfile::tempdir().unwrap();
    let (folder, victim) = (place.path().join("out"), place.path().join("victim"));
    fs::create_dir(&victim).unwrap();
    let name = Output::open(&folder, false).map(|output| {
        let name = output.write_hashed("packs", b"old").unwrap();
        output.write("page.html", b"page").unwrap();
        output.write(HEAD, SOME_HEAD).unwrap();
        output.finish().unwrap();
        name
    });
    let name = name.unwrap();
    let file = name.strip_prefix("packs/").unwrap();
    fs::rename(folder.join(&name), victim.join(file)).unwrap();
    fs::remove_dir(folder.join("packs")).unwrap();
    symlink("../victim", folder.join("packs")).unwrap();
    for force in [false, true] {
        assert!(matches!(Output::open(&folder, force), Err(OutputError::NoFolder(_))));
    }
    assert!(victim.join(file).exists());
    fs::remove_file(folder.join("packs")).unwrap();
    // A link in the place of a file: refused, or itself replaced.
    fs::write(victim.join("page"), "page").unwrap();
    fs::remove_file(folder.join("page.html")).unwrap();
    symlink("../victim/page", folder.join("page.html")).unwrap();
    let run = |force| {
        let output = Output::open(&folder, force).unwrap();
        output.write("page.html", b"page").unwrap();
        output.write(HEAD, SOME_HEAD).unwrap();
        output.finish()
    };
    assert!(matches!(run(false), Err(OutputError::ForeignFile(_))));
    run(true).unwrap();
    assert!(is_file(&folder.join("page.html")) && victim.join("page").exists());
}

#[test]
fn a_failed_run_leaves_no_trace() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("deep/out");
    let output = Output::open(&folder, false).unwrap();
    output.write_hashed("packs", b"new").unwrap();
    output.create("x.json").unwrap().append(b"[").unwrap();
    assert!(matches!(Output::open(&folder, true), Err(OutputError::Locked { .. })));
    drop(output);
    assert!(!place.path().join("deep").exists());
}

#[test]
fn somebody_elses_folder_is_refused() {
    let place = tempfile::tempdir().unwrap();
    assert!(Output::open(place.path(), false).is_ok());
    fs::create_dir(place.path().join("media")).unwrap();
    assert!(Output::open(place.path(), false).is_ok(), "what an interrupted run left is ours");
    fs::write(place.path().join("media/0123456789abcdef.jpg"), "photo").unwrap();
    assert!(matches!(Output::open(place.path(), false), Err(OutputError::ForeignFolder(_))));
    assert!(Output::open(place.path(), true).is_ok());
    let file = place.path().join("media/0123456789abcdef.jpg");
    assert!(matches!(Output::open(&file, false), Err(OutputError::Io { .. })));
}

#[test]
fn a_half_written_output_of_an_earlier_version_is_ours() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("out");
    fs::create_dir_all(folder.join("packs")).unwrap();
    let shard = format!("packs/{}.json", content_hash(b"{}"));
    for (name, text) in [
        (&*shard, "{}"),
        ("packs/0123456789abcdef.json", "{}"),
        ("packs/.broadsheet-aB3xYz", "half"),
        ("boot.js", "boot"),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
    let output = Output::open(&folder, false).unwrap();
    output.write(HEAD, SOME_HEAD).unwrap();
    output.finish().unwrap();
    assert_eq!(
        listing(&folder),
        [MANIFEST, "boot.js", "bundle.json", "packs", "packs/0123456789abcdef.json"]
    );
}

#[test]
fn a_file_written_in_pieces() {
    let place = tempfile::tempdir().unwrap();
    let start = String::from_utf8(FEED_START.to_vec()).unwrap();
    for (content, changed) in [("one", 1), ("one", 0), ("two", 1), ("two2", 1)] {
        let output = Output::open_file(place.path(), "a.json", false).unwrap();
        let mut file = output.create("a.json").unwrap();
        file.append(start.as_bytes()).unwrap();
        file.append(content.as_bytes()).unwrap();
        file.finish().unwrap();
        assert_eq!(output.finish().unwrap().changed, changed, "{content}");
        assert_eq!(fs::read_to_string(place.path().join("a.json")).unwrap(), format!("{start}{content}"));
        assert_eq!(listing(place.path()), ["a.json"]);
    }
    fs::write(place.path().join(".broadsheet-aB3xYz"), format!("{start}half")).unwrap();
    fs::write(place.path().join(".broadsheet-longer1"), format!("{start}theirs")).unwrap();
    fs::write(place.path().join(".broadsheet-aB3xY2"), "theirs").unwrap();
    drop(Output::open_file(place.path(), "a.json", false).unwrap());
    assert_eq!(listing(place.path()), [".broadsheet-aB3xY2", ".broadsheet-longer1", "a.json"]);
    fs::write(place.path().join("a.json"), "{}").unwrap();
    let open = |force| Output::open_file(place.path(), "a.json", force);
    assert!(matches!(open(false), Err(OutputError::ForeignFile(_))));
    assert!(open(true).is_ok());
}
