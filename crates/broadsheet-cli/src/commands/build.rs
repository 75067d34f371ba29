//! `broadsheet build`: viewer and bundle in one folder.

use broadsheet_pack::options::ContentFormat;
use broadsheet_pack::output::Output;

use crate::args::BuildArgs;
use crate::outcome::RunOutcome;
use crate::paths::check_paths;
use crate::run::{Run, open_cache};
use crate::viewer;

/// Builds the site.
pub(crate) fn build(args: &BuildArgs) -> anyhow::Result<RunOutcome> {
    let viewer = viewer::files(args.viewer.folder.as_deref())?;
    check_paths(&args.posts.posts, &args.out, &args.cache)?;
    let output = Output::open(&args.out, args.force)?;
    let cache = open_cache(&args.cache, &args.out, ContentFormat::Html, args.posts.drafts);
    let mut run = Run::start(&args.posts, Some(&output), cache)?;
    let mut archive = run.archive(&args.archive, &args.posts);
    if let Some(address) = &args.site.base_url {
        archive.publish_at(address.clone());
    }
    run.write_site(output, &archive, &viewer, args.site.precompress, &args.posts)
}
