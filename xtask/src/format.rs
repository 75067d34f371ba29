//! Numbers for people.

/// `1234567` as `1,234,567`. The number is a whole one, and not negative.
pub(crate) fn with_thousands_separator(number: impl ToString + Copy) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(
            [0, 999, 1_000, 1_234_567].map(with_thousands_separator),
            ["0", "999", "1,000", "1,234,567"]
        );
        assert_eq!(with_thousands_separator(1_000.0), "1,000");
    }
}
