//! Hosts of addresses.

/// The host of an absolute address in normal form, in lower case and without user and port; `None`
/// for an address without one, such as `mailto:`.
pub(super) fn host_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => Some(name),
        _ => Some(host),
    }
}

/// The authority and the path of an address as it was written, without scheme and without the slash
/// between the two. An authority with a user or a port stays as it is, so that it equals no host.
#[cfg(has_parser)]
pub(crate) fn host_and_path(address: &str) -> (&str, &str) {
    let rest = address.trim().split_once("//").map_or("", |(_, rest)| rest);
    rest.split_once('/').unwrap_or((rest, ""))
}

/// `true` if `host` is `known` or one of its subdomains.
#[cfg(has_parser)]
pub(crate) fn is_host_or_under(host: &str, known: &str) -> bool {
    host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
