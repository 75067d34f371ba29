//! Lets a page have several instances of one program.
//!
//! The script that wasm-bindgen writes is a module whose variables hold its only instance. An error
//! inside leaves an instance in no state to go on; so elements of a page that are not to share that
//! fate need one each.

use anyhow::{Context, Result, ensure};

/// The beginning of a script that [`with_instances`] has made.
const CREATE_PREFIX: &str = "export const create = ";
/// The function by which the module's first instance gets its program's files.
const FETCH_FILES: &str = "(url) => fetch(url).then((answer) => answer.arrayBuffer())";
/// The statement in which wasm-bindgen's script takes the exports of the instance that it has made.
const TAKE_EXPORTS: &str = "wasm = instance.exports;";
/// The default export of such a script: the function that starts the instance.
const DEFAULT_EXPORT: &str = "export { initSync, __wbg_init as default };";
/// The variable in which wasm-split-cli's loader, if there is one, keeps a part of the instance.
const LOADER_STATE: &str = "let sharedImports = undefined;";

/// `true` if a script is one that [`with_instances`] has made.
pub(crate) fn has_instances(script: &str) -> bool {
    script.starts_with(CREATE_PREFIX)
}

/// The script of wasm-bindgen for `--target web`, which also exports `create`: that makes another
/// instance with all that the module exports. Its arguments are a function that is given the
/// exports of WebAssembly and returns what is called instead, and one that gets a chunk, as bytes
/// or compiled. `end` of an instance cuts all that is left of it off from its memory. Fails where
/// the script is not of the form that is known here.
pub(crate) fn with_instances(script: &str) -> Result<String> {
    const UNKNOWN: &str = "the script of wasm-bindgen is not of the form that is known here";
    ensure!(
        script.matches(TAKE_EXPORTS).count() == 1 && script.matches(DEFAULT_EXPORT).count() == 1,
        UNKNOWN
    );
    let mut names = Vec::new();
    let mut views = Vec::new();
    let mut body = String::with_capacity(script.len());
    for line in script.lines() {
        if line == DEFAULT_EXPORT {
            continue;
        }
        ensure!(!line.starts_with("import "), UNKNOWN);
        if let Some(declared) = line.strip_prefix("export ") {
            let name = declared.trim_start_matches("async ").split_once(' ').map(|(_, rest)| rest);
            let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | '$');
            let name = name.map(|rest| rest.split(|char| !is_part(char)).next().unwrap_or_default());
            names.push(name.filter(|name| !name.is_empty()).context(UNKNOWN)?);
            body.push_str(declared);
        } else {
            if let Some(view) =
                line.strip_prefix("let ").and_then(|rest| rest.strip_suffix("Memory0 = null;"))
            {
                views.push(format!("{view}Memory0 = "));
            }
            body.push_str(line);
        }
        body.push('\n');
    }
    let body = body.replace(TAKE_EXPORTS, "wasm = guard(instance.exports);");
    // What still calls into an instance that has ended gets nothing done.
    let shared = if script.contains(LOADER_STATE) {
        "sharedImports = { __wasm_split: { __indirect_function_table: { get: () => Object } } };\n"
    } else {
        ""
    };
    let end = format!(
        "const end = () => {{\nwasm = new Proxy({{}}, {{ get: () => () => 0 }});\n{}wasmInstance = wasmModule = null;\n{shared}}};\n",
        views.concat()
    );
    let names = names.join(", ");
    Ok(format!(
        "{CREATE_PREFIX}(guard = (exports) => exports, get = {FETCH_FILES}) => {{\n{body}{end}\
         return {{ {names}, start: __wbg_init, end }};\n}};\n\
         const {{ {names}, start }} = create();\nexport {{ {names}, start as default }};\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_exports_the_same_and_a_way_to_have_more_of_it() {
        let script = "export class Content {\n}\nexport function open(json) {\n}\nlet cachedUint8ArrayMemory0 = null;\n\
            let wasmModule, wasmInstance, wasm;\nfunction __wbg_finalize_init(instance) {\nwasm = instance.exports;\n}\n\
            export { initSync, __wbg_init as default };\nlet sharedImports = undefined;\nexport const _210 = load();\n";
        let made = with_instances(script).expect("it is of the known form");
        assert!(
            made.starts_with(
                "export const create = (guard = (exports) => exports, get = (url) => fetch(url)"
            ),
            "{made}"
        );
        for part in [
            "\nclass Content {\n}\nfunction open(json) {\n",
            "\nwasm = guard(instance.exports);\n",
            "\nconst _210 = load();\n",
            "\ncachedUint8ArrayMemory0 = wasmInstance = wasmModule = null;\nsharedImports = {",
            "\nreturn { Content, open, _210, start: __wbg_init, end };\n",
            "\nconst { Content, open, _210, start } = create();\nexport { Content, open, _210, start as default };\n",
        ] {
            assert!(made.contains(part), "{part}\nin\n{made}");
        }
        assert!(with_instances(&made).is_err(), "twice");
        assert!(with_instances(&["import \"./a.js\";\n", script].concat()).is_err());
    }
}
