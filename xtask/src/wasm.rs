//! Makes modules of WebAssembly smaller without touching what they do.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ImportSection, Module};
use wasmparser::{CustomSectionReader, Import, ImportSectionReader, Parser};

/// A module without the sections that no engine needs, names of functions and the like, and with
/// numbers as short as they can be: the linker leaves room in them.
pub(crate) fn compact(module: &[u8]) -> Result<Vec<u8>> {
    reencode(module, &mut Compacting { shorten: false, names: BTreeMap::new() })
}

/// The same with short names for what it imports, and which those are: wasm-bindgen's are long,
/// with a hash in each.
pub(crate) fn with_short_imports(module: &[u8]) -> Result<(Vec<u8>, BTreeMap<String, String>)> {
    let mut compacting = Compacting { shorten: true, names: BTreeMap::new() };
    let module = reencode(module, &mut compacting)?;
    Ok((module, compacting.names))
}

/// Returns a script with other names; `None` if it has one of the new ones already.
pub(crate) fn renamed(script: &str, names: &BTreeMap<String, String>) -> Option<String> {
    let taken: BTreeSet<&str> = names.values().map(String::as_str).collect();
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | '$');
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while !rest.is_empty() {
        let word = rest.find(|char| !is_part(char)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(word);
        if taken.contains(word) {
            return None;
        }
        out.push_str(names.get(word).map_or(word, String::as_str));
        let next = after.find(is_part).unwrap_or(after.len());
        out.push_str(&after[..next]);
        rest = &after[next..];
    }
    Some(out)
}

fn reencode(module: &[u8], compacting: &mut Compacting) -> Result<Vec<u8>> {
    let mut out = Module::new();
    compacting
        .parse_core_module(&mut out, Parser::new(0), module)
        .context("reading a module of WebAssembly")?;
    Ok(out.finish())
}

struct Compacting {
    shorten: bool,
    /// The short names of imports by their own.
    names: BTreeMap<String, String>,
}

impl Reencode for Compacting {
    type Error = Infallible;

    fn parse_custom_section(
        &mut self,
        _: &mut Module,
        _: CustomSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        Ok(())
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for import in section.into_imports() {
            let Import { module, name, ty } = import?;
            let ty = self.entity_type(ty)?;
            if self.shorten {
                let next = format!("_{}", self.names.len());
                imports.import(module, self.names.entry(name.to_owned()).or_insert(next), ty);
            } else {
                imports.import(module, name, ty);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with a section of custom bytes, a type whose number of parameters takes two bytes,
    /// and two imports of it.
    fn module() -> Vec<u8> {
        let custom = [0, 3, 1, b'x', 7];
        let types = [1, 5, 1, 0x60, 0x80, 0, 0];
        let imports = [2, 15, 2, 1, b'm', 3, b'o', b'n', b'e', 0, 0, 1, b'm', 1, b't', 0, 0];
        [&b"\0asm\x01\0\0\0"[..], &custom, &types, &imports].concat()
    }

    #[test]
    fn what_no_engine_needs_goes_and_what_it_needs_stays() {
        let types = [1, 4, 1, 0x60, 0, 0];
        let compact = compact(&module()).expect("a sound module");
        assert_eq!(compact[8..14], types);
        assert_eq!(compact[14..], module()[20..]);
        assert!(super::compact(&module()[..12]).is_err());
    }

    #[test]
    fn imports_get_short_names_which_the_script_uses_as_well() {
        let (short, names) = with_short_imports(&module()).expect("a sound module");
        let imports = [2, 15, 2, 1, b'm', 2, b'_', b'0', 0, 0, 1, b'm', 2, b'_', b'1', 0, 0];
        assert_eq!(short[14..], imports);
        let script = "import \"m\"; m = { one: (t) => one$(t), two };";
        assert_eq!(
            renamed(script, &names).expect("free"),
            "import \"m\"; m = { _0: (_1) => one$(_1), two };"
        );
        assert_eq!(renamed("let _1;", &names), None);
    }
}
