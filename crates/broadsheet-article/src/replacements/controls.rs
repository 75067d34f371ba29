//! Form controls: what they say stays, as text.

use super::{Next, Replacer};
use crate::document::{NodeId, NodeKind};
use crate::ledger::Replacement;
use crate::vocabulary::{Attribute, Tag};

/// Visible characters from which on a button's label is a sentence, or nearly one.
const SENTENCE: usize = 24;

/// Labels of buttons that stand beside text and say nothing of it.
const COMMANDS: [&str; 30] = [
    "close",
    "copied",
    "copy",
    "copy code",
    "delete",
    "edit",
    "expand",
    "follow",
    "like",
    "listen",
    "more",
    "play",
    "print",
    "read more",
    "reply",
    "save",
    "share",
    "show more",
    "subscribe",
    "全文",
    "关注",
    "关闭",
    "分享",
    "回复",
    "复制",
    "复制代码",
    "展开",
    "收藏",
    "收起",
    "點讚",
];

impl Replacer<'_> {
    /// A box or a round button becomes its sign, a field its value, a button its label.
    pub(super) fn input(&mut self, id: NodeId) -> Next {
        let kind = self.get(id, Attribute::Type).unwrap_or_default().trim().to_ascii_lowercase();
        let value = self.first_of(id, &[Attribute::Value]).unwrap_or_default().to_owned();
        match kind.as_str() {
            "checkbox" | "radio" if self.is_sign(id) => {
                let is_checked = self.get(id, Attribute::Checked).is_some();
                let sign = match (kind.as_str(), is_checked) {
                    ("checkbox", true) => "☑ ",
                    ("checkbox", false) => "☐ ",
                    (_, true) => "◉ ",
                    (_, false) => "○ ",
                };
                self.label(id);
                self.put_text(id, Tag::Span, sign)
            }
            "checkbox" | "radio" | "hidden" | "password" | "file" | "color" => Next::Inside,
            "image" => {
                let label = self.get(id, Attribute::Alt).unwrap_or_default().trim().to_owned();
                self.control(id, &label)
            }
            "submit" | "reset" | "button" | "search" | "range" => self.control(id, &value),
            _ if super::film_pages::is_web_address(&value)
                || (self.is_within(id, &[Tag::Form]) && !self.is_part_of_text(id, &kind, &value)) =>
            {
                self.control(id, &value)
            }
            _ if value.is_empty() => Next::Inside,
            _ => self.put_text(id, Tag::Span, &value),
        }
    }

    /// `true` for a field within a form whose value is a part of what the page says: old pages
    /// stand in one form altogether. It has words beside it, or is in a cell, and none of its names
    /// is that of what asks a reader for something.
    fn is_part_of_text(&self, id: NodeId, kind: &str, value: &str) -> bool {
        const ASKING: [&str; 16] = [
            "author",
            "captcha",
            "checkout",
            "comment",
            "contact",
            "keyword",
            "login",
            "mail",
            "newsletter",
            "password",
            "register",
            "reply",
            "search",
            "signup",
            "subscri",
            "user",
        ];
        const INVITATIONS: [&str; 7] = ["...", "…", "请输入", "請輸入", "搜索", "搜尋", "关键"];
        if matches!(kind, "email" | "tel" | "url") || value.contains('@') {
            return false;
        }
        let asks = |id: NodeId| {
            let names = [Attribute::Name, Attribute::Id, Attribute::Class, Attribute::Role];
            let names = names.iter().filter_map(|&name| self.get(id, name)).map(str::to_ascii_lowercase);
            names.into_iter().any(|name| {
                matches!(name.as_str(), "s" | "q" | "wd" | "kw")
                    || ASKING.iter().any(|word| name.contains(word))
            })
        };
        let around = std::iter::successors(Some(id), |&outer| self.document.parent(outer)).take(16);
        let mut named = around.filter(|&outer| outer == id || self.document.tag(outer) == Some(Tag::Form));
        if named.any(asks) || INVITATIONS.iter().any(|invitation| value.contains(invitation)) {
            return false;
        }
        let is_cell = self.document.parent(id).is_some_and(|parent| {
            matches!(self.document.tag(parent), Some(Tag::Td | Tag::Th | Tag::Dd | Tag::Li))
        });
        let is_beside = |node: Option<NodeId>| node.is_some_and(|node| self.is_words(node));
        is_cell || is_beside(self.document.previous(id)) || is_beside(self.document.next_sibling(id))
    }

    /// Leaves a control to the rule of cleaning for controls, with a text that it can report.
    fn control(&mut self, id: NodeId, text: &str) -> Next {
        if text.is_empty() { Next::Inside } else { self.put_text(id, Tag::Button, text) }
    }

    /// `true` if a box stands before words, or alone in the cell of a table, and is none with which
    /// style sheets open menus.
    fn is_sign(&self, id: NodeId) -> bool {
        let hides = |style: &str| style.contains("display") && style.contains("none");
        if self.get(id, Attribute::Hidden).is_some()
            || self.get(id, Attribute::Role).is_some_and(|role| !matches!(role, "checkbox" | "radio"))
            || self.get(id, Attribute::Style).is_some_and(hides)
            || self.has_class(id, |class| class.contains("toggle") || class.contains("menu"))
            || self
                .get(id, Attribute::Id)
                .is_some_and(|name| name.contains("toggle") || name.contains("menu"))
        {
            return false;
        }
        let Some(parent) = self.document.parent(id) else { return false };
        let is_place = matches!(
            self.document.tag(parent),
            Some(Tag::Li | Tag::Label | Tag::P | Tag::Td | Tag::Th | Tag::Dt | Tag::Dd | Tag::Span)
        );
        is_place || self.document.next_sibling(id).is_some_and(|next| self.is_words(next))
    }

    /// `true` for text that is not blank, and for a label.
    fn is_words(&self, id: NodeId) -> bool {
        match self.document.kind(id) {
            NodeKind::Text(text) => !text.trim().is_empty(),
            NodeKind::Element(element) => element.tag == Some(Tag::Label),
            NodeKind::Math(_) => true,
            NodeKind::Foreign(_) | NodeKind::Ignored => false,
        }
    }

    /// Keeps two labels that follow each other apart.
    pub(super) fn label(&mut self, id: NodeId) -> Next {
        let is_beside = self
            .document
            .previous(id)
            .is_some_and(|previous| matches!(self.document.tag(previous), Some(Tag::Label | Tag::Span)));
        if is_beside {
            let blank = self.document.add(NodeKind::Text(" ".to_owned()));
            self.document.insert_before(id, blank);
        }
        Next::Inside
    }

    /// Keeps the words of a button that heads a part of the article, or stands in a sentence, and
    /// the picture in one. The others are controls, which a rule of cleaning takes.
    pub(super) fn button(&mut self, id: NodeId) -> Next {
        const HEADS: &[Tag] =
            &[Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6, Tag::Summary, Tag::Dt, Tag::Caption];
        if self.is_within(id, HEADS) {
            return self.rename(id, Tag::Span);
        }
        let words = self.words(id);
        let is_text = |node: Option<NodeId>| node.is_some_and(|node| self.is_words(node));
        let is_command = || COMMANDS.iter().any(|command| words.eq_ignore_ascii_case(command));
        match (is_text(self.document.previous(id)), is_text(self.document.next_sibling(id))) {
            (true, true) => return self.rename(id, Tag::Span),
            (true, false) | (false, true) if self.is_in_line(id) && !is_command() => {
                return self.rename(id, Tag::Span);
            }
            _ => {}
        }
        let is_sentence = words.ends_with(['?', '？', '。', '！', '…'])
            || words.chars().filter(|c| !c.is_whitespace()).map(width).sum::<usize>() >= SENTENCE;
        let heads_panel = self.get(id, Attribute::AriaControls).is_some()
            || self.has_class(id, |class| class.contains("accordion") || class.contains("faq"));
        let is_label = heads_panel && words.chars().map(width).sum::<usize>() >= SENTENCE / 3;
        let holds_content = self
            .find(id, |element| match element.tag {
                Some(Tag::Img | Tag::AmpImg) => !is_small(element.get(Attribute::Width)),
                Some(Tag::P | Tag::H2 | Tag::H3 | Tag::H4 | Tag::Li | Tag::Video) => true,
                _ => false,
            })
            .is_some();
        if is_sentence || is_label || holds_content || (self.opens_panel(id) && !is_command()) {
            return self.rename(id, Tag::Div);
        }
        Next::Inside
    }

    /// `true` for a part of a line of text.
    fn is_in_line(&self, id: NodeId) -> bool {
        self.document.parent(id).is_some_and(|parent| {
            matches!(self.document.tag(parent), Some(Tag::P | Tag::Li | Tag::Td | Tag::Th | Tag::Dd))
        })
    }

    /// The chosen options, or else the first, which browsers then show.
    pub(super) fn select(&mut self, id: NodeId) -> Next {
        let options: Vec<NodeId> = self
            .document
            .descendants(id)
            .filter(|&inner| self.document.tag(inner) == Some(Tag::Option))
            .collect();
        let mut chosen: Vec<NodeId> =
            options.iter().copied().filter(|&id| self.get(id, Attribute::Selected).is_some()).collect();
        if chosen.is_empty() {
            chosen.extend(options.first());
        }
        let texts: Vec<String> = chosen
            .into_iter()
            .map(|id| {
                let words = self.words(id);
                if words.is_empty() {
                    self.get(id, Attribute::Label).unwrap_or_default().trim().to_owned()
                } else {
                    words
                }
            })
            .filter(|text| !text.is_empty())
            .collect();
        let text = texts.join(", ");
        if text.is_empty() {
            return Next::Behind;
        }
        let asks = ["请选择", "選擇", "选择", "Select", "Choose", "Pick a", "--", "—"];
        let tag = if asks.iter().any(|ask| text.starts_with(ask)) { Tag::Button } else { Tag::Span };
        self.label(id);
        self.put_text(id, tag, &text)
    }

    /// Lines that a reader could change keep their line breaks.
    pub(super) fn textarea(&mut self, id: NodeId) -> Next {
        let texts = self.document.children(id).filter_map(|inner| match self.document.kind(inner) {
            NodeKind::Text(text) => Some(text.as_str()),
            _ => None,
        });
        let text: String = texts.collect();
        if text.trim().is_empty() {
            return Next::Behind;
        }
        if self.is_drawn_too(id, &text) {
            return self.take_out(id, Replacement::Twin);
        }
        if let Some(gallery) = self.gallery_of_settings(&text) {
            return self.put(id, gallery);
        }
        let tag = if text.trim().contains('\n') { Tag::Pre } else { Tag::Span };
        self.put_text(id, tag, &text)
    }

    /// `true` for the plain text of code, to be copied, if the page draws the code as well.
    fn is_drawn_too(&self, id: NodeId, text: &str) -> bool {
        if self.has_class(id, |class| class == "crayon-plain") {
            let around =
                std::iter::successors(self.document.parent(id), |&outer| self.document.parent(outer));
            let is_drawn = |class: &str| matches!(class, "crayon-pre" | "crayon-line");
            return around
                .take(2)
                .any(|outer| self.find(outer, |element| element.classes().any(is_drawn)).is_some());
        }
        let next = self.document.next_sibling(id).and_then(|next| match self.document.kind(next) {
            NodeKind::Text(text) if text.trim().is_empty() => self.document.next_sibling(next),
            _ => Some(next),
        });
        let mut beside = self.previous_element(id).into_iter().chain(next);
        let words = || text.split_whitespace();
        beside.any(|beside| self.words(beside).split(' ').eq(words()))
    }

    /// A gauge shows its words, or else how much of its whole is reached.
    pub(super) fn gauge(&mut self, id: NodeId) -> Next {
        let number = |name| self.get(id, name).and_then(|value| value.trim().parse::<u32>().ok());
        if !self.words(id).is_empty() {
            return self.label(id);
        }
        let Some(value) = self.first_of(id, &[Attribute::Value]) else { return Next::Inside };
        let text = match (number(Attribute::Value), number(Attribute::Max)) {
            (Some(value), Some(max)) if max > 0 => {
                [&(u64::from(value) * 100 / u64::from(max)).to_string(), "\u{a0}%"].concat()
            }
            _ => value.to_owned(),
        };
        self.put_text(id, Tag::Span, &text)
    }

    /// A part of a picture that leads somewhere becomes a link below it.
    pub(super) fn area(&mut self, id: NodeId) -> Next {
        let Some(href) = self.first_of(id, &[Attribute::Href]) else { return Next::Inside };
        let href = href.to_owned();
        let text = self.first_of(id, &[Attribute::Alt, Attribute::Title]).unwrap_or_default().to_owned();
        if text.is_empty() && !super::film_pages::is_web_address(&href) {
            return Next::Inside;
        }
        let link = self.new_link(&href, &text);
        self.put(id, link)
    }
}

/// The width of a character in columns: two for those of East Asian scripts.
fn width(c: char) -> usize {
    if c >= '\u{2e80}' { 2 } else { 1 }
}

/// `true` for the width of an icon.
fn is_small(width: Option<&str>) -> bool {
    width.and_then(|width| width.trim().parse::<u32>().ok()).is_some_and(|width| width <= 32)
}
