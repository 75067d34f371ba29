//! When a failed load is tried again by itself. Pure: time and chance are given.
//!
//! What may pass by itself is tried again a few times, after growing pauses that differ, so that the readers of a server that
//! was away do not all come back at once; what cannot pass is left to the reader. `Retry-After`: RFC 9110, section 10.2.3.

use super::error::LoadError;

/// How long to wait after the first failure, the second and so on, in milliseconds, on average.
const PAUSES: [u32; 4] = [1_000, 3_000, 9_000, 27_000];
/// A server that wants to be left alone for longer than this, in seconds, is not asked again unless the reader says so.
const LONGEST_RETRY_AFTER: u32 = 60;

/// A load that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub error: LoadError,
    /// How often in a row, since the reader last asked.
    pub tries: u32,
    /// What is being done about it.
    pub stage: Stage,
}

/// What is being done about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nothing, until the reader asks.
    Stopped,
    /// It is tried again after a pause.
    Waiting,
    /// It is to be tried again now.
    Due,
    /// It is being tried again.
    HostNavigation,
}

impl Failure {
    /// After it failed for the `tries`th time in a row.
    pub(super) fn new(error: LoadError, tries: u32) -> Self {
        let stage = if pause(&error, tries, 0).is_some() { Stage::Waiting } else { Stage::Stopped };
        Self { error, tries, stage }
    }

    /// Whether a reader who asks again only has to wait for the answer.
    pub fn is_being_tried(&self) -> bool {
        self.stage == Stage::Due || self.stage == Stage::HostNavigation && self.error != LoadError::Slow
    }
}

/// How long to wait, in milliseconds, before what has failed `tries` times in a row is tried again; nothing where that is
/// left to the reader. The pause is up to a quarter shorter or longer, as `chance` says, which may be any number.
pub fn pause(error: &LoadError, tries: u32, chance: u32) -> Option<u32> {
    let retry_after = match error {
        LoadError::Unreachable | LoadError::Timeout | LoadError::Module => 0,
        LoadError::Status { status: 408 | 425 | 429 | 500 | 502..=504, retry_after } => {
            retry_after.unwrap_or(0)
        }
        _ => return None,
    };
    let pause = PAUSES.get(tries.checked_sub(1)? as usize)?;
    let jittered = pause * 3 / 4 + chance % (pause / 2 + 1);
    (retry_after <= LONGEST_RETRY_AFTER).then(|| jittered.max(retry_after * 1_000 + chance % 1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16, retry_after: Option<u32>) -> LoadError {
        LoadError::Status { status, retry_after }
    }

    #[test]
    fn what_may_pass_is_tried_again_and_nothing_else() {
        for error in [LoadError::Unreachable, LoadError::Timeout, status(500, None), status(503, Some(5))] {
            assert!(pause(&error, 1, 0).is_some(), "{error}");
            assert_eq!(Failure::new(error, 1).stage, Stage::Waiting);
        }
        for error in [
            LoadError::Offline,
            LoadError::Html,
            LoadError::Damaged,
            LoadError::Newer(9),
            LoadError::Replaced,
            status(404, None),
            status(403, Some(1)),
            status(501, None),
            status(429, Some(3_600)),
            status(429, Some(u32::MAX)),
        ] {
            assert_eq!(pause(&error, 1, 0), None, "{error}");
            assert_eq!(Failure::new(error, 1).stage, Stage::Stopped);
        }
    }

    #[test]
    fn pauses_grow_and_end() {
        let ranges: Vec<_> = (0..=9)
            .map(|tries| {
                let all = [0, 1, 77, 499, 123_456_789, u32::MAX]
                    .map(|chance| pause(&LoadError::Unreachable, tries, chance));
                (all.iter().flatten().min().copied(), all.iter().flatten().max().copied())
            })
            .collect();
        assert_eq!(ranges[0], (None, None), "nothing has failed yet");
        for (at, average) in [(1, 1_000), (2, 3_000), (3, 9_000), (4, 27_000)] {
            let (least, most) = (ranges[at].0.unwrap(), ranges[at].1.unwrap());
            assert!(least >= average * 3 / 4 && most <= average * 5 / 4, "{least} {most}");
        }
        assert!(ranges[5..].iter().all(|range| *range == (None, None)));
    }

    #[test]
    fn a_server_that_names_a_time_is_not_asked_before() {
        for chance in [0, 999, u32::MAX] {
            assert!(pause(&status(429, Some(30)), 1, chance).unwrap() >= 30_000);
            assert!(pause(&status(429, Some(0)), 2, chance).unwrap() >= 2_250);
        }
    }
}
