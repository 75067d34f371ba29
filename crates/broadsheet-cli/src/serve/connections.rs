//! The connections of the preview: none waits for ever, and none keeps the others out.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, Id, JoinSet};

/// The time that the head of a request may take, and that a connection may be idle. Browsers open
/// connections in advance, and open others once these are closed.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// More than the browsers of one author open; each costs some 30 KB and a file handle.
const MOST_CONNECTIONS: usize = 512;
/// The pause after a connection that could not be accepted, in which others close.
const PAUSE: Duration = Duration::from_millis(20);

/// The limits of connections.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The number of connections at once.
    connections: usize,
    /// The time that one may be without a complete head of a request.
    head: Duration,
}

impl Limits {
    /// Limits that leave half of this process's file handles to the files that are served and read.
    pub(super) fn of_process() -> Self {
        #[cfg(unix)]
        let handles = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
        #[cfg(not(unix))]
        let handles: Option<u64> = None;
        let half = handles.and_then(|handles| usize::try_from(handles / 2).ok());
        Self {
            connections: half.map_or(MOST_CONNECTIONS, |half| half.clamp(1, MOST_CONNECTIONS)),
            head: HEAD_TIMEOUT,
        }
    }
}

/// Answers what comes over `listener` from `site`, for ever.
pub(super) async fn serve(listener: TcpListener, site: Router, limits: Limits) {
    let mut tasks = JoinSet::new();
    let mut open = Open::default();
    loop {
        tokio::select! {
            Some(ended) = tasks.join_next_with_id() => {
                open.remove(ended.map_or_else(|error| error.id(), |(id, ())| id));
            }
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    while open.len() >= limits.connections {
                        open.close_one();
                    }
                    let answering = Answering::default();
                    let connection = answer(stream, site.clone(), answering.clone(), limits.head);
                    open.add(tasks.spawn(connection), answering);
                } else {
                    // Most likely there are no file handles left.
                    open.close_one();
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }
}

async fn answer(stream: TcpStream, site: Router, answering: Answering, head: Duration) {
    let site = TowerToHyperService::new(site);
    let service = service_fn(move |request: Request<Incoming>| {
        let (answer, answering) = (site.call(request), answering.clone());
        async move {
            let answer: Response = answer.await?;
            // The clone goes with the body.
            let part_of = move |frame| {
                let _ = &answering;
                frame
            };
            Ok::<_, Infallible>(answer.map(|body| Body::new(body.map_frame(part_of))))
        }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(head);
    // A connection that fails is the other end's affair.
    let _ = builder.serve_connection(TokioIo::new(stream), service).await;
}

/// Is cloned for every request that is being answered on a connection.
#[derive(Debug, Clone, Default)]
struct Answering(Arc<()>);

impl Answering {
    /// One is the list's, one the connection's.
    fn is_idle(&self) -> bool {
        Arc::strong_count(&self.0) <= 2
    }
}

/// The open connections, the oldest first.
#[derive(Debug, Default)]
struct Open {
    connections: BTreeMap<u64, (AbortHandle, Answering)>,
    next: u64,
}

impl Open {
    fn len(&self) -> usize {
        self.connections.len()
    }

    fn add(&mut self, task: AbortHandle, answering: Answering) {
        self.connections.insert(self.next, (task, answering));
        self.next += 1;
    }

    fn remove(&mut self, task: Id) {
        self.connections.retain(|_, (known, _)| known.id() != task);
    }

    /// Closes the oldest one that answers nothing, else the oldest.
    fn close_one(&mut self) {
        let idle = self.connections.iter().find(|(_, (_, answering))| answering.is_idle());
        let oldest = idle.or_else(|| self.connections.first_key_value());
        if let Some((&number, _)) = oldest
            && let Some((task, _)) = self.connections.remove(&number)
        {
            task.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::time::timeout;

    use super::*;

    /// The time that anything may take before the test counts as failed.
    const PATIENCE: Duration = Duration::from_mins(1);
    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    async fn start(limits: Limits) -> std::net::SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let endless = || async { Body::from_stream(tokio_stream::pending::<Result<&str, Infallible>>()) };
        let site = Router::new().route("/", get(|| async { "here" })).route("/endless", get(endless));
        tokio::spawn(serve(listener, site, limits));
        address
    }

    async fn say(address: std::net::SocketAddr, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream
    }

    /// Returns what comes until the other end closes.
    async fn rest(stream: &mut TcpStream) -> String {
        let mut bytes = Vec::new();
        // A connection that is reset has ended, too.
        let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("it is closed");
        String::from_utf8(bytes).unwrap()
    }

    async fn until(stream: &mut TcpStream, text: &str) {
        let mut seen = Vec::new();
        while !String::from_utf8_lossy(&seen).contains(text) {
            let read = timeout(PATIENCE, stream.read_buf(&mut seen)).await.expect("it answers").unwrap();
            assert!(read > 0, "closed after {seen:?}");
        }
    }

    #[tokio::test]
    async fn who_asks_for_nothing_is_not_waited_for() {
        let address = start(Limits { connections: 9, head: Duration::from_millis(50) }).await;
        for begun in [&b""[..], b"GET / HTTP/1.1\r\nHost: local", REQUEST] {
            let answered = rest(&mut say(address, begun).await).await.contains("here");
            assert_eq!(answered, begun == REQUEST);
        }
    }

    #[tokio::test]
    async fn the_newest_is_served_and_the_oldest_idle_one_goes() {
        let address = start(Limits { connections: 3, head: PATIENCE * 60 }).await;
        let mut endless = say(address, b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
        until(&mut endless, "\r\n\r\n").await;
        let mut idle = say(address, REQUEST).await;
        until(&mut idle, "here").await;
        let mut third = say(address, REQUEST).await;
        until(&mut third, "here").await;
        let mut fourth = say(address, REQUEST).await;
        until(&mut fourth, "here").await;
        assert_eq!(rest(&mut idle).await, "");
        // Those that stayed.
        third.write_all(REQUEST).await.unwrap();
        until(&mut third, "here").await;
        let more = timeout(Duration::ZERO, endless.read_u8()).await;
        assert!(more.is_err(), "{more:?}");
    }

    #[tokio::test]
    async fn connections_that_all_answer_give_way_as_well() {
        let address = start(Limits { connections: 1, head: PATIENCE * 60 }).await;
        let mut endless = say(address, b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
        until(&mut endless, "\r\n\r\n").await;
        until(&mut say(address, REQUEST).await, "here").await;
        rest(&mut endless).await;
    }
}
