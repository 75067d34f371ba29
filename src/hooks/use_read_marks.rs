//! Which posts the reader has opened.

use std::collections::BTreeSet;
use std::rc::Rc;

use yew::prelude::*;

use crate::store::memory;

/// The ids of the posts of `bundle` that were opened, `open` among them from now on.
#[hook]
pub fn use_read_marks(bundle: &AttrValue, open: Option<&str>) -> Rc<BTreeSet<String>> {
    let read = use_state(|| Rc::new(memory::recall_read(bundle)));
    {
        let (read, bundle) = (read.clone(), bundle.clone());
        use_effect_with(open.map(str::to_owned), move |open| {
            if let Some(open) = open.as_ref().filter(|open| !read.contains(*open)) {
                let mut ids = (**read).clone();
                ids.insert(open.clone());
                memory::remember_read(&bundle, &ids);
                read.set(Rc::new(ids));
            }
        });
    }
    Rc::clone(&read)
}
