//! Notes whose words are in an attribute of the reference to them, and signs that a class names:
//! emoji, and stars.

use super::film_pages::is_web_address;
use super::{Next, Replacer};
use crate::document::{Document, Element, NodeId, NodeKind};
use crate::ledger::Replacement;
use crate::vocabulary::{Attribute, Tag};

/// The beginning of the ids of the notes.
const NOTE: &str = "noted-";

impl Replacer<'_> {
    /// Remembers a reference to a note that has the words of this in an attribute, as Zhihu's and
    /// those of several programs for notes.
    pub(super) fn note_reference(&mut self, id: NodeId, tag: Tag) {
        let Some(text) = self.get(id, Attribute::DataText) else { return };
        let names_note = |class: &str| {
            let class = class.to_ascii_lowercase();
            class.contains("footnote") || class.contains("reference")
        };
        let is_note = tag == Tag::Sup
            || (matches!(tag, Tag::A | Tag::Span | Tag::Button) && self.has_class(id, names_note));
        if is_note && (text.contains(char::is_alphanumeric) || self.note_address(id).is_some()) {
            self.notes.push(id);
        }
    }

    fn note_address(&self, id: NodeId) -> Option<&str> {
        self.other_addresses(id).find(|address| is_web_address(address))
    }

    /// Puts the notes behind the text that refers to them, and links from there, unless the page
    /// has them itself.
    pub(super) fn write_notes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        let Some(&last) = notes.last() else { return };
        let links: Vec<(NodeId, Option<(NodeId, String)>)> =
            notes.into_iter().map(|id| (id, self.inner_target(id))).collect();
        let mut targets: Vec<String> =
            links.iter().filter_map(|(_, link)| Some(link.as_ref()?.1.clone())).collect();
        targets.sort_unstable();
        targets.dedup();
        let named = self.named_elements(&targets);
        let is_there = |target: &String| named.binary_search_by(|(name, _)| name.cmp(target)).is_ok();
        let holder = self.note_holder(last);
        let block = self.new_element(Tag::Div, Vec::new());
        let mut written: Vec<(String, String)> = Vec::new();
        for (id, link) in links {
            if link.as_ref().is_some_and(|(_, target)| is_there(target)) {
                continue;
            }
            let text = self.get(id, Attribute::DataText).unwrap_or_default().trim().to_owned();
            let address = self.note_address(id).unwrap_or_default().to_owned();
            let same = |(words, target): &(String, String)| *words == text && *target == address;
            let index = written.iter().rev().take(super::MAX_LOOK).position(same);
            let number = index.map_or(written.len(), |index| written.len() - 1 - index);
            if number == written.len() {
                let note = self.new_note(id, number, &text, &address);
                self.document.append(block, note);
                written.push((text, address));
            }
            self.lead_to_note(id, number, link.map(|(link, _)| link));
        }
        if written.is_empty() {
            return;
        }
        self.document.append(holder, block);
        self.account.add_subtree(self.document, block, Replacement::Markup);
    }

    /// The link within a reference, with the id that it leads to.
    fn inner_target(&self, id: NodeId) -> Option<(NodeId, String)> {
        let link = self.find(id, |element| element.tag == Some(Tag::A))?;
        let href = self.get(link, Attribute::Href)?.trim();
        Some((link, href.strip_prefix('#')?.to_owned()))
    }

    /// The innermost box of blocks around a node.
    fn note_holder(&self, id: NodeId) -> NodeId {
        let mut outer = std::iter::successors(self.document.parent(id), |&outer| self.document.parent(outer));
        let is_holder = |id: &NodeId| {
            matches!(
                self.document.tag(*id),
                Some(Tag::Article | Tag::Body | Tag::Div | Tag::Main | Tag::Section)
            )
        };
        outer.find(is_holder).unwrap_or(Document::ROOT)
    }

    fn new_note(&mut self, id: NodeId, number: usize, text: &str, address: &str) -> NodeId {
        let mark = self.words(id);
        let mark = if mark.is_empty() { ["[", &(number + 1).to_string(), "]"].concat() } else { mark };
        let name = [NOTE, &(number + 1).to_string()].concat();
        let note = self.new_text(Tag::P, vec![(Attribute::Id, name)], &[&mark, " ", text, " "].concat());
        if !address.is_empty() {
            let link = self.new_text(Tag::A, vec![(Attribute::Href, address.to_owned())], address);
            self.document.append(note, link);
        }
        note
    }

    /// Makes a reference lead to its note, by its own link if it has one.
    fn lead_to_note(&mut self, id: NodeId, number: usize, link: Option<NodeId>) {
        let href = ["#", NOTE, &(number + 1).to_string()].concat();
        if let Some(NodeKind::Element(element)) = link.map(|link| self.document.kind_mut(link)) {
            element.attributes.retain(|(name, _)| *name != Attribute::Href);
            element.attributes.push((Attribute::Href, href));
            return;
        }
        let mark = if self.words(id).is_empty() {
            ["[", &(number + 1).to_string(), "]"].concat()
        } else {
            String::new()
        };
        let link = self.new_text(Tag::A, vec![(Attribute::Href, href)], &mark);
        self.document.append(id, link);
        self.account.add_subtree(self.document, link, Replacement::Markup);
        while let Some(child) = self.document.first_child(id).filter(|&child| child != link) {
            self.document.detach(child);
            self.document.append(link, child);
        }
    }

    /// The sign that a style sheet would draw in an empty element: stars, or an emoji by the code
    /// points in its class, or by its description.
    pub(super) fn drawn_sign(&mut self, id: NodeId) -> Option<Next> {
        const NAMES: [&str; 5] = ["emoji", "emotion", "smil", "emoticon", "twa"];
        let element = self.document.element(id)?;
        let is_hollow = self
            .document
            .children(id)
            .all(|inner| matches!(self.document.kind(inner), NodeKind::Text(text) if text.trim().is_empty()));
        if !is_hollow {
            return None;
        }
        if let Some(stars) = stars(element) {
            return Some(self.put_text(id, Tag::Span, &stars));
        }
        if !element.classes().any(|class| NAMES.iter().any(|name| class.contains(name))) {
            return None;
        }
        let emoji = element.classes().find_map(emoji_of_class);
        let described = || {
            let names = [Attribute::Title, Attribute::AriaLabel, Attribute::DataName];
            let text = self.first_of(id, &names)?;
            (!text.is_ascii() && text.chars().count() <= 12).then(|| text.to_owned())
        };
        let emoji = emoji.or_else(described)?;
        Some(self.put_text(id, Tag::Span, &emoji))
    }
}

/// The stars, of five, that an element draws by Douban's classes (`allstar40`, `rating4-t`) or by
/// the number beside its class.
fn stars(element: &Element) -> Option<String> {
    let tenths = element.classes().find_map(|class| {
        let number = class.strip_prefix("allstar").or_else(|| class.strip_prefix("bigstar"));
        let tenths = number.and_then(|number| number.parse::<usize>().ok());
        tenths.or_else(|| {
            class.strip_prefix("rating")?.strip_suffix("-t")?.parse::<usize>().ok().map(|stars| stars * 10)
        })
    });
    let tenths = tenths.or_else(|| {
        let is_named = element.classes().any(|class| class.contains("star") || class.contains("rating"));
        let stars = if is_named { element.get(Attribute::Value)? } else { return None };
        stars.trim().parse::<usize>().ok()?.checked_mul(10)
    })?;
    if !(5..=50).contains(&tenths) || tenths % 5 != 0 {
        return None;
    }
    let half = usize::from(tenths % 10 == 5);
    Some(["★".repeat(tenths / 10), "½".repeat(half), "☆".repeat(5 - tenths / 10 - half)].concat())
}

/// The emoji whose code points a class ends in, as in `emoji1f600`, `emoji1f1e81f1f3` or
/// `twa-1f468-200d-1f4bb`.
fn emoji_of_class(class: &str) -> Option<String> {
    let is_code = |c: char| c.is_ascii_hexdigit() || matches!(c, '-' | '_');
    let start = class.trim_end_matches(is_code).len();
    let mut emoji = String::new();
    for mut part in class[start..].split(['-', '_']) {
        // The letters of a name may be digits, too.
        if part.len() < 4 && emoji.is_empty() {
            continue;
        }
        while !part.is_empty() {
            let is_keycap = part.get(2..6).is_some_and(|rest| rest.eq_ignore_ascii_case("20e3"));
            let is_long = part.len() % 4 != 0 && part.as_bytes().first() == Some(&b'1');
            let (code, rest) = part.split_at_checked(if is_keycap { 2 } else { 4 + usize::from(is_long) })?;
            emoji.extend(char::from_u32(u32::from_str_radix(code, 16).ok()?));
            part = rest;
        }
    }
    let is_part = |c: char| {
        matches!(c,
            '#' | '*' | '0'..='9' | '\u{a9}' | '\u{ae}' | '\u{200d}' | '\u{203c}'..='\u{3299}' | '\u{fe0f}'
            | '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}')
    };
    (!emoji.is_ascii() && emoji.chars().count() <= 16 && emoji.chars().all(is_part)).then_some(emoji)
}

#[cfg(test)]
mod tests {
    use super::emoji_of_class;

    #[test]
    fn code_points_of_classes() {
        for (class, emoji) in [
            ("emoji1f600", Some("😀")),
            ("emoji1f1e81f1f3", Some("🇨🇳")),
            ("emoji3120e3", Some("1⃣")),
            ("emoji2764", Some("❤")),
            ("twa-1f468-200d-1f4bb", Some("👨\u{200d}💻")),
            ("_1f600", Some("😀")),
            ("emoji-face", None),
            ("emoji", None),
            ("emoji-2020", None),
        ] {
            assert_eq!(emoji_of_class(class).as_deref(), emoji, "{class}");
        }
    }
}
