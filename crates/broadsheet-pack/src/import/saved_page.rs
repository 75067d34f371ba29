//! Pages that a browser or another program saved, which have no front matter: what they say of
//! themselves, as if it stood there.

use broadsheet_article::native::{PageStatements, read_statements};
use broadsheet_bundle::written_date;
use serde_json::Value;
use url::Url;

use super::metadata::{is_web_address, language_tag};
use super::names::decoded_line;
use super::structured_data::StructuredData;
use super::yaml::Entry;
use super::yaml_value::Yaml;

/// Bytes at the start of a text in which a page shows that it is one.
const HEAD_BYTES: usize = 8 * 1024;

/// Names of `meta` elements, the most reliable first: Open Graph (<https://ogp.me/>), Dublin Core
/// (<https://www.dublincore.org/specifications/dublin-core/dcmi-terms/>), those that Google Scholar
/// reads (<https://scholar.google.com/intl/en/scholar/inclusion.html#indexing>), and those of
/// newspapers.
const TITLES: [&str; 8] = [
    "og:title",
    "citation_title",
    "dc.title",
    "dcterms.title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "savepage-title",
];
const AUTHORS: [&str; 11] = [
    "author",
    "article:author",
    "og:article:author",
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "twitter:data1:author",
    "blogger_name",
];
const DATES: [&str; 26] = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "published_time",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "weibo:article:create_at",
    "og:release_date",
    "release_date",
    "displaydate",
    "date",
];
const SUMMARIES: [&str; 5] =
    ["description", "og:description", "dc.description", "dcterms.abstract", "twitter:description"];

/// Signs between the title of a page and the name of its site.
const SEPARATORS: [char; 14] = ['-', '–', '—', '|', '｜', '·', '•', '_', ':', '：', '«', '»', '‹', '›'];

/// The statements of a page about itself.
#[derive(Debug, Default)]
pub struct SavedPage {
    /// As front matter has it.
    pub entries: Vec<Entry>,
    /// The base of relative addresses, where that is not the address of the page.
    pub base: Option<String>,
}

/// Reads what the page in `text` says of itself; `has_day` says that the name of its file has a
/// date. `None` if the text is no whole page.
pub fn read(text: &str, has_day: bool) -> Option<SavedPage> {
    if !is_page(text) {
        return None;
    }
    let page = Page::new(read_statements(text));
    let mut entries = Vec::new();
    let mut add = |key: &str, value: Option<Yaml>| {
        entries.extend(value.map(|value| Entry {
            key: key.to_owned(),
            value,
            line: 1,
            written: String::new(),
        }));
    };
    let text_of = |text: Option<String>| text.map(Yaml::Text);
    let list_of =
        |texts: Vec<String>| (!texts.is_empty()).then(|| texts.into_iter().map(Yaml::Text).collect());
    let address = page.address();
    add("title", text_of(page.title()));
    add("date", text_of(page.date(text, address.as_ref(), has_day)));
    add("author", list_of(page.authors()).map(Yaml::List));
    add("tags", list_of(page.tags()).map(Yaml::List));
    add("categories", list_of(page.categories()).map(Yaml::List));
    add("lang", text_of(page.language()));
    add("summary", text_of(page.summary()));
    add("from", text_of(address.as_ref().map(|url| url.as_str().to_owned())));
    Some(SavedPage { entries, base: page.base(address.as_ref()) })
}

/// `true` for the text of a whole page: its elements begin with those that only a page has.
fn is_page(text: &str) -> bool {
    let head = text.get(..text.floor_char_boundary(HEAD_BYTES)).unwrap_or_default();
    let mut rest = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    loop {
        let inner = rest.strip_prefix("<!--").or_else(|| rest.strip_prefix("<?"));
        let Some((_, after)) = inner.and_then(|inner| inner.split_once('>')) else { break };
        // The end of a comment; a sign of it within one costs nothing but this loop.
        rest = after.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let Some(start) = rest.find('<') else { return false };
        rest = &rest[start..];
    }
    ["<!doctype html", "<html", "<head", "<title", "<meta"].iter().any(|start| {
        let begins = rest.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
        begins && !rest[start.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
    })
}

struct Page {
    statements: PageStatements,
    structured: StructuredData,
}

impl Page {
    fn new(statements: PageStatements) -> Self {
        let parsed = statements.structured.iter().filter_map(|text| serde_json::from_str::<Value>(text).ok());
        let structured = StructuredData::new(parsed.collect());
        Self { statements, structured }
    }

    /// The values of the `meta` elements of these names, by name.
    fn metas<'p>(&'p self, names: &'p [&str]) -> impl Iterator<Item = &'p str> {
        let of = |name: &'p &str| self.statements.metas.iter().filter(move |(known, ..)| known == name);
        names.iter().flat_map(of).map(|(_, value, _)| value.as_str())
    }

    /// The title, without the name of the site if that is known or the main heading goes without
    /// it.
    fn title(&self) -> Option<String> {
        let is_filled = |title: &String| !title.is_empty();
        let said = self.metas(&TITLES).map(decoded_line).find(is_filled);
        let title = said
            .or_else(|| self.structured.text("headline").map(|title| decoded_line(&title)).filter(is_filled))
            .or_else(|| Some(decoded_line(&self.statements.title)).filter(is_filled))
            .or_else(|| self.statements.headings.first().map(|heading| decoded_line(heading)))
            .filter(is_filled)?;
        let sites =
            self.metas(&["og:site_name", "application-name", "al:android:app_name"]).map(decoded_line);
        let mut sites = sites.chain(self.structured.publisher().map(|name| decoded_line(&name)));
        // The name of the site may be a main heading as well; titles are longer.
        let headings = self.statements.headings.iter().map(|heading| decoded_line(heading));
        let without = headings
            .filter(|heading| !heading.is_empty() && is_title_with_site(&title, heading))
            .max_by_key(|heading| heading.chars().count())
            .or_else(|| sites.find_map(|site| without_site(&title, &site)));
        Some(without.unwrap_or(title))
    }

    fn authors(&self) -> Vec<String> {
        let is_name = |name: &String| !name.is_empty() && !is_web_address(name) && !name.starts_with('@');
        let collected = |names: &mut dyn Iterator<Item = String>| {
            let mut authors: Vec<String> = Vec::new();
            for name in names.filter(is_name) {
                if !authors.contains(&name) {
                    authors.push(name);
                }
            }
            authors
        };
        // Of one `meta`, since others repeat the names in other forms.
        for name in AUTHORS {
            let plain = |name: &str| decoded_line(name.strip_prefix("By ").unwrap_or(name));
            let found = collected(&mut self.metas(&[name]).map(plain));
            if !found.is_empty() {
                return found;
            }
        }
        let found = collected(&mut self.structured.authors().iter().map(|name| decoded_line(name)));
        if !found.is_empty() {
            return found;
        }
        collected(&mut self.statements.authors.iter().map(|name| decoded_line(name)).take(1))
    }

    /// The time of publication; `has_day` says that the name of the file has a better one than the
    /// first time in the text.
    fn date(&self, text: &str, address: Option<&Url>, has_day: bool) -> Option<String> {
        let is_date = |date: &String| written_date::parse(date).is_some();
        let times = |wanted: bool| {
            let of = self.statements.times.iter().filter(move |(_, is_published)| *is_published == wanted);
            of.map(|(time, _)| time.clone())
        };
        let is_of_wechat = address.is_some_and(|url| url.host_str() == Some("mp.weixin.qq.com"));
        let of_script = || if is_of_wechat { published_by_script(text) } else { None };
        self.metas(&DATES)
            .map(str::to_owned)
            .find(is_date)
            .or_else(|| {
                ["datePublished", "dateCreated", "uploadDate"]
                    .iter()
                    .find_map(|key| self.structured.text(key))
                    .filter(is_date)
            })
            .or_else(|| times(true).find(is_date))
            .or_else(|| of_script().filter(is_date))
            .or_else(|| if has_day { None } else { times(false).find(is_date) })
    }

    fn tags(&self) -> Vec<String> {
        let of_article: Vec<_> = self.metas(&["article:tag", "og:article:tag"]).map(decoded_line).collect();
        if !of_article.is_empty() {
            return of_article;
        }
        let keywords = ["keywords", "news_keywords", "parsely-tags", "sailthru.tags"];
        if let Some(words) = self.metas(&keywords).map(decoded_line).find(|words| !words.is_empty()) {
            return vec![words];
        }
        let keywords = self.structured.texts("keywords");
        if !keywords.is_empty() {
            return keywords;
        }
        self.statements.tags.iter().map(|tag| decoded_line(tag)).collect()
    }

    fn categories(&self) -> Vec<String> {
        let section = self.metas(&["article:section", "og:article:section"]).map(decoded_line).next();
        let section = section.or_else(|| self.structured.text("articleSection"));
        match section.filter(|section| !section.is_empty()) {
            Some(section) => vec![section],
            None => self.statements.categories.iter().map(|category| decoded_line(category)).collect(),
        }
    }

    fn language(&self) -> Option<String> {
        let said = self.statements.language.iter().map(String::as_str);
        let metas = self.metas(&["content-language", "og:locale", "dc.language", "language"]);
        said.chain(metas).find_map(language_tag)
    }

    fn summary(&self) -> Option<String> {
        let said = self.metas(&SUMMARIES).map(decoded_line).find(|text| !text.is_empty());
        said.or_else(|| self.structured.text("description"))
    }

    /// The address at which the page was published. One of a site's home page is mostly a mistake
    /// of its template, so a longer one is better.
    fn address(&self) -> Option<Url> {
        let canonical = self.statements.links.iter().filter(|(rel, _)| rel == "canonical");
        let canonical = canonical.map(|(_, href)| href.as_str());
        let saved = self.statements.comments.iter().find_map(|comment| saved_from(comment));
        let base = saved.as_deref().and_then(|address| Url::parse(address).ok());
        let others = self.metas(&[
            "og:url",
            "savepage-url",
            "twitter:url",
            "parsely-link",
            "citation_fulltext_html_url",
        ]);
        let structured = ["mainEntityOfPage", "url"].map(|key| self.structured.address(key));
        let all = canonical
            .chain(others)
            .map(str::to_owned)
            .chain(saved.clone())
            .chain(structured.into_iter().flatten());
        let addresses: Vec<Url> = all
            .filter_map(|address| Url::options().base_url(base.as_ref()).parse(address.trim()).ok())
            .filter(|url| matches!(url.scheme(), "http" | "https") && is_web_address(url.as_str()))
            .collect();
        let is_page = |url: &&Url| url.path().len() > 1 || url.query().is_some();
        addresses.iter().find(is_page).or(addresses.first()).cloned()
    }

    /// The base that the page states for its relative addresses.
    fn base(&self, address: Option<&Url>) -> Option<String> {
        let stated = self.statements.base.as_deref()?;
        let base = Url::options().base_url(address).parse(stated).ok()?;
        matches!(base.scheme(), "http" | "https").then(|| base.into())
    }
}

/// `true` if `title` is `heading` with a sign between it and the name of the site. Where that may
/// come first, the heading has to be the longer one of the two.
fn is_title_with_site(title: &str, heading: &str) -> bool {
    let is_longer = |site: &str| {
        let site = site.trim_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c));
        heading.chars().count() >= site.chars().count()
    };
    if let Some(rest) = title.strip_prefix(heading) {
        let rest = rest.trim_start();
        return rest.starts_with(SEPARATORS) && (!rest.starts_with([':', '：', '»', '›']) || is_longer(rest));
    }
    title.strip_suffix(heading).is_some_and(|rest| rest.trim_end().ends_with(SEPARATORS) && is_longer(rest))
}

/// A title without the name of its site and the sign before or behind that.
fn without_site(title: &str, site: &str) -> Option<String> {
    if site.is_empty() {
        return None;
    }
    let before = title.strip_suffix(site).map(str::trim_end).and_then(|rest| rest.strip_suffix(SEPARATORS));
    let behind =
        || title.strip_prefix(site).map(str::trim_start).and_then(|rest| rest.strip_prefix(SEPARATORS));
    let rest = before.or_else(behind)?.trim_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c));
    (!rest.is_empty()).then(|| rest.to_owned())
}

/// The address in the comment of a program that saved a page: `saved from url=(0023)https://…` of
/// browsers, ` url: https://… ` of `SingleFile`, `Mirrored from example.org/… by HTTrack`.
fn saved_from(comment: &str) -> Option<String> {
    let word = |text: &str| text.split_whitespace().next().map(str::to_owned);
    if let Some((_, rest)) = comment.split_once("saved from url=(") {
        return word(rest.split_once(')')?.1);
    }
    if comment.contains("SingleFile")
        && let Some((_, rest)) = comment.split_once("url:")
    {
        return word(rest);
    }
    let (_, rest) = comment.split_once("Mirrored from ")?;
    Some(["http://", rest.split_once(" by ")?.0.trim()].concat())
}

/// The time of publication in the script of a page of `WeChat`, in seconds since 1970.
fn published_by_script(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("var ct = ")?;
    let rest = rest.strip_prefix(['"', '\''])?;
    Some(rest.split(['"', '\'']).next()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        let Some(SavedPage { entries, base }) = read(text, false) else { return "none".to_owned() };
        let mut said: Vec<_> =
            entries.iter().map(|entry| format!("{}={}", entry.key, entry.value.to_text())).collect();
        said.extend(base.map(|base| format!("base={base}")));
        said.join(" ")
    }

    #[test]
    fn titles() {
        for (head, title) in [
            ("<title>A - B</title>", "A - B"),
            ("<title>A - B</title></head><h1>A</h1>", "A"),
            ("<title>B | A C</title></head><h1>A C</h1>", "A C"),
            ("<title>国标页_某站</title></head><h1>某站</h1><h1>国标页</h1>", "国标页"),
            ("<title>A B</title></head><h1>A</h1>", "A B"),
            ("<title>国标页 - 某某新闻网</title></head><h1>国标页</h1>", "国标页"),
            ("<title>某站：国标页的事</title></head><h1>某站</h1>", "某站：国标页的事"),
            ("<title>国标页 - 站</title></head><h1>站</h1><h2>国标页</h2>", "国标页 - 站"),
            ("<title>A – B</title><meta property=og:site_name content=B>", "A"),
            ("<title>B: A</title><meta property=og:site_name content=B>", "A"),
            (
                "<title>x</title><meta property=og:title content='A &amp;amp; C - B'><meta name=application-name content=B>",
                "A & C",
            ),
            (
                "<script type=application/ld+json>{\"@type\": \"NewsArticle\", \"headline\": \"A\"}</script><title>A | B</title>",
                "A",
            ),
            ("</head><h1>A</h1>", "A"),
        ] {
            assert_eq!(
                said(&format!("<!doctype html><html><head>{head}")),
                format!("title={title}"),
                "{head}"
            );
        }
    }

    #[test]
    fn programs_that_save_pages_say_where_they_were() {
        for (page, expected) in [
            (
                "<!-- saved from url=(0024)https://x.test/a/b.html -->\n<html><base href='../c/'>",
                "from=https://x.test/a/b.html base=https://x.test/c/",
            ),
            (
                "<!DOCTYPE html> <html lang=zh_CN><!--\n Page saved with SingleFile \n url: https://x.test/a \n saved date: Thu Jan 02 2020\n--><meta charset=utf-8>",
                "lang=zh-CN from=https://x.test/a",
            ),
            (
                "<!--\n Page saved with SingleFile \n url: https://x.test/a \n saved date: x\n--><html>",
                "from=https://x.test/a",
            ),
            (
                "<html><!-- Mirrored from x.test/a.html by HTTrack Website Copier/3.x, Thu --><head>",
                "from=http://x.test/a.html",
            ),
            (
                "<!-- Mirrored from x.test/a.html by HTTrack Website Copier/3.x, Thu -->\n<html>",
                "from=http://x.test/a.html",
            ),
            (
                "<html><link rel=canonical href=/><meta property=og:url content=https://x.test/a>",
                "from=https://x.test/a",
            ),
            ("<html><link rel=canonical href=https://x.test/>", "from=https://x.test/"),
            ("<html><link rel=canonical href='file:///a.html'>", ""),
        ] {
            let expected = expected.replace("none", "");
            let page = said(page);
            assert!(
                page == expected || page.contains(&expected) && !expected.is_empty(),
                "{page} {expected}"
            );
        }
    }

    #[test]
    fn what_is_no_page() {
        for text in ["<p>x</p>", "x <html>", "", "<!-- a --><p>", "<header>x</header>", "<!--", "<? <? <?"] {
            assert_eq!(said(text), "none", "{text}");
        }
        assert_eq!(
            said("\u{feff}\n<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C'>\n<html xml:lang='de'>"),
            "lang=de"
        );
    }
}
