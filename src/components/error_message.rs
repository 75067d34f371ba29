//! The sentence for a load that failed.

use crate::i18n::{Texts, fill};
use crate::store::LoadError;

/// Returns what happened and what to do, in a sentence or two.
pub fn error_message(error: &LoadError, texts: &Texts) -> String {
    let text = match error {
        LoadError::Offline => texts.error_offline,
        LoadError::Unreachable => texts.error_unreachable,
        LoadError::Slow => texts.error_slow,
        LoadError::Timeout => texts.error_timeout,
        LoadError::Status { status, .. } => {
            return fill(texts.error_status, &[("status", &status.to_string())]);
        }
        LoadError::Html => texts.error_html,
        LoadError::Damaged | LoadError::Malformed { .. } => texts.error_malformed,
        LoadError::NotABundle => texts.error_not_a_bundle,
        LoadError::Newer(version) => {
            return fill(texts.error_unsupported_version, &[("version", &version.to_string())]);
        }
        LoadError::Inconsistent => texts.error_corrupt_bundle,
        LoadError::Module => texts.error_code_unavailable,
        LoadError::Replaced => texts.update_available,
    };
    text.to_owned()
}
