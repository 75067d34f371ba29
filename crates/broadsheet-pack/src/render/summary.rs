//! The summary of an article.

/// Characters in a summary.
const SUMMARY: usize = 120;

/// The start of the article's text, on one line.
pub(super) fn summary(text: &str) -> Option<String> {
    let mut summary = String::new();
    let mut left = SUMMARY;
    for word in text.split_whitespace() {
        if !summary.is_empty() {
            summary.push(' ');
            left = left.saturating_sub(1);
        }
        for c in word.chars() {
            if left == 0 {
                summary.truncate(summary.trim_end().len());
                summary.push('…');
                return Some(summary);
            }
            summary.push(c);
            left -= 1;
        }
    }
    (!summary.is_empty()).then_some(summary)
}

#[cfg(test)]
mod tests {
    use broadsheet_article::{Options, native};

    use super::*;

    #[test]
    fn summaries() {
        let of =
            |html: &str| summary(&broadsheet_article::write_text(&native::parse(html, &Options::default())));
        assert_eq!(of(""), None);
        assert_eq!(of("<p>One\n two</p><p>three</p>").as_deref(), Some("One two three"));
        let exactly = "字".repeat(SUMMARY);
        assert_eq!(of(&exactly).as_deref(), Some(exactly.as_str()));
        assert_eq!(of(&format!("{exactly}字")), Some(format!("{exactly}…")));
        assert_eq!(
            of(&format!("{} 字", "字".repeat(SUMMARY - 1))),
            Some(format!("{}…", "字".repeat(SUMMARY - 1)))
        );
    }
}
