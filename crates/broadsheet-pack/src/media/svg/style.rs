//! Styles of a picture, rebuilt from a grammar that is small enough to be sure of. Crates that
//! parse CSS leave values as they are, or know everything that browsers know; here what is not
//! understood is dropped, and a backslash is never understood.

use super::names;

/// Levels of functions in a value: `calc(2 * min(1px, 2px))` has two.
const MAX_FUNCTION_DEPTH: usize = 4;
/// Characters of a value; a path that is animated has the most, some thousands.
const MAX_VALUE: usize = 64 * 1024;

/// Selectors of a rule; drawing programs make some hundred.
const MAX_SELECTORS: usize = 1000;
/// References that the rules of a sheet may make, each counted for each selector of its rule.
const MAX_REFERENCES: usize = 10_000;
/// Names of dropped parts that are remembered.
const MAX_DROPPED: usize = 32;

/// A style, rebuilt.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// As it is written.
    pub(super) text: String,
    /// The properties that refer to parts of the picture, and the ids of those.
    pub(super) references: Vec<(&'static str, String)>,
    /// The names of what was dropped.
    pub(super) dropped: Vec<String>,
}

/// A style sheet, rebuilt.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    /// As it is written.
    pub(super) text: String,
    /// The elements that it may make refer to parts, as in [`Style::references`].
    pub(super) references: Vec<(Subject, &'static str, String)>,
    /// The names of what was dropped.
    pub(super) dropped: Vec<String>,
    /// `true` if there are more references than anybody could mean.
    pub(super) is_too_much: bool,
}

/// Remembers that something was dropped.
fn drop(name: &str, dropped: &mut Vec<String>) {
    if dropped.len() < MAX_DROPPED && !dropped.iter().any(|known| known == name) {
        dropped.push(name.to_owned());
    }
}

/// The conditions that the last part of a selector puts on an element.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    Class(String),
    Id(String),
    Name(String),
    Any,
}

/// Rebuilds the value of a property; `None` if it is not understood. Also says which parts of the
/// picture it names.
pub(super) fn value(value: &str) -> Option<(String, Vec<String>)> {
    let value = value.trim();
    if value.is_empty() || value.len() > MAX_VALUE {
        return None;
    }
    let mut rebuilt = String::with_capacity(value.len());
    let mut ids = Vec::new();
    let mut word = 0; // where the word begins that ends here
    let mut depth = 0;
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        let mut after = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '"' | '\'' => {
                let (text, end) = after.split_once(c)?;
                let is_plain = |c: char| {
                    !c.is_control() && !matches!(c, '\\' | '<' | '>' | '{' | '}' | '"' | '\'' | ';')
                };
                if !text.chars().all(is_plain) {
                    return None;
                }
                rebuilt.push('\'');
                rebuilt.push_str(text);
                rebuilt.push('\'');
                after = end;
                word = rebuilt.len();
            }
            '(' => {
                let name = rebuilt.get(word..).unwrap_or_default().to_ascii_lowercase();
                if name == "url" {
                    let (address, end) = after.split_once(')')?;
                    let id = fragment(unquoted(address.trim()))?;
                    rebuilt.truncate(word);
                    rebuilt.push_str("url(#");
                    rebuilt.push_str(id);
                    rebuilt.push(')');
                    ids.push(id.to_owned());
                    after = end;
                } else if names::is_function(&name) && depth < MAX_FUNCTION_DEPTH {
                    depth += 1;
                    rebuilt.push('(');
                } else {
                    return None;
                }
                word = rebuilt.len();
            }
            ')' => {
                depth = depth.checked_sub(1)?;
                rebuilt.push(')');
                word = rebuilt.len();
            }
            c if is_name(c) => rebuilt.push(c),
            ',' | '.' | '+' | '%' | '#' | '*' | '/' => {
                // A comment would begin here.
                if c == '*' && rebuilt.ends_with('/') {
                    return None;
                }
                rebuilt.push(c);
                word = rebuilt.len();
            }
            c if c.is_ascii_whitespace() => {
                if !rebuilt.ends_with(' ') {
                    rebuilt.push(' ');
                }
                word = rebuilt.len();
            }
            _ => return None,
        }
        rest = after;
    }
    (depth == 0).then_some((rebuilt, ids))
}

/// The id of an address within the picture: `#id`.
pub(super) fn fragment(address: &str) -> Option<&str> {
    let id = address.strip_prefix('#')?;
    let fits = !id.is_empty() && id.len() <= 256 && id.chars().all(|c| is_name(c) || matches!(c, '.' | ':'));
    fits.then_some(id)
}

fn unquoted(text: &str) -> &str {
    let within = |quote| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    within('"').or_else(|| within('\'')).unwrap_or(text)
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || (!c.is_ascii() && c.is_alphanumeric())
}

/// Rebuilds declarations: `fill: red; stroke: none`.
pub(super) fn declarations(text: &str) -> Style {
    let text = without_comments(text);
    let mut style = Style::default();
    for declaration in text.split(';').map(str::trim).filter(|declaration| !declaration.is_empty()) {
        let (name, written) = declaration.split_once(':').unwrap_or((declaration, ""));
        let name = name.trim().to_ascii_lowercase();
        // Programs that draw leave notes to themselves.
        if name.starts_with("-inkscape-") {
            continue;
        }
        let written = written.trim();
        let important = written.strip_suffix("!important");
        let rebuilt = names::property(&name).zip(value(important.unwrap_or(written)));
        let Some((property, (rebuilt, ids))) = rebuilt else {
            drop(if name.is_empty() { "style" } else { &name }, &mut style.dropped);
            continue;
        };
        if !style.text.is_empty() {
            style.text.push(';');
        }
        style.text.extend([property, ":", &rebuilt]);
        if important.is_some() {
            style.text.push_str("!important");
        }
        style.references.extend(ids.into_iter().map(|id| (property, id)));
    }
    style
}

/// Rebuilds a style sheet. Rules for other media, fonts and other sheets are dropped.
pub(super) fn sheet(text: &str) -> Sheet {
    let text = without_comments(text).replace("<!--", " ").replace("-->", " ");
    let mut sheet = Sheet::default();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if let Some(rule) = rest.strip_prefix('@') {
            let name: String = rule.chars().take_while(|&c| is_name(c)).collect();
            drop(&format!("@{name}"), &mut sheet.dropped);
            rest = after_at_rule(rule).trim_start();
            continue;
        }
        let Some((selectors, after)) = rest.split_once('{') else {
            drop("style", &mut sheet.dropped);
            break;
        };
        let (body, after) = after.split_once('}').unwrap_or((after, ""));
        rest = after.trim_start();
        let Some((selectors, subjects)) = selector_list(selectors) else {
            drop("style", &mut sheet.dropped);
            continue;
        };
        let style = declarations(body);
        style.dropped.iter().for_each(|name| drop(name, &mut sheet.dropped));
        if style.text.is_empty() {
            continue;
        }
        if sheet.references.len() + style.references.len().saturating_mul(subjects.len()) > MAX_REFERENCES {
            sheet.is_too_much = true;
            break;
        }
        for (property, id) in style.references {
            sheet.references.extend(subjects.iter().map(|subject| (subject.clone(), property, id.clone())));
        }
        sheet.text.extend([&selectors, "{", &style.text, "}"]);
    }
    sheet
}

/// Returns the text after an at-rule: after its semicolon, or after its block.
fn after_at_rule(rule: &str) -> &str {
    let Some(end) = rule.find([';', '{']) else { return "" };
    if rule[end..].starts_with(';') {
        return &rule[end + 1..];
    }
    let mut depth = 0_usize;
    for (place, c) in rule.char_indices().skip_while(|&(place, _)| place < end) {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return &rule[place + 1..],
            '}' => depth -= 1,
            _ => {}
        }
    }
    ""
}

/// Rebuilds `a, .b > c`, and says what the last part of each asks for; `None` if one is not
/// understood.
fn selector_list(text: &str) -> Option<(String, Vec<Subject>)> {
    let mut rebuilt = String::new();
    let mut subjects = Vec::new();
    for text in text.split(',') {
        if subjects.len() >= MAX_SELECTORS {
            return None;
        }
        if !rebuilt.is_empty() {
            rebuilt.push(',');
        }
        let spaced = text.replace('>', " > ");
        let mut subject = None;
        for word in spaced.split_ascii_whitespace() {
            if word == ">" {
                // One between two parts.
                subject.take()?;
                rebuilt.push('>');
                continue;
            }
            if subject.is_some() {
                rebuilt.push(' ');
            }
            subject = Some(compound(word)?);
            rebuilt.push_str(word);
        }
        subjects.push(subject?);
    }
    Some((rebuilt, subjects))
}

/// Returns the conditions of `name.class#id`.
fn compound(word: &str) -> Option<Subject> {
    let start = word.find(['.', '#']).unwrap_or(word.len());
    let (name, mut rest) = word.split_at(start);
    let is_ident = |text: &str| {
        text.starts_with(|c: char| is_name(c) && !c.is_ascii_digit()) && text.chars().all(is_name)
    };
    let mut subject = match name {
        "" => None,
        "*" => Some(Subject::Any),
        name => Some(is_ident(name).then(|| Subject::Name(name.to_owned()))?),
    };
    while let Some(sign) = rest.chars().next() {
        let after = &rest[1..];
        let end = after.find(['.', '#']).unwrap_or(after.len());
        let (ident, next) = after.split_at(end);
        if !is_ident(ident) {
            return None;
        }
        subject =
            Some(if sign == '.' { Subject::Class(ident.to_owned()) } else { Subject::Id(ident.to_owned()) });
        rest = next;
    }
    subject
}

fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        kept.push(' ');
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        for (written, rebuilt) in [
            (" red ", Some("red")),
            ("RGB(1, 2,3)", Some("RGB(1, 2,3)")),
            ("url( \"#a\" ) none", Some("url(#a) none")),
            ("URL(#a)", Some("url(#a)")),
            ("\"思源\", serif", Some("'思源', serif")),
            ("calc(2px*min(1px,2px))", Some("calc(2px*min(1px,2px))")),
            ("url(http://x/#a)", None),
            ("url(\"#a", None),
            ("u\\72l(//x)", None),
            ("image-set('x' 1x)", None),
            ("expression(alert(1))", None),
            ("url(#a)url(//x)", None),
            ("a/**/b", None),
            ("a;b", None),
            ("a}b", None),
            ("'a\nb'", None),
            ("(a)", None),
            ("rgb(1", None),
            ("rgb(1))", None),
            ("attr(href)", None),
            ("var(--x)", None),
            ("", None),
        ] {
            assert_eq!(value(written).map(|(text, _)| text).as_deref(), rebuilt, "{written}");
        }
    }

    #[test]
    fn sheets() {
        for (written, rebuilt, dropped) in [
            (".a , g > #b.c d{fill:red}", ".a,g>#b.c d{fill:red}", ""),
            ("<!-- .a{fill:url(#g);stroke : none} -->", ".a{fill:url(#g);stroke:none}", ""),
            ("/* .a{} */.b{fill:red!important}", ".b{fill:red!important}", ""),
            ("@import 'x'; .a{fill:red}", ".a{fill:red}", "@import"),
            ("@media print{.a{fill:red}}.b{fill:blue}", ".b{fill:blue}", "@media"),
            ("@font-face{src:url(x)}", "", "@font-face"),
            (".a{background:url(//x)}", "", "background"),
            (".a{fill:url(//x);stroke:red}", ".a{stroke:red}", "fill"),
            ("[href]{fill:red}", "", "style"),
            (".a:hover{fill:red}", "", "style"),
            (".\\61{fill:red}", "", "style"),
            ("> a{fill:red}", "", "style"),
            (".a>{fill:red}", "", "style"),
            (".a{fill:red", ".a{fill:red}", ""),
            (".a{-inkscape-x:1;fill:red}", ".a{fill:red}", ""),
            ("nonsense", "", "style"),
        ] {
            let sheet = sheet(written);
            assert_eq!(
                (sheet.text.as_str(), sheet.dropped.join(" ").as_str()),
                (rebuilt, dropped),
                "{written}"
            );
        }
    }
}
