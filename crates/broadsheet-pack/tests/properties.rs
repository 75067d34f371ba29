//! Properties of the whole way from files to bundle.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use broadsheet_pack::archive_info::{ArchiveInfo, ArchiveOptions};
use broadsheet_pack::cache::Cache;
use broadsheet_pack::import::discover::{LinkPolicy, discover};
use broadsheet_pack::import::import;
use broadsheet_pack::options::ContentFormat;
use broadsheet_pack::output::Output;
use broadsheet_pack::progress::Silent;
use broadsheet_pack::write::BundleWriter;
use proptest::collection::vec;
use proptest::prelude::*;
use tempfile::TempDir;

/// A folder for posts and output, gone at the end of the test.
struct Workspace(TempDir);

impl Workspace {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// All files below `folder` with their content; folders with none.
fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = PathBuf::from(path.file_name().unwrap());
        if path.is_dir() {
            files.extend(snapshot(&path).into_iter().map(|(file, bytes)| (name.join(file), bytes)));
            files.insert(name, Vec::new());
        } else {
            files.insert(name, fs::read(path).unwrap());
        }
    }
    files
}

/// Packs `posts` into `out` with so many threads, and says what was found.
fn pack(posts: &Path, out: &Path, threads: usize) -> Vec<String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let roots = [posts.to_owned()];
        let found = import(
            discover(&roots, None, LinkPolicy::Inside).unwrap().files,
            true,
            &Cache::default(),
            &Silent,
        );
        let (archive, _) = ArchiveInfo::new(
            &ArchiveOptions { title: Some("T".into()), ..ArchiveOptions::default() },
            &roots,
            LinkPolicy::Inside,
            &found.posts,
        );
        let bundle = BundleWriter {
            archive: &archive,
            posts: &found.posts,
            content: ContentFormat::Html,
            reuse_previous: false,
        };
        let output = Output::open(out, false).unwrap();
        bundle.stage_shards(&output, &Silent).unwrap().commit().unwrap();
        output.finish().unwrap();
        found.diagnostics.iter().map(|finding| format!("{}: {}", finding.message, finding.action)).collect()
    })
}

fn front_matter() -> impl Strategy<Value = String> {
    let date = "(date: (20[0-2][0-9]-0[1-9]-[0-2][0-9]|soon|~)\n)?";
    (date, "(title: [a-c中:\"\\[ ]{0,8}\n)?", "(tags: \\[[ab中, ]{0,6}\\]\n)?", "(author: [甲a]?\n)?")
        .prop_map(|(date, title, tags, author)| format!("---\n{date}{title}{tags}{author}---\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_a_post(posts in vec((vec(any::<u8>(), 0..300), any::<bool>(), front_matter()), 1..5)) {
        let workspace = Workspace::new();
        for (number, (bytes, html, matter)) in posts.iter().enumerate() {
            let name = format!("posts/{number}.{}", if *html { "html" } else { "md" });
            workspace.write(&name, &[matter.as_bytes(), bytes].concat());
            workspace.write(&format!("posts/raw-{number}.md"), bytes);
        }
        pack(&workspace.path("posts"), &workspace.path("out"), 1);
        let head: broadsheet_bundle::format::Manifest = serde_json::from_slice(&fs::read(workspace.path("out/bundle.json")).unwrap()).unwrap();
        prop_assert_eq!(head.posts as usize, posts.len() * 2);
    }

    #[test]
    fn order_and_threads_do_not_matter(
        posts in vec(("[ab中]{1,2}", front_matter(), "[a-c中 \n*#]{0,40}"), 1..12),
        threads in 2_usize..4,
    ) {
        let (one, two) = (Workspace::new(), Workspace::new());
        let names: Vec<_> = posts.iter().enumerate().map(|(number, (stem, ..))| format!("posts/{}/{stem}.md", number % 3)).collect();
        let mut distinct: Vec<_> = names.iter().zip(&posts).collect();
        distinct.reverse();
        distinct.dedup_by_key(|(name, _)| (*name).clone());
        let mut seen = std::collections::HashSet::new();
        distinct.retain(|(name, _)| seen.insert((*name).clone()));
        for (name, (_, matter, body)) in &distinct {
            one.write(name, format!("{matter}{body}").as_bytes());
        }
        for (name, (_, matter, body)) in distinct.iter().rev() {
            two.write(name, format!("{matter}{body}").as_bytes());
        }
        let found = pack(&one.path("posts"), &one.path("out"), 1);
        prop_assert_eq!(found, pack(&two.path("posts"), &two.path("other/out"), threads));
        prop_assert_eq!(snapshot(&one.path("out")), snapshot(&two.path("other/out")));
    }
}
