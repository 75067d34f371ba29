//! A search box in which input methods can compose.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The text of a search box while an input method composes in it: it is not searched for yet, and
/// must not be drawn over.
pub type Composition = Rc<RefCell<Option<AttrValue>>>;

/// Draws a search box with the name `label` and the text `value`. `dispatch` receives another text,
/// unless it is being composed. When a composition has ended, [`crate::hooks::use_shortcuts`]
/// repeats the event.
pub fn search_box(
    id: Option<&'static str>,
    value: &str,
    label: AttrValue,
    composition: &Composition,
    dispatch: &Callback<String>,
    onkeydown: Option<Callback<KeyboardEvent>>,
) -> Html {
    let value = composition.borrow().clone().unwrap_or_else(|| value.to_owned().into());
    let (composition, dispatch) = (Rc::clone(composition), dispatch.clone());
    let oninput = move |event: InputEvent| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let text = input.map_or_else(String::new, |input| input.value());
        if event.is_composing() {
            composition.replace(Some(text.into()));
        } else {
            composition.take();
            dispatch.emit(text);
        }
    };
    html! {
        <input type="search" {id} {value} placeholder={label.clone()} aria-label={label} autocomplete="off" enterkeyhint="search"
            {oninput} {onkeydown} />
    }
}
