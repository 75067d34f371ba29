//! Compressed files beside those of a site, for hosts that send them in their place: nginx with
//! `brotli_static` and `gzip_static`, Caddy with `precompressed`.

use std::io::Write as _;

use broadsheet_pack::output::{Output, OutputError};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;

use crate::limits::PRECOMPRESSED_BYTES;

/// Endings of files that compress; pictures, sounds and films are compressed already.
const ENDINGS: [&str; 10] = ["html", "js", "css", "json", "svg", "xml", "wasm", "webmanifest", "txt", "ico"];
/// The levels. Of the site of 1,000 news posts, 23.8 MB, Brotli makes 7.91 MB at level 9, 7.51 MB
/// at 10 and 7.34 MB at 11, in 6, 11 and 24 seconds of one processor, and gzip 8.87 MB in 0.7
/// seconds. The highest is worth it, since a file that stays is not compressed again.
const BROTLI_QUALITY: i32 = 11;
const GZIP_LEVEL: u32 = 9;
/// The window that any program can be asked for, and the least that is of use, as powers of two:
/// <https://www.rfc-editor.org/rfc/rfc7932#section-9.1>.
const WINDOW_BITS: std::ops::RangeInclusive<u32> = 16..=22;

/// A content coding of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Brotli,
    Gzip,
}

impl Coding {
    const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// The ending that hosts look for.
    fn ending(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }

    /// The same bytes for the same content: no time, no name.
    fn compress(self, content: &[u8]) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                let bits = usize::BITS - content.len().leading_zeros();
                let params = BrotliEncoderParams {
                    quality: BROTLI_QUALITY,
                    lgwin: i32::try_from(bits.clamp(*WINDOW_BITS.start(), *WINDOW_BITS.end())).unwrap_or(22),
                    size_hint: content.len(),
                    ..BrotliEncoderParams::default()
                };
                let mut compressed = Vec::new();
                brotli::BrotliCompress(&mut &*content, &mut compressed, &params)?;
                Ok(compressed)
            }
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::new(GZIP_LEVEL));
                encoder.write_all(content)?;
                encoder.finish()
            }
        }
    }
}

/// Writes the compressed files of all that the output has so far, where they are smaller. Those of
/// an earlier run are kept if it is still the same file. Of the files, one is in memory for each
/// processor.
pub(crate) fn write(output: &Output) -> Result<(), OutputError> {
    let mut files = output.new_files();
    files.retain(|(name, bytes)| compresses(name) && *bytes <= PRECOMPRESSED_BYTES);
    // The largest first, so that no processor begins one when the others are done.
    files.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    files.par_iter().with_max_len(1).try_for_each(|(name, _)| {
        let names = Coding::ALL.map(|coding| (coding, [name, coding.ending()].concat()));
        let missing = names.into_iter().filter(|(_, made)| !output.mark_derived_used(made, name));
        let mut content = None;
        for (coding, made) in missing {
            let content = match &content {
                Some(content) => content,
                None => content.insert(output.read_new(name)?),
            };
            let compressed = coding.compress(content).map_err(OutputError::Temporary)?;
            if compressed.len() < content.len() {
                output.write(&made, &compressed)?;
            }
        }
        Ok(())
    })
}

/// `true` for the name of a compressed file.
pub(crate) fn is_compressed(name: &str) -> bool {
    let plain = Coding::ALL.into_iter().find_map(|coding| name.strip_suffix(coding.ending()));
    plain.is_some_and(compresses)
}

fn compresses(name: &str) -> bool {
    let ending = name.rsplit('/').next().and_then(|file| Some(file.rsplit_once('.')?.1));
    ending.is_some_and(|ending| ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_is_compressed_is_the_same_again_and_every_time() {
        for content in [&b""[..], b"x", &b"some words again and again, ".repeat(9000)] {
            let [brotli, gzip] = Coding::ALL.map(|coding| coding.compress(content).unwrap());
            assert_eq!(
                [&brotli, &gzip],
                Coding::ALL.map(|coding| coding.compress(content).unwrap()).each_ref()
            );
            let (mut one, mut other) = (Vec::new(), Vec::new());
            brotli::Decompressor::new(&*brotli, 4096).read_to_end(&mut one).unwrap();
            flate2::read::GzDecoder::new(&*gzip).read_to_end(&mut other).unwrap();
            assert!(one == content && other == content);
        }
    }

    #[test]
    fn names_of_what_compresses() {
        for (name, expected) in [
            ("packs/0.json", true),
            ("a_bg.wasm", true),
            ("media/0.svg", true),
            ("media/0.png", false),
            (".nojekyll", false),
            ("_headers", false),
            ("json", false),
        ] {
            assert_eq!(compresses(name), expected, "{name}");
            assert_eq!(is_compressed(&format!("{name}.br")), expected, "{name}");
            assert!(!is_compressed(name), "{name}");
        }
    }
}
