//! The ends of a run of the command.

use broadsheet_pack::import::source::SourceFormat;

/// The outcome of a completed run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunOutcome {
    /// Without problems, or with some that are allowed.
    Clean,
    /// With problems, which `--strict` forbids.
    WithProblems,
    /// As well as it could with files or folders that cannot be read: exit code 3.
    Incomplete,
}

/// An error of usage: exit code 2.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UsageError {
    /// No post at all; most likely a wrong folder, and never a reason to empty a site.
    #[error("no posts in {0}: looked for {names}", names = SourceFormat::names())]
    NoPosts(String),
    /// The output would hide the posts.
    #[error("{0} cannot be the output: it holds the posts")]
    OutputIsInput(String),
    /// No post that is to be published, which is no reason to empty a site either.
    #[error("no post to publish: {0}")]
    NothingKept(String),
    /// Posts lie where the output has files of its own.
    #[error("the posts cannot lie in {0}: the output keeps its own files in a folder of that name")]
    InputInOutput(String),
    /// The cache would be published.
    #[error("{0} cannot have the cache: it lies in the output, and the cache names drafts")]
    CacheInOutput(String),
    /// The output lies where another one has files of its own.
    #[error("{0} cannot be the output: it lies in a folder of another output")]
    InsideOutput(String),
}

/// Something cannot be read, and an output that has it is not to lose it: exit code 3.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UnreadableError {
    /// There is an output already.
    #[error(
        "{0} cannot be read, so what was published before is left as it is; make them readable, or move them away"
    )]
    Kept(String),
    /// Nothing else is there to publish.
    #[error("no post to publish: {0}")]
    NothingElse(String),
}
