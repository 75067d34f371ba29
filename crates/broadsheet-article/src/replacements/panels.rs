//! Panels that a control of the page opens: answers, the content of tabs, parts to unfold. They are
//! content though the page hides them at first, and the labels of tabs head them.

use super::{MAX_LOOK, Next, Replacer};
use crate::document::{Document, Element, NodeId, NodeKind};
use crate::ledger::Replacement;
use crate::vocabulary::{Attribute, Tag};

/// Parts of the names of boxes that open over a page, and of its navigation.
const OVERLAYS: [&str; 15] = [
    "cookie", "dropdown", "lightbox", "login", "menu", "modal", "nav", "popover", "popup", "qrcode",
    "search", "share", "sidebar", "toast", "tooltip",
];

/// Parts of the names of what a reader unfolds.
const FOLDS: [&str; 10] =
    ["accordion", "answer", "collaps", "details", "expand", "faq", "fold", "question", "spoiler", "toggle"];

/// Classes with which pages hide a box.
const HIDING: [&str; 3] = ["d-none", "element-hidden", "is-hidden"];

/// The controls and the panels of a page, in document order.
#[derive(Default)]
struct Parts {
    /// Tabs and panels: `true` for a tab.
    tabs: Vec<(bool, NodeId)>,
    /// The ids that controls name.
    targets: Vec<String>,
    /// Boxes that are hidden.
    hidden: Vec<NodeId>,
}

impl Replacer<'_> {
    /// Shows the panels that a control of the page opens, and heads those of tabs.
    pub(super) fn open_panels(&mut self) {
        let mut parts = self.panel_parts();
        parts.targets.sort_unstable();
        parts.targets.dedup();
        let named = self.named_elements(&parts.targets);
        self.head_tabs(&parts.tabs, &named);
        let find = |target: &str| named.binary_search_by(|(name, _)| name.as_str().cmp(target)).ok();
        for target in parts.targets {
            let panel = find(&target).map(|index| named[index].1);
            if panel.is_some_and(|panel| self.is_panel(panel, false)) {
                self.show(panel.unwrap_or(Document::ROOT));
                self.opened.push(target);
            }
        }
        for id in parts.hidden {
            if self.is_unfolded(id) && self.is_panel(id, false) {
                self.show(id);
            }
        }
    }

    fn panel_parts(&self) -> Parts {
        let document = &*self.document;
        let mut parts = Parts::default();
        let mut list_end = None;
        let mut in_list = false;
        let mut next = document.next_in_order(Document::ROOT, Document::ROOT);
        while let Some(id) = next {
            if in_list && list_end == Some(id) {
                in_list = false;
            }
            next = document.next_in_order(id, Document::ROOT);
            let Some(element) = document.element(id) else { continue };
            if element.attributes.is_empty() && !in_list {
                continue;
            }
            let role = element.get(Attribute::Role).unwrap_or_default();
            let names_list = |class: &str| {
                ["nav-tabs", "tabs-nav", "tab-nav", "code-group__nav", "tablist"].contains(&class)
            };
            if !in_list && (role == "tablist" || element.classes().any(names_list)) {
                (in_list, list_end) = (true, document.next_after_subtree(id, Document::ROOT));
            } else if role == "tab" || in_list && matches!(element.tag, Some(Tag::A | Tag::Button)) {
                parts.tabs.push((true, id));
                parts.targets.extend(target(element));
                next = document.next_after_subtree(id, Document::ROOT);
            } else if is_tab_panel(element) {
                parts.tabs.push((false, id));
            } else if element.get(Attribute::AriaHaspopup).is_none()
                && !matches!(element.tag, Some(Tag::Input | Tag::Nav))
                && let Some(target) = control_target(element)
            {
                parts.targets.push(target);
            }
            if is_hidden(element) {
                parts.hidden.push(id);
            }
        }
        parts
    }

    /// The first element of each of these ids, which are sorted; sorted as well.
    pub(super) fn named_elements(&self, ids: &[String]) -> Vec<(String, NodeId)> {
        let mut named = Vec::new();
        if ids.is_empty() {
            return named;
        }
        for id in self.document.descendants(Document::ROOT) {
            if let Some(name) = self.get(id, Attribute::Id)
                && ids.binary_search_by(|known| known.as_str().cmp(name)).is_ok()
            {
                named.push((name.to_owned(), id));
            }
        }
        named.sort_by(|(a, _), (b, _)| a.cmp(b));
        named.dedup_by(|(a, _), (b, _)| a == b);
        named
    }

    /// Puts the label of each tab before what its panel holds, and shows the panel.
    fn head_tabs(&mut self, tabs: &[(bool, NodeId)], named: &[(String, NodeId)]) {
        let mut labelled: Vec<(String, NodeId)> = Vec::new();
        for &(is_tab, id) in tabs {
            if let (false, Some(label)) = (is_tab, self.get(id, Attribute::AriaLabelledby)) {
                labelled.push((label.to_owned(), id));
            }
        }
        labelled.sort_by(|(a, _), (b, _)| a.cmp(b));
        let find = |list: &[(String, NodeId)], name: &str| {
            list.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok().map(|index| list[index].1)
        };
        let mut at = 0;
        while at < tabs.len() {
            let count = tabs[at..].iter().take_while(|(is_tab, _)| *is_tab).count();
            let panels = tabs[at + count..].iter().take_while(|(is_tab, _)| !*is_tab).count();
            for index in at..at + count {
                let tab = tabs[index].1;
                let by_target = self.document.element(tab).and_then(target).and_then(|id| find(named, &id));
                let by_label = || self.get(tab, Attribute::Id).and_then(|id| find(&labelled, id));
                let by_place = || (panels == count).then(|| tabs[index + count].1);
                if let Some(panel) = by_target.or_else(by_label).or_else(by_place) {
                    self.head_tab(tab, panel);
                }
            }
            at += count + panels;
        }
    }

    fn head_tab(&mut self, tab: NodeId, panel: NodeId) {
        let label = self.words(tab);
        let is_within =
            std::iter::successors(self.document.parent(tab), |&outer| self.document.parent(outer));
        if label.is_empty() || !self.is_panel(panel, true) || is_within.take(64).any(|outer| outer == panel) {
            return;
        }
        self.show(panel);
        let strong = self.new_text(Tag::Strong, Vec::new(), &label);
        let head = self.new_element(Tag::P, Vec::new());
        self.document.append(head, strong);
        let holds_blocks = matches!(
            self.document.tag(panel),
            Some(Tag::Div | Tag::Section | Tag::Article | Tag::Li | Tag::Dd | Tag::Td)
        );
        let place = if holds_blocks { self.document.first_child(panel) } else { None };
        self.put_before(place.unwrap_or(panel), head);
        self.take_out(tab, Replacement::Markup);
    }

    /// `true` for a box with content, other than one that opens over the page, or a form, or links
    /// for the most part, unless it is `of_tab`.
    fn is_panel(&self, id: NodeId, of_tab: bool) -> bool {
        let Some(element) = self.document.element(id) else { return false };
        let names = || element.classes().chain(element.get(Attribute::Id));
        let is_overlay = matches!(
            element.tag,
            Some(Tag::Nav | Tag::Form | Tag::Dialog | Tag::Header | Tag::Footer | Tag::Body | Tag::Input)
        ) || matches!(
            element.get(Attribute::Role),
            Some(
                "navigation"
                    | "menu"
                    | "dialog"
                    | "alertdialog"
                    | "listbox"
                    | "tooltip"
                    | "search"
                    | "status"
            )
        ) || (!of_tab && names().any(|name| contains_any(name, &OVERLAYS)));
        if is_overlay {
            return false;
        }
        let (mut text, mut linked, mut has_content) = (0, 0, false);
        for inner in self.document.descendants(id).take(MAX_LOOK) {
            match self.document.kind(inner) {
                NodeKind::Text(words) => text += words.trim().len(),
                NodeKind::Math(_) => has_content = true,
                NodeKind::Element(element) => match element.tag {
                    Some(Tag::Form | Tag::Textarea) if !of_tab => return false,
                    Some(Tag::Input) if !of_tab && !is_box(element) => return false,
                    Some(Tag::A) => linked += self.words(inner).len(),
                    Some(Tag::Img | Tag::Video | Tag::Audio | Tag::Iframe | Tag::Pre) => has_content = true,
                    _ => {}
                },
                NodeKind::Foreign(_) | NodeKind::Ignored => {}
            }
        }
        has_content || (text > 0 && (of_tab || linked * 2 < text))
    }

    /// `true` for a hidden box behind the button or the heading that unfolds it, or named as one
    /// that a reader unfolds.
    fn is_unfolded(&self, id: NodeId) -> bool {
        let names_fold = |id: NodeId| {
            self.document.element(id).is_some_and(|element| {
                element.classes().chain(element.get(Attribute::Id)).any(|name| contains_any(name, &FOLDS))
            })
        };
        if names_fold(id) || self.document.parent(id).is_some_and(names_fold) {
            return true;
        }
        // A forum has its button in the box before the one around what it shows.
        let is_alone = |outer: &NodeId| {
            self.document.children(*outer).filter(|&inner| !self.is_blank(inner)).count() == 1
        };
        let previous = self
            .previous_element(id)
            .or_else(|| self.previous_element(self.document.parent(id).filter(is_alone)?));
        let Some(previous) = previous else { return false };
        let Some(element) = self.document.element(previous) else { return false };
        let is_control = |element: &Element| {
            element.tag == Some(Tag::Button) || element.get(Attribute::AriaExpanded).is_some()
        };
        let heads = matches!(
            element.tag,
            Some(Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 | Tag::Dt | Tag::Summary)
        );
        let is_button = |element: &Element| {
            element.tag == Some(Tag::Input)
                && element.get(Attribute::Type).is_some_and(|kind| kind.trim().eq_ignore_ascii_case("button"))
        };
        names_fold(previous)
            || is_button(element)
            || (matches!(element.tag, Some(Tag::Div | Tag::P | Tag::Span))
                && self.find(previous, is_button).is_some())
            || element.get(Attribute::AriaExpanded).is_some()
            || element.tag == Some(Tag::Dt)
            || (heads && self.find(previous, is_control).is_some())
    }

    fn is_blank(&self, id: NodeId) -> bool {
        matches!(self.document.kind(id), NodeKind::Text(text) if text.trim().is_empty())
    }

    /// Takes away what hides a box.
    fn show(&mut self, id: NodeId) {
        if let NodeKind::Element(element) = self.document.kind_mut(id) {
            element.attributes.retain(|(name, _)| *name != Attribute::Hidden);
            for (name, value) in &mut element.attributes {
                match name {
                    Attribute::Style if hides(value) => value.clear(),
                    Attribute::Class if value.split_ascii_whitespace().any(|word| HIDING.contains(&word)) => {
                        let words: Vec<&str> =
                            value.split_ascii_whitespace().filter(|word| !HIDING.contains(word)).collect();
                        *value = words.join(" ");
                    }
                    _ => {}
                }
            }
        }
    }

    /// `true` if a button opened a part of the article.
    pub(super) fn opens_panel(&self, id: NodeId) -> bool {
        self.get(id, Attribute::AriaControls)
            .is_some_and(|target| self.opened.binary_search_by(|known| known.as_str().cmp(target)).is_ok())
    }

    /// The box of a check mark or of a round button that classes or roles draw, as its sign.
    pub(super) fn drawn_box(&mut self, id: NodeId) -> Option<Next> {
        let element = self.document.element(id)?;
        if element.tag == Some(Tag::Input)
            || (element.attributes.is_empty() && element.tag != Some(Tag::EnTodo))
        {
            return None;
        }
        let parent = self.document.parent(id).and_then(|parent| self.document.element(parent));
        let (sign, is_sure) = drawn_sign(element, parent)?;
        let holds_box = self.find(id, |inner| {
            is_box(inner) || inner.tag == Some(Tag::EnTodo) || drawn_sign(inner, Some(element)).is_some()
        });
        if holds_box.is_some() {
            return None;
        }
        if self.words(id).is_empty() {
            let is_hollow = self.find(id, |inner| inner.tag == Some(Tag::Img)).is_none();
            let is_item = self.document.tag(id) == Some(Tag::Li);
            return (is_hollow && !is_item).then(|| self.put_text(id, Tag::Span, sign));
        }
        if !is_sure {
            return None;
        }
        let mut place = self.document.first_child(id)?;
        while let (Some(Tag::P | Tag::Div | Tag::Label), Some(inner)) =
            (self.document.tag(place), self.document.first_child(place))
        {
            place = inner;
        }
        let sign = self.new_text(Tag::Span, Vec::new(), sign);
        self.put_before(place, sign);
        Some(Next::Inside)
    }
}

fn contains_any(name: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| {
        name.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
    })
}

fn hides(style: &str) -> bool {
    style.split(';').filter_map(|part| part.split_once(':')).any(|(name, value)| {
        let value = value.trim();
        name.trim().eq_ignore_ascii_case("display")
            && value.get(..4).is_some_and(|value| value.eq_ignore_ascii_case("none"))
    })
}

fn is_hidden(element: &Element) -> bool {
    element.get(Attribute::Hidden).is_some()
        || element.get(Attribute::Style).is_some_and(hides)
        || element.classes().any(|word| HIDING.contains(&word))
}

fn is_tab_panel(element: &Element) -> bool {
    element.get(Attribute::Role) == Some("tabpanel")
        || element
            .classes()
            .any(|class| matches!(class, "tab-pane" | "tab-panel" | "tab-item-content" | "code-group-item"))
}

/// `true` for an input that is checked.
fn is_box(element: &Element) -> bool {
    let is_of = |kind: &str| kind.eq_ignore_ascii_case("checkbox") || kind.eq_ignore_ascii_case("radio");
    element.tag == Some(Tag::Input) && element.get(Attribute::Type).is_some_and(is_of)
}

/// The id of the panel of a tab.
fn target(element: &Element) -> Option<String> {
    control_target(element).or_else(|| {
        let names = [Attribute::Href, Attribute::DataHref];
        fragment(names.iter().find_map(|&name| element.get(name))?)
    })
}

/// The id of what a control opens.
fn control_target(element: &Element) -> Option<String> {
    if let Some(target) = element.get(Attribute::AriaControls) {
        return target.split_ascii_whitespace().next().map(str::to_owned);
    }
    let toggles = [Attribute::DataToggle, Attribute::DataBsToggle]
        .iter()
        .any(|&name| matches!(element.get(name), Some("collapse" | "tab" | "pill")));
    let names = [Attribute::DataTarget, Attribute::DataBsTarget];
    let target = names.iter().find_map(|&name| element.get(name));
    if toggles { fragment(target.or_else(|| element.get(Attribute::Href))?) } else { None }
}

fn fragment(address: &str) -> Option<String> {
    address.trim().strip_prefix('#').filter(|id| !id.is_empty()).map(str::to_owned)
}

/// Classes that draw a box of one state.
const DRAWN: [(&str, bool); 18] = [
    ("bi-check-square", true),
    ("bi-check-square-fill", true),
    ("bi-square", false),
    ("checkbox-checked", true),
    ("checkbox-off", false),
    ("checkbox-on", true),
    ("checkbox-unchecked", false),
    ("fa-check-square", true),
    ("fa-check-square-o", true),
    ("fa-square-check", true),
    ("fa-square-o", false),
    ("glyphicon-check", true),
    ("glyphicon-unchecked", false),
    ("icon-checkbox-checked", true),
    ("icon-checkbox-unchecked", false),
    ("mdi-checkbox-blank-outline", false),
    ("mdi-checkbox-marked", true),
    ("mdi-checkbox-marked-outline", true),
];

/// The sign of a box that an element draws, and `true` if the element says so whatever it holds;
/// `parent` is the element around it.
fn drawn_sign(element: &Element, parent: Option<&Element>) -> Option<(&'static str, bool)> {
    let sign = |is_checked| if is_checked { "☑ " } else { "☐ " };
    let state = |value: &str| match value {
        "true" | "checked" => Some(true),
        "false" | "unchecked" | "mixed" => Some(false),
        _ => None,
    };
    match element.get(Attribute::Role) {
        Some("checkbox") => {
            return element
                .get(Attribute::AriaChecked)
                .and_then(state)
                .map(|is_checked| (sign(is_checked), true));
        }
        Some("radio") => {
            let is_checked = element.get(Attribute::AriaChecked).and_then(state)?;
            return Some((if is_checked { "◉ " } else { "○ " }, true));
        }
        _ => {}
    }
    match element.tag {
        Some(Tag::EnTodo) => {
            let is_checked = element.get(Attribute::Checked).is_some_and(|value| value != "false");
            return Some((sign(is_checked), true));
        }
        Some(Tag::Li) => {
            let parent = parent.and_then(|parent| parent.get(Attribute::DataChecked));
            let own = [Attribute::DataChecked, Attribute::DataList];
            let value = own.iter().find_map(|&name| element.get(name)).or(parent);
            let by_style = || {
                let (_, value) = element.get(Attribute::Style)?.split_once("--en-checked:")?;
                value.trim_start().split(';').next()
            };
            let is_checked = value.or_else(by_style).map(str::trim).and_then(state)?;
            return Some((sign(is_checked), true));
        }
        Some(Tag::Div | Tag::Span | Tag::I | Tag::B | Tag::Em | Tag::Button | Tag::A) | None => {}
        _ => return None,
    }
    let drawn = |class| DRAWN.iter().find(|(name, _)| *name == class).map(|(_, is_checked)| *is_checked);
    if let Some(is_checked) = element.classes().find_map(drawn) {
        return Some((sign(is_checked), false));
    }
    let is_named = |class: &str| {
        matches!(
            class,
            "checkbox" | "check-box" | "task-checkbox" | "todo-checkbox" | "task-list-item-checkbox"
        )
    };
    let is_checked = |class: &str| matches!(class, "checked" | "is-checked" | "done" | "completed" | "on");
    element.classes().any(is_named).then(|| {
        let outer = parent.into_iter().flat_map(Element::classes);
        (sign(element.classes().chain(outer).any(is_checked)), false)
    })
}
