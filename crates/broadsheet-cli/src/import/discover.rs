//! Finding the posts in files and folders.

use crate::cache::Stamp;
use crate::report::{FileReport, Finding};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file that may be a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where to read it.
    pub path: PathBuf,
    /// Its path below its folder, with `/`: what posts are sorted by and what keeps ids stable.
    pub name: String,
    /// The folder of posts that it was found in, absolute and without symbolic links: pictures are taken from nowhere else.
    pub folder: Arc<Path>,
    /// Whether it is HTML rather than Markdown.
    pub html: bool,
    /// Whether it lies in a `_drafts` folder.
    pub draft: bool,
    /// Whether it is called README: only with front matter is such a file a post.
    pub readme: bool,
    /// Bytes.
    pub size: u64,
    /// What tells this state of it from another.
    pub stamp: Stamp,
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
        files: HashSet::new(),
        found: Discovery::default(),
    };
    for root in roots {
        let failed = |source| DiscoverError { path: root.display().to_string(), source };
        let absolute = fs::canonicalize(root).map_err(failed)?;
        let metadata = fs::metadata(&absolute).map_err(failed)?;
        if metadata.is_dir() {
            fs::read_dir(&absolute).map_err(failed)?; // a folder given by name has to be readable
            walk.folder(root, "", &Arc::from(absolute.as_path()), false);
        } else {
            let folder = absolute.parent().unwrap_or(&absolute);
            let name = root.file_name().unwrap_or(root.as_os_str()).to_string_lossy().into_owned();
            walk.file(root, name, &Arc::from(folder), false, true);
        }
    }
    walk.found.files.sort_by(|one, two| (&one.name, &one.folder).cmp(&(&two.name, &two.folder)));
    Ok(walk.found)
}

const LEFT_OUT: &str = "left out";

struct Walk {
    skip: Option<PathBuf>,
    /// Folders and files looked at, without symbolic links, so that loops end and nothing is read twice.
    folders: HashSet<PathBuf>,
    files: HashSet<PathBuf>,
    found: Discovery,
}

impl Walk {
    fn folder(&mut self, path: &Path, name: &str, root: &Arc<Path>, draft: bool) {
        let entries = fs::canonicalize(path).and_then(|absolute| {
            if self.skip.as_ref() == Some(&absolute) || !self.folders.insert(absolute) {
                return Ok(Vec::new());
            }
            fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.file_name())).collect()
        });
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                return self.problem(path, &format!("cannot read the folder ({error})"), "passed over");
            }
        };
        entries.sort();
        if !name.is_empty()
            && entries.iter().any(|entry| entry == "bundle.json")
            && crate::output::is_bundle(path)
        {
            return self.note(path, "the folder holds a Broadsheet bundle", "not looked into");
        }
        for entry in entries {
            let path = path.join(&entry);
            let entry_name = entry.to_string_lossy();
            let name = if name.is_empty() { entry_name.to_string() } else { format!("{name}/{entry_name}") };
            // Follows symbolic links: an archive may be put together from several places.
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() => {
                    if is_post_name(&entry) {
                        self.problem(&path, "a folder with the name of a post", "searched for posts");
                    }
                    if is_searched(&entry_name) {
                        self.folder(&path, &name, root, draft || entry_name == "_drafts");
                    }
                }
                Ok(_) => self.file(&path, name, root, draft, false),
                Err(error) if is_post_name(&entry) && !entry_name.starts_with('.') => {
                    self.problem(&path, &format!("cannot be read ({error})"), LEFT_OUT);
                }
                Err(_) => {}
            }
        }
    }

    fn file(&mut self, path: &Path, name: String, root: &Arc<Path>, draft: bool, by_name: bool) {
        let file_name = path.file_name().unwrap_or_default();
        if !is_post_name(file_name) {
            if by_name {
                self.problem(path, "not a Markdown or HTML file", LEFT_OUT);
            }
            return;
        }
        let hidden = file_name.as_encoded_bytes().first().is_some_and(|first| matches!(first, b'.' | b'_'));
        if hidden && !by_name {
            return self.note(path, "the name starts with a dot or an underscore", LEFT_OUT);
        }
        let (absolute, stamp, size) = match fs::canonicalize(path).and_then(|absolute| {
            let metadata = fs::metadata(&absolute)?;
            Ok((absolute, Stamp::new(&metadata), metadata.len()))
        }) {
            Ok(found) => found,
            Err(error) => return self.problem(path, &format!("cannot be read ({error})"), LEFT_OUT),
        };
        if !self.files.insert(absolute) {
            return self.note(path, "the same file as another one", "read once");
        }
        let stem = Path::new(file_name).file_stem().unwrap_or_default().to_string_lossy();
        self.found.files.push(SourceFile {
            path: path.to_owned(),
            html: has_extension(file_name, &["html"]),
            readme: !by_name && stem.eq_ignore_ascii_case("readme"),
            name,
            folder: Arc::clone(root),
            draft,
            size,
            stamp,
        });
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

/// Folders that Jekyll would not look for posts in are passed over: hidden ones, its own, those of tools.
fn is_searched(folder: &str) -> bool {
    matches!(folder, "_posts" | "_drafts") || !(folder.starts_with(['.', '_']) || folder == "node_modules")
}

fn is_post_name(name: &OsStr) -> bool {
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

    fn names(found: &Discovery) -> Vec<&str> {
        found.files.iter().map(|file| file.name.as_str()).collect()
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
        let drafts: Vec<_> =
            found.files.iter().filter(|file| file.draft).map(|file| file.name.as_str()).collect();
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
