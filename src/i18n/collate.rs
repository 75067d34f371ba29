//! The order of names in a language.

/// Names from which on they are sorted by their characters' numbers: of more the browser's order would take seconds.
#[cfg(target_arch = "wasm32")]
const MOST_NAMES: usize = 50_000;

/// The places of `names` in the order of the language with the BCP 47 tag `tag`, as `Intl` knows it: by pinyin in simplified
/// Chinese, by strokes in traditional. Numbers in names go by what they are worth. Of more than [`MOST_NAMES`], in the order of their characters' numbers.
#[cfg(target_arch = "wasm32")]
pub fn sorted(tag: &str, names: &[&str]) -> Vec<usize> {
    use std::collections::HashMap;

    use js_sys::{Array, Function, Intl, Object, Reflect};
    use wasm_bindgen::{JsCast, JsValue};

    if names.len() > MOST_NAMES {
        return plainly(names);
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
    let places: HashMap<&str, usize> = names.iter().zip(0..).map(|(name, place)| (*name, place)).collect();
    array.iter().filter_map(|name| places.get(name.as_string()?.as_str()).copied()).collect()
}

/// Outside a browser, the places of `names` in the order of their characters' numbers.
#[cfg(not(target_arch = "wasm32"))]
pub fn sorted(_tag: &str, names: &[&str]) -> Vec<usize> {
    plainly(names)
}

fn plainly(names: &[&str]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..names.len()).collect();
    places.sort_by_key(|&place| names.get(place));
    places
}
