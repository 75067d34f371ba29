//! A post's metadata, from its front matter and its file name.

use std::collections::HashSet;

use broadsheet_article::limits::MAX_URL_BYTES;
use broadsheet_article::{Options, native};
use broadsheet_bundle::facet::{FACETS, Facet, FrontMatterKeys, PerFacet};
use broadsheet_bundle::format::limits::MAX_SENTENCE_CHARS;
use broadsheet_bundle::format::{Author, Item, ItemExtension};
use broadsheet_bundle::{PostDate, written_date};

use super::front_matter::ParsedDocument;
use super::names::{collapsed, decoded_line, parts, shorten_to, value_of};
use super::yaml::Entry;
use super::yaml_value::Yaml;
use crate::diagnostics::{FileDiagnostics, counted, listed, shorten};
use crate::limits::{TERM_CHARACTERS, TERMS, TITLE_CHARACTERS};

/// The status of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It does.
    Published,
    /// Its front matter says `draft: true`.
    Draft,
    /// Its front matter says `published: false`.
    Unpublished,
    /// It was no published post in the program that exported it.
    ExportedDraft,
    /// The program that exported it showed it to some readers alone.
    Private,
    /// It is an entry of a feed of which no post is made.
    NotAPost,
}

/// The metadata of a post.
#[derive(Debug, Clone, PartialEq)]
pub struct PostMetadata {
    /// All but the id and the content.
    pub item: Item,
    /// `Published` if it belongs in the archive.
    pub status: Status,
    /// `true` if the article is to be cleaned; `clean: false` says no.
    pub clean: bool,
}

/// Reads the metadata of a post whose file has this stem and lies in these `categories`.
pub fn read_metadata(
    parsed: ParsedDocument<'_>,
    stem: &str,
    categories: &[String],
    diagnostics: &mut FileDiagnostics,
) -> PostMetadata {
    let mut matter = FrontMatterReader { entries: parsed.entries, diagnostics };
    // A diary has the days alone for names.
    let day_alone = [stem, "-"].concat();
    let from_stem = written_date::from_stem(stem).or_else(|| written_date::from_stem(&day_alone));
    let slug = from_stem.as_ref().map_or(stem, |(_, slug)| slug);

    let status = matter.status();
    let day = from_stem.as_ref().map(|(date, _)| date);
    let title = matter.title(&from_slug(slug, day.map(PostDate::day)), parsed.has_front_matter);
    let date = matter.date(day);
    let authors = matter.authors();
    let mut facets = facets(|facet, keys| {
        let of_folders = if facet == Facet::Category { categories } else { &[] };
        matter.terms(facet, keys, of_folders)
    });
    let tags = std::mem::take(&mut facets[Facet::Tag]);
    let external_url = matter.original();
    let language = matter.language();
    let summary = matter.summary();
    let clean = matter.clean();

    let front_matter = matter.entries.into_iter().map(|entry| (entry.key, entry.value.to_json())).collect();
    PostMetadata {
        item: Item {
            title: Some(title),
            date_published: date.map(|date| date.as_str().to_owned()),
            authors,
            tags,
            external_url,
            language,
            summary,
            extension: ItemExtension { facets, front_matter, ..ItemExtension::default() },
            ..Item::default()
        },
        status,
        clean,
    }
}

/// The front matter's keys for authors, who can have URLs.
pub(super) const AUTHORS: FrontMatterKeys = FrontMatterKeys { many: "authors", one: "author" };

/// Keys under which programs have the name of an author, the best first.
const AUTHOR_NAMES: [&str; 12] = [
    "name",
    "display_name",
    "displayName",
    "full_name",
    "fullname",
    "nickname",
    "姓名",
    "名字",
    "title",
    "username",
    "login",
    "slug",
];

/// Keys of the date of publication, but `date`: Hugo's, and those of other programs. (`published`
/// may say as well that a post is not.)
const PUBLISHED: [&str; 7] =
    ["publishDate", "pubDate", "date_published", "published", "published_at", "created", "created_at"];

/// Keys of the date of the last change: Hugo's, Hexo's, and those of other programs.
const CHANGED: [&str; 6] =
    ["lastmod", "updated", "modified", "last_modified_at", "updated_at", "date_modified"];

/// The values of each facet that front matter lists, but authors. `values_of` returns those of a
/// facet with these keys, each once; what another facet has already is left out as the facets'
/// table says.
pub(super) fn facets(
    mut values_of: impl FnMut(Facet, FrontMatterKeys) -> Vec<String>,
) -> PerFacet<Vec<String>> {
    let mut facets = PerFacet::<Vec<String>>::default();
    for definition in &FACETS {
        let Some(keys) = definition.front_matter else { continue };
        if definition.facet == Facet::Author {
            continue;
        }
        let mut values = values_of(definition.facet, keys);
        if let Some(other) = definition.except {
            let known: HashSet<&String> = facets[other].iter().collect();
            values.retain(|value| !known.contains(value));
        }
        facets[definition.facet] = values;
    }
    facets
}

/// Values of one facet as they are found: each once, no more than [`TERMS`], none longer than
/// [`TERM_CHARACTERS`].
pub(super) struct Collected<T> {
    terms: Vec<T>,
    names: HashSet<String>,
    /// Values that were given, repeated ones included.
    given: usize,
    /// Terms that were shortened.
    shortened: usize,
}

impl<T> Collected<T> {
    pub(super) fn new() -> Self {
        Self { terms: Vec::new(), names: HashSet::new(), given: 0, shortened: 0 }
    }

    /// Adds the term that `read` gives, with its name. It is not read once there are enough.
    pub(super) fn add(
        &mut self,
        read: impl FnOnce() -> (String, Option<String>),
        make: impl FnOnce(String, Option<String>) -> T,
    ) {
        self.given += 1;
        if self.terms.len() >= TERMS {
            return;
        }
        let (mut name, url) = read();
        if shorten_to(&mut name, TERM_CHARACTERS) {
            self.shortened += 1;
        }
        if !name.is_empty() && self.names.insert(name.clone()) {
            self.terms.push(make(name, url));
        }
    }

    /// The terms; what was left out is told.
    pub(super) fn finish(self, keys: FrontMatterKeys, diagnostics: &mut FileDiagnostics) -> Vec<T> {
        let FrontMatterKeys { many, one } = keys;
        if self.given > TERMS && self.terms.len() == TERMS {
            let action = format!("only the first {TERMS} are kept");
            diagnostics.warning(0, counted(self.given, one, many), action);
        }
        if self.shortened > 0 {
            let long = counted(self.shortened, one, many);
            diagnostics.warning(0, format!("{long} of more than {TERM_CHARACTERS} characters"), "cut off");
        }
        self.terms
    }
}

/// The front matter; entries that were understood are taken out, the rest goes into the bundle as
/// it is.
struct FrontMatterReader<'r> {
    entries: Vec<Entry>,
    diagnostics: &'r mut FileDiagnostics,
}

impl FrontMatterReader<'_> {
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

    fn title(&mut self, from_file: &str, has_front_matter: bool) -> String {
        let entry = self.take("title");
        if let Some(entry) = entry {
            let mut title = match entry.value.as_text() {
                Some(text) => decoded_line(text),
                None if entry.value == Yaml::Null => String::new(),
                None => {
                    let title = match &entry.value {
                        Yaml::List(_) => {
                            let mut words = Vec::new();
                            entry.value.words(&mut words);
                            decoded_line(&words.join(", "))
                        }
                        _ => decoded_line(&entry.written),
                    };
                    self.diagnostics.warning(
                        entry.line,
                        "the title is not text",
                        format!("taken as `{title}`"),
                    );
                    title
                }
            };
            if shorten_to(&mut title, TITLE_CHARACTERS) {
                let message = format!("a title of more than {TITLE_CHARACTERS} characters");
                self.diagnostics.warning(entry.line, message, "cut off");
            }
            if !title.is_empty() {
                return title;
            }
        }
        let message = if has_front_matter { "no title" } else { "no front matter" };
        self.diagnostics.info(0, message, format!("named by the file: `{from_file}`"));
        from_file.to_owned()
    }

    /// The date: what `date` says, else another key of the publication, else the name of the file,
    /// else a key of the last change.
    fn date(&mut self, from_file: Option<&PostDate>) -> Option<PostDate> {
        let entry = self.take("date").filter(|entry| !entry.value.to_text().trim().is_empty());
        if let Some(date) = entry.as_ref().and_then(|entry| written_date::parse(&entry.value.to_text())) {
            return Some(date);
        }
        let named = |(key, date)| (format!("`{key}` is used"), date);
        let other = self.date_of(&PUBLISHED).map(named);
        let other =
            other.or_else(|| from_file.map(|date| ("the file name's is used".to_owned(), date.clone())));
        let other = other.or_else(|| self.date_of(&CHANGED).map(named));
        if let Some(entry) = entry {
            let action = match &other {
                Some((what, date)) => format!("{what}: {}", date.day()),
                None => "kept as undated".to_owned(),
            };
            let text = entry.value.to_text();
            self.diagnostics.warning(entry.line, format!("`{}` is not a date", shorten(&text)), action);
            self.put_back(entry);
        } else if other.is_none() {
            self.diagnostics.info(0, "no date", "kept as undated");
        }
        other.map(|(_, date)| date)
    }

    /// The first of these keys that has a date, with that. It stays in the front matter.
    fn date_of(&self, keys: &[&'static str]) -> Option<(&'static str, PostDate)> {
        keys.iter().find_map(|key| {
            let place = self.find(key)?;
            Some((*key, written_date::parse(self.value(place).as_text()?)?))
        })
    }

    fn authors(&mut self) -> Vec<Author> {
        let mut authors = Collected::new();
        for entry in [self.take(AUTHORS.one), self.take(AUTHORS.many)].into_iter().flatten() {
            let mut add = |name: &str, url: Option<String>| {
                authors.add(|| (value_of(Facet::Author, name), url), |name, url| Author { name, url });
            };
            if add_authors(&entry.value, &mut add) {
                self.report_mapping(&entry);
            }
        }
        authors.finish(AUTHORS, self.diagnostics)
    }

    /// The values of one facet, each once: `given` ones, and then those of the file in its order.
    fn terms(&mut self, facet: Facet, keys: FrontMatterKeys, given: &[String]) -> Vec<String> {
        let mut terms = Collected::new();
        let mut add = |text: &str| terms.add(|| (value_of(facet, text), None), |term, _| term);
        for text in given {
            add(text);
        }
        for (key, has_words) in [(keys.one, false), (keys.many, true)] {
            let Some(entry) = self.take(key) else { continue };
            if let Some(text) = entry.value.as_text() {
                parts(text, has_words, &mut add);
                continue;
            }
            let mut words = Vec::new();
            let has_mapping = entry.value.words(&mut words);
            // `[甲，乙]` is one word to YAML, unless it has quotation marks; a list of one text was
            // made of that by a program.
            let is_flow = entry.written.starts_with('[') && !entry.written.contains(['"', '\'']);
            let is_text = words.len() == 1 && !has_mapping;
            for word in words {
                if is_flow || is_text {
                    parts(word, false, &mut add);
                } else {
                    add(word);
                }
            }
            if has_mapping {
                self.report_mapping(&entry);
            }
        }
        terms.finish(keys, self.diagnostics)
    }

    fn report_mapping(&mut self, entry: &Entry) {
        let mut words = Vec::new();
        entry.value.words(&mut words);
        let action = match words.len() {
            0 => "left out".to_owned(),
            count => format!(
                "its words are taken: {}",
                listed(words.iter().map(|word| format!("`{}`", shorten(word))), count)
            ),
        };
        let message = format!("`{}` has keys and values where names are meant", shorten(&entry.key));
        self.diagnostics.warning(entry.line, message, action);
    }

    fn original(&mut self) -> Option<String> {
        let entry = self.take("from")?;
        let text = entry.value.to_text();
        let url = text.trim();
        if url.is_empty() {
            return None;
        }
        if is_web_address(url) {
            return Some(url.to_owned());
        }
        self.diagnostics.warning(
            entry.line,
            format!("`from` is not a web address: `{}`", shorten(url)),
            "kept with the other front matter",
        );
        self.put_back(entry);
        None
    }

    /// The summary that its author wrote.
    fn summary(&mut self) -> Option<String> {
        let is_text = |value: &Yaml| match value {
            Yaml::Text(text) => !text.trim().is_empty(),
            Yaml::Plain(text) => !matches!(text.as_str(), "true" | "false"),
            _ => false,
        };
        let keys = ["summary", "excerpt", "description"];
        let key =
            keys.into_iter().find(|key| self.find(key).is_some_and(|place| is_text(self.value(place))))?;
        let mut summary = summary_line(&self.take(key)?.value.to_text());
        shorten_to(&mut summary, MAX_SENTENCE_CHARS);
        (!summary.is_empty()).then_some(summary)
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
    // RFC 5646 recommends room for 35 characters (section 4.4.1).
    let fits = tag.len() <= 64
        && (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    fits.then_some(tag)
}

/// `true` for an address by http or https that is no longer than addresses in articles may be.
pub fn is_web_address(text: &str) -> bool {
    text.len() <= MAX_URL_BYTES
        && broadsheet_bundle::url::host_of(text).is_some()
        && !text.contains(char::is_whitespace)
}

/// Hands the name and address of each author to `add`; `true` if there was a mapping without a
/// name.
fn add_authors(value: &Yaml, add: &mut dyn FnMut(&str, Option<String>)) -> bool {
    match value {
        Yaml::List(values) => values.iter().fold(false, |found, value| add_authors(value, add) | found),
        Yaml::Map(entries) => {
            let find = |key: &str| {
                let found = entries.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
                found.and_then(|(_, value)| value.as_text())
            };
            if let Some(name) = AUTHOR_NAMES.iter().find_map(|key| find(key)) {
                let url = ["url", "uri"].iter().find_map(|key| find(key)).map(collapsed);
                add(name, url.filter(|url| is_web_address(url)));
                return false;
            }
            // By their handles: `{zhang: {name: 张三}}`.
            if !entries.is_empty() && entries.iter().all(|(_, value)| matches!(value, Yaml::Map(_))) {
                return entries.iter().fold(false, |found, (_, value)| add_authors(value, add) | found);
            }
            let mut words = Vec::new();
            value.words(&mut words);
            for word in words {
                add(word, None);
            }
            true
        }
        value => {
            add(&value.to_text(), None);
            false
        }
    }
}

/// A summary on one line, without the tags of HTML that some programs write into it.
fn summary_line(text: &str) -> String {
    if text.contains("</") || text.contains("/>") || text.contains("<br>") {
        let options = Options { clean: false, ..Options::default() };
        return collapsed(&broadsheet_article::write_text(&native::parse(text, &options)));
    }
    decoded_line(text)
}

/// A title from the name of a file behind its `day`: hyphens separate words where words are
/// separated at all. Of a name that shows nothing, the day, or an ellipsis: a title is never empty.
fn from_slug(slug: &str, day: Option<&str>) -> String {
    let latin = slug.chars().all(|c| c < '\u{250}');
    let title = if latin { slug.replace(['-', '_'], " ") } else { slug.to_owned() };
    match (decoded_line(&title), collapsed(slug)) {
        (title, _) if !title.is_empty() => title,
        (_, slug) if !slug.is_empty() => slug,
        _ => day.unwrap_or("…").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::front_matter;

    fn read(matter: &str, stem: &str) -> (PostMetadata, Vec<String>) {
        let text = format!("---\n{matter}\n---\nbody");
        let mut diagnostics = FileDiagnostics::new("p.md");
        let parsed = front_matter::parse(&text, &mut diagnostics);
        let metadata = read_metadata(parsed, stem, &[], &mut diagnostics);
        (metadata, diagnostics.into_diagnostics().iter().map(ToString::to_string).collect())
    }

    fn item(matter: &str) -> Item {
        read(matter, "2020-01-02-a-slug").0.item
    }

    #[test]
    fn a_day_alone_is_a_name_with_a_date() {
        for (stem, date) in
            [("2020-01-02", Some("2020-01-02T00:00:00Z")), ("2020-01", None), ("2020-13-02", None)]
        {
            assert_eq!(read("a: b", stem).0.item.date_published.as_deref(), date, "{stem}");
        }
    }

    #[test]
    fn titles() {
        for (matter, stem, title) in [
            ("title: 中韩外长", "x", "中韩外长"),
            ("title: yes", "x", "yes"),
            ("title: 1.10", "x", "1.10"),
            ("title: 007", "x", "007"),
            ("title: \"Cafe\\u0301\"", "x", "Café"),
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
            ("a: b", "2020-01-02-", "2020-01-02"),
            ("a: b", "2020-01-02", "2020-01-02"),
            ("a: b", "2020-01-02-\u{200B}", "2020-01-02"),
            ("a: b", "---", "---"),
            ("a: b", " ", "…"),
            ("title: >\n  折行的\n  标题", "x", "折行的标题"),
            ("title: |\n  折行的\n  标题", "x", "折行的标题"),
            ("title: \"\\u202eabc\\u202c \\u2068بحر\\u2069\\ufeff\"", "x", "abc بحر"),
            ("title: '再见，'", "x", "再见，"),
        ] {
            assert_eq!(read(matter, stem).0.item.title.as_deref(), Some(title), "{matter} {stem}");
        }
    }

    #[test]
    fn dates() {
        for (matter, stem, date, diagnostics) in [
            ("date: 2021-09-15 06:44 +0800", "2020-01-02-a", Some("2021-09-15T06:44:00+08:00"), 0),
            ("date: 2020-13-45", "2020-01-02-a", Some("2020-01-02T00:00:00Z"), 1),
            ("date: soon", "a", None, 1),
            ("date: [a]", "a", None, 1),
            ("date: ~", "2020-01-02-a", Some("2020-01-02T00:00:00Z"), 0),
            ("x: y", "a", None, 1),
            ("publishDate: 2021-09-15\nlastmod: 2022-01-01", "2020-01-02-a", Some("2021-09-15T00:00:00Z"), 0),
            ("updated: 2022-01-01 10:00:00", "2020-01-02-a", Some("2020-01-02T00:00:00Z"), 0),
            ("updated: 2022-01-01 10:00:00", "a", Some("2022-01-01T10:00:00Z"), 0),
            ("published: 2013/7/13 20:46:25", "a", Some("2013-07-13T20:46:25Z"), 0),
            ("date: soon\ncreated: 1631688299", "a", Some("2021-09-15T06:44:59Z"), 1),
        ] {
            let (metadata, found) = read(&format!("title: t\n{matter}"), stem);
            assert_eq!(metadata.item.date_published.as_deref(), date, "{matter} {stem}");
            assert_eq!(found.len(), diagnostics, "{matter} {stem}: {found:?}");
        }
    }

    #[test]
    fn terms() {
        for (matter, tags, categories) in [
            ("tags: [ 联合早报 ]\ncategories: [ 联合早报 ]", &["联合早报"][..], &[][..]),
            ("tags: a b  a\ncategories: c b", &["a", "b"], &["c"]),
            ("tag: a b\ncategory: c d", &["a b"], &["c d"]),
            ("tags: ['a&#38;b', a&amp;b]\ncategories: [a&b, '&lt;']", &["a&b"], &["<"]),
            ("tags: [1, 2.0, yes, ~, '', a, {b: c}, a]", &["1", "2.0", "yes", "a", "b", "c"], &[]),
            ("tags: 城市, 河流,夜行", &["城市", "河流", "夜行"], &[]),
            (
                "tags: 城市，河流、夜行；山\ncategory: 随笔; 行走",
                &["城市", "河流", "夜行", "山"],
                &["随笔", "行走"],
            ),
            ("tags: slow travel, night trains,", &["slow travel", "night trains"], &[]),
            ("tags: [\"城市, 河流\"]", &["城市", "河流"], &[]),
            ("tags: [\"城市, 河流\", a]", &["城市, 河流", "a"], &[]),
            ("tags: tech \"night train\" 'a, b'", &["tech", "night train", "a, b"], &[]),
            ("tag: one \"two three\"\ncategory: a, \"b, c\"", &["one \"two three\""], &["a", "b, c"]),
            ("tags: '90s rock'n'roll", &["'90s", "rock'n'roll"], &[]),
            ("tags: #城市, #河流", &["城市", "河流"], &[]),
            ("tags: 旅行 #城市 # not a tag", &["旅行", "城市"], &[]),
            ("tags: # none yet\ncategories: a # b", &[], &["a"]),
            ("tags: ['城市,', ' ，河流；']", &["城市", "河流"], &[]),
            ("tags: [城市，河流、夜行]", &["城市", "河流", "夜行"], &[]),
            ("tags: '#城市 #河流#夜行 #山#'", &["城市", "河流", "夜行", "山"], &[]),
            ("tags: ['#城市', C#, '#山#']", &["城市", "C#", "山"], &[]),
            ("categories: [[旅行, 火车], [札记, [旅行]]]", &[], &["旅行", "火车", "札记"]),
            ("tags: [{name: 旅行, slug: travel}, {甲: [乙]}]", &["旅行", "甲", "乙"], &[]),
            ("tags: {a, b}", &["a", "b"], &[]),
            ("tags: '&amp; R&amp;D AT&#38;T'", &["&", "R&D", "AT&T"], &[]),
            (
                "tags: [\"\\u2067بحر\\u2069\", \"abc\\u200e\", \"می\\u200cخواهم\"]",
                &["بحر", "abc", "می\u{200C}خواهم"],
                &[],
            ),
            ("tags: >\n  城市,\n  河流", &["城市", "河流"], &[]),
            ("tags: slow travel | night trains ／ 城市", &["slow travel", "night trains", "城市"], &[]),
            ("tags：城市, 河流\ncategory: TCP/IP", &["城市", "河流"], &["TCP/IP"]),
            ("tags:\ncategories: ~", &[], &[]),
            ("tags: one\ntag: two", &["two", "one"], &[]),
            ("tags: [\"tra\\u200bvel\", \"travel\\u00a0\", travel, Travel]", &["travel", "Travel"], &[]),
            (
                "tags: [\"Cafe\\u0301\", \"Caf\\u00e9\", \"night\\u2009\\u3000train\", night train]",
                &["Café", "night train"],
                &[],
            ),
        ] {
            let item = item(matter);
            assert_eq!(item.tags, tags, "{matter}");
            assert_eq!(item.extension.facets[Facet::Category], categories, "{matter}");
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
            ("author: [[a, b], [c]]", &["a", "b", "c"]),
            ("author: {first: a, second: {name: b}}", &["first", "a", "second", "b"]),
            ("author: '张三，'", &["张三"]),
            ("author: \"张\\u200b三\\u200f\"", &["张三"]),
        ] {
            assert_eq!(item(matter).author_names(), names, "{matter}");
        }
        let item = item("author: {name: a, url: 'https://example.org/'}");
        assert_eq!(item.authors[0].url.as_deref(), Some("https://example.org/"));
    }

    #[test]
    fn mappings_in_the_place_of_names_are_told() {
        for (matter, told) in [
            (
                "categories:\n  旅行: 火车",
                "p.md:3: `categories` has keys and values where names are meant; its words are taken: `旅行`, `火车`",
            ),
            (
                "author: {甲: ~}",
                "p.md:3: `author` has keys and values where names are meant; its words are taken: `甲`",
            ),
            ("tags: [{}]", "p.md:3: `tags` has keys and values where names are meant; left out"),
        ] {
            assert_eq!(read(&format!("title: t\n{matter}"), "2020-01-02-a").1, [told]);
        }
        assert_eq!(read("title: t\ntags: [[a], b]\nauthor: {name: c}", "2020-01-02-a").1, [""; 0]);
    }

    #[test]
    fn folders_give_categories() {
        let text = "---\ncategories: [旅行, letters]\ntags: blue\n---\nbody";
        let mut diagnostics = FileDiagnostics::new("p.md");
        let parsed = front_matter::parse(text, &mut diagnostics);
        let folders = ["letters".to_owned(), "blue".to_owned()];
        let item = read_metadata(parsed, "2020-01-02-a", &folders, &mut diagnostics).item;
        assert_eq!(item.extension.facets[Facet::Category], ["letters", "旅行"]);
    }

    #[test]
    fn floods_of_terms_are_cut() {
        let many = |count| (0..count).map(|n| format!("t{n}")).collect::<Vec<_>>();
        let list = format!("[{}]", many(TERMS + 7).join(", "));
        let words = many(TERMS + 7).join(" ");
        let long = "字".repeat(TERM_CHARACTERS + 1);
        for (matter, tags, categories, authors, told) in [
            (format!("tags: {list}"), TERMS, 0, 0, vec!["507 tags; only the first 500 are kept"]),
            (
                format!("tags: {words}\ncategories: {words}"),
                TERMS,
                0,
                0,
                vec!["507 tags; only the first 500 are kept", "507 categories; only the first 500 are kept"],
            ),
            (format!("authors: {list}"), 0, 0, TERMS, vec!["507 authors; only the first 500 are kept"]),
            (format!("tags: [{}]", many(TERMS).join(", ")), TERMS, 0, 0, vec![]),
            (
                format!("tags: [{long}, a]\nauthor: {long}"),
                2,
                0,
                1,
                vec![
                    "1 author of more than 200 characters; cut off",
                    "1 tag of more than 200 characters; cut off",
                ],
            ),
        ] {
            let (metadata, found) = read(&format!("title: t\n{matter}"), "2020-01-02-a");
            let Item { tags: got, authors: by, extension, .. } = metadata.item;
            assert_eq!(
                (got.len(), extension.facets[Facet::Category].len(), by.len()),
                (tags, categories, authors)
            );
            assert!(got.iter().all(|tag| tag.chars().count() <= TERM_CHARACTERS));
            let found: Vec<_> = found.iter().map(|line| line.strip_prefix("p.md: ").unwrap()).collect();
            assert_eq!(found, told);
        }
        let (metadata, found) = read(&format!("title: {}", "字".repeat(5_000)), "2020-01-02-a");
        assert_eq!(metadata.item.title.unwrap().chars().count(), TITLE_CHARACTERS);
        assert_eq!(found, ["p.md:2: a title of more than 1000 characters; cut off"]);
        let address = format!("https://example.org/{}", "a".repeat(MAX_URL_BYTES));
        assert_eq!(item(&format!("from: {address}")).external_url, None);
        assert_eq!(item(&format!("language: zh{}", "-a".repeat(40))).language, None);
    }

    #[test]
    fn originals_languages_and_the_rest() {
        let (metadata, found) =
            read("title: t\nfrom: /x\nlang: zh_CN\nlayout: post\nclean: no\nn: {a: [1]}", "2020-01-02-a");
        assert_eq!(metadata.item.external_url, None);
        assert_eq!(metadata.item.language.as_deref(), Some("zh-CN"));
        assert!(!metadata.clean);
        insta::assert_snapshot!(serde_json::to_string(&metadata.item.extension.front_matter).unwrap(), @r#"{"from":"/x","layout":"post","n":{"a":[1]}}"#);
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
