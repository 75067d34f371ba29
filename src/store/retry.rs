//! Backoff: when a failed load is retried by itself. Pure, without a clock or a source of
//! randomness.
//!
//! Errors that may be temporary are retried a few times with growing delays and jitter, so that the
//! users of a server that was down do not all come back at once. All others are left to the user.
//! `Retry-After`: RFC 9110, section 10.2.3.

use super::error::LoadError;

/// Average delay after the first failure, the second and so on, in milliseconds.
const BACKOFF_DELAYS_MS: [u32; 4] = [1_000, 3_000, 9_000, 27_000];
/// The longest `Retry-After`, in seconds, after which a load is still retried by itself.
const MAX_RETRY_AFTER_S: u32 = 60;

/// A load that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The reason of the last failure.
    pub error: LoadError,
    /// Failures in a row since the user last asked.
    pub attempts: u32,
    /// The state of its retry.
    pub state: RetryState,
}

/// The state of a retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryState {
    /// Left to the user.
    Manual,
    /// Due after a delay.
    Scheduled,
    /// Due now.
    Due,
    /// Requested again.
    InFlight,
}

impl Failure {
    /// Returns the failure number `attempts` in a row.
    pub(super) fn new(error: LoadError, attempts: u32) -> Self {
        let is_scheduled = backoff_delay(&error, attempts, 0).is_some();
        let state = if is_scheduled { RetryState::Scheduled } else { RetryState::Manual };
        Self { error, attempts, state }
    }

    /// `true` if a retry is due or under way, so that the user only has to wait.
    pub fn is_retrying(&self) -> bool {
        self.state == RetryState::Due || self.state == RetryState::InFlight && self.error != LoadError::Slow
    }
}

/// Returns the delay, in milliseconds, before the retry that follows failure number `attempts` in a
/// row; `None` if the retry is left to the user. `jitter`, any number, makes it up to a quarter
/// shorter or longer.
pub(super) fn backoff_delay(error: &LoadError, attempts: u32, jitter: u32) -> Option<u32> {
    let retry_after = match error {
        LoadError::Unreachable | LoadError::Timeout | LoadError::CodeUnavailable => 0,
        LoadError::Status { status: 408 | 425 | 429 | 500 | 502..=504, retry_after } => {
            retry_after.unwrap_or(0)
        }
        _ => return None,
    };
    let average = BACKOFF_DELAYS_MS.get(attempts.checked_sub(1)? as usize)?;
    if retry_after > MAX_RETRY_AFTER_S {
        return None;
    }
    let delay = average * 3 / 4 + jitter % (average / 2 + 1);
    Some(delay.max(retry_after * 1_000 + jitter % 1_000))
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
            assert!(backoff_delay(&error, 1, 0).is_some(), "{error}");
            assert_eq!(Failure::new(error, 1).state, RetryState::Scheduled);
        }
        for error in [
            LoadError::Offline,
            LoadError::HtmlInsteadOfJson,
            LoadError::HashMismatch,
            LoadError::UnsupportedVersion(9),
            LoadError::Outdated,
            status(404, None),
            status(403, Some(1)),
            status(501, None),
            status(429, Some(3_600)),
            status(429, Some(u32::MAX)),
        ] {
            assert_eq!(backoff_delay(&error, 1, 0), None, "{error}");
            assert_eq!(Failure::new(error, 1).state, RetryState::Manual);
        }
    }

    #[test]
    fn pauses_grow_and_end() {
        let ranges: Vec<_> = (0..=9)
            .map(|attempts| {
                let all = [0, 1, 77, 499, 123_456_789, u32::MAX]
                    .map(|jitter| backoff_delay(&LoadError::Unreachable, attempts, jitter));
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
        for jitter in [0, 999, u32::MAX] {
            assert!(backoff_delay(&status(429, Some(30)), 1, jitter).unwrap() >= 30_000);
            assert!(backoff_delay(&status(429, Some(0)), 2, jitter).unwrap() >= 2_250);
        }
    }
}
