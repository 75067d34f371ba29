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
pub mod import;
mod json;
pub mod language;
pub mod limits;
pub mod media;
pub mod output;
pub mod pack;
pub mod progress;
pub mod regular;
pub mod report;
mod seen;
pub mod serve;
pub mod site;
pub mod spill;
pub mod viewer;

use args::{Cli, Command};
use command::{Done, UsageError};
use output::OutputError;
use std::process::ExitCode;
use viewer::ViewerError;

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
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(if is_usage(&error) { 2 } else { 3 })
        }
    }
}

fn is_usage(error: &anyhow::Error) -> bool {
    error.is::<UsageError>()
        || matches!(error.downcast_ref(), Some(OutputError::NotOurs(_)))
        || matches!(error.downcast_ref(), Some(ViewerError::Nowhere | ViewerError::NotAViewer(_)))
}
