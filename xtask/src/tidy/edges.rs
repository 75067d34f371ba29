//! The edges between the files of a package: which file names an item that another one defines.

use std::collections::{BTreeMap, HashMap};

use syn::visit::{self, Visit};

use super::modules::{Found, ModuleFile, Modules, imports, token_paths};
use super::source::{Source, attributes, is_test};

/// One edge, at the first place where it is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edge {
    /// The module that names the item, and its file.
    pub(crate) from: ModuleFile,
    /// The module that defines it.
    pub(crate) to: ModuleFile,
    /// Line of `from`'s file, from 1.
    pub(crate) line: usize,
    /// The path as it is written.
    pub(crate) name: String,
}

/// Returns the edges of a package, one for each two files. Re-exports are no edges, and neither is
/// naming a module.
pub(crate) fn edges(modules: &Modules, sources: &HashMap<String, Source>) -> Vec<Edge> {
    let mut found = BTreeMap::new();
    for (index, module) in modules.all.iter().enumerate() {
        // Modules within a file are seen from the file's.
        if modules.is_file(index)
            && let Some(source) = sources.get(&module.file)
        {
            Names { modules, module: index, found: &mut found }.visit_file(&source.tree);
        }
    }
    found.into_values().collect()
}

struct Names<'a> {
    modules: &'a Modules,
    module: usize,
    found: &'a mut BTreeMap<(ModuleFile, ModuleFile), Edge>,
}

impl Names<'_> {
    fn add(&mut self, path: &[String], line: usize) {
        let Some(Found::Item(definition)) = self.modules.find(self.module, path) else { return };
        let (from, to) = (self.modules.file_of(self.module), self.modules.file_of(definition));
        if from.file != to.file {
            let name = path.join("::");
            let edge = Edge { from: from.clone(), to: to.clone(), line, name };
            let first = self.found.entry((from, to)).or_insert_with(|| edge.clone());
            if line < first.line {
                *first = edge;
            }
        }
    }
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_test(&item.attrs) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let outer = self.module;
        let path = [item.ident.to_string()];
        if let (Some(_), Some(Found::Module(inner))) = (&item.content, self.modules.find(outer, &path)) {
            self.module = inner;
            visit::visit_item_mod(self, item);
            self.module = outer;
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        // A re-export only passes on.
        if matches!(item.vis, syn::Visibility::Inherited) {
            for import in imports(item) {
                self.add(&import.path, import.line);
            }
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if let (None, Some(first)) = (&path.leading_colon, path.segments.first()) {
            self.add(&names, first.ident.span().start().line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        for found in token_paths(call.tokens.clone()) {
            self.add(&found.path, found.line);
        }
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let syn::Meta::List(list) = &attribute.meta else { return };
        // Serde's attributes name functions in strings: `deserialize_with = "lenient::text"`.
        for token in list.tokens.clone() {
            if let proc_macro2::TokenTree::Literal(literal) = token {
                let text = literal.to_string();
                let path: Vec<_> = text.trim_matches('"').split("::").map(str::to_owned).collect();
                if list.path.is_ident("serde") {
                    self.add(&path, literal.span().start().line);
                }
            }
        }
        for found in token_paths(list.tokens.clone()) {
            if found.path.len() > 1 {
                self.add(&found.path, found.line);
            }
        }
    }
}
