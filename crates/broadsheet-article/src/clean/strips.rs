//! Strips of links to other articles, known by the line above them.

use super::{Removal, boxes};
use crate::tree::{Block, Definition, Inline, Table};

/// What a site writes above its links to other articles.
const LABELS: [&str; 19] = [
    "Recommended",
    "Related",
    "Related articles",
    "Related posts",
    "Related stories",
    "You may also like",
    "您可能感兴趣的文章",
    "你可能感兴趣",
    "推荐阅读",
    "推薦閱讀",
    "热门文章",
    "猜你喜欢",
    "相关",
    "相关报道",
    "相关文章",
    "相关新闻",
    "相关阅读",
    "相關文章",
    "相關閱讀",
];

/// Takes out every such line that links follow, with the links. Works on the tree, where line and links stand side by
/// side however the page nested them.
pub(super) fn clean(blocks: &mut Vec<Block>, removed: &mut Vec<Removal>) {
    let total = Length::of(blocks).text;
    let mut place = 0;
    while place < blocks.len() {
        let links = if is_label(&blocks[place]) {
            blocks[place + 1..].iter().take_while(|block| is_links(block)).count()
        } else {
            0
        };
        let strip = place..place + 1 + links;
        if links == 0 || Length::of(&blocks[strip.clone()]).text * 2 > total {
            place += 1;
            continue;
        }
        for block in blocks.drain(strip) {
            let mut text = String::new();
            add_text(&block, &mut text);
            removed.push(Removal {
                rule: boxes::RELATED,
                summary: text.chars().take(80).collect(),
                characters: Length::of(&[block]).text,
            });
        }
    }
}

fn is_label(block: &Block) -> bool {
    let (Block::Paragraph(_) | Block::Heading { .. }) = block else { return false };
    let mut text = String::new();
    add_text(block, &mut text);
    let label = text.trim_end_matches([':', '：', ' ']);
    LABELS.iter().any(|known| known.eq_ignore_ascii_case(label))
}

/// Whether a block is links for the most part.
fn is_links(block: &Block) -> bool {
    let length = Length::of(std::slice::from_ref(block));
    (length.links > 0 || length.linked_pictures > 0) && length.links * 10 >= length.text * 7
}

fn add_text(block: &Block, text: &mut String) {
    match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => add_line(content, text),
        Block::List(list) => {
            for block in list.items.iter().flat_map(|item| &item.content) {
                add_text(block, text);
                text.push(' ');
            }
        }
        Block::Figure { content, .. } | Block::Quote(content) => {
            for block in content {
                add_text(block, text);
            }
        }
        _ => {}
    }
}

fn add_line(content: &[Inline], text: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(piece) => text.push_str(piece),
            Inline::Break => text.push(' '),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => add_line(content, text),
            Inline::Anchor(_) | Inline::Image(_) => {}
        }
    }
}

/// How many visible characters there are, and how much of it is links.
#[derive(Default)]
struct Length {
    text: usize,
    links: usize,
    linked_pictures: usize,
}

impl Length {
    fn of(blocks: &[Block]) -> Self {
        let mut length = Self::default();
        length.add_all(blocks);
        length
    }

    fn add_all<'b>(&mut self, blocks: impl IntoIterator<Item = &'b Block>) {
        for block in blocks {
            self.add(block);
        }
    }

    fn add(&mut self, block: &Block) {
        match block {
            Block::Paragraph(content)
            | Block::Heading { content, .. }
            | Block::Preformatted { content, .. } => {
                self.add_line(content, false);
            }
            Block::Quote(content) => self.add_all(content),
            Block::List(list) => self.add_all(list.items.iter().flat_map(|item| &item.content)),
            Block::Definitions(parts) => {
                for part in parts {
                    match part {
                        Definition::Term(content) => self.add_line(content, false),
                        Definition::Details(content) => self.add_all(content),
                    }
                }
            }
            Block::Table(Table { caption, head, body }) => {
                self.add_line(caption, false);
                self.add_all(head.iter().chain(body).flatten().flat_map(|cell| &cell.content));
            }
            Block::Figure { content, caption: line } | Block::Details { content, summary: line } => {
                self.add_all(content);
                self.add_line(line, false);
            }
            Block::Media(_) | Block::Film(_) | Block::Rule => {}
        }
    }

    fn add_line(&mut self, content: &[Inline], linked: bool) {
        for inline in content {
            match inline {
                Inline::Text(text) => {
                    let visible = text.chars().filter(|c| !crate::flow::is_blank(*c)).count();
                    self.text += visible;
                    if linked {
                        self.links += visible;
                    }
                }
                Inline::Image(_) if linked => self.linked_pictures += 1,
                Inline::Styled { content, .. } => self.add_line(content, linked),
                Inline::Link { content, .. } => self.add_line(content, true),
                Inline::Image(_) | Inline::Break | Inline::Anchor(_) => {}
            }
        }
    }
}
