//! Letting every step of a run fail, or be its last, and looking at what it leaves.
//!
//! A killed process does nothing more: so from the step on at which a run is to be killed, no step
//! has any effect, those that would tidy up included. What is on the disk then is what the process
//! would have left there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::disk::{Disk, Step};
use super::*;
use crate::archive_info::{ArchiveInfo, ArchiveOptions};
use crate::cache::Cache;
use crate::hash::ContentHash;
use crate::import::discover::{LinkPolicy, discover};
use crate::import::import;
use crate::options::ContentFormat;
use crate::progress::Silent;
use crate::references::{self, Fault};
use crate::site::SiteWriter;
use crate::site_address::SiteAddress;
use crate::write::BundleWriter;

/// The effect of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Go,
    Fail,
    /// Half of what is to be written is.
    Torn,
}

/// A way of disturbing a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// One step fails.
    Once,
    /// From a step on, nothing can be written or made.
    Full,
    /// The process is killed before a step.
    Kill,
    /// The process is killed in the middle of a step.
    Torn,
    /// The machine stops before a step, and what was not synced is empty afterwards.
    PowerLoss,
}

const MODES: [Mode; 5] = [Mode::Once, Mode::Full, Mode::Kill, Mode::Torn, Mode::PowerLoss];

/// The disturbance of one run.
#[derive(Debug)]
pub(super) struct Faults {
    mode: Mode,
    at: usize,
    state: Mutex<Progressed>,
}

#[derive(Debug, Default)]
struct Progressed {
    steps: usize,
    torn: bool,
    unsynced: BTreeSet<PathBuf>,
}

impl Faults {
    fn new(mode: Mode, at: usize) -> Arc<Self> {
        Arc::new(Self { mode, at, state: Mutex::default() })
    }

    pub(super) fn step(&self, step: Step) -> Verdict {
        let mut state = self.state.lock().unwrap();
        let number = state.steps;
        state.steps += 1;
        let takes_room =
            matches!(step, Step::CreateFolder | Step::CreateFile | Step::Write | Step::Sync | Step::Link);
        let fails = match self.mode {
            Mode::Once => number == self.at,
            Mode::Full => number >= self.at && takes_room,
            Mode::Kill | Mode::Torn | Mode::PowerLoss => number >= self.at,
        };
        match (fails, self.mode) {
            (false, _) => Verdict::Go,
            (true, Mode::Torn) if number == self.at && step == Step::Write => {
                state.torn = true;
                Verdict::Torn
            }
            (true, _) => Verdict::Fail,
        }
    }

    pub(super) fn written(&self, path: &Path) {
        self.state.lock().unwrap().unsynced.insert(path.to_owned());
    }

    pub(super) fn renamed(&self, from: &Path, to: &Path) {
        let unsynced = &mut self.state.lock().unwrap().unsynced;
        unsynced.remove(to);
        if unsynced.remove(from) {
            unsynced.insert(to.to_owned());
        }
    }

    pub(super) fn synced(&self, path: &Path) {
        self.state.lock().unwrap().unsynced.remove(path);
    }

    pub(super) fn all_synced(&self) {
        self.state.lock().unwrap().unsynced.clear();
    }

    /// `true` if a file was half written.
    fn tore(&self) -> bool {
        self.state.lock().unwrap().torn
    }

    /// `true` if there was anything to disturb.
    fn came_to_pass(&self) -> bool {
        let state = self.state.lock().unwrap();
        if self.mode == Mode::PowerLoss {
            for path in state.unsynced.iter().filter(|path| path.exists()) {
                fs::write(path, "").unwrap();
            }
        }
        state.steps > self.at
    }
}

type Files = BTreeMap<String, Vec<u8>>;

/// All files below `folder`, without what runs keep for themselves.
fn files(folder: &Path) -> Files {
    fn add(folder: &Path, start: &str, files: &mut Files) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let entry = entry.unwrap();
            let name = format!("{start}{}", entry.file_name().to_str().unwrap());
            if name.contains(".broadsheet-") {
                continue;
            }
            if entry.file_type().unwrap().is_dir() {
                add(&entry.path(), &format!("{name}/"), files);
            } else {
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut files = Files::new();
    add(folder, "", &mut files);
    files
}

/// A viewer of this version, as a build names its files.
fn viewer(version: u32) -> Vec<(String, String)> {
    let hash = format!("{version:016x}");
    let page = |more: &str| {
        format!(
            "<html><title>x</title><meta name=broadsheet:bundle content=bundle.json>\
             <link href=./style-{hash}.css><script src=./boot-{hash}.js data-module=./broadsheet-viewer-{hash}.js \
             data-wasm=./broadsheet-viewer-{hash}_bg.wasm>{more}"
        )
    };
    [
        ("index.html".to_owned(), page("")),
        ("embed.html".to_owned(), page(&format!("<script src=frame-{hash}.js>"))),
        ("embed.js".to_owned(), format!("import('./broadsheet-viewer-{hash}.js'); '_bg.wasm'; // {version}")),
        ("embed-frame.js".to_owned(), format!("data-broadsheet {version}")),
        (HEADERS.to_owned(), format!("headers {version}")),
        (format!("boot-{hash}.js"), format!("import('broadsheet-feed-{hash}.js')")),
        (format!("frame-{hash}.js"), format!("frame {version}")),
        (format!("broadsheet-feed-{hash}.js"), format!("'broadsheet-feed-{hash}_bg.wasm'")),
        (format!("broadsheet-feed-{hash}_bg.wasm"), format!("feed {version}")),
        (format!("broadsheet-viewer-{hash}.js"), format!("'reader-{hash}.wasm'")),
        (format!("broadsheet-viewer-{hash}_bg.wasm"), format!("viewer {version}")),
        (format!("reader-{hash}.wasm"), format!("reader {version}")),
        (format!("style-{hash}.css"), format!("style {version}")),
        ("same.svg".to_owned(), "<svg/>".to_owned()),
    ]
    .into()
}

/// A file of the viewer whose name has no hash, and that not every version has.
const HEADERS: &str = "_headers";

/// A version of an archive and its viewer.
struct Version {
    posts: PathBuf,
    viewer: Vec<(String, String)>,
    /// `true` if it has feeds and a sitemap, and compressed files.
    has_lists: bool,
}

/// Writes a file beside one of each kind, as compressed files are.
fn write_compressed(output: &Output) -> Result<(), OutputError> {
    let is_one = |name: &str| matches!(name, "index.html" | HEAD) || name.starts_with("packs/");
    for (name, _) in output.new_files().into_iter().filter(|(name, _)| is_one(name)) {
        let compressed = format!("{name}.br");
        if !output.mark_derived_used(&compressed, &name) {
            let content = output.read_new(&name)?;
            output.write(&compressed, &[b"compressed: ", &*content].concat())?;
        }
    }
    Ok(())
}

/// A place with two versions of an archive.
struct Place {
    folder: tempfile::TempDir,
    old: Version,
    new: Version,
}

impl Place {
    fn new(old_viewer: u32, new_viewer: u32) -> Self {
        // In memory where there is such a place: thousands of runs wait long for a disk.
        let memory = Path::new("/dev/shm");
        let folder =
            if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        let posts = |name: &str, posts: &[(&str, &str)], pictures: &[(&str, &[u8])]| {
            let posts_folder = folder.path().join(name).join("posts");
            fs::create_dir_all(&posts_folder).unwrap();
            for (file, text) in posts {
                fs::write(posts_folder.join(file), format!("---\ndate: 2020-01-01\n---\n{text}")).unwrap();
            }
            for (file, bytes) in pictures {
                fs::write(posts_folder.join(file), bytes).unwrap();
            }
            posts_folder
        };
        let png = |last: u8| {
            [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0".as_slice(), &[last]].concat()
        };
        let (one, two, three) = (png(1), png(2), png(3));
        let old = posts(
            "old",
            &[("a.md", "One ![x](x.png) ![y](y.png)"), ("b.md", "Two"), ("c.md", "Three")],
            &[("x.png", &one), ("y.png", &two)],
        );
        let new = posts(
            "new",
            &[("a.md", "One, changed ![x](x.png) ![z](z.png)"), ("b.md", "Two"), ("d.md", "Four")],
            &[("x.png", &one), ("z.png", &three)],
        );
        Self {
            old: Version { posts: old, viewer: viewer(old_viewer), has_lists: true },
            new: Version { posts: new, viewer: viewer(new_viewer), has_lists: true },
            folder,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// A form of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Site,
    Feed,
}

impl Kind {
    fn run(self, disk: Disk, version: &Version, out: &Path) -> Result<OutputStats, OutputError> {
        let output = match self {
            Self::Site => Output::open_on(disk, out, false)?,
            Self::Feed => Output::open_file_on(disk, out, "feed.json", false)?,
        };
        let roots = [version.posts.clone()];
        let found = import(
            discover(&roots, None, LinkPolicy::Inside).unwrap().files,
            false,
            &Cache::default(),
            &Silent,
        );
        let (archive, _) =
            ArchiveInfo::new(&ArchiveOptions::default(), &roots, LinkPolicy::Inside, &found.posts);
        let bundle = BundleWriter {
            archive: &archive,
            posts: &found.posts,
            content: ContentFormat::Html,
            reuse_previous: false,
        };
        let silent = Silent;
        match self {
            Self::Site => {
                let staged = bundle.stage_shards(&output, &silent)?;
                for (name, text) in &version.viewer {
                    output.write(name, text.as_bytes())?;
                }
                if version.has_lists {
                    let address = SiteAddress::parse("https://example.org/archive/").unwrap();
                    let site = SiteWriter {
                        archive: &archive,
                        address: Some(&address),
                        posts: &found.posts,
                        packed: &staged.packed,
                    };
                    site.write_json_feed(&output)?;
                    site.write_atom_feed(&output, &address)?;
                    site.write_sitemap(&output, &address)?;
                }
                staged.commit()?;
                if version.has_lists {
                    write_compressed(&output)?;
                }
            }
            Self::Feed => {
                bundle.stage_feed(&output, "feed.json", &silent)?.commit()?;
            }
        }
        output.finish()
    }

    /// Returns the files that an undisturbed run makes in an empty folder.
    fn fresh(self, version: &Version, out: &Path) -> Files {
        self.run(undisturbed(), version, out).unwrap();
        files(out)
    }
}

/// A disk on which nothing goes wrong, and nothing is synced: the tests would take minutes.
fn undisturbed() -> Disk {
    Disk::with_faults(&Faults::new(Mode::Once, usize::MAX))
}

/// The output that a scenario begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Nothing,
    /// The old version.
    Old,
    /// The old version without its manifest.
    OldWithoutManifest,
}

/// The numbers of the states that were found.
#[derive(Debug, Default)]
struct Counts {
    points: usize,
    old: usize,
    new: usize,
    between: usize,
}

/// Foreign files in the output.
const FOREIGN: [(&str, &str); 6] = [
    ("CNAME", "example.org"),
    ("myapp-0123456789abcdef.js", "app"),
    ("media/0123456789abcdef.png", "photo"),
    ("packs/0123456789abcdef.json", "{}"),
    ("rows/notes.txt", "notes"),
    ("deep/er/file", "deep"),
];

/// Disturbs a run at each of its steps, in each way.
fn disturb(kind: Kind, start: Start, viewers: (u32, u32)) -> Counts {
    let mut place = Place::new(viewers.0, viewers.1);
    let mut counts = Counts::default();
    if start == Start::OldWithoutManifest {
        // No viewer from before there were manifests has such files.
        place.old.viewer.retain(|(name, _)| !matches!(name.as_str(), HEADERS | "same.svg"));
        place.old.has_lists = false;
    }
    let (fresh_old, fresh_new) = (place.path("fresh-old"), place.path("fresh-new"));
    let (mut old, mut new) = (kind.fresh(&place.old, &fresh_old), kind.fresh(&place.new, &fresh_new));
    match start {
        Start::Nothing => old = Files::new(),
        Start::Old | Start::OldWithoutManifest => {}
    }
    if start != Start::Nothing {
        for files in [&mut old, &mut new] {
            files.extend(FOREIGN.map(|(name, text)| (name.to_owned(), text.into())));
        }
    }
    if kind == Kind::Feed {
        // Nothing beside a feed is ever removed.
        let media: Vec<_> = old.iter().filter(|(name, _)| name.starts_with("media/")).collect();
        new.extend(media.into_iter().map(|(name, bytes)| (name.clone(), bytes.clone())));
    }
    let out = place.path("out");
    for mode in MODES {
        for at in 0.. {
            let _ = fs::remove_dir_all(&out);
            if start != Start::Nothing {
                kind.run(undisturbed(), &place.old, &out).unwrap();
                for (name, text) in FOREIGN {
                    fs::create_dir_all(out.join(name).parent().unwrap()).unwrap();
                    fs::write(out.join(name), text).unwrap();
                }
            }
            if start == Start::OldWithoutManifest {
                fs::remove_file(out.join(MANIFEST)).unwrap();
            }
            let faults = Faults::new(mode, at);
            let ran = kind.run(Disk::with_faults(&faults), &place.new, &out);
            if mode == Mode::Torn && !faults.tore() {
                if faults.came_to_pass() {
                    continue;
                }
                break;
            }
            if !faults.came_to_pass() {
                assert!(ran.is_ok() && files(&out) == new);
                break;
            }
            let told = || format!("{kind:?} {start:?} {mode:?} {at}: {ran:?}");
            counts.points += 1;
            let found = files(&out);
            // What is left over of one version has a hash in its name, so that nothing of the other
            // names it.
            if without_parts(&found, &new, &old) == new {
                counts.new += 1;
            } else if without_parts(&found, &old, &new) == old {
                counts.old += 1;
            } else {
                counts.between += 1;
                assert!(matches!(mode, Mode::Kill | Mode::Torn | Mode::PowerLoss), "{}", told());
                each_page_is_of_one_version(&out, &old, &new, &told());
            }
            if matches!(mode, Mode::Once | Mode::Full) {
                assert!(ran.is_err() || found == new, "{}", told());
                assert!(found == old || without_parts(&found, &new, &old) == new, "{}: not undone", told());
            }
            kind.run(undisturbed(), &place.new, &out).unwrap_or_else(|error| panic!("{}: {error:#}", told()));
            assert_eq!(keys(&files(&out)), keys(&new), "{}", told());
            assert!(files(&out) == new, "{}", told());
            assert_eq!(reserved(&out), reserved(&fresh_new), "{}", told());
            if kind == Kind::Site {
                let manifest = |folder: &Path| fs::read(folder.join(MANIFEST)).unwrap();
                assert!(manifest(&out) == manifest(&fresh_new), "{}", told());
            }
        }
    }
    counts
}

fn keys(files: &Files) -> Vec<&str> {
    files.keys().map(String::as_str).collect()
}

/// Without files of the other version that nothing of this one knows of, since they have a hash in
/// their names.
fn without_parts(found: &Files, version: &Files, other: &Files) -> Files {
    let is_part = |name: &String| transaction::is_hashed(name) && !version.contains_key(name);
    let kept = found.iter().filter(|(name, bytes)| !(is_part(name) && other.get(*name) == Some(bytes)));
    kept.map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
}

/// Returns the names of what runs keep for themselves in `folder`.
fn reserved(folder: &Path) -> Vec<String> {
    let entries =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = entries
        .filter(|name| {
            name.contains("broadsheet-run") || name.contains("broadsheet-lock") || name.starts_with(RESERVED)
        })
        .collect();
    names.sort();
    names
}

/// Every page, every script for other pages and the head is there as it was or as it will be, with
/// all that it refers to.
fn each_page_is_of_one_version(out: &Path, old: &Files, new: &Files, told: &str) {
    let whole = references::check(out);
    let faults: Vec<_> = whole.faults.iter().collect();
    let has_head = out.join(HEAD).exists();
    assert!(
        faults.iter().all(|fault| matches!(fault, Fault::Missing { name, .. } if name == HEAD && !has_head)),
        "{told}: {faults:?}"
    );
    for start in [references::starts(out), references::lists(out)].concat() {
        let follow = |name: &str| name != HEAD;
        let reached = references::walk(out, vec![start.clone()], follow).reached;
        let is_of = |version: &Files| {
            reached.iter().all(|(name, found)| {
                version.get(name).is_some_and(|bytes| ContentHash::of(bytes) == found.hash)
            })
        };
        assert!(is_of(old) || is_of(new), "{told}: {start} is of no version");
    }
    let foreign = FOREIGN.iter().filter(|(name, _)| old.contains_key(*name));
    for (name, text) in foreign {
        assert_eq!(fs::read_to_string(out.join(name)).unwrap(), *text, "{told}");
    }
}

fn report(what: &str, counts: &Counts) {
    let Counts { points, old, new, between } = counts;
    println!("{what}: {points} points: {old} old, {new} new, {between} with some pages old and some new");
    assert!(*points > 100 && *old > 0 && *new > 0, "{what}: {counts:?}");
}

#[test]
fn a_first_run_disturbed_at_every_step() {
    let counts = disturb(Kind::Site, Start::Nothing, (1, 1));
    report("first run", &counts);
}

#[test]
fn a_change_of_posts_disturbed_at_every_step() {
    let counts = disturb(Kind::Site, Start::Old, (1, 1));
    report("posts changed", &counts);
    println!("{} of them with the head of one and a feed of the other", counts.between);
}

#[test]
fn an_upgrade_disturbed_at_every_step() {
    report("viewer and posts changed", &disturb(Kind::Site, Start::Old, (1, 2)));
}

#[test]
fn an_upgrade_of_an_output_without_manifest_disturbed_at_every_step() {
    report("no manifest", &disturb(Kind::Site, Start::OldWithoutManifest, (1, 2)));
}

#[test]
fn a_feed_disturbed_at_every_step() {
    report("feed, first", &disturb(Kind::Feed, Start::Nothing, (1, 1)));
    report("feed, again", &disturb(Kind::Feed, Start::Old, (1, 1)));
}
