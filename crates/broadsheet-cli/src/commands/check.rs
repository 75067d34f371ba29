//! `broadsheet check`: every problem in the posts, and no output.

use anyhow::Context as _;
use broadsheet_pack::options::ContentFormat;
use broadsheet_pack::output::OutputStats;

use crate::archive_args::ArchiveArgs;
use crate::args::CheckArgs;
use crate::outcome::RunOutcome;
use crate::report;
use crate::run::Run;

/// Checks the posts.
pub(crate) fn check(args: &CheckArgs) -> anyhow::Result<RunOutcome> {
    let mut run = Run::start(&args.posts, None, None)?;
    let archive = run.archive(&ArchiveArgs::default(), &args.posts);
    let progress = run.progress("Checking", &args.posts);
    let (found, mut cleaned) = run.bundle(&archive, ContentFormat::Html).check(&progress)?;
    drop(progress);
    run.import.diagnostics.extend(found);
    if args.show_cleaning {
        cleaned.sort_by(|one, two| one.file.cmp(&two.file).then(one.entry.cmp(&two.entry)));
        report::print_cleaning(args.posts.message_format, &cleaned).context("cannot write the report")?;
    }
    run.report(&archive, OutputStats::default(), &args.posts, true)
}
