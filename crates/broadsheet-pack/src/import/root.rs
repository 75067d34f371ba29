//! The folders of posts that a run was given, and which links lead out of them.

use std::path::{Path, PathBuf};

/// Which symbolic links are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkPolicy {
    /// Links that lead to something in the folders of posts. Any other would publish what its
    /// author cannot read but whoever packs can: an archive may come with links in it.
    #[default]
    Inside,
    /// All.
    All,
}

/// A folder of posts, or a single post, that a run was given.
#[derive(Debug, PartialEq, Eq)]
pub struct Root {
    /// As it was given.
    pub path: PathBuf,
    /// The folder, or that of the single post, absolute and without symbolic links.
    pub folder: PathBuf,
    /// `true` if it is a single post.
    pub single: bool,
    /// The folders that symbolic links on the way to a post lead to, without symbolic links.
    pub linked: Vec<PathBuf>,
    /// The symbolic links that are followed to files beside its posts.
    pub links: LinkPolicy,
}

impl Root {
    /// `true` if `path`, without symbolic links, lies in a folder in which the posts of this root
    /// were found: files are taken from nowhere else.
    pub fn contains(&self, path: &Path) -> bool {
        path.starts_with(&self.folder) || self.linked.iter().any(|folder| path.starts_with(folder))
    }

    /// Returns the path of what has this path below the folder.
    pub(super) fn path_of(&self, below: &Path) -> PathBuf {
        // Joining an empty path would add a slash.
        if self.single || below.as_os_str().is_empty() { self.path.clone() } else { self.path.join(below) }
    }
}
