//! Comparing the content of files.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// `true` if the file has these bytes.
pub(super) fn has_content(path: &Path, bytes: &[u8]) -> bool {
    fs::symlink_metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes.len() as u64)
        && fs::read(path).is_ok_and(|content| content == bytes)
}

/// `true` if both files have the same bytes.
pub(super) fn same_content(one: &Path, two: &Path) -> bool {
    let length = |path| fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file).map(|file| file.len());
    if !matches!((length(one), length(two)), (Some(one), Some(two)) if one == two) {
        return false;
    }
    let (Ok(mut one), Ok(mut two)) = (File::open(one), File::open(two)) else { return false };
    is_same(&mut one, &mut two)
}

/// `true` if all that `one` still holds is what comes next in `two`.
pub(super) fn is_same(one: &mut impl Read, two: &mut impl Read) -> bool {
    let (mut left, mut right) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        match one.read(&mut left) {
            Ok(0) => return true,
            Ok(count) => {
                let (Some(left), Some(right)) = (left.get(..count), right.get_mut(..count)) else {
                    return false;
                };
                if two.read_exact(right).is_err() || left != right {
                    return false;
                }
            }
            Err(_) => return false,
        }
    }
}
