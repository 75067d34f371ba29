//! Noticing that files change.

use notify_debouncer_mini::notify::{self, RecommendedWatcher, RecursiveMode};
use notify_debouncer_mini::{DebounceEventResult, Debouncer, new_debouncer};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// An editor saves in several steps, and a checkout touches many files: one rebuild for all.
const PAUSE: Duration = Duration::from_millis(200);

/// Watches until it is dropped.
pub(super) type Watcher = Debouncer<RecommendedWatcher>;

/// Calls `on_change` whenever something in `folders` has changed, `except` what lies in that folder.
pub(super) fn watch(
    folders: &[PathBuf],
    except: &Path,
    mut on_change: impl FnMut() + Send + 'static,
) -> notify::Result<Watcher> {
    let except = std::fs::canonicalize(except)?;
    let mut debouncer = new_debouncer(PAUSE, move |events: DebounceEventResult| match events {
        Ok(events) if events.iter().all(|event| event.path.starts_with(&except)) => {}
        Ok(_) => on_change(),
        Err(error) => eprintln!("cannot watch: {error}"),
    })?;
    for folder in folders {
        debouncer.watcher().watch(&std::fs::canonicalize(folder)?, RecursiveMode::Recursive)?;
    }
    Ok(debouncer)
}
