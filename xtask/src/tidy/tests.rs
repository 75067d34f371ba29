//! Each kind of problem, made on purpose in sources that exist only here.

use std::collections::HashMap;

use super::crates::Package;
use super::layers::Layers;
use super::modules::Target;
use super::problem::{Kind, Problem};
use super::sizes::Exception;
use super::source::Source;
use super::{RULES, Rules, find, report, tables};

const NO_RULES: Rules = Rules { layers: &[], dependencies: &[("a", &[])], exceptions: &[] };

/// The problems of a package `a` with the library `lib.rs` and the program `main.rs`, if they are
/// among the files. A file that does not begin with a comment gets one.
fn problems(files: &[(&str, &str)], rules: &Rules) -> Vec<Problem> {
    let mut sources = HashMap::new();
    for (path, text) in files {
        let text =
            if text.starts_with("//!") { (*text).to_owned() } else { format!("//! A module.\n{text}") };
        sources.insert((*path).to_owned(), Source::parse(path, text).expect("it is Rust"));
    }
    let target = |name: &str| Target {
        library: (name == "lib").then(|| "a".to_owned()),
        root: format!("{name}.rs"),
        name: name.to_owned(),
    };
    let package = Package {
        name: "a".to_owned(),
        manifest: "Cargo.toml".to_owned(),
        targets: vec![target("lib"), target("main")],
        dependencies: Vec::new(),
    };
    let mut found = find(&[package], &sources, rules);
    // Without a table of layers, none of the modules is in it.
    found.retain(|problem| problem.kind != Kind::UnknownLayer || !rules.layers.is_empty());
    found
}

/// The problems as text: those of a kind alone.
fn of(kind: Kind, files: &[(&str, &str)]) -> Vec<String> {
    let found = problems(files, &NO_RULES);
    found.iter().filter(|problem| problem.kind == kind).map(ToString::to_string).collect()
}

#[test]
fn a_circle_is_named_with_both_edges() {
    let files = [
        ("lib.rs", "mod b;\nmod c;"),
        ("b.rs", "use crate::c::C;\npub struct B(C);"),
        ("c.rs", "pub struct C;\n\nimpl C {\n    fn of(_: crate::b::B) {}\n}"),
    ];
    assert_eq!(
        of(Kind::Circle, &files),
        [
            "b.rs:2: `b` uses `crate::c::C` of `c`, which uses `crate::b::B` of `b` (c.rs:5): a circle; \
             move what both need into a module that imports neither [circle]",
            "c.rs:5: `c` uses `crate::b::B` of `b`, which uses `crate::c::C` of `c` (b.rs:2): a circle; \
             move what both need into a module that imports neither [circle]",
        ]
    );
}

#[test]
fn a_circle_of_three_is_found_and_one_within_a_file_is_none() {
    let files = [
        ("lib.rs", "mod b;\nmod c;\nmod d;"),
        ("b.rs", "pub fn b() { crate::c::c(); }"),
        ("c.rs", "use super::d::*;\npub fn c() { d(); }"),
        (
            "d.rs",
            "use a::b;\npub fn d() { println!(\"{}\", b::b()); }\nmod e { pub fn f() { super::d(); } }\nuse e::f;",
        ),
    ];
    let found = of(Kind::Circle, &files);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(
        found[1].starts_with("c.rs:3: `c` uses `d` of `d`, which uses `b::b` of `b` (d.rs:3), which uses `crate::c::c` of `c` (b.rs:2)"),
        "{found:#?}"
    );
}

#[test]
fn re_exports_are_looked_through_and_are_no_edges() {
    // `sub/mod.rs` re-exports from its children, which use each other by that way; it defines
    // nothing itself.
    let files = [
        ("lib.rs", "mod sub;\npub use sub::One;"),
        ("sub/mod.rs", "mod one;\nmod two;\npub use one::One;\npub(crate) use two::Two;"),
        ("sub/one.rs", "use super::Two;\npub struct One(Two);"),
        ("sub/two.rs", "pub struct Two;"),
    ];
    assert_eq!(of(Kind::Circle, &files), [""; 0]);
    // Both ways there is a circle, however long the way of the names.
    let mut files = files;
    files[3].1 = "pub struct Two(Vec<crate::One>);";
    assert_eq!(of(Kind::Circle, &files).len(), 2);
    // A child that uses an item of its own parent, which uses the child.
    let files = [
        ("lib.rs", "mod sub;"),
        ("sub/mod.rs", "mod one;\npub struct Two;\npub fn f() { one::g(); }"),
        ("sub/one.rs", "pub fn g() { let _ = super::Two; }"),
    ];
    assert_eq!(of(Kind::Circle, &files).len(), 2);
}

#[test]
fn a_module_may_be_in_a_file_of_another_name() {
    let files = [
        ("lib.rs", "#[path = \"x/c.rs\"]\nmod b;\npub fn a() { b::f(); }"),
        ("x/c.rs", "pub fn f() { crate::a(); }"),
    ];
    assert_eq!(of(Kind::Circle, &files).len(), 2);
}

#[test]
fn tests_make_no_edges_and_serde_attributes_do() {
    let tests = "mod b;\npub struct A;\n#[cfg(test)]\nmod tests {\n    use super::b::f;\n}\n#[cfg(all(test, unix))]\nfn t() { b::f(); }";
    let b = "pub fn f() {}\nconst A: crate::A = crate::A;";
    assert_eq!(of(Kind::Circle, &[("lib.rs", tests), ("b.rs", b)]), [""; 0]);
    let attribute = "mod b;\n#[derive(Deserialize)]\npub struct A {\n    #[serde(deserialize_with = \"b::f\")]\n    x: u8,\n}";
    assert_eq!(of(Kind::Circle, &[("lib.rs", attribute), ("b.rs", b)]).len(), 2);
}

#[test]
fn an_upward_edge_is_named_with_both_layers() {
    let layers = Layers { package: "a", layers: &[&["low"], &["low::high", "middle"], &["lib"]] };
    let rules = Rules { layers: &[layers], ..NO_RULES };
    let files = [
        ("lib.rs", "mod low;\nmod middle;\npub struct Top;"),
        ("low/mod.rs", "mod high;\nmod other;\npub struct Low;"),
        ("low/high.rs", "pub struct High(super::Low);"),
        ("low/other.rs", "use crate::middle;\nfn f() { middle::f(); }"),
        ("middle.rs", "pub fn f() -> crate::Top { a::Top }"),
    ];
    let found: Vec<_> = problems(&files, &rules).iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "low/other.rs:3: `low::other` (layer low) uses `middle::f` of `middle` (layer middle), and middle is above \
             low: hand it over as an argument, or move it down [upward-edge]",
            "middle.rs:2: `middle` (layer middle) uses `crate::Top` of `lib` (layer lib), and lib is above middle: \
             hand it over as an argument, or move it down [upward-edge]",
        ]
    );
}

#[test]
fn an_edge_upwards_is_found_for_each_layer_of_each_crate() {
    for layers in tables::LAYERS {
        for (number, pair) in layers.layers.windows(2).enumerate() {
            let (low, high) = (pair[0][0], pair[1][0]);
            let file_of = |module: &str| super::modules::ModuleFile {
                path: module.to_owned(),
                file: format!("{module}.rs"),
            };
            let (from, to) = (file_of(low), file_of(high));
            let edge =
                super::edges::Edge { from: from.clone(), to: to.clone(), line: 7, name: "X".to_owned() };
            let found = layers.check(&[from, to], &[edge]);
            let upward: Vec<_> = found.iter().filter(|problem| problem.kind == Kind::UpwardEdge).collect();
            let [problem] = upward.as_slice() else {
                panic!("layer {number} of {}: {found:#?}", layers.package)
            };
            assert!(problem.to_string().starts_with(&format!("{low}.rs:7: `{low}`")), "{problem}");
            assert!(problem.message.contains(&format!("{high} is above {low}")), "{problem}");
        }
    }
}

#[test]
fn a_module_without_a_layer_and_a_layer_without_a_module_are_named() {
    let layers = Layers { package: "a", layers: &[&["gone"], &["lib"]] };
    let rules = Rules { layers: &[layers], ..NO_RULES };
    let found = problems(&[("lib.rs", "mod fresh;"), ("fresh.rs", "")], &rules);
    let found: Vec<_> = found.iter().map(|problem| problem.message.as_str()).collect();
    assert!(found[0].starts_with("the module `fresh` has no layer"), "{found:#?}");
    assert!(found[1].starts_with("a has no module `gone` any more"), "{found:#?}");
}

#[test]
fn a_dependency_that_is_not_allowed_is_named() {
    let package = |name: &str, dependencies: &[&str]| Package {
        name: name.to_owned(),
        manifest: format!("{name}/Cargo.toml"),
        targets: Vec::new(),
        dependencies: dependencies.iter().map(|&name| name.to_owned()).collect(),
    };
    let packages = [package("a", &["b", "a"]), package("b", &["a"]), package("c", &[])];
    let rules = Rules { dependencies: &[("a", &["b"]), ("b", &[])], ..NO_RULES };
    let found = find(&packages, &HashMap::new(), &rules);
    let no_layers =
        "c/Cargo.toml:1: the crate c has no layers: name them in xtask/src/tidy/tables.rs [unknown-layer]";
    assert!(found.iter().any(|problem| problem.to_string() == no_layers), "{found:#?}");
    let found = found.iter().filter(|problem| problem.kind == Kind::Dependency);
    let found: Vec<_> = found.map(ToString::to_string).collect();
    assert!(found[0].starts_with("b/Cargo.toml:1: b uses a, which it may not"), "{found:#?}");
    assert!(found[1].starts_with("c/Cargo.toml:1: the crate c is not in the table"), "{found:#?}");
    assert_eq!(found.len(), 2, "{found:#?}");
}

#[test]
fn long_files_and_functions_are_found_without_their_tests() {
    let lines = |number: usize| "const _: u8 = 0;\n".repeat(number);
    let file = format!("{}#[cfg(test)]\nmod tests {{\n{}}}", lines(499), lines(500));
    assert_eq!(of(Kind::LongFile, &[("b.rs", &file)]), [""; 0]);
    let file = lines(501);
    let expected = "b.rs:1: the file without its tests has 502 lines, 500 at most: divide it by what would change it, \
                    and name the parts [long-file]";
    assert_eq!(of(Kind::LongFile, &[("b.rs", &file)]), [expected]);
    assert_eq!(of(Kind::LongFile, &[("tests/b.rs", &file)]), [""; 0]);

    let function =
        |lines: usize| format!("impl B {{\n/// Text.\nfn f() {{\n{}}}\n}}", "let _ = 0;\n".repeat(lines - 2));
    assert_eq!(of(Kind::LongFunction, &[("b.rs", &function(80))]), [""; 0]);
    let found = of(Kind::LongFunction, &[("b.rs", &function(81))]);
    assert!(found[0].starts_with("b.rs:4: `f` has 81 lines, 80 at most"), "{found:#?}");

    let exception = Exception { file: "b.rs", function: Some("f"), max_lines: 90, reason: "one table" };
    let rules = Rules { exceptions: &[exception], ..NO_RULES };
    assert_eq!(problems(&[("b.rs", &function(90))], &rules), []);
    let found = problems(&[("b.rs", &function(91))], &rules);
    assert!(found[0].message.ends_with("its exception (\"one table\") allows 90"), "{found:#?}");
    let found = problems(&[("b.rs", &function(80))], &rules);
    assert!(found[0].message.contains("take its exception (\"one table\") out"), "{found:#?}");
}

#[test]
fn a_file_says_what_it_is() {
    let source = Source::parse("b.rs", "// A remark.\nconst A: u8 = 0;".to_owned()).expect("it is Rust");
    let found = super::comments::check(&source);
    assert_eq!(found.len(), 1);
    assert!(found[0].to_string().starts_with("b.rs:1: no module comment"), "{found:#?}");
}

#[test]
fn comments_are_not_wide_and_strings_are_no_comments() {
    let wide = "x ".repeat(49);
    let text = format!(
        "const A: &str = \"\n// {wide} in a string\n\"; // but\n// {wide}\n/// {wide}\nconst B: u8 = 0; // {wide}\n\
         // https://example.org/{}\nfn f() {{ /* {wide} */ }}\n",
        "x".repeat(100)
    );
    let found = of(Kind::WideComment, &[("b.rs", &text)]);
    let lines: Vec<_> = found.iter().map(|line| line.split(' ').next().unwrap_or_default()).collect();
    assert_eq!(lines, ["b.rs:5:", "b.rs:6:", "b.rs:7:", "b.rs:9:"], "{found:#?}");
    assert!(found[0].contains("a comment of 101 columns, 100 at most"), "{found:#?}");
}

#[test]
fn doc_comments_do_not_begin_with_a_headless_clause() {
    let text = "/// What it is.\nconst A: u8 = 0;\n/// Returns it.\n/// How it does that is its own.\nfn f() {}\n// Why.\n\
                struct B {\n    /// Whether it is.\n    is: bool,\n}\n/// Whatever.\nconst C: u8 = 0;";
    let found = of(Kind::HeadlessDoc, &[("b.rs", text), ("c.rs", "//! Where it is.")]);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].starts_with("b.rs:2: `What it is.` begins with What"), "{found:#?}");
    assert!(found[1].starts_with("b.rs:9: `Whether it is.` begins with Whether"), "{found:#?}");
    assert!(found[2].starts_with("c.rs:1: `Where it is.` begins with Where"), "{found:#?}");
}

#[test]
fn forbidden_words_are_found_across_lines() {
    let text = "/// It returns nothing\n/// where there is none.\nconst A: &str = \"nobody\";\n// For Somebody's page.\n\
                const B: u8 = 0; // nothing\n// where\n";
    let found = of(Kind::ForbiddenWords, &[("b.rs", text)]);
    assert_eq!(
        found,
        ["b.rs:2: \"nothing where\" in a comment: `None` if [forbidden-words]"],
        "a possessive is another word"
    );
    let found = of(Kind::ForbiddenWords, &[("b.rs", "// For nobody, in a\n// moment.\n")]);
    assert!(found[0].starts_with("b.rs:2: \"in a moment\""), "{found:#?}");
    assert!(found[1].starts_with("b.rs:2: \"nobody\""), "{found:#?}");
}

#[test]
fn imports_stand_in_three_groups() {
    let good = "mod e;\nuse std::fmt;\n\nuse b::c;\n#[cfg(unix)]\nuse d;\n\nuse crate::x;\nuse super::y;\nuse e::f;\n\npub use e::g;";
    assert_eq!(of(Kind::ImportOrder, &[("b.rs", good)]), [""; 0]);
    for (text, expected) in [
        ("use b::c;\n\nuse std::fmt;", "b.rs:4: the standard library after external crates"),
        ("use crate::c;\n\nuse b::c;", "b.rs:4: external crates after this crate"),
        (
            "use std::fmt;\nuse b::c;",
            "b.rs:3: external crates follows the standard library without a blank line",
        ),
        ("use std::fmt;\n\nuse std::io;", "b.rs:4: a blank line within the imports of the standard library"),
        (
            "mod tests {\n    use super::*;\n    use std::fmt;\n}",
            "b.rs:4: the standard library after this crate",
        ),
    ] {
        let found = of(Kind::ImportOrder, &[("b.rs", text)]);
        assert!(found.len() == 1 && found[0].starts_with(expected), "{expected}: {found:#?}");
    }
}

#[test]
fn a_module_with_a_folder_is_mod_rs_and_a_lone_one_has_none() {
    let found = of(
        Kind::ModuleStyle,
        &[("b.rs", ""), ("b/c.rs", ""), ("d/mod.rs", ""), ("e/mod.rs", ""), ("e/f.rs", "")],
    );
    assert_eq!(
        found,
        [
            "b.rs:1: has a folder of the same name: name it b/mod.rs [module-style]",
            "d/mod.rs:1: the only file of its folder: name it d.rs [module-style]",
        ]
    );
}

#[test]
fn a_filter_that_looks_at_nothing_is_found_in_macros_too() {
    let text = "fn f() {\n    let a = a.filter(|_| b);\n    let a = a.filter(|b| *b);\n    html! { <p>{ a.filter(|_| true) }</p> }\n}";
    let found = of(Kind::FilterWithoutValue, &[("b.rs", text)]);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("b.rs:3:") && found[1].starts_with("b.rs:5:"), "{found:#?}");
}

#[test]
fn the_report_counts_the_problems_of_each_kind() {
    let found = problems(&[("b.rs", "// Anew.\n\n// Nobody.\n")], &NO_RULES);
    assert!(report(&found).contains("     2 forbidden-words\n"));
}

#[test]
fn every_exception_has_a_reason_and_every_kind_its_own_name() {
    assert!(RULES.exceptions.iter().all(|exception| exception.reason.len() > 10));
    let names: std::collections::BTreeSet<_> = Kind::ALL.into_iter().map(Kind::name).collect();
    assert_eq!(names.len(), Kind::ALL.len());
}
