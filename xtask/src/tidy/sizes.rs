//! The lengths of files and functions.

use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::problem::{Kind, Problem};
use super::source::{Source, attributes, is_test};

/// Lines of a file without its tests.
const MAX_FILE_LINES: usize = 500;

/// Lines of a function, from `fn` to the closing brace.
const MAX_FUNCTION_LINES: usize = 80;

/// A file or function that may be longer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exception {
    pub(crate) file: &'static str,
    /// `None` if the file itself is meant.
    pub(crate) function: Option<&'static str>,
    pub(crate) max_lines: usize,
    /// The reason why it is not divided.
    pub(crate) reason: &'static str,
}

/// Returns a problem if the file is too long, and one for each of its functions that is.
pub(crate) fn check(source: &Source, exceptions: &[Exception]) -> Vec<Problem> {
    if source.is_test() {
        return Vec::new();
    }
    let test_lines = source.test_lines();
    let lines = source.text.lines().count() - test_lines.iter().map(Range::len).sum::<usize>();
    let mut found = Functions(vec![Length { function: None, line: 1, lines }]);
    found.visit_file(&source.tree);
    found.0.iter().filter_map(|length| problem(source, length, exceptions)).collect()
}

fn problem(source: &Source, length: &Length, exceptions: &[Exception]) -> Option<Problem> {
    let Length { function, line, lines } = length;
    let is_meant =
        |exception: &&Exception| exception.file == source.path && exception.function == function.as_deref();
    let exception = exceptions.iter().find(is_meant);
    let (kind, what, usual) = match function {
        None => (Kind::LongFile, "the file without its tests".to_owned(), MAX_FILE_LINES),
        Some(name) => (Kind::LongFunction, format!("`{name}`"), MAX_FUNCTION_LINES),
    };
    let advice = match exception {
        None if *lines <= usual => return None,
        Some(exception) if *lines <= usual => {
            format!("take its exception (\"{}\") out of xtask/src/tidy/tables.rs", exception.reason)
        }
        Some(exception) if *lines <= exception.max_lines => return None,
        Some(exception) => format!("its exception (\"{}\") allows {}", exception.reason, exception.max_lines),
        None => "divide it by what would change it, and name the parts".to_owned(),
    };
    let message = format!("{what} has {lines} lines, {usual} at most: {advice}");
    Some(Problem { kind, file: source.path.clone(), line: *line, message })
}

/// The length of a function, or of the file itself.
struct Length {
    function: Option<String>,
    line: usize,
    lines: usize,
}

struct Functions(Vec<Length>);

impl Functions {
    fn add(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let line = signature.fn_token.span().start().line;
        let lines = block.span().end().line + 1 - line;
        self.0.push(Length { function: Some(signature.ident.to_string()), line, lines });
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.add(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }
}
