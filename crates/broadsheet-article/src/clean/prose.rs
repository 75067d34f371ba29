//! Lines of running text: which of them say something in sentences. Names of boxes mislead; a
//! sentence shows that a box belongs to the article.

use super::visible::is_letter_or_digit;
use crate::build::{is_blank, is_wide};
use crate::vocabulary::Tag;

/// Letters and digits outside links from which on a line is running text without any mark.
const LONG_LINE: usize = 60;

/// The fewest letters of a sentence: in scripts without spaces between words, and in others.
const MIN_LETTERS: [usize; 2] = [1, 6];

/// The fewest letters of clauses without an end, in scripts without spaces between words.
const MIN_CLAUSES: usize = 8;

/// `true` if the text of a line, that of links left out, is a sentence or a part of one.
pub(super) fn is_sentence(text: &str) -> bool {
    let letters = text.chars().filter(|c| is_letter_or_digit(*c)).take(LONG_LINE).count();
    if letters >= LONG_LINE {
        return true;
    }
    let wide = text.chars().any(|c| is_wide(c) && c.is_alphanumeric());
    if letters < MIN_LETTERS[usize::from(!wide)] {
        return false;
    }
    if text.contains(['。', '！', '？', '｡', '।', '؟', '۔', '።', '；', '…']) {
        return true;
    }
    if wide && text.contains(['，', '、']) && letters >= MIN_CLAUSES {
        return true;
    }
    let end = text.trim_end_matches(|c: char| is_blank(c) || is_closing(c));
    match end.chars().next_back() {
        Some('!' | '?') => true,
        // Not an initial or an abbreviation alone: a sentence has two words.
        Some('.') => wide || end.split_whitespace().filter(|word| has_letters(word)).nth(1).is_some(),
        _ => false,
    }
}

/// `true` for a word of two letters or more.
fn has_letters(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).nth(1).is_some()
}

/// `true` for a mark that may stand behind the end of a sentence.
fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | ')' | ']' | '”' | '’' | '»' | '」' | '』' | '）' | '】' | '》')
}

/// `true` for elements that are a part of the line around them.
pub(super) fn is_inline(tag: Option<Tag>) -> bool {
    let Some(tag) = tag else { return true };
    matches!(
        tag,
        Tag::A
            | Tag::Abbr
            | Tag::Acronym
            | Tag::B
            | Tag::Bdi
            | Tag::Br
            | Tag::Cite
            | Tag::Code
            | Tag::Del
            | Tag::Dfn
            | Tag::Em
            | Tag::I
            | Tag::Img
            | Tag::Ins
            | Tag::Kbd
            | Tag::Mark
            | Tag::Q
            | Tag::Rp
            | Tag::Rt
            | Tag::Rtc
            | Tag::Ruby
            | Tag::S
            | Tag::Samp
            | Tag::Small
            | Tag::Span
            | Tag::Strike
            | Tag::Strong
            | Tag::Sub
            | Tag::Sup
            | Tag::Time
            | Tag::Tt
            | Tag::U
            | Tag::Var
            | Tag::Wbr
    )
}

#[cfg(test)]
mod tests {
    use super::is_sentence;

    #[test]
    fn sentences_and_labels() {
        for text in [
            "地址今天还在，门牌换了三次。",
            "“有房吗？”",
            "The fleet sailed at dawn.",
            "He said: “Go away!”",
            "今日は雨だった。",
            "人来人往，灯火通明",
            "Das Schiff kam nie an …",
            "Words without any mark go on and on until nobody could take them for the label of a button",
        ] {
            assert!(is_sentence(text), "{text}");
        }
        for text in [
            "Share this:",
            "分享到：",
            "By J. Smith",
            "5 May 2020",
            "Menu",
            "x",
            "。",
            "Advertisement",
            "Jan.",
        ] {
            assert!(!is_sentence(text), "{text}");
        }
    }
}
