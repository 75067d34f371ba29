//! Which posts the reader has opened.

use gloo_events::EventListener;
use web_sys::window;
use yew::prelude::*;

use crate::environment::Environment;
use crate::store::ReadMarks;

/// Returns the posts of `bundle` that were opened in any tab, `open` among them from now on.
#[hook]
pub fn use_read_marks(environment: &Environment, bundle: &AttrValue, open: Option<&str>) -> ReadMarks {
    let remembers = environment.memory.is_some();
    let read = use_state_eq(|| if remembers { ReadMarks::recall(bundle) } else { ReadMarks::default() });
    {
        let (read, bundle) = (read.clone(), bundle.clone());
        use_effect_with(open.map(str::to_owned), move |open| {
            if let Some(open) = open {
                read.set(if remembers { read.remember(&bundle, open) } else { read.with(open) });
            }
            let read = read.setter();
            // Something was opened in another tab, or forgotten there.
            let listener = window().filter(|_| remembers).map(|window| {
                EventListener::new(&window, "storage", move |_| read.set(ReadMarks::recall(&bundle)))
            });
            move || drop(listener)
        });
    }
    (*read).clone()
}
