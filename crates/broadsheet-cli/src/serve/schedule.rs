//! The schedule of builds; pure.

use std::time::{Duration, Instant};

/// An editor saves in several steps, and a checkout touches many files: one build for all.
const PAUSE: Duration = Duration::from_millis(200);
/// The time for which changes that never pause put off a build.
const LONGEST: Duration = Duration::from_secs(2);
/// After a build that failed: the first pause, doubled with every further failure, and the longest.
const FIRST_RETRY: Duration = Duration::from_secs(1);
const LAST_RETRY: Duration = Duration::from_secs(32);

/// The result of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The site is as new as the posts, or will not be before they change.
    Settled,
    /// Something was in the way that may be gone later.
    Failed,
}

/// Changes since the last build, and its failures.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    /// The first and the last change that no build has seen.
    changes: Option<(Instant, Instant)>,
    retry: Option<Instant>,
    failures: u32,
}

impl Schedule {
    /// Notes a change.
    pub(super) fn changed(&mut self, now: Instant) {
        let (first, _) = self.changes.unwrap_or((now, now));
        self.changes = Some((first, now));
    }

    /// The time of the next build; `None` as long as nothing has changed.
    pub(super) fn due(&self) -> Option<Instant> {
        let changed = self.changes.map(|(first, last)| (last + PAUSE).min(first + LONGEST));
        changed.into_iter().chain(self.retry).min()
    }

    /// Notes that a build begins, which sees all changes so far. Returns whether there were any.
    pub(super) fn begun(&mut self) -> bool {
        self.retry = None;
        self.changes.take().is_some()
    }

    /// Notes how it ended.
    pub(super) fn ended(&mut self, outcome: Outcome, now: Instant) {
        self.failures = match outcome {
            Outcome::Settled => 0,
            Outcome::Failed => self.failures.saturating_add(1),
        };
        self.retry = self.failures.checked_sub(1).map(|before| {
            let pause = FIRST_RETRY.saturating_mul(2_u32.saturating_pow(before));
            now + pause.min(LAST_RETRY)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The times at which builds begin, in milliseconds, within `until`, if every build takes
    /// `takes` and ends as `outcome` says of its number, and a change comes at each of `changes`.
    fn builds(changes: &[u64], until: u64, takes: u64, outcome: impl Fn(usize) -> Outcome) -> Vec<u64> {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let (mut schedule, mut begun, mut busy) = (Schedule::default(), Vec::new(), 0);
        for now in 0..until {
            // Those that come while the program builds wait for its end, as they do in the channel.
            if now == busy && !begun.is_empty() {
                schedule.ended(outcome(begun.len()), at(now));
            }
            if now >= busy && schedule.due().is_some_and(|due| due <= at(now)) {
                schedule.begun();
                begun.push(now);
                busy = now + takes;
            }
            if changes.contains(&now) {
                schedule.changed(at(now));
            }
        }
        begun
    }

    fn settled(_: usize) -> Outcome {
        Outcome::Settled
    }

    #[test]
    fn one_build_for_changes_that_come_together() {
        assert!(builds(&[], 5_000, 10, settled).is_empty());
        assert_eq!(builds(&[0], 5_000, 10, settled), [200]);
        assert_eq!(builds(&[0, 100, 250], 5_000, 10, settled), [450]);
        assert_eq!(builds(&[0, 1_000], 5_000, 10, settled), [200, 1_200]);
    }

    #[test]
    fn changes_that_never_pause_do_not_put_it_off_for_ever() {
        let always: Vec<_> = (0..12_000).step_by(50).collect();
        assert_eq!(builds(&always, 12_000, 10, settled), [2_000, 4_000, 6_000, 8_000, 10_000]);
    }

    #[test]
    fn what_changes_during_a_build_leads_to_another() {
        assert_eq!(builds(&[0, 300], 5_000, 1_000, settled), [200, 1_200]);
    }

    #[test]
    fn what_failed_is_tried_again_and_again_at_longer_pauses() {
        let failed = |_| Outcome::Failed;
        assert_eq!(builds(&[0], 20_000, 10, failed), [200, 1_210, 3_220, 7_230, 15_240]);
        let for_ever = builds(&[0], 300_000, 10, failed);
        let pauses: Vec<_> = for_ever.windows(2).map(|two| two[1] - two[0] - 10).collect();
        assert_eq!(pauses.iter().max(), Some(&32_000));
        // A change does not wait for that, and success ends it.
        let mends = |number| if number < 3 { Outcome::Failed } else { Outcome::Settled };
        assert_eq!(builds(&[0, 2_000], 60_000, 10, mends), [200, 1_210, 2_200]);
    }
}
