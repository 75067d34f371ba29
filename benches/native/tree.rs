//! Building the article tree: parsing, cleaning and reading HTML, and writing the tree as HTML
//! again.

use broadsheet_article::{Options, native, write_html};
use broadsheet_benches::{Recipe, SyntheticArchive};

fn main() {
    divan::main();
}

/// An article of about so many bytes, in markup such as scraped pages have.
fn article(bytes: u64) -> (String, Options) {
    let recipe = Recipe { body_bytes: bytes, ..Recipe::of(40) };
    let posts = SyntheticArchive::new(recipe).filter(|post| post.source().contains("<div>"));
    let post =
        posts.min_by_key(|post| post.source().len().abs_diff(usize::try_from(bytes).unwrap_or_default()));
    let post = post.expect("most posts are HTML");
    let source = post.source();
    let html = source.split_once("<div>").map_or("", |(_, html)| html);
    let options = Options { title: Some(post.title.clone()), base: post.from.clone(), ..Options::default() };
    (format!("<div>{html}"), options)
}

#[divan::bench(args = [1_500, 15_000, 150_000, 600_000])]
fn parse(bencher: divan::Bencher<'_, '_>, bytes: u64) {
    let (html, options) = article(bytes);
    let counter = divan::counter::BytesCount::of_str(&html);
    bencher.counter(counter).bench(|| native::parse_with(divan::black_box(&html), &options, &mut |_| None));
}

#[divan::bench(args = [1_500, 15_000, 150_000, 600_000])]
fn write(bencher: divan::Bencher<'_, '_>, bytes: u64) {
    let (html, options) = article(bytes);
    let (tree, _) = native::parse_with(&html, &options, &mut |_| None);
    bencher.counter(divan::counter::BytesCount::of_str(&html)).bench(|| write_html(divan::black_box(&tree)));
}
