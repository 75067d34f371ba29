//! Turns the texts of the interface into Rust: `src/i18n/language.rs` and `src/i18n/texts.rs`
//! include the result.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use broadsheet_texts::Catalog;

const TEXTS: &str = "src/i18n/texts";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={TEXTS}");
    let catalog = match Catalog::read(Path::new(TEXTS)) {
        Ok(catalog) => catalog,
        Err(error) => {
            for line in error.to_string().lines() {
                println!("cargo::error={line}");
            }
            return Ok(());
        }
    };
    let folder = env::var("OUT_DIR")?;
    let folder = Path::new(&folder);
    fs::write(folder.join("languages.rs"), catalog.rust_languages())?;
    fs::write(folder.join("texts.rs"), catalog.rust_texts())?;
    Ok(())
}
