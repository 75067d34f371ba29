//! Comparing text as readers do.

/// `text` folded for comparison: case and the width of Latin letters, digits and punctuation do not count.
pub fn fold(text: &str) -> String {
    text.chars().map(narrow).flat_map(char::to_lowercase).collect()
}

/// The narrow form of a full-width character (Unicode block "Halfwidth and Fullwidth Forms": U+FF01 to U+FF5E mirror
/// U+0021 to U+007E), and a plain space for an ideographic one.
fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// A title search: every word has to stand somewhere in the title.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(Vec<String>);

impl Words {
    /// The words of `query`, folded, split at white space.
    pub fn new(query: &str) -> Self {
        Self(fold(query).split_whitespace().map(str::to_owned).collect())
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every word stands in `title`.
    pub fn match_title(&self, title: &str) -> bool {
        let title = fold(title);
        self.0.iter().all(|word| title.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_width_do_not_count() {
        assert_eq!(fold("ＶＰＮ　软件！"), "vpn 软件!");
        let words = Words::new("  ｖｐｎ 变形 ");
        assert!(words.match_title("VPN软件的中国变形记"));
        assert!(!words.match_title("VPN软件"));
        assert!(Words::new(" \u{3000} ").is_empty());
    }
}
