//! `broadsheet pack`: the bundle alone.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::Context as _;
use broadsheet_pack::output::Output;

use crate::args::PackArgs;
use crate::outcome::RunOutcome;
use crate::paths::check_paths;
use crate::run::{Run, open_cache};

/// Packs the bundle.
pub(crate) fn pack(args: &PackArgs) -> anyhow::Result<RunOutcome> {
    let content = args.content.into();
    let is_file = args.out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
        && !args.out.is_dir();
    check_paths(&args.posts.posts, &args.out, &args.cache)?;
    if is_file {
        let folder =
            args.out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = args.out.file_name().and_then(OsStr::to_str);
        let name = name.context("the name of the output is not UTF-8")?;
        let output = Output::open_file(folder, name, args.force)?;
        let mut run = Run::start(&args.posts, Some(&output), None)?;
        let archive = run.archive(&args.archive, &args.posts);
        return run.write_feed(output, name, &archive, content, &args.posts);
    }
    let output = Output::open(&args.out, args.force)?;
    let cache = open_cache(&args.cache, &args.out, content, args.posts.drafts);
    let mut run = Run::start(&args.posts, Some(&output), cache)?;
    let archive = run.archive(&args.archive, &args.posts);
    run.write_bundle(output, &archive, content, &args.posts)
}
