//! `cargo xtask fuzz`: the fuzz targets under libFuzzer.

use anyhow::{Context, Result, ensure};

use crate::process;
use crate::project::Project;
use crate::tools;

/// The targets; each has a program, a dictionary and seeds of its name in `fuzz/`.
pub(crate) const TARGETS: &[&str] = &[
    "front_matter",
    "liquid",
    "markdown",
    "html",
    "srcset",
    "bundle",
    "feed_file",
    "addresses",
    "embeds",
    "formulas",
];

/// Seconds for each target, unless others are asked for.
pub(crate) const SECONDS: u32 = 60;

/// An input that takes longer, in seconds, is a finding: all of them are small, and everything
/// takes linear time.
const TIME_LIMIT: u32 = 10;

/// Runs the named target, or each of them, for so many seconds. Fails at the first finding, which
/// libFuzzer leaves in `fuzz/artifacts`.
pub(crate) fn fuzz(project: &Project, target: Option<&str>, seconds: u32) -> Result<()> {
    let cargo_fuzz = tools::cargo_fuzz(project)?;
    for name in TARGETS.iter().filter(|name| target.is_none_or(|wanted| wanted == **name)) {
        let folder = project.root.join("fuzz");
        let corpus = folder.join("corpus").join(name);
        fs_err::create_dir_all(&corpus)?;
        let dictionary = folder.join(format!("dictionaries/{name}.dict"));
        ensure!(dictionary.is_file(), "{} is missing", dictionary.display());
        let mut command = project.command(&cargo_fuzz);
        // There is no `unsafe` in this project, and sanitizers need a nightly compiler.
        command.args(["fuzz", "run", "--sanitizer", "none", name]);
        // What libFuzzer finds goes into the first folder, so the seeds stay as they are.
        command.arg(&corpus).arg(folder.join("seeds").join(name)).arg("--");
        command.arg(format!("-dict={}", dictionary.display()));
        command.args([&format!("-max_total_time={seconds}"), &format!("-timeout={TIME_LIMIT}")]);
        command.args(["-max_len=4096", "-print_final_stats=1"]);
        process::run(&mut command).with_context(|| {
            format!("{name}: mend what was found, and keep the input as a seed in fuzz/seeds/{name}")
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::TARGETS;
    use crate::project::Project;

    #[test]
    fn every_target_has_a_program_a_dictionary_and_seeds() {
        let folder = Project::locate().expect("the repository").root.join("fuzz");
        for name in TARGETS {
            for part in [
                format!("fuzz_targets/{name}.rs"),
                format!("dictionaries/{name}.dict"),
                format!("seeds/{name}"),
            ] {
                assert!(folder.join(&part).exists(), "{part}");
            }
        }
        let programs = std::fs::read_dir(folder.join("fuzz_targets")).expect("the programs").count();
        assert_eq!(programs, TARGETS.len());
    }
}
