//! `broadsheet serve`, spoken to over loopback.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use common::{Workspace, command, post};

/// The time that an answer may take before the test counts as failed.
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
    fn start(place: &Workspace, base: &str) -> Self {
        let command = command(&["serve", "posts", "--viewer", "viewer", "--port", "0", "--base", base]);
        Self::start_as(command, place)
    }

    fn start_as(mut command: Command, place: &Workspace) -> Self {
        let mut child =
            command.current_dir(place.path("")).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
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
        answer(self.open(path))
    }

    /// The same for what is perhaps no text.
    fn get_bytes(&self, path: &str) -> (String, Vec<u8>) {
        let mut bytes = Vec::new();
        self.open(path).read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        (String::from_utf8_lossy(&bytes[..end]).to_lowercase(), bytes[end + 4..].to_vec())
    }

    /// The same for a request with these lines after its first.
    fn get_with(&self, path: &str, lines: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\n{lines}Connection: close\r\n\r\n").unwrap();
        answer(stream)
    }

    /// A stream of events, whose head has been read.
    fn events(&self) -> BufReader<TcpStream> {
        let mut events = BufReader::new(self.open(&format!("{}__broadsheet/events", self.base)));
        let mut line = String::new();
        while line.trim() != "" || line.is_empty() {
            line.clear();
            assert!(events.read_line(&mut line).unwrap() > 0, "the stream ended");
        }
        events
    }

    /// Reads `events` until a build has been told of after which the archive holds `text`.
    fn await_text(&self, events: &mut BufReader<TcpStream>, text: &str) {
        let mut line = String::new();
        while !self.get("/bundle.json").1.contains(text) {
            line.clear();
            while !line.contains("event: reload") {
                line.clear();
                assert!(events.read_line(&mut line).unwrap() > 0, "the stream ended");
            }
        }
    }
}

/// Returns what comes until the other end closes: the head in lower case, and the body.
fn answer(mut stream: TcpStream) -> (String, String) {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
    (head.to_lowercase(), body.to_owned())
}

fn place() -> Workspace {
    let place = Workspace::with_posts(&[("2020-01-01-a.md", &post("A", "2020-01-01", "", "One."))]);
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
        ("/sub/path/packs/", "404", "text/plain; charset=utf-8", "There is nothing here."),
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
fn headers_say_what_a_file_may_do() {
    let place = place();
    let policy = "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">";
    place.write("viewer/index.html", format!("<!doctype html><html><head>{policy}</head></html>").as_bytes());
    place.write("viewer/embed.html", policy.replace("self", "none").as_bytes());
    place.write("viewer/media/x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>");
    let inert =
        "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; sandbox";
    for base in ["/", "/sub/"] {
        let server = Server::start(&place, base);
        for (path, policy) in [
            ("", "script-src 'self'"),
            ("index.html?x=1", "script-src 'self'"),
            ("embed.html", "script-src 'none'"),
            ("embed%2ehtml", "script-src 'none'"),
            ("media/x.svg", inert),
            ("%6dedia/x.svg", inert),
            ("//media/x.svg", inert),
            ("bundle.json", inert),
            ("gone.html", inert),
        ] {
            let (head, _) = server.get(&format!("{base}{path}"));
            for line in [
                &format!("content-security-policy: {policy}"),
                "x-content-type-options: nosniff",
                "referrer-policy: no-referrer",
            ] {
                assert!(head.lines().any(|found| found == line), "{base}{path}: {line}: {head}");
            }
        }
    }
}

#[test]
fn files_for_other_programs_have_their_types() {
    let place = place();
    place.write("posts/_config.yml", b"title: posts\nurl: https://example.org\n");
    for base in ["/", "/sub/"] {
        let server = Server::start(&place, base);
        for (name, kind) in [
            ("feed.json", "application/feed+json"),
            ("feed.xml", "application/atom+xml; charset=utf-8"),
            ("opensearch.xml", "application/opensearchdescription+xml; charset=utf-8"),
            ("sitemap.xml", "text/xml"),
            ("manifest.webmanifest", "application/manifest+json"),
            ("robots.txt", "text/plain"),
            ("favicon.ico", "image/x-icon"),
        ] {
            let (head, _) = server.get_bytes(&format!("{base}{name}"));
            assert!(head.starts_with("http/1.1 200"), "{base}{name}: {head}");
            let line = head.lines().find(|line| line.starts_with("content-type: ")).unwrap_or_default();
            assert_eq!(line, format!("content-type: {kind}"), "{base}{name}");
        }
    }
}

#[test]
fn browsers_get_the_page_for_addresses_without_one() {
    let place = place();
    let server = Server::start(&place, "/sub/");
    let accept = format!("Host: {}\r\nAccept: text/html,*/*;q=0.8\r\n", server.address);
    for path in ["/sub/gone.html", "/sub/a/b/c", "/sub/packs/"] {
        let (head, body) = server.get_with(path, &accept);
        assert!(head.starts_with("http/1.1 404") && head.contains("content-type: text/html"), "{head}");
        assert!(body.contains("<h1>Page not found</h1>"), "{body}");
        let policies: Vec<_> =
            head.lines().filter(|line| line.starts_with("content-security-policy: ")).collect();
        assert!(matches!(policies[..], [policy] if policy.contains("script-src 'sha256-")), "{policies:?}");
        assert!(head.contains("x-content-type-options: nosniff"), "{head}");
    }
    assert_eq!(server.get("/sub/gone.json").1, "There is nothing here.\n");
}

#[test]
fn a_change_rebuilds_and_reloads() {
    let place = place();
    let server = Server::start(&place, "/");
    let mut events = server.events();
    place.write("posts/2020-01-02-b.md", post("Another", "2020-01-02", "", "Two.").as_bytes());
    server.await_text(&mut events, "Another");
}

/// Calls `change` every 20 ms with a rising number, until it is dropped.
struct Steadily {
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Steadily {
    fn new(mut change: impl FnMut(usize) + Send + 'static) -> Self {
        let (end, ended) = channel::<()>();
        let thread = thread::spawn(move || {
            let mut number = 0;
            while ended.recv_timeout(Duration::from_millis(20)) == Err(RecvTimeoutError::Timeout) {
                change(number);
                number += 1;
            }
        });
        Self { end: Some(end), thread: Some(thread) }
    }
}

impl Drop for Steadily {
    fn drop(&mut self) {
        self.end.take();
        self.thread.take().into_iter().for_each(|thread| thread.join().unwrap());
    }
}

#[test]
fn changes_that_never_pause_do_not_keep_the_site_from_being_built() {
    for steady in ["posts/2020-01-03-steady.md", "posts/build.log"] {
        let place = place();
        let server = Server::start(&place, "/");
        let mut events = server.events();
        let file = place.path(steady);
        let _steadily = Steadily::new(move |number| {
            let text = post("Steady", "2020-01-03", "", &format!("Version {number}."));
            std::fs::write(&file, text).unwrap();
        });
        place.write("posts/2020-01-02-b.md", post("Another", "2020-01-02", "", "Two.").as_bytes());
        server.await_text(&mut events, "Another");
    }
}

#[test]
fn a_folder_made_anew_is_watched() {
    let place = place();
    let server = Server::start(&place, "/");
    let mut events = server.events();
    std::fs::rename(place.path("posts"), place.path("away")).unwrap();
    place.write("posts/2020-01-02-b.md", post("Second", "2020-01-02", "", "Two.").as_bytes());
    server.await_text(&mut events, "Second");
    place.write("posts/2020-01-03-c.md", post("Third", "2020-01-03", "", "Three.").as_bytes());
    server.await_text(&mut events, "Third");
}

#[test]
fn only_those_who_mean_this_machine_are_answered() {
    let place = place();
    let server = Server::start(&place, "/");
    let port = server.address.rsplit_once(':').unwrap().1;
    for host in ["127.0.0.1", "localhost", &server.address, &format!("localhost:{port}"), "[::1]:3000"] {
        let (head, body) = server.get_with("/bundle.json", &format!("Host: {host}\r\n"));
        assert!(head.starts_with("http/1.1 200") && body.contains("broadsheet"), "{host}: {head}");
    }
    for (path, lines) in [
        ("/bundle.json", "Host: evil.example\r\n".to_owned()),
        ("/", format!("Host: evil.example:{port}\r\n")),
        ("/__broadsheet/events", "Host: evil.example\r\n".to_owned()),
        ("http://evil.example/bundle.json", format!("Host: {}\r\n", server.address)),
        ("/bundle.json", format!("Host: {}\r\nHost: evil.example\r\n", server.address)),
    ] {
        let (head, body) = server.get_with(path, &lines);
        assert!(head.starts_with("http/1.1 421"), "{path} {lines}: {head}");
        assert!(body.contains("evil.example") && body.contains("localhost"), "{body}");
    }
}

#[test]
fn names_that_no_file_can_have_are_not_found() {
    let place = place();
    let server = Server::start(&place, "/");
    let part = "x".repeat(300);
    for path in [
        format!("/{part}"),
        format!("/packs/{part}.json"),
        format!("/{}", "x/".repeat(3_000)),
        "/a%00b".into(),
    ] {
        let (head, _) = server.get(&path);
        assert!(head.starts_with("http/1.1 404"), "{}: {head}", path.len());
    }
}

#[cfg(unix)]
#[test]
fn no_other_user_can_read_the_drafts() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = place();
    std::fs::create_dir(place.path("temporary")).unwrap();
    let mut command = command(&["serve", "posts", "--viewer", "viewer", "--port", "0", "--drafts"]);
    command.env("TMPDIR", place.path("temporary"));
    let _server = Server::start_as(command, &place);
    let temporary: Vec<_> = std::fs::read_dir(place.path("temporary")).unwrap().map(Result::unwrap).collect();
    assert!(!temporary.is_empty());
    for entry in temporary {
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}: {mode:o}", entry.path().display());
    }
}

/// With as few file handles as some systems give.
#[cfg(unix)]
#[test]
fn connections_that_ask_for_nothing_keep_nobody_out() {
    let place = place();
    let program = command(&["serve", "posts", "--viewer", "viewer", "--port", "0"]);
    let mut limited = Command::new("sh");
    limited
        .args(["-c", "ulimit -n 64; exec \"$0\" \"$@\""])
        .arg(program.get_program())
        .args(program.get_args());
    let server = Server::start_as(limited, &place);
    let idle: Vec<_> = (0..200)
        .map(|number| {
            let mut stream = TcpStream::connect(&server.address).unwrap();
            // One of two has asked for something before.
            let end = if number % 2 == 0 { "" } else { "\r\n" };
            let _ = write!(stream, "GET /bundle.json HTTP/1.1\r\nHost: localhost\r\n{end}");
            stream
        })
        .collect();
    for _ in 0..5 {
        assert!(server.get("/bundle.json").0.starts_with("http/1.1 200"));
    }
    drop(idle);
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
