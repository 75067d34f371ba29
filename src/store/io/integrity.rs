//! The files of a bundle: valid paths, and whether a file's content matches the hash in its name.
//! Pure.

use sha2::{Digest as _, Sha256};

/// Length of the hash in a file's name, in hexadecimal digits: the first eight bytes of a SHA-256.
const HASH_HEX_DIGITS: usize = 16;

/// Maximal length of a path, in bytes: most file systems allow a name as much.
const MAX_PATH_LENGTH: usize = 255;

/// `true` if `file` is a plain path below the bundle's manifest: a manifest cannot make the viewer
/// load from anywhere else.
pub(super) fn is_path_below(file: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    (1..=MAX_PATH_LENGTH).contains(&file.len())
        && file.chars().all(plain)
        && file.split('/').all(|part| !part.is_empty() && !part.starts_with('.'))
}

/// Returns the first eight bytes of the SHA-256 of `bytes`, which file names have in hexadecimal
/// digits.
pub(super) fn digest(bytes: &[u8]) -> u64 {
    Sha256::digest(bytes)
        .iter()
        .take(HASH_HEX_DIGITS / 2)
        .fold(0, |digest, &byte| digest << 8 | u64::from(byte))
}

/// `true` if `bytes` have the hash in the name of `file`, as in `rows/9b62282cfafbec6b.json` and
/// `facets/tag-76a3931d7955e2f2.json`. The packer puts one into every name. A name without one, in
/// a bundle made by hand, promises nothing, and any content matches it.
pub(super) fn is_intact(file: &str, bytes: &[u8]) -> bool {
    named_hash(file).is_none_or(|hash| hash == digest(bytes))
}

fn named_hash(file: &str) -> Option<u64> {
    let name = file.rsplit('/').next()?;
    let hash = name.split('.').next()?.rsplit('-').next()?;
    let is_hash =
        hash.len() == HASH_HEX_DIGITS && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_hash { u64::from_str_radix(hash, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_lies_below_the_manifest() {
        for name in ["rows/0123456789abcdef.json", "facets/tag-00.json"] {
            assert!(is_path_below(name), "{name}");
        }
        for name in
            ["", "/etc", "//host/x", "../x", "a/../b", "https://host/", "a//b", "a\\b", ".hidden", "a?b"]
        {
            assert!(!is_path_below(name), "{name}");
        }
    }

    #[test]
    fn bytes_fit_their_name() {
        // SHA-256 of "abc", from FIPS 180-4's examples.
        for name in ["rows/ba7816bf8f01cfea.json", "facets/tag-ba7816bf8f01cfea.json", "ba7816bf8f01cfea"] {
            assert!(is_intact(name, b"abc"), "{name}");
            assert!(!is_intact(name, b"abd"), "{name}");
        }
        for unhashed in ["rows/0.json", "rows/BA7816BF8F01CFEA.json", "rows/+a7816bf8f01cfea.json"] {
            assert!(is_intact(unhashed, b"anything"), "{unhashed}");
        }
    }

    #[test]
    fn the_digest_is_the_packers() {
        assert_eq!(format!("{:016x}", digest(b"")), "e3b0c44298fc1c14");
    }
}
