//! Strips of links to other articles, known by the line above them.

use super::report::Removal;
use super::rule::TreeStep;
use super::rules::RELATED;
use super::text_length::{TextLength, add_text};
use crate::tree::Block;

/// Removes strips of links, in the name of the rule for boxes of such links.
pub(super) const STEP: TreeStep =
    TreeStep { apply: |blocks, _, removed| remove(blocks, removed), ..TreeStep::NEW };

/// Labels that sites put above their links to other articles.
const LABELS: [&str; 41] = [
    "Keep reading",
    "Latest news",
    "More stories",
    "Most popular",
    "Most read",
    "Popular posts",
    "Read next",
    "Recent posts",
    "Recommended",
    "Recommended for you",
    "Related",
    "Related articles",
    "Related content",
    "Related posts",
    "Related stories",
    "Trending now",
    "You may also like",
    "You might also like",
    "大家都在看",
    "您可能感兴趣的文章",
    "你可能感兴趣",
    "推荐文章",
    "推荐阅读",
    "推薦文章",
    "推薦閱讀",
    "更多文章",
    "最新文章",
    "热门文章",
    "熱門文章",
    "猜你喜欢",
    "猜你喜歡",
    "相关",
    "相关报道",
    "相关推荐",
    "相关文章",
    "相关新闻",
    "相关阅读",
    "相關報導",
    "相關文章",
    "相關新聞",
    "相關閱讀",
];

/// Removes every label that links follow, with the links. Works on the tree, where label and links
/// are adjacent however the page nested them.
fn remove(blocks: &mut Vec<Block>, removed: &mut Vec<Removal>) {
    // Hardly any article has a label, so that its text need not be counted.
    if !blocks.iter().any(is_label) {
        return;
    }
    let lengths: Vec<TextLength> =
        blocks.iter().map(|block| TextLength::of(std::slice::from_ref(block))).collect();
    // The number of consecutive blocks of links from each index on, and the amount of text before
    // it: counted once, since every other line may be a label.
    let mut links = vec![0; blocks.len() + 1];
    for (index, length) in lengths.iter().enumerate().rev() {
        links[index] = if is_links(length) { links[index + 1] + 1 } else { 0 };
    }
    let mut before = vec![0; blocks.len() + 1];
    for (index, length) in lengths.iter().enumerate() {
        before[index + 1] = before[index] + length.text;
    }
    let total = before[blocks.len()];
    let mut gone = 0;
    let mut index = 0;
    blocks.retain(|block| {
        let here = index;
        index += 1;
        if gone <= here && links[here + 1] > 0 && is_label(block) {
            let end = here + 1 + links[here + 1];
            if (before[end] - before[here]) * 2 <= total {
                gone = end;
            }
        }
        if here < gone {
            removed.push(Removal::of_block(RELATED.name, block));
        }
        here >= gone
    });
}

fn is_label(block: &Block) -> bool {
    let (Block::Paragraph(_) | Block::Heading { .. }) = block.undirected() else { return false };
    let mut text = String::new();
    add_text(block, &mut text);
    let label = text.trim_end_matches([':', '：', ' ']);
    LABELS.iter().any(|known| known.eq_ignore_ascii_case(label))
}

/// `true` if a block of such a length is mostly links.
fn is_links(length: &TextLength) -> bool {
    (length.links > 0 || length.linked_images > 0) && length.links * 10 >= length.text * 7
}
