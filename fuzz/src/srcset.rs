//! Lists of an image's candidates.

use broadsheet_article::tree::{Block, CandidateSize, Image, Inline};
use broadsheet_article::{native, write_html};

use crate::article;
use crate::safe::{assert_safe, is_media};

/// Candidates that an image may have.
const MOST: usize = 24;

/// The first byte chooses the attribute, the rest is its value.
pub fn run(data: &[u8]) {
    let Some((choice, list)) = data.split_first() else { return };
    let list = String::from_utf8_lossy(list).replace('&', "&amp;").replace('"', "&quot;");
    let options = article::options(choice >> 3);
    let html = match choice % 4 {
        0 => format!("<img src=https://x.test/a.png srcset=\"{list}\">"),
        1 => format!("<img data-srcset=\"{list}\">"),
        2 => format!("<picture><source srcset=\"{list}\"><img src=https://x.test/a.png></picture>"),
        _ => format!("<img src=\"{list}\" srcset=\"{list}\">"),
    };
    let article = native::parse(&html, &options);
    assert_safe(&write_html(&article));
    for image in article.blocks.iter().filter_map(picture) {
        assert!(is_media(image.source.as_str()), "{:?} from {html}", image.source);
        assert!(image.candidates.len() != 1 && image.candidates.len() <= MOST, "{html}");
        for (place, candidate) in image.candidates.iter().enumerate() {
            assert!(is_media(candidate.url.as_str()), "{candidate:?} from {html}");
            let first = image.candidates[0].size;
            assert_eq!(
                std::mem::discriminant(&candidate.size),
                std::mem::discriminant(&first),
                "two kinds of sizes: {html}"
            );
            assert!(image.candidates[..place].iter().all(|other| other.size != candidate.size), "{html}");
            assert!(!matches!(candidate.size, CandidateSize::Width(0) | CandidateSize::Density(0)), "{html}");
        }
    }
    article::check(&html, &options);
}

fn picture(block: &Block) -> Option<&Image> {
    match block {
        Block::Paragraph(content) => content.iter().find_map(|inline| match inline {
            Inline::Image(image) => Some(image),
            _ => None,
        }),
        Block::Figure { content, .. } => content.iter().find_map(picture),
        _ => None,
    }
}
