//! A Rust source file: its text, its syntax tree, and which parts of it are tests.

use std::ops::Range;

use anyhow::{Context, Result};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// A parsed file.
pub(crate) struct Source {
    /// The path in the repository, with slashes.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) tree: syn::File,
    /// All tokens; doc comments are among them as attributes.
    pub(crate) tokens: TokenStream,
}

impl Source {
    /// Parses a file. Fails if it is no Rust.
    pub(crate) fn parse(path: &str, text: String) -> Result<Self> {
        let tokens: TokenStream = text
            .parse()
            .map_err(|error| anyhow::anyhow!("{error}"))
            .with_context(|| format!("parsing {path}"))?;
        let tree = syn::parse2(tokens.clone())
            .map_err(|error| anyhow::anyhow!("line {}: {error}", error.span().start().line))
            .with_context(|| format!("parsing {path}"))?;
        Ok(Self { path: path.to_owned(), text, tree, tokens })
    }

    /// `true` if the file is part of a test.
    pub(crate) fn is_test(&self) -> bool {
        self.path.split('/').any(|name| name == "tests" || name == "tests.rs") || is_test(&self.tree.attrs)
    }

    /// Lines (from 1) of the items that exist in tests alone.
    pub(crate) fn test_lines(&self) -> Vec<Range<usize>> {
        let mut found = TestLines(Vec::new());
        found.visit_file(&self.tree);
        found.0
    }
}

/// `true` if the attributes leave the item to tests: `#[cfg(test)]`, `#[cfg(all(test, …))]` or
/// `#[test]`.
pub(crate) fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::Path(path) => path.segments.last().is_some_and(|segment| segment.ident == "test"),
        syn::Meta::List(list) => list.path.is_ident("cfg") && requires_test(&list.tokens),
        syn::Meta::NameValue(_) => false,
    })
}

/// `true` for `test` and for `all(…)` with `test` in it.
fn requires_test(condition: &TokenStream) -> bool {
    let mut all = false;
    for token in condition.clone() {
        match token {
            TokenTree::Ident(name) if name == "test" => return true,
            TokenTree::Ident(name) => all = name == "all",
            TokenTree::Group(group) if all && group.delimiter() == Delimiter::Parenthesis => {
                return requires_test(&group.stream());
            }
            TokenTree::Group(_) => {}
            TokenTree::Punct(_) | TokenTree::Literal(_) => all = false,
        }
    }
    false
}

/// The attributes of an item of any kind.
pub(crate) fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    use syn::Item;
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

struct TestLines(Vec<Range<usize>>);

impl<'ast> Visit<'ast> for TestLines {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if is_test(attributes(item)) {
            let span = item.span();
            self.0.push(span.start().line..span.end().line + 1);
        } else {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if is_test(&item.attrs) {
            let span = item.span();
            self.0.push(span.start().line..span.end().line + 1);
        }
    }
}
