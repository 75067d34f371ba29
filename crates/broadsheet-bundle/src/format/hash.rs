//! Hashes in file names: the first eight bytes of a SHA-256, in hexadecimal digits.

use sha2::{Digest as _, Sha256};

/// Length of the hash in a file's name, in hexadecimal digits.
pub const HASH_HEX_DIGITS: usize = 16;

/// The first eight bytes of the SHA-256 of `bytes`, the first byte being the highest.
pub fn short_hash(bytes: &[u8]) -> u64 {
    Sha256::digest(bytes).iter().take(HASH_HEX_DIGITS / 2).fold(0, |hash, &byte| hash << 8 | u64::from(byte))
}

/// `true` if `text` has the form of a hash in a file's name.
pub fn is_hash(text: &str) -> bool {
    text.len() == HASH_HEX_DIGITS && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The hash in the name of `file`, as in `rows/9b62282cfafbec6b.json` and
/// `style-76a3931d7955e2f2.css`; `None` if it has none.
pub fn hash_in_name(file: &str) -> Option<u64> {
    let name = file.rsplit('/').next()?;
    let hash = name.split('.').next()?.rsplit('-').next()?;
    if is_hash(hash) { u64::from_str_radix(hash, 16).ok() } else { None }
}

/// The first `count` of `bytes` in hexadecimal digits.
pub fn to_hex(bytes: &[u8], count: usize) -> String {
    let digit = |nibble: u8| char::from(if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 });
    bytes.iter().take(count).flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_read_from_names() {
        // SHA-256 of "abc", from FIPS 180-4's examples.
        let hash = short_hash(b"abc");
        assert_eq!(to_hex(&hash.to_be_bytes(), 8), "ba7816bf8f01cfea");
        for name in ["rows/ba7816bf8f01cfea.json", "style-ba7816bf8f01cfea.css", "ba7816bf8f01cfea"] {
            assert_eq!(hash_in_name(name), Some(hash), "{name}");
        }
        for name in ["", "rows/ba7816bf8f01cfe.json", "BA7816BF8F01CFEA.json", "rows.json"] {
            assert_eq!(hash_in_name(name), None, "{name}");
        }
    }
}
