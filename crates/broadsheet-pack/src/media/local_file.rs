//! Finding the file that an address means: as people name files, which is not always as they are
//! called.
//!
//! A file is looked for exactly as it is named, then in other compositions of its letters (a Mac
//! takes them apart), then in other case and with other blanks, if only one file is so called.
//! Nothing outside the folders in which posts were found is opened, and none of their folders read.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use unicode_normalization::UnicodeNormalization as _;

use super::local_path::{LocalAddress, local_address};
use crate::import::discover::{LinkPolicy, Root, SourceFile};
use crate::own_sites::OwnSites;

/// Names in a folder that are compared; in a larger one files are found by their exact names alone.
const MOST_NAMES: usize = 100_000;

/// Folders whose names are kept at a time.
const MOST_FOLDERS: usize = 4_096;

/// Folders above a post in which an address from the root of the site is looked for.
const MOST_ABOVE: usize = 8;

/// Folders that static site generators copy to the root of the site: Hugo's, Jekyll's and Hexo's,
/// and that of many others.
const SITE_FOLDERS: [&str; 4] = ["static", "assets", "source", "public"];

/// The result of looking for a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Located {
    /// The path of a regular file, without symbolic links, within the folders of posts.
    File(PathBuf),
    /// It lies outside the folders of posts.
    Outside,
    /// There is none.
    Missing,
    /// The address can mean no file.
    NotLocal,
}

/// Finds files, and keeps the names of the folders that it looked through.
#[derive(Debug, Default)]
pub(super) struct LocalFiles {
    /// The sites on which the archive is or was published.
    sites: OwnSites,
    folders: Mutex<HashMap<PathBuf, Arc<Names>>>,
    /// Folders that files are looked for in, and their paths without symbolic links.
    resolved: Mutex<HashMap<PathBuf, Option<PathBuf>>>,
}

/// The names in a folder, by what is left of them when case, composition and kind of blank do not
/// count.
type Names = HashMap<String, Vec<OsString>>;

impl LocalFiles {
    /// Finds files of an archive that is or was published on these sites.
    pub(super) fn new(sites: OwnSites) -> Self {
        Self { sites, ..Self::default() }
    }

    /// `true` for an absolute address on a site of the archive.
    pub(super) fn is_on_site(&self, address: &str) -> bool {
        self.sites.path(address).is_some()
    }

    /// Looks for the file that an address in `post` means.
    pub(super) fn locate(&self, post: &SourceFile, address: &str) -> Located {
        let on_site = self.sites.path(address);
        let Some(LocalAddress { is_rooted, mut paths }) =
            local_address(on_site.as_deref().unwrap_or(address))
        else {
            return Located::NotLocal;
        };
        if is_rooted && on_site.is_none() {
            // The author may have written the folder of the site as well.
            let below = |path: &String| Some(self.sites.below_folder(&["/", path].concat())?[1..].to_owned());
            let more: Vec<_> = paths.iter().filter_map(below).filter(|path| !path.is_empty()).collect();
            paths.extend(more);
        }
        let starts = starts(post, is_rooted);
        let mut is_outside = false;
        // Nearly every file lies at the first place, under its very name.
        for path in starts.iter().take(1).flat_map(|start| paths.iter().map(|path| start.join(path))) {
            let Ok(file) = fs::canonicalize(path) else { continue };
            if !file.is_file() {
                continue;
            }
            if post.root.contains(&file) {
                return Located::File(file);
            }
            is_outside = true;
        }
        for start in starts {
            let Some(start) = self.resolved(start) else { continue };
            if let Some(file) = paths.iter().find_map(|path| self.nearly(&post.root, &start, path)) {
                return Located::File(file);
            }
        }
        // Below a linked folder, `..` may mean the folder that has the link.
        if !is_rooted && !post.root.linked.is_empty() {
            let beside = post.relative_path.parent().unwrap_or(Path::new(""));
            let mut written = paths.iter().filter_map(|path| without_steps(beside, path));
            if let Some(file) = written.find_map(|path| self.nearly(&post.root, &post.root.folder, &path)) {
                return Located::File(file);
            }
        }
        if is_outside { Located::Outside } else { Located::Missing }
    }

    /// A folder without symbolic links; `None` if there is none.
    fn resolved(&self, folder: PathBuf) -> Option<PathBuf> {
        if let Some(known) = lock(&self.resolved).get(&folder) {
            return known.clone();
        }
        let resolved = fs::canonicalize(&folder).ok();
        keep(&self.resolved, folder, resolved.clone());
        resolved
    }

    /// The one file that is nearly called like this. Links that lead out of the folders of posts
    /// are followed if the run was asked to.
    fn nearly(&self, root: &Root, start: &Path, path: &str) -> Option<PathBuf> {
        let mut linked: Vec<PathBuf> = Vec::new();
        let is_inside = |path: &Path, linked: &[PathBuf]| {
            root.contains(path) || linked.iter().any(|target| path.starts_with(target))
        };
        let mut at = start.to_owned();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    at.pop();
                }
                name => {
                    if !is_inside(&at, &linked) {
                        return None;
                    }
                    let names = self.names(&at)?;
                    let entry = at.join(name_like(&names, name)?);
                    at = fs::canonicalize(&entry).ok()?;
                    // Without links, only a link's target lies elsewhere.
                    if root.links == LinkPolicy::All && at != entry {
                        linked.push(at.clone());
                    }
                }
            }
        }
        (is_inside(&at, &linked) && at.is_file()).then_some(at)
    }

    /// The names in a folder; `None` if it cannot be read or has too many.
    fn names(&self, folder: &Path) -> Option<Arc<Names>> {
        if let Some(known) = lock(&self.folders).get(folder) {
            return Some(Arc::clone(known));
        }
        let mut names = Names::new();
        let entries = fs::read_dir(folder).ok()?.take(MOST_NAMES + 1);
        for (index, entry) in entries.flatten().enumerate() {
            if index == MOST_NAMES {
                names.clear();
                break;
            }
            let name = entry.file_name();
            names.entry(folded(&name.to_string_lossy())).or_default().push(name);
        }
        let names = Arc::new(names);
        keep(&self.folders, folder.to_owned(), Arc::clone(&names));
        Some(names)
    }
}

/// The path from the root that `path` is in the folder `beside`, with its steps upwards taken back
/// by name; `None` if it leads out of the root.
fn without_steps(beside: &Path, path: &str) -> Option<String> {
    let beside = beside.to_str()?;
    let mut names: Vec<&str> = Vec::new();
    for name in beside.split(std::path::MAIN_SEPARATOR).chain(path.split('/')) {
        match name {
            "" | "." => {}
            ".." => _ = names.pop()?,
            name => names.push(name),
        }
    }
    Some(names.join("/"))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a panicking thread left is a map with an entry less.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps what was found out about a folder, and forgets all others when there are too many.
fn keep<T>(known: &Mutex<HashMap<PathBuf, T>>, folder: PathBuf, found: T) {
    let mut known = lock(known);
    if known.len() >= MOST_FOLDERS {
        known.clear();
    }
    known.insert(folder, found);
}

/// The name among `names` that `name` means: exactly, else the only one in any composition, else
/// the only one in any case.
fn name_like<'n>(names: &'n Names, name: &str) -> Option<&'n OsString> {
    let alike = names.get(&folded(name))?;
    if let Some(exact) = alike.iter().find(|known| *known == name) {
        return Some(exact);
    }
    let composed: String = name.nfc().collect();
    let mut same = alike.iter().filter(|known| known.to_string_lossy().nfc().eq(composed.chars()));
    match (same.next(), same.next()) {
        (Some(only), None) => Some(only),
        (None, _) => match alike.as_slice() {
            [only] => Some(only),
            _ => None,
        },
        _ => None,
    }
}

/// A name without case, composition and kind of blank. Macs put narrow blanks into the names of
/// screenshots.
fn folded(name: &str) -> String {
    let composed = name.nfc().flat_map(char::to_lowercase);
    composed.map(|c| if c.is_whitespace() { ' ' } else { c }).nfc().collect()
}

/// The folders below which the file of an address may lie, the likeliest first.
fn starts(post: &SourceFile, is_rooted: bool) -> Vec<PathBuf> {
    let path = post.path();
    let beside = path.parent().map(Path::to_owned).unwrap_or_default();
    let Root { folder, linked, .. } = &*post.root;
    let mut found: Vec<PathBuf> = Vec::new();
    let mut add = |start: PathBuf| {
        if !found.contains(&start) {
            found.push(start);
        }
    };
    if !is_rooted {
        add(beside.clone());
        // Hexo's folder for the files of one post.
        add(beside.join(&*post.stem()));
    }
    for root in [folder].into_iter().chain(linked) {
        add(root.clone());
        for name in SITE_FOLDERS {
            add(root.join(name));
        }
    }
    // The site may be a folder below that of the posts.
    let above: Vec<_> = post.relative_path.ancestors().skip(1).take(MOST_ABOVE).collect();
    for below in above.into_iter().rev().filter(|below| !below.as_os_str().is_empty()) {
        let start = folder.join(below);
        for name in SITE_FOLDERS {
            add(start.join(name));
        }
        add(start);
    }
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::import::fingerprint::FileFingerprint;
    use crate::import::source::SourceFormat;

    fn post(folder: &Path, name: &str, linked: &[&str]) -> SourceFile {
        let linked = linked.iter().map(|folder| fs::canonicalize(folder).unwrap()).collect();
        let root = Root {
            path: folder.to_owned(),
            folder: fs::canonicalize(folder).unwrap(),
            single: false,
            linked,
            links: LinkPolicy::Inside,
        };
        SourceFile::new(Arc::new(root), Path::new(name), SourceFormat::Markdown, FileFingerprint::default())
    }

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        for file in files {
            let path = place.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        place
    }

    #[test]
    fn files_are_found_as_people_name_them() {
        let place = tree(&[
            "posts/2020/images/PHOTO.PNG",
            "posts/2020/images/屏幕截图 2.08\u{202f}PM.png",
            "posts/2020/images/Two.png",
            "posts/2020/images/TWO.png",
            "posts/2020/cafe\u{301}.png",
            "posts/2020/über.png",
            "posts/2020/100%25.png",
            "posts/2020/saved.png?x=1",
            "posts/2020/2020-01-01-a/own.png",
            "posts/static/images/x.png",
            "posts/blog/assets/y.png",
            "posts/shared.png",
            "outside.png",
        ]);
        let folder = place.path().join("posts");
        let found = |name: &str, address: &str| match LocalFiles::default()
            .locate(&post(&folder, name, &[]), address)
        {
            Located::File(file) => {
                let below = file.strip_prefix(fs::canonicalize(&folder).unwrap()).unwrap().to_owned();
                below.to_str().unwrap().to_owned()
            }
            other => format!("{other:?}"),
        };
        let name = "2020/2020-01-01-a.md";
        for (address, expected) in [
            // Case, blanks, backslashes.
            ("images/photo.png", "2020/images/PHOTO.PNG"),
            ("Images\\Photo.PNG", "2020/images/PHOTO.PNG"),
            ("images/屏幕截图 2.08 PM.png", "2020/images/屏幕截图 2.08\u{202f}PM.png"),
            (
                "images/%E5%B1%8F%E5%B9%95%E6%88%AA%E5%9B%BE%202.08%20PM.png",
                "2020/images/屏幕截图 2.08\u{202f}PM.png",
            ),
            ("images/Two.png", "2020/images/Two.png"),
            ("images/two.png", "Missing"),
            // Composition, both ways.
            ("caf\u{e9}.png", "2020/cafe\u{301}.png"),
            ("caf%C3%A9.png", "2020/cafe\u{301}.png"),
            ("u\u{308}ber.png", "2020/über.png"),
            // Percent signs and question marks that belong to the name.
            ("100%25.png", "2020/100%25.png"),
            ("saved.png?x=1", "2020/saved.png?x=1"),
            ("../shared.png?x=1#y", "shared.png"),
            // The post's own folder, the root of the site, its folder for files.
            ("own.png", "2020/2020-01-01-a/own.png"),
            ("/shared.png", "shared.png"),
            ("/Images/X.png", "static/images/x.png"),
            ("/images/photo.png", "2020/images/PHOTO.PNG"),
            ("/y.png", "Missing"),
            // Outside, and nothing.
            ("../../outside.png", "Outside"),
            ("%2e%2e/../outside.png", "Outside"),
            ("../../Outside.png", "Missing"),
            ("images", "Missing"),
            ("gone.png", "Missing"),
            ("//x.test/a.png", "NotLocal"),
            ("\\\\x.test\\a.png", "NotLocal"),
            ("C:\\a.png", "NotLocal"),
            ("#a", "NotLocal"),
        ] {
            assert_eq!(found(name, address), expected, "{address}");
        }
        assert_eq!(found("blog/_posts/a.md", "/y.png"), "blog/assets/y.png");
    }

    #[cfg(unix)]
    #[test]
    fn files_below_linked_folders_are_found() {
        use std::os::unix::fs::symlink;
        let place = tree(&[
            "posts/a.md",
            "other/b/c.md",
            "other/b/in.png",
            "other/images/d.png",
            "other/up.png",
            "secret.png",
        ]);
        let folder = place.path().join("posts");
        symlink("../other", folder.join("linked")).unwrap();
        symlink("../../secret.png", place.path().join("other/b/secret.png")).unwrap();
        let other = place.path().join("other");
        let locate = |linked: &[&str], address: &str| {
            LocalFiles::default().locate(&post(&folder, "linked/b/c.md", linked), address)
        };
        let at = |name: &str| Located::File(fs::canonicalize(other.join(name)).unwrap());
        let linked = [other.to_str().unwrap()];
        assert_eq!(locate(&linked, "in.png"), at("b/in.png"));
        assert_eq!(locate(&linked, "IN.png"), at("b/in.png"));
        assert_eq!(locate(&linked, "../up.png"), at("up.png"));
        assert_eq!(locate(&linked, "/images/d.png"), at("images/d.png"));
        for address in ["secret.png", "../../secret.png"] {
            assert_eq!(locate(&linked, address), Located::Outside, "{address}");
        }
        // A folder that was not searched for posts is none of them.
        assert_eq!(locate(&[], "in.png"), Located::Outside);
        assert_eq!(locate(&[], "IN.png"), Located::Missing);
    }
}
