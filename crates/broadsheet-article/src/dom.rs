//! HTML through the browser's own parser, into a document that runs nothing and loads nothing.

use std::cell::Cell;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomParser, SupportedType, Url};

#[cfg(feature = "clean")]
use crate::clean;
use crate::limits::{MAX_BYTES, MAX_NODES, MAX_OPEN_ELEMENTS};
use crate::names::{Attribute, Tag};
use crate::source::{Content, Element, NodeId, Source};
use crate::tame::tame;
use crate::tree::{Article, Cut};
use crate::url::{Judge, Resolve};
use crate::{Options, PROLOGUE, finish, picture, read};

/// The browser did not parse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the browser's HTML parser refused the article: {0}")]
pub struct DomError(String);

/// The name of the Trusted Types policy under which articles are parsed, unless [`name_policy`] gives another one. A page
/// that requires Trusted Types permits it by `trusted-types broadsheet-inert`.
pub const POLICY: &str = "broadsheet-inert";

/// Gives the policy of this program another name: a page permits each name once, so two programs in one page need two.
/// Has to come before anything is parsed.
pub fn name_policy(name: &'static str) {
    POLICY_NAME.set(name);
}

/// Gives this program the policy to parse under: one that another instance of it uses as well, since a page permits to create
/// each once. Has to come before anything is parsed.
pub fn set_policy(policy: JsValue) {
    GIVEN.set(Some(policy));
}

/// Reads the HTML of an article. Fails where the page's policy forbids the parser.
pub fn parse(html: &str, options: &Options) -> Result<Article, DomError> {
    let mut cuts = Vec::new();
    let mut end = html.len();
    if end > MAX_BYTES {
        cuts.push(Cut::Bytes);
        end = html.floor_char_boundary(MAX_BYTES);
    }
    let document = inert_document(&[PROLOGUE, &tame(&html[..end], Some(MAX_OPEN_ELEMENTS))].concat())
        .map_err(|error| {
            let message =
                Reflect::get(&error, &JsValue::from_str("message")).ok().and_then(|text| text.as_string());
            DomError(message.unwrap_or_default())
        })?;
    let mut source = copy(&document, &mut cuts);
    picture::pair_noscript(&mut source);
    let resolver = Resolver::new(options.base.as_deref());
    let mut judge = Judge::new(&resolver, None);
    #[cfg(feature = "clean")]
    if options.clean {
        clean::boxes(&mut source);
    }
    let mut article = read::article(&source, &mut judge, cuts);
    finish::finish(&mut article);
    #[cfg(feature = "clean")]
    if options.clean {
        clean::tree(&mut article, options, &mut Vec::new());
    }
    Ok(article)
}

thread_local! {
    static POLICY_NAME: Cell<&'static str> = const { Cell::new(POLICY) };
    static GIVEN: Cell<Option<JsValue>> = const { Cell::new(None) };
    /// Makes a string acceptable to the parser where the page requires Trusted Types; nothing elsewhere.
    static TRUST: Option<(JsValue, Function)> = trust();
}

/// The policy and its `createHTML`. A policy can be created once only, so the page keeps it.
fn trust() -> Option<(JsValue, Function)> {
    let policy = GIVEN.take().or_else(create_policy)?;
    let create_html = Reflect::get(&policy, &JsValue::from_str("createHTML")).ok()?.dyn_into().ok()?;
    Some((policy, create_html))
}

fn create_policy() -> Option<JsValue> {
    let global = js_sys::global();
    let factory =
        Reflect::get(&global, &JsValue::from_str("trustedTypes")).ok().filter(JsValue::is_object)?;
    // `String` hands back the string it is given. That is enough: the document is inert, and what leaves it is the
    // article tree.
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
fn copy(document: &web_sys::Node, cuts: &mut Vec<Cut>) -> Source {
    let mut source = Source::new();
    let mut parents: Vec<(web_sys::Node, NodeId)> = Vec::new();
    let mut parent = Source::ROOT;
    let mut next = document.first_child();
    loop {
        let Some(node) = next else {
            // The end of this level; on with what follows its parent.
            let Some((outer, id)) = parents.pop() else { break };
            parent = id;
            next = outer.next_sibling();
            continue;
        };
        if source.len() > MAX_NODES {
            cuts.push(Cut::Nodes);
            break;
        }
        let inner = match node.node_type() {
            web_sys::Node::ELEMENT_NODE => element(&node),
            web_sys::Node::TEXT_NODE => node.node_value().map(Content::Text),
            _ => None,
        };
        match inner {
            Some(content) => {
                let descend = matches!(content, Content::Element(_));
                let id = source.add(content);
                source.append(parent, id);
                if descend && let Some(first) = node.first_child() {
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
    source
}

/// An HTML element; nothing for one of SVG or `MathML`, which is never shown.
fn element(node: &web_sys::Node) -> Option<Content> {
    // HTML names come in capitals here, others as written. The parser puts `svg` and `math` nowhere else, and what is
    // in them is not looked at.
    let mut name = node.node_name();
    if name.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    name.make_ascii_lowercase();
    let element: &web_sys::Element = node.unchecked_ref();
    let mut attributes: Vec<(Attribute, String)> = Vec::new();
    if element.has_attributes() {
        let list = element.attributes();
        for index in 0..list.length().min(MAX_ATTRIBUTES) {
            if let Some(attribute) = list.item(index)
                && let Some(known) = Attribute::known(&attribute.name())
            {
                attributes.push((known, attribute.value()));
            }
        }
    }
    Some(Content::Element(Element { tag: Tag::known(&name), attributes }))
}

/// Attributes of one element that are looked at.
const MAX_ATTRIBUTES: u32 = 256;

/// Resolves addresses with the browser's `URL`.
struct Resolver {
    base: Option<String>,
}

impl Resolver {
    fn new(base: Option<&str>) -> Self {
        let base = base.and_then(|base| Url::new(base.trim()).ok()).map(|base| base.href());
        Self { base: base.filter(|base| base.starts_with("http:") || base.starts_with("https:")) }
    }
}

impl Resolve for Resolver {
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
