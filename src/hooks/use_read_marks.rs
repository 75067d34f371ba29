//! The read marks of an archive.

use gloo_events::EventListener;
use web_sys::window;
use yew::prelude::*;

use crate::browser::host::HostContext;
use crate::browser::read_marks::ReadMarks;

/// Returns the posts of `bundle` that were opened in any tab, `open` among them from now on.
#[hook]
pub fn use_read_marks(host: &HostContext, bundle: &AttrValue, open: Option<&str>) -> ReadMarks {
    let remembers = host.storage_scope.is_some();
    let read = use_state_eq(|| if remembers { ReadMarks::load(bundle) } else { ReadMarks::default() });
    {
        let (read, bundle) = (read.clone(), bundle.clone());
        use_effect_with(open.map(str::to_owned), move |open| {
            if let Some(open) = open {
                read.set(if remembers { read.save(&bundle, open) } else { read.including(open) });
            }
            let read = read.setter();
            // A post was opened in another tab, or the marks were deleted there.
            let window = if remembers { window() } else { None };
            let listener = window.map(|window| {
                EventListener::new(&window, "storage", move |_| read.set(ReadMarks::load(&bundle)))
            });
            move || drop(listener)
        });
    }
    (*read).clone()
}
