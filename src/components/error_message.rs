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
        LoadError::HtmlInsteadOfJson => texts.error_html,
        LoadError::HashMismatch | LoadError::Malformed { .. } => texts.error_malformed,
        LoadError::NotABundle => texts.error_not_a_bundle,
        LoadError::UnsupportedVersion(version) => {
            return fill(texts.error_unsupported_version, &[("version", &version.to_string())]);
        }
        LoadError::CorruptBundle => texts.error_corrupt_bundle,
        LoadError::CodeUnavailable => texts.error_code_unavailable,
        LoadError::Outdated => texts.update_available,
    };
    text.to_owned()
}
