//! Reads the HTML of an article from standard input and writes its safe HTML: `article [TITLE
//! [ADDRESS]]`.

use std::io::Read as _;

use broadsheet_article::{Options, native, write_html};

fn main() -> std::io::Result<()> {
    let mut html = String::new();
    std::io::stdin().read_to_string(&mut html)?;
    let mut arguments = std::env::args().skip(1);
    let options = Options { title: arguments.next(), base: arguments.next(), ..Options::default() };
    let (article, report) = native::parse_with(&html, &options, &mut |_| None);
    println!("{}", write_html(&article));
    for removal in report.removed {
        eprintln!("{}: {}", removal.rule, removal.summary);
    }
    Ok(())
}
