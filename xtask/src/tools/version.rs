//! Version numbers, in what programs say of themselves and in Cargo.lock.

/// The first dotted number in what a program prints for `--version`: `0.21.14` in `trunk 0.21.14`.
pub(super) fn in_text(text: &str) -> Option<&str> {
    text.split(|c: char| c.is_whitespace() || c == '(' || c == 'v')
        .find(|word| word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit()))
        .map(|word| word.trim_end_matches([',', ')']))
}

/// The number before the first dot.
pub(super) fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

/// The version of `package` that `Cargo.lock` fixes; the first, should there be several.
pub(super) fn in_lock_file<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let mut lines = lock.lines();
    lines.find(|line| value(line, "name") == Some(package))?;
    lines.next().and_then(|line| value(line, "version"))
}

fn value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_programs_print() {
        assert_eq!(in_text("trunk 0.21.14\n"), Some("0.21.14"));
        assert_eq!(in_text("Chromium 156.0.8078.79 built on Debian"), Some("156.0.8078.79"));
        assert_eq!(in_text("ChromeDriver 156.0.8078.79 (a21ce95c24ce)"), Some("156.0.8078.79"));
        assert_eq!(in_text("v20.20.2"), Some("20.20.2"));
        assert_eq!(in_text("Google Chrome"), None);
    }

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(major("156.0.1"), Some(156));
        assert_eq!(major("new"), None);
    }

    #[test]
    fn the_lock_file_gives_the_version_of_exactly_that_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(in_lock_file(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(in_lock_file(lock, "wasm"), None);
    }
}
