//! Which posts the reader has opened.

use yew::prelude::*;

use crate::store::ReadMarks;

/// The posts of `bundle` that were opened, `open` among them from now on.
#[hook]
pub fn use_read_marks(bundle: &AttrValue, open: Option<&str>) -> ReadMarks {
    let read = use_state(|| ReadMarks::recall(bundle));
    {
        let (read, bundle) = (read.clone(), bundle.clone());
        use_effect_with(open.map(str::to_owned), move |open| {
            if let Some(marks) = open.as_deref().and_then(|open| read.with(open)) {
                marks.remember(&bundle);
                read.set(marks);
            }
        });
    }
    (*read).clone()
}
