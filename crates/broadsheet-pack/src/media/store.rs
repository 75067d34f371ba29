//! Finding media files and copying them into the bundle.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::SystemTime;

use super::data_url;
use super::kind::{self, Kind};
use super::local_file::{LocalFiles, Located};
use super::media_file::{Media, MediaDiagnostic, MediaLookup};
use super::svg;
use crate::diagnostics::Severity;
use crate::hash::{ContentHash, content_hash};
use crate::import::discover::SourceFile;
use crate::import::encoding;
use crate::import::fingerprint::FileFingerprint;
use crate::output::{Output, OutputError};
use crate::own_sites::{OwnSites, is_absolute};
use crate::regular;

/// Bytes beyond which a file is told: free hosts take no larger ones (Cloudflare Pages 25 MB), or
/// not many (GitHub Pages 1 GB in all).
const LARGE: u64 = 25 * 1024 * 1024;

/// The purpose of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Use {
    /// It is a picture, a sound or a film in an article.
    Shown,
    /// A link leads to it.
    Linked,
}

impl Use {
    /// The name of a file that is linked to.
    fn of(self, path: &Path) -> Option<&str> {
        match self {
            Self::Shown => None,
            Self::Linked => Some(path.file_name().and_then(OsStr::to_str).unwrap_or_default()),
        }
    }
}

/// The result for a file, which one thread makes and others wait for.
type Taken = Arc<OnceLock<Media>>;

/// Finds media files beside posts and copies them, each once.
#[derive(Debug)]
pub struct MediaStore<'o> {
    /// The output that they are copied to; `None` for a run that only checks.
    output: Option<&'o Output>,
    /// The time at which the run began: files that changed just before may change again without a
    /// trace in their times.
    began: SystemTime,
    /// Finds files.
    files: LocalFiles,
    /// The result for each file.
    known: Mutex<HashMap<(PathBuf, Use), Taken>>,
    failed: Mutex<Option<OutputError>>,
}

impl<'o> MediaStore<'o> {
    /// A store that copies into `output`.
    pub fn new(output: Option<&'o Output>) -> Self {
        Self {
            output,
            began: SystemTime::now(),
            files: LocalFiles::default(),
            known: Mutex::default(),
            failed: Mutex::default(),
        }
    }

    /// The same store, of an archive that is or was published on these sites.
    #[must_use]
    pub fn with_sites(self, sites: OwnSites) -> Self {
        Self { files: LocalFiles::new(sites), ..self }
    }

    /// `true` if a file may lie at this address: a relative one, one on a site of the archive, or a
    /// picture's own.
    pub fn may_have(&self, address: &str) -> bool {
        !is_absolute(address) || self.files.is_on_site(address)
    }

    /// Looks up a media address of a post.
    pub fn find(&self, post: &SourceFile, address: &str) -> MediaLookup {
        self.find_again(post, address, None)
    }

    /// Looks up the address of a link in a post that led to `earlier` in an earlier run: a file of
    /// any kind that no browser runs.
    pub fn find_linked(&self, post: &SourceFile, address: &str, earlier: Option<&Media>) -> MediaLookup {
        self.look_up(post, address, earlier, Use::Linked)
    }

    /// Looks up a media address of a post that led to `earlier` in an earlier run. A file that has
    /// not changed since is not read.
    pub fn find_again(&self, post: &SourceFile, address: &str, earlier: Option<&Media>) -> MediaLookup {
        self.look_up(post, address, earlier, Use::Shown)
    }

    fn look_up(&self, post: &SourceFile, address: &str, earlier: Option<&Media>, to_be: Use) -> MediaLookup {
        if data_url::is_data_url(address) {
            return self.look_up_data(address, earlier);
        }
        let path = match self.files.locate(post, address) {
            Located::File(path) => path,
            Located::Outside => {
                return MediaLookup::Bundled(Media::unusable("lies outside the folder of posts".to_owned()));
            }
            Located::Missing => return MediaLookup::Missing,
            Located::NotLocal => return MediaLookup::NotLocal,
        };
        let cell = Arc::clone(lock(&self.known).entry((path.clone(), to_be)).or_default());
        let taken = cell.get_or_init(|| self.take(&path, earlier, to_be));
        MediaLookup::Bundled(taken.clone())
    }

    /// Looks up a picture that stands in the post itself, which an earlier run wrote as `earlier`.
    fn look_up_data(&self, address: &str, earlier: Option<&Media>) -> MediaLookup {
        match earlier {
            Some(earlier) if self.keep(earlier) => MediaLookup::Bundled(earlier.clone()),
            Some(_) => MediaLookup::Missing,
            None => data_url::decoded(address)
                .map_or(MediaLookup::NotLocal, |data| MediaLookup::Bundled(self.write_data(data))),
        }
    }

    /// Writes a picture that stands in a post.
    fn write_data(&self, data: Result<Vec<u8>, &'static str>) -> Media {
        let bytes = match data {
            Ok(bytes) => bytes,
            Err(fault) => return Media::unusable(format!("is no picture that can be shown: {fault}")),
        };
        match kind::of(&bytes) {
            Kind::Binary(extension) => {
                let name = format!("media/{}.{extension}", content_hash(&bytes));
                if let Some(output) = self.output {
                    self.note(output.write(&name, &bytes));
                }
                let head = &bytes[..bytes.len().min(usize::try_from(kind::HEAD).unwrap_or(usize::MAX))];
                Media::usable(name, bytes.len() as u64, kind::size(extension, head))
            }
            Kind::Markup => self.rebuild_text(&bytes),
            Kind::Other(what) => {
                Media::unusable(format!("is no picture, sound or film that can be shown: it is {what}"))
            }
        }
    }

    /// The names of the files that were looked at, whatever became of them.
    pub fn file_names(&self) -> Vec<OsString> {
        lock(&self.known).keys().filter_map(|(path, _)| path.file_name().map(OsStr::to_owned)).collect()
    }

    /// `true` if an address of a post names a file of any kind.
    pub fn is_file(&self, post: &SourceFile, address: &str) -> bool {
        matches!(self.files.locate(post, address), Located::File(_))
    }

    /// Copies the file at `path`, unless that is done.
    fn take(&self, path: &Path, earlier: Option<&Media>, to_be: Use) -> Media {
        let opened = regular::open(path).and_then(|(file, metadata)| {
            let fingerprint = FileFingerprint::new(&metadata);
            let fingerprint = fingerprint.is_reliable(self.began).then_some(fingerprint);
            if let Some(earlier) = earlier.filter(|earlier| {
                fingerprint.is_some() && earlier.fingerprint == fingerprint && self.keep(earlier)
            }) {
                return Ok(earlier.clone());
            }
            Ok(Media { fingerprint, ..self.copy(file, metadata.len(), to_be.of(path))? })
        });
        opened.unwrap_or_else(|error| Media::unusable(format!("cannot be read ({error})")))
    }

    /// Keeps what an earlier run copied, if it is there.
    fn keep(&self, earlier: &Media) -> bool {
        match (&earlier.name, self.output) {
            (Some(name), Some(output)) => {
                earlier.handed_out("").is_some() && output.mark_copy_used(name, earlier.length)
            }
            _ => true,
        }
    }

    fn copy(&self, mut file: File, length: u64, linked_as: Option<&str>) -> io::Result<Media> {
        let mut head = Vec::new();
        file.by_ref().take(kind::HEAD).read_to_end(&mut head)?;
        let extension = match kind::of(&head) {
            Kind::Binary(extension) => extension,
            Kind::Markup => {
                let rebuilt = self.rebuild(file, head, length)?;
                return Ok(match linked_as {
                    Some(_) if rebuilt.name.is_none() => {
                        Media::unusable("is a page, or markup that a browser may take for one".to_owned())
                    }
                    _ => rebuilt,
                });
            }
            Kind::Other(what) => {
                let Some(name) = linked_as else {
                    return Ok(Media::unusable(format!(
                        "is no picture, sound or film that can be shown: it is {what}"
                    )));
                };
                if let Some(extension) = kind::handed_out_as(&head, name) {
                    return self.hand_over(file, &head, length, extension);
                }
                return Ok(Media::unusable(format!("is no file that can be handed out: it is {what}")));
            }
        };
        self.hand_over(file, &head, length, extension)
    }

    /// Copies a file as it is.
    fn hand_over(
        &self,
        mut file: File,
        head: &[u8],
        length: u64,
        extension: &'static str,
    ) -> io::Result<Media> {
        let name = |hash: &str| format!("media/{hash}.{extension}");
        let (name, length) = match self.output {
            Some(output) => {
                file.rewind()?;
                let (hash, length) = ContentHash::of_reader(&mut file)?;
                file.rewind()?;
                let name = name(&hash.name());
                self.note(output.copy(&name, length, &mut file));
                (name, length)
            }
            // A run that only checks needs no name that is true.
            None => (name(&content_hash(head)), length),
        };
        let mut media = Media::usable(name, length, kind::size(extension, head));
        if length > LARGE {
            media.diagnostics.push(MediaDiagnostic {
                severity: Severity::Info,
                message: format!("is a file of {} MB", length / 1_000_000),
                action: "copied all the same".to_owned(),
            });
        }
        Ok(media)
    }

    /// Copies a picture in angle brackets, which could be a program, by writing it again.
    fn rebuild(&self, file: File, head: Vec<u8>, length: u64) -> io::Result<Media> {
        let mut bytes = head;
        file.take((svg::MAX_BYTES + 1).saturating_sub(bytes.len() as u64)).read_to_end(&mut bytes)?;
        if length.max(bytes.len() as u64) > svg::MAX_BYTES {
            let most = svg::MAX_BYTES / 1024 / 1024;
            return Ok(Media::unusable(format!(
                "is no picture that can be shown: it is text of more than {most} MB"
            )));
        }
        Ok(self.rebuild_text(&bytes))
    }

    fn rebuild_text(&self, bytes: &[u8]) -> Media {
        let text = encoding::decode(bytes).text;
        let rebuilt = match svg::rebuild(&text) {
            Ok(rebuilt) => rebuilt,
            Err(refusal) => {
                return Media::unusable(format!("is no picture that can be shown: {refusal}"));
            }
        };
        let bytes = rebuilt.text.as_bytes();
        let name = format!("media/{}.svg", content_hash(bytes));
        if let Some(output) = self.output {
            self.note(output.write(&name, bytes));
        }
        let mut media = Media::usable(name, bytes.len() as u64, rebuilt.size);
        if !rebuilt.dropped.is_empty() {
            let parts: Vec<_> = rebuilt.dropped.iter().map(|name| format!("`{name}`")).collect();
            let message = format!("has what is not known to be harmless: {}", parts.join(", "));
            media.diagnostics.push(MediaDiagnostic::warning(message, "left out of it"));
        }
        media
    }

    fn note(&self, written: Result<(), OutputError>) {
        if let Err(error) = written {
            lock(&self.failed).get_or_insert(error);
        }
    }

    /// Ends the store's work; fails if a file could not be copied.
    pub fn finish(self) -> Result<(), OutputError> {
        let failed = self.failed.into_inner().unwrap_or_else(PoisonError::into_inner);
        failed.map_or(Ok(()), Err)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a panicking thread left is a map with an entry less.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use super::*;
    use crate::import::discover::{LinkPolicy, Root};
    use crate::import::fingerprint::FileFingerprint;
    use crate::import::source::SourceFormat;

    fn post(folder: &Path, name: &str) -> SourceFile {
        let root = Root {
            path: folder.to_owned(),
            folder: fs::canonicalize(folder).unwrap(),
            single: false,
            linked: Vec::new(),
            links: LinkPolicy::Inside,
        };
        SourceFile::new(Arc::new(root), Path::new(name), SourceFormat::Markdown, FileFingerprint::default())
    }

    /// A picture of one colour, which has this number of the ending's kind in it.
    fn picture(extension: &str, number: u8) -> Vec<u8> {
        let (start, end): (&[u8], &[u8]) = match extension {
            "png" => (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x07\0\0\0\x05\x08\x02\0\0\0", b""),
            "gif" => (b"GIF89a\x07\0\x05\0\0\0\0", b";"),
            "mp4" => (b"\0\0\0\x18ftypisom\0\0\0\0isommp41", b""),
            other => panic!("{other}"),
        };
        [start, &[number], end].concat()
    }

    fn named(bytes: &[u8], extension: &str) -> String {
        format!("media/{}.{extension}", content_hash(bytes))
    }

    #[test]
    fn only_files_inside_the_folder_are_found() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("posts");
        fs::create_dir_all(folder.join("sub/图")).unwrap();
        fs::write(place.path().join("secret.png"), picture("png", 1)).unwrap();
        fs::write(folder.join("a.png"), picture("png", 2)).unwrap();
        // What it is called does not matter.
        fs::write(folder.join("sub/图/b c.JPG"), picture("gif", 3)).unwrap();
        fs::write(folder.join("notes.txt"), "text").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("../secret.png", folder.join("link.png")).unwrap();
        let out = place.path().join("out");
        let output = Output::open(&out, false).unwrap();
        let store = MediaStore::new(Some(&output));
        let a = Some(Some(named(&picture("png", 2), "png")));
        let b = Some(Some(named(&picture("gif", 3), "gif")));
        for (name, address, expected) in [
            ("p.md", "a.png", a.clone()),
            ("p.md", "./a.png?x=1#y", a.clone()),
            ("p.md", "/a.png", a.clone()),
            ("sub/p.md", "../a.png", a),
            ("sub/p.md", "/sub/%E5%9B%BE/b%20c.JPG", b.clone()),
            ("sub/p.md", "图/b c.JPG", b),
            ("p.md", "../secret.png", Some(None)),
            ("p.md", "%2e%2e/secret.png", Some(None)),
            ("sub/p.md", "../../secret.png", Some(None)),
            ("p.md", "link.png", Some(None)),
            ("p.md", "notes.txt", Some(None)),
            ("p.md", "sub", None),
            ("p.md", "gone.png", None),
        ] {
            let found = store.find(&post(&folder, name), address);
            let file = match &found {
                MediaLookup::Bundled(media) => Some(media.name.clone()),
                _ => None,
            };
            assert_eq!(file, expected, "{name} {address}");
            assert_ne!(found, MediaLookup::NotLocal, "{name} {address}");
        }
        for address in
            ["https://example.org/a.png", "//example.org/a.png", "data:text/plain,x", "#a", "", "\\\\a"]
        {
            assert_eq!(store.find(&post(&folder, "p.md"), address), MediaLookup::NotLocal, "{address}");
        }
        store.finish().unwrap();
        output.finish().unwrap();
        let mut copied: Vec<_> = fs::read_dir(out.join("media"))
            .unwrap()
            .map(|entry| format!("media/{}", entry.unwrap().file_name().to_str().unwrap()))
            .collect();
        copied.sort();
        let mut expected = [named(&picture("png", 2), "png"), named(&picture("gif", 3), "gif")];
        expected.sort();
        assert_eq!(copied, expected);
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("posts");
        fs::create_dir_all(&folder).unwrap();
        let svg = "<svg xmlns='http://www.w3.org/2000/svg'>";
        let page = b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>";
        let plain = format!("{svg}<rect/></svg>").into_bytes();
        let active = format!("{svg}<script>alert(1)</script><rect/></svg>").into_bytes();
        let cases: &[(&str, &[u8], Option<&str>, &str)] = &[
            (
                "a.svg",
                page,
                None,
                "is no picture that can be shown: its first element is not an `svg` of the SVG namespace",
            ),
            (
                "b.png",
                page,
                None,
                "is no picture that can be shown: its first element is not an `svg` of the SVG namespace",
            ),
            ("c.png", &plain, Some("svg"), ""),
            ("d.svg", &active, Some("svg"), "has what is not known to be harmless: `script`"),
            ("e.svg", &picture("png", 1), Some("png"), ""),
            ("f.html", &picture("mp4", 1), Some("mp4"), ""),
            (
                "g.mp4",
                b"<!--ftypisom\0\0\0\0--><script>alert(1)</script>",
                None,
                "is no picture that can be shown: its first element is not an `svg` of the SVG namespace",
            ),
            ("h.avif", b" \n<!ftypavif", None, "is no picture that can be shown: it is not well-formed XML"),
            (
                "i.webp",
                b"<!--RIFFWEBP<script>",
                None,
                "is no picture that can be shown: it is not well-formed XML",
            ),
            (
                "j.gif",
                b"GIF89=1;alert(1)",
                None,
                "is no picture, sound or film that can be shown: it is of no known kind",
            ),
            (
                "k.mp4",
                b"-!--ftypisom\0\0\0\0",
                None,
                "is no picture, sound or film that can be shown: it is of no known kind",
            ),
            ("l.png", b"", None, "is no picture, sound or film that can be shown: it is empty"),
            (
                "m.jpg",
                b"%PDF-1.7",
                None,
                "is no picture, sound or film that can be shown: it is Portable Document Format",
            ),
            (
                "n.png",
                b"From: x\nMIME-Version: 1.0\n\n<html>",
                None,
                "is no picture, sound or film that can be shown: it is of no known kind",
            ),
        ];
        let store = MediaStore::new(None);
        for (name, bytes, extension, told) in cases {
            fs::write(folder.join(name), bytes).unwrap();
            let MediaLookup::Bundled(media) = store.find(&post(&folder, "p.md"), name) else {
                panic!("{name}")
            };
            let found = media.name.as_deref().and_then(|name| name.rsplit('.').next());
            assert_eq!(found, *extension, "{name}");
            let messages: Vec<_> = media.diagnostics.iter().map(|told| told.message.as_str()).collect();
            assert_eq!(messages.join(" "), *told, "{name}");
        }
    }

    #[test]
    fn sizes_are_those_that_are_shown() {
        let turned = |orientation: u8| {
            let exif = [
                b"\xff\xd8\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"
                    .as_slice(),
                &[orientation],
                b"\0\0\0\0\0\0",
                b"\xff\xc0\0\x11\x08\0\x14\0\x1e\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xff\xd9",
            ];
            exif.concat()
        };
        let size =
            |extension, bytes: &[u8]| kind::size(extension, bytes).map(|size| (size.width, size.height));
        assert_eq!(size("png", &picture("png", 1)), Some((7, 5)));
        assert_eq!(size("gif", &picture("gif", 1)), Some((7, 5)));
        assert_eq!(size("jpg", &turned(1)), Some((30, 20)));
        assert_eq!(size("jpg", &turned(3)), Some((30, 20)));
        assert_eq!(size("jpg", &turned(6)), Some((20, 30)));
        assert_eq!(size("jpg", &turned(8)), Some((20, 30)));
        assert_eq!(size("mp4", &picture("mp4", 1)), None);
        assert_eq!(kind::rounded(1.0, 1.0), None);
        assert_eq!(kind::rounded(f64::NAN, 3.0), None);
        assert_eq!(kind::rounded(1e9, 3.0), None);
    }

    #[test]
    fn an_unchanged_file_is_not_read_again() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("posts");
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("a.mp4");
        fs::write(&path, picture("mp4", 1)).unwrap();
        let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        let output = Output::open(&place.path().join("out"), false).unwrap();
        let store = |began| MediaStore { began, ..MediaStore::new(Some(&output)) };
        let find = |store: &MediaStore<'_>, earlier: Option<&Media>| match store.find_again(
            &post(&folder, "p.md"),
            "a.mp4",
            earlier,
        ) {
            MediaLookup::Bundled(media) => media,
            other => panic!("{other:?}"),
        };
        // A file that was just written has no fingerprint.
        let fresh = find(&store(long_ago), None);
        assert_eq!(fresh.fingerprint, None);
        let later = std::time::SystemTime::now() + std::time::Duration::from_hours(1);
        let first = find(&store(later), None);
        assert!(first.fingerprint.is_some() && first.name.is_some());
        // One whose fingerprint is known is what it was, whatever is in it.
        let claimed = Media { size: Some((3, 4)), ..first.clone() };
        assert_eq!(find(&store(later), Some(&claimed)), claimed);
        // Not without its copy, nor with another fingerprint.
        let without = Media { length: first.length + 1, ..claimed.clone() };
        assert_eq!(find(&store(later), Some(&without)), first);
        let other = Media { fingerprint: Some(FileFingerprint::default()), ..claimed };
        assert_eq!(find(&store(later), Some(&other)), first);
    }
}
