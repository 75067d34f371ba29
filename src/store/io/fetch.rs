//! Fetches files over the network.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCache, RequestInit, Response, window};

use crate::store::error::LoadError;

/// Returns the content of `url`, with the browser's cache used as `cache` says. A request that
/// `signal` aborts is [`LoadError::Timeout`].
pub(super) async fn fetch(
    url: &str,
    cache: RequestCache,
    signal: &AbortSignal,
) -> Result<Vec<u8>, LoadError> {
    let window = window().ok_or(LoadError::Unreachable)?;
    let init = RequestInit::new();
    init.set_signal(Some(signal));
    init.set_cache(cache);
    let failed = |_: JsValue| if signal.aborted() { LoadError::Timeout } else { network_error() };
    let response = JsFuture::from(window.fetch_with_str_and_init(url, &init)).await.map_err(failed)?;
    let response: Response = response.unchecked_into();
    if !response.ok() {
        let retry_after = response.headers().get("retry-after").ok().flatten();
        return Err(LoadError::Status {
            status: response.status(),
            retry_after: retry_after.and_then(|seconds| seconds.parse().ok()),
        });
    }
    let buffer = JsFuture::from(response.array_buffer().map_err(failed)?).await.map_err(failed)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Returns the reason why there was no answer, as far as the browser knows it.
pub(super) fn network_error() -> LoadError {
    let online = window().is_none_or(|window| window.navigator().on_line());
    if online { LoadError::Unreachable } else { LoadError::Offline }
}
