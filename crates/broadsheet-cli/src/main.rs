//! The `broadsheet` command.
fn main() {}
