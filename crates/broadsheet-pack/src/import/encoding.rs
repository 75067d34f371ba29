//! From the bytes of a file to its text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A file's text, and what had to be done to get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text: line ends are `\n`; no byte order mark anywhere, since files that were joined have
    /// them inside; no control characters but tab and line feed.
    pub text: String,
    /// Name of the encoding, where it is another than UTF-8.
    pub encoding: Option<&'static str>,
    /// Byte sequences that stand for no character, each replaced by U+FFFD.
    pub replaced: usize,
    /// Control characters taken out.
    pub controls: usize,
    /// `true` if it is the start of a longer text.
    pub is_cut: bool,
}

/// Decodes the start of a file, which may end within a character.
pub fn decode_start(bytes: &[u8]) -> Decoded {
    Decoded { is_cut: true, ..decode(without_part(bytes)) }
}

/// `bytes` without the part of a character that they end with.
fn without_part(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => bytes.get(..error.valid_up_to()).unwrap_or_default(),
        _ => bytes,
    }
}

/// Decodes a file: by its byte order mark, as UTF-8, or by the encoding its bytes look like.
pub fn decode(bytes: &[u8]) -> Decoded {
    decode_or(bytes, guess)
}

/// Decodes an XML file, or its start if it `is_cut`: as [`decode`] does, except that the encoding
/// which it declares comes before any guess. Bytes that are UTF-8 are taken as that whatever they
/// declare: programs that convert a file seldom change what it says of itself.
pub fn decode_xml(bytes: &[u8], is_cut: bool) -> Decoded {
    let bytes = if is_cut { without_part(bytes) } else { bytes };
    let declared = declared(bytes);
    Decoded { is_cut, ..decode_or(bytes, |bytes| declared.unwrap_or_else(|| guess(bytes))) }
}

/// The encoding that an XML declaration names, unless that is UTF-8, which is seen without, or
/// UTF-16, in which the declaration would not be found here.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    /// Bytes of a declaration that are looked at.
    const START: usize = 200;
    let start = bytes.get(..bytes.len().min(START)).unwrap_or_default();
    let declaration = start.strip_prefix(b"<?xml")?.split(|&byte| byte == b'>').next()?;
    let declaration = std::str::from_utf8(declaration).ok()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let label = value.get(1..)?.split(quote).next()?;
    Encoding::for_label(label.as_bytes()).filter(|encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding))
}

fn decode_or(bytes: &[u8], guess: impl FnOnce(&[u8]) -> &'static Encoding) -> Decoded {
    let (text, encoding, replaced) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => with(encoding, bytes.get(mark..).unwrap_or_default()),
        // The crate checks several bytes at once, where the standard library takes one by one.
        None => match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
            // UTF-16 without a byte order mark is full of NULs where it is ASCII, and NUL is valid
            // UTF-8.
            Some(text) => match utf16_without_mark(bytes) {
                Some(encoding) => with(encoding, bytes),
                None => (text.into_owned(), UTF_8, 0),
            },
            None => with(guess(bytes), bytes),
        },
    };
    let (text, controls) = tidy(text);
    Decoded {
        text,
        encoding: (encoding != UTF_8).then(|| encoding.name()),
        replaced,
        controls,
        is_cut: false,
    }
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> (String, &'static Encoding, usize) {
    let own = bytes.windows(3).filter(|&three| three == "\u{FFFD}".as_bytes()).count();
    let (text, wrong) = encoding.decode_without_bom_handling(bytes);
    // Replacement characters that stood in the file already are the author's.
    let replaced = if wrong { text.matches('\u{FFFD}').count().saturating_sub(own).max(1) } else { 0 };
    (text.into_owned(), encoding, replaced)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = utf16_without_mark(bytes) {
        return encoding;
    }
    if is_damaged_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// `true` if every second byte of the start is often NUL and the others hardly ever.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(4096) & !1)?;
    let (mut first, mut second) = (0, 0);
    for pair in start.chunks_exact(2) {
        first += usize::from(pair.first() == Some(&0));
        second += usize::from(pair.last() == Some(&0));
    }
    let pairs = start.len() / 2;
    let often = |count: usize| count >= 3 && count * 20 > pairs;
    let hardly = |count: usize, other: usize| count * 20 <= other;
    if often(second) && hardly(first, second) {
        Some(UTF_16LE)
    } else if often(first) && hardly(second, first) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// `true` if well-formed multi-byte sequences outnumber the broken ones by far: no text in another
/// encoding looks so.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good >= broken * 8
}

/// A byte order mark in UTF-8 that was read as Latin letters and written in UTF-8 again.
const LATIN_MARK: &str = "ï»¿";

/// Makes line ends `\n` and takes byte order marks and control characters out; returns how many of
/// the latter.
fn tidy(mut text: String) -> (String, usize) {
    if text.starts_with(LATIN_MARK) {
        text.drain(..LATIN_MARK.len());
    }
    if !needs_tidying(text.as_bytes()) {
        return (text, 0);
    }
    let mut tidied = String::with_capacity(text.len());
    let mut controls = 0;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                characters.next_if_eq(&'\n');
                tidied.push('\n');
            }
            '\n' | '\t' => tidied.push(c),
            '\u{FEFF}' => {}
            '\u{85}' => {
                tidied.push(' '); // a line end of mainframes: in scraped text it separates words
                controls += 1;
            }
            _ if c.is_control() => controls += 1,
            _ => tidied.push(c),
        }
    }
    (tidied, controls)
}

/// `true` if UTF-8 text holds a carriage return, a control character or, perhaps, a byte order
/// mark. Blocks are looked at without a way out in the middle, which the compiler turns into a few
/// instructions a block; only the C1 controls and the marks, whose first two bytes hardly any other
/// character has, need a closer look.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "a way out in the middle would keep the compiler from blocks"
)]
fn needs_tidying(text: &[u8]) -> bool {
    const BLOCK: usize = 64;
    let c0 = |byte: u8| byte.is_ascii_control() && byte != b'\n' && byte != b'\t';
    let begins = |first: u8, second: u8| {
        ((first == 0xC2) & (second & 0xE0 == 0x80)) | ((first == 0xEF) & (second == 0xBB))
    };
    let followers = text.get(1..).unwrap_or_default();
    text.chunks(BLOCK).any(|block| block.iter().fold(false, |found, &byte| found | c0(byte)))
        || text.chunks(BLOCK).zip(followers.chunks(BLOCK)).any(|(block, next)| {
            block.iter().zip(next).fold(false, |found, (&first, &second)| found | begins(first, second))
        })
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, GBK};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_xml_declares_comes_before_a_guess() {
        let text = |label: &str| format!("<?xml version='1.0' encoding=\"{label}\"?>\n<a>\u{e9}</a>");
        for (label, encoding) in [
            ("ISO-8859-1", encoding_rs::WINDOWS_1252),
            ("gbk", GBK),
            ("ISO-8859-15", encoding_rs::ISO_8859_15),
        ] {
            let written = text(label);
            let (bytes, _, _) = encoding.encode(&written);
            let decoded = decode_xml(&bytes, false);
            assert_eq!((decoded.text, decoded.encoding), (text(label), Some(encoding.name())));
        }
        for label in ["gb2312", "UTF-8", "utf-16", "nonsense"] {
            let decoded = decode_xml(text(label).as_bytes(), true);
            assert_eq!((decoded.text, decoded.encoding, decoded.is_cut), (text(label), None, true));
        }
    }

    const SIMPLIFIED: &str =
        "---\ntitle: 中韩外长在首尔举行会谈\n---\n韩国和中国的外交部长今天在首尔举行了会谈。\n";
    const TRADITIONAL: &str = "---\ntitle: 透過早晨改變你的人生\n---\n五個幫助我們起床的方法，這是第一個。\n";

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn encodings_are_recognised() {
        let mark = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
        for (name, bytes, text, encoding) in [
            ("UTF-8", SIMPLIFIED.into(), SIMPLIFIED, None),
            ("UTF-8 with mark", mark(b"\xEF\xBB\xBF", SIMPLIFIED.into()), SIMPLIFIED, None),
            ("GBK", GBK.encode(SIMPLIFIED).0.into_owned(), SIMPLIFIED, Some("GBK")),
            ("Big5", BIG5.encode(TRADITIONAL).0.into_owned(), TRADITIONAL, Some("Big5")),
            ("UTF-16LE", utf16(SIMPLIFIED, u16::to_le_bytes), SIMPLIFIED, Some("UTF-16LE")),
            ("UTF-16BE", utf16(SIMPLIFIED, u16::to_be_bytes), SIMPLIFIED, Some("UTF-16BE")),
            ("UTF-16LE with mark", mark(b"\xFF\xFE", utf16("中", u16::to_le_bytes)), "中", Some("UTF-16LE")),
            ("empty", vec![], "", None),
        ] {
            let decoded = decode(&bytes);
            assert_eq!(
                (decoded.text.as_str(), decoded.encoding, decoded.replaced),
                (text, encoding, 0),
                "{name}"
            );
        }
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes = SIMPLIFIED.as_bytes().to_vec();
        bytes.extend_from_slice(b"\xE4\xB8 and \xFF.");
        let decoded = decode(&bytes);
        assert_eq!(decoded.text, format!("{SIMPLIFIED}\u{FFFD} and \u{FFFD}."));
        assert_eq!((decoded.encoding, decoded.replaced), (None, 2));
    }

    #[test]
    fn a_start_ends_with_a_whole_character() {
        for end in 0..4 {
            let bytes = "中".repeat(40).into_bytes();
            let decoded = decode_start(bytes.get(..100 + end).unwrap());
            assert_eq!(decoded.text, "中".repeat((100 + end) / 3));
            assert_eq!((decoded.encoding, decoded.replaced, decoded.is_cut), (None, 0, true));
        }
    }

    #[test]
    fn line_ends_and_controls() {
        let decoded = decode(b"a\r\nb\rc\0\x1B\x7F\td\xC2\x85e\xC2\xA0f");
        assert_eq!((decoded.text.as_str(), decoded.controls), ("a\nb\nc\td e\u{A0}f", 4));
        let c1_alone = decode("一\u{80}二\u{9F}".as_bytes());
        assert_eq!((c1_alone.text.as_str(), c1_alone.controls), ("一二", 2));
    }

    proptest! {
        #[test]
        fn any_bytes_become_clean_text(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let text = decode(&bytes).text;
            prop_assert!(!text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
        }

        #[test]
        fn utf8_is_kept_as_it_is(text in "[^\\p{Cc}\u{FEFF}]{0,200}") {
            prop_assert_eq!(decode(text.as_bytes()).text, text);
        }
    }
}
