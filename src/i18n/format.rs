//! Dates, numbers and plural forms in the reader's manner.

use std::fmt;
use std::rc::Rc;

use super::texts::Plural;

/// The formats of dates and numbers, and the choice among plural forms. In the browser `Intl` has
/// them; elsewhere dates and numbers are written plainly and plurals are those of English, so that
/// components draw without a browser.
#[derive(Clone)]
pub struct Formats {
    day: Rc<dyn Fn(&str) -> String>,
    month: Rc<dyn Fn(&str) -> String>,
    number: Rc<dyn Fn(u32) -> String>,
    tag: &'static str,
}

impl Formats {
    /// Dates as in the bundle, numbers as digits.
    pub fn plain() -> Self {
        Self {
            day: Rc::new(str::to_owned),
            month: Rc::new(str::to_owned),
            number: Rc::new(|number| number.to_string()),
            tag: "",
        }
    }

    /// As `Intl` writes them in the language with the BCP 47 tag `tag`.
    #[cfg(target_arch = "wasm32")]
    pub fn intl(tag: &'static str) -> Self {
        use js_sys::{Array, Date, Function, Intl, Object, Reflect};
        use wasm_bindgen::JsValue;

        let locales = Array::of1(&JsValue::from_str(tag));
        let date_format = |options: &[(&str, &str)]| {
            let object = Object::new();
            for (name, value) in options {
                // Setting a property of a fresh object does not fail.
                let _ = Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value));
            }
            Intl::DateTimeFormat::new(&locales, &object).format()
        };
        // The wall-clock day is shown as it is written, so it is read and written in the same zone.
        let write = |format: Function, suffix: &'static str| {
            move |text: &str| {
                let date = Date::new(&JsValue::from_str(&format!("{text}{suffix}")));
                format
                    .call1(&JsValue::NULL, &date)
                    .ok()
                    .and_then(|text| text.as_string())
                    .unwrap_or_else(|| text.to_owned())
            }
        };
        let day = date_format(&[("dateStyle", "long"), ("timeZone", "UTC")]);
        let month = date_format(&[("year", "numeric"), ("month", "long"), ("timeZone", "UTC")]);
        let number = Intl::NumberFormat::new(&locales, &Object::new()).format();
        Self {
            day: Rc::new(write(day, "T00:00:00Z")),
            month: Rc::new(write(month, "-01T00:00:00Z")),
            number: Rc::new(move |value| {
                // As in every language of the interface, and many at a time.
                if value < 1_000 {
                    return value.to_string();
                }
                let text = number.call1(&JsValue::NULL, &JsValue::from_f64(value.into())).ok();
                text.and_then(|text| text.as_string()).unwrap_or_else(|| value.to_string())
            }),
            tag,
        }
    }

    /// A day such as `2021-09-15`.
    pub fn day(&self, day: &str) -> String {
        (self.day)(day)
    }

    /// A month such as `2021-09`.
    pub fn month(&self, month: &str) -> String {
        (self.month)(month)
    }

    /// A whole number.
    pub fn number(&self, number: u32) -> String {
        (self.number)(number)
    }

    /// Returns the form of `text` that goes with `count`.
    pub fn plural(&self, text: &Plural, count: u32) -> &'static str {
        text.form(|| plural_category(self.tag, count))
    }
}

/// Returns the plural category of `count` in the language with the BCP 47 tag `tag`, as
/// `Intl.PluralRules` knows it.
#[cfg(target_arch = "wasm32")]
fn plural_category(tag: &str, count: u32) -> String {
    use js_sys::{Array, Intl, Object};
    use wasm_bindgen::JsValue;

    let rules = Intl::PluralRules::new(&Array::of1(&JsValue::from_str(tag)), &Object::new());
    rules.select(count.into()).into()
}

/// Outside a browser, returns the plural category of `count` in English.
#[cfg(not(target_arch = "wasm32"))]
fn plural_category(_tag: &str, count: u32) -> String {
    (if count == 1 { "one" } else { "other" }).to_owned()
}

impl PartialEq for Formats {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag
    }
}

impl fmt::Debug for Formats {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Formats").field(&self.tag).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn a_text_that_counts_agrees_with_its_number() {
        let (formats, english) = (Formats::plain(), Language::En.texts());
        assert_eq!(formats.plural(&english.post_count, 1), "{total} post");
        for count in [0, 2, 11, 1_001] {
            assert_eq!(formats.plural(&english.post_count, count), "{total} posts");
        }
        assert_eq!(formats.plural(&Language::ZhHans.texts().post_count, 1), "共 {total} 篇");
    }
}
