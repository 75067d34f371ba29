//! Packing a whole archive, as the command does it.

use broadsheet_benches::{Recipe, SyntheticArchive};
use broadsheet_cli::args::Cli;
use clap::Parser as _;

fn main() {
    divan::main();
}

/// Import, cleaning and writing of all shards, from nothing; all cores.
#[divan::bench(args = [1_000, 10_000], sample_count = 5, sample_size = 1)]
fn from_nothing(bencher: divan::Bencher<'_, '_>, count: u64) {
    let posts = tempfile::tempdir().expect("a folder can be made");
    SyntheticArchive::new(Recipe::of(count)).write_to(posts.path()).expect("the archive can be written");
    let bencher = bencher.counter(divan::counter::ItemsCount::new(count));
    bencher.with_inputs(|| tempfile::tempdir().expect("a folder can be made")).bench_values(|out| {
        let folder = out.path().join("bundle");
        let words = ["broadsheet".as_ref(), "pack".as_ref(), posts.path().as_os_str(), "--out".as_ref()];
        let cli = Cli::parse_from(words.into_iter().chain([folder.as_os_str()]));
        broadsheet_cli::run(&cli);
        // Returned so that removing it is not measured.
        out
    });
}
