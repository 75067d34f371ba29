//! Pictures that stand in a post itself, at `data:` addresses: pages that browsers save as one file
//! have all of theirs so.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode_str;

/// Base64 as browsers take it: with or without the signs at its end.
const FORGIVING: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Elements of a drawing that shows something. A rectangle alone, or nothing, holds the place of a
/// picture until a script has loaded it.
const SHAPES: [&str; 8] =
    ["<circle", "<ellipse", "<image", "<line", "<path", "<polygon", "<polyline", "<text"];

/// `true` for a `data:` address.
pub(crate) fn is_data_url(address: &str) -> bool {
    address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// Returns the bytes at a `data:` address of a picture, or what is wrong with it; `None` for other
/// kinds, and for a drawing that only holds a picture's place.
///
/// Form: `data:TYPE;base64,DATA` or `data:TYPE,DATA` with percent signs (RFC 2397).
pub(super) fn decoded(address: &str) -> Option<Result<Vec<u8>, &'static str>> {
    let (head, data) = address.get(5..)?.split_once(',')?;
    let head = head.to_ascii_lowercase();
    let mut parts = head.split(';').map(str::trim);
    let kind = parts.next()?;
    // Servers that do not know a file say that it is bytes.
    if !(kind.starts_with("image/") || kind.is_empty() || kind == "application/octet-stream") {
        return None;
    }
    let decoded = percent_decode_str(data);
    let bytes = if parts.any(|part| part == "base64") {
        let text: Vec<u8> = decoded.filter(|byte| !byte.is_ascii_whitespace()).collect();
        match FORGIVING.decode(text) {
            Ok(bytes) => bytes,
            Err(_) => return Some(Err("its Base64 is broken")),
        }
    } else {
        Cow::<[u8]>::from(decoded).into_owned()
    };
    if bytes.is_empty() {
        return None;
    }
    if kind == "image/svg+xml" {
        let text = String::from_utf8_lossy(&bytes);
        let is_drawn = SHAPES.iter().any(|shape| text.contains(shape));
        if !is_drawn || text.contains("feGaussianBlur") {
            return None;
        }
    }
    Some(Ok(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_of_addresses() {
        for (address, expected) in [
            ("data:image/png;base64,AQID", Some(Ok(vec![1, 2, 3]))),
            ("DATA:image/png;charset=x;BASE64, AQ ", Some(Ok(vec![1]))),
            ("data:image/png;base64,AQ%3D%3D", Some(Ok(vec![1]))),
            ("data:image/png;base64,A!", Some(Err("its Base64 is broken"))),
            ("data:image/svg+xml,%3Csvg%3E%3Cpath/%3E", Some(Ok(b"<svg><path/>".to_vec()))),
            ("data:image/svg+xml,%3Csvg%3E%3Crect/%3E%3C/svg%3E", None),
            ("data:image/png;base64,", None),
            ("data:text/html,x", None),
            ("data:,", None),
        ] {
            assert_eq!(decoded(address), expected, "{address}");
        }
    }
}
