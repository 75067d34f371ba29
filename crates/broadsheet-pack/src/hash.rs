//! Hashes of content: what files are named by and known again by.

use std::fmt;
use std::io::{self, Read};

use broadsheet_bundle::format::hash::{HASH_HEX_DIGITS, to_hex};
use sha2::{Digest as _, Sha256};

/// The SHA-256 of some content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentHash([u8; 32]);

/// A [`ContentHash`] in the making, of what is not in memory as a whole.
#[derive(Debug, Default)]
pub(crate) struct Hasher(Sha256);

impl ContentHash {
    /// The hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let mut hasher = Hasher::default();
        hasher.add(bytes);
        hasher.finish()
    }

    /// The hash of all that can be read from `reader`, and the number of bytes.
    pub(crate) fn of_reader(reader: &mut impl Read) -> io::Result<(Self, u64)> {
        let mut hasher = Hasher::default();
        let length = in_pieces(reader, |piece| {
            hasher.add(piece);
            Ok(())
        })?;
        Ok((hasher.finish(), length))
    }

    /// The hash that is written as these 64 hexadecimal digits, in lower case.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let mut bytes = [0; 32];
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Self(bytes))
    }

    /// The part of it that stands in the name of a file.
    pub fn name(&self) -> String {
        to_hex(&self.0, HASH_HEX_DIGITS / 2)
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&to_hex(&self.0, 32))
    }
}

impl Hasher {
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(crate) fn finish(self) -> ContentHash {
        ContentHash(self.0.finalize().into())
    }
}

/// Reads everything in pieces of 64 KB; the number of bytes.
pub(crate) fn in_pieces(
    reader: &mut impl Read,
    mut take: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<u64> {
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(length),
            Ok(count) => {
                take(buffer.get(..count).unwrap_or_default())?;
                length += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The name that a file with this content has: the first 16 hexadecimal digits of its SHA-256.
pub fn content_hash(bytes: &[u8]) -> String {
    ContentHash::of(bytes).name()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_text() {
        let hash = ContentHash::of(b"");
        assert_eq!(hash.name(), "e3b0c44298fc1c14");
        assert_eq!(ContentHash::parse(&hash.to_string()), Some(hash));
        assert_eq!(ContentHash::of_reader(&mut &b"ab"[..]).unwrap(), (ContentHash::of(b"ab"), 2));
        for wrong in ["", "e3b0", &hash.to_string().to_uppercase(), &"g".repeat(64)] {
            assert_eq!(ContentHash::parse(wrong), None, "{wrong}");
        }
    }
}
