//! The uncleaned article as pieces of the cleaned one.

use std::collections::HashMap;

use broadsheet_article::Article;
use broadsheet_article::tree::Block;
use broadsheet_bundle::format::HtmlPiece;

/// `everything` as pieces of `article`, both as HTML; none where the two are the same. Most blocks
/// are in both, so this is far shorter than the whole.
pub(super) fn pieces(article: &Article, everything: &Article) -> Vec<HtmlPiece> {
    /// Bytes of a block that is looked for further on: a shorter one, such as a rule, is too easily
    /// mistaken for another.
    const DISTINCT: usize = 40;
    let written = |block: &Block| broadsheet_article::write_blocks(std::slice::from_ref(block));
    let mut places: HashMap<String, Vec<(usize, usize)>> = HashMap::with_capacity(article.blocks.len());
    let mut total = 0;
    for (place, block) in article.blocks.iter().enumerate() {
        let html = written(block);
        let start = total;
        total += html.len();
        places.entry(html).or_default().push((place, start));
    }
    let mut pieces: Vec<HtmlPiece> = Vec::new();
    let mut next = 0;
    for block in &everything.blocks {
        let html = written(block);
        let kept = places.get(&html).and_then(|all| all.get(all.partition_point(|(place, _)| *place < next)));
        match (kept, pieces.last_mut()) {
            (Some(&(place, start)), last) if place == next || html.len() >= DISTINCT => {
                next = place + 1;
                let end = start + html.len();
                match last {
                    // Nothing is kept yet of the piece.
                    Some(piece) if piece.start == piece.end => (piece.start, piece.end) = (start, end),
                    Some(piece) if piece.end == start => piece.end = end,
                    _ => pieces.push(HtmlPiece { removed: String::new(), start, end }),
                }
            }
            (_, Some(piece)) if piece.start == piece.end => piece.removed.push_str(&html),
            _ => pieces.push(HtmlPiece { removed: html, start: 0, end: 0 }),
        }
    }
    if pieces == [HtmlPiece { removed: String::new(), start: 0, end: total }] {
        pieces.clear();
    }
    pieces
}

#[cfg(test)]
mod tests {
    use broadsheet_article::{Options, native};

    use super::*;

    #[test]
    fn everything_is_made_of_pieces() {
        let read = |html: &str| native::parse(html, &Options { clean: false, ..Options::default() });
        let long = |name: &str| format!("<p>{name}{}</p>", name.repeat(50));
        let [a, b, c] = ["a", "b", "c"].map(long);
        for (content, everything, count) in [
            (format!("{a}<hr>{b}"), format!("{a}<hr>{b}"), 0),
            (format!("{a}<hr>{b}"), format!("<p>x</p><p>y</p>{a}<hr>{b}"), 1),
            (format!("{a}<hr>{b}"), format!("<hr>{a}<p>x</p><hr>{b}<p>y</p>"), 3),
            (format!("{a}{b}{c}"), format!("{a}<p>changed</p>{c}"), 2),
            (format!("{a}{b}"), format!("{b}{a}"), 2),
            (a.clone(), String::new(), 0),
            (String::new(), a.clone(), 1),
        ] {
            let (content, everything) = (read(&content), read(&everything));
            let pieces = pieces(&content, &everything);
            assert_eq!(pieces.len(), count, "{pieces:?}");
            if count > 0 {
                let html = broadsheet_article::write_html(&content);
                let joined = broadsheet_bundle::format::assemble(&html, &pieces, usize::MAX).unwrap();
                assert_eq!(joined, broadsheet_article::write_html(&everything));
            }
        }
    }
}
