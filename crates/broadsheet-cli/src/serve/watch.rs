//! Noticing that files change.

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// An editor saves in several steps, and a checkout touches many files: one rebuild for all.
const PAUSE: Duration = Duration::from_millis(200);

/// Calls `on_change`, on a thread of its own, whenever something in `folders` has changed, `except` what lies in that
/// folder; watches until the watcher is dropped.
pub(super) fn watch(
    folders: &[PathBuf],
    except: &Path,
    on_change: impl FnMut() + Send + 'static,
) -> notify::Result<RecommendedWatcher> {
    let except = std::fs::canonicalize(except)?;
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| match event {
        Ok(event) if matters(&event, &except) => {
            let _ = sender.send(()); // the other end goes with the watcher
        }
        Ok(_) => {}
        Err(error) => eprintln!("cannot watch: {error}"),
    })?;
    for folder in folders {
        watcher.watch(&std::fs::canonicalize(folder)?, RecursiveMode::Recursive)?;
    }
    std::thread::spawn(move || call_after_pauses(&changes, on_change));
    Ok(watcher)
}

/// Reading the posts is noticed, too: only what changes them may lead to reading them again.
fn matters(event: &Event, except: &Path) -> bool {
    let elsewhere = event.paths.is_empty() || event.paths.iter().any(|path| !path.starts_with(except));
    !event.kind.is_access() && elsewhere
}

/// Calls `on_change` once for every run of changes, when it has come to rest.
fn call_after_pauses(changes: &Receiver<()>, mut on_change: impl FnMut()) {
    while changes.recv().is_ok() {
        while changes.recv_timeout(PAUSE).is_ok() {}
        on_change();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::EventKind;
    use notify::event::{AccessKind, AccessMode, CreateKind, DataChange, ModifyKind};

    #[test]
    fn what_leads_to_a_rebuild() {
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Content));
        for (kind, paths, expected) in [
            (written, &["/posts/a.md"][..], true),
            (EventKind::Create(CreateKind::File), &["/posts/b.md"], true),
            (written, &["/posts/a.md", "/out/x"], true),
            (EventKind::Other, &[], true),
            (written, &["/out/bundle.json"], false),
            (EventKind::Access(AccessKind::Open(AccessMode::Any)), &["/posts/a.md"], false),
            (EventKind::Access(AccessKind::Close(AccessMode::Read)), &["/posts/a.md"], false),
        ] {
            let event = paths.iter().fold(Event::new(kind), |event, path| event.add_path(path.into()));
            assert_eq!(matters(&event, Path::new("/out")), expected, "{event:?}");
        }
    }

    #[test]
    fn many_changes_lead_to_one_call() {
        let (sender, changes) = channel();
        for _ in 0..5 {
            sender.send(()).unwrap();
        }
        drop(sender);
        let mut calls = 0;
        call_after_pauses(&changes, || calls += 1);
        assert_eq!(calls, 1);
    }
}
