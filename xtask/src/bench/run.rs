//! Running a program and learning what it used.

use std::fs::File;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use wait4::Wait4 as _;

/// The resources that a run used.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    /// Wall-clock time; on a busy machine an upper bound.
    pub(crate) seconds: f64,
    /// Processor time of the program itself, over all cores; hardly depends on what else the
    /// machine does.
    pub(crate) user: f64,
    /// Processor time of the system for it.
    pub(crate) system: f64,
    /// The most memory it had resident at once, in bytes.
    pub(crate) peak: f64,
}

/// Runs `command` to its end; what it says goes into the file `log`. Fails unless it exits with 0.
pub(crate) fn run(command: &mut Command, log: &std::path::Path) -> Result<Usage> {
    let name = command.get_program().to_string_lossy().into_owned();
    let file = File::create(log).with_context(|| format!("creating {}", log.display()))?;
    let also = file.try_clone().with_context(|| format!("opening {}", log.display()))?;
    let start = Instant::now();
    let child = command.stdin(Stdio::null()).stdout(file).stderr(also).spawn();
    let done = child.with_context(|| format!("cannot start `{name}`"))?.wait4()?;
    let seconds = start.elapsed().as_secs_f64();
    if !done.status.success() {
        let said = std::fs::read_to_string(log).unwrap_or_default();
        let last: Vec<_> = said.lines().rev().take(3).collect();
        bail!(
            "`{name}` failed ({}): {}",
            done.status,
            last.into_iter().rev().collect::<Vec<_>>().join(" / ")
        );
    }
    let (user, system) = (done.rusage.utime.as_secs_f64(), done.rusage.stime.as_secs_f64());
    #[expect(clippy::cast_precision_loss, reason = "no machine has 2⁵³ bytes of memory")]
    Ok(Usage { seconds, user, system, peak: done.rusage.maxrss as f64 })
}
