//! Figures by name, and how they are made from samples.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

/// The measurements of one archive, in seconds, milliseconds or bytes, as the metric of the name
/// says.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Figures(BTreeMap<String, f64>);

impl Figures {
    pub(crate) fn set(&mut self, name: &str, value: f64) {
        self.0.insert(name.to_owned(), value);
    }

    pub(crate) fn count(&mut self, name: &str, count: usize) {
        self.bytes(name, count as u64);
    }

    #[expect(clippy::cast_precision_loss, reason = "nothing here comes near 2⁵³")]
    pub(crate) fn bytes(&mut self, name: &str, bytes: u64) {
        self.set(name, bytes as f64);
    }

    /// 1 for true, 0 for false.
    pub(crate) fn flag(&mut self, name: &str, flag: bool) {
        self.set(name, f64::from(u8::from(flag)));
    }

    pub(crate) fn get(&self, name: &str) -> Option<f64> {
        self.0.get(name).copied()
    }

    /// The names that begin with `prefix`, in order.
    pub(crate) fn names<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.keys().map(String::as_str).filter(move |name| name.starts_with(prefix))
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(crate) fn to_json(&self) -> Value {
        Value::Object(self.0.iter().map(|(name, value)| (name.clone(), Value::from(*value))).collect())
    }

    /// Reads what [`Self::to_json`] wrote; `None` if it is anything else.
    pub(crate) fn from_json(json: &Value) -> Option<Self> {
        let figures = json.as_object()?.iter().map(|(name, value)| Some((name.clone(), value.as_f64()?)));
        figures.collect::<Option<_>>().map(Self)
    }

    /// The figures of what a browser run prints: numbers as they are, lists of numbers as samples,
    /// under `prefix`. Fails at anything else.
    pub(crate) fn from_browser(prefix: &str, measured: &Map<String, Value>) -> Result<Self> {
        let mut figures = Self::default();
        for (name, value) in measured {
            let not_a_figure = || format!("{name} is neither a number nor a list of numbers: {value}");
            if let Value::Array(samples) = value {
                let samples: Option<Vec<f64>> = samples.iter().map(Value::as_f64).collect();
                figures.samples(&format!("{prefix}{name}"), &samples.with_context(not_a_figure)?);
            } else {
                figures.set(&format!("{prefix}{name}"), value.as_f64().with_context(not_a_figure)?);
            }
        }
        Ok(figures)
    }

    fn samples(&mut self, name: &str, samples: &[f64]) {
        for (part, percent) in [("p50", 50), ("p95", 95), ("most", 100)] {
            if let Some(value) = percentile(samples, percent) {
                self.set(&format!("{name}.{part}"), value);
            }
        }
    }
}

/// The smallest sample that at least `percent` of a hundred samples do not exceed (the nearest-rank
/// method); `None` of no samples.
pub(crate) fn percentile(samples: &[f64], percent: usize) -> Option<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn percentiles_by_nearest_rank() {
        let samples = [35.0, 20.0, 15.0, 50.0, 40.0];
        let at = |percent| percentile(&samples, percent);
        assert_eq!([0, 5, 30, 40, 50, 95, 100].map(at), [15.0, 15.0, 20.0, 20.0, 35.0, 50.0, 50.0].map(Some));
        let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!([50, 95, 100].map(|p| percentile(&hundred, p)), [50.0, 95.0, 100.0].map(Some));
        assert_eq!(percentile(&[], 50), None);
        assert_eq!(percentile(&[7.0], 95), Some(7.0));
    }

    #[test]
    fn a_browser_run_gives_numbers_and_samples() {
        let measured = json!({ "list.bytes": 12, "open": [3.0, 1.0, 2.0], "none": [] });
        let figures = Figures::from_browser("slow.", measured.as_object().unwrap()).unwrap();
        let expected = [
            ("slow.list.bytes", 12.0),
            ("slow.open.most", 3.0),
            ("slow.open.p50", 2.0),
            ("slow.open.p95", 3.0),
        ];
        assert_eq!(figures.0.into_iter().collect::<Vec<_>>(), expected.map(|(k, v)| (k.to_owned(), v)));
        let wrong = json!({ "list.bytes": "12" });
        assert!(Figures::from_browser("", wrong.as_object().unwrap()).is_err());
    }
}
