//! Runs cases at three sizes and compares how long they take. Linear is 2.0 a step. A harness of
//! its own, since growth is what others do not measure.

use std::process::ExitCode;
use std::time::{Duration, Instant};

/// The factor that a doubling may cost: linear is 2, quadratic is 4, and between them lies input
/// that outgrows the caches.
const MOST: f64 = 3.0;
/// Below this, growth says nothing.
const LEAST: Duration = Duration::from_millis(4);
/// Bytes of the first size; the others are twice and four times as large.
const FIRST: usize = 128 * 1024;
const RUNS: usize = 3;

/// Input that is made to be slow, and what is done with it.
pub(crate) struct Case<'a> {
    pub(crate) name: &'a str,
    /// The kind of input, for the table.
    pub(crate) kind: &'a str,
    /// Makes about so many bytes.
    pub(crate) make: fn(usize) -> String,
    /// The function that is timed; only time on the thread that calls it counts.
    pub(crate) run: &'a dyn Fn(&str),
}

/// `piece` again and again.
pub(crate) fn fill(size: usize, piece: &str) -> String {
    piece.repeat(size / piece.len())
}

/// As many of `close` behind as there are of `open` before.
pub(crate) fn half(size: usize, open: &str, close: &str) -> String {
    let count = size / (open.len() + close.len());
    [open.repeat(count), "x".to_owned(), close.repeat(count)].concat()
}

/// Pieces that are made from their numbers.
pub(crate) fn numbered(size: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= size {
            break;
        }
        text.push_str(&piece(number));
    }
    text
}

/// Measures those of the `cases` whose names have a word of the command line and prints a table.
/// Fails when a case takes more than [`MOST`] for a step.
pub(crate) fn measure(cases: &[Case<'_>]) -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    println!("| input | kind | {} KB, ms | twice, ms | four times, ms | growth | growth |", FIRST / 1024);
    println!("|:------|:-----|------:|------:|------:|-----:|-----:|");
    let mut slow = Vec::new();
    for case in
        cases.iter().filter(|case| wanted.is_empty() || wanted.iter().any(|word| case.name.contains(word)))
    {
        let times = [1, 2, 4].map(|times| best(case, FIRST * times));
        let growth = [growth(times[0], times[1]), growth(times[1], times[2])];
        let [first, second, third] = times.map(|time| time.as_secs_f64() * 1e3);
        println!(
            "| {} | {} | {first:.1} | {second:.1} | {third:.1} | {:.1} | {:.1} |",
            case.name, case.kind, growth[0], growth[1]
        );
        if times[2] > LEAST && growth[1] > MOST {
            slow.push(case.name);
        }
    }
    if slow.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("more than {MOST} for twice the input: {}", slow.join("; "));
    ExitCode::FAILURE
}

fn growth(before: Duration, after: Duration) -> f64 {
    after.as_secs_f64() / before.as_secs_f64().max(1e-9)
}

/// The shortest of some runs; the others were disturbed.
fn best(case: &Case<'_>, size: usize) -> Duration {
    let input = (case.make)(size);
    let run = || {
        let start = now();
        (case.run)(&input);
        now().saturating_sub(start)
    };
    let first = run();
    // Not thrice what is slow already; and short ones together, since the clock ticks in
    // milliseconds.
    let (rounds, runs) = match first.as_millis() {
        0..5 => (1, 16),
        5..2000 => (RUNS, 1),
        _ => return first,
    };
    let round = || (0..runs).map(|_| run()).sum::<Duration>() / runs;
    (0..rounds)
        .map(|_| round())
        .fold(first.max(Duration::from_micros(1)), |best, time| if runs > 1 { time } else { best.min(time) })
}

/// Time on the processor where the system tells it, so that what else runs does not count.
fn now() -> Duration {
    thread_local!(static START: Instant = Instant::now());
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|line| line.split(' ').next()?.parse().ok())
        .map_or_else(|| START.with(Instant::elapsed), Duration::from_nanos)
}
