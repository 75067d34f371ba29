//! The direction in which the letters of a script are written.

/// `true` for the characters of the blocks that Unicode keeps for scripts from right to left
/// (<https://www.unicode.org/reports/tr9/#Table_Bidirectional_Character_Types>).
pub fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// `true` for letters of all others; coarse, for counting or to know that there is one.
pub fn is_left_to_right(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (c >= '\u{C0}'
            && !is_right_to_left(c)
            && !matches!(c, '\u{2000}'..='\u{2BFF}' | '\u{3000}'..='\u{303F}' | '\u{FE00}'..='\u{FF20}'))
}
