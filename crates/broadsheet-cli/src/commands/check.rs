//! `broadsheet check`: every problem in the posts, and no output.

use std::ffi::OsString;

use anyhow::Context as _;
use broadsheet_pack::diagnostics::Cleaned;
use broadsheet_pack::options::ContentFormat;
use broadsheet_pack::output::OutputStats;
use broadsheet_pack::write::CheckedPosts;

use crate::archive_args::ArchiveArgs;
use crate::args::CheckArgs;
use crate::outcome::RunOutcome;
use crate::run::Run;
use crate::{ledger_report, report};

/// Checks the posts.
pub(crate) fn check(args: &CheckArgs) -> anyhow::Result<RunOutcome> {
    let mut run = Run::start(&args.posts, None, None)?;
    let archive = run.archive(&ArchiveArgs::default(), &args.posts);
    let progress = run.progress("Checking", &args.posts);
    let CheckedPosts { diagnostics, mut cleaned, shown } =
        run.bundle(&archive, ContentFormat::Html).check(&progress)?;
    drop(progress);
    run.import.diagnostics.extend(diagnostics);
    run.unread.shown(shown.iter().map(OsString::as_os_str));
    for Cleaned { ledger, .. } in &cleaned {
        for (unit, amount) in ledger.lost().iter() {
            *run.lost.entry(unit.key().to_owned()).or_default() += amount;
        }
    }
    cleaned.sort_by(|one, two| one.file.cmp(&two.file).then(one.entry.cmp(&two.entry)));
    if args.ledger {
        ledger_report::print(args.posts.message_format, &cleaned).context("cannot write the report")?;
    }
    if args.show_cleaning {
        report::print_cleaning(args.posts.message_format, &cleaned).context("cannot write the report")?;
    }
    run.report(&archive, OutputStats::default(), &args.posts, true)
}
