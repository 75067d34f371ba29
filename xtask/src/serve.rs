//! The development server: the viewer's sources and the posts, rebuilt as they change.

use std::path::PathBuf;
use std::process::{Child, ExitStatus};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::project::Project;
use crate::tools::{self, WebTools};

/// The sources of the viewer. The rest of the repository changes without it: posts are the
/// server's to watch.
const VIEWER_SOURCES: &[&str] = &[
    "src",
    "static",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "crates/broadsheet-article",
    "crates/broadsheet-bundle",
    "crates/broadsheet-feed",
    "crates/broadsheet-texts",
];

/// Options of `serve`.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct ServeOptions {
    /// Files or folders; none means `samples/`.
    pub(crate) posts: Vec<PathBuf>,
    /// None means 8080, or the next free port.
    pub(crate) port: Option<u16>,
    pub(crate) release: bool,
}

/// Builds the viewer and the command, serves, and rebuilds until it is interrupted or the server
/// ends.
pub(crate) fn serve(project: &Project, options: &ServeOptions) -> Result<()> {
    tools::ensure_wasm_target(project)?;
    let tools = WebTools::ensure(project)?;
    let viewer = project.target.join("trunk");
    let trunk = |verb: &str| -> Result<_> {
        let mut command = tools.trunk(project)?;
        command.arg(verb).arg("--dist").arg(&viewer);
        if options.release {
            command.arg("--release");
        }
        Ok(command)
    };
    process::run(&mut trunk("build")?)?;

    let mut cargo = project.cargo();
    cargo.args(["build", "--package", "broadsheet-cli"]);
    if options.release {
        cargo.arg("--release");
    }
    process::run(&mut cargo)?;

    let profile = if options.release { "release" } else { "debug" };
    let program = project.target.join(profile).join(format!("broadsheet{}", std::env::consts::EXE_SUFFIX));
    let mut server = project.command(program);
    server.arg("serve").arg("--viewer").arg(&viewer);
    if let Some(port) = options.port {
        server.args(["--port", &port.to_string()]);
    }
    if options.posts.is_empty() {
        server.arg("samples");
    }
    for posts in &options.posts {
        // The children start in the repository, wherever this program was started.
        let path = std::path::absolute(posts).with_context(|| format!("finding {}", posts.display()))?;
        server.arg(path);
    }

    let mut watch = trunk("watch")?;
    for source in VIEWER_SOURCES.iter().map(|source| project.root.join(source)).filter(|path| path.exists()) {
        watch.arg("--watch").arg(source);
    }
    // In the place of Trunk.toml's list, which is for those who watch everything: Trunk gives up at
    // a folder to ignore that is not there, as some are not in a new clone.
    watch.arg("--ignore").arg(&project.target);

    let (sender, interrupted) = mpsc::channel();
    ctrlc::set_handler(move || {
        // After a second Ctrl-C there is no receiver any more, and the program is ending anyway.
        let _ = sender.send(());
    })
    .context("listening for Ctrl-C")?;
    let mut server = Running::start("the server", &mut server)?;
    let mut watch = Running::start("`trunk watch`", &mut watch)?;
    loop {
        if !matches!(
            interrupted.recv_timeout(Duration::from_millis(200)),
            Err(mpsc::RecvTimeoutError::Timeout)
        ) {
            return Ok(());
        }
        for child in [&mut server, &mut watch] {
            if let Some(status) = child.ended()? {
                bail!("{} ended ({status})", child.what);
            }
        }
    }
}

/// A child that does not outlive this value.
struct Running {
    what: &'static str,
    child: Child,
}

impl Running {
    fn start(what: &'static str, command: &mut std::process::Command) -> Result<Self> {
        Ok(Self { what, child: process::spawn(command)? })
    }

    fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().with_context(|| format!("waiting for {}", self.what))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only for a child that has ended already, and then there is nothing left to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
