//! The lists of facets in the scripts of the element are those of the table.

#![cfg(not(target_arch = "wasm32"))]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use broadsheet_bundle::facet::{FACETS, FacetDefinition};

/// Set to anything, writes the lists instead of comparing them.
const WRITE: &str = "BROADSHEET_WRITE_FACETS";

/// One line for each facet that a bundle has values of.
fn lines(line: impl Fn(&FacetDefinition) -> String) -> String {
    let mut lines = String::new();
    for definition in FACETS.iter().filter(|definition| definition.facet.is_indexed()) {
        let _ = writeln!(lines, "{}", line(definition));
    }
    lines
}

/// Compares the part of `file` between `start` and `end` with `expected`, or writes it.
fn check(file: &str, start: &str, end: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../static").join(file);
    let text = fs::read_to_string(&path).expect("the file is there").replace("\r\n", "\n");
    let (before, rest) = text.split_once(start).expect("the list has a start");
    let (found, after) = rest.split_once(end).expect("the list has an end");
    if env::var_os(WRITE).is_some() {
        fs::write(&path, [before, start, expected, end, after].concat()).expect("the file can be written");
        return;
    }
    assert!(
        found == expected,
        "static/{file} has other facets than the table; write them with\n  \
         {WRITE}=1 cargo test -p broadsheet-bundle --test facets"
    );
}

#[test]
fn the_scripts_have_the_facets_of_the_table() {
    let names = lines(|definition| format!("\"{}\"", definition.name));
    let names = names.lines().collect::<Vec<_>>().join(", ");
    check("embed-query.js", "const FACETS = [", "];", &names);
    let optional = lines(|definition| format!("  {}?: Choice;", definition.name));
    check("embed.d.ts", "export interface Filter {\n", "  from?: string;", &optional);
    let described = lines(|definition| {
        format!("  /** {} See `Choice`. */\n  {}: Choice;", definition.description, definition.name)
    });
    check("embed.d.ts", "  post: string;\n", "  from: string;", &described);
    let attributes = lines(|definition| {
        let FacetDefinition { name, description, .. } = definition;
        format!(
            "            {{ \"name\": \"{name}\", \"fieldName\": \"{name}\", \"type\": {{ \"text\": \"string\" }}, \
             \"description\": \"{description}\" }},"
        )
    });
    let end = "            { \"name\": \"from\", \"fieldName\": \"from\"";
    check("npm/custom-elements.json", "\"description\": \"Id of the open post.\" },\n", end, &attributes);
}
