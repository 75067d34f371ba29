//! Pictures, sounds and films that lie beside the posts.

use crate::import::discover::SourceFile;
use crate::output::{Output, OutputError, content_hash};
use broadsheet_article::url::LocalMedia;
use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;

/// Finds and copies them, each once.
#[derive(Debug)]
pub struct MediaStore<'o> {
    /// Where they are copied to; nowhere for a run that only checks.
    output: Option<&'o Output>,
    /// The bundle's file for each file seen, nothing for one that cannot be used.
    known: Mutex<HashMap<PathBuf, Option<LocalMedia>>>,
    failed: Mutex<Option<OutputError>>,
}

/// What an address in a post led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// This file of the bundle.
    File(LocalMedia),
    /// An address that may only mean a file beside the post, and there is none.
    Missing,
    /// Something else: an absolute address, a `data:` picture.
    Elsewhere,
}

impl<'o> MediaStore<'o> {
    /// A store that copies into `output`.
    pub fn new(output: Option<&'o Output>) -> Self {
        Self { output, known: Mutex::default(), failed: Mutex::default() }
    }

    /// Looks up a media address of a post.
    pub fn find(&self, post: &SourceFile, address: &str) -> Found {
        let Some(path) = relative_path(address) else { return Found::Elsewhere };
        let (start, path) = match path.strip_prefix('/') {
            Some(path) => (post.root.folder.clone(), path.to_owned()),
            None => (post.path().parent().map(Path::to_owned).unwrap_or_default(), path),
        };
        let Some(path) = inside(&post.root.folder, &start, Path::new(&path)) else { return Found::Missing };
        if let Some(known) = lock(&self.known).get(&path) {
            return known.clone().map_or(Found::Missing, Found::File);
        }
        let media = self.copy(&path);
        lock(&self.known).insert(path, media.clone());
        media.map_or(Found::Missing, Found::File)
    }

    fn copy(&self, path: &Path) -> Option<LocalMedia> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        let bytes = fs::read(path).ok()?;
        let media = LocalMedia::new(&content_hash(&bytes), &extension)?;
        if let Some(output) = self.output
            && let Err(error) = output.write(media.as_str(), &bytes)
        {
            lock(&self.failed).get_or_insert(error);
        }
        Some(media)
    }

    /// Ends the store's work; fails if a file could not be copied.
    pub fn finish(self) -> Result<(), OutputError> {
        let failed = self.failed.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        failed.map_or(Ok(()), Err)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // What a panicking thread left is a map with an entry less.
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The path that an address without scheme and host names, its percent signs decoded.
fn relative_path(address: &str) -> Option<String> {
    let address = address.trim();
    let path = address.split(['?', '#']).next()?;
    let scheme = path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    });
    if path.is_empty() || scheme || path.starts_with("//") || path.contains('\\') {
        return None;
    }
    decode_percent(path).filter(|path| !path.contains('\0'))
}

/// `text` with its percent signs decoded; nothing where that is not UTF-8.
pub(crate) fn decode_percent(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digit = |place: usize| after.get(place).and_then(|&byte| char::from(byte).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (first, digit(0), digit(1)) {
            bytes.push(u8::try_from(high * 16 + low).ok()?);
            rest = after.get(2..)?;
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

/// The file at `path` below `start`, if it lies within `folder` once every link is followed.
fn inside(folder: &Path, start: &Path, path: &Path) -> Option<PathBuf> {
    if !path
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::ParentDir | Component::CurDir))
    {
        return None;
    }
    let file = fs::canonicalize(start.join(path)).ok()?;
    (file.starts_with(folder) && file.is_file()).then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Stamp;
    use crate::import::discover::Root;
    use std::sync::Arc;

    fn post(folder: &Path, name: &str) -> SourceFile {
        let root = Root { path: folder.to_owned(), folder: fs::canonicalize(folder).unwrap(), single: false };
        SourceFile::new(Arc::new(root), Path::new(name), Stamp::default())
    }

    #[test]
    fn only_files_inside_the_folder_are_found() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("posts");
        fs::create_dir_all(folder.join("sub/图")).unwrap();
        fs::write(place.path().join("secret.png"), "secret").unwrap();
        fs::write(folder.join("a.png"), "a").unwrap();
        fs::write(folder.join("sub/图/b c.JPG"), "b").unwrap();
        fs::write(folder.join("notes.txt"), "text").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("../secret.png", folder.join("link.png")).unwrap();
        let out = place.path().join("out");
        let output = Output::open(&out, false).unwrap();
        let store = MediaStore::new(Some(&output));
        let (a, b) = ("media/ca978112ca1bbdca.png", "media/3e23e8160039594a.jpg");
        for (name, address, expected) in [
            ("p.md", "a.png", Some(a)),
            ("p.md", "./a.png?x=1#y", Some(a)),
            ("p.md", "/a.png", Some(a)),
            ("sub/p.md", "../a.png", Some(a)),
            ("sub/p.md", "/sub/%E5%9B%BE/b%20c.JPG", Some(b)),
            ("sub/p.md", "图/b c.JPG", Some(b)),
            ("p.md", "../secret.png", None),
            ("p.md", "%2e%2e/secret.png", None),
            ("sub/p.md", "../../secret.png", None),
            ("p.md", "link.png", None),
            ("p.md", "notes.txt", None),
            ("p.md", "sub", None),
            ("p.md", "gone.png", None),
        ] {
            let found = store.find(&post(&folder, name), address);
            let file = match &found {
                Found::File(media) => Some(media.as_str()),
                _ => None,
            };
            assert_eq!(file, expected, "{name} {address}");
            assert_ne!(found, Found::Elsewhere, "{name} {address}");
        }
        for address in
            ["https://example.org/a.png", "//example.org/a.png", "data:image/png;base64,x", "#a", "", "..\\a"]
        {
            assert_eq!(store.find(&post(&folder, "p.md"), address), Found::Elsewhere, "{address}");
        }
        store.finish().unwrap();
        let mut copied: Vec<_> =
            fs::read_dir(out.join("media")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        copied.sort();
        assert_eq!(copied, ["3e23e8160039594a.jpg", "ca978112ca1bbdca.png"]);
    }
}
