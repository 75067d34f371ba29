//! The record of what a run wrote: what a later one may replace or remove.
//!
//! It is JSON with a file a line, so that it is written and read line by line:
//!
//! ```json
//! {"broadsheet_manifest":1,"files":[
//! ["packs/9cdb70bdcfe1c90c.json",48213,"9cdb70bdcfe1c90c…"],
//! ["bundle.json",5120,"…"]
//! ]}
//! ```

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _, Write};
use std::path::Path;

use super::disk::is_file;
use crate::hash::ContentHash;

/// The beginning of the names of all that a run needs for itself in a folder of output.
pub const RESERVED: &str = ".broadsheet-";
/// The manifest's name.
pub const MANIFEST: &str = ".broadsheet-manifest.json";

const START: &str = "{\"broadsheet_manifest\":1,\"files\":[";
const END: &str = "]}";
/// Bytes of a line at most: a name has no more than 4,096 on any usual system.
const LINE: u64 = 8 * 1024;

/// The record of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    /// Bytes.
    pub(super) size: u64,
    /// The hash of its content.
    pub(super) hash: ContentHash,
}

/// Files by their names, which are relative to the output, with `/`.
pub(super) type Records = BTreeMap<String, Record>;

impl Record {
    /// The record of these bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, hash: ContentHash::of(bytes) }
    }

    /// The record of the regular file `path`; `None` for whatever else is there.
    pub(super) fn of_file(path: &Path) -> Option<Self> {
        if !is_file(path) {
            return None;
        }
        let (hash, size) = ContentHash::of_reader(&mut File::open(path).ok()?).ok()?;
        Some(Self { size, hash })
    }

    /// `true` if `path` is a regular file with this content.
    pub(super) fn is_of(&self, path: &Path) -> bool {
        std::fs::symlink_metadata(path)
            .is_ok_and(|metadata| metadata.is_file() && metadata.len() == self.size)
            && Self::of_file(path).as_ref() == Some(self)
    }
}

/// Writes a manifest.
pub(super) fn write(records: &Records, to: &mut impl Write) -> io::Result<()> {
    to.write_all(START.as_bytes())?;
    let mut separator = "\n";
    for (name, Record { size, hash }) in records {
        write!(to, "{separator}[{},{size},\"{hash}\"]", serde_json::to_string(name)?)?;
        separator = ",\n";
    }
    writeln!(to, "\n{END}")
}

/// Reads the manifest `path`. Nothing if there is none, or it is not as [`write`] writes them: it
/// says what may be removed.
pub(super) fn read(path: &Path) -> Option<Records> {
    if !is_file(path) {
        return None;
    }
    read_from(BufReader::new(File::open(path).ok()?))
}

fn read_from(mut lines: impl BufRead) -> Option<Records> {
    let mut records = Records::new();
    if line(&mut lines)? != START {
        return None;
    }
    loop {
        let line = line(&mut lines)?;
        if line == END {
            return Some(records);
        }
        let entry = line.strip_suffix(',').unwrap_or(&line);
        let (name, size, hash): (String, u64, String) = serde_json::from_str(entry).ok()?;
        if !is_name(&name) {
            return None;
        }
        records.insert(name, Record { size, hash: ContentHash::parse(&hash)? });
    }
}

fn line(lines: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    lines.take(LINE).read_line(&mut line).ok()?;
    line.ends_with('\n').then(|| line.trim_end().to_owned())
}

/// `true` if a file of an output may have this name: it leads to no other folder, and to nothing
/// that runs keep for themselves.
pub(super) fn is_name(name: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && !matches!(part, "." | "..")
            && !part.starts_with(RESERVED)
            && !part.contains(['\\', ':', '\0'])
    };
    name.split('/').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for names in
            [&[][..], &["bundle.json"], &["packs/0123456789abcdef.json", "bundle.json", "图/\"x\".js"]]
        {
            let records: Records =
                names.iter().map(|name| ((*name).to_owned(), Record::of(name.as_bytes()))).collect();
            let mut written = Vec::new();
            write(&records, &mut written).unwrap();
            serde_json::from_slice::<serde_json::Value>(&written).unwrap();
            assert_eq!(read_from(&written[..]), Some(records));
            for end in 0..written.len() {
                assert_eq!(read_from(&written[..end]), None, "{end}");
            }
        }
    }

    #[test]
    fn no_name_leads_elsewhere() {
        for (name, allowed) in [
            ("bundle.json", true),
            ("a/b/c.js", true),
            (".nojekyll", true),
            ("../x", false),
            ("a/../x", false),
            ("/etc/passwd", false),
            ("a//b", false),
            ("", false),
            ("C:\\x", false),
            (".broadsheet-lock", false),
            ("a/.broadsheet-run", false),
        ] {
            assert_eq!(is_name(name), allowed, "{name}");
            let line = format!(
                "{START}\n[{},1,\"{}\"]\n{END}\n",
                serde_json::to_string(name).unwrap(),
                "0".repeat(64)
            );
            assert_eq!(read_from(line.as_bytes()).is_some(), allowed, "{name}");
        }
    }
}
