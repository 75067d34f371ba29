//! The states of loads: requested, loaded, failed, to be retried. Pure.
//!
//! A load that failed keeps its failure until it succeeds, also while it is requested again, so
//! that the user goes on seeing the reason.

use super::error::LoadError;
use super::resource::{Data, Resource};
use super::retry::{Failure, RetryState};
use super::sorted_map::SortedMap;

/// The state of one load that was requested at least once.
#[derive(Debug, Clone)]
pub enum Load<T> {
    /// Requested for the first time.
    Loading,
    /// Loaded.
    Ready(T),
    /// Failed at least once since the last success.
    Failed(Failure),
}

impl<T> Load<T> {
    /// Returns the failure, if it failed.
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed(failure) => Some(failure),
            _ => None,
        }
    }

    /// Returns how often in a row it has failed since the user last asked for it.
    pub fn attempts(&self) -> u32 {
        self.failure().map_or(0, |failure| failure.attempts)
    }

    /// `true` if it has to be requested again. A slow request has to end first.
    pub fn is_due(&self) -> bool {
        self.failure()
            .is_some_and(|failure| failure.state == RetryState::Due && failure.error != LoadError::Slow)
    }

    /// `true` if an answer is awaited and is not slow.
    fn is_in_flight(&self) -> bool {
        match self {
            Self::Loading => true,
            Self::Failed(failure) => {
                failure.state == RetryState::InFlight && failure.error != LoadError::Slow
            }
            Self::Ready(_) => false,
        }
    }

    /// A request was sent.
    pub fn on_started(&mut self) {
        if let Self::Failed(failure) = self {
            failure.state = RetryState::InFlight;
        }
    }

    /// The request failed.
    pub fn on_failed(&mut self, error: LoadError) {
        let mut next = Failure::new(error, self.attempts() + 1);
        if self.failure().is_some_and(|before| before.state == RetryState::Due) {
            // It was slow, and the user has asked for it again.
            next.state = RetryState::Due;
        }
        *self = Self::Failed(next);
    }

    /// The answer takes long.
    pub fn on_slow(&mut self) {
        let attempts = self.attempts();
        *self = Self::Failed(Failure { error: LoadError::Slow, attempts, state: RetryState::InFlight });
    }

    /// The pause after the failure number `attempts` is over.
    pub fn on_retry_due(&mut self, attempts: u32) {
        if let Self::Failed(failure) = self
            && failure.state == RetryState::Scheduled
            && failure.attempts == attempts
        {
            failure.state = RetryState::Due;
        }
    }

    /// The user asks to try again. A pending request is kept unless it is slow.
    pub fn on_retry(&mut self) {
        if let Self::Failed(failure) = self
            && (failure.state != RetryState::InFlight || failure.error == LoadError::Slow)
        {
            (failure.attempts, failure.state) = (0, RetryState::Due);
        }
    }
}

/// All loads of a bundle.
#[derive(Debug, Clone, Default)]
pub(super) struct Loads(SortedMap<Resource, Load<Data>>);

impl Loads {
    /// Returns the data of `resource`, if it is loaded.
    pub(super) fn data(&self, resource: &Resource) -> Option<&Data> {
        match self.0.get(resource)? {
            Load::Ready(data) => Some(data),
            _ => None,
        }
    }

    /// Returns the failure of `resource`, if its load failed.
    pub(super) fn failure(&self, resource: &Resource) -> Option<&Failure> {
        self.0.get(resource)?.failure()
    }

    /// Returns how often in a row the load of `resource` has failed since the user last asked for
    /// it.
    pub(super) fn attempts(&self, resource: &Resource) -> u32 {
        self.0.get(resource).map_or(0, Load::attempts)
    }

    /// `true` if `resource` was not requested yet, or has to be requested again.
    pub(super) fn should_load(&self, resource: &Resource) -> bool {
        self.0.get(resource).is_none_or(Load::is_due)
    }

    /// `true` if `resource` is requested for the first time.
    pub(super) fn is_loading(&self, resource: &Resource) -> bool {
        matches!(self.0.get(resource), Some(Load::Loading))
    }

    /// Counts the requests in flight for resources that pass `test`. Slow ones do not count: they
    /// must not keep everything else waiting.
    pub(super) fn count_in_flight(&self, test: fn(&Resource) -> bool) -> usize {
        self.0.iter().filter(|(resource, load)| test(resource) && load.is_in_flight()).count()
    }

    /// Counts the loaded resources that pass `test`.
    pub(super) fn count_ready(&self, test: &dyn Fn(&Resource) -> bool) -> usize {
        self.0.iter().filter(|(resource, load)| matches!(load, Load::Ready(_)) && test(resource)).count()
    }

    /// Drops the loaded resources that pass `test`.
    pub(super) fn drop_ready(&mut self, test: &dyn Fn(&Resource) -> bool) {
        self.0.retain(|(resource, load)| !(matches!(load, Load::Ready(_)) && test(resource)));
    }

    /// Forgets that `resource` was ever requested.
    pub(super) fn forget(&mut self, resource: &Resource) {
        self.0.retain(|(known, _)| known != resource);
    }

    /// Iterates over the loaded resources from `first` to `last`, in their order.
    pub(super) fn ready_between(
        &self,
        first: &Resource,
        last: &Resource,
    ) -> impl Iterator<Item = (&Resource, &Data)> {
        self.0.between(first, last).filter_map(|(resource, load)| match load {
            Load::Ready(data) => Some((resource, data)),
            _ => None,
        })
    }

    /// A request for `resource` was sent.
    pub(super) fn on_started(&mut self, resource: Resource) {
        self.load_mut(resource).on_started();
    }

    /// `resource` is loaded.
    pub(super) fn on_loaded(&mut self, resource: Resource, data: Data) {
        *self.load_mut(resource) = Load::Ready(data);
    }

    /// The content of `resource` contradicts the rest of the bundle.
    pub(super) fn on_refused(&mut self, resource: Resource) {
        *self.load_mut(resource) = Load::Failed(Failure::new(LoadError::CorruptBundle, 1));
    }

    /// The request for `resource` failed.
    pub(super) fn on_failed(&mut self, resource: Resource, error: LoadError) {
        self.load_mut(resource).on_failed(error);
    }

    /// The answer for `resource` takes long.
    pub(super) fn on_slow(&mut self, resource: Resource) {
        self.load_mut(resource).on_slow();
    }

    /// The pause after failure number `attempts` of `resource` is over.
    pub(super) fn on_retry_due(&mut self, resource: &Resource, attempts: u32) {
        for (_, load) in self.0.iter_mut().filter(|(known, _)| known == resource) {
            load.on_retry_due(attempts);
        }
    }

    /// The user asks to try everything again that failed.
    pub(super) fn on_retry(&mut self) {
        self.0.iter_mut().for_each(|(_, load)| load.on_retry());
    }

    /// Gives every failure that a newer version explains that reason. Returns `true` if there is
    /// one.
    pub(super) fn explain_by_update(&mut self) -> bool {
        let mut explains = false;
        for (_, load) in self.0.iter_mut() {
            if let Load::Failed(failure) = load
                && failure.error.may_be_outdated()
            {
                failure.error = LoadError::Outdated;
                explains = true;
            }
        }
        explains
    }

    fn load_mut(&mut self, resource: Resource) -> &mut Load<Data> {
        self.0.get_or_insert(resource, Load::Loading)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone)]
    enum Event {
        Started,
        Failed(LoadError),
        Slow,
        RetryDue(u32),
        Retry,
    }
    fn after(events: &[Event]) -> Loads {
        let (resource, mut loads) = (Resource::Bundle, Loads::default());
        for event in events {
            match event.clone() {
                Event::Started => loads.on_started(resource.clone()),
                Event::Failed(error) => loads.on_failed(resource.clone(), error),
                Event::Slow => loads.on_slow(resource.clone()),
                Event::RetryDue(attempts) => loads.on_retry_due(&resource, attempts),
                Event::Retry => loads.on_retry(),
            }
        }
        loads
    }

    #[test]
    fn a_load_is_requested_once_and_again_when_a_retry_is_due() {
        let failed = || Event::Failed(LoadError::Unreachable);
        for (events, should_load, attempts) in [
            (vec![], true, 0),
            (vec![Event::Started], false, 0),
            (vec![Event::Started, failed()], false, 1),
            (vec![Event::Started, failed(), Event::RetryDue(1)], true, 1),
            (vec![Event::Started, failed(), Event::RetryDue(2)], false, 1),
            (vec![Event::Started, failed(), Event::Retry], true, 0),
            (vec![Event::Started, failed(), Event::RetryDue(1), Event::Started], false, 1),
            (vec![Event::Started, failed(), Event::RetryDue(1), Event::Started, failed()], false, 2),
            (
                vec![Event::Started, failed(), Event::RetryDue(1), Event::Started, failed(), Event::Retry],
                true,
                0,
            ),
            (vec![Event::Started, failed(), Event::Retry, Event::Started, Event::Retry], false, 0),
            (vec![Event::Started, Event::Failed(LoadError::HashMismatch), Event::RetryDue(1)], false, 1),
        ] {
            let loads = after(&events);
            let state = (loads.should_load(&Resource::Bundle), loads.attempts(&Resource::Bundle));
            assert_eq!(state, (should_load, attempts), "{loads:?}");
        }
    }

    #[test]
    fn a_failure_is_kept_until_the_load_succeeds() {
        let mut loads =
            after(&[Event::Started, Event::Failed(LoadError::Unreachable), Event::Retry, Event::Started]);
        let failure = loads.failure(&Resource::Bundle).unwrap();
        assert!(failure.is_retrying() && failure.error == LoadError::Unreachable);
        loads.on_loaded(Resource::Bundle, Data::Directory(std::rc::Rc::default()));
        loads.on_retry();
        assert!(loads.data(&Resource::Bundle).is_some() && !loads.should_load(&Resource::Bundle));
    }

    #[test]
    fn a_slow_load_is_requested_again_only_after_the_user_asked_and_it_has_ended() {
        let events = [Event::Started, Event::Slow, Event::Retry, Event::Failed(LoadError::Timeout)];
        for (count, should_load, in_flight) in [(1, false, 1), (2, false, 0), (3, false, 0), (4, true, 0)] {
            let loads = after(&events[..count]);
            assert_eq!(loads.should_load(&Resource::Bundle), should_load, "{loads:?}");
            assert_eq!(loads.count_in_flight(|_| true), in_flight, "{loads:?}");
        }
        assert_eq!(after(&events[..2]).failure(&Resource::Bundle).unwrap().error, LoadError::Slow);
    }

    #[test]
    fn an_update_explains_what_is_gone_and_nothing_else() {
        for (error, explained) in [(LoadError::HashMismatch, true), (LoadError::Offline, false)] {
            let mut loads = after(&[Event::Started, Event::Failed(error)]);
            assert_eq!(loads.explain_by_update(), explained);
            let after = &loads.failure(&Resource::Bundle).unwrap().error;
            assert_eq!(*after == LoadError::Outdated, explained);
        }
    }
}
