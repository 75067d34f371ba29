//! The order of names in a language.

/// The most names that are sorted by the language's rules, as a count: the browser would take
/// seconds for more.
#[cfg(target_arch = "wasm32")]
const MAX_NAMES: usize = 50_000;

/// Returns the indices of `names` in the order of the language with the BCP 47 tag `tag`, as
/// `Intl.Collator` knows it: by pinyin in simplified Chinese, by strokes in traditional. Numbers in
/// names are compared by their values. More than [`MAX_NAMES`] are in the order of their
/// characters' numbers.
#[cfg(target_arch = "wasm32")]
pub fn sorted(tag: &str, names: &[&str]) -> Vec<usize> {
    use std::collections::HashMap;

    use js_sys::{Array, Function, Intl, Object, Reflect};
    use wasm_bindgen::{JsCast, JsValue};

    if names.len() > MAX_NAMES {
        return sorted_by_characters(names);
    }
    let options = Object::new();
    // Setting a property of a fresh object does not fail.
    let _ = Reflect::set(&options, &JsValue::from_str("numeric"), &JsValue::TRUE);
    let compare = Intl::Collator::new(&Array::of1(&JsValue::from_str(tag)), &options).compare();
    let array: Array = names.iter().map(|name| JsValue::from_str(name)).collect();
    // The browser sorts by itself: each comparison from here would copy two names.
    let sort = Reflect::get(&array, &JsValue::from_str("sort"))
        .ok()
        .and_then(|sort| sort.dyn_into::<Function>().ok());
    let _ = sort.and_then(|sort| sort.call1(&array, &compare).ok());
    let indices: HashMap<&str, usize> = names.iter().zip(0..).map(|(name, index)| (*name, index)).collect();
    array.iter().filter_map(|name| indices.get(name.as_string()?.as_str()).copied()).collect()
}

/// Outside a browser, returns the indices of `names` in the order of their characters' numbers.
#[cfg(not(target_arch = "wasm32"))]
pub fn sorted(_tag: &str, names: &[&str]) -> Vec<usize> {
    sorted_by_characters(names)
}

fn sorted_by_characters(names: &[&str]) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..names.len()).collect();
    indices.sort_by_key(|&index| names.get(index));
    indices
}
