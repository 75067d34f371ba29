//! Packing an archive: from nothing, again, and after one post was added, changed or removed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::figures::Figures;
use super::output::Output;
use super::run::{self, Usage};
use crate::folders;
use crate::project::Project;

/// The age from which on the packer remembers a post, with a second to spare.
const CACHEABLE_AGE: std::time::Duration = std::time::Duration::from_secs(3);

/// Packs the posts of `archive` several times below the folder `work`, which is emptied first. What
/// was packed from nothing stays in `work/first/site`.
pub(crate) fn measure(project: &Project, archive: &Path, work: &Path) -> Result<Figures> {
    let mut figures = Figures::default();
    empty(work)?;
    let packer = Packer { project, log: work.join("log.txt") };

    let site = work.join("first/site");
    let first = packer.build(archive, &site, None)?;
    let output = Output::read(&site)?;
    record(&mut figures, "pack", first);
    describe(&mut figures, &output);

    let other = work.join("one-thread/site");
    let one = packer.build(archive, &other, Some(1))?;
    record(&mut figures, "pack.one_thread", one);
    let with_one = Output::read(&other)?;
    empty(&work.join("one-thread"))?;

    // A copy that may be changed, of the same name, because an archive without a title is called by
    // its folder.
    let posts = work.join("posts").join(archive.file_name().context("an archive is a folder with a name")?);
    link(archive, &posts)?;
    // The packer remembers no post that was written just before it was read: it may have been
    // written again unnoticed.
    std::thread::sleep(CACHEABLE_AGE);
    let site = work.join("again/site");
    packer.build(&posts, &site, Some(2))?;
    let with_two = Output::read(&site)?;
    figures.flag("pack.same_bytes", with_one == output && with_two == output);

    let mut before = with_two;
    for (name, change) in changes(&posts)? {
        change.apply()?;
        let again = packer.build(&posts, &site, None)?;
        let after = Output::read(&site)?;
        let difference = after.since(&before);
        record(&mut figures, &format!("pack.{name}"), again);
        figures.set(&format!("pack.{name}.part"), (again.user + again.system) / (first.user + first.system));
        figures.count(&format!("pack.{name}.written"), difference.written);
        figures.count(&format!("pack.{name}.gone"), difference.gone);
        before = after;
    }

    let site = work.join("anew/site");
    packer.build(&posts, &site, None)?;
    figures.flag("pack.again_is_anew", Output::read(&site)? == before);
    for folder in ["anew", "again", "posts", "one-thread"] {
        folders::remove(&work.join(folder))?;
    }
    Ok(figures)
}

/// The site of `archive` below `work`, built unless [`measure`] has left it.
pub(crate) fn ensure_site(project: &Project, archive: &Path, work: &Path) -> Result<PathBuf> {
    let site = work.join("first/site");
    if !is_newer(&site.join("bundle.json"), &project.dist_binary()) {
        empty(work)?;
        Packer { project, log: work.join("log.txt") }.build(archive, &site, None)?;
    }
    Ok(site)
}

fn is_newer(file: &Path, than: &Path) -> bool {
    let modified = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    modified(file).zip(modified(than)).is_some_and(|(file, than)| file > than)
}

fn record(figures: &mut Figures, name: &str, usage: Usage) {
    figures.set(&format!("{name}.seconds"), usage.seconds);
    figures.set(&format!("{name}.user"), usage.user);
    figures.set(&format!("{name}.system"), usage.system);
    figures.set(&format!("{name}.peak"), usage.peak);
}

fn describe(figures: &mut Figures, output: &Output) {
    figures.count("pack.files", output.files());
    for (kind, bytes) in output.bytes_by_kind() {
        figures.bytes(&format!("pack.bytes.{kind}"), bytes);
    }
    let shards = output.shards();
    if let (Some(&smallest), Some(&largest)) = (shards.first(), shards.last()) {
        figures.bytes("pack.shard.smallest", smallest);
        figures.bytes("pack.shard.median", shards[shards.len() / 2]);
        figures.bytes("pack.shard.largest", largest);
        figures.count("pack.shard.small", shards.iter().filter(|&&bytes| bytes < 16 * 1024).count());
    }
}

struct Packer<'a> {
    project: &'a Project,
    log: PathBuf,
}

impl Packer<'_> {
    fn build(&self, posts: &Path, site: &Path, threads: Option<u32>) -> Result<Usage> {
        let mut command = self.project.command(self.project.dist_binary());
        command.arg("build").arg(posts).arg("--out").arg(site);
        // What another measurement left in the user's folder for caches would make this one too
        // quick.
        command.arg("--cache").arg(self.log.with_file_name("cache"));
        if let Some(threads) = threads {
            command.env("RAYON_NUM_THREADS", threads.to_string());
        }
        run::run(&mut command, &self.log)
    }
}

/// Something that happens to an archive.
enum Change {
    Nothing,
    Write { path: PathBuf, content: String },
    Remove(PathBuf),
}

impl Change {
    fn apply(&self) -> Result<()> {
        match self {
            Self::Nothing => {}
            Self::Write { path, content } => {
                // The old file is a link to the original, which must stay as it is.
                if path.exists() {
                    fs_err::remove_file(path)?;
                }
                fs_err::write(path, content)?;
            }
            Self::Remove(path) => fs_err::remove_file(path)?,
        }
        Ok(())
    }
}

/// The changes that are made one after the other, each in another part of the archive's time: its
/// files are named by their days.
fn changes(posts: &Path) -> Result<[(&'static str, Change); 4]> {
    let mut files = folders::files(posts)?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    ensure!(files.len() >= 4, "{} has too few posts to change some", posts.display());
    files.sort_by(|one, two| one.file_name().cmp(&two.file_name()));
    let read = |path: &Path| -> Result<String> {
        let bytes = fs_err::read(path)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let (middle, third, last_third) =
        (&files[files.len() / 2], &files[files.len() / 3], &files[files.len() * 2 / 3]);
    let mut name = middle.file_stem().unwrap_or_default().to_owned();
    name.push("-added.md");
    let added = Change::Write { path: middle.with_file_name(name), content: read(middle)? };
    let changed = Change::Write { path: third.clone(), content: read(third)? + "\n\nOne more paragraph.\n" };
    Ok([
        ("unchanged", Change::Nothing),
        ("added", added),
        ("changed", changed),
        ("removed", Change::Remove(last_third.clone())),
    ])
}

/// Links every file below `from` into `to`, or copies what cannot be linked.
fn link(from: &Path, to: &Path) -> Result<()> {
    fs_err::create_dir_all(to)?;
    for path in folders::files(from)? {
        let target = to.join(path.strip_prefix(from).context("a file lies below its folder")?);
        fs_err::create_dir_all(target.parent().context("a file lies in a folder")?)?;
        if fs::hard_link(&path, &target).is_err() {
            fs_err::copy(&path, &target)?;
        }
    }
    Ok(())
}

fn empty(folder: &Path) -> Result<()> {
    folders::remove(folder)?;
    Ok(fs_err::create_dir_all(folder)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_leave_the_original_as_it_is() {
        let work = std::env::temp_dir().join(format!("broadsheet-bench-changes-{}", std::process::id()));
        let (original, copy) = (work.join("original"), work.join("copy"));
        fs::create_dir_all(original.join("2020-01")).unwrap();
        for day in 1..=6 {
            fs::write(original.join(format!("2020-01/2020-01-0{day}-x.md")), format!("day {day}")).unwrap();
        }
        let before = Output::read(&original).unwrap();
        link(&original, &copy).unwrap();
        let mut counts = Vec::new();
        for (name, change) in changes(&copy).unwrap() {
            let earlier = Output::read(&copy).unwrap();
            change.apply().unwrap();
            let difference = Output::read(&copy).unwrap().since(&earlier);
            counts.push((name, difference.written, difference.gone));
        }
        let after = Output::read(&original).unwrap();
        fs::remove_dir_all(&work).unwrap();
        assert_eq!(counts, [("unchanged", 0, 0), ("added", 1, 0), ("changed", 1, 0), ("removed", 0, 1)]);
        assert_eq!(after, before);
    }
}
