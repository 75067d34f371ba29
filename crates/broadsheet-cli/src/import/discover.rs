//! Finding the posts in files and folders.

use crate::cache::Stamp;
use crate::report::{FileReport, Finding};
use crate::seen::Seen;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::io;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;

/// A folder of posts, or a single post, that a run was given.
#[derive(Debug, PartialEq, Eq)]
pub struct Root {
    /// As it was given.
    pub path: PathBuf,
    /// The folder, or that of the single post, absolute and without symbolic links: pictures are taken from nowhere else.
    pub folder: PathBuf,
    /// Whether it is a single post.
    pub single: bool,
}

impl Root {
    /// Where to find what has this path below the folder.
    fn path_of(&self, below: &Path) -> PathBuf {
        // Joining an empty path would add a slash.
        if self.single || below.as_os_str().is_empty() { self.path.clone() } else { self.path.join(below) }
    }
}

/// A file that may be a post. There is one for each post of an archive, so it holds no more than it has to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// What it was found in.
    pub root: Arc<Root>,
    /// Its path below its folder.
    pub below: Box<Path>,
    /// Whether it is HTML rather than Markdown.
    pub html: bool,
    /// Whether it lies in a `_drafts` folder.
    pub draft: bool,
    /// Whether it is called README: only with front matter is such a file a post.
    pub readme: bool,
    /// What tells this state of it from another.
    pub stamp: Stamp,
    /// Where in `below` the file name without its extension is. Posts are ordered by it: finding it anew for each comparison
    /// took a third of a run that has nothing to read.
    stem: (u32, u32),
}

impl SourceFile {
    /// A post in Markdown that was found in `root`, with its path below that.
    pub fn new(root: Arc<Root>, below: &Path, stamp: Stamp) -> Self {
        let bytes = |text: Option<&OsStr>| text.map_or(0, OsStr::len);
        let end = |length| u32::try_from(length).unwrap_or(u32::MAX);
        let start = below.as_os_str().len() - bytes(below.file_name());
        let stem = (end(start), end(start + bytes(below.file_stem())));
        Self { root, below: below.into(), html: false, draft: false, readme: false, stamp, stem }
    }

    /// Where to read it.
    pub fn path(&self) -> PathBuf {
        self.root.path_of(&self.below)
    }

    /// Its path below its folder, with `/`: what posts are sorted by and what keeps ids stable.
    pub fn name(&self) -> Cow<'_, str> {
        name(&self.below)
    }

    /// The file name without its extension.
    pub fn stem(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.stem_bytes())
    }

    /// [`SourceFile::stem`] as the system has it: in UTF-8, unless it is no text.
    pub fn stem_bytes(&self) -> &[u8] {
        let (start, end) = self.stem;
        self.below.as_os_str().as_encoded_bytes().get(start as usize..end as usize).unwrap_or_default()
    }

    /// Bytes.
    pub fn size(&self) -> u64 {
        self.stamp.size
    }

    /// What files are ordered by: names and, where these are the same, folders.
    pub fn order(&self, other: &Self) -> Ordering {
        order((&self.below, &self.root.folder), (&other.below, &other.root.folder))
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

/// What was found.
#[derive(Debug, Default)]
pub struct Discovery {
    /// The files, ordered by name.
    pub files: Vec<SourceFile>,
    /// Files with the name of a post that were left out.
    pub left_out: usize,
    /// What could not be looked at, or was passed over.
    pub findings: Vec<Finding>,
}

/// A folder of posts that is not there.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}")]
pub struct DiscoverError {
    /// As it was given.
    pub path: String,
    /// Why.
    #[source]
    pub source: io::Error,
}

/// Finds all `*.md`, `*.markdown` and `*.html` in `roots`; `skip` is a folder that is never looked into (the output).
/// Fails only when one of `roots` is not there.
pub fn discover(roots: &[PathBuf], skip: Option<&Path>) -> Result<Discovery, DiscoverError> {
    let mut walk = Walk {
        skip: skip.and_then(|path| fs::canonicalize(path).ok()),
        folders: HashSet::new(),
        files: Seen::default(),
        found: Discovery::default(),
    };
    for root in roots {
        let failed = |source| DiscoverError { path: root.display().to_string(), source };
        let absolute = fs::canonicalize(root).map_err(failed)?;
        let metadata = fs::metadata(&absolute).map_err(failed)?;
        let path = root.clone();
        if metadata.is_dir() {
            fs::read_dir(&absolute).map_err(failed)?; // a folder given by name has to be readable
            let root = Arc::new(Root { path, folder: absolute, single: false });
            walk.folder(&root, Path::new(""), false);
        } else {
            let folder = absolute.parent().unwrap_or(&absolute).to_owned();
            let below = Path::new(root.file_name().unwrap_or(root.as_os_str()));
            let root = Arc::new(Root { path, folder, single: true });
            walk.file(&root, below, false, None);
        }
    }
    walk.found.files.sort_unstable_by(SourceFile::order);
    Ok(walk.found)
}

const LEFT_OUT: &str = "left out";

struct Walk {
    skip: Option<PathBuf>,
    /// Folders and files looked at, without symbolic links, so that loops end and nothing is read twice.
    folders: HashSet<PathBuf>,
    files: Seen,
    found: Discovery,
}

impl Walk {
    fn folder(&mut self, root: &Arc<Root>, below: &Path, draft: bool) {
        let is_root = below.as_os_str().is_empty();
        let path = root.path_of(below);
        let found = fs::canonicalize(&path).and_then(|absolute| {
            if self.skip.as_ref() == Some(&absolute) || !self.folders.insert(absolute.clone()) {
                return Ok((absolute, Vec::new()));
            }
            let entries = fs::read_dir(&path)?;
            let entries = entries.map(|entry| entry.map(|entry| (entry.file_name(), entry.file_type().ok())));
            Ok((absolute, entries.collect::<io::Result<_>>()?))
        });
        let (absolute, mut entries) = match found {
            Ok(found) => found,
            Err(error) => {
                return self.problem(&path, &format!("cannot read the folder ({error})"), "passed over");
            }
        };
        entries.sort_unstable_by(|(one, _), (two, _)| one.cmp(two));
        if !is_root
            && entries.iter().any(|(entry, _)| entry == "bundle.json")
            && crate::output::is_bundle(&path)
        {
            return self.note(&path, "the folder holds a Broadsheet bundle", "not looked into");
        }
        for (entry, kind) in entries {
            let entry_below = below.join(&entry);
            match is_folder(&path, &entry, kind) {
                Ok(true) => {
                    let name = entry.to_string_lossy();
                    if is_post_name(&entry) {
                        self.problem(
                            &path.join(&entry),
                            "a folder with the name of a post",
                            "searched for posts",
                        );
                    }
                    if is_searched(&name) {
                        self.folder(root, &entry_below, draft || name == "_drafts");
                    }
                }
                Ok(false) => {
                    let absolute = (!leads_elsewhere(kind)).then(|| absolute.join(&entry));
                    self.file(root, &entry_below, draft, absolute);
                }
                Err(error) if is_post_name(&entry) && !entry.as_encoded_bytes().starts_with(b".") => {
                    self.problem(&path.join(&entry), &format!("cannot be read ({error})"), LEFT_OUT);
                }
                Err(_) => {}
            }
        }
    }

    /// Takes a file, whose path without symbolic links is `absolute` where that is known.
    fn file(&mut self, root: &Arc<Root>, below: &Path, draft: bool, absolute: Option<PathBuf>) {
        let file_name = below.file_name().unwrap_or_default();
        let path = || root.path_of(below);
        if !is_post_name(file_name) {
            if root.single {
                self.problem(&path(), "not a Markdown or HTML file", LEFT_OUT);
            }
            return;
        }
        let hidden = file_name.as_encoded_bytes().first().is_some_and(|first| matches!(first, b'.' | b'_'));
        if hidden && !root.single {
            return self.note(&path(), "the name starts with a dot or an underscore", LEFT_OUT);
        }
        let absolute = absolute.map_or_else(|| fs::canonicalize(path()), Ok);
        let (absolute, stamp) = match absolute.and_then(|absolute| {
            let metadata = fs::metadata(&absolute)?;
            Ok((absolute, Stamp::new(&metadata)))
        }) {
            Ok(found) => found,
            Err(error) => return self.problem(&path(), &format!("cannot be read ({error})"), LEFT_OUT),
        };
        if !self.files.insert(absolute.as_os_str().as_encoded_bytes()) {
            return self.note(&path(), "the same file as another one", "read once");
        }
        let file = SourceFile::new(Arc::clone(root), below, stamp);
        let html = has_extension(file_name, &["html"]);
        let readme = !root.single && file.stem().eq_ignore_ascii_case("readme");
        self.found.files.push(SourceFile { html, draft, readme, ..file });
    }

    fn problem(&mut self, path: &Path, message: &str, action: &str) {
        self.found.left_out += usize::from(action == LEFT_OUT);
        let mut report = FileReport::new(path.to_string_lossy());
        report.problem(0, message, action);
        self.found.findings.extend(report.findings);
    }

    fn note(&mut self, path: &Path, message: &str, action: &str) {
        self.found.left_out += usize::from(action == LEFT_OUT);
        let mut report = FileReport::new(path.to_string_lossy());
        report.note(0, message, action);
        self.found.findings.extend(report.findings);
    }
}

/// Whether an entry of `folder` is a folder. Symbolic links are followed: an archive may be put together from several places.
fn is_folder(folder: &Path, entry: &OsStr, kind: Option<FileType>) -> io::Result<bool> {
    match kind.filter(|_| !leads_elsewhere(kind)) {
        Some(kind) => Ok(kind.is_dir()),
        None => Ok(fs::metadata(folder.join(entry))?.is_dir()),
    }
}

/// Whether an entry may be a symbolic link.
fn leads_elsewhere(kind: Option<FileType>) -> bool {
    kind.is_none_or(|kind| kind.is_symlink())
}

/// Folders that Jekyll would not look for posts in are passed over: hidden ones, its own, those of tools.
pub(crate) fn is_searched(folder: &str) -> bool {
    matches!(folder, "_posts" | "_drafts") || !(folder.starts_with(['.', '_']) || folder == "node_modules")
}

/// `true` if a file of this name may be a post.
pub(crate) fn is_post_name(name: &OsStr) -> bool {
    has_extension(name, &["md", "markdown", "html"])
}

fn has_extension(name: &OsStr, extensions: &[&str]) -> bool {
    let extension = Path::new(name).extension().unwrap_or_default();
    extensions.iter().any(|wanted| extension.eq_ignore_ascii_case(wanted))
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
        let found = discover(&[folder.path().to_owned()], None).unwrap();
        assert_eq!(
            names(&found),
            ["README.md", "_drafts/e.md", "_posts/d.md", "a.markdown", "b.MD", "sub/deep/c.Html"]
        );
        let drafts: Vec<_> = found.files.iter().filter(|file| file.draft).map(SourceFile::name).collect();
        assert_eq!(drafts, ["_drafts/e.md"]);
        assert_eq!(found.files.iter().filter(|file| file.html).count(), 1);
        assert_eq!(found.files.iter().filter(|file| file.readme).count(), 1);
        let notes: Vec<_> = found.findings.iter().map(|finding| finding.message.as_str()).collect();
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
        let found = discover(&roots, Some(&posts.join("site"))).unwrap();
        assert_eq!(names(&found), ["a.md"]);
        assert!(discover(&[folder.path().join("none")], None).is_err());
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
        let found = discover(&[folder.path().to_owned()], None).unwrap();
        assert_eq!(names(&found), ["a.md", "sub/b.md"]);
        let messages: Vec<_> = found.findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages.len(), 3, "{messages:?}");
        assert!(messages[0].starts_with("the same file"));
        assert!(messages[1].starts_with("cannot be read"));
        assert!(messages[2].starts_with("a folder with the name"));
    }
}
