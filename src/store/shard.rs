//! The files of a bundle: where they may be, and whether their bytes are those that their name stands for. Pure.

use sha2::{Digest as _, Sha256};

/// Hexadecimal digits of a shard's hash in its name: half of a SHA-256's first eight bytes each.
const HASH_DIGITS: usize = 16;

/// Bytes of the name of a file: as many as most file systems give one.
const MOST_NAME: usize = 255;

/// Whether a file that a head names lies below the head: a bundle cannot send its reader anywhere else.
pub(super) fn is_shard_name(file: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    (1..=MOST_NAME).contains(&file.len())
        && file.chars().all(plain)
        && file.split('/').all(|part| !part.is_empty() && !part.starts_with('.'))
}

/// The first eight bytes of the SHA-256 of `bytes`: what names say of them in hexadecimal digits.
pub(super) fn digest(bytes: &[u8]) -> u64 {
    Sha256::digest(bytes).iter().take(HASH_DIGITS / 2).fold(0, |digest, &byte| digest << 8 | u64::from(byte))
}

/// Whether `bytes` have the hash in the name of `file`, as in `rows/9b62282cfafbec6b.json` and
/// `facets/tag-76a3931d7955e2f2.json`. The packer puts one into every name; a name without one, of a bundle made by hand,
/// promises nothing, and fits.
pub(super) fn is_intact(file: &str, bytes: &[u8]) -> bool {
    named_hash(file).is_none_or(|hash| hash == digest(bytes))
}

fn named_hash(file: &str) -> Option<u64> {
    let name = file.rsplit('/').next()?;
    let hash = name.split('.').next()?.rsplit('-').next()?;
    let is_hash =
        hash.len() == HASH_DIGITS && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    u64::from_str_radix(hash, 16).ok().filter(|_| is_hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_lies_below_the_head() {
        for name in ["rows/0123456789abcdef.json", "facets/tag-00.json"] {
            assert!(is_shard_name(name), "{name}");
        }
        for name in
            ["", "/etc", "//host/x", "../x", "a/../b", "https://host/", "a//b", "a\\b", ".hidden", "a?b"]
        {
            assert!(!is_shard_name(name), "{name}");
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
