//! Developer commands. `cargo xtask help` lists them.

mod args;
mod bench;
mod budget;
mod code_split;
mod deny;
mod dist;
mod embed;
mod folders;
mod format;
mod fuzz;
mod instances;
mod links;
mod minify;
mod notices;
mod process;
mod project;
mod screenshot;
mod scripts;
mod serve;
mod site_check;
mod size;
mod steps;
mod styles;
mod texts;
mod tidy;
mod tools;
mod trunk_hook;
mod wasm;

use std::process::ExitCode;

use anyhow::Result;

use args::Command;
use project::Project;

fn main() -> ExitCode {
    let command = match args::parse(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(message) => {
            eprintln!("xtask: {message}\n\n{}", args::USAGE);
            return ExitCode::from(2);
        }
    };
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    let project = Project::locate()?;
    match command {
        Command::Help => println!("{}", args::USAGE),
        Command::ListSteps => print!("{}", steps::list()),
        Command::Serve(options) => serve::serve(&project, &options)?,
        Command::Check => steps::check(&project)?,
        Command::Test { steps, playwright } => steps::test(&project, &steps, playwright)?,
        Command::Tidy => tidy::tidy(&project)?,
        Command::Dist => dist::dist(&project)?,
        Command::Size { posts } => size::size(&project, posts.as_deref(), size::SizeLimit::Budget)?,
        Command::Fuzz { target, seconds } => fuzz::fuzz(&project, target.as_deref(), seconds)?,
        Command::BeforeTrunk => styles::write_bundle(&project.root)?,
        Command::AfterTrunk => trunk_hook::after_trunk(&project)?,
        Command::Bench(options) => bench::bench(&project, &options)?,
        Command::Screenshot { all } => screenshot::screenshot(&project, all.as_deref())?,
    }
    Ok(())
}
