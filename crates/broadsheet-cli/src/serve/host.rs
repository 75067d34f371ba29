//! The names that the preview answers to.
//!
//! Any page can have its own name lead to this machine, and then reads what is served there as its
//! own (DNS rebinding). It cannot change the `Host` that the browser sends.

use std::net::IpAddr;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// The address that the preview listens on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listening(pub(super) IpAddr);

impl Listening {
    /// `true` if the `host` of a request means this machine by itself, whoever answers for the
    /// names of others. Ports are not compared: they may be forwarded.
    fn allows(self, host: &str) -> bool {
        let Ok(authority) = host.parse::<Authority>() else { return false };
        let name = authority.host().trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = name.parse::<IpAddr>() {
            let address = address.to_canonical();
            // Listening on all addresses, it has whichever it was reached by.
            return address.is_loopback() || address == self.0 || self.0.is_unspecified();
        }
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        name == "localhost" || name.ends_with(".localhost")
    }
}

/// Passes on what is meant for this machine, and refuses the rest.
pub(super) async fn check(
    State(listening): State<Listening>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let named = request.headers().get_all(header::HOST).iter().map(|host| host.to_str().unwrap_or_default());
    let mut hosts: Vec<_> =
        request.uri().authority().map(Authority::as_str).into_iter().chain(named).collect();
    if !hosts.is_empty() && hosts.iter().all(|host| listening.allows(host)) {
        return next.run(request).await;
    }
    hosts.retain(|host| !listening.allows(host));
    let refused = format!(
        "This preview answers to the addresses of this computer, such as 127.0.0.1 or localhost, and not to the name {:?}.\n",
        hosts.first().copied().unwrap_or_default(),
    );
    (StatusCode::MISDIRECTED_REQUEST, refused).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_mean_this_machine() {
        for (listening, host, expected) in [
            ("127.0.0.1", "127.0.0.1:8080", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "localhost:3000", true),
            ("127.0.0.1", "LocalHost.", true),
            ("127.0.0.1", "archive.localhost:8080", true),
            ("127.0.0.1", "[::1]:8080", true),
            ("127.0.0.1", "evil.example", false),
            ("127.0.0.1", "evil.example:8080", false),
            ("127.0.0.1", "127.0.0.1.evil.example", false),
            ("127.0.0.1", "localhost.evil.example", false),
            ("127.0.0.1", "localhost@evil.example", false),
            ("127.0.0.1", "192.168.1.5:8080", false),
            ("127.0.0.1", "", false),
            ("127.0.0.1", "a b", false),
            ("192.168.1.5", "192.168.1.5:8080", true),
            ("192.168.1.5", "192.168.1.6:8080", false),
            ("0.0.0.0", "192.168.1.5:8080", true),
            ("::", "[fe80::1]:8080", true),
            ("0.0.0.0", "evil.example", false),
        ] {
            let listening = Listening(listening.parse().unwrap());
            assert_eq!(listening.allows(host), expected, "{host:?} at {listening:?}");
        }
    }
}
