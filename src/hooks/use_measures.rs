//! The measures of the viewer under the styles in force: those of the style sheet at the viewer's
//! width, and those of users who need larger text, or more space between letters, words and lines.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, ResizeObserver, window};
use yew::prelude::*;

use crate::browser::dom_ids::PROBE;
use crate::browser::host::HostContext;
use crate::list::layout::Heights;

/// The measures of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// The number of columns; 1 until they are drawn.
    pub columns: u8,
    /// Heights in CSS pixels: of a month heading, a row, and a row of a list without tags.
    rows: [u32; 3],
}

impl Measures {
    /// Returns the heights of rows and month headings of a list that has tags or not.
    pub fn heights(self, tagged: bool) -> Heights {
        let [month, row, bare] = self.rows;
        Heights { row: if tagged { row } else { bare }.into(), month: month.into() }
    }
}

/// Returns the measures; they are taken again whenever the viewer's width or its text changes.
#[hook]
pub fn use_measures(host: &HostContext) -> Measures {
    // Rows as the style sheet has them until they are measured.
    let measures = use_state_eq(|| Measures { columns: 1, rows: [32, 109, 89] });
    {
        let measures = measures.clone();
        use_effect_with(host.clone(), move |host| {
            let (container, probe) = (host.container.clone(), host.find::<Element>(PROBE));
            let host = host.clone();
            let mut rows = measures.rows;
            let measures = measures.setter();
            let mut measure = move || {
                // While nothing is shown, they stay.
                rows = measure_rows(&host).unwrap_or(rows);
                measures.set(Measures { columns: host.columns(), rows });
            };
            // Before scroll positions are restored.
            measure();
            let resized = Closure::<dyn FnMut()>::new(measure);
            // A browser without it is older than those that the style sheet is written for.
            let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
            if let Some(observer) = &observer {
                observer.observe(&container);
                if let Some(probe) = &probe {
                    observer.observe(probe);
                }
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(resized);
            }
        });
    }
    *measures
}

/// Measures the probe, and hands the heights to the style sheet.
fn measure_rows(host: &HostContext) -> Option<[u32; 3]> {
    let container = host.container.dyn_ref::<HtmlElement>()?;
    let style = window()?.get_computed_style(&host.find(PROBE)?).ok()??;
    let spacing = style.get_property_value("letter-spacing").ok()?;
    // Text that fits in its lines is to fit with wider letters, too. Setting an attribute fails
    // only for invalid names.
    let _ = container.toggle_attribute_with_force("data-spaced", !matches!(&*spacing, "normal" | "0px"));
    // Whole numbers, wherever the page is scrolled to: far down, browsers know no fractions of a
    // pixel.
    let part = |selector: &str| host.find::<HtmlElement>(&[PROBE, selector].concat());
    let end = |part: &HtmlElement| part.offset_top() + part.offset_height();
    let (month, row) = (part(" .month")?.offset_height(), part(" .row")?.offset_height());
    if month == 0 {
        return None;
    }
    let tags = end(&part(" .tags")?) - end(&part(" .details")?);
    // They are rounded, and nothing is to be cut off.
    let rows = [month, row, row - tags].map(|height| height.unsigned_abs() + 1);
    for (name, height) in ["--month", "--row", "--bare"].into_iter().zip(rows) {
        // Fails for values that cannot be parsed.
        let _ = container.style().set_property(name, &format!("{height}px"));
    }
    Some(rows)
}
