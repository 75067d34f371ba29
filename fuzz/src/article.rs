//! The properties of every article, wherever its HTML is from.

use broadsheet_article::limits::MAX_BLOCK_DEPTH;
use broadsheet_article::tree::{Block, Definition};
use broadsheet_article::{Options, native, write_html, write_text};

use crate::safe::{assert_good, assert_safe};

/// Returns the options that `choice` stands for: to clean or not, with or without title and base.
pub fn options(choice: u8) -> Options {
    Options {
        title: (choice & 1 == 0).then(|| "A title".to_owned()),
        base: (choice & 2 == 0).then(|| "https://base.test/dir/page".to_owned()),
        clean: choice & 4 == 0,
    }
}

/// Reads HTML; panics unless what comes out is safe, is for the viewer what it was for the packer,
/// is within the limits and in proportion to what went in.
pub fn check(html: &str, options: &Options) {
    let article = if options.clean { native::parse(html, options) } else { assert_good(html, options) };
    let written = write_html(&article);
    assert_safe(&written);
    let as_viewer = Options { title: None, base: None, clean: false };
    assert_eq!(native::parse(&written, &as_viewer).blocks, article.blocks, "{html}\nwritten: {written}");
    assert!(depth(&article.blocks) <= MAX_BLOCK_DEPTH, "blocks are nested too deeply: {html}");
    // Alternative texts and the words around facades come from attributes, so all of the source
    // counts.
    let characters = write_text(&article).chars().filter(|c| !c.is_whitespace()).count();
    assert!(characters <= html.chars().count() * 8 + 64, "text from nowhere: {html}");
}

/// The depth of blocks in blocks; 0 for those of an article itself.
fn depth(blocks: &[Block]) -> u16 {
    let inner = |block: &Block| match block {
        Block::Quote(content) | Block::Figure { content, .. } | Block::Details { content, .. } => {
            1 + depth(content)
        }
        Block::Directed { content, .. } => depth(content),
        Block::List(list) => 1 + list.items.iter().map(|item| depth(&item.content)).max().unwrap_or(0),
        Block::Definitions(parts) => {
            1 + parts
                .iter()
                .map(|part| match part {
                    Definition::Term(_) => 0,
                    Definition::Details(content) => depth(content),
                })
                .max()
                .unwrap_or(0)
        }
        Block::Table(table) => {
            1 + table
                .head
                .iter()
                .chain(&table.body)
                .flatten()
                .map(|cell| depth(&cell.content))
                .max()
                .unwrap_or(0)
        }
        _ => 0,
    };
    blocks.iter().map(inner).max().unwrap_or(0)
}
