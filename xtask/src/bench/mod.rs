//! `cargo xtask bench`: synthetic archives of many sizes, packed and read, beside the budgets.

mod archives;
mod browser;
mod figures;
mod metrics;
mod options;
mod output;
mod pack;
mod results;
mod run;
mod table;

pub(crate) use options::{BenchOptions, BenchPart};

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use broadsheet_benches::Recipe;

use crate::format::with_thousands_separator;
use crate::process;
use crate::project::Project;
use figures::Figures;
use table::Column;

/// An archive to be measured.
struct BenchArchive {
    /// The title of its column in the table.
    title: String,
    /// Its posts.
    folder: PathBuf,
    /// The recipe that it was made by, if it is synthetic.
    recipe: Option<Recipe>,
}

/// Makes the archives, measures what is asked for, prints it beside the budgets and writes it as
/// JSON. Fails when something cannot be measured; a missed budget is marked, and no failure.
pub(crate) fn bench(project: &Project, options: &BenchOptions) -> Result<()> {
    if options.only == Some(BenchPart::Native) {
        let mut cargo = project.cargo();
        return process::run(cargo.args(["bench", "--package", "broadsheet-benches"]));
    }
    let archives = archives(project, options)?;
    if options.make_only {
        for archive in archives {
            println!("{}", archive.folder.display());
        }
        return Ok(());
    }
    project.ensure_dist()?;
    let mut columns = match options.json.as_deref().filter(|file| file.exists()) {
        Some(file) => read_columns(file)?,
        None => Vec::new(),
    };
    for archive in archives {
        let figures = measure(project, options, &archive)
            .with_context(|| format!("measuring {}", archive.folder.display()))?;
        let posts = match archive.recipe {
            Some(recipe) => recipe.posts,
            None => archives::ids(&archive.folder)?.len() as u64,
        };
        let title = format!("{} ({})", archive.title, with_thousands_separator(posts));
        let title = if archive.recipe.is_some() { with_thousands_separator(posts) } else { title };
        let column = Column { posts, title, synthetic: archive.recipe.is_some(), figures };
        table::merge(&mut columns, column);
        // Measuring takes a while; what is there already is worth seeing, and is kept if the next
        // archive fails.
        publish(project, options, &columns)?;
    }
    if options.sizes.is_empty() && options.posts.is_empty() {
        publish(project, options, &columns)?;
    }
    Ok(())
}

/// Prints the tables, and writes what the options name.
fn publish(project: &Project, options: &BenchOptions, columns: &[Column]) -> Result<()> {
    let tables = table::markdown(columns);
    print!("\n{tables}");
    if options.results {
        results::replace(project, &tables)?;
    }
    if let Some(file) = &options.json {
        let text = format!("{:#}\n", table::to_json(columns));
        fs_err::write(file, text)?;
    }
    Ok(())
}

/// Reads the columns that earlier runs wrote: a large archive takes long, and its parts need not be
/// measured at once.
fn read_columns(file: &Path) -> Result<Vec<Column>> {
    let text = fs_err::read_to_string(file)?;
    table::from_json(&text).with_context(|| format!("{} is not what an earlier run wrote", file.display()))
}

fn archives(project: &Project, options: &BenchOptions) -> Result<Vec<BenchArchive>> {
    let mut archives = Vec::new();
    for &posts in &options.sizes {
        let recipe = options.recipe(posts);
        let folder = archives::ensure(project, recipe)?;
        archives.push(BenchArchive { title: String::new(), folder, recipe: Some(recipe) });
    }
    for posts in &options.posts {
        let folder = fs_err::canonicalize(posts)?;
        let title = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        archives.push(BenchArchive { title, folder, recipe: None });
    }
    Ok(archives)
}

fn measure(project: &Project, options: &BenchOptions, archive: &BenchArchive) -> Result<Figures> {
    let name = archive.folder.file_name().context("an archive is a folder with a name")?;
    let work = project.target.join("bench/work").join(name);
    let mut figures = Figures::default();
    if options.does(BenchPart::Pack) {
        eprintln!("  packing {}", name.to_string_lossy());
        figures.extend(pack::measure(project, &archive.folder, &work)?);
    }
    if options.does(BenchPart::Browser) {
        let site = pack::ensure_site(project, &archive.folder, &work)?;
        let rows = match archive.recipe {
            Some(recipe) if options.check_counts => {
                Some(archives::write_rows(recipe, &work.join("rows.jsonl"))?)
            }
            _ => None,
        };
        eprintln!("  reading {}", name.to_string_lossy());
        let ids = archives::write_sample(&archives::ids(&archive.folder)?, &work.join("ids.json"))?;
        figures.extend(browser::measure(project, &site, &ids, rows.as_deref())?);
    }
    Ok(figures)
}
