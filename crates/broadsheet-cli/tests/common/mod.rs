//! Running the built program, and looking at what it wrote.

#![allow(dead_code, reason = "every test file uses a part of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The program, with `arguments`, as a script would start it.
pub(crate) fn command<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_broadsheet"));
    command.args(arguments);
    // The user's caches are none of the tests' business.
    command.env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"));
    command
}

/// A picture of 7 by 5 pixels, different for each `name`.
pub(crate) fn picture(name: &str) -> Vec<u8> {
    [b"GIF89a\x07\0\x05\0\0\0\0", name.as_bytes(), b";"].concat()
}

/// The outcome of a run.
#[derive(Debug)]
pub(crate) struct RunOutput {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for RunOutput {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A folder for posts and output, removed at the end of the test.
#[derive(Debug)]
pub(crate) struct Workspace(TempDir);

impl Workspace {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A workspace with these files below `posts/`.
    pub(crate) fn with_posts(posts: &[(&str, &str)]) -> Self {
        let place = Self::new();
        for (name, text) in posts {
            place.write(&format!("posts/{name}"), text.as_bytes());
        }
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs the program here; relative paths are relative to the place.
    pub(crate) fn run(&self, arguments: &[&str]) -> RunOutput {
        let mut command = command(arguments);
        command.env("XDG_CACHE_HOME", self.path(".cache"));
        command.current_dir(self.0.path()).output().unwrap().into()
    }

    /// Runs the program here and expects it to succeed.
    pub(crate) fn succeed(&self, arguments: &[&str]) -> RunOutput {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.stderr);
        ran
    }

    /// All files below `name` with their content.
    pub(crate) fn snapshot(&self, name: &str) -> BTreeMap<String, Vec<u8>> {
        snapshot(&self.path(name))
    }
}

/// All files below `folder` with their content; folders with none.
pub(crate) fn snapshot(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                files.insert(name + "/", Vec::new());
                folders.push(path);
            } else {
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

/// A post.
pub(crate) fn post(title: &str, date: &str, tags: &str, body: &str) -> String {
    format!("---\ntitle: {title}\ndate: {date}\ntags: {tags}\n---\n{body}\n")
}
