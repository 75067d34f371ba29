//! The files of a bundle: valid paths, and whether a file's content matches the hash in its name.
//! Pure.

use broadsheet_bundle::format::hash::{hash_in_name, short_hash};

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

/// `true` if `bytes` have the hash in the name of `file`, as in `rows/9b62282cfafbec6b.json` and
/// `facets/tag-76a3931d7955e2f2.json`. The packer puts one into every name. A name without one, in
/// a bundle made by hand, promises nothing, and any content matches it.
pub(super) fn is_intact(file: &str, bytes: &[u8]) -> bool {
    hash_in_name(file).is_none_or(|hash| hash == short_hash(bytes))
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
        assert_eq!(format!("{:016x}", short_hash(b"")), "e3b0c44298fc1c14");
    }
}
