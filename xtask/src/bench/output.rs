//! The files that a packer wrote: sizes by kind, and the difference from another output.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

use anyhow::{Context, Result};

use crate::folders;

/// Every file of an output by its name, relative to the output's folder and with `/`.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Output {
    files: BTreeMap<String, File>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct File {
    bytes: u64,
    /// Of the content; 64 bits are enough to find a difference that was not made on purpose.
    hash: u64,
}

/// The difference of an output from an earlier one, in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Difference {
    /// Files of a new name, or of an old name with other bytes: what has to be uploaded.
    pub(crate) written: usize,
    /// Files that are no longer there.
    pub(crate) gone: usize,
}

/// The file in which the packer records the output.
const MANIFEST: &str = ".broadsheet-manifest.json";

impl Output {
    /// Reads all files of `folder` but the manifest, which no reader asks for.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let mut output = Self::default();
        for path in folders::files(folder)? {
            let name = path.strip_prefix(folder).context("a file lies below its folder")?;
            let name = name.to_string_lossy().replace('\\', "/");
            if name != MANIFEST {
                let bytes = fs_err::read(path)?;
                let mut hasher = DefaultHasher::new();
                hasher.write(&bytes);
                output.files.insert(name, File { bytes: bytes.len() as u64, hash: hasher.finish() });
            }
        }
        Ok(output)
    }

    /// Number of files.
    pub(crate) fn files(&self) -> usize {
        self.files.len()
    }

    /// Bytes of each kind: the head, each folder of shards, and the viewer's files.
    pub(crate) fn bytes_by_kind(&self) -> BTreeMap<&str, u64> {
        let mut kinds = BTreeMap::new();
        for (name, file) in &self.files {
            *kinds.entry(kind(name)).or_default() += file.bytes;
        }
        kinds
    }

    /// Bytes of all the shards, ascending. Media are as large as they come, and are none.
    pub(crate) fn shards(&self) -> Vec<u64> {
        let shards = self.files.iter().filter(|(name, _)| name.contains('/') && kind(name) != "media");
        let mut sizes: Vec<_> = shards.map(|(_, file)| file.bytes).collect();
        sizes.sort_unstable();
        sizes
    }

    /// Returns the difference from `earlier`.
    pub(crate) fn since(&self, earlier: &Self) -> Difference {
        let same = |name: &String, file: &File| earlier.files.get(name) == Some(file);
        Difference {
            written: self.files.iter().filter(|(name, file)| !same(name, file)).count(),
            gone: earlier.files.keys().filter(|name| !self.files.contains_key(*name)).count(),
        }
    }
}

fn kind(name: &str) -> &str {
    match name.split_once('/') {
        Some((folder, _)) => folder,
        None if name == "bundle.json" => "head",
        None => "viewer",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(files: &[(&str, u64, u64)]) -> Output {
        let files = files.iter().map(|&(name, bytes, hash)| (name.to_owned(), File { bytes, hash }));
        Output { files: files.collect() }
    }

    #[test]
    fn files_are_told_by_their_folders() {
        let output = output(&[
            ("bundle.json", 5, 0),
            ("index.html", 7, 0),
            ("media/a.png", 900, 0),
            ("rows/a.json", 30, 0),
            ("rows/b.json", 10, 0),
        ]);
        let expected = [("head", 5), ("media", 900), ("rows", 40), ("viewer", 7)];
        assert_eq!(output.bytes_by_kind().into_iter().collect::<Vec<_>>(), expected);
        assert_eq!(output.shards(), [10, 30]);
    }

    #[test]
    fn a_new_name_and_new_bytes_both_count_as_written() {
        let before = output(&[("bundle.json", 5, 1), ("rows/a.json", 3, 1), ("rows/b.json", 3, 2)]);
        let after = output(&[("bundle.json", 5, 9), ("rows/a.json", 3, 1), ("rows/c.json", 4, 3)]);
        assert_eq!(after.since(&before), Difference { written: 2, gone: 1 });
        assert_eq!(after.since(&after), Difference { written: 0, gone: 0 });
    }

    #[test]
    fn folders_are_read_to_the_bottom() {
        let folder = std::env::temp_dir().join(format!("broadsheet-bench-output-{}", std::process::id()));
        fs_err::create_dir_all(folder.join("rows/0")).unwrap();
        fs_err::write(folder.join("rows/0/a.json"), "{}").unwrap();
        let read = Output::read(&folder);
        fs_err::remove_dir_all(&folder).unwrap();
        let read = read.unwrap();
        assert_eq!(read.files.keys().collect::<Vec<_>>(), ["rows/0/a.json"]);
        assert_eq!(read.files["rows/0/a.json"].bytes, 2);
    }
}
