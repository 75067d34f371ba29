//! `cargo xtask bench`: synthetic archives of many sizes, packed and read, beside the budgets.

mod archives;

use anyhow::Result;

use crate::args::BenchOptions;
use crate::project::Project;

/// Makes the archives, and measures what is asked for.
pub(crate) fn bench(project: &Project, options: &BenchOptions) -> Result<()> {
    for &posts in &options.sizes {
        let archive = archives::ensure(project, options.recipe(posts))?;
        println!("{}", archive.display());
    }
    Ok(())
}
