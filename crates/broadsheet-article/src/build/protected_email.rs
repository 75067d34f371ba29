//! Cloudflare's e-mail protection, undone.

/// The path of links to protected addresses; the encoded address is the fragment.
const PROTECTED: &str = "/cdn-cgi/l/email-protection";

/// The encoded address in a link to Cloudflare's page about protected addresses.
pub(super) fn protected_code(href: &str) -> Option<&str> {
    href.match_indices('#').find_map(|(at, _)| href[..at].ends_with(PROTECTED).then(|| &href[at + 1..]))
}

/// Decodes an address: hexadecimal bytes, each of which is combined with the first by exclusive or.
pub(super) fn protected_address(code: &str) -> Option<String> {
    let mut bytes = code.as_bytes().chunks_exact(2).map(|pair| {
        let high = hex_digit(pair[0])?;
        let low = hex_digit(pair[1])?;
        Some(high * 16 + low)
    });
    let key = bytes.next()??;
    let decoded: Option<Vec<u8>> = bytes.map(|byte| byte.map(|byte| byte ^ key)).collect();
    let address = String::from_utf8(decoded?).ok()?;
    let plain = !address.is_empty() && address.len() <= 256 && !address.contains(|c: char| c.is_control());
    plain.then_some(address)
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}
