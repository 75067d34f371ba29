//! The names that a post has.

use broadsheet_bundle::format::Item;
use broadsheet_bundle::written_date;
use serde_json::Value;
use url::Url;

use super::forms;
use super::key::{LinkKey, NameKind};
use crate::import::discover::{Root, SourceFile};

/// Names that a post declares; of more the first ones count. Real posts have a few former
/// addresses at most.
const DECLARED: usize = 100;

/// The keys of front matter with addresses of the post, as Jekyll (with its plug-in for redirects),
/// Hugo and Hexo write them.
const ADDRESS_KEYS: &[&str] =
    &["permalink", "url", "redirect_from", "aliases", "alias", "canonical_url", "canonical"];

/// The name of an absolute address.
pub fn by_address(url: &Url) -> Option<LinkKey> {
    Some(LinkKey::new(NameKind::Address, &[forms::page_address(url)?.as_bytes()]))
}

/// The name of a path on the site, given as its [parts](forms::site_path).
pub fn by_path(parts: &[String]) -> LinkKey {
    LinkKey::new(NameKind::Path, &[forms::folded(&parts.join("/")).as_bytes()])
}

/// The name of a file below a folder of posts, given as the parts of its path without ending.
pub fn by_file(root: &Root, parts: &[&str]) -> LinkKey {
    let folder = root.folder.as_os_str().as_encoded_bytes();
    LinkKey::new(NameKind::File, &[folder, forms::folded(&parts.join("/")).as_bytes()])
}

/// The name of a file, without folder and ending, or an id.
pub fn by_stem(stem: &str) -> LinkKey {
    LinkKey::new(NameKind::Stem, &[forms::folded(stem).as_bytes()])
}

/// The name of a day (`2017-05-02`) with a slug.
pub fn by_day(day: &str, slug: &str) -> LinkKey {
    LinkKey::new(NameKind::Day, &[day.as_bytes(), forms::slug(slug).as_bytes()])
}

/// The name of a slug.
pub fn by_slug(slug: &str) -> LinkKey {
    LinkKey::new(NameKind::Slug, &[forms::slug(slug).as_bytes()])
}

/// The names that a post whose file has this stem says that it has: the addresses of its original
/// and of itself, and its slug.
pub fn declared(item: &Item, stem: &str) -> Vec<LinkKey> {
    let from_stem = written_date::from_stem(stem);
    let day = item.date_published.as_deref().and_then(|date| date.get(..10));
    let file_day = from_stem.as_ref().map(|(date, _)| date.day());
    let matter = &item.extension.front_matter;
    let mut names = Vec::new();
    for address in [&item.external_url, &item.url].into_iter().flatten() {
        names.extend(Url::parse(address.trim()).ok().and_then(|url| by_address(&url)));
    }
    let own_slug = matter.get("slug").and_then(Value::as_str).map(|slug| slug.trim_matches('/'));
    let slug = own_slug.or(from_stem.as_ref().map(|(_, slug)| *slug)).unwrap_or(stem);
    let permalink = |pattern: &str| fill(pattern, day.or(file_day).unwrap_or_default(), slug);
    let values = ADDRESS_KEYS.iter().filter_map(|key| matter.get(*key));
    for value in values.flat_map(|value| match value {
        Value::Array(all) => all.as_slice(),
        one => std::slice::from_ref(one),
    }) {
        let Some(text) = value.as_str().map(str::trim).filter(|text| !text.is_empty()) else { continue };
        if let Ok(url) = Url::parse(text) {
            names.extend(by_address(&url));
        } else if text.contains('/') {
            let path = permalink(text);
            let parts = forms::site_path(&forms::decoded(path.split(['?', '#']).next().unwrap_or_default()));
            if !parts.is_empty() {
                names.push(by_path(&parts));
            }
        }
    }
    if let Some(slug) = own_slug.filter(|slug| !slug.is_empty()) {
        names.push(by_slug(slug));
        names.extend([day, file_day].into_iter().flatten().map(|day| by_day(day, slug)));
    }
    names.truncate(DECLARED);
    names
}

/// A permalink with Jekyll's placeholders filled in, but for that of the categories, which parts of
/// a path that has the day do not need.
fn fill(pattern: &str, day: &str, slug: &str) -> String {
    if !pattern.contains(':') {
        return pattern.to_owned();
    }
    let part = |range| day.get(range).unwrap_or_default();
    let (year, month, of_month) = (part(0..4), part(5..7), part(8..10));
    // The longer of two that begin alike comes first.
    let mut filled = pattern.to_owned();
    for (placeholder, value) in [
        (":short_year", year.get(2..).unwrap_or_default()),
        (":year", year),
        (":i_month", month.trim_start_matches('0')),
        (":month", month),
        (":i_day", of_month.trim_start_matches('0')),
        (":day", of_month),
        (":categories", ""),
        (":category", ""),
        (":output_ext", ".html"),
        (":title", slug),
        (":slug", slug),
        (":name", slug),
    ] {
        filled = filled.replace(placeholder, value);
    }
    filled
}

/// The names that a post has by its file, if it is the only one in it, its `id`, and the day that
/// its `date` begins with.
pub fn derived(file: Option<&SourceFile>, id: &str, date: Option<&str>) -> Vec<LinkKey> {
    let mut names = vec![by_stem(id)];
    let Some(file) = file else { return names };
    let (path, stem) = (file.name(), file.stem());
    let mut parts = forms::parts(&path);
    if let Some(last) = parts.last_mut() {
        *last = forms::without_ending(last).0;
    }
    names.push(by_file(&file.root, &parts));
    // A post with its files in a folder of its own has the name of the folder, as Hugo has it.
    let folder = match parts.as_slice() {
        [folders @ .., "index" | "_index"] => folders.last().copied(),
        _ => None,
    };
    if let Some(folder) = folder {
        parts.pop();
        names.extend([by_file(&file.root, &parts), by_stem(folder)]);
    }
    if *stem != *id {
        names.push(by_stem(&stem));
    }
    let stem = folder.unwrap_or(&stem);
    let from_stem = written_date::from_stem(stem);
    let slug = from_stem.as_ref().map_or(stem, |(_, slug)| slug);
    names.push(by_slug(slug));
    let file_day = from_stem.as_ref().map(|(date, _)| date.day());
    let day = date.and_then(|date| date.get(..10));
    names.extend(file_day.map(|day| by_day(day, slug)));
    names.extend(day.filter(|day| file_day != Some(*day)).map(|day| by_day(day, slug)));
    names
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::import::fingerprint::FileFingerprint;
    use crate::import::source::SourceFormat;

    #[test]
    fn declared_names() {
        let mut item = Item {
            external_url: Some("https://news.example.org/a".to_owned()),
            date_published: Some("2017-05-02T00:00:00Z".to_owned()),
            ..Item::default()
        };
        let path = |path: &str| by_path(&forms::site_path(path));
        let address = |address: &str| by_address(&Url::parse(address).unwrap()).unwrap();
        for (key, value, expected) in [
            ("permalink", json!("/about/me.html"), vec![path("/about/me")]),
            ("permalink", json!("/:year/:i_month/:title/"), vec![path("/2017/5/to")]),
            ("permalink", json!("pretty"), vec![]),
            ("url", json!("/posts/x/"), vec![path("posts/x")]),
            ("aliases", json!(["/a/b/", 7, "/%E5%9B%BE/c"]), vec![path("/a/b"), path("/图/c")]),
            (
                "redirect_from",
                json!("https://old.example.org/x?utm_source=y"),
                vec![address("http://old.example.org/x")],
            ),
            (
                "slug",
                json!("My Slug"),
                vec![by_slug("my-slug"), by_day("2017-05-02", "my-slug"), by_day("2017-05-01", "My-Slug")],
            ),
        ] {
            item.extension.front_matter = [(key.to_owned(), value)].into_iter().collect();
            let names = declared(&item, "2017-05-01-to");
            assert_eq!(
                names.split_first(),
                Some((&address("https://news.example.org/a"), &*expected)),
                "{key}"
            );
        }
    }

    #[test]
    fn names_by_file() {
        let root = Arc::new(Root {
            path: "p".into(),
            folder: "/p".into(),
            single: false,
            linked: Vec::new(),
            links: crate::import::discover::LinkPolicy::Inside,
        });
        let file = |path: &str| {
            SourceFile::new(
                Arc::clone(&root),
                Path::new(path),
                SourceFormat::Markdown,
                FileFingerprint::default(),
            )
        };
        let names = derived(Some(&file("life/_posts/2017-05-02-To.md")), "id", Some("2017-05-03T01:00:00"));
        for name in [
            by_stem("id"),
            by_stem("2017-05-02-to"),
            by_file(&root, &["life", "2017-05-02-to"]),
            by_slug("to"),
            by_day("2017-05-02", "to"),
            by_day("2017-05-03", "to"),
        ] {
            assert!(names.contains(&name));
        }
        let bundle = derived(Some(&file("posts/2017-05-02-to/index.md")), "index", None);
        for name in [
            by_file(&root, &["posts", "2017-05-02-to"]),
            by_file(&root, &["posts", "2017-05-02-to", "index"]),
            by_day("2017-05-02", "to"),
            by_slug("to"),
        ] {
            assert!(bundle.contains(&name));
        }
        assert_eq!(derived(None, "id", Some("2017-05-03")), [by_stem("id")]);
        assert!(derived(Some(&file("cafe\u{301}.md")), "x", None).contains(&by_file(&root, &["caf\u{e9}"])));
    }
}
