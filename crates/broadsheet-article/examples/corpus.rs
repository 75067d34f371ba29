//! Prints what cleaning does to a folder of Jekyll posts: `corpus FOLDER [RULE | --lowest N]`.
//!
//! Without more: the time it took, what each rule removed, how much of the visible text an
//! independent parser finds again, and what became of every image. With a rule, every box that it
//! removed; with `--lowest`, the posts of which the smallest share was kept.

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
    let mut totals = Totals::default();
    for (name, post) in &posts {
        totals.add(name, post, shown.as_deref());
    }
    match lowest {
        Some(lowest) => totals.print_lowest(lowest),
        None if shown.is_some() => {}
        None => totals.print(),
    }
    Ok(())
}

/// The figures of all posts.
#[derive(Default)]
struct Totals<'a> {
    /// For each rule, the number of boxes, characters, images and posts.
    rules: BTreeMap<&'static str, [usize; 4]>,
    texts: Vec<TextShare<'a>>,
    /// The number of images by what became of them.
    images: BTreeMap<String, usize>,
    /// Seconds of rendering Markdown, parsing HTML and writing it.
    seconds: [f64; 3],
    bytes: usize,
    written_bytes: usize,
}

impl<'a> Totals<'a> {
    /// Adds a post. Prints each box that the rule `shown` removed, and each image that `shown`
    /// became.
    fn add(&mut self, name: &'a str, post: &str, shown: Option<&str>) {
        let (front, body) = front_matter(post);
        let options = Options { title: field(front, "title"), base: field(front, "from"), clean: true };
        let start = Instant::now();
        let html = markdown::to_html(body);
        let rendered = Instant::now();
        let (article, report) = native::parse_with(&html, &options, &mut |_| None);
        let parsed = Instant::now();
        let output = write_html(&article);
        self.seconds[0] += (rendered - start).as_secs_f64();
        self.seconds[1] += (parsed - rendered).as_secs_f64();
        self.seconds[2] += parsed.elapsed().as_secs_f64();
        self.bytes += post.len();
        self.written_bytes += output.len();

        let page = Page::of(&html);
        let mut text = TextShare::new(name, &page.text, &write_text(&article));
        let mut seen = HashSet::new();
        for removal in &report.removed {
            let rule = self.rules.entry(removal.rule).or_default();
            rule[0] += 1;
            rule[1] += removal.characters;
            rule[2] += removal.images;
            rule[3] += usize::from(seen.insert(removal.rule));
            text.removed += removal.characters;
            *text.rules.entry(removal.rule).or_default() += removal.characters;
            if shown == Some(removal.rule) {
                println!("{}\t{}\t{name}", removal.characters, removal.summary);
            }
        }
        self.texts.push(text);
        let uncleaned = write_html(&native::parse(&html, &Options { clean: false, ..options.clone() }));
        for image in &page.images {
            let fate = image.fate(options.base.as_deref(), &output, &uncleaned);
            if shown == Some(fate.as_str()) {
                println!("{name}\t{:?}", image.attributes);
            }
            *self.images.entry(fate).or_default() += 1;
        }
    }

    /// Prints the posts of which the smallest share was kept.
    fn print_lowest(&mut self, count: usize) {
        self.texts.sort_by(|a, b| a.kept_share().total_cmp(&b.kept_share()));
        for text in self.texts.iter().take(count) {
            println!("{text}");
        }
    }

    fn print(&mut self) {
        let [rendering, parsing, writing] = self.seconds;
        println!("{} posts, {} bytes; {} bytes of HTML", self.texts.len(), self.bytes, self.written_bytes);
        println!("seconds: Markdown {rendering:.3}, reading {parsing:.3}, writing {writing:.3}");
        println!("rule, boxes, characters, pictures, posts:");
        for (rule, [boxes, characters, images, posts]) in &self.rules {
            println!("  {rule:14} {boxes:6} {characters:8} {images:6} {posts:6}");
        }
        println!("pictures:");
        for (fate, count) in &self.images {
            println!("  {count:6} {fate}");
        }
        let sum = |of: fn(&TextShare<'_>) -> usize| self.texts.iter().map(of).sum::<usize>();
        println!(
            "characters: {} visible, {} kept, {} taken by rules, {} lost besides",
            sum(|text| text.visible),
            sum(|text| text.kept),
            sum(|text| text.removed),
            self.texts.iter().map(TextShare::lost).sum::<usize>()
        );
        self.texts.sort_by(|a, b| a.share_outside_rules().total_cmp(&b.share_outside_rules()));
        println!("posts with less than 99 % of the text outside the rules' boxes:");
        for text in self.texts.iter().take_while(|text| text.share_outside_rules() < 0.99) {
            println!("{text}");
        }
    }
}

/// The content of a page according to an independent parser.
struct Page {
    text: String,
    images: Vec<PageImage>,
}

/// An `img`.
struct PageImage {
    attributes: HashMap<String, String>,
    /// `true` if it is in a `noscript`.
    noscript: bool,
}

impl Page {
    /// The text that a browser shows, and all images.
    fn of(html: &str) -> Self {
        let options = html5ever::ParseOpts {
            tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
            ..html5ever::ParseOpts::default()
        };
        let document = html5ever::parse_document(RcDom::default(), options)
            .one(["<!DOCTYPE html><body>", html].concat());
        let mut page = Self { text: String::new(), images: Vec::new() };
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
                    self.images.push(PageImage { attributes, noscript });
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

impl PageImage {
    /// Returns in which form its address was written, and what became of it.
    fn fate(&self, base: Option<&str>, output: &str, uncleaned: &str) -> String {
        let get = |name: &str| {
            self.attributes.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
        };
        let is_placeholder = |address: &str| address.starts_with("data:") || address.contains("placeholder");
        let own = get("src").filter(|address| !is_placeholder(address));
        let lazy = ["data-lazy-src", "data-src", "data-original"].iter().find_map(|name| get(name));
        let dot = |name: &str| get(name).is_some_and(|size| matches!(size, "0" | "1"));
        let (mut class, address) = match (own, lazy) {
            (Some(own), _) if dot("width") || dot("height") => ("one pixel", own),
            // WordPress: the script would put the candidates back, until then a placeholder is
            // shown.
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
        } else if uncleaned.contains(&file.replace('&', "&amp;")) {
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

/// The share of a post's text that was kept, in visible characters.
struct TextShare<'a> {
    name: &'a str,
    /// Found by the independent parse.
    visible: usize,
    /// Of these, found in the article, each as often as it is there.
    kept: usize,
    /// Removed by rules.
    removed: usize,
    rules: BTreeMap<&'static str, usize>,
}

impl<'a> TextShare<'a> {
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
    fn kept_share(&self) -> f64 {
        self.kept as f64 / self.visible.max(1) as f64
    }

    /// The share kept of what no rule removed.
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    fn share_outside_rules(&self) -> f64 {
        1.0 - self.lost() as f64 / self.visible.saturating_sub(self.removed).max(1) as f64
    }
}

impl std::fmt::Display for TextShare<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:5.1} % of {:6}, lost besides the rules {:4}: {} {:?}",
            self.kept_share() * 100.0,
            self.visible,
            self.lost(),
            self.name,
            self.rules
        )
    }
}

/// `true` for all but white space and signs without width.
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
