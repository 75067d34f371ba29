//! Noticing that files change.

use std::ffi::OsStr;
use std::fs::Metadata;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use broadsheet_article::url::BundledFile;
use broadsheet_pack::import::discover;
use broadsheet_pack::import::source::SourceFormat;
use notify::event::{CreateKind, ModifyKind, RemoveKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::schedule::{Outcome, Schedule};
use crate::terminal;

/// The interval for checking that a folder is still the one that is watched: no event tells of a
/// folder that is moved away and made again.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// A folder to watch.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    /// As it was given.
    pub(super) path: PathBuf,
    /// `true` if its files are posts and what belongs to them; all that changes in another matters.
    pub(super) posts: bool,
}

enum Message {
    Event(notify::Result<Event>),
    Stop,
}

/// Watches until it is dropped.
#[derive(Debug)]
pub(super) struct Watching(Sender<Message>);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.send(Message::Stop); // the other end is gone if its thread is
    }
}

/// Calls `build`, on a thread of its own, whenever something in `folders` has changed that it may
/// read, `except` what lies in that folder, and again after it failed; its argument says whether
/// anything has changed. Fails when a folder cannot be watched.
pub(super) fn watch(
    folders: Vec<Folder>,
    except: &Path,
    build: impl FnMut(bool) -> Outcome + Send + 'static,
) -> notify::Result<Watching> {
    let except = std::fs::canonicalize(except)?;
    let (sender, messages) = channel();
    let events = sender.clone();
    let mut watched = Watched {
        watcher: notify::recommended_watcher(move |event| {
            let _ = events.send(Message::Event(event)); // the other end goes with the watcher
        })?,
        roots: Vec::new(),
        except,
    };
    for folder in folders {
        let state = State::of(&folder.path)?;
        watched.watcher.watch(&state.absolute, RecursiveMode::Recursive)?;
        watched.roots.push(Root { folder, state: Some(state), told: false });
    }
    std::thread::spawn(move || run(&messages, watched, build));
    Ok(Watching(sender))
}

fn run(messages: &Receiver<Message>, mut watched: Watched, mut build: impl FnMut(bool) -> Outcome) {
    let mut schedule = Schedule::default();
    let mut look = Instant::now() + LOOK_AGAIN;
    loop {
        let now = Instant::now();
        if schedule.due().is_some_and(|due| due <= now) {
            let changed = schedule.begun();
            schedule.ended(without_panic(|| build(changed)), Instant::now());
            continue;
        }
        if look <= now {
            look = now + LOOK_AGAIN;
            if watched.look_again() {
                schedule.changed(now);
            }
        }
        let next = schedule.due().map_or(look, |due| due.min(look));
        match messages.recv_timeout(next.saturating_duration_since(now)) {
            Ok(Message::Event(Ok(event))) if watched.concerns(&event) => schedule.changed(Instant::now()),
            Ok(Message::Event(Ok(_))) | Err(RecvTimeoutError::Timeout) => {}
            Ok(Message::Event(Err(error))) => terminal::tell(&format!("cannot watch: {error}")),
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// A fault in one build costs that build: the next change leads to another.
fn without_panic(build: impl FnOnce() -> Outcome) -> Outcome {
    // Whatever a build has left half done, it has left in files, which the next one checks.
    catch_unwind(AssertUnwindSafe(build)).unwrap_or_else(|_| {
        eprintln!(
            "error: the build was stopped by a fault of Broadsheet, reported above; the site stays as it was until the next change"
        );
        Outcome::Settled
    })
}

struct Watched {
    watcher: RecommendedWatcher,
    roots: Vec<Root>,
    except: PathBuf,
}

#[derive(Debug)]
struct Root {
    folder: Folder,
    /// The folder that is watched; `None` while there is none.
    state: Option<State>,
    /// `true` if it was said that the folder cannot be watched.
    told: bool,
}

/// The identity of a folder, which differs from that of another one at the same path.
#[derive(Debug, PartialEq, Eq)]
struct State {
    /// Without symbolic links, as it is in events.
    absolute: PathBuf,
    identity: (u64, u64),
}

impl State {
    fn of(folder: &Path) -> std::io::Result<Self> {
        let absolute = std::fs::canonicalize(folder)?;
        let identity = identity(&std::fs::metadata(&absolute)?);
        Ok(Self { absolute, identity })
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::time::UNIX_EPOCH;
    let made = metadata.created().ok().and_then(|made| made.duration_since(UNIX_EPOCH).ok());
    (made.map_or(0, |made| made.as_secs()), made.map_or(0, |made| made.subsec_nanos().into()))
}

impl Watched {
    /// Watches what has taken the place of a folder. Returns whether there is such a one.
    fn look_again(&mut self) -> bool {
        let mut changed = false;
        for root in &mut self.roots {
            let found = State::of(&root.folder.path).ok();
            if root.state == found {
                continue;
            }
            if let Some(before) = root.state.take() {
                // It may be gone, and its watch with it.
                let _ = self.watcher.unwatch(&before.absolute);
            }
            let Some(found) = found else { continue };
            match self.watcher.watch(&found.absolute, RecursiveMode::Recursive) {
                Ok(()) => {
                    (root.state, root.told, changed) = (Some(found), false, true);
                }
                Err(error) => {
                    if !std::mem::replace(&mut root.told, true) {
                        let path = root.folder.path.display();
                        terminal::tell(&format!("cannot watch {path}: {error}; it is tried again"));
                    }
                }
            }
        }
        changed
    }

    fn concerns(&self, event: &Event) -> bool {
        let concerns = |path: &PathBuf| {
            !path.starts_with(&self.except)
                && self.roots.iter().any(|root| {
                    let below = root.state.as_ref().and_then(|state| path.strip_prefix(&state.absolute).ok());
                    below.is_some_and(|below| !root.folder.posts || is_of_posts(event.kind, path, below))
                })
        };
        // Reading the posts is noticed, too: only what changes them may lead to reading them again.
        // Without a path it is said that something was missed.
        !event.kind.is_access() && (event.paths.is_empty() || event.paths.iter().any(concerns))
    }
}

/// `true` if what happened to `path`, which is `below` a folder of posts, can change what is built:
/// a post, a file that posts may show, the settings, or a folder with any of these.
fn is_of_posts(kind: EventKind, path: &Path, below: &Path) -> bool {
    let Some(name) = below.file_name() else { return true };
    if name == "_config.yml" || is_media_name(name) {
        return true;
    }
    let searched = |folder: &Path| {
        folder.components().all(|part| discover::is_searched(&part.as_os_str().to_string_lossy()))
    };
    if !below.parent().is_none_or(searched) {
        return false;
    }
    SourceFormat::of_name(name).is_some()
        || match kind {
            EventKind::Create(CreateKind::File)
            | EventKind::Remove(RemoveKind::File)
            | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)) => false,
            // A folder, or something that is gone and may have been one.
            _ => !path.is_file(),
        }
}

/// `true` if a post may show or hand out a file of this name.
fn is_media_name(name: &OsStr) -> bool {
    let extension =
        Path::new(name).extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    extension.is_some_and(|extension| BundledFile::new("0123456789abcdef", &extension, "").is_some())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use notify::event::{AccessKind, AccessMode, DataChange, RenameMode};

    use super::*;

    /// The time that anything may take before the test counts as failed.
    const PATIENCE: Duration = Duration::from_mins(1);

    fn watched(roots: &[(&str, bool)], except: &str) -> Watched {
        let root = |&(path, posts): &(&str, bool)| Root {
            folder: Folder { path: path.into(), posts },
            state: Some(State { absolute: path.into(), identity: (0, 0) }),
            told: false,
        };
        Watched {
            watcher: notify::recommended_watcher(|_| {}).unwrap(),
            roots: roots.iter().map(root).collect(),
            except: except.into(),
        }
    }

    #[test]
    fn what_leads_to_a_build() {
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Content));
        let made = EventKind::Create(CreateKind::File);
        let watched = watched(&[("/posts", true), ("/viewer", false)], "/posts/out");
        for (kind, paths, expected) in [
            (written, &["/posts/a.md"][..], true),
            (made, &["/posts/b.md"], true),
            (made, &["/posts/sub/_posts/b.HTML"], true),
            (EventKind::Remove(RemoveKind::File), &["/posts/b.md"], true),
            (written, &["/posts/feed.xml"], true),
            (written, &["/posts/_config.yml"], true),
            (written, &["/posts/.attachments/a.png"], true),
            (written, &["/posts/out/x", "/posts/a.md"], true),
            (EventKind::Other, &[], true),
            (EventKind::Create(CreateKind::Folder), &["/posts/2021"], true),
            (EventKind::Remove(RemoveKind::Folder), &["/posts/v1.2"], true),
            (EventKind::Modify(ModifyKind::Name(RenameMode::From)), &["/posts/v1.2"], true),
            (EventKind::Remove(RemoveKind::Folder), &["/posts"], true),
            (written, &["/viewer/index.html"], true),
            (written, &["/viewer/whatever"], true),
            // What is no post, nor shown by one.
            (written, &["/posts/build.log"], false),
            (made, &["/posts/build.log"], false),
            (made, &["/posts/4913"], false),
            (written, &["/posts/.a.md.swp"], false),
            (written, &["/posts/.git/README.md"], false),
            (EventKind::Create(CreateKind::Folder), &["/posts/.git/objects/ab"], false),
            (written, &["/posts/node_modules/a/README.md"], false),
            (written, &["/posts/out/bundle.json"], false),
            (written, &["/elsewhere/a.md"], false),
            (EventKind::Access(AccessKind::Open(AccessMode::Any)), &["/posts/a.md"], false),
            (EventKind::Access(AccessKind::Close(AccessMode::Read)), &["/posts/a.md"], false),
        ] {
            let event = paths.iter().fold(Event::new(kind), |event, path| event.add_path(path.into()));
            assert_eq!(watched.concerns(&event), expected, "{event:?}");
        }
    }

    /// Watches `folder`, and says of each build that it has begun.
    fn builds(
        folder: &Path,
        mut build: impl FnMut(bool) -> Outcome + Send + 'static,
    ) -> (Watching, mpsc::Receiver<bool>) {
        let (sender, begun) = mpsc::channel();
        let except = tempfile::tempdir().unwrap();
        let build = move |changed| {
            let _ = sender.send(changed);
            build(changed)
        };
        let folders = vec![Folder { path: folder.to_owned(), posts: true }];
        (watch(folders, except.path(), build).unwrap(), begun)
    }

    #[test]
    fn a_folder_made_anew_is_watched_again() {
        let place = tempfile::tempdir().unwrap();
        let posts = place.path().join("posts");
        std::fs::create_dir(&posts).unwrap();
        let (_watching, begun) = builds(&posts, |_| Outcome::Settled);
        std::fs::rename(&posts, place.path().join("old")).unwrap();
        std::fs::create_dir(&posts).unwrap();
        begun.recv_timeout(PATIENCE).expect("a build, since the folder is another one");
        // The rename may have led to one as well: until there is none on its way, it proves
        // nothing.
        while begun.recv_timeout(LOOK_AGAIN * 3).is_ok() {}
        std::fs::write(posts.join("a.md"), "x").unwrap();
        begun.recv_timeout(PATIENCE).expect("a build for the new post");
    }

    #[test]
    fn a_build_that_panics_or_fails_is_not_the_last() {
        let place = tempfile::tempdir().unwrap();
        let mut builds_so_far = 0;
        let (_watching, begun) = builds(place.path(), move |_| {
            builds_so_far += 1;
            match builds_so_far {
                1 => panic!("a fault of the test"),
                2 => Outcome::Failed,
                _ => Outcome::Settled,
            }
        });
        std::fs::write(place.path().join("a.md"), "x").unwrap();
        assert_eq!(begun.recv_timeout(PATIENCE), Ok(true), "the build that panics");
        std::fs::write(place.path().join("b.md"), "x").unwrap();
        assert_eq!(begun.recv_timeout(PATIENCE), Ok(true), "the build that fails");
        assert_eq!(begun.recv_timeout(PATIENCE), Ok(false), "the same again, with nothing changed");
    }
}
