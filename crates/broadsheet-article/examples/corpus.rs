//! Reads a folder of Jekyll posts, and says how long that took, what each cleaning rule took, how much of the visible
//! text an independent parse finds again, and what became of every picture: `corpus FOLDER [RULE | --lowest N]`. With a
//! rule, every box that it took; with `--lowest`, the posts of which the smallest share was kept.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::time::Instant;

use broadsheet_article::{Options, markdown, native, write_html, write_text};
use html5ever::tendril::TendrilSink as _;
use html5ever::tree_builder::TreeBuilderOpts;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use url::Url;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a folder of posts")?;
    let shown = arguments.next();
    let lowest = match (shown.as_deref(), arguments.next()) {
        (Some("--lowest"), Some(number)) => Some(number.parse::<usize>()?),
        _ => None,
    };
    let mut posts = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        posts.push((name, String::from_utf8_lossy(&std::fs::read(&path)?).into_owned()));
    }
    posts.sort();
    let bytes: usize = posts.iter().map(|(_, post)| post.len()).sum();

    let mut rules: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let mut measured = Vec::new();
    let mut pictures: BTreeMap<String, usize> = BTreeMap::new();
    let (mut rendering, mut reading, mut writing, mut written) = (0.0, 0.0, 0.0, 0);
    for (name, post) in &posts {
        let (front, body) = front_matter(post);
        let options = Options { title: field(front, "title"), base: field(front, "from"), clean: true };
        let start = Instant::now();
        let html = markdown::to_html(body);
        let rendered = Instant::now();
        let (article, report) = native::parse_with(&html, &options, &mut |_| None);
        let read = Instant::now();
        let output = write_html(&article);
        rendering += (rendered - start).as_secs_f64();
        reading += (read - rendered).as_secs_f64();
        writing += read.elapsed().as_secs_f64();
        written += output.len();

        let mut here = HashSet::new();
        for removal in &report.removed {
            let rule = rules.entry(removal.rule).or_default();
            rule[0] += 1;
            rule[1] += removal.characters;
            rule[2] += removal.images;
            rule[3] += usize::from(here.insert(removal.rule));
            if shown.as_deref() == Some(removal.rule) {
                println!("{}\t{}\t{name}", removal.characters, removal.summary);
            }
        }
        let page = Page::of(&html);
        let mut post = Measured::new(name, &page.text, &write_text(&article));
        post.removed = report.removed.iter().map(|removal| removal.characters).sum();
        for removal in &report.removed {
            *post.rules.entry(removal.rule).or_default() += removal.characters;
        }
        measured.push(post);
        let everything = write_html(&native::parse(&html, &Options { clean: false, ..options.clone() }));
        for picture in &page.pictures {
            let class = picture.fate(options.base.as_deref(), &output, &everything);
            if shown.as_deref() == Some(class.as_str()) {
                println!("{name}\t{:?}", picture.attributes);
            }
            *pictures.entry(class).or_default() += 1;
        }
    }
    measured.sort_by(|a, b| a.share().total_cmp(&b.share()));
    if let Some(lowest) = lowest {
        for post in measured.iter().take(lowest) {
            println!("{post}");
        }
        return Ok(());
    }
    if shown.is_some() {
        return Ok(());
    }
    println!("{} posts, {bytes} bytes; {written} bytes of HTML", posts.len());
    println!("seconds: Markdown {rendering:.3}, reading {reading:.3}, writing {writing:.3}");
    println!("rule, boxes, characters, pictures, posts:");
    for (rule, [boxes, characters, pictures, posts]) in &rules {
        println!("  {rule:14} {boxes:6} {characters:8} {pictures:6} {posts:6}");
    }
    println!("pictures:");
    for (class, count) in &pictures {
        println!("  {count:6} {class}");
    }
    let sum = |of: fn(&Measured<'_>) -> usize| measured.iter().map(of).sum::<usize>();
    println!(
        "characters: {} visible, {} kept, {} taken by rules, {} lost besides",
        sum(|post| post.visible),
        sum(|post| post.kept),
        sum(|post| post.removed),
        measured.iter().map(Measured::lost).sum::<usize>()
    );
    measured.sort_by(|a, b| a.outside().total_cmp(&b.outside()));
    println!("posts with less than 99 % of the text outside the rules' boxes:");
    for post in measured.iter().take_while(|post| post.outside() < 0.99) {
        println!("{post}");
    }
    Ok(())
}

/// What another reader of HTML finds.
struct Page {
    text: String,
    pictures: Vec<Picture>,
}

/// An `img`.
struct Picture {
    attributes: HashMap<String, String>,
    /// It stands in a `noscript`.
    noscript: bool,
}

impl Page {
    /// The text that a browser shows, and all pictures.
    fn of(html: &str) -> Self {
        let options = html5ever::ParseOpts {
            tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
            ..html5ever::ParseOpts::default()
        };
        let document = html5ever::parse_document(RcDom::default(), options)
            .one(["<!DOCTYPE html><body>", html].concat());
        let mut page = Self { text: String::new(), pictures: Vec::new() };
        page.add(&document.document, false);
        page
    }

    fn add(&mut self, node: &Handle, noscript: bool) {
        let mut noscript = noscript;
        match &node.data {
            NodeData::Text { contents } if !noscript => self.text.push_str(&contents.borrow()),
            NodeData::Element { name, attrs, .. } => match &*name.local {
                "script" | "style" | "template" | "head" | "title" | "textarea" | "select" | "iframe"
                | "object" | "svg" | "math" | "noembed" | "noframes" | "canvas" | "video" | "audio" => return,
                "noscript" => noscript = true,
                "img" => {
                    let attributes = attrs
                        .borrow()
                        .iter()
                        .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()))
                        .collect();
                    self.pictures.push(Picture { attributes, noscript });
                }
                _ => {}
            },
            _ => {}
        }
        for child in node.children.borrow().iter() {
            self.add(child, noscript);
        }
    }
}

impl Picture {
    /// How it could be reached before, and what became of it.
    fn fate(&self, base: Option<&str>, output: &str, everything: &str) -> String {
        let get = |name: &str| {
            self.attributes.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
        };
        let is_placeholder = |address: &str| address.starts_with("data:") || address.contains("placeholder");
        let own = get("src").filter(|address| !is_placeholder(address));
        let lazy = ["data-lazy-src", "data-src", "data-original"].iter().find_map(|name| get(name));
        let dot = |name: &str| get(name).is_some_and(|size| matches!(size, "0" | "1"));
        let (mut class, address) = match (own, lazy) {
            (Some(own), _) if dot("width") || dot("height") => ("one pixel", own),
            // WordPress: the script would put the candidates back, until then a placeholder is shown.
            (Some(_), Some(lazy)) if get("srcset").is_some_and(is_placeholder) => ("lazy", lazy),
            (Some(own), _) if own.starts_with("//") => ("protocol-relative", own),
            (Some(own), _) if own.contains("://") => ("plain", own),
            (Some(own), _) => ("relative", own),
            (None, Some(lazy)) => ("lazy", lazy),
            (None, None) => return "without an address".to_owned(),
        };
        if self.noscript {
            class = "noscript";
        }
        let base = base.and_then(|base| Url::parse(base).ok());
        let Ok(url) = Url::options().base_url(base.as_ref()).parse(address) else {
            return format!("{class}: no valid address");
        };
        let mut file = format!("{}{}", url.host_str().unwrap_or_default(), url.path());
        let proxied =
            ["i0.wp.com/", "i1.wp.com/", "i2.wp.com/"].iter().find_map(|proxy| file.strip_prefix(proxy));
        if let Some(original) = proxied {
            file = original.to_owned();
        }
        let class = if file.contains(".wp.com/") || address.contains(".wp.com/") && proxied_address(address) {
            format!("{class}, behind a proxy")
        } else {
            class.to_owned()
        };
        let written = ["https://", &file.replace('&', "&amp;")].concat();
        let fate = if output.contains(&written) {
            "correct"
        } else if everything.contains(&file.replace('&', "&amp;")) {
            "taken by a rule"
        } else {
            "gone"
        };
        format!("{class}: {fate}")
    }
}

fn proxied_address(address: &str) -> bool {
    ["i0.wp.com/", "i1.wp.com/", "i2.wp.com/"].iter().any(|proxy| address.contains(proxy))
}

/// What became of the text of a post, in visible characters.
struct Measured<'a> {
    name: &'a str,
    /// Found by the independent parse.
    visible: usize,
    /// Of these, found in the article as often as they stand there.
    kept: usize,
    /// Taken by rules.
    removed: usize,
    rules: BTreeMap<&'static str, usize>,
}

impl<'a> Measured<'a> {
    fn new(name: &'a str, before: &str, after: &str) -> Self {
        let mut counts: HashMap<char, isize> = HashMap::new();
        let mut visible = 0;
        for c in before.chars().filter(|c| is_visible(*c)) {
            *counts.entry(c).or_default() += 1;
            visible += 1;
        }
        let mut kept = 0;
        for c in after.chars().filter(|c| is_visible(*c)) {
            let left = counts.entry(c).or_default();
            if *left > 0 {
                kept += 1;
            }
            *left -= 1;
        }
        Self { name, visible, kept, removed: 0, rules: BTreeMap::new() }
    }

    fn lost(&self) -> usize {
        self.visible.saturating_sub(self.kept + self.removed)
    }

    #[expect(clippy::cast_precision_loss, reason = "a share")]
    fn share(&self) -> f64 {
        self.kept as f64 / self.visible.max(1) as f64
    }

    /// The share kept of what no rule took.
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    fn outside(&self) -> f64 {
        1.0 - self.lost() as f64 / self.visible.saturating_sub(self.removed).max(1) as f64
    }
}

impl std::fmt::Display for Measured<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:5.1} % of {:6}, lost besides the rules {:4}: {} {:?}",
            self.share() * 100.0,
            self.visible,
            self.lost(),
            self.name,
            self.rules
        )
    }
}

/// Not white space, and none of the signs without width.
fn is_visible(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{ad}')
}

fn front_matter(post: &str) -> (&str, &str) {
    post.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap_or(("", post))
}

fn field(front: &str, name: &str) -> Option<String> {
    let value = front.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?.trim();
    Some(value.trim_matches('"').replace("\\\"", "\""))
}
