//! The check for a newer version of the archive. Pure.
//!
//! The manifest is loaded once more and compared with the one in use. A newer one either explains
//! what has failed, since the files of the old version are gone, or is offered to the user.

/// The check for an update, and its outcome so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Update {
    check: Check,
    newer: NewerVersion,
    /// `true` if something that failed outside the archive would be explained by a newer version.
    explains_outside: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Check {
    #[default]
    Idle,
    Due,
    InFlight,
}

/// The knowledge of a newer version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum NewerVersion {
    /// None is known.
    #[default]
    Unknown,
    /// There is one, and the failures that it explains say so.
    Explanation,
    /// There is one, and the user is to be told.
    Offered,
}

impl Update {
    /// `true` if the manifest has to be requested once more.
    pub(super) fn is_check_due(self) -> bool {
        self.check == Check::Due
    }

    /// `true` if a newer version is known.
    pub(super) fn is_outdated(self) -> bool {
        self.newer != NewerVersion::Unknown
    }

    /// `true` if a newer version is to be offered.
    pub(super) fn is_offered(self) -> bool {
        self.newer == NewerVersion::Offered
    }

    /// Asks for a check, unless one is under way. `explains_outside` is `true` if it is because of
    /// a failure outside the archive.
    pub(super) fn request(&mut self, explains_outside: bool) {
        self.explains_outside |= explains_outside;
        if self.check == Check::Idle {
            self.check = Check::Due;
        }
    }

    /// The manifest was requested.
    pub(super) fn on_started(&mut self) {
        self.check = Check::InFlight;
    }

    /// The check is over. `is_newer` says what it has found: no answer is no news. `explain` gives
    /// the failures of the archive their reason, and returns `true` if there are any.
    pub(super) fn on_finished(&mut self, is_newer: bool, explain: impl FnOnce() -> bool) {
        self.check = Check::Idle;
        let explains_outside = std::mem::take(&mut self.explains_outside);
        if !is_newer {
            return;
        }
        let explains = explain() || explains_outside;
        // An offer stays: it must not vanish from under a hand that moves towards it.
        if self.newer != NewerVersion::Offered {
            self.newer = if explains { NewerVersion::Explanation } else { NewerVersion::Offered };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_version_is_an_explanation_or_an_offer() {
        for (is_newer, explains, outside, is_outdated, is_offered) in [
            (false, true, true, false, false),
            (true, false, false, true, true),
            (true, true, false, true, false),
            (true, false, true, true, false),
        ] {
            let mut update = Update::default();
            update.request(outside);
            update.on_started();
            update.on_finished(is_newer, || explains);
            assert_eq!((update.is_outdated(), update.is_offered()), (is_outdated, is_offered), "{update:?}");
        }
    }

    #[test]
    fn an_offer_stays_and_an_explanation_may_become_one() {
        let mut update = Update::default();
        update.on_finished(true, || true);
        assert!(!update.is_offered());
        update.on_finished(true, || false);
        assert!(update.is_offered());
        update.on_finished(true, || true);
        assert!(update.is_offered());
    }

    #[test]
    fn one_check_at_a_time() {
        let mut update = Update::default();
        assert!(!update.is_check_due());
        update.request(false);
        assert!(update.is_check_due());
        update.on_started();
        update.request(false);
        assert!(!update.is_check_due());
        update.on_finished(false, || false);
        assert!(!update.is_check_due());
    }
}
