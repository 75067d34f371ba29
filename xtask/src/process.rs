//! Running other programs: shown before they run, and named when they fail.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

/// Runs `command` to its end with its output on the terminal. Fails unless it exits with 0.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    println!("  $ {}", command_line(command));
    let status = command.status().with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("`{}` failed ({status})", command_name(command));
    }
    Ok(())
}

/// Starts `command` and leaves it running.
pub(crate) fn spawn(command: &mut Command) -> Result<Child> {
    println!("  $ {}", command_line(command));
    command.spawn().with_context(|| cannot_start(command))
}

/// Runs `command` without showing it and returns what it wrote to its standard output.
/// Fails unless it exits with 0.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}): {}", command_name(command), output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The same, but what `command` says on the way goes to the terminal.
pub(crate) fn output_showing_errors(command: &mut Command) -> Result<String> {
    println!("  $ {}", command_line(command));
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let output = child.and_then(Child::wait_with_output).with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", command_name(command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start `{}`", command.get_program().to_string_lossy())
}

/// The command as a person could type it, without the folders that only this machine has.
fn command_line(command: &Command) -> String {
    let folder = command.get_current_dir();
    let variables = command.get_envs().filter(|(name, _)| *name != "PATH").filter_map(|(name, value)| {
        Some(format!("{}={}", name.to_string_lossy(), quoted(&shortened(value?, folder))))
    });
    let arguments = command.get_args().map(|argument| quoted(&shortened(argument, folder)));
    variables.chain([program_name(command)]).chain(arguments).collect::<Vec<_>>().join(" ")
}

/// The program and its first two arguments: enough to tell which command it was.
fn command_name(command: &Command) -> String {
    let arguments = command.get_args().take(2).map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(program_name(command)).chain(arguments).collect::<Vec<_>>().join(" ")
}

fn program_name(command: &Command) -> String {
    let program = command.get_program();
    Path::new(program).file_stem().unwrap_or(program).to_string_lossy().into_owned()
}

fn shortened(word: &OsStr, folder: Option<&Path>) -> String {
    let path = Path::new(word);
    let inside = folder.and_then(|folder| path.strip_prefix(folder).ok());
    inside.filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path).to_string_lossy().into_owned()
}

fn quoted(word: &str) -> String {
    // A script given on the command line says nothing in a log that its name doesn't.
    if word.contains('\n') {
        return "'…'".to_owned();
    }
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,@+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_command_is_shown_as_it_could_be_typed() {
        let mut command = Command::new("/opt/rust/bin/cargo");
        command
            .args(["test", "a b", "/repo/samples"])
            .env("PATH", "/x")
            .env("N", "/repo/n")
            .current_dir("/repo");
        assert_eq!(command_line(&command), "N=n cargo test 'a b' samples");
        assert_eq!(command_name(&command), "cargo test a b");
    }

    #[test]
    fn failures_name_the_command() {
        let mut missing = Command::new("there-is-no-such-program");
        let error = format!("{:#}", run(&mut missing).expect_err("nothing to start"));
        assert!(error.starts_with("cannot start `there-is-no-such-program`"), "{error}");
    }
}
