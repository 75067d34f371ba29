//! Showing how far long work has come.

use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use broadsheet_pack::progress::Progress;
use indicatif::{ProgressBar, ProgressStyle};

use crate::report::MessageFormat;

/// Between two plain lines.
const PAUSE: Duration = Duration::from_secs(3);

/// The progress of one stage, on standard error: a bar on a terminal, elsewhere a line every few
/// seconds.
#[derive(Debug)]
pub(crate) struct StageProgress {
    stage: &'static str,
    total: u64,
    done: AtomicU64,
    shown: Shown,
}

#[derive(Debug)]
enum Shown {
    Bar(ProgressBar),
    Lines(Mutex<Instant>),
    Nothing,
}

impl StageProgress {
    /// Starts a stage of `total` bytes; programs (`format`) are told nothing.
    pub(crate) fn new(stage: &'static str, total: u64, format: MessageFormat) -> Self {
        let shown = if format == MessageFormat::Json {
            Shown::Nothing
        } else if std::io::stderr().is_terminal() {
            let bar = ProgressBar::new(total);
            // The template is fixed, so that it can be read; were it not, the default bar is as
            // good.
            if let Ok(style) =
                ProgressStyle::with_template("{msg:8} {wide_bar} {bytes:>10} of {total_bytes} {eta:>4}")
            {
                bar.set_style(style);
            }
            bar.set_message(stage);
            Shown::Bar(bar)
        } else {
            Shown::Lines(Mutex::new(Instant::now()))
        };
        Self { stage, total, done: AtomicU64::new(0), shown }
    }
}

impl Progress for StageProgress {
    fn advance(&self, bytes: u64) {
        let done = self.done.fetch_add(bytes, Ordering::Relaxed) + bytes;
        match &self.shown {
            Shown::Bar(bar) => bar.set_position(done),
            // Another thread that holds the clock says the line.
            Shown::Lines(last) => {
                if let Ok(mut last) = last.try_lock()
                    && last.elapsed() >= PAUSE
                {
                    *last = Instant::now();
                    eprintln!("{}: {}%", self.stage, done * 100 / self.total.max(1));
                }
            }
            Shown::Nothing => {}
        }
    }
}

impl Drop for StageProgress {
    fn drop(&mut self) {
        if let Shown::Bar(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}
