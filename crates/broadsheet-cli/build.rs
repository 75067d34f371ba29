//! Embeds the built viewer: the files of the folder that `BROADSHEET_VIEWER_DIR` names, if it names
//! one; and the texts of the pages that the command writes.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use broadsheet_texts::Catalog;

const TEXTS: &str = "../../src/i18n/texts";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=BROADSHEET_VIEWER_DIR");
    let mut files = Vec::new();
    if let Some(folder) = env::var_os("BROADSHEET_VIEWER_DIR").filter(|folder| !folder.is_empty()) {
        let folder = fs::canonicalize(&folder)
            .map_err(|error| format!("BROADSHEET_VIEWER_DIR {}: {error}", folder.display()))?;
        println!("cargo::rerun-if-changed={}", folder.display());
        collect(&folder, "", &mut files)?;
        files.sort();
        if !files.iter().any(|(name, _)| name == "index.html") {
            return Err(format!("BROADSHEET_VIEWER_DIR {} holds no index.html", folder.display()).into());
        }
    }
    let mut code = String::from("pub(super) static FILES: &[(&str, &[u8])] = &[\n");
    for (name, path) in files {
        let path = path.to_str().ok_or_else(|| format!("not UTF-8: {}", path.display()))?;
        writeln!(code, "    ({name:?}, include_bytes!({path:?})),")?;
    }
    code.push_str("];\n");
    let folder = env::var("OUT_DIR")?;
    let folder = Path::new(&folder);
    fs::write(folder.join("viewer.rs"), code)?;

    println!("cargo::rerun-if-changed={TEXTS}");
    let catalog = Catalog::read(Path::new(TEXTS)).map_err(|error| error.to_string())?;
    let table = catalog.rust_table(&["not_found_title", "not_found", "not_found_search"])?;
    fs::write(folder.join("texts.rs"), table)?;
    Ok(())
}

fn collect(folder: &Path, name: &str, files: &mut Vec<(String, PathBuf)>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let file =
            entry.file_name().into_string().map_err(|name| format!("not UTF-8: {}", name.display()))?;
        let name = if name.is_empty() { file } else { format!("{name}/{file}") };
        if entry.path().is_dir() {
            collect(&entry.path(), &name, files)?;
        } else {
            files.push((name, entry.path()));
        }
    }
    Ok(())
}
