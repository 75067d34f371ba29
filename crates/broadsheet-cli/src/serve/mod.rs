//! `broadsheet serve`: the site in a browser, rebuilt and reloaded on change.

mod connections;
mod host;
mod schedule;
mod server;
mod watch;

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;

use anyhow::Context as _;
use broadsheet_pack::cache::{CacheFile, CacheOptions};
use broadsheet_pack::diagnostics::counted;
use broadsheet_pack::options::ContentFormat;
use broadsheet_pack::output::Output;
use tempfile::TempDir;
use tokio::sync::broadcast;

use crate::args::ServeArgs;
use crate::outcome::RunOutcome;
use crate::paths::watch_paths;
use crate::run::Run;
use crate::terminal::{escaped, tell};
use crate::viewer;
use host::Listening;
use schedule::Outcome;
use watch::Folder;

/// The port when none is asked for.
const DEFAULT_PORT: u16 = 8080;
/// The number of ports after it that are tried.
const MORE_PORTS: u16 = 20;

/// Serves until it is stopped; fails when the first build does, or the port cannot be listened on.
pub(crate) fn serve(args: &ServeArgs) -> anyhow::Result<RunOutcome> {
    let folder = private_folder().context("cannot make a temporary folder")?;
    let site = folder.path().join("site");
    let Built::Site { title, posts, .. } = build(args, &site)? else { return Ok(RunOutcome::WithProblems) };
    let listener = listen(args.host, args.port)?;
    let address = listener.local_addr().context("cannot tell the address")?;
    let (reload, _) = broadcast::channel(16);

    let posts_in = watch_paths(&args.posts.posts).into_iter().map(|path| Folder { path, posts: true });
    let viewer_in = args.viewer.folder.iter().map(|path| Folder { path: path.clone(), posts: false });
    let folders = posts_in.chain(viewer_in).collect();
    let on_change = {
        let (args, folder, reload) = (args.clone(), site.clone(), reload.clone());
        let mut told = None;
        move |changed| rebuild(&args, &folder, &reload, changed, &mut told)
    };
    let _watching = watch::watch(folders, folder.path(), on_change).context("cannot watch the posts")?;

    let site = server::site(&site, &args.base, Listening(args.host), reload);
    let title = escaped(&title);
    println!("Serving {title}: {} at http://{address}{}", counted(posts, "post", "posts"), args.base);
    server::run(listener, site).context("the server stopped")?;
    Ok(RunOutcome::Clean)
}

/// A temporary folder that no other user can look into: it has the drafts.
fn private_folder() -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o700));
    }
    builder.prefix("broadsheet-").tempdir()
}

/// Builds the site in `folder` again, because something has `changed` or as another try, and tells
/// what came of it; of another try only what was not `told` last.
fn rebuild(
    args: &ServeArgs,
    folder: &Path,
    reload: &broadcast::Sender<()>,
    changed: bool,
    told: &mut Option<String>,
) -> Outcome {
    let built = build(args, folder);
    let (outcome, message) = match &built {
        Ok(Built::Site { posts, complete: true, .. }) => {
            (Outcome::Settled, format!("Rebuilt: {}", counted(*posts, "post", "posts")))
        }
        // There may have been no file handles left.
        Ok(Built::Site { posts, .. }) => {
            let posts = counted(*posts, "post", "posts");
            (Outcome::Failed, format!("Rebuilt: {posts}; what cannot be read is tried again"))
        }
        Ok(Built::Refused) => {
            let refused = "error: there are problems, and --strict is set; the site stays as it was";
            (Outcome::Settled, refused.to_owned())
        }
        Err(error) => (
            Outcome::Failed,
            format!("error: {error:#}; the site stays as it was until another try succeeds"),
        ),
    };
    if changed || told.as_ref() != Some(&message) {
        eprintln!("{message}");
        if matches!(built, Ok(Built::Site { .. })) {
            let _ = reload.send(()); // there is no receiver while no page is open
        }
    }
    *told = Some(message);
    outcome
}

/// The result of a build.
enum Built {
    /// The site is there.
    Site {
        title: String,
        posts: usize,
        /// `true` if every file and folder could be read.
        complete: bool,
    },
    /// There were problems, and `--strict` is set: the site is as it was.
    Refused,
}

fn build(args: &ServeArgs, folder: &Path) -> anyhow::Result<Built> {
    let viewer = viewer::files(args.viewer.folder.as_deref())?;
    let options = CacheOptions {
        output: folder,
        folder: folder.parent(),
        content: ContentFormat::Html,
        drafts: args.posts.drafts,
    };
    let cache = CacheFile::open(options);
    let output = Output::open(folder, true)?;
    let mut run = Run::start(&args.posts, Some(&output), cache)?;
    // No line on what a published site would have as well.
    run.is_preview = true;
    let archive = run.archive(&args.archive, &args.posts);
    let posts = run.import.posts.len();
    Ok(match run.write_site(output, &archive, &viewer, false, &args.posts)? {
        RunOutcome::WithProblems => Built::Refused,
        done => Built::Site { title: archive.title, posts, complete: done == RunOutcome::Clean },
    })
}

/// Listens on `port`, or on the first free one from [`DEFAULT_PORT`] on.
fn listen(host: IpAddr, port: Option<u16>) -> anyhow::Result<TcpListener> {
    let bind = |port| TcpListener::bind(SocketAddr::new(host, port));
    if let Some(port) = port {
        return bind(port).with_context(|| format!("cannot listen on {host} port {port}"));
    }
    let first = match bind(DEFAULT_PORT) {
        Ok(listener) => return Ok(listener),
        Err(error) => error,
    };
    tell(&format!("Port {DEFAULT_PORT}: {first}; looking for a free one"));
    let free = (1..=MORE_PORTS).find_map(|more| bind(DEFAULT_PORT + more).ok());
    free.ok_or(first).with_context(|| format!("no free port from {DEFAULT_PORT} on {host}"))
}
