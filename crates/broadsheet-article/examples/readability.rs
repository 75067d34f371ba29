//! Reads whole pages of which the article is known, and says how much of it was kept and how much
//! else: `readability FOLDER [PAGE]`, a folder of folders with `source.html` and `expected.html`,
//! as Mozilla Readability tests with.
//!
//! A line for each page has shares of characters in per cent: of the expected text that is found,
//! of ours that is expected, and of ours that is expected when the title is known, as it is from
//! front matter. With a page (or `all`), also the lines of ours that are not expected (`+`) and
//! those that are not found (`-`), each with the number of characters.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

use broadsheet_article::{Options, native, write_text};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a folder of pages")?;
    let shown = arguments.next();
    let mut pages: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    pages.sort_by_key(std::fs::DirEntry::file_name);
    let mut shares = [Vec::new(), Vec::new(), Vec::new()];
    println!("expected found, ours expected, the same with the title known, surplus characters, page");
    for page in pages {
        let read = |name: &str| std::fs::read_to_string(Path::new(&page.path()).join(name));
        let (source, expected) = (read("source.html")?, read("expected.html")?);
        let name = page.file_name().to_string_lossy().into_owned();
        let title = read("expected-metadata.json").ok().and_then(|metadata| title(&metadata));
        let options = |clean, title| Options {
            title,
            base: Some("https://fakehost.test/test/page.html".to_owned()),
            clean,
        };
        let expected = write_text(&native::parse(&expected, &options(false, None)));
        let ours = write_text(&native::parse(&source, &options(true, None)));
        let titled = write_text(&native::parse(&source, &options(true, title)));
        let page_shares =
            [Share::of(&expected, &ours), Share::of(&ours, &expected), Share::of(&titled, &expected)];
        for (all, share) in shares.iter_mut().zip(&page_shares) {
            all.push(share.percent());
        }
        let [found, wanted, titled] = page_shares.each_ref().map(Share::percent);
        println!("{found:6.1} {wanted:6.1} {titled:6.1} {:6} {name}", page_shares[1].missing());
        if shown.as_ref().is_some_and(|shown| *shown == name || shown == "all") {
            print_missing('+', &ours, &expected);
            print_missing('-', &expected, &ours);
        }
    }
    let names = ["expected found", "ours expected", "ours expected, the title known"];
    for (name, shares) in names.into_iter().zip(&mut shares) {
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

/// The member `title` of a page's metadata in JSON, which stands on a line of its own.
fn title(metadata: &str) -> Option<String> {
    let line = metadata.lines().find_map(|line| line.trim().strip_prefix("\"title\": \""))?;
    Some(line.strip_suffix("\",")?.replace("\\\"", "\""))
}

/// The share of a text that is in another one: pieces of five characters, each as often as it
/// occurs there.
struct Share {
    found: usize,
    all: usize,
}

impl Share {
    /// The share of `text` that is in `other`.
    fn of(text: &str, other: &str) -> Self {
        let (text, other) = (letters(text), letters(other));
        let mut known = pieces(&other);
        let found = text.windows(PIECE).filter(|piece| take(&mut known, piece)).count();
        Self { found, all: text.len().saturating_sub(PIECE - 1) }
    }

    fn missing(&self) -> usize {
        self.all - self.found
    }

    #[expect(clippy::cast_precision_loss, reason = "a share")]
    fn percent(&self) -> f64 {
        if self.all == 0 { 100.0 } else { self.found as f64 * 100.0 / self.all as f64 }
    }
}

/// Characters of a piece.
const PIECE: usize = 5;

/// The number of times that every piece of a text occurs.
fn pieces(text: &[char]) -> HashMap<&[char], usize> {
    let mut known = HashMap::new();
    for piece in text.windows(PIECE) {
        *known.entry(piece).or_default() += 1;
    }
    known
}

/// Takes a piece once; `false` if there is none left.
fn take(known: &mut HashMap<&[char], usize>, piece: &[char]) -> bool {
    known.get_mut(piece).filter(|left| **left > 0).map(|left| *left -= 1).is_some()
}

/// Prints the lines of `text` of which most is not in `other`.
fn print_missing(sign: char, text: &str, other: &str) {
    let other = letters(other);
    let mut known = pieces(&other);
    for line in text.lines() {
        let letters = letters(line);
        let pieces = letters.windows(PIECE);
        let all = pieces.len();
        let missing = all - pieces.filter(|piece| take(&mut known, piece)).count();
        if missing * 2 > all {
            println!("  {sign} {:5} {}", letters.len(), line.chars().take(160).collect::<String>());
        }
    }
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
