//! One run over the posts, from finding them to the report.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::time::Instant;

use anyhow::Context as _;
use broadsheet_pack::archive_info::ArchiveInfo;
use broadsheet_pack::cache::{self, CacheFile, CacheOptions, CacheWriter};
use broadsheet_pack::diagnostics::{Diagnostic, FileDiagnostics, Severity, counted};
use broadsheet_pack::import::discover::{self, SourceFile};
use broadsheet_pack::import::unread::UnreadFiles;
use broadsheet_pack::import::{self, Import, ImportedPost, SkippedPosts};
use broadsheet_pack::options::ContentFormat;
use broadsheet_pack::output::{Output, OutputStats, is_bundle};
use broadsheet_pack::site::SiteWriter;
use broadsheet_pack::spill_file::SpillFile;
use broadsheet_pack::write::{BundleWriter, PackedPosts};

use crate::archive_args::ArchiveArgs;
use crate::args::{CacheArgs, PostArgs};
use crate::outcome::{RunOutcome, UnreadableError, UsageError};
use crate::precompress;
use crate::progress::StageProgress;
use crate::report::{self, Summary};
use crate::site::{self, OmittedFiles};
use crate::viewer::ViewerFile;

/// The cache of the output `out`, if there is to be one.
pub fn open_cache(args: &CacheArgs, out: &Path, content: ContentFormat, drafts: bool) -> Option<CacheFile> {
    cache::remove_beside(out);
    let options = CacheOptions { output: out, folder: args.cache.as_deref(), content, drafts };
    if args.no_cache { None } else { CacheFile::open(options) }
}

/// The message about so many posts whose record in the cache cannot be true.
fn doubted(posts: usize) -> Option<String> {
    let of = |posts| counted(posts, "post", "posts");
    (posts > 0).then(|| format!("what the cache says of {} cannot be", of(posts)))
}

fn no_posts(args: &PostArgs) -> anyhow::Error {
    let folders: Vec<_> = args.posts.iter().map(|path| path.display().to_string()).collect();
    UsageError::NoPosts(folders.join(", ")).into()
}

/// The files of a site beside its bundle.
#[derive(Debug, Clone, Copy)]
struct Beside<'a> {
    viewer: &'a [ViewerFile],
    /// `true` if there are to be compressed files beside the others.
    precompress: bool,
}

/// One run over the posts.
pub struct Run {
    started: Instant,
    cache: Option<CacheFile>,
    /// The archive's language in the run that wrote the cache.
    earlier_language: Option<String>,
    /// The archive's sites in that run.
    earlier_sites: Vec<String>,
    /// Number of the posts.
    kept: usize,
    /// The posts.
    pub import: Import,
    /// The amounts that all articles lost, by the key of each unit.
    pub(crate) lost: BTreeMap<String, usize>,
    /// The files that are not read.
    pub(crate) unread: UnreadFiles,
    /// Files that the site does not have.
    omitted: OmittedFiles,
    /// `true` if the site is not to be published.
    pub(crate) is_preview: bool,
}

impl Run {
    /// Finds and reads the posts; `output` is where the run will write. With a cache, only what
    /// changed is read.
    pub fn start(args: &PostArgs, output: Option<&Output>, cache: Option<CacheFile>) -> anyhow::Result<Self> {
        let started = Instant::now();
        let discovery = discover::discover(&args.posts, output.and_then(Output::own_folder), args.links())?;
        if discovery.files.is_empty() {
            return Err(no_posts(args));
        }
        let progress = StageProgress::new(
            "Reading",
            discovery.files.iter().map(SourceFile::size).sum(),
            args.message_format,
        );
        let (known, doubt) = cache.as_ref().map(CacheFile::read).unwrap_or_default();
        let texts = output.map(|output| SpillFile::inside(output.folder())).unwrap_or_default();
        let mut import = import::import_into(texts, discovery.files, args.drafts, &known, &progress);
        // Files whose names can be those of feeds, and that are something else.
        if import.read == 0 && import.diagnostics.is_empty() && discovery.left_out == 0 {
            return Err(no_posts(args));
        }
        import.left_out.all += discovery.left_out;
        import.diagnostics.extend(discovery.diagnostics);
        import.diagnostics.extend(doubt);
        if let (Some(cache), Some(note)) = (&cache, doubted(import.doubted)) {
            import.diagnostics.push(cache.info(&note, "they are read again"));
        }
        let kept = import.posts.len();
        let (earlier_language, earlier_sites) = (known.language, known.sites);
        Ok(Self {
            started,
            cache,
            earlier_language,
            earlier_sites,
            kept,
            import,
            lost: BTreeMap::new(),
            unread: discovery.unread,
            omitted: OmittedFiles::default(),
            is_preview: false,
        })
    }

    /// The archive of the posts. What there is to say of its settings is reported with the rest.
    pub fn archive(&mut self, args: &ArchiveArgs, posts: &PostArgs) -> ArchiveInfo {
        let (archive, found) =
            ArchiveInfo::new(&args.options(), &posts.posts, posts.links(), &self.import.posts);
        self.import.diagnostics.extend(found);
        archive
    }

    pub(crate) fn progress(&self, stage: &'static str, args: &PostArgs) -> StageProgress {
        StageProgress::new(stage, self.import.posts.iter().map(ImportedPost::size).sum(), args.message_format)
    }

    pub(crate) fn bundle<'a>(&'a self, archive: &'a ArchiveInfo, content: ContentFormat) -> BundleWriter<'a> {
        let reuse_previous = self.earlier_language == archive.language && self.earlier_sites == archive.sites;
        BundleWriter { archive, posts: &self.import.posts, content, reuse_previous }
    }

    /// Writes the site and reports.
    pub fn write_site(
        self,
        output: Output,
        archive: &ArchiveInfo,
        viewer: &[ViewerFile],
        precompress: bool,
        args: &PostArgs,
    ) -> anyhow::Result<RunOutcome> {
        let beside = Beside { viewer, precompress };
        self.write(output, archive, ContentFormat::Html, args, Some(beside))
    }

    /// Writes the bundle alone and reports.
    pub fn write_bundle(
        self,
        output: Output,
        archive: &ArchiveInfo,
        content: ContentFormat,
        args: &PostArgs,
    ) -> anyhow::Result<RunOutcome> {
        self.write(output, archive, content, args, None)
    }

    fn write(
        mut self,
        output: Output,
        archive: &ArchiveInfo,
        content: ContentFormat,
        args: &PostArgs,
        beside: Option<Beside<'_>>,
    ) -> anyhow::Result<RunOutcome> {
        self.require_posts(archive, args)?;
        let replaces = is_bundle(output.folder());
        let progress = self.progress("Packing", args);
        let mut staged = self.bundle(archive, content).stage_shards(&output, &progress)?;
        self.lost = std::mem::take(&mut staged.lost);
        self.unread.shown(staged.shown.iter().map(OsString::as_os_str));
        drop(progress);
        if !self.accepts(&staged.diagnostics, args.strict, replaces) {
            return self.refuse(staged.diagnostics, archive, args, replaces);
        }
        if let Some(beside) = &beside {
            let address = archive.published_at.as_ref();
            let site = SiteWriter { archive, address, posts: &self.import.posts, packed: &staged.packed };
            self.omitted = site::write(&output, beside.viewer, &site)?;
        }
        let (diagnostics, packed) = staged.commit()?;
        if beside.is_some_and(|beside| beside.precompress) {
            precompress::write(&output)?;
        }
        let stats = output.finish()?;
        self.finish(diagnostics, &packed, stats, archive, args)
    }

    /// Writes the bundle as one file and reports.
    pub(crate) fn write_feed(
        mut self,
        output: Output,
        name: &str,
        archive: &ArchiveInfo,
        content: ContentFormat,
        args: &PostArgs,
    ) -> anyhow::Result<RunOutcome> {
        self.require_posts(archive, args)?;
        let replaces = std::fs::symlink_metadata(output.folder().join(name)).is_ok();
        let progress = self.progress("Packing", args);
        let mut staged = self.bundle(archive, content).stage_feed(&output, name, &progress)?;
        self.lost = std::mem::take(&mut staged.lost);
        self.unread.shown(staged.shown.iter().map(OsString::as_os_str));
        drop(progress);
        if !self.accepts(&staged.diagnostics, args.strict, replaces) {
            return self.refuse(staged.diagnostics, archive, args, replaces);
        }
        let (diagnostics, packed) = staged.commit()?;
        let stats = output.finish()?;
        self.finish(diagnostics, &packed, stats, archive, args)
    }

    /// `true` if the run goes on, given what was found in the articles. One that `replaces` an
    /// earlier output stops when something cannot be read: what is published loses no posts because
    /// of a permission or a disk.
    fn accepts(&self, of_articles: &[Diagnostic], strict: bool, replaces: bool) -> bool {
        let stops = |diagnostic: &Diagnostic| {
            (strict && diagnostic.severity == Severity::Warning) || (replaces && diagnostic.unreadable)
        };
        !self.import.diagnostics.iter().chain(of_articles).any(stops)
    }

    fn unreadable(&self) -> usize {
        self.import.diagnostics.iter().filter(|finding| finding.unreadable).count()
    }

    /// Fails, after the report, when there is no post to publish.
    fn require_posts(&mut self, archive: &ArchiveInfo, args: &PostArgs) -> anyhow::Result<()> {
        if self.kept > 0 {
            return Ok(());
        }
        self.report(archive, OutputStats::default(), args, false)?;
        let SkippedPosts { drafts, unpublished, private, not_posts, .. } = self.import.left_out;
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
            (private, if private == 1 { "is private" } else { "are private" }),
            (not_posts, if not_posts == 1 { "is no post" } else { "are no posts" }),
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

    /// Reports a run that does not go on.
    fn refuse(
        &mut self,
        of_articles: Vec<Diagnostic>,
        archive: &ArchiveInfo,
        args: &PostArgs,
        replaces: bool,
    ) -> anyhow::Result<RunOutcome> {
        self.import.diagnostics.extend(of_articles);
        let outcome = self.report(archive, OutputStats::default(), args, false)?;
        if replaces && outcome == RunOutcome::Incomplete {
            let count = counted(self.unreadable(), "file or folder", "files or folders");
            return Err(UnreadableError::Kept(count).into());
        }
        Ok(outcome)
    }

    /// Updates the cache and reports, once the output is there.
    fn finish(
        &mut self,
        of_articles: Vec<Diagnostic>,
        packed: &PackedPosts,
        stats: OutputStats,
        archive: &ArchiveInfo,
        args: &PostArgs,
    ) -> anyhow::Result<RunOutcome> {
        self.import.diagnostics.extend(of_articles);
        if let (Some(cache), Some(note)) = (&self.cache, doubted(packed.doubted)) {
            self.import.diagnostics.push(cache.info(&note, "they are read again"));
        }
        self.update_cache(archive, packed);
        self.report(archive, stats, args, false)
    }

    /// Writes the cache. A run that cannot is as good as any other; only the next one takes longer.
    fn update_cache(&mut self, archive: &ArchiveInfo, packed: &PackedPosts) {
        let Some(file) = &self.cache else { return };
        if let Err(error) = self.write_cache(file, archive, packed) {
            let note =
                file.info(&format!("the cache cannot be written ({error})"), "the next run reads every post");
            self.import.diagnostics.push(note);
        }
    }

    fn write_cache(&self, file: &CacheFile, archive: &ArchiveInfo, packed: &PackedPosts) -> io::Result<()> {
        let mut cache =
            CacheWriter::create(file, archive.language.as_deref(), &archive.sites, &packed.packs)?;
        self.import.update_cache(&mut cache, |post| {
            let (item, notes) = packed.posts.get(post).copied()?;
            Some((item?, notes))
        })?;
        cache.finish()
    }

    pub(crate) fn report(
        &mut self,
        archive: &ArchiveInfo,
        written: OutputStats,
        args: &PostArgs,
        to_stdout: bool,
    ) -> anyhow::Result<RunOutcome> {
        if let Some(unread) = self.unread.in_words() {
            let folders: Vec<_> = args.posts.iter().map(|path| path.display().to_string()).collect();
            let mut note = FileDiagnostics::new(folders.join(", "));
            note.info(0, unread, "neither posts nor shown by one");
            self.import.diagnostics.extend(note.into_diagnostics());
        }
        let diagnostics = &mut self.import.diagnostics;
        // What is only counted comes after what is listed of a file.
        let key = |finding: &Diagnostic| (finding.count > 1, finding.entry, finding.line, finding.severity);
        diagnostics.sort_by(|one, two| one.file.cmp(&two.file).then_with(|| key(one).cmp(&key(two))));
        let mut summary = Summary {
            title: archive.title.clone(),
            read: self.import.read,
            kept: self.kept,
            left_out: self.import.left_out.all,
            bytes_read: self.import.bytes,
            bytes_written: written.bytes,
            files: written.files,
            files_changed: written.changed,
            lost: self.lost.clone(),
            omitted: if self.is_preview { Vec::new() } else { self.omitted.in_words() },
            seconds: self.started.elapsed().as_secs_f64(),
            ..Summary::default()
        };
        summary.count(diagnostics);
        report::print(args.message_format, to_stdout, diagnostics, &summary)
            .context("cannot write the report")?;
        Ok(if summary.unreadable > 0 {
            RunOutcome::Incomplete
        } else if args.strict && summary.problems > 0 {
            RunOutcome::WithProblems
        } else {
            RunOutcome::Clean
        })
    }
}
