//! The direction of text: of a language, and of what is written. Pure.

use broadsheet_article::letters::{is_left_to_right, is_right_to_left};

/// A direction of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// As Latin and Chinese.
    LeftToRight,
    /// As Arabic and Hebrew.
    RightToLeft,
}

/// Scripts that are written from right to left, as subtags.
const SCRIPTS: [&str; 7] = ["Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"];

/// Languages that are written from right to left unless their tag names another script.
const LANGUAGES: [&str; 14] =
    ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];

impl Direction {
    /// Returns the direction of a language, given its BCP 47 tag.
    pub fn of_language(tag: &str) -> Self {
        let is = |known: &[&str], part: &str| known.iter().any(|known| known.eq_ignore_ascii_case(part));
        let mut parts = tag.split('-');
        let primary = parts.next().unwrap_or_default();
        let is_right_to_left = match parts.find(|part| part.len() == 4) {
            Some(script) => is(&SCRIPTS, script),
            None => is(&LANGUAGES, primary),
        };
        if is_right_to_left { Self::RightToLeft } else { Self::LeftToRight }
    }

    /// Returns the direction of most letters of a text; `None` for a text without letters.
    ///
    /// Not that of its first letter, as `dir="auto"` has it: paragraphs begin with foreign names.
    pub fn of_text(text: &str) -> Option<Self> {
        let (mut left_to_right, mut right_to_left) = (0_u32, 0_u32);
        for c in text.chars() {
            if is_right_to_left(c) {
                right_to_left += 1;
            } else if is_left_to_right(c) {
                left_to_right += 1;
            }
        }
        if right_to_left > left_to_right {
            Some(Self::RightToLeft)
        } else if left_to_right > 0 {
            Some(Self::LeftToRight)
        } else {
            None
        }
    }

    /// The value of the attribute `dir`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// `true` if a text has a letter that is written from right to left.
pub fn has_right_to_left(text: &str) -> bool {
    text.chars().any(is_right_to_left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_of_languages() {
        for (tag, expected) in [
            ("ar", "rtl"),
            ("fa-IR", "rtl"),
            ("und-Arab", "rtl"),
            ("HE", "rtl"),
            ("ks-Arab-IN", "rtl"),
            ("zh-Hans", "ltr"),
            ("en", "ltr"),
            ("ar-Latn", "ltr"),
            ("", "ltr"),
        ] {
            assert_eq!(Direction::of_language(tag).as_str(), expected, "{tag}");
        }
    }

    #[test]
    fn most_letters_decide() {
        for (text, expected) in [
            ("هذا نص", Some("rtl")),
            ("iPhone هو هاتف جديد من شركة", Some("rtl")),
            ("\"שלום\" is a greeting", Some("ltr")),
            ("潮汐表", Some("ltr")),
            ("2024 — 12, “…”", None),
            ("", None),
        ] {
            assert_eq!(Direction::of_text(text).map(Direction::as_str), expected, "{text}");
        }
        assert!(has_right_to_left("a ש"));
        assert!(!has_right_to_left("潮汐表，“a” 1"));
    }
}
