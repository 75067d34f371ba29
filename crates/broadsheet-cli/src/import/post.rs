//! A post's particulars, from its front matter and its file name.

use super::date;
use super::front_matter::Parsed;
use super::yaml::{Entry, Yaml};
use crate::report::FileReport;
use broadsheet_article::{Options, native};
use broadsheet_bundle::PostDate;
use broadsheet_bundle::feed::{Author, Item, ItemExtension};
use std::borrow::Cow;

/// Whether a post belongs in the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It does.
    Published,
    /// Its front matter says `draft: true`.
    Draft,
    /// Its front matter says `published: false`.
    Unpublished,
}

/// What the front matter and the file name say of a post.
#[derive(Debug, Clone, PartialEq)]
pub struct Particulars {
    /// All but the id and the content.
    pub item: Item,
    /// Whether it belongs in the archive.
    pub status: Status,
    /// Whether the article is to be cleaned; `clean: false` says no.
    pub clean: bool,
}

/// Reads the particulars of a post whose file has this stem.
pub fn particulars(parsed: Parsed<'_>, stem: &str, report: &mut FileReport) -> Particulars {
    let mut matter = Matter { entries: parsed.entries, report };
    let from_stem = date::from_stem(stem);
    let slug = from_stem.as_ref().map_or(stem, |(_, slug)| slug);

    let status = matter.status();
    let title = matter.title(slug, parsed.has_matter);
    let date = matter.date(from_stem.as_ref().map(|(date, _)| date));
    let authors = matter.authors();
    let tags = matter.terms("tags", "tag");
    let mut categories = matter.terms("categories", "category");
    categories.retain(|category| !tags.contains(category));
    let external_url = matter.original();
    let language = matter.language();
    let clean = matter.clean();

    let front_matter = matter.entries.into_iter().map(|entry| (entry.key, entry.value.to_json())).collect();
    Particulars {
        item: Item {
            title: Some(title),
            date_published: date.map(|date| date.as_str().to_owned()),
            authors,
            tags,
            external_url,
            language,
            extension: ItemExtension { categories, front_matter, ..ItemExtension::default() },
            ..Item::default()
        },
        status,
        clean,
    }
}

/// The front matter; entries that were understood are taken out, the rest goes into the bundle as it is.
struct Matter<'r> {
    entries: Vec<Entry>,
    report: &'r mut FileReport,
}

impl Matter<'_> {
    /// The place of `key`; a key in another case (`Title`) counts where the usual one is missing.
    fn find(&self, key: &str) -> Option<usize> {
        let exactly = self.entries.iter().position(|entry| entry.key == key);
        exactly.or_else(|| self.entries.iter().position(|entry| entry.key.eq_ignore_ascii_case(key)))
    }

    fn value(&self, place: usize) -> &Yaml {
        self.entries.get(place).map_or(&Yaml::Null, |entry| &entry.value)
    }

    fn take(&mut self, key: &str) -> Option<Entry> {
        self.find(key).map(|place| self.entries.remove(place))
    }

    fn put_back(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    fn status(&self) -> Status {
        if self.find("published").is_some_and(|place| self.value(place).is_false()) {
            Status::Unpublished
        } else if self.find("draft").is_some_and(|place| self.value(place).is_true()) {
            Status::Draft
        } else {
            Status::Published
        }
    }

    fn clean(&mut self) -> bool {
        let unclean = self.find("clean").is_some_and(|place| self.value(place).is_false());
        if unclean {
            self.take("clean");
        }
        !unclean
    }

    fn title(&mut self, slug: &str, has_matter: bool) -> String {
        let entry = self.take("title");
        if let Some(entry) = entry {
            let title = match entry.value.as_text() {
                Some(text) => one_line(text),
                None if entry.value == Yaml::Null => String::new(),
                None => {
                    let title = match &entry.value {
                        Yaml::List(items) => items.iter().map(Yaml::to_text).collect::<Vec<_>>().join(", "),
                        _ => one_line(&entry.written),
                    };
                    self.report.problem(entry.line, "the title is not text", format!("taken as `{title}`"));
                    title
                }
            };
            if !title.is_empty() {
                return title;
            }
        }
        let title = from_slug(slug);
        if has_matter {
            self.report.note(0, "no title", format!("named by the file: `{title}`"));
        } else {
            self.report.note(0, "no front matter", format!("named by the file: `{title}`"));
        }
        title
    }

    fn date(&mut self, from_file: Option<&PostDate>) -> Option<PostDate> {
        let entry = self.take("date").filter(|entry| !entry.value.to_text().trim().is_empty());
        if let Some(entry) = entry {
            let text = entry.value.to_text();
            if let Some(date) = date::parse(&text) {
                return Some(date);
            }
            let action = match from_file {
                Some(date) => format!("the file name's is used: {}", date.day()),
                None => "kept as undated".to_owned(),
            };
            self.report.problem(entry.line, format!("`{}` is not a date", shorten(&text)), action);
            self.put_back(entry);
        } else if from_file.is_none() {
            self.report.note(0, "no date", "kept as undated");
        }
        from_file.cloned()
    }

    fn authors(&mut self) -> Vec<Author> {
        let mut authors: Vec<Author> = Vec::new();
        for entry in [self.take("author"), self.take("authors")].into_iter().flatten() {
            let values = match entry.value {
                Yaml::List(values) => values,
                value => vec![value],
            };
            for value in values {
                let author = author(&value);
                if !author.name.is_empty() && !authors.iter().any(|known| known.name == author.name) {
                    authors.push(author);
                }
            }
        }
        authors
    }

    /// Tags or categories: `many` is a list or words, `one` a single term. Each once, in the order of the file.
    fn terms(&mut self, many: &str, one: &str) -> Vec<String> {
        let mut terms: Vec<String> = Vec::new();
        let mut add = |text: &str| {
            let term = one_line(text);
            if !term.is_empty() && !terms.contains(&term) {
                terms.push(term);
            }
        };
        match self.take(one).map(|entry| entry.value) {
            Some(Yaml::List(items)) => items.iter().for_each(|item| add(&item.to_text())),
            Some(value) => add(&value.to_text()),
            None => {}
        }
        match self.take(many).map(|entry| entry.value) {
            Some(Yaml::List(items)) => items.iter().for_each(|item| add(&item.to_text())),
            Some(value @ Yaml::Map(_)) => add(&value.to_text()),
            Some(value) => value.to_text().split_whitespace().for_each(add),
            None => {}
        }
        terms
    }

    fn original(&mut self) -> Option<String> {
        let entry = self.take("from")?;
        let text = entry.value.to_text();
        let url = text.trim();
        if url.is_empty() {
            return None;
        }
        if broadsheet_bundle::row::host(url).is_some() && !url.contains(char::is_whitespace) {
            return Some(url.to_owned());
        }
        self.report.problem(
            entry.line,
            format!("`from` is not a web address: `{}`", shorten(url)),
            "kept with the other front matter",
        );
        self.put_back(entry);
        None
    }

    fn language(&mut self) -> Option<String> {
        let key = ["lang", "language"].into_iter().find(|key| self.find(key).is_some())?;
        let entry = self.take(key)?;
        let tag = language_tag(&entry.value.to_text());
        if tag.is_none() {
            self.put_back(entry);
        }
        tag
    }
}

/// `text` as a BCP 47 tag (`zh_CN` as `zh-CN`), if it has the form of one.
pub fn language_tag(text: &str) -> Option<String> {
    let tag = text.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let fits = (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    fits.then_some(tag)
}

fn author(value: &Yaml) -> Author {
    let Yaml::Map(entries) = value else { return Author { name: one_line(&value.to_text()), url: None } };
    let find =
        |key: &str| entries.iter().find(|(name, _)| name == key).map(|(_, value)| one_line(&value.to_text()));
    match find("name") {
        Some(name) => Author {
            name,
            url: ["url", "uri"]
                .iter()
                .find_map(|key| find(key))
                .filter(|url| broadsheet_bundle::row::host(url).is_some()),
        },
        None => Author { name: one_line(&value.to_text()), url: None },
    }
}

/// A title from a file name: hyphens separate words where words are separated at all.
fn from_slug(slug: &str) -> String {
    let latin = slug.chars().all(|c| c < '\u{250}');
    let title = if latin { slug.replace(['-', '_'], " ") } else { slug.to_owned() };
    let title = one_line(&title);
    if title.is_empty() { slug.to_owned() } else { title }
}

/// `text` on one line, white space collapsed, character references decoded: themes put such texts into pages as they are.
fn one_line(text: &str) -> String {
    let text = decoded(text);
    text.split(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// `text` with its character references (`&#38;`, `&amp;`) read as HTML; whatever looks like a tag stays text.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let options = Options { clean: false, ..Options::default() };
    let article = native::parse(&["<pre>", &text.replace('<', "&lt;"), "</pre>"].concat(), &options);
    Cow::Owned(broadsheet_article::text(&article))
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::front_matter;

    fn read(matter: &str, stem: &str) -> (Particulars, Vec<String>) {
        let text = format!("---\n{matter}\n---\nbody");
        let mut report = FileReport::new("p.md");
        let parsed = front_matter::parse(&text, &mut report);
        let particulars = particulars(parsed, stem, &mut report);
        (particulars, report.findings.iter().map(ToString::to_string).collect())
    }

    fn item(matter: &str) -> Item {
        read(matter, "2020-01-02-a-slug").0.item
    }

    #[test]
    fn titles() {
        for (matter, stem, title) in [
            ("title: 中韩外长", "x", "中韩外长"),
            ("title: yes", "x", "yes"),
            ("title: 1.10", "x", "1.10"),
            ("title: 007", "x", "007"),
            ("title: \"a\\n  b\"", "x", "a b"),
            ("Title: a", "x", "a"),
            ("title: [a, b]", "x", "a, b"),
            ("title: {{ page.title }}", "x", "{{ page.title }}"),
            ("title: a &amp; x", "x", "a & x"),
            ("title: AT&T <b>", "x", "AT&T <b>"),
            ("title: \"&lt;script&gt; &amp;lt;\"", "x", "<script> &lt;"),
            ("title:", "2020-01-02-my-first_post", "my first post"),
            ("a: b", "2020-01-02-標題-二", "標題-二"),
            ("a: b", "标题", "标题"),
            ("a: b", "2020-01-02-", ""),
            ("a: b", "---", "---"),
        ] {
            assert_eq!(read(matter, stem).0.item.title.as_deref(), Some(title), "{matter} {stem}");
        }
    }

    #[test]
    fn dates() {
        for (matter, stem, date, findings) in [
            ("date: 2021-09-15 06:44 +0800", "2020-01-02-a", Some("2021-09-15T06:44:00+08:00"), 0),
            ("date: 2020-13-45", "2020-01-02-a", Some("2020-01-02T00:00:00Z"), 1),
            ("date: soon", "a", None, 1),
            ("date: [a]", "a", None, 1),
            ("date: ~", "2020-01-02-a", Some("2020-01-02T00:00:00Z"), 0),
            ("x: y", "a", None, 1),
        ] {
            let (particulars, found) = read(&format!("title: t\n{matter}"), stem);
            assert_eq!(particulars.item.date_published.as_deref(), date, "{matter} {stem}");
            assert_eq!(found.len(), findings, "{matter} {stem}: {found:?}");
        }
    }

    #[test]
    fn terms() {
        for (matter, tags, categories) in [
            ("tags: [ 联合早报 ]\ncategories: [ 联合早报 ]", &["联合早报"][..], &[][..]),
            ("tags: a b  a\ncategories: c b", &["a", "b"], &["c"]),
            ("tag: a b\ncategory: c d", &["a b"], &["c d"]),
            ("tags: ['a&#38;b', a&amp;b]\ncategories: [a&b, '&lt;']", &["a&b"], &["<"]),
            ("tags: [1, 2.0, yes, ~, '', a, {b: c}, a]", &["1", "2.0", "yes", "a", "{\"b\":\"c\"}"], &[]),
            ("tags:\ncategories: ~", &[], &[]),
            ("tags: one\ntag: two", &["two", "one"], &[]),
        ] {
            let item = item(matter);
            assert_eq!(item.tags, tags, "{matter}");
            assert_eq!(item.extension.categories, categories, "{matter}");
        }
    }

    #[test]
    fn authors() {
        for (matter, names) in [
            ("author: 联合早报", &["联合早报"][..]),
            ("author: [a, b, a]", &["a", "b"]),
            ("author: 'a &#38; b, c'\nauthors: ['a &amp; b, c']", &["a & b, c"]),
            ("authors:\n  - name: a\n    url: https://example.org/\n  - b", &["a", "b"]),
            ("author: {name: a}", &["a"]),
            ("author: 1984", &["1984"]),
            ("author: ''", &[]),
        ] {
            assert_eq!(item(matter).author_names(), names, "{matter}");
        }
        let item = item("author: {name: a, url: 'https://example.org/'}");
        assert_eq!(item.authors[0].url.as_deref(), Some("https://example.org/"));
    }

    #[test]
    fn originals_languages_and_the_rest() {
        let (particulars, found) =
            read("title: t\nfrom: /x\nlang: zh_CN\nlayout: post\nclean: no\nn: {a: [1]}", "2020-01-02-a");
        assert_eq!(particulars.item.external_url, None);
        assert_eq!(particulars.item.language.as_deref(), Some("zh-CN"));
        assert!(!particulars.clean);
        insta::assert_snapshot!(serde_json::to_string(&particulars.item.extension.front_matter).unwrap(), @r#"{"from":"/x","layout":"post","n":{"a":[1]}}"#);
        insta::assert_snapshot!(found.join("\n"), @"p.md:3: `from` is not a web address: `/x`; kept with the other front matter");
        assert_eq!(
            item("from: ' HTTPS://example.org/a?b '").external_url.as_deref(),
            Some("HTTPS://example.org/a?b")
        );
        assert_eq!(item("language: 中文").language, None);
    }

    #[test]
    fn statuses() {
        for (matter, status) in [
            ("published: false", Status::Unpublished),
            ("published: no", Status::Unpublished),
            ("published: true", Status::Published),
            ("draft: true", Status::Draft),
            ("draft: false", Status::Published),
            ("a: b", Status::Published),
        ] {
            assert_eq!(read(matter, "a").0.status, status, "{matter}");
        }
    }
}
