//! The kind of a file, by its bytes. Its name says nothing: browsers go by the type that a host
//! sends for the ending, so an ending must be true.

use std::io::Cursor;

use broadsheet_article::limits::MAX_IMAGE_PIXELS;
use broadsheet_article::tree::Size;
use broadsheet_article::url::FILE_EXTENSIONS;
use file_format::FileFormat;

/// Bytes at the start of a file that are looked at. A photo has its size behind what cameras write
/// into it, which is seldom more than 200 KB.
pub(super) const HEAD: u64 = 1024 * 1024;

/// The kind of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A raster picture, sound or film; the ending is its own.
    Binary(&'static str),
    /// A text in angle brackets, which may be an SVG picture.
    Markup,
    /// Something else: what it is called.
    Other(String),
}

/// Returns the kind of a file that starts with `head`.
pub(super) fn of(head: &[u8]) -> Kind {
    if is_markup(head) {
        return Kind::Markup;
    }
    let Ok(format) = FileFormat::from_reader(Cursor::new(head)) else { return unknown() };
    let extension = match format {
        FileFormat::PortableNetworkGraphics | FileFormat::AnimatedPortableNetworkGraphics => "png",
        FileFormat::JointPhotographicExpertsGroup => "jpg",
        FileFormat::GraphicsInterchangeFormat => "gif",
        FileFormat::Webp => "webp",
        FileFormat::WindowsBitmap => "bmp",
        FileFormat::FreeLosslessAudioCodec => "flac",
        FileFormat::WaveformAudio => "wav",
        FileFormat::Av1ImageFileFormat | FileFormat::Av1ImageFileFormatSequence => "avif",
        FileFormat::Mpeg12AudioLayer3 | FileFormat::Id3v2 => "mp3",
        FileFormat::OggOpus
        | FileFormat::OggVorbis
        | FileFormat::OggFlac
        | FileFormat::OggSpeex
        | FileFormat::OggTheora
        | FileFormat::OggMultiplexedMedia => "ogg",
        FileFormat::AppleItunesAudio | FileFormat::AppleItunesAudiobook => "m4a",
        FileFormat::Mpeg4Part14
        | FileFormat::AppleItunesVideo
        | FileFormat::ThirdGenerationPartnershipProject => "mp4",
        // AVIF files of the first programs say what they are further on.
        FileFormat::HighEfficiencyImageFileFormat if has_brand(head, *b"avif") => "avif",
        FileFormat::AppleQuicktime if head.get(4..8) == Some(b"ftyp") => "mp4",
        FileFormat::Webm => "webm",
        FileFormat::Empty => return Kind::Other("empty".to_owned()),
        FileFormat::ArbitraryBinaryData => return unknown(),
        other => return Kind::Other(other.name().to_owned()),
    };
    // What begins with a box begins with its length, and no file needs the length that reads
    // `<!--`: a host that does not know the ending sends no type, and then browsers go by the first
    // bytes.
    let is_sound = head.get(4..8) != Some(b"ftyp") || (head.starts_with(&[0, 0]) && has_box(head));
    if is_sound { Kind::Binary(extension) } else { unknown() }
}

/// Returns the extension under which a file that is no picture, sound or film is handed out; `None`
/// if it is of no kind that is known to be harmless. `name` is what it is called, which chooses
/// among kinds that have the same bytes at their start: no browser runs any of them.
pub(super) fn handed_out_as(head: &[u8], name: &str) -> Option<&'static str> {
    const ZIPPED: [&str; 8] = ["docx", "epub", "odp", "ods", "odt", "pptx", "xlsx", "zip"];
    const COMPOUND: [&str; 3] = ["doc", "ppt", "xls"];
    const TEXTS: [&str; 3] = ["csv", "tsv", "txt"];
    if is_markup(head) || head.is_empty() {
        return None;
    }
    let own = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let among = |known: &[&'static str]| known.iter().copied().find(|known| known.eq_ignore_ascii_case(own));
    match FileFormat::from_reader(Cursor::new(head)).ok()? {
        FileFormat::Zip => Some(among(&ZIPPED).unwrap_or("zip")),
        FileFormat::CompoundFileBinary => among(&COMPOUND),
        format => {
            let extension = match format.extension() {
                "tiff" => "tif",
                "heics" | "heif" | "heifs" => "heic",
                extension => extension,
            };
            let known = FILE_EXTENSIONS.iter().copied().find(|known| *known == extension);
            // What is not a table is plain text, whatever program it is of.
            known.or_else(|| if is_text(head) { Some(among(&TEXTS).unwrap_or("txt")) } else { None })
        }
    }
}

/// `true` for the start of a text: in UTF-8 or another encoding of bytes, without control
/// characters.
fn is_text(head: &[u8]) -> bool {
    head.iter().all(|&byte| byte >= b' ' && byte != 0x7f || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c))
}

fn unknown() -> Kind {
    Kind::Other("of no known kind".to_owned())
}

/// `true` if the first box is one that could be: from 16 bytes to 64 KB, in units of four.
fn has_box(head: &[u8]) -> bool {
    box_length(head).is_some_and(|length| length >= 16 && length % 4 == 0)
}

fn box_length(head: &[u8]) -> Option<usize> {
    let length = head.first_chunk::<4>()?;
    usize::try_from(u32::from_be_bytes(*length)).ok()
}

/// `true` if the first box names `brand` among those that the file is compatible with.
fn has_brand(head: &[u8], brand: [u8; 4]) -> bool {
    let brands = box_length(head).and_then(|length| head.get(16..length.min(1024)));
    brands.is_some_and(|brands| brands.chunks_exact(4).any(|known| *known == brand))
}

/// `true` if the first thing beside white space and marks of an encoding is an angle bracket.
fn is_markup(head: &[u8]) -> bool {
    let is_blank =
        |byte: &&u8| byte.is_ascii_whitespace() || matches!(byte, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF);
    head.iter().take(1024).find(|byte| !is_blank(byte)) == Some(&b'<')
}

/// The size of the picture that starts with `head`, as it is shown.
pub(super) fn size(extension: &str, head: &[u8]) -> Option<Size> {
    if !matches!(extension, "png" | "jpg" | "gif" | "webp" | "avif") {
        return None;
    }
    let found = imagesize::blob_size(head).ok()?;
    let [width, height] = [found.width, found.height].map(|pixels| u32::try_from(pixels).unwrap_or(u32::MAX));
    let [width, height] =
        if extension == "jpg" && is_on_its_side(head) { [height, width] } else { [width, height] };
    rounded(f64::from(width), f64::from(height))
}

/// `true` if a photo says that it is to be turned by a quarter.
fn is_on_its_side(head: &[u8]) -> bool {
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(head)).ok();
    let orientation =
        exif.and_then(|exif| exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?.value.get_uint(0));
    // EXIF 2.32, 4.6.4: these are turned by 90° either way, mirrored or not.
    matches!(orientation, Some(5..=8))
}

/// A size in whole pixels; `None` for a dot, which articles have no use for, nor for what cannot be
/// a picture.
pub(super) fn rounded(width: f64, height: f64) -> Option<Size> {
    let whole = |pixels: f64| {
        let pixels = pixels.round();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is looked at")]
        (pixels > 1.0 && pixels <= f64::from(MAX_IMAGE_PIXELS)).then_some(pixels as u32)
    };
    Some(Size { width: whole(width)?, height: whole(height)? })
}
