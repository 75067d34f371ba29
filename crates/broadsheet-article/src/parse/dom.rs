//! HTML through the browser's own parser, into a document that runs nothing and loads nothing.

use std::cell::Cell;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomParser, SupportedType, Url};

use super::input_limits::{PROLOGUE, limit_input, within_limit};
use crate::Options;
use crate::build;
#[cfg(feature = "clean")]
use crate::clean;
use crate::document::{Document, Element, Foreign, NodeId, NodeKind};
use crate::ledger::Account;
use crate::limits::{MAX_NODES, MAX_OPEN_ELEMENTS};
#[cfg(feature = "clean")]
use crate::replacements;
use crate::tree::{Article, Truncation};
use crate::url::{UrlPolicy, UrlResolver};
use crate::vocabulary::Tag;

/// The browser refused to parse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the browser's HTML parser refused the article: {0}")]
pub struct DomError(String);

/// The name of the Trusted Types policy under which articles are parsed, unless [`name_policy`]
/// gives another one. A page that requires Trusted Types permits it by `trusted-types
/// broadsheet-inert`.
pub const POLICY: &str = "broadsheet-inert";

/// Gives the policy of this program another name: a page permits each name once, so two programs in
/// one page need two. Has to come before anything is parsed.
pub fn name_policy(name: &'static str) {
    POLICY_NAME.set(name);
}

/// Gives this program the policy to parse under: one that another instance of it uses as well,
/// since a page permits to create each once. Has to come before anything is parsed.
pub fn set_policy(policy: JsValue) {
    GIVEN.set(Some(policy));
}

/// Parses the HTML of an article. Fails if the page's policy forbids the parser.
pub fn parse(html: &str, options: &Options) -> Result<Article, DomError> {
    parse_with(html, options, false)
}

/// Parses the HTML of an article, in which `?post=ID` is a post of the archive in spite of a base
/// if `has_post_links`: in Markdown that was packed. Fails like [`parse`].
pub fn parse_with(html: &str, options: &Options, has_post_links: bool) -> Result<Article, DomError> {
    let mut truncations = Vec::new();
    let html = within_limit(html, &mut truncations);
    let mut document = parse_document(html, &mut truncations).map_err(|error| {
        let message =
            Reflect::get(&error, &JsValue::from_str("message")).ok().and_then(|text| text.as_string());
        DomError(message.unwrap_or_default())
    })?;
    // Only programs keep a ledger.
    let mut account = Account::default();
    build::pair_noscript(&mut document, &mut account);
    #[cfg(feature = "clean")]
    replacements::replace(&mut document, &mut account, &|inner| {
        let mut truncations = Vec::new();
        parse_document(within_limit(inner, &mut truncations), &mut truncations).ok()
    });
    let resolver = BrowserResolver::new(options.base.as_deref());
    let mut policy = UrlPolicy::new(&resolver, None).with_post_links(has_post_links);
    #[cfg(feature = "clean")]
    if options.clean {
        clean::clean_document(&mut document);
    }
    #[cfg(feature = "clean")]
    replacements::show_titles(&mut document, &mut account);
    let mut article = build::build_article(&document, &mut policy, truncations, &mut account);
    build::normalize(&mut article, &mut account);
    #[cfg(feature = "clean")]
    if options.clean {
        clean::clean_tree(&mut article, options, &mut Vec::new(), &mut account);
    }
    #[cfg(feature = "clean")]
    build::read_delimited(&mut article, &mut account);
    Ok(article)
}

fn parse_document(html: &str, truncations: &mut Vec<Truncation>) -> Result<Document, JsValue> {
    let parsed = inert_document(&[PROLOGUE, &limit_input(html, Some(MAX_OPEN_ELEMENTS))].concat())?;
    let mut document = copy(&parsed, truncations);
    build::read_formulas(&mut document, &mut Account::default());
    Ok(document)
}

thread_local! {
    static POLICY_NAME: Cell<&'static str> = const { Cell::new(POLICY) };
    static GIVEN: Cell<Option<JsValue>> = const { Cell::new(None) };
    /// Makes a string acceptable to the parser in pages that require Trusted Types; `None`
    /// elsewhere.
    static TRUST: Option<(JsValue, Function)> = trust();
}

/// The policy and its `createHTML`. A policy can be created only once, so it is kept for the page.
fn trust() -> Option<(JsValue, Function)> {
    let policy = GIVEN.take().or_else(create_policy)?;
    let create_html = Reflect::get(&policy, &JsValue::from_str("createHTML")).ok()?.dyn_into().ok()?;
    Some((policy, create_html))
}

fn create_policy() -> Option<JsValue> {
    let global = js_sys::global();
    let factory =
        Reflect::get(&global, &JsValue::from_str("trustedTypes")).ok().filter(JsValue::is_object)?;
    // `String` hands back the string it is given. That is enough: the document is inert, and what
    // leaves it is the article tree.
    let identity = Reflect::get(&global, &JsValue::from_str("String")).ok()?;
    let rules = Object::new();
    Reflect::set(&rules, &JsValue::from_str("createHTML"), &identity).ok()?;
    let create =
        Reflect::get(&factory, &JsValue::from_str("createPolicy")).ok()?.dyn_into::<Function>().ok()?;
    create.call2(&factory, &JsValue::from_str(POLICY_NAME.get()), &rules).ok()
}

fn inert_document(html: &str) -> Result<web_sys::Node, JsValue> {
    let parser = DomParser::new()?;
    TRUST.with(|trust| match trust {
        None => {
            #[expect(
                clippy::disallowed_methods,
                reason = "the one place that parses, into an inert document"
            )]
            let document = parser.parse_from_string(html, SupportedType::TextHtml)?;
            Ok(document.into())
        }
        Some((policy, create_html)) => {
            let trusted = create_html.call1(policy, &JsValue::from_str(html))?;
            // web-sys knows only the method that takes a string.
            let parse =
                Reflect::get(&parser, &JsValue::from_str("parseFromString"))?.dyn_into::<Function>()?;
            let document = parse.call2(&parser, &trusted, &JsValue::from_str("text/html"))?;
            document.dyn_into()
        }
    })
}

/// Copies a document, walking without recursion.
fn copy(root: &web_sys::Node, truncations: &mut Vec<Truncation>) -> Document {
    let mut document = Document::new();
    let mut parents: Vec<(web_sys::Node, NodeId)> = Vec::new();
    let mut parent = Document::ROOT;
    let mut next = root.first_child();
    loop {
        let Some(node) = next else {
            // The end of this level; on with what follows its parent.
            let Some((outer, id)) = parents.pop() else { break };
            parent = id;
            next = outer.next_sibling();
            continue;
        };
        if document.len() > MAX_NODES {
            truncations.push(Truncation::Nodes);
            break;
        }
        let kind = match node.node_type() {
            web_sys::Node::ELEMENT_NODE => Some(element(&node)),
            web_sys::Node::TEXT_NODE => node.node_value().map(NodeKind::Text),
            _ => None,
        };
        match kind {
            // What a comment stood between is one text.
            Some(NodeKind::Text(text)) if document.extend_text(parent, &text) => next = node.next_sibling(),
            Some(kind) => {
                let descend = !matches!(kind, NodeKind::Text(_));
                let id = document.add(kind);
                document.append(parent, id);
                if descend && let Some(first) = first_child(&node) {
                    parents.push((node, parent));
                    parent = id;
                    next = Some(first);
                } else {
                    next = node.next_sibling();
                }
            }
            None => next = node.next_sibling(),
        }
    }
    document
}

/// The first child of a node, and for a template that of its content, which is a document of its
/// own.
#[cfg(feature = "clean")]
fn first_child(node: &web_sys::Node) -> Option<web_sys::Node> {
    if node.node_name() != "TEMPLATE" {
        return node.first_child();
    }
    let content = Reflect::get(node, &JsValue::from_str("content")).ok()?;
    content.dyn_into::<web_sys::Node>().ok()?.first_child()
}

/// The first child of a node.
#[cfg(not(feature = "clean"))]
fn first_child(node: &web_sys::Node) -> Option<web_sys::Node> {
    node.first_child()
}

/// An element of HTML, `MathML` or SVG.
fn element(node: &web_sys::Node) -> NodeKind {
    // HTML names are in capitals here, others as written.
    let mut name = node.node_name();
    let element: &web_sys::Element = node.unchecked_ref();
    if name.bytes().any(|byte| byte.is_ascii_lowercase()) {
        let is_math = element.namespace_uri().is_some_and(|uri| uri.ends_with("MathML"));
        // Those with a colon are in a namespace of their own.
        let mut attributes = attributes(element, |_| true);
        attributes.retain(|(name, _)| !name.contains(':') || name == "xlink:href");
        return NodeKind::Foreign(Foreign { is_math, name, attributes });
    }
    name.make_ascii_lowercase();
    let tag = Tag::of_element(&name);
    // Values are fetched only where they are looked at.
    let attributes = attributes(element, |name| Element::looks_at(tag, name));
    NodeKind::Element(Element::new(tag, attributes.into_iter()))
}

/// Names and values of an element's attributes; the value of one that does not count is empty.
fn attributes(element: &web_sys::Element, counts: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    if !element.has_attributes() {
        return Vec::new();
    }
    let list = element.attributes();
    let attributes = (0..list.length().min(MAX_ATTRIBUTES)).filter_map(|index| {
        let attribute = list.item(index)?;
        let name = attribute.name();
        let value = if counts(&name) { attribute.value() } else { String::new() };
        Some((name, value))
    });
    attributes.collect()
}

/// The number of attributes of one element that are looked at.
const MAX_ATTRIBUTES: u32 = 256;

/// Resolves addresses with the browser's `URL`.
struct BrowserResolver {
    base: Option<String>,
}

impl BrowserResolver {
    fn new(base: Option<&str>) -> Self {
        let base = base.and_then(|base| Url::new(base.trim()).ok()).map(|base| base.href());
        Self { base: base.filter(|base| base.starts_with("http:") || base.starts_with("https:")) }
    }
}

impl UrlResolver for BrowserResolver {
    fn resolve(&self, address: &str) -> Option<String> {
        let url = match &self.base {
            Some(base) => Url::new_with_base(address, base),
            None => Url::new(address),
        };
        url.ok().map(|url| url.href())
    }

    fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }
}
