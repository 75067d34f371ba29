//! Texts that are needed again later in a run and would take too much memory until then.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::de::DeserializeOwned;

/// Bytes that are in memory at most. Archives of a few thousand posts never need a file.
const IN_MEMORY: usize = 4 * 1024 * 1024;

/// The place of a text in a [`SpillFile`]; the default is an empty one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SpillRef {
    start: u64,
    length: usize,
}

impl SpillRef {
    /// `true` if there is nothing in it.
    pub fn is_empty(self) -> bool {
        self.length == 0
    }
}

/// Keeps texts in a file without a name, which ends with the run however that ends.
#[derive(Debug, Default)]
pub struct SpillFile {
    /// The folder for the file.
    folder: Option<PathBuf>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    file: Option<File>,
    /// Bytes in the file.
    written: u64,
    /// The bytes that come after them.
    tail: Vec<u8>,
    /// `true` if nothing more can be written.
    full: bool,
}

impl SpillFile {
    /// A spill in `folder`. A spill of no place, like one that cannot have a file there, is in the
    /// system's folder for such files, which may be in memory.
    pub fn inside(folder: &Path) -> Self {
        Self { folder: Some(folder.to_owned()), state: Mutex::default() }
    }

    /// Adds a text. What cannot be written stays in memory.
    pub fn add(&self, text: &[u8]) -> SpillRef {
        let mut state = self.state();
        let start = state.written + state.tail.len() as u64;
        state.tail.extend_from_slice(text);
        if state.tail.len() > IN_MEMORY && !state.full {
            state.full = state.flush(self.folder.as_deref()).is_err();
        }
        SpillRef { start, length: text.len() }
    }

    /// A text that was added.
    pub fn read(&self, text: SpillRef) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; text.length];
        self.state().read(text.start, &mut bytes)?;
        Ok(bytes)
    }

    /// A value that was added as JSON.
    pub fn read_json<T: DeserializeOwned>(&self, text: SpillRef) -> io::Result<T> {
        Ok(serde_json::from_slice(&self.read(text)?)?)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A thread that panicked while it held the lock ends the run.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn flush(&mut self, folder: Option<&Path>) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            file => file.insert(temporary_file(folder)?),
        };
        file.seek(SeekFrom::Start(self.written))?;
        file.write_all(&self.tail)?;
        self.written += self.tail.len() as u64;
        self.tail.clear();
        Ok(())
    }

    fn read(&mut self, start: u64, bytes: &mut [u8]) -> io::Result<()> {
        // The tail goes into the file as a whole, so that no text is in both.
        if let Some(start) = start.checked_sub(self.written) {
            let start = usize::try_from(start).unwrap_or(usize::MAX);
            let text = self.tail.get(start..).and_then(|rest| rest.get(..bytes.len()));
            bytes.copy_from_slice(text.ok_or(io::ErrorKind::UnexpectedEof)?);
            return Ok(());
        }
        let file = self.file.as_mut().ok_or(io::ErrorKind::UnexpectedEof)?;
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(bytes)
    }
}

/// A file without a name in `folder` if that can have one, or in the system's folder for such
/// files.
fn temporary_file(folder: Option<&Path>) -> io::Result<File> {
    folder.and_then(|folder| tempfile::tempfile_in(folder).ok()).map_or_else(tempfile::tempfile, Ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(number: usize) -> Vec<u8> {
        format!("{number} {}", "字".repeat(number % 3000)).into_bytes()
    }

    fn holds(spill: &SpillFile, texts: &[SpillRef]) {
        for (number, &added) in texts.iter().enumerate().rev().step_by(7) {
            assert_eq!(spill.read(added).unwrap(), text(number));
        }
    }

    #[test]
    fn texts_come_back_and_no_file_is_seen() {
        let place = tempfile::tempdir().unwrap();
        for folder in [place.path().to_owned(), place.path().join("gone/deep")] {
            let spill = SpillFile::inside(&folder);
            let texts: Vec<_> = (0..4000).map(|number| spill.add(&text(number))).collect();
            assert!(spill.state().written > 0, "a part of them is in a file");
            holds(&spill, &texts);
            assert_eq!(spill.read(SpillRef::default()).unwrap(), b"");
            let later = spill.add("[\"后\"]".as_bytes());
            assert_eq!(spill.read_json::<Vec<String>>(later).unwrap(), ["后"]);
            holds(&spill, &texts);
            assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0);
        }
    }

    #[test]
    fn what_cannot_be_written_stays_in_memory() {
        let spill = SpillFile::default();
        let mut texts: Vec<_> = (0..2000).map(|number| spill.add(&text(number))).collect();
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("x"), "").unwrap();
        let unwritable = File::open(place.path().join("x")).unwrap();
        let file = spill.state().file.replace(unwritable);
        texts.extend((2000..6000).map(|number| spill.add(&text(number))));
        assert!(spill.state().full);
        spill.state().file = file;
        holds(&spill, &texts);
    }
}
