//! Reads a folder of Jekyll posts and says how long that took, how much text was kept, and what each rule took:
//! `corpus FOLDER [RULE]`; with a rule, every box that it took.

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

use broadsheet_article::{Options, markdown, native, text, write_html};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a folder of posts")?;
    let shown = arguments.next();
    let mut posts = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        posts
            .push((path.display().to_string(), String::from_utf8_lossy(&std::fs::read(&path)?).into_owned()));
    }
    posts.sort();
    let bytes: usize = posts.iter().map(|(_, post)| post.len()).sum();

    let mut rules: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut shares = Vec::new();
    let (mut rendering, mut reading, mut writing, mut written) = (0.0, 0.0, 0.0, 0);
    for (name, post) in &posts {
        let (front, body) = front_matter(post);
        let options = Options { title: field(front, "title"), base: field(front, "from"), clean: true };
        let start = Instant::now();
        let html = markdown::to_html(body);
        let rendered = Instant::now();
        let (article, report) = native::parse_with(&html, &options, &mut |_| None);
        let read = Instant::now();
        written += write_html(&article).len();
        rendering += (rendered - start).as_secs_f64();
        reading += (read - rendered).as_secs_f64();
        writing += read.elapsed().as_secs_f64();

        let mut here = Vec::new();
        for removal in &report.removed {
            let rule = rules.entry(removal.rule).or_default();
            rule.0 += 1;
            rule.1 += removal.characters;
            if !here.contains(&removal.rule) {
                here.push(removal.rule);
                rule.2 += 1;
            }
            if shown.as_deref() == Some(removal.rule) {
                println!("{}\t{}\t{name}", removal.characters, removal.summary);
            }
        }
        let everything = native::parse(&html, &Options { clean: false, ..options });
        let (all, kept) = (visible(&text(&everything)), visible(&text(&article)));
        shares.push((kept * 1000 / all.max(1), all, name));
    }
    if shown.is_some() {
        return Ok(());
    }
    println!("{} posts, {bytes} bytes; {written} bytes of HTML", posts.len());
    println!("seconds: Markdown {rendering:.3}, reading {reading:.3}, writing {writing:.3}");
    println!("rule, boxes, characters, posts:");
    for (rule, (boxes, characters, posts)) in &rules {
        println!("  {rule:14} {boxes:6} {characters:8} {posts:6}");
    }
    shares.sort_by_key(|(share, ..)| *share);
    println!("least text kept after the rules:");
    for (share, all, name) in shares.iter().take(12) {
        println!("  {share:4} ‰ of {all:6}: {name}");
    }
    Ok(())
}

fn visible(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn front_matter(post: &str) -> (&str, &str) {
    post.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap_or(("", post))
}

fn field(front: &str, name: &str) -> Option<String> {
    let value = front.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?.trim();
    Some(value.trim_matches('"').replace("\\\"", "\""))
}
