//! Finding source files in files and folders.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, FileType};
use std::io;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;

use broadsheet_bundle::format::MANIFEST_FILE;

pub use super::root::{LinkPolicy, Root};
use super::source::SourceFormat;
use crate::diagnostics::{Diagnostic, FileDiagnostics};
use crate::digest_set::DigestSet;
use crate::import::encoding;
use crate::import::feed::detect::{self, HEAD_BYTES};
use crate::import::fingerprint::FileFingerprint;
use crate::import::unread::{self, UnreadFiles};
use crate::limits::FEED_PAGES;
use crate::regular;

/// A file that may be a post. There is one for each post of an archive, so it holds no more than it
/// has to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The folder or file given to the run in which it was found.
    pub root: Arc<Root>,
    /// Its path below its folder.
    pub relative_path: Box<Path>,
    /// Its format.
    pub format: SourceFormat,
    /// `true` if it lies in a `_drafts` folder.
    pub draft: bool,
    /// `true` if it is called README: only with front matter is such a file a post.
    pub readme: bool,
    /// `true` if it is a symbolic link.
    pub link: bool,
    /// Its size, times and number when it was found.
    pub fingerprint: FileFingerprint,
    /// The range of the file name without its extension in `relative_path`. Posts are ordered by
    /// it: finding it again for each comparison took a third of a run that has nothing to read.
    stem: (u32, u32),
}

impl SourceFile {
    /// A file that was found in `root`, with its path below that.
    pub fn new(
        root: Arc<Root>,
        relative_path: &Path,
        format: SourceFormat,
        fingerprint: FileFingerprint,
    ) -> Self {
        let bytes = |text: Option<&OsStr>| text.map_or(0, OsStr::len);
        let end = |length| u32::try_from(length).unwrap_or(u32::MAX);
        let start = relative_path.as_os_str().len() - bytes(relative_path.file_name());
        let stem = (end(start), end(start + bytes(relative_path.file_stem())));
        Self {
            root,
            relative_path: relative_path.into(),
            format,
            draft: false,
            readme: false,
            link: false,
            fingerprint,
            stem,
        }
    }

    /// Returns its path.
    pub fn path(&self) -> PathBuf {
        self.root.path_of(&self.relative_path)
    }

    /// Reads the file, as far as files of its format are read; `true` if it has more. Of a file
    /// that is not of its format in spite of its name, only the first bytes are read. Fails as well
    /// when it was replaced by something that is no regular file, by a link, or, being a link,
    /// leads somewhere else by now.
    pub fn read(&self) -> io::Result<(Vec<u8>, bool)> {
        if self.format.is_ambiguous() {
            let (head, has_more) = self.read_start(HEAD_BYTES as u64)?;
            if !has_more || !self.format.recognizes(&head) {
                return Ok((head, false));
            }
        }
        self.read_start(self.format.max_bytes())
    }

    fn read_start(&self, limit: u64) -> io::Result<(Vec<u8>, bool)> {
        let path = self.path();
        let (file, metadata) = if self.link { regular::open(&path)? } else { regular::open_itself(&path)? };
        // Where a link leads was judged when it was found.
        if self.link && !FileFingerprint::new(&metadata).is_same_file(&self.fingerprint) {
            return Err(io::Error::other("the link was changed meanwhile"));
        }
        regular::read_start(file, &metadata, limit)
    }

    /// Its path below its folder, with `/`: what posts are sorted by and what keeps ids stable.
    pub fn name(&self) -> Cow<'_, str> {
        name(&self.relative_path)
    }

    /// The file name without its extension.
    pub fn stem(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.stem_bytes())
    }

    /// [`SourceFile::stem`] as the system has it: in UTF-8, unless it is no text.
    pub fn stem_bytes(&self) -> &[u8] {
        let (start, end) = self.stem;
        self.relative_path
            .as_os_str()
            .as_encoded_bytes()
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// Bytes.
    pub fn size(&self) -> u64 {
        self.fingerprint.size
    }

    /// The order of files: by names and, where these are the same, by folders.
    pub fn order(&self, other: &Self) -> Ordering {
        order((&self.relative_path, &self.root.folder), (&other.relative_path, &other.root.folder))
    }
}

fn name(below: &Path) -> Cow<'_, str> {
    let name = below.to_string_lossy();
    if MAIN_SEPARATOR == '/' { name } else { name.replace(MAIN_SEPARATOR, "/").into() }
}

/// The order of files, given as paths below folders and those folders.
pub fn order(one: (&Path, &Path), two: (&Path, &Path)) -> Ordering {
    let by_name = match MAIN_SEPARATOR {
        // In UTF-8, bytes have the order of what they stand for.
        '/' => one.0.as_os_str().as_encoded_bytes().cmp(two.0.as_os_str().as_encoded_bytes()),
        _ => name(one.0).cmp(&name(two.0)),
    };
    by_name.then_with(|| one.1.cmp(two.1))
}

/// The files and diagnostics of a search.
#[derive(Debug, Default)]
pub struct Discovery {
    /// The files, ordered by name.
    pub files: Vec<SourceFile>,
    /// Files with the name of a post that were left out.
    pub left_out: usize,
    /// The files that have no name of a post.
    pub unread: UnreadFiles,
    /// The diagnostics of what could not be read, or was passed over.
    pub diagnostics: Vec<Diagnostic>,
}

/// A folder of posts that is not there.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}")]
pub struct DiscoverError {
    /// As it was given.
    pub path: String,
    /// The reason.
    #[source]
    pub source: io::Error,
}

/// Finds all files with the name of a post in `roots`; `skip` is a folder that is never looked into
/// (the output). Fails only when one of `roots` is not there.
pub fn discover(
    roots: &[PathBuf],
    skip: Option<&Path>,
    links: LinkPolicy,
) -> Result<Discovery, DiscoverError> {
    let mut walk = Walk {
        skip: skip.and_then(|path| fs::canonicalize(path).ok()),
        inside: match links {
            LinkPolicy::Inside => Some(roots.iter().filter_map(|root| fs::canonicalize(root).ok()).collect()),
            LinkPolicy::All => None,
        },
        folders: HashSet::new(),
        files: DigestSet::default(),
        found: Discovery::default(),
        pages_left: FEED_PAGES,
    };
    for root in roots {
        let failed = |source| DiscoverError { path: root.display().to_string(), source };
        let absolute = fs::canonicalize(root).map_err(failed)?;
        let metadata = fs::metadata(&absolute).map_err(failed)?;
        let path = root.clone();
        if metadata.is_dir() {
            fs::read_dir(&absolute).map_err(failed)?; // a folder given by name has to be readable
            let folder = absolute.clone();
            let root = Arc::new(Root { path, folder, single: false, linked: Vec::new(), links });
            walk.visit_folder(&root, Path::new(""), &absolute, false);
        } else {
            let folder = absolute.parent().unwrap_or(&absolute).to_owned();
            let below = Path::new(root.file_name().unwrap_or(root.as_os_str()));
            let root = Arc::new(Root { path, folder, single: true, linked: Vec::new(), links });
            let link = fs::symlink_metadata(&root.path).is_ok_and(|metadata| metadata.is_symlink());
            let count = walk.found.files.len();
            walk.visit_file(&root, below, &absolute, false, link);
            if walk.found.files.len() > count {
                walk.visit_next_pages();
            }
        }
    }
    walk.found.files.sort_unstable_by(SourceFile::order);
    Ok(walk.found)
}

const LEFT_OUT: &str = "left out";

struct Walk {
    skip: Option<PathBuf>,
    /// The folders that links may lead into, without symbolic links; `None` for any.
    inside: Option<Vec<PathBuf>>,
    /// Folders and files looked at, without symbolic links, so that loops end and nothing is read
    /// twice.
    folders: HashSet<PathBuf>,
    files: DigestSet,
    found: Discovery,
    /// Further pages of feeds that may be taken.
    pages_left: usize,
}

impl Walk {
    /// Searches the folder that is `below` the root, and `absolute` without symbolic links.
    fn visit_folder(&mut self, root: &Arc<Root>, below: &Path, absolute: &Path, draft: bool) {
        let is_root = below.as_os_str().is_empty();
        let path = root.path_of(below);
        if self.skip.as_deref() == Some(absolute) || self.folders.contains(absolute) {
            return;
        }
        let mut entries = match entries(&path) {
            Ok(entries) => entries,
            Err(error) => {
                return self.tell(&path, |diagnostics| {
                    diagnostics.unreadable(&error, "passed over, with all in it");
                });
            }
        };
        self.folders.insert(absolute.to_owned());
        entries.sort_unstable_by(|(one, _), (two, _)| one.cmp(two));
        if !is_root
            && entries.iter().any(|(entry, _)| entry == MANIFEST_FILE)
            && crate::output::is_bundle(&path)
        {
            return self.tell(&path, |diagnostics| {
                diagnostics.info(0, "the folder holds a Broadsheet bundle", "not looked into");
            });
        }
        for (entry, kind) in entries {
            self.visit_entry(root, &below.join(&entry), absolute, &entry, kind, draft);
        }
    }

    /// Takes an entry of the folder `absolute`.
    fn visit_entry(
        &mut self,
        root: &Arc<Root>,
        below: &Path,
        absolute: &Path,
        entry: &OsStr,
        kind: Option<FileType>,
        draft: bool,
    ) {
        let link = kind.is_none_or(|kind| kind.is_symlink());
        // Neither hidden files nor folders that are not searched are worth a word.
        let is_wanted = (is_post_name(entry) && !is_hidden(entry)) || is_searched(&entry.to_string_lossy());
        let followed = match kind {
            Some(kind) if !link => Ok((absolute.join(entry), kind.is_dir())),
            _ => follow(&root.path_of(below)),
        };
        let (target, is_folder) = match followed {
            Ok(followed) => followed,
            Err(error) if is_wanted && (is_post_name(entry) || !regular::is_nothing(&error)) => {
                self.found.left_out += usize::from(is_post_name(entry));
                return self
                    .tell(&root.path_of(below), |diagnostics| diagnostics.unreadable(&error, LEFT_OUT));
            }
            Err(_) => return,
        };
        let is_outside = |inside: &Vec<PathBuf>| !inside.iter().any(|folder| target.starts_with(folder));
        let leaves = link && self.inside.as_ref().is_some_and(is_outside);
        let is_feed = || !is_folder && !is_hidden(entry) && begins_as_named(entry, &target);
        if leaves && (is_folder || SourceFormat::of_name(entry).is_some()) {
            if !(is_wanted && (is_folder || is_post_name(entry)) || is_feed()) {
                return;
            }
            if self.skip.as_ref() != Some(&target) {
                self.found.left_out += usize::from(!is_folder);
                self.tell(&root.path_of(below), |diagnostics| {
                    diagnostics.warning(
                        0,
                        "a symbolic link that leads out of the folder of posts",
                        "not followed; --follow-links does so",
                    );
                });
            }
            return;
        }
        if !is_folder {
            return self.visit_file(root, below, &target, draft, link);
        }
        if is_post_name(entry) {
            self.tell(&root.path_of(below), |diagnostics| {
                diagnostics.warning(0, "a folder with the name of a post", "searched for posts");
            });
        }
        let name = entry.to_string_lossy();
        if is_searched(&name) {
            let is_draft = draft || name == "_drafts";
            if link && !root.contains(&target) {
                let linked = root.linked.iter().cloned().chain([target.clone()]).collect();
                let Root { path, folder, single, links, .. } = &**root;
                let (path, folder, single, links) = (path.clone(), folder.clone(), *single, *links);
                let root = Root { path, folder, single, linked, links };
                self.visit_folder(&Arc::new(root), below, &target, is_draft);
            } else {
                self.visit_folder(root, below, &target, is_draft);
            }
        }
    }

    /// Takes a file, whose path without symbolic links is `absolute`; `link` says whether it is a
    /// link itself.
    fn visit_file(&mut self, root: &Arc<Root>, below: &Path, absolute: &Path, draft: bool, link: bool) {
        let file_name = below.file_name().unwrap_or_default();
        let path = || root.path_of(below);
        let Some(format) = SourceFormat::of_name(file_name) else {
            if root.single {
                self.leave_out(&path(), |diagnostics| {
                    diagnostics.warning(0, "neither a Markdown or HTML file nor a feed", LEFT_OUT);
                });
            } else if !is_hidden(file_name) {
                self.pass_over(file_name, &path(), absolute);
            }
            return;
        };
        if is_hidden(file_name) && !root.single {
            if format.is_ambiguous() {
                return;
            }
            return self.leave_out(&path(), |diagnostics| {
                diagnostics.info(0, "the name starts with a dot or an underscore", LEFT_OUT);
            });
        }
        // What has become a link since its target was found is not followed.
        let metadata = match fs::symlink_metadata(absolute) {
            Ok(metadata) => metadata,
            Err(error) => {
                return self.leave_out(&path(), |diagnostics| diagnostics.unreadable(&error, LEFT_OUT));
            }
        };
        if let Some(kind) = regular::other_kind(metadata.file_type()) {
            if format.is_ambiguous() && !root.single {
                return;
            }
            return self.leave_out(&path(), |diagnostics| {
                diagnostics.warning(0, format!("{kind} with the name of a post"), "not opened, and left out");
            });
        }
        if !self.files.insert(absolute.as_os_str().as_encoded_bytes()) {
            return self.leave_out(&path(), |diagnostics| {
                diagnostics.info(0, "the same file as another one", "read once");
            });
        }
        let file = SourceFile::new(Arc::clone(root), below, format, FileFingerprint::new(&metadata));
        let readme = !root.single && file.stem().eq_ignore_ascii_case("readme");
        self.found.files.push(SourceFile { draft, readme, link, ..file });
    }

    /// Takes the further pages of a feed that was named and is the last of the files, as far as
    /// they lie beside it. Pages that lead back to each other end there.
    fn visit_next_pages(&mut self) {
        while self.pages_left > 0
            && let Some(path) = self.found.files.last().and_then(next_page)
            && let Ok(absolute) = fs::canonicalize(&path)
            && !self.files.contains(absolute.as_os_str().as_encoded_bytes())
        {
            self.pages_left -= 1;
            let folder = absolute.parent().unwrap_or(&absolute).to_owned();
            let name = PathBuf::from(path.file_name().unwrap_or_default());
            let links = self.found.files.last().map(|feed| feed.root.links).unwrap_or_default();
            let root = Arc::new(Root { path, folder, single: true, linked: Vec::new(), links });
            let count = self.found.files.len();
            self.visit_file(&root, &name, &absolute, false, false);
            if self.found.files.len() == count {
                return;
            }
        }
    }

    /// Counts a file that has no name of a post.
    fn pass_over(&mut self, name: &OsStr, path: &Path, absolute: &Path) {
        self.found.unread.add(name);
        if unread::looks_like_a_post(name, absolute) {
            self.leave_out(path, |diagnostics| {
                diagnostics.warning(0, "looks like a post", "left out because of its ending");
            });
        }
    }

    fn leave_out(&mut self, path: &Path, say: impl FnOnce(&mut FileDiagnostics)) {
        self.found.left_out += 1;
        self.tell(path, say);
    }

    fn tell(&mut self, path: &Path, say: impl FnOnce(&mut FileDiagnostics)) {
        let mut diagnostics = FileDiagnostics::new(path.to_string_lossy());
        say(&mut diagnostics);
        self.found.diagnostics.extend(diagnostics.into_diagnostics());
    }
}

/// The file of the next page of a feed, if it lies beside that and is none but a regular file.
fn next_page(feed: &SourceFile) -> Option<PathBuf> {
    if feed.format != SourceFormat::Feed {
        return None;
    }
    let (bytes, _) = feed.read().ok()?;
    let path =
        detect::page_beside(&feed.path(), &detect::next_page(&encoding::decode_xml(&bytes, false).text)?)?;
    fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file()).then_some(path)
}

/// The names in a folder, with what each is where the system says so.
fn entries(folder: &Path) -> io::Result<Vec<(OsString, Option<FileType>)>> {
    let entries = fs::read_dir(folder)?;
    entries.map(|entry| entry.map(|entry| (entry.file_name(), entry.file_type().ok()))).collect()
}

/// Returns the target of a symbolic link, without symbolic links; `true` if it is a folder.
fn follow(path: &Path) -> io::Result<(PathBuf, bool)> {
    let target = fs::canonicalize(path)?;
    let is_folder = fs::metadata(&target)?.is_dir();
    Ok((target, is_folder))
}

/// `true` if the file at `path` begins as the format does that this name stands for.
fn begins_as_named(name: &OsStr, path: &Path) -> bool {
    let Some(format) = SourceFormat::of_name(name) else { return false };
    let head = regular::open(path)
        .and_then(|(file, metadata)| regular::read_start(file, &metadata, HEAD_BYTES as u64));
    head.is_ok_and(|(head, _)| format.recognizes(&head))
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().first().is_some_and(|first| matches!(first, b'.' | b'_'))
}

/// Folders that Jekyll would not look for posts in are passed over: hidden ones, its own, those of
/// tools.
pub fn is_searched(folder: &str) -> bool {
    matches!(folder, "_posts" | "_drafts") || !(folder.starts_with(['.', '_']) || folder == "node_modules")
}

/// `true` if a file of this name is a post by all that its name can say.
fn is_post_name(name: &OsStr) -> bool {
    SourceFormat::of_name(name).is_some_and(|format| !format.is_ambiguous())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        folder
    }

    fn names(found: &Discovery) -> Vec<Cow<'_, str>> {
        found.files.iter().map(SourceFile::name).collect()
    }

    #[test]
    fn what_is_a_post() {
        let folder = tree(&[
            "b.MD",
            "a.markdown",
            "sub/deep/c.Html",
            "_posts/d.md",
            "_drafts/e.md",
            "README.md",
            ".git/f.md",
            ".hidden.md",
            "_includes/g.html",
            "_site/h.html",
            "node_modules/i.md",
            "_index.md",
            "j.txt",
            "old/bundle.json",
        ]);
        fs::write(folder.path().join("old/bundle.json"), r#"{"format": "broadsheet"}"#).unwrap();
        fs::write(folder.path().join("old/index.html"), "x").unwrap();
        let found = discover(&[folder.path().to_owned()], None, LinkPolicy::Inside).unwrap();
        assert_eq!(
            names(&found),
            ["README.md", "_drafts/e.md", "_posts/d.md", "a.markdown", "b.MD", "sub/deep/c.Html"]
        );
        let drafts: Vec<_> = found.files.iter().filter(|file| file.draft).map(SourceFile::name).collect();
        assert_eq!(drafts, ["_drafts/e.md"]);
        assert_eq!(found.files.iter().filter(|file| file.format == SourceFormat::Html).count(), 1);
        assert_eq!(found.files.iter().filter(|file| file.readme).count(), 1);
        let notes: Vec<_> = found.diagnostics.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            notes,
            [
                "the name starts with a dot or an underscore",
                "the name starts with a dot or an underscore",
                "the folder holds a Broadsheet bundle"
            ]
        );
    }

    #[test]
    fn nothing_is_read_twice_and_the_output_not_at_all() {
        let folder = tree(&["posts/a.md", "posts/site/index.html"]);
        let posts = folder.path().join("posts");
        let roots = [posts.clone(), posts.join("a.md"), posts.clone()];
        let found = discover(&roots, Some(&posts.join("site")), LinkPolicy::Inside).unwrap();
        assert_eq!(names(&found), ["a.md"]);
        assert!(discover(&[folder.path().join("none")], None, LinkPolicy::Inside).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn loops_and_dangling_links() {
        use std::os::unix::fs::symlink;
        let folder = tree(&["a.md", "sub/b.md"]);
        symlink("..", folder.path().join("sub/loop")).unwrap();
        symlink("nowhere.md", folder.path().join("gone.md")).unwrap();
        symlink("a.md", folder.path().join("again.md")).unwrap();
        fs::create_dir(folder.path().join("x.md")).unwrap();
        let found = discover(&[folder.path().to_owned()], None, LinkPolicy::Inside).unwrap();
        assert_eq!(names(&found), ["a.md", "sub/b.md"]);
        let messages: Vec<_> = found.diagnostics.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages.len(), 3, "{messages:?}");
        assert!(messages[0].starts_with("the same file"));
        assert!(messages[1].starts_with("cannot be read"));
        assert!(messages[2].starts_with("a folder with the name"));
        assert!(found.diagnostics.iter().all(|finding| !finding.unreadable));
    }

    #[cfg(unix)]
    #[test]
    fn links_that_leave_the_folder_are_told() {
        use std::os::unix::fs::symlink;
        let place =
            tree(&["posts/a.md", "other/b.md", "other/folder/c.md", "other/site/bundle.json", "other/x.png"]);
        let link = |to: &str, name: &str| symlink(to, place.path().join("posts").join(name)).unwrap();
        link("../other/b.md", "b.md");
        link("../other/folder", "folder");
        link("../other/x.png", "x.png");
        link("../other/site", "site");
        link("../other/folder", ".git");
        link("a.md", "within.md");
        let roots = [place.path().join("posts")];
        let skip = place.path().join("other/site");
        let find = |roots: &[PathBuf], links| discover(roots, Some(&skip), links).unwrap();
        let found = find(&roots, LinkPolicy::Inside);
        assert_eq!(names(&found), ["a.md"]);
        let messages: Vec<_> = found.diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(messages.len(), 3, "{messages:?}");
        for (message, name) in messages.iter().zip(["b.md", "folder"]) {
            let told =
                "a symbolic link that leads out of the folder of posts; not followed; --follow-links does so";
            assert!(message.ends_with(&format!("{name}: {told}")), "{message}");
        }
        assert_eq!(found.left_out, 2);
        assert_eq!(names(&find(&roots, LinkPolicy::All)), ["a.md", "b.md", "folder/c.md"]);
        // What is named may be a link, and one folder of posts may lead into another.
        symlink("posts", place.path().join("linked")).unwrap();
        let both = [place.path().join("linked"), place.path().join("other")];
        let found = find(&both, LinkPolicy::Inside);
        assert_eq!(names(&found), ["a.md", "b.md", "folder/c.md"]);
        assert!(
            found.diagnostics.iter().all(|finding| finding.severity == crate::diagnostics::Severity::Info)
        );
    }

    #[cfg(unix)]
    #[test]
    fn special_files_are_told_and_not_opened() {
        let folder = tree(&["a.md", "sub/b.md"]);
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket.md")).unwrap();
        let pipe = std::process::Command::new("mkfifo").arg(folder.path().join("sub/pipe.html")).status();
        assert!(pipe.unwrap().success());
        std::os::unix::fs::symlink("/dev/zero", folder.path().join("zero.md")).unwrap();
        let roots = [folder.path().to_owned()];
        let found = discover(&roots, None, LinkPolicy::All).unwrap();
        assert_eq!(names(&found), ["a.md", "sub/b.md"]);
        let messages: Vec<_> = found.diagnostics.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "a socket with the name of a post",
                "a named pipe with the name of a post",
                "a device with the name of a post"
            ]
        );
        // Named itself it is no better, and what is replaced after it was found is not opened
        // either.
        let named = discover(&[folder.path().join("socket.md")], None, LinkPolicy::All).unwrap();
        assert!(named.files.is_empty());
        let replace = |to: &str| {
            fs::remove_file(folder.path().join("a.md")).unwrap();
            std::os::unix::fs::symlink(to, folder.path().join("a.md")).unwrap();
        };
        assert!(found.files[0].read().is_ok());
        replace("sub/b.md");
        assert!(found.files[0].read().is_err());
        let found = discover(&roots, None, LinkPolicy::All).unwrap();
        assert!(found.files[0].link && found.files[0].read().is_ok());
        fs::write(folder.path().join("c"), "secret").unwrap();
        replace("c");
        assert!(found.files[0].read().is_err());
    }

    #[test]
    fn a_folder_is_found_without_walking_down_to_it_again() {
        // Each level has its path from the level above: 400 of them took a third of a second when
        // each was resolved again.
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("d/".repeat(400));
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("a.md"), "x").unwrap();
        let found = discover(&[folder.path().to_owned()], None, LinkPolicy::Inside).unwrap();
        assert_eq!(names(&found), [format!("{}a.md", "d/".repeat(400))]);
    }
}
