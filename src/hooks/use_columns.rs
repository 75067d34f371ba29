//! How many columns the viewer has.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::ResizeObserver;
use yew::prelude::*;

use crate::environment::Environment;

/// The columns that the style sheet gives the viewer at its width, now and whenever that changes. 1 until it is drawn.
#[hook]
pub fn use_columns(environment: &Environment) -> u8 {
    let columns = use_state_eq(|| 1);
    {
        let columns = columns.setter();
        use_effect_with(environment.clone(), move |environment| {
            let container = environment.container.clone();
            let environment = environment.clone();
            let resized = Closure::<dyn Fn()>::new(move || columns.set(environment.columns()));
            // It tells the first size, too. A browser without it is older than those that the style sheet is written for.
            let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
            if let Some(observer) = &observer {
                observer.observe(&container);
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(resized);
            }
        });
    }
    *columns
}
