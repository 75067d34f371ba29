//! The tables in `benches/RESULTS.md`.

use anyhow::{Context, Result};

use crate::project::Project;

const BEGIN: &str = "<!-- What follows is written by `cargo xtask bench --results`. -->\n";
const END: &str = "<!-- End of what is written by `cargo xtask bench --results`. -->\n";

/// Puts `tables` in the place of those that the file has. Fails when the file does not say where
/// that is.
pub(crate) fn replace(project: &Project, tables: &str) -> Result<()> {
    let file = project.root.join("benches/RESULTS.md");
    let text = fs_err::read_to_string(&file)?;
    let text =
        replaced(&text, tables).with_context(|| format!("{} has no place for tables", file.display()))?;
    Ok(fs_err::write(&file, text)?)
}

fn replaced(text: &str, tables: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{tables}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_take_the_place_of_earlier_ones_and_nothing_else_changes() {
        let text = format!("# Results\n\n{BEGIN}\n### Old\n\n{END}\nThe rest.\n");
        let expected = format!("# Results\n\n{BEGIN}\n### New\n\n{END}\nThe rest.\n");
        assert_eq!(replaced(&text, "### New\n\n"), Some(expected.clone()));
        assert_eq!(replaced(&expected, "### New\n\n"), Some(expected));
        assert_eq!(replaced("# Results\n", "### New\n"), None);
    }
}
