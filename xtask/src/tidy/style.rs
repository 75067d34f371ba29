//! The style of files: the order of imports, where modules are, and a habit that hides a condition.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;

use super::problem::{Kind, Problem};
use super::source::Source;

/// Returns the problems of one file.
pub(crate) fn check(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    import_order(source, &source.tree.items, &mut problems);
    filter_without_value(source, source.tokens.clone(), &mut problems);
    problems
}

/// Returns a problem for each folder of modules that is not `folder/mod.rs` with others beside it.
pub(crate) fn check_folders(paths: &BTreeSet<&str>) -> Vec<Problem> {
    let problem = |path: &str, message: String| Problem {
        kind: Kind::ModuleStyle,
        file: path.to_owned(),
        line: 1,
        message,
    };
    let mut problems = Vec::new();
    for path in paths {
        let stem = path.trim_end_matches(".rs");
        let has = |folder: &str, other: &dyn Fn(&str) -> bool| {
            paths.iter().any(|path| {
                path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/') && other(rest))
            })
        };
        if let Some(folder) = stem.strip_suffix("/mod") {
            if !has(folder, &|rest| rest != "/mod.rs") && !folder.contains("tests/") {
                problems.push(problem(path, format!("the only file of its folder: name it {folder}.rs")));
            }
        } else if has(stem, &|_| true) {
            problems.push(problem(path, format!("has a folder of the same name: name it {stem}/mod.rs")));
        }
    }
    problems
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Standard,
    External,
    Own,
}

impl Origin {
    const fn name(self) -> &'static str {
        match self {
            Self::Standard => "the standard library",
            Self::External => "external crates",
            Self::Own => "this crate",
        }
    }
}

/// The imports of a module: standard library, external crates, this crate; a blank line between
/// them and none within.
fn import_order(source: &Source, items: &[syn::Item], problems: &mut Vec<Problem>) {
    let children: BTreeSet<_> = items.iter().filter_map(child).collect();
    let lines: Vec<_> = source.text.lines().collect();
    let mut last: Option<(Origin, usize)> = None;
    for item in items {
        let syn::Item::Use(import) = item else {
            if let syn::Item::Mod(syn::ItemMod { content: Some((_, items)), .. }) = item {
                import_order(source, items, problems);
            }
            continue;
        };
        let Some(origin) = origin(import, &children) else { continue };
        let (start, end) = (item.span().start().line, item.span().end().line);
        if let Some((before, its_end)) = last {
            let blank = lines[its_end..start - 1].iter().any(|line| line.trim().is_empty());
            let message = if origin < before {
                Some(format!(
                    "{} after {}: first std, then external crates, then this crate's",
                    origin.name(),
                    before.name()
                ))
            } else if origin > before && !blank {
                Some(format!("{} follows {} without a blank line", origin.name(), before.name()))
            } else if origin == before && blank {
                Some(format!("a blank line within the imports of {}", origin.name()))
            } else {
                None
            };
            problems.extend(message.map(|message| Problem {
                kind: Kind::ImportOrder,
                file: source.path.clone(),
                line: start,
                message,
            }));
        }
        last = Some((origin, end));
    }
}

fn child(item: &syn::Item) -> Option<String> {
    match item {
        syn::Item::Mod(item) => Some(item.ident.to_string()),
        syn::Item::Enum(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

/// `None` for re-exports, which stand apart.
fn origin(import: &syn::ItemUse, children: &BTreeSet<String>) -> Option<Origin> {
    if !matches!(import.vis, syn::Visibility::Inherited) {
        return None;
    }
    let first = match &import.tree {
        syn::UseTree::Path(path) => &path.ident,
        syn::UseTree::Name(name) => &name.ident,
        syn::UseTree::Rename(rename) => &rename.ident,
        _ => return Some(Origin::Own),
    };
    let first = first.to_string();
    Some(match first.as_str() {
        "std" | "core" | "alloc" => Origin::Standard,
        "crate" | "self" | "super" => Origin::Own,
        name if children.contains(name) => Origin::Own,
        _ => Origin::External,
    })
}

/// `.filter(|_| …)` on an `Option` is an `if`; on an iterator it is all or nothing.
fn filter_without_value(source: &Source, tokens: TokenStream, problems: &mut Vec<Problem>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    for (number, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(group) = token {
            filter_without_value(source, group.stream(), problems);
        }
        if let [TokenTree::Punct(dot), TokenTree::Ident(name), TokenTree::Group(arguments), ..] =
            &tokens[number..]
            && dot.as_char() == '.'
            && name == "filter"
            && arguments.stream().into_iter().take(3).map(|token| token.to_string()).eq(["|", "_", "|"])
        {
            let message = "`.filter(|_| …)` looks at nothing: write the condition as an `if`".to_owned();
            problems.push(Problem {
                kind: Kind::FilterWithoutValue,
                file: source.path.clone(),
                line: name.span().start().line,
                message,
            });
        }
    }
}
