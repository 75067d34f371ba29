//! Reads whole pages of which the article is known, and says how much of it was kept and how much
//! else: `readability FOLDER`, a folder of folders with `source.html` and `expected.html`, as
//! Mozilla Readability tests with.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

use broadsheet_article::{Options, native, write_text};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a folder of pages")?;
    let mut pages: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    pages.sort_by_key(std::fs::DirEntry::file_name);
    let (mut recalls, mut precisions) = (Vec::new(), Vec::new());
    println!("expected found, ours expected, page");
    for page in pages {
        let read = |name: &str| std::fs::read_to_string(Path::new(&page.path()).join(name));
        let (source, expected) = (read("source.html")?, read("expected.html")?);
        let base = Some("https://fakehost.test/test/page.html".to_owned());
        let plain = Options { base: base.clone(), clean: false, ..Options::default() };
        let ours = write_text(&native::parse(&source, &Options { base, clean: true, ..Options::default() }));
        let expected = write_text(&native::parse(&expected, &plain));
        let (recall, precision) = (share(&expected, &ours), share(&ours, &expected));
        println!("{recall:6.1} {precision:6.1} {}", page.file_name().to_string_lossy());
        recalls.push(recall);
        precisions.push(precision);
    }
    for (name, shares) in [("expected found", &mut recalls), ("ours expected", &mut precisions)] {
        shares.sort_by(f64::total_cmp);
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        let mean = shares.iter().sum::<f64>() / shares.len().max(1) as f64;
        let median = shares.get(shares.len() / 2).copied().unwrap_or_default();
        let full = shares.iter().filter(|share| **share >= 99.0).count();
        println!(
            "{name}: mean {mean:.1} %, median {median:.1} %, at least 99 % on {full} of {}",
            shares.len()
        );
    }
    Ok(())
}

/// The share of `text` that is in `other`, in per cent: pieces of five characters, each as often as
/// it occurs there.
#[expect(clippy::cast_precision_loss, reason = "a share")]
fn share(text: &str, other: &str) -> f64 {
    let mut known: HashMap<&[char], usize> = HashMap::new();
    let (text, other) = (letters(text), letters(other));
    for piece in other.windows(5) {
        *known.entry(piece).or_default() += 1;
    }
    let mut found: usize = 0;
    for piece in text.windows(5) {
        if let Some(left) = known.get_mut(piece).filter(|left| **left > 0) {
            *left -= 1;
            found += 1;
        }
    }
    match text.len().saturating_sub(4) {
        0 => 100.0,
        all => found as f64 * 100.0 / all as f64,
    }
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
