//! Which posts the reader has opened.

use yew::prelude::*;

use crate::environment::Environment;
use crate::store::ReadMarks;

/// The posts of `bundle` that were opened, `open` among them from now on.
#[hook]
pub fn use_read_marks(environment: &Environment, bundle: &AttrValue, open: Option<&str>) -> ReadMarks {
    let remembers = environment.memory.is_some();
    let read = use_state(|| if remembers { ReadMarks::recall(bundle) } else { ReadMarks::default() });
    {
        let (read, bundle) = (read.clone(), bundle.clone());
        use_effect_with(open.map(str::to_owned), move |open| {
            if let Some(marks) = open.as_deref().and_then(|open| read.with(open)) {
                if remembers {
                    marks.remember(&bundle);
                }
                read.set(marks);
            }
        });
    }
    (*read).clone()
}
