//! One attempt to load something: its time limits, and the timer of the retry that may follow.

use std::pin::Pin;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::Date;
use wasm_bindgen_futures::spawn_local;

use crate::store::error::LoadError;
use crate::store::retry::backoff_delay;

/// Time after which a load counts as slow, in milliseconds.
const SLOW_AFTER_MS: u32 = 8_000;
/// Time after which a load is given up, in milliseconds. Large posts on slow lines need theirs, and
/// the user can end it before.
const TIMEOUT_MS: u32 = 120_000;

/// Something that happens to a load besides its end.
#[derive(Debug, Clone, Copy)]
pub enum LoadEvent {
    /// It takes long.
    Slow,
    /// It has to be given up.
    TimedOut,
    /// The delay is over that follows this number of failures in a row.
    RetryDue(u32),
}

/// A load under way: it reports its result itself, and returns its error, if it failed.
pub type PendingLoad = Pin<Box<dyn Future<Output = Option<LoadError>>>>;

/// Runs `load`, the attempt number `attempt` in a row. Of its events, a retry comes after its end.
pub fn run(load: PendingLoad, attempt: u32, on_event: Rc<dyn Fn(LoadEvent)>) {
    let slow = after(SLOW_AFTER_MS, &on_event, LoadEvent::Slow);
    let timeout = after(TIMEOUT_MS, &on_event, LoadEvent::TimedOut);
    spawn_local(async move {
        let error = load.await;
        drop((slow, timeout));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "any number will do")]
        let jitter = Date::now() as u64 as u32;
        if let Some(delay) = error.and_then(|error| backoff_delay(&error, attempt, jitter)) {
            after(delay, &on_event, LoadEvent::RetryDue(attempt)).forget();
        }
    });
}

/// Tells `on_event` of `event` after a delay.
fn after(milliseconds: u32, on_event: &Rc<dyn Fn(LoadEvent)>, event: LoadEvent) -> Timeout {
    let on_event = Rc::clone(on_event);
    Timeout::new(milliseconds, move || on_event(event))
}
