//! The commands, from arguments to the summary.

use crate::archive::{Archive, ArchiveArgs};
use crate::args::{BuildArgs, CacheArgs, CheckArgs, PackArgs, PostArgs};
use crate::body::Content;
use crate::cache::{self, CacheFile};
use crate::import::discover::{self, SourceFile};
use crate::import::{self, Import, LeftOutPosts};
use crate::output::{self, Output, OutputError, Written, is_bundle};
use crate::pack::{Bundle, Packed, PackedPosts};
use crate::progress::Progress;
use crate::report::{self, Finding, Level, Summary};
use crate::site;
use crate::spill::Spill;
use crate::viewer::{self, ViewerFile};
use anyhow::Context as _;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How a run ended that did not fail for want of a file or an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// As it should.
    Well,
    /// With problems, which `--strict` forbids.
    WithProblems,
    /// As well as it could with files or folders that cannot be read: exit code 3.
    Incomplete,
}

/// What the user asked for cannot be done as asked: exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum UsageError {
    /// No post at all; most likely a wrong folder, and never a reason to empty a site.
    #[error("no posts in {0}: looked for *.md, *.markdown and *.html")]
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
pub enum UnreadableError {
    /// There is an output already.
    #[error(
        "{0} cannot be read, so what was published before is left as it is; make them readable, or move them away"
    )]
    Kept(String),
    /// Nothing else is there to publish.
    #[error("no post to publish: {0}")]
    NothingElse(String),
}

/// `broadsheet build`
pub fn build(args: &BuildArgs) -> anyhow::Result<Done> {
    let viewer = viewer::files(args.viewer.folder.as_deref())?;
    check_places(&args.posts.posts, &args.out, &args.cache)?;
    let output = Output::open(&args.out, args.force)?;
    let cache = open_cache(&args.cache, &args.out, Content::Html, args.posts.drafts);
    let mut run = Run::start(&args.posts, Some(&output), cache)?;
    let archive = run.archive(&args.archive, &args.posts);
    run.write_site(output, &archive, &viewer, &args.posts)
}

/// `broadsheet pack`
pub fn pack(args: &PackArgs) -> anyhow::Result<Done> {
    let is_file = args.out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
        && !args.out.is_dir();
    check_places(&args.posts.posts, &args.out, &args.cache)?;
    if is_file {
        let folder =
            args.out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = args.out.file_name().and_then(OsStr::to_str);
        let name = name.context("the name of the output is not UTF-8")?;
        let output = Output::open_file(folder, name, args.force)?;
        let mut run = Run::start(&args.posts, Some(&output), None)?;
        let archive = run.archive(&args.archive, &args.posts);
        return run.write_feed(output, name, &archive, args.content, &args.posts);
    }
    let output = Output::open(&args.out, args.force)?;
    let cache = open_cache(&args.cache, &args.out, args.content, args.posts.drafts);
    let mut run = Run::start(&args.posts, Some(&output), cache)?;
    let archive = run.archive(&args.archive, &args.posts);
    run.write_bundle(output, &archive, args.content, &args.posts)
}

/// `broadsheet check`
pub fn check(args: &CheckArgs) -> anyhow::Result<Done> {
    let mut run = Run::start(&args.posts, None, None)?;
    let archive = run.archive(&ArchiveArgs::default(), &args.posts);
    let progress = run.progress("Checking", &args.posts);
    let (found, mut cleaned) = run.bundle(&archive, Content::Html).check(&progress)?;
    drop(progress);
    run.import.findings.extend(found);
    if args.show_cleaning {
        cleaned.sort_by(|one, two| one.file.cmp(&two.file));
        report::print_cleaning(args.posts.message_format, &cleaned).context("cannot write the report")?;
    }
    run.report(&archive, Written::default(), &args.posts, true)
}

/// What there is to say of so many posts that the cache does not describe as it would.
fn doubted(posts: usize) -> Option<String> {
    let of = |posts| report::counted(posts, "post", "posts");
    (posts > 0).then(|| format!("what the cache says of {} cannot be", of(posts)))
}

/// The cache of the output `out`, if there is to be one.
fn open_cache(args: &CacheArgs, out: &Path, content: Content, drafts: bool) -> Option<CacheFile> {
    cache::remove_beside(out);
    if args.no_cache { None } else { CacheFile::new(out, args.cache.as_deref(), content, drafts) }
}

/// Fails where posts, cache and the output `out` would lie in each other's way.
fn check_places(posts: &[PathBuf], out: &Path, cache: &CacheArgs) -> Result<(), UsageError> {
    let out = absolute(out);
    if let Some(cache) = cache.cache.as_deref().map(absolute).filter(|cache| cache.starts_with(&out)) {
        return Err(UsageError::CacheInOutput(cache.display().to_string()));
    }
    if output::is_inside_output(&out) {
        return Err(UsageError::InsideOutput(out.display().to_string()));
    }
    for root in posts.iter().filter_map(|root| std::fs::canonicalize(root).ok()) {
        if root == out {
            return Err(UsageError::OutputIsInput(out.display().to_string()));
        }
        // A single file has its media beside it.
        let below = root.strip_prefix(&out).or_else(|_| root.strip_prefix(out.parent().unwrap_or(&out)));
        let first = below.ok().and_then(|below| below.iter().next()?.to_str());
        let is_file = out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let is_below = root.starts_with(&out) || is_file;
        if is_below && first.is_some_and(|first| output::OWN_FOLDERS.contains(&first)) {
            return Err(UsageError::InputInOutput(root.display().to_string()));
        }
    }
    Ok(())
}

/// An absolute path without links, whether there is something yet or not.
fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let found = whole.ancestors().find_map(|start| Some((start, std::fs::canonicalize(start).ok()?)));
    let Some((start, found)) = found else { return whole };
    match whole.strip_prefix(start) {
        Ok(rest) if !rest.as_os_str().is_empty() => found.join(rest),
        _ => found,
    }
}

/// One run over the posts.
pub struct Run {
    started: Instant,
    cache: Option<CacheFile>,
    /// The archive's language in the run that wrote the cache.
    earlier_language: Option<String>,
    /// Number of the posts.
    kept: usize,
    /// The posts.
    pub import: Import,
}

impl Run {
    /// Finds and reads the posts; `output` is where the run will write. With a cache, only what changed is read.
    pub fn start(args: &PostArgs, output: Option<&Output>, cache: Option<CacheFile>) -> anyhow::Result<Self> {
        let started = Instant::now();
        let discovery = discover::discover(&args.posts, output.and_then(Output::own_folder), args.links())?;
        if discovery.files.is_empty() {
            let folders: Vec<_> = args.posts.iter().map(|path| path.display().to_string()).collect();
            return Err(UsageError::NoPosts(folders.join(", ")).into());
        }
        let progress =
            Progress::new("Reading", discovery.files.iter().map(SourceFile::size).sum(), args.message_format);
        let (known, doubt) = cache.as_ref().map(CacheFile::read).unwrap_or_default();
        let texts = output.map(|output| Spill::inside(output.folder())).unwrap_or_default();
        let mut import = import::import_into(texts, discovery.files, args.drafts, &known, &progress);
        import.left_out.all += discovery.left_out;
        import.findings.extend(discovery.findings);
        import.findings.extend(doubt);
        if let (Some(cache), Some(note)) = (&cache, doubted(import.doubted)) {
            import.findings.push(cache.note(&note, "they are read again"));
        }
        let (earlier_language, kept) = (known.language, import.posts.len());
        Ok(Self { started, cache, earlier_language, kept, import })
    }

    /// The archive of the posts. What there is to say of its settings is reported with the rest.
    pub fn archive(&mut self, args: &ArchiveArgs, posts: &PostArgs) -> Archive {
        let (archive, found) = Archive::new(args, &posts.posts, posts.links(), &self.import.posts);
        self.import.findings.extend(found);
        archive
    }

    fn progress(&self, stage: &'static str, args: &PostArgs) -> Progress {
        Progress::new(stage, self.import.posts.iter().map(|post| post.file.size()).sum(), args.message_format)
    }

    fn bundle<'a>(&'a self, archive: &'a Archive, content: Content) -> Bundle<'a> {
        let usable = self.earlier_language == archive.language;
        Bundle { archive, posts: &self.import.posts, content, usable }
    }

    /// Writes the site and reports.
    pub fn write_site(
        self,
        output: Output,
        archive: &Archive,
        viewer: &[ViewerFile],
        args: &PostArgs,
    ) -> anyhow::Result<Done> {
        self.write(output, archive, Content::Html, args, |output| site::write_viewer(output, viewer, archive))
    }

    /// Writes the bundle alone and reports.
    pub fn write_bundle(
        self,
        output: Output,
        archive: &Archive,
        content: Content,
        args: &PostArgs,
    ) -> anyhow::Result<Done> {
        self.write(output, archive, content, args, |_| Ok(()))
    }

    fn write(
        mut self,
        output: Output,
        archive: &Archive,
        content: Content,
        args: &PostArgs,
        before_head: impl Fn(&Output) -> Result<(), OutputError>,
    ) -> anyhow::Result<Done> {
        self.refuse_nothing(archive, args)?;
        let progress = self.progress("Packing", args);
        let replaces = is_bundle(output.folder());
        let allowed = self.judge(args.strict, replaces);
        let packed = self.bundle(archive, content).write_shards(&output, &progress, |found| {
            let goes_on = allowed(found);
            if goes_on {
                before_head(&output)?;
            }
            Ok(goes_on)
        })?;
        drop(progress);
        self.conclude(packed, archive, args, replaces, || output.finish())
    }

    fn write_feed(
        mut self,
        output: Output,
        name: &str,
        archive: &Archive,
        content: Content,
        args: &PostArgs,
    ) -> anyhow::Result<Done> {
        self.refuse_nothing(archive, args)?;
        let replaces = std::fs::symlink_metadata(output.folder().join(name)).is_ok();
        let progress = self.progress("Packing", args);
        let allowed = self.judge(args.strict, replaces);
        let packed = self.bundle(archive, content).write_feed(&output, name, &progress, allowed)?;
        drop(progress);
        self.conclude(packed, archive, args, replaces, || output.finish())
    }

    /// `true` if the run goes on, given what was found in the articles. One that `replaces` an earlier output stops when
    /// something cannot be read: what is published loses no posts for want of a permission or a disk.
    fn judge(&self, strict: bool, replaces: bool) -> impl Fn(&[Finding]) -> bool + use<> {
        let stops = move |finding: &Finding| {
            (strict && finding.level == Level::Problem) || (replaces && finding.unreadable)
        };
        let before = self.import.findings.iter().any(stops);
        move |found| !(before || found.iter().any(stops))
    }

    fn unreadable(&self) -> usize {
        self.import.findings.iter().filter(|finding| finding.unreadable).count()
    }

    /// Fails, after the report, when there is no post to publish.
    fn refuse_nothing(&mut self, archive: &Archive, args: &PostArgs) -> anyhow::Result<()> {
        if self.kept > 0 {
            return Ok(());
        }
        self.report(archive, Written::default(), args, false)?;
        let LeftOutPosts { drafts, unpublished, .. } = self.import.left_out;
        let unreadable = self.unreadable();
        let reasons = [
            (unreadable, "cannot be read"),
            (
                drafts,
                if drafts == 1 {
                    "is a draft (--drafts includes it)"
                } else {
                    "are drafts (--drafts includes them)"
                },
            ),
            (
                unpublished,
                if unpublished == 1 { "says `published: false`" } else { "say `published: false`" },
            ),
        ];
        let reasons: Vec<_> = reasons
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, reason)| format!("{count} {reason}"))
            .collect();
        let reasons = if reasons.is_empty() { "all are left out".to_owned() } else { reasons.join(", ") };
        Err(if unreadable > 0 {
            UnreadableError::NothingElse(reasons).into()
        } else {
            UsageError::NothingKept(reasons).into()
        })
    }

    fn conclude(
        &mut self,
        packed: Packed,
        archive: &Archive,
        args: &PostArgs,
        replaces: bool,
        finish: impl FnOnce() -> Result<Written, OutputError>,
    ) -> anyhow::Result<Done> {
        let written = match packed {
            Packed::Complete(found, posts) => {
                self.import.findings.extend(found);
                let written = finish()?;
                if let (Some(cache), Some(note)) = (&self.cache, doubted(posts.doubted)) {
                    self.import.findings.push(cache.note(&note, "they are read again"));
                }
                self.remember(archive, &posts);
                written
            }
            Packed::Refused(found) => {
                self.import.findings.extend(found);
                let done = self.report(archive, Written::default(), args, false)?;
                return match done {
                    Done::Incomplete if replaces => {
                        let count = report::counted(self.unreadable(), "file or folder", "files or folders");
                        Err(UnreadableError::Kept(count).into())
                    }
                    done => Ok(done),
                };
            }
        };
        self.report(archive, written, args, false)
    }

    /// Writes the cache. A run that cannot is as good as any other; only the next one takes longer.
    fn remember(&mut self, archive: &Archive, packed: &PackedPosts) {
        let Some(file) = &self.cache else { return };
        if let Err(error) = self.write_cache(file, archive, packed) {
            let note =
                file.note(&format!("the cache cannot be written ({error})"), "the next run reads every post");
            self.import.findings.push(note);
        }
    }

    fn write_cache(&self, file: &CacheFile, archive: &Archive, packed: &PackedPosts) -> io::Result<()> {
        let mut cache = file.write(archive.language.as_deref(), &packed.packs)?;
        self.import.remember(&mut cache, |post| {
            let (item, notes) = packed.posts.get(post).copied()?;
            Some((item?, notes))
        })?;
        cache.finish()
    }

    fn report(
        &mut self,
        archive: &Archive,
        written: Written,
        args: &PostArgs,
        to_stdout: bool,
    ) -> anyhow::Result<Done> {
        let findings = &mut self.import.findings;
        // What is only counted comes after what is listed of a file.
        let key = |finding: &Finding| (finding.count > 1, finding.line, finding.level);
        findings.sort_by(|one, two| one.file.cmp(&two.file).then_with(|| key(one).cmp(&key(two))));
        let mut summary = Summary {
            title: archive.title.clone(),
            read: self.import.read,
            kept: self.kept,
            left_out: self.import.left_out.all,
            bytes_read: self.import.bytes,
            bytes_written: written.bytes,
            files: written.files,
            files_changed: written.changed,
            seconds: self.started.elapsed().as_secs_f64(),
            ..Summary::default()
        };
        summary.count(findings);
        report::print(args.message_format, to_stdout, findings, &summary)
            .context("cannot write the report")?;
        Ok(if summary.unreadable > 0 {
            Done::Incomplete
        } else if args.strict && summary.problems > 0 {
            Done::WithProblems
        } else {
            Done::Well
        })
    }
}

/// The folders to watch for changes to `posts`: a file's own folder, a folder itself.
pub fn watched(posts: &[PathBuf]) -> Vec<PathBuf> {
    let folder = |path: &PathBuf| match path.parent().filter(|_| path.is_file()) {
        Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
        Some(parent) => parent.to_owned(),
        None => path.clone(),
    };
    posts.iter().map(folder).collect()
}
