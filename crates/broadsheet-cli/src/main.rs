//! The `broadsheet` command.

use std::process::ExitCode;

// Parsing makes and drops millions of small strings, on every core.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    broadsheet_cli::run(&broadsheet_cli::parse())
}
