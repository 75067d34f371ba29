//! The `broadsheet` command: posts in, bundle or site out.
//!
//! ```text
//! discover -> import (front matter, ids, order) -> body (clean) -> pack (shards or one feed) -> output (atomic)
//! ```
//!
//! Import reads what a post says of itself; packing reads the articles, batch by batch, in the order of the rows. The
//! result depends on the posts alone: not on the number of threads, the order of reading, absolute paths or the time.

pub mod archive;
pub mod args;
pub mod body;
pub mod cache;
pub mod command;
mod fault;
mod hash;
pub mod headers;
pub mod import;
mod json;
pub mod language;
pub mod limits;
pub mod media;
pub mod output;
pub mod pack;
pub mod progress;
pub mod references;
pub mod regular;
pub mod report;
mod seen;
pub mod serve;
pub mod site;
pub mod spill;
mod terminal;
pub mod viewer;

use args::{Cli, Command};
use clap::Parser as _;
use command::{Done, UsageError};
use output::OutputError;
use std::process::ExitCode;
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
        Command::Build(args) => command::build(args),
        Command::Pack(args) => command::pack(args),
        Command::Check(args) => command::check(args),
        Command::Serve(args) => serve::serve(args),
    };
    match done {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::WithProblems) => ExitCode::from(1),
        Ok(Done::Incomplete) => ExitCode::from(3),
        Err(error) => {
            terminal::tell(&format!("error: {error:#}"));
            ExitCode::from(if is_usage(&error) { 2 } else { 3 })
        }
    }
}

fn is_usage(error: &anyhow::Error) -> bool {
    error.is::<UsageError>()
        || matches!(error.downcast_ref(), Some(OutputError::NotOurs(_) | OutputError::InTheWay(_)))
        || matches!(error.downcast_ref(), Some(ViewerError::Nowhere | ViewerError::NotAViewer(_)))
}
