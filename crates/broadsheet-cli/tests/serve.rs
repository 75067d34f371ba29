//! `broadsheet serve`, spoken to over loopback.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::{Place, command, post};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

/// How long an answer may take before the test counts as failed.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running server; it ends with the test.
struct Server {
    child: Child,
    address: String,
    base: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Server {
    fn start(place: &Place, base: &str) -> Self {
        let mut child = command(&["serve", "posts", "--viewer", "viewer", "--port", "0", "--base", base])
            .current_dir(place.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url =
            line.trim().strip_prefix("Serving posts: 1 post at http://").unwrap_or_else(|| panic!("{line}"));
        let (address, path) = url.split_once('/').unwrap();
        Self { child, address: address.to_owned(), base: format!("/{path}") }
    }

    fn open(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        stream
    }

    /// Status line with headers in lower case, and the body.
    fn get(&self, path: &str) -> (String, String) {
        let mut bytes = Vec::new();
        self.open(path).read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        (head.to_lowercase(), body.to_owned())
    }
}

fn place() -> Place {
    let place = Place::with_posts(&[("2020-01-01-a.md", &post("A", "2020-01-01", "", "One."))]);
    place.write(
        "viewer/index.html",
        b"<!doctype html><html><head><title>x</title></head><body></body></html>",
    );
    place.write("viewer/app_bg.wasm", b"wasm");
    place.write("viewer/boot.js", b"boot");
    place.write("secret.txt", b"secret");
    place
}

#[test]
fn files_under_a_base() {
    let place = place();
    let server = Server::start(&place, "/sub/path");
    assert_eq!(server.base, "/sub/path/");
    for (path, status, kind, body) in [
        (
            "/sub/path/",
            "200",
            "text/html; charset=utf-8",
            "<script src=\"__broadsheet/reload.js\"></script></head>",
        ),
        ("/sub/path/index.html?post=a", "200", "text/html; charset=utf-8", "<title>posts</title>"),
        ("/sub/path/bundle.json", "200", "application/json", "\"format\":\"broadsheet\""),
        ("/sub/path/app_bg.wasm", "200", "application/wasm", "wasm"),
        ("/sub/path/boot.js", "200", "text/javascript", "boot"),
        ("/sub/path/__broadsheet/reload.js", "200", "text/javascript; charset=utf-8", "EventSource"),
        ("/sub/path/gone", "404", "text/plain; charset=utf-8", "There is nothing here."),
        ("/sub/path/bodies/", "404", "text/plain; charset=utf-8", "There is nothing here."),
        ("/sub/path/../../secret.txt", "404", "", ""),
        ("/sub/path/..%2f..%2fsecret.txt", "404", "", ""),
        ("/sub/path/%2e%2e/%2e%2e/secret.txt", "404", "", ""),
        ("/elsewhere", "404", "text/plain; charset=utf-8", "There is nothing here."),
    ] {
        let (head, found) = server.get(path);
        assert!(head.starts_with(&format!("http/1.1 {status}")), "{path}: {head}");
        assert!(head.contains("cache-control: no-store"), "{path}: {head}");
        assert!(kind.is_empty() || head.contains(&format!("content-type: {kind}")), "{path}: {head}");
        assert!(found.contains(body) && !found.contains("secret"), "{path}: {found}");
    }
    for path in ["/", "/sub/path"] {
        let (head, _) = server.get(path);
        assert!(head.starts_with("http/1.1 307") && head.contains("location: /sub/path/"), "{path}: {head}");
    }
}

#[test]
fn a_change_rebuilds_and_reloads() {
    let place = place();
    let server = Server::start(&place, "/");
    let mut events = BufReader::new(server.open("/__broadsheet/events"));
    let mut line = String::new();
    while line.trim() != "" || line.is_empty() {
        line.clear();
        events.read_line(&mut line).unwrap(); // the headers: from here on, events come
    }
    place.write("posts/2020-01-02-b.md", post("Another", "2020-01-02", "", "Two.").as_bytes());
    while !line.contains("event: reload") {
        line.clear();
        assert!(events.read_line(&mut line).unwrap() > 0, "the stream ended");
    }
    assert!(server.get("/bundle.json").1.contains("Another"));
}

#[test]
fn a_taken_port_is_named() {
    let place = place();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ran = place.run(&["serve", "posts", "--viewer", "viewer", "--port", &port]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains(&format!("cannot listen on 127.0.0.1 port {port}")), "{}", ran.stderr);
}
