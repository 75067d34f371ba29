//! Writing JSON.

/// The JSON of a part of the bundle.
pub(crate) fn to_json(value: &impl serde::Serialize) -> Vec<u8> {
    // The bundle's types have text keys only and no serialiser of their own that fails.
    #[expect(clippy::expect_used, reason = "see above; there is nothing that a caller could do")]
    serde_json::to_vec(value).expect("the bundle's types are JSON")
}
