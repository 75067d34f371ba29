//! Repair of malformed JSON: a fault costs the member that has it, and not the whole document.
//!
//! Feeds have: half of a surrogate pair, from text that was cut within an emoji; line feeds and
//! other control characters in strings; numbers out of range, `NaN`; commas before a bracket;
//! comments; something before the document or behind it.

use std::fmt::Write as _;

use serde_json::Number;

use super::limits::MAX_JSON_DEPTH;

/// The first object in `text`, repaired. JSON without a fault keeps its meaning; a document that
/// ends in the middle stays incomplete.
///
/// Half a surrogate pair becomes U+FFFD, an invalid value becomes `null`, a name without quotes
/// gets them, missing commas and colons are added, anything nested deeper than [`MAX_JSON_DEPTH`]
/// becomes `null`, comments are removed.
pub fn mend(text: &str) -> String {
    let Some(start) = text.find('{') else { return String::new() };
    let out = String::with_capacity(text.len() - start);
    let mut mender = Mender { text, at: start, out, open: Vec::new(), position: Position::Start };
    while mender.step() {}
    mender.out
}

/// The end of the mended text within its list or object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    /// At its beginning.
    Start,
    /// Behind a member.
    Member,
    /// Behind a name.
    Name,
    /// Behind the colon that follows a name.
    Colon,
}

struct Mender<'a> {
    text: &'a str,
    /// The start of the rest of the text, in bytes.
    at: usize,
    out: String,
    /// The ends of the lists and objects that are open.
    open: Vec<char>,
    position: Position,
}

impl<'a> Mender<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Consumes one token; `false` at the end of the object or of the text.
    fn step(&mut self) -> bool {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return false };
        match first {
            '{' | '[' => {
                self.at += 1;
                self.value();
                if self.open.len() >= MAX_JSON_DEPTH {
                    self.skip();
                    self.end_value("null");
                } else {
                    self.out.push(first);
                    self.open.push(if first == '{' { '}' } else { ']' });
                    self.position = Position::Start;
                }
            }
            '}' | ']' => {
                self.at += 1;
                // What was left open within is closed, and what was not opened is not.
                if self.open.contains(&first) {
                    while self.close() != Some(first) {}
                }
                return !self.open.is_empty();
            }
            ',' => {
                self.at += 1;
                self.end_member(); // written where a member follows
            }
            ':' => {
                self.at += 1;
                if self.position == Position::Name {
                    self.out.push(':');
                    self.position = Position::Colon;
                }
            }
            '"' => {
                self.at += 1;
                let is_name = self.begin();
                self.string();
                self.position = if is_name { Position::Name } else { Position::Member };
            }
            '/' if rest.starts_with("//") => self.at += rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => self.at += rest.find("*/").map_or(rest.len(), |end| end + 2),
            first if is_space(first) => self.at += first.len_utf8(),
            _ => self.word(),
        }
        true
    }

    fn is_in_object(&self) -> bool {
        self.open.last() == Some(&'}')
    }

    fn comma(&mut self) {
        if self.position == Position::Member && !self.open.is_empty() {
            self.out.push(',');
        }
    }

    /// Writes the separator before a string; `true` if the string is a name.
    fn begin(&mut self) -> bool {
        let is_name = self.is_in_object() && matches!(self.position, Position::Start | Position::Member);
        if is_name {
            self.comma();
        } else {
            self.value();
        }
        is_name
    }

    /// Writes the separator before a value.
    fn value(&mut self) {
        match (self.is_in_object(), self.position) {
            (_, Position::Colon) => {}
            (_, Position::Name) => self.out.push(':'),
            (false, _) => self.comma(),
            (true, _) => {
                self.comma();
                self.out.push_str("\"\":");
            }
        }
    }

    fn end_value(&mut self, value: &str) {
        self.out.push_str(value);
        self.position = Position::Member;
    }

    /// Completes a member that has a name and no value.
    fn end_member(&mut self) {
        match self.position {
            Position::Name => self.end_value(":null"),
            Position::Colon => self.end_value("null"),
            Position::Start | Position::Member => {}
        }
    }

    fn close(&mut self) -> Option<char> {
        self.end_member();
        let end = self.open.pop()?;
        self.out.push(end);
        self.position = Position::Member;
        Some(end)
    }

    /// Skips the rest of the list or object that has just been opened.
    fn skip(&mut self) {
        let mut depth = 1;
        let (mut in_string, mut is_escaped) = (false, false);
        for (at, byte) in self.rest().bytes().enumerate() {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if in_string => is_escaped = true,
                b'"' => in_string = !in_string,
                b'{' | b'[' if !in_string => depth += 1,
                b'}' | b']' if !in_string => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.at += at + 1;
                return;
            }
        }
        self.at = self.text.len();
    }

    /// A number, a word that JSON has, or something else.
    fn word(&mut self) {
        let rest = self.rest();
        let ends = |c: char| is_space(c) || matches!(c, '{' | '}' | '[' | ']' | ',' | ':' | '"');
        let word = rest.get(..rest.find(ends).unwrap_or(rest.len())).unwrap_or_default();
        self.at += word.len();
        if self.begin() {
            self.out.push('"');
            self.content(word);
            self.out.push('"');
            self.position = Position::Name;
        } else {
            let is_value =
                matches!(word, "true" | "false" | "null") || serde_json::from_str::<Number>(word).is_ok();
            self.end_value(if is_value { word } else { "null" });
        }
    }

    /// A string, from behind its first quotation mark. What has no end does not get one.
    fn string(&mut self) {
        let rest = self.rest();
        let mut is_escaped = false;
        let end = rest.bytes().position(|byte| {
            let ends = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            ends
        });
        self.out.push('"');
        self.content(rest.get(..end.unwrap_or(rest.len())).unwrap_or_default());
        self.at += end.map_or(rest.len(), |end| end + 1);
        if end.is_some() {
            self.out.push('"');
        }
    }

    /// Writes the content of a string.
    fn content(&mut self, mut text: &str) {
        while let Some(at) = text.find(|c: char| c == '\\' || c < ' ') {
            let (plain, special) = text.split_at(at);
            self.out.push_str(plain);
            let mut chars = special.chars();
            if let Some(control @ '\0'..' ') = chars.next() {
                // Writing to a string does not fail.
                let _ = write!(self.out, "\\u{:04x}", u32::from(control));
                text = chars.as_str();
                continue;
            }
            let escaped = chars.clone().next();
            let taken = match escaped {
                Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => 2,
                Some('u') => match (unit(special), special.get(6..).and_then(unit)) {
                    (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
                    (Some(0xd800..=0xdfff), _) => {
                        self.out.push(char::REPLACEMENT_CHARACTER);
                        text = special.get(6..).unwrap_or_default();
                        continue;
                    }
                    (Some(_), _) => 6,
                    (None, _) => 0,
                },
                _ => 0,
            };
            // A backslash that begins nothing goes.
            self.out.push_str(special.get(..taken).unwrap_or_default());
            text = special.get(taken.max(1)..).unwrap_or_default();
        }
        self.out.push_str(text);
    }
}

/// The number of an escape `\uXXXX` that `text` begins with.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// `true` if `c` is allowed between tokens, or is better treated so: other white space, a byte
/// order mark, control characters.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\u{feff}'
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_fault_costs_what_has_it() {
        for (careless, mended) in [
            (r#"{"a": "A\ud800", "b": 1}"#, json!({ "a": "A\u{fffd}", "b": 1 })),
            (r#"{"a": "\udc00\ud83d\ude00\ud83d"}"#, json!({ "a": "\u{fffd}😀\u{fffd}" })),
            (r#"{"a": "\ud83d\n\ud83dx"}"#, json!({ "a": "\u{fffd}\n\u{fffd}x" })),
            (r#"{"a": "\x \u12 \' \"", "b": "\\"}"#, json!({ "a": "x u12 ' \"", "b": "\\" })),
            ("{\"a\": \"one\ntwo\u{0}\t\"}", json!({ "a": "one\ntwo\u{0}\t" })),
            (
                r#"{"a": 1e309, "b": -1e999, "c": 1e-999, "d": 1e308}"#,
                json!({ "a": null, "b": null, "c": 0.0, "d": 1e308 }),
            ),
            (
                r#"{"a": NaN, "b": -Infinity, "c": undefined, "d": 007, "e": +1}"#,
                json!({ "a": null, "b": null, "c": null, "d": null, "e": null }),
            ),
            (r#"{"a": [1, 2,], "b": [,], "c": [1,,2],}"#, json!({ "a": [1, 2], "b": [], "c": [1, 2] })),
            (r#"{"a": , "b", "c" 1 "d": [1 2]}"#, json!({ "a": null, "b": null, "c": 1, "d": [1, 2] })),
            ("{a: 1, 1: [b]}", json!({ "a": 1, "1": [null] })),
            (r#"{[1], {"a": 1}}"#, json!({ "": { "a": 1 } })),
            ("// x\n{ /* \"a\": 2 */ \"a\": 1 // }\n}", json!({ "a": 1 })),
            ("\u{feff}\u{a0}callback({\"a\": 1});<!-- cached -->", json!({ "a": 1 })),
            (r#"{"a": [{"b": 1], "c": 2}, "d": 3}"#, json!({ "a": [{ "b": 1 }], "c": 2 })),
        ] {
            let text = mend(careless);
            assert_eq!(serde_json::from_str::<Value>(&text).ok(), Some(mended), "{careless} {text}");
        }
    }

    #[test]
    fn what_ends_in_the_middle_still_does() {
        let whole = r#"{"a": "b\ud83d\ude00", "c": [1, {"d": null}]}"#;
        for end in (0..whole.len()).filter(|&end| whole.is_char_boundary(end)) {
            assert!(serde_json::from_str::<Value>(&mend(&whole[..end])).is_err(), "{}", &whole[..end]);
        }
    }

    #[test]
    fn what_is_nested_too_deep_goes() {
        let deep = format!(r#"{{"a": {}"]"{}, "b": 1}}"#, "[".repeat(100_000), "]".repeat(100_000));
        let value: Value = serde_json::from_str(&mend(&deep)).unwrap();
        assert_eq!(value["b"], 1);
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,6}".prop_map(Value::from),
            "[\\\\\"/{}\\[\\],:\u{0}-\u{1f}😀]{0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::hash_map(".{0,3}", inner, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn json_keeps_its_meaning(members in prop::collection::hash_map(".{0,3}", value(), 0..4), pretty in any::<bool>()) {
            let value = Value::Object(members.into_iter().collect());
            let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
            let text = text.unwrap();
            // As the parser reads it: a float can lose a bit.
            let read: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(serde_json::from_str::<Value>(&mend(&text)).unwrap(), read);
        }

        #[test]
        fn what_was_mended_stays(text in "[\\[\\]{}:,\"\\\\/*ud8c0-3eE.+tn \n\u{feff}]{0,40}|\\PC{0,20}") {
            let once = mend(&text);
            prop_assert_eq!(mend(&once), once);
        }

        #[test]
        fn what_is_whole_is_json(text in "[\\[:,\"\\\\/*ud8c0-3eE.+tn\n\u{feff}]{0,30}") {
            // Whatever it begins with, enough ends close it, unless a string or a comment is open.
            let mended = mend(&format!("{{{text}\"\n*/}}"));
            let mended = if mended.ends_with('}') { mended } else { mend(&format!("{{{text}*/}}")) };
            if mended.ends_with('}') && !mended.contains("*/}") {
                prop_assert!(serde_json::from_str::<Value>(&mended).is_ok(), "{} {}", text, mended);
            }
        }
    }
}
