//! Inline styles that say what elements say as well: raised, struck, bold text, and the signs of
//! a list's numbers.
//!
//! Packed articles have no styles, so that a program without the feature `clean` does without this
//! module.

use super::contexts::{InlineContextId, InlineContexts, InlineWrapper};
use super::inline::Layout;
use crate::document::Element;
use crate::tree::{NumberStyle, TextStyle};
use crate::vocabulary::{Attribute, Tag};

/// Names of classes that mean a style by convention: of Tailwind, Bootstrap, and editors.
const CLASSES: [(&str, TextStyle); 7] = [
    ("line-through", TextStyle::Strike),
    ("strikethrough", TextStyle::Strike),
    ("text-decoration-line-through", TextStyle::Strike),
    ("superscript", TextStyle::Superscript),
    ("subscript", TextStyle::Subscript),
    ("ql-script-super", TextStyle::Superscript),
    ("ql-script-sub", TextStyle::Subscript),
];

/// The declarations of an element's own style, in their order.
fn declarations(element: &Element) -> impl DoubleEndedIterator<Item = (&str, &str)> {
    let style = element.get(Attribute::Style).unwrap_or_default();
    style.split(';').filter_map(|part| {
        let (property, value) = part.split_once(':')?;
        let value = value.trim();
        let value = value.rsplit_once('!').map_or(value, |(value, _)| value.trim_end());
        Some((property.trim(), value))
    })
}

fn is(name: &str, known: &str) -> bool {
    name.eq_ignore_ascii_case(known)
}

/// `true` if one of the words of a value is this one.
fn has(value: &str, known: &str) -> bool {
    value.split_ascii_whitespace().any(|word| is(word, known))
}

/// The value of a property in an element's own style: the last of several holds.
pub(super) fn value<'e>(element: &'e Element, property: &str) -> Option<&'e str> {
    declarations(element).rev().find(|(name, _)| is(name, property)).map(|(_, value)| value)
}

/// The text styles that an element's own style gives and takes; `None` where it says nothing.
#[derive(Default)]
struct Declared {
    is_bold: Option<bool>,
    is_italic: Option<bool>,
    is_struck: bool,
    is_underlined: bool,
    script: Option<TextStyle>,
}

impl Declared {
    fn of(element: &Element) -> Self {
        let mut declared = Self::default();
        let mut place = Place::default();
        for (property, value) in declarations(element) {
            if is(property, "font-weight") {
                declared.is_bold = weight(value).or(declared.is_bold);
            } else if is(property, "font-style") {
                declared.is_italic = slant(value).or(declared.is_italic);
            } else if is(property, "font") {
                // A shorthand sets all that it does not name.
                let words = || value.split_ascii_whitespace();
                declared.is_bold = Some(words().any(|word| weight(word) == Some(true)));
                declared.is_italic = Some(words().any(|word| slant(word) == Some(true)));
            } else if is(property, "text-decoration") || is(property, "text-decoration-line") {
                declared.is_struck = has(value, "line-through");
                declared.is_underlined = has(value, "underline");
            } else if is(property, "vertical-align") || is(property, "font-variant-position") {
                declared.script = match value {
                    value if is(value, "super") => Some(TextStyle::Superscript),
                    value if is(value, "sub") => Some(TextStyle::Subscript),
                    _ => None,
                };
                place.aligned = match value {
                    value if is(value, "text-top") || is(value, "top") => Some(TextStyle::Superscript),
                    value if is(value, "text-bottom") || is(value, "bottom") => Some(TextStyle::Subscript),
                    value => script(value),
                };
            } else {
                place.add(property, value);
            }
        }
        declared.script = declared.script.or_else(|| place.script());
        declared
    }
}

/// The place of letters by lengths, as converters of documents have it: smaller ones that stand
/// higher or lower are raised or lowered.
#[derive(Default)]
struct Place {
    is_small: bool,
    is_relative: bool,
    aligned: Option<TextStyle>,
    moved: Option<TextStyle>,
}

impl Place {
    fn add(&mut self, property: &str, value: &str) {
        if is(property, "font-size") {
            self.is_small = is_small(value);
        } else if is(property, "position") {
            self.is_relative = is(value, "relative");
        } else if is(property, "bottom") {
            self.moved = script(value);
        } else if is(property, "top") {
            self.moved = script(value).map(|style| match style {
                TextStyle::Superscript => TextStyle::Subscript,
                _ => TextStyle::Superscript,
            });
        }
    }

    fn script(&self) -> Option<TextStyle> {
        if !self.is_small {
            return None;
        }
        self.aligned.or(if self.is_relative { self.moved } else { None })
    }
}

/// Letters that stand higher by a length, or lower by a negative one; `None` for zero and words.
fn script(value: &str) -> Option<TextStyle> {
    let number = value.trim_start_matches(['-', '+']);
    let is_length = number.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    if !is_length || !number.contains(|c: char| ('1'..='9').contains(&c)) {
        None
    } else if value.starts_with('-') {
        Some(TextStyle::Subscript)
    } else {
        Some(TextStyle::Superscript)
    }
}

/// `true` for a size that is less than that of usual text, as far as it says so itself.
fn is_small(value: &str) -> bool {
    let whole = value.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let (whole, rest) = (whole.parse().unwrap_or(0_u16), &value[whole.len()..]);
    let unit = rest.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    match unit {
        "em" | "rem" => {
            whole == 0
                && rest.strip_prefix('.').is_some_and(|part| part.starts_with(|c| ('1'..='8').contains(&c)))
        }
        "%" => (1..90).contains(&whole),
        "px" => (1..=10).contains(&whole),
        "pt" => (1..=8).contains(&whole),
        _ => ["small", "smaller", "x-small", "xx-small"].iter().any(|word| is(value, word)),
    }
}

/// `true` for letters that are bolder than others
/// (<https://drafts.csswg.org/css-fonts/#font-weight-prop>).
fn weight(value: &str) -> Option<bool> {
    match value {
        value if is(value, "bold") || is(value, "bolder") => Some(true),
        value if is(value, "normal") || is(value, "lighter") => Some(false),
        value => Some(value.parse::<u16>().ok().filter(|weight| (100..=1000).contains(weight))? >= 600),
    }
}

fn slant(value: &str) -> Option<bool> {
    match value {
        value if is(value, "italic") || has(value, "oblique") => Some(true),
        value if is(value, "normal") => Some(false),
        _ => None,
    }
}

/// `true` if an element's own style makes its letters no bolder than others. Some editors put `b`
/// around all that is pasted, and say so.
pub(super) fn is_regular(element: &Element) -> bool {
    Declared::of(element).is_bold == Some(false)
}

/// The context within an element, with what its own style and its class mean.
pub(super) fn context(
    contexts: &mut InlineContexts,
    element: &Element,
    layout: Layout,
    outer: InlineContextId,
) -> InlineContextId {
    // Code is coloured by styles that mean nothing.
    let is_code = matches!(element.tag, Some(Tag::Code | Tag::Tt | Tag::Pre | Tag::Kbd | Tag::Samp))
        || layout == Layout::Preformatted;
    let is_span = matches!(element.tag, Some(Tag::Span) | None);
    let has_style = element.get(Attribute::Style).is_some();
    if is_code || !(has_style || is_span && element.get(Attribute::Class).is_some()) {
        return outer;
    }
    let mut declared = if has_style { Declared::of(element) } else { Declared::default() };
    let mut classed = None;
    if is_span {
        let known = |class: &str| CLASSES.iter().find(|(name, _)| is(class, name));
        classed = element.classes().find_map(known).map(|(_, style)| *style);
    }
    if !is_running(element.tag) {
        // It is about the place of a cell or a box.
        declared.script = None;
    }
    let in_link = |wrapper: &InlineWrapper| matches!(wrapper, InlineWrapper::Link(_));
    if element.tag == Some(Tag::A) || declared.is_underlined && contexts.any(outer, in_link) {
        declared.is_underlined = false;
    }
    if is_heading(element.tag) || layout == Layout::Line {
        // It is bold by itself.
        declared.is_bold = declared.is_bold.filter(|is_bold| !is_bold);
    }
    let mut context = outer;
    for (is_on, styles) in [
        (declared.is_bold, [TextStyle::Strong, TextStyle::Bold]),
        (declared.is_italic, [TextStyle::Emphasis, TextStyle::Italic]),
    ] {
        let Some(is_on) = is_on else { continue };
        let [first, second] = styles.map(InlineWrapper::Style);
        let is_there = |contexts: &InlineContexts, context| {
            contexts.any(context, |wrapper| *wrapper == first || *wrapper == second)
        };
        if !is_on && is_there(contexts, context) {
            context = contexts.without(context, &first);
            context = contexts.without(context, &second);
        } else if is_on && !is_there(contexts, context) && !is_one_of(element.tag, styles) {
            context = contexts.push(context, first);
        }
    }
    let struck = if declared.is_struck { Some(TextStyle::Strike) } else { None };
    let underlined = if declared.is_underlined { Some(TextStyle::Underline) } else { None };
    for style in [struck, underlined, declared.script, classed].into_iter().flatten() {
        let is_said = match style {
            TextStyle::Strike => matches!(element.tag, Some(Tag::S | Tag::Strike | Tag::Del)),
            TextStyle::Underline => matches!(element.tag, Some(Tag::U | Tag::Ins | Tag::Abbr | Tag::Acronym)),
            _ => matches!(element.tag, Some(Tag::Sub | Tag::Sup)),
        };
        if !is_said {
            context = contexts.push(context, InlineWrapper::Style(style));
        }
    }
    context
}

fn is_heading(tag: Option<Tag>) -> bool {
    matches!(tag, Some(Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 | Tag::Th | Tag::Dt))
}

/// `true` for elements of running text.
fn is_running(tag: Option<Tag>) -> bool {
    matches!(
        tag,
        None | Some(
            Tag::Span
                | Tag::A
                | Tag::B
                | Tag::Strong
                | Tag::I
                | Tag::Em
                | Tag::Small
                | Tag::Sub
                | Tag::Sup
                | Tag::U
                | Tag::Cite
                | Tag::Var
        )
    )
}

/// `true` for an element that is of one of these styles by itself.
fn is_one_of(tag: Option<Tag>, styles: [TextStyle; 2]) -> bool {
    match tag {
        Some(Tag::B | Tag::Strong) => styles.contains(&TextStyle::Bold),
        Some(Tag::I | Tag::Em | Tag::Cite | Tag::Dfn | Tag::Var | Tag::Address) => {
            styles.contains(&TextStyle::Italic)
        }
        _ => false,
    }
}

/// The signs of a list's numbers by its own style.
pub(super) fn number_style(element: &Element) -> Option<NumberStyle> {
    let of_word = |word: &str| match word {
        word if is(word, "lower-alpha") || is(word, "lower-latin") => Some(NumberStyle::LowerAlpha),
        word if is(word, "upper-alpha") || is(word, "upper-latin") => Some(NumberStyle::UpperAlpha),
        word if is(word, "lower-roman") => Some(NumberStyle::LowerRoman),
        word if is(word, "upper-roman") => Some(NumberStyle::UpperRoman),
        word if is(word, "decimal") => Some(NumberStyle::Decimal),
        _ => None,
    };
    let of_list = |property: &str| is(property, "list-style-type") || is(property, "list-style");
    let mut values = declarations(element).rev().filter(|(property, _)| of_list(property));
    values.find_map(|(_, value)| value.split_ascii_whitespace().find_map(of_word))
}
