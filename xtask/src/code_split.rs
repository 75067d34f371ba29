//! Cuts the viewer's wasm into the part that every visit needs and the chunks that are loaded when
//! they are needed.
//!
//! Trunk knows of no chunks (its issue 1022), so the code is split after Trunk has built the page:
//! from the module that Cargo linked, with the names that Trunk gave. Those have a hash of the
//! unsplit module in them, of which all that is written here is a function.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::folders;
use crate::process;
use crate::project::Project;
use crate::tools::{self, WASM_TARGET, WebTools};
use crate::wasm;

/// The viewer's program, and the beginning of its files' names.
const VIEWER: &str = "broadsheet-viewer";
/// The Cargo profile that the viewer is built with.
const PROFILE: &str = "viewer";
/// The name that wasm-split-cli gives to the script that loads chunks, and the beginnings of the
/// names of its chunks: those that were asked for, and what several of these have in common.
const LOADER: &str = "__wasm_split.js";
const CHUNK: &str = "split_";
const SHARED: &str = "chunk_";

/// Returns the variables that Cargo's builds need for a split: the functions marked as such, and in
/// the module the linker's notes of what refers to what. And what makes it smaller: SHA-256 written
/// as loops takes 1.4 KB less after Brotli than written out, and still checks a pack of 128 KB
/// within a millisecond. Without the places in the sources at which a program can stop, which no
/// page shows, it is 1 % smaller; the compiler takes that option, which is not stable, only from
/// those who say that they know.
pub(crate) fn environment() -> [(&'static str, &'static str); 3] {
    [
        (
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            r#"-Zlocation-detail=none --cfg broadsheet_code_split -Clink-arg=--emit-relocs --cfg sha2_backend="soft" --cfg sha2_backend_soft="compact""#,
        ),
        ("RUSTC_BOOTSTRAP", "1"),
        ("CARGO_PROFILE_VIEWER_STRIP", "none"),
    ]
}

/// Replaces the viewer in `dist` by one that is split, with its chunks beside it. Fails if nothing
/// is marked to be split off.
pub(crate) fn split(project: &Project, tools: &WebTools, dist: &Path) -> Result<()> {
    let linked = project.target.join(WASM_TARGET).join(PROFILE).join(format!("{VIEWER}.wasm"));
    let hash = hash_in_names(dist)?;
    let work = project.target.join("xtask/chunks");
    folders::remove(&work)?;
    let mut split = project.command(tools::wasm_split(project)?);
    split.args(["--target", "web", "--out-name", VIEWER]).arg(&linked).arg(&work);
    process::run(&mut split)?;
    let mut bindgen = project.command(tools.wasm_bindgen());
    bindgen.args([
        "--target",
        "web",
        // Chunks share the table of functions with the rest.
        "--keep-lld-exports",
        "--no-typescript",
        "--remove-name-section",
        "--remove-producers-section",
    ]);
    bindgen.args(["--out-name", VIEWER, "--out-dir"]).arg(work.join("bound"));
    process::run(bindgen.arg(work.join(format!("{VIEWER}.wasm"))))?;

    let chunks = names_after(&work, CHUNK)?;
    ensure!(
        !chunks.is_empty(),
        "nothing was split off: is `broadsheet_code_split` still what src/lazy asks for?"
    );
    let bound = work.join("bound");
    let glue = fs_err::read_to_string(bound.join(format!("{VIEWER}.js")))?;
    let shared = names_after(&work, SHARED)?;
    let files: Vec<_> =
        chunks.iter().map(|name| (format!("{CHUNK}{name}.wasm"), format!("{name}-{hash}.wasm"))).collect();
    let shared =
        shared.iter().map(|name| (format!("{SHARED}{name}.wasm"), format!("shared-{name}-{hash}.wasm")));
    let files: Vec<_> = files.into_iter().chain(shared).collect();
    let (viewer, names) = wasm::with_short_imports(&fs_err::read(bound.join(format!("{VIEWER}_bg.wasm")))?)?;
    let script = with_loader(&glue, &fs_err::read_to_string(work.join(LOADER))?, &chunks, &files)
        .and_then(|script| wasm::renamed(&script, &names))
        .context("the scripts of wasm-bindgen and wasm-split-cli are not of the form that is known here")?;
    fs_err::write(dist.join(format!("{VIEWER}-{hash}.js")), script)?;
    fs_err::write(dist.join(format!("{VIEWER}-{hash}_bg.wasm")), viewer)?;
    for (split, name) in &files {
        fs_err::write(dist.join(name), wasm::compact(&fs_err::read(work.join(split))?)?)?;
    }
    // Trunk would have left the compiler to do this, if splitting had not needed what is dropped.
    let (feed, script) = (dist.join("broadsheet-feed_bg.wasm"), dist.join("broadsheet-feed.js"));
    let (module, names) = wasm::with_short_imports(&fs_err::read(&feed)?)?;
    fs_err::write(&feed, module)?;
    let bare = wasm::renamed(&fs_err::read_to_string(&script)?, &names)
        .context("the feed module's script has short names already")?;
    fs_err::write(&script, bare)?;
    let modules = files.iter().map(|(_, name)| name.clone());
    for name in modules.chain([format!("{VIEWER}-{hash}_bg.wasm"), "broadsheet-feed_bg.wasm".to_owned()]) {
        optimise(project, &dist.join(name))?;
    }
    println!("  split off: {}", chunks.join(", "));
    Ok(())
}

/// The WebAssembly features that the viewer's modules may use: those that rustc uses today, so that
/// the optimiser shuts no browser out.
const WASM_FEATURES: &[&str] = &[
    "--mvp-features",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Makes a module smaller: the main one by 0.9 % after Brotli, and by 0.3 % with a second round.
fn optimise(project: &Project, module: &Path) -> Result<()> {
    let mut command = tools::wasm_opt(project)?;
    command.args(["-Oz", "-Oz"]).args(WASM_FEATURES).arg(module).arg("-o").arg(module);
    process::run(&mut command)
}

/// The viewer's script, `glue`, with `loader` in it, which loads `chunks`: one file less to ask
/// for. `files` are the names that wasm-split-cli gave to the files that it loads, and those that
/// they have. Chunks come from the `get` of [`crate::instances`]; as a rule read whole instead of
/// streamed, so that they load from a server that gives wasm another type, as the viewer itself
/// does. A failure is reported on the page, not in the console. `None` if either script lacks what
/// is replaced here.
fn with_loader(glue: &str, loader: &str, chunks: &[String], files: &[(String, String)]) -> Option<String> {
    const STREAMED: &str = "WebAssembly.instantiateStreaming(src, imports)";
    const READ: &str = "WebAssembly.instantiate(await src, imports)";
    const ASKED: &str = "fetch(new URL(";
    const WHOLE: &str = "initSync(undefined, undefined)";
    const LOGGED: &str = "console.error(e);";
    let mut glue = glue;
    // One for each chunk, all of the same.
    let mut imported = 0;
    while let Some(rest) =
        glue.strip_prefix(&format!("import * as import{} from \"./{LOADER}\"", imported + 1))
    {
        glue = rest.trim_start_matches([';', '\n']);
        imported += 1;
    }
    let loader = loader.strip_prefix(&format!("import {{ initSync }} from \"./{VIEWER}.js\";"))?;
    let mut loader = [STREAMED, ASKED, WHOLE].iter().all(|known| loader.contains(known)).then(|| {
        let loader = loader.replace(STREAMED, READ).replace(ASKED, "get(new URL(").replace(LOGGED, "");
        // What a chunk calls is inside: none of it is a way in.
        loader.replace(WHOLE, "wasmInstance.exports").replace("export const ", "const ")
    })?;
    for (split, name) in files {
        let file = format!("\"./{split}\"");
        loader = loader.contains(&file).then(|| loader.replace(&file, &format!("\"./{name}\"")))?;
    }
    let exports: Vec<_> = chunks.iter().map(|name| format!("__wasm_split_load_{name}")).collect();
    let imports: Vec<_> = (1..=imported).map(|number| format!("import{number} = loaders")).collect();
    let declared = format!("const loaders = {{ {} }}, {};", exports.join(", "), imports.join(", "));
    (imported > 0 && !glue.contains(&format!("from \"./{LOADER}\"")))
        .then(|| format!("{glue}\n{loader}\n{declared}\n"))
}

/// The hash in the names that Trunk gave to the viewer's files.
fn hash_in_names(dist: &Path) -> Result<String> {
    let hash = folders::names(dist)?.iter().find_map(|name| {
        let hash = name.strip_prefix(VIEWER)?.strip_prefix('-')?.strip_suffix(".js")?;
        Some(hash.to_owned())
    });
    hash.with_context(|| format!("Trunk left no {VIEWER}-HASH.js in {}", dist.display()))
}

/// Returns what is between `prefix` and the ending in the names of the wasm files in `folder`,
/// sorted.
fn names_after(folder: &Path, prefix: &str) -> Result<Vec<String>> {
    let names = folders::names(folder)?;
    let between = |name: &String| name.strip_prefix(prefix)?.strip_suffix(".wasm").map(str::to_owned);
    Ok(names.iter().filter_map(between).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_moves_into_the_script() {
        let glue = "import * as import1 from \"./__wasm_split.js\"\nimport * as import2 from \"./__wasm_split.js\"\n\
            use({ \"./__wasm_split.js\": import1 });";
        let loader = "import { initSync } from \"./broadsheet-viewer.js\";\nconst shared = initSync(undefined, undefined);\n\
            const src = fetch(new URL(\"./chunk_3.wasm\", import.meta.url));\nexport const __wasm_split_load_a = () => \
            load(\"./split_a.wasm\", WebAssembly.instantiateStreaming(src, imports));";
        let files = |name: &str| {
            let named = |split: &str, name: &str| (split.to_owned(), name.to_owned());
            [named(&format!("split_{name}.wasm"), "a-0123.wasm"), named("chunk_3.wasm", "shared-3-0123.wasm")]
        };
        let chunks = ["a".to_owned(), "b".to_owned()];
        let script = with_loader(glue, loader, &chunks, &files("a")).expect("both are of the known form");
        assert!(script.starts_with("use({ \"./__wasm_split.js\": import1 });"), "{script}");
        assert!(script.contains("load(\"./a-0123.wasm\", WebAssembly.instantiate(await src,"), "{script}");
        assert!(
            script.contains(
                "const shared = wasmInstance.exports;\nconst src = get(new URL(\"./shared-3-0123.wasm\""
            ),
            "{script}"
        );
        assert!(!script.contains("export "), "{script}");
        let imports = "const loaders = { __wasm_split_load_a, __wasm_split_load_b }, import1 = loaders, import2 = loaders;\n";
        assert!(script.ends_with(imports), "{script}");
        assert_eq!(with_loader("other", loader, &chunks, &files("a")), None);
        assert_eq!(with_loader(glue, loader, &chunks, &files("b")), None);
    }
}
