//! Text for terminals and logs. Names of files, titles and error messages come from others:
//! nothing in them may move the cursor, change the window's title, turn the direction of what
//! follows, or be taken as a command by whoever reads a log.

use std::borrow::Cow;

/// Prints `text` as a line on standard error.
pub(crate) fn tell(text: &str) {
    eprintln!("{}", escaped(text));
}

/// `text` on one line, with what is no visible text written as `\u{…}`.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_active(c) || c == '#') && !starts_command(text) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut rest = text.chars();
    let command = starts_command(text);
    let mut begun = false;
    while let Some(c) = rest.next() {
        let starts = command && !begun && !c.is_whitespace();
        begun |= !c.is_whitespace();
        if is_active(c) || starts || (c == '#' && names_command(rest.as_str())) {
            escaped.extend(c.escape_unicode());
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// `true` for characters that do something instead of standing for something: control characters,
/// line separators, marks and overrides of direction, and tag characters. The joiners of emoji and
/// of some scripts are text.
fn is_active(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
        )
}

/// `true` if GitHub's runners take a line like this as a workflow command (`::error::…`).
fn starts_command(text: &str) -> bool {
    text.trim_start().starts_with("::")
}

/// `true` if what follows a `#` makes it the start of a command: `##[error]…` of GitHub and Azure,
/// which may stand anywhere in a line, `##vso[…]` and `##teamcity[…]`.
fn names_command(after: &str) -> bool {
    after
        .strip_prefix('#')
        .is_some_and(|rest| rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('['))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_escaped() {
        for (text, expected) in [
            ("posts/标题 a.md: x", "posts/标题 a.md: x"),
            ("\u{1b}[31mred\u{1b}]0;x\u{7}", "\\u{1b}[31mred\\u{1b}]0;x\\u{7}"),
            ("a\n::error::b\r\tc", "a\\u{a}::error::b\\u{d}\\u{9}c"),
            ("::error::b", "\\u{3a}:error::b"),
            ("  ::error::b", "  \\u{3a}:error::b"),
            ("a::b", "a::b"),
            ("a\u{202E}b\u{2066}c\u{2069}\u{9B}", "a\\u{202e}b\\u{2066}c\\u{2069}\\u{9b}"),
            ("a ##[error]b ##vso[task]", "a \\u{23}#[error]b \\u{23}#vso[task]"),
            ("## a [b] C# ##", "## a [b] C# ##"),
            ("👩\u{200D}👧 نمی\u{200C}خواهم", "👩\u{200D}👧 نمی\u{200C}خواهم"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    proptest! {
        #[test]
        fn nothing_active_is_left(text in "(::|#|\\[|[a-z ]|\\PC|\\p{C}|\u{2028}|\u{202E}){0,40}") {
            let escaped = escaped(&text);
            prop_assert!(!escaped.contains(is_active));
            prop_assert!(!starts_command(&escaped));
            prop_assert!(!escaped.contains("##["));
        }
    }
}
