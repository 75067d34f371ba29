//! The modules of a crate, and where the items are defined that a path names.

use std::collections::HashMap;

use proc_macro2::TokenTree;
use syn::visit::{self, Visit};

use super::source::{Source, attributes, is_test};

/// More names on the way to an item than any real path has: an end to imports that go in circles.
const MAX_DEPTH: usize = 32;

/// One target of a package: the library, or a program.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// The name by which other targets of the package name the library: with underscores.
    pub(crate) library: Option<String>,
    /// The root file of the target.
    pub(crate) root: String,
    /// The name of the root module: `lib` or `main`.
    pub(crate) name: String,
}

/// A module that is a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ModuleFile {
    /// From the root, with `::`.
    pub(crate) path: String,
    pub(crate) file: String,
}

/// A module: a file, or a part of one.
#[derive(Debug)]
pub(crate) struct Module {
    /// From the root, with `::`; the root itself is `lib` or `main`.
    pub(crate) path: String,
    /// The file that it is written in.
    pub(crate) file: String,
    parent: Option<usize>,
    root: usize,
    names: HashMap<String, Vec<Name>>,
    /// Paths of `use path::*`.
    globs: Vec<Vec<String>>,
}

#[derive(Debug, Clone)]
enum Name {
    Item,
    Module(usize),
    Use(Vec<String>),
}

/// The target of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// An item, defined in this module.
    Item(usize),
    Module(usize),
}

/// The modules of a package without its tests.
#[derive(Debug, Default)]
pub(crate) struct Modules {
    pub(crate) all: Vec<Module>,
    /// The library's name and its root.
    library: Option<(String, usize)>,
}

impl Modules {
    /// Reads the modules of the targets of one package.
    pub(crate) fn read(targets: &[Target], sources: &HashMap<String, Source>) -> Self {
        let mut modules = Self::default();
        for target in targets {
            let root = modules.all.len();
            if target.name == "lib" {
                modules.library = target.library.clone().map(|name| (name, root));
            }
            modules.add_file(&target.root, &target.name, None, root, sources);
        }
        modules
    }

    fn add(&mut self, path: &str, file: &str, parent: Option<usize>, root: usize) -> usize {
        self.all.push(Module {
            path: path.to_owned(),
            file: file.to_owned(),
            parent,
            root,
            names: HashMap::new(),
            globs: Vec::new(),
        });
        self.all.len() - 1
    }

    fn add_file(
        &mut self,
        file: &str,
        path: &str,
        parent: Option<usize>,
        root: usize,
        sources: &HashMap<String, Source>,
    ) -> Option<usize> {
        let source = sources.get(file)?;
        let module = self.add(path, file, parent, root);
        self.add_items(module, &source.tree.items, &folder_of(file), sources);
        Some(module)
    }

    /// Adds the names that `items` bring into `module`, whose children are in the folder `folder`.
    fn add_items(
        &mut self,
        module: usize,
        items: &[syn::Item],
        folder: &str,
        sources: &HashMap<String, Source>,
    ) {
        for item in items.iter().filter(|item| !is_test(attributes(item))) {
            match item {
                syn::Item::Mod(item) => {
                    let name = item.ident.to_string();
                    let parent_path = &self.all[module].path;
                    let is_root = self.all[module].parent.is_none();
                    let path = if is_root { name.clone() } else { format!("{parent_path}::{name}") };
                    let root = self.all[module].root;
                    let below = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
                    let child = if let Some((_, items)) = &item.content {
                        let file = self.all[module].file.clone();
                        let child = self.add(&path, &file, Some(module), root);
                        self.add_items(child, items, &below, sources);
                        Some(child)
                    } else {
                        let named = path_attribute(&item.attrs)
                            .map(|path| relative_to(&self.all[module].file, &path));
                        let files = [format!("{below}.rs"), format!("{below}/mod.rs")];
                        let file = named.into_iter().chain(files).find(|file| sources.contains_key(file));
                        file.and_then(|file| self.add_file(&file, &path, Some(module), root, sources))
                    };
                    if let Some(child) = child {
                        self.name(module, name, Name::Module(child));
                    }
                }
                syn::Item::Use(item) => self.add_use(module, item),
                _ => {
                    if let Some(name) = item_name(item) {
                        self.name(module, name, Name::Item);
                    }
                    let mut inner = InnerUses(Vec::new());
                    inner.visit_item(item);
                    for item in inner.0 {
                        self.add_use(module, item);
                    }
                }
            }
        }
    }

    fn name(&mut self, module: usize, name: String, is: Name) {
        self.all[module].names.entry(name).or_default().push(is);
    }

    fn add_use(&mut self, module: usize, item: &syn::ItemUse) {
        for import in imports(item) {
            match import.name {
                Some(name) => self.name(module, name, Name::Use(import.path)),
                None => self.all[module].globs.push(import.path),
            }
        }
    }

    /// `true` if the module is a file, rather than a part of one.
    pub(crate) fn is_file(&self, module: usize) -> bool {
        let Module { file, parent, .. } = &self.all[module];
        parent.is_none_or(|parent| self.all[parent].file != *file)
    }

    /// Returns the modules that are files.
    pub(crate) fn files(&self) -> Vec<ModuleFile> {
        (0..self.all.len())
            .filter(|module| self.is_file(*module))
            .map(|module| self.file_of(module))
            .collect()
    }

    /// Returns the module that is the file in which `module` is written.
    pub(crate) fn file_of(&self, mut module: usize) -> ModuleFile {
        while !self.is_file(module)
            && let Some(parent) = self.all[module].parent
        {
            module = parent;
        }
        ModuleFile { path: self.all[module].path.clone(), file: self.all[module].file.clone() }
    }

    /// Returns what `path`, written in `module`, leads to; `None` if it leads out of the package.
    pub(crate) fn find(&self, module: usize, path: &[String]) -> Option<Found> {
        self.find_from(module, path, 0)
    }

    fn find_from(&self, module: usize, path: &[String], depth: usize) -> Option<Found> {
        if depth > MAX_DEPTH {
            return None;
        }
        let (first, rest) = path.split_first()?;
        let start = match first.as_str() {
            "crate" => self.all[module].root,
            "self" => module,
            "super" => self.all[module].parent?,
            name => {
                return match self.find_name(module, name, rest.is_empty(), depth) {
                    Some(Found::Module(next)) => self.find_below(next, rest, depth),
                    Some(item) => Some(item),
                    None => match &self.library {
                        Some((library, root)) if library == name => self.find_below(*root, rest, depth),
                        _ => None,
                    },
                };
            }
        };
        if rest.first().is_some_and(|name| name == "super") {
            return self.find_from(start, rest, depth + 1);
        }
        self.find_below(start, rest, depth)
    }

    /// As [`Self::find`], but `path` is known to begin in `module`.
    fn find_below(&self, module: usize, path: &[String], depth: usize) -> Option<Found> {
        let Some((first, rest)) = path.split_first() else {
            return Some(Found::Module(module));
        };
        match self.find_name(module, first, rest.is_empty(), depth) {
            Some(Found::Module(next)) => self.find_below(next, rest, depth),
            Some(item) => Some(item),
            // Made by a macro, or a name of another crate that this module imports.
            None if self.all[module].names.contains_key(first) => None,
            None => Some(Found::Item(module)),
        }
    }

    fn find_name(&self, module: usize, name: &str, is_last: bool, depth: usize) -> Option<Found> {
        let names = self.all[module].names.get(name).map_or(&[][..], Vec::as_slice);
        let own = |name: &Name| match name {
            Name::Item => Some(Found::Item(module)),
            Name::Module(child) => Some(Found::Module(*child)),
            Name::Use(path) => self.find_from(module, path, depth + 1),
        };
        let mut found: Vec<_> = names.iter().filter_map(own).collect();
        if found.is_empty() && names.is_empty() {
            for glob in &self.all[module].globs {
                if let Some(Found::Module(other)) = self.find_from(module, glob, depth + 1) {
                    let elsewhere = other != module && depth < MAX_DEPTH;
                    found
                        .extend(elsewhere.then(|| self.find_name(other, name, is_last, depth + 1)).flatten());
                }
            }
        }
        let wanted = |found: &&Found| matches!(found, Found::Item(_)) == is_last;
        found.iter().find(wanted).or(found.first()).copied()
    }
}

/// The folder with the children of the module in `file`.
fn folder_of(file: &str) -> String {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let stem = name.trim_end_matches(".rs");
    if matches!(stem, "mod" | "lib" | "main") {
        folder.to_owned()
    } else {
        file.trim_end_matches(".rs").to_owned()
    }
}

/// The value of `#[path = "…"]`.
fn path_attribute(attributes: &[syn::Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(syn::MetaNameValue {
            path,
            value: syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(value), .. }),
            ..
        }) if path.is_ident("path") => Some(value.value()),
        _ => None,
    })
}

/// Returns the path in the repository of what `file` names by `path`.
fn relative_to(file: &str, path: &str) -> String {
    let mut parts: Vec<_> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        if part == ".." {
            parts.pop();
        } else if part != "." {
            parts.push(part);
        }
    }
    parts.join("/")
}

fn item_name(item: &syn::Item) -> Option<String> {
    use syn::Item;
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

/// One name that a `use` brings.
#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) path: Vec<String>,
    /// `None` for `*`.
    name: Option<String>,
    /// From 1.
    pub(crate) line: usize,
}

/// Returns the names that a `use` brings.
pub(crate) fn imports(item: &syn::ItemUse) -> Vec<Import> {
    let mut found = Vec::new();
    add_imports(&item.tree, &mut Vec::new(), &mut found);
    found
}

fn add_imports(tree: &syn::UseTree, before: &mut Vec<String>, found: &mut Vec<Import>) {
    let with = |before: &[String], ident: &syn::Ident| {
        let mut path = before.to_vec();
        // `use a::{self}` is `use a`.
        if ident != "self" || path.is_empty() {
            path.push(ident.to_string());
        }
        path
    };
    match tree {
        syn::UseTree::Path(path) => {
            before.push(path.ident.to_string());
            add_imports(&path.tree, before, found);
            before.pop();
        }
        syn::UseTree::Name(name) => {
            let path = with(before, &name.ident);
            let line = name.ident.span().start().line;
            found.push(Import { name: path.last().cloned(), path, line });
        }
        syn::UseTree::Rename(rename) => {
            let path = with(before, &rename.ident);
            let line = rename.ident.span().start().line;
            found.push(Import { path, name: Some(rename.rename.to_string()), line });
        }
        syn::UseTree::Glob(glob) => {
            let line = glob.star_token.spans[0].start().line;
            found.push(Import { path: before.clone(), name: None, line });
        }
        syn::UseTree::Group(group) => {
            for tree in &group.items {
                add_imports(tree, before, found);
            }
        }
    }
}

/// `use` within functions: the names are taken as the module's.
struct InnerUses<'ast>(Vec<&'ast syn::ItemUse>);

impl<'ast> Visit<'ast> for InnerUses<'ast> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.0.push(item);
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }
}

/// A path in tokens, such as those of a macro's call.
pub(crate) struct TokenPath {
    pub(crate) path: Vec<String>,
    /// From 1.
    pub(crate) line: usize,
}

/// Returns the paths in the tokens of a macro's call; names of one word are paths as well.
pub(crate) fn token_paths(tokens: proc_macro2::TokenStream) -> Vec<TokenPath> {
    let mut found = Vec::new();
    let mut path: Option<TokenPath> = None;
    let (mut colons, mut after_dot) = (0, false);
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                match &mut path {
                    Some(path) if colons == 2 => path.path.push(ident.to_string()),
                    _ => {
                        found.extend(path.take());
                        let line = ident.span().start().line;
                        path = (!after_dot).then(|| TokenPath { path: vec![ident.to_string()], line });
                    }
                }
                (colons, after_dot) = (0, false);
                continue;
            }
            TokenTree::Punct(mark) if mark.as_char() == ':' && path.is_some() => {
                colons += 1;
                continue;
            }
            TokenTree::Punct(mark) => after_dot = mark.as_char() == '.',
            TokenTree::Group(group) => {
                found.extend(token_paths(group.stream()));
                after_dot = false;
            }
            TokenTree::Literal(_) => after_dot = false,
        }
        found.extend(path.take());
        colons = 0;
    }
    found.extend(path);
    found
}
