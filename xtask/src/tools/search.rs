//! Finding programs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The first program of one of these names in the folders of `search_path` (as in `PATH`). An
/// earlier name wins over an earlier folder.
pub(super) fn find(names: &[&str], search_path: &OsStr) -> Option<PathBuf> {
    names.iter().find_map(|name| {
        std::env::split_paths(search_path)
            .map(|folder| program_in(&folder, name))
            .find(|candidate| is_program(candidate))
    })
}

/// Returns the path that the program `name` would have in `folder`.
pub(super) fn program_in(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The value of `PATH`.
pub(super) fn search_path() -> std::ffi::OsString {
    std::env::var_os("PATH").unwrap_or_default()
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn only_programs_are_found_and_the_preferred_name_wins() {
        let folder = std::env::temp_dir().join(format!("xtask-search-{}", std::process::id()));
        let (first, second) = (folder.join("first"), folder.join("second"));
        for folder in [&first, &second] {
            std::fs::create_dir_all(folder).expect("a folder for the test");
        }
        let put = |path: PathBuf, mode| {
            std::fs::write(&path, "").expect("a file for the test");
            std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).expect("its permissions");
        };
        put(first.join("chrome"), 0o755);
        put(first.join("chromium"), 0o644);
        put(second.join("chromium"), 0o755);
        let search_path = std::env::join_paths([&first, &second]).expect("a search path");

        assert_eq!(find(&["chromium", "chrome"], &search_path), Some(second.join("chromium")));
        assert_eq!(find(&["chrome"], &search_path), Some(first.join("chrome")));
        assert_eq!(find(&["firefox"], &search_path), None);
        std::fs::remove_dir_all(&folder).expect("removing the test's folder");
    }
}
