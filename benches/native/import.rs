//! Import: finding the files of an archive, and what each says of itself.

use std::path::PathBuf;

use broadsheet_benches::{Recipe, SyntheticArchive};
use broadsheet_pack::cache::Cache;
use broadsheet_pack::import::{discover, import};
use broadsheet_pack::progress::Silent;

fn main() {
    divan::main();
}

/// Front matter, date, id and row of every post; all cores.
#[divan::bench(args = [1_000, 10_000], sample_count = 10)]
fn posts(bencher: divan::Bencher<'_, '_>, count: u64) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    SyntheticArchive::new(Recipe::of(count)).write_to(folder.path()).expect("the archive can be written");
    let roots: [PathBuf; 1] = [folder.path().to_owned()];
    bencher.counter(divan::counter::ItemsCount::new(count)).bench(|| {
        let found =
            discover::discover(&roots, None, discover::LinkPolicy::Inside).expect("the folder can be read");
        import(found.files, false, &Cache::default(), &Silent)
    });
}
