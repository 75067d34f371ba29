//! A box for words to look for, in which input methods can compose.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The text of a search box while an input method composes in it: no search yet, and not to be drawn over.
pub type Composition = Rc<RefCell<Option<AttrValue>>>;

/// The code of keys that an input method takes
/// (<https://w3c.github.io/uievents/#determine-keydown-keyup-keyCode>). Safari tells of the key that ends a composition after
/// the end, where the code alone says whose it is.
const TAKEN: u32 = 229;

/// `true` if an input method takes the key.
pub fn is_taken(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == TAKEN
}

/// Draws a search box with the name `label` that holds `value`; `on` is told what else it holds, unless that is being
/// composed. When a composition has ended, [`crate::hooks::use_shortcuts`] lets the box say so once more.
pub fn search_box(
    id: Option<&'static str>,
    value: &str,
    label: AttrValue,
    composition: &Composition,
    on: &Callback<String>,
    onkeydown: Option<Callback<KeyboardEvent>>,
) -> Html {
    let value = composition.borrow().clone().unwrap_or_else(|| value.to_owned().into());
    let (composition, on) = (Rc::clone(composition), on.clone());
    let oninput = move |event: InputEvent| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let text = input.map_or_else(String::new, |input| input.value());
        if event.is_composing() {
            composition.replace(Some(text.into()));
        } else {
            composition.take();
            on.emit(text);
        }
    };
    html! {
        <input type="search" {id} {value} placeholder={label.clone()} aria-label={label} autocomplete="off" enterkeyhint="search"
            {oninput} {onkeydown} />
    }
}
