//! The `broadsheet` command.

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    broadsheet_cli::run(&broadsheet_cli::args::Cli::parse())
}
