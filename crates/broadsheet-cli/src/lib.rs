//! The `broadsheet` command: posts in, bundle or site out.
//!
//! [`broadsheet_pack`] reads the posts and writes the bundle; the command finds out what is asked
//! for, shows how far it is, writes the viewer's files, and says what was found. `serve` is the
//! only part with a server in it.

mod archive_args;
pub mod args;
mod commands;
pub mod headers;
mod ledger_report;
mod limits;
mod outcome;
mod paths;
mod precompress;
mod progress;
mod report;
pub mod run;
mod serve;
mod site;
mod terminal;
mod viewer;

use std::process::ExitCode;

use broadsheet_pack::output::OutputError;
use clap::Parser as _;

use args::{Cli, Command};
use outcome::{RunOutcome, UsageError};
use viewer::ViewerError;

/// The command line; ends the program with a message where it makes no sense.
pub fn parse() -> Cli {
    let arguments = || std::env::args_os();
    Cli::try_parse_from(arguments()).unwrap_or_else(|error| {
        // The message quotes arguments, and a shell makes names of files into arguments.
        let harmless =
            arguments().map(|argument| terminal::escaped(&argument.to_string_lossy()).into_owned());
        Cli::try_parse_from(harmless).err().unwrap_or(error).exit()
    })
}

/// Runs a command; what is left to say is the exit code.
pub fn run(cli: &Cli) -> ExitCode {
    let done = match &cli.command {
        Command::Build(args) => commands::build::build(args),
        Command::Pack(args) => commands::pack::pack(args),
        Command::Check(args) => commands::check::check(args),
        Command::Serve(args) => serve::serve(args),
    };
    match done {
        Ok(RunOutcome::Clean) => ExitCode::SUCCESS,
        Ok(RunOutcome::WithProblems) => ExitCode::from(1),
        Ok(RunOutcome::Incomplete) => ExitCode::from(3),
        Err(error) => {
            terminal::tell(&format!("error: {error:#}"));
            ExitCode::from(if is_usage(&error) { 2 } else { 3 })
        }
    }
}

fn is_usage(error: &anyhow::Error) -> bool {
    error.is::<UsageError>()
        || matches!(error.downcast_ref(), Some(OutputError::ForeignFolder(_) | OutputError::ForeignFile(_)))
        || matches!(error.downcast_ref(), Some(ViewerError::Nowhere | ViewerError::NotAViewer(_)))
}
