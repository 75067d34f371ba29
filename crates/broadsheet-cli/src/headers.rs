//! The headers that a host should send with the files of a site: `serve` sends them, and a file in
//! the site tells them to hosts that read one.
//!
//! A site is safe without any of it. With it, what a browser is made to open by itself has no more
//! rights than it needs.

use std::borrow::Cow;

use broadsheet_pack::output::{BUNDLE_FOLDERS, is_hashed};
use broadsheet_pack::site::{ATOM_FEED, JSON_FEED, OPEN_SEARCH, WEB_MANIFEST};

/// The file, as Netlify, Cloudflare Pages and others read it.
pub const FILE: &str = "_headers";

/// The name of the header with a content security policy.
pub const POLICY: &str = "content-security-policy";

/// The name of the `meta` element in which a page says whose pages may have it in a frame, as a
/// policy names them.
pub const FRAME_PARENTS: &str = "broadsheet:frame-parents";

/// Sent with every file: no other type is to be guessed, and no host learns which page asks.
const EVERYWHERE: [(&str, &str); 2] =
    [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer")];

/// The policy of whatever is not a page: opened by itself it is shown, and nothing in it runs.
/// Pictures have styles and pictures inside, and browsers show a film by a page of their own.
const INERT: &str =
    "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; sandbox";

/// Types that hosts do not know by the endings of names.
const TYPES: [(&str, &str); 4] = [
    (JSON_FEED, "application/feed+json"),
    (ATOM_FEED, "application/atom+xml; charset=utf-8"),
    (OPEN_SEARCH, "application/opensearchdescription+xml; charset=utf-8"),
    (WEB_MANIFEST, "application/manifest+json"),
];

/// The header with a file's type.
const TYPE: &str = "content-type";

/// Sent with files whose names change with their content.
const IMMUTABLE: (&str, &str) = ("cache-control", "public, max-age=31536000, immutable");

/// The type of the file `name`, if it is none that its ending says.
pub fn type_of(name: &str) -> Option<&'static str> {
    TYPES.into_iter().find_map(|(known, kind)| (known == name).then_some(kind))
}

/// The headers of a file: of a page, given its HTML, or of any other.
pub fn of(page: Option<&str>) -> impl Iterator<Item = (&'static str, Cow<'_, str>)> {
    let policy = page.and_then(policy).map_or(Cow::Borrowed(INERT), Cow::Owned);
    let everywhere = EVERYWHERE.map(|(name, value)| (name, Cow::Borrowed(value)));
    everywhere.into_iter().chain([(POLICY, policy)])
}

/// The content of [`FILE`] for a site with these pages, their names and their HTML, and these files
/// of the viewer.
pub fn file<'a>(
    pages: impl IntoIterator<Item = (&'a str, &'a str)>,
    viewer: impl IntoIterator<Item = &'a str>,
) -> String {
    let mut text = String::new();
    let mut rule = |path: &str, headers: &[(&str, &str)]| {
        text.extend([path, "\n"]);
        for (name, value) in headers {
            text.extend(["  ", name, ": ", value, "\n"]);
        }
    };
    rule("/*", &EVERYWHERE);
    for folder in BUNDLE_FOLDERS {
        let policy = (folder == "media").then_some((POLICY, INERT));
        rule(&format!("/{folder}/*"), &policy.into_iter().chain([IMMUTABLE]).collect::<Vec<_>>());
    }
    for name in viewer.into_iter().filter(|name| is_hashed(name)) {
        rule(&format!("/{name}"), &[IMMUTABLE]);
    }
    for (name, kind) in TYPES {
        rule(&format!("/{name}"), &[(TYPE, kind)]);
    }
    for (name, html) in pages {
        let Some(policy) = policy(html) else { continue };
        // Hosts serve a page under its name, and without the ending.
        let stem = name.strip_suffix(".html").unwrap_or(name);
        let short = if stem == "index" { "" } else { stem };
        for path in [name, short] {
            rule(&format!("/{path}"), &[(POLICY, &policy)]);
        }
    }
    text
}

/// `true` for the name of a page: they lie in the site's folder itself.
pub fn is_page(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending == "html") && !name.contains(['/', '\\'])
}

/// The policy that a page has in a `meta` element, with what none can say there: whose pages may
/// have it in a frame.
fn policy(html: &str) -> Option<String> {
    let policy = meta(html, "http-equiv", POLICY)?;
    let parents = meta(html, "name", FRAME_PARENTS).filter(|parents| !parents.is_empty());
    Some(match parents {
        Some(parents) => format!("{policy}; frame-ancestors 'self' {parents}"),
        None => policy,
    })
}

/// The content of the first `meta` element whose attribute `name` is `value`, in words with a blank
/// between them.
fn meta(html: &str, name: &str, value: &str) -> Option<String> {
    // The comparison needs the same places in both.
    let lower = html.to_ascii_lowercase();
    let mut from = 0;
    while let Some(start) = lower.get(from..)?.find("<meta").map(|at| from + at) {
        let tag = tag(html.get(start..)?);
        from = start + tag.len().max(1);
        if attribute(tag, name).is_some_and(|found| found.eq_ignore_ascii_case(value)) {
            let words: Vec<_> = attribute(tag, "content")?.split_whitespace().collect();
            return Some(words.join(" "));
        }
    }
    None
}

/// The tag that `html` begins with, without its end.
fn tag(html: &str) -> &str {
    let mut quote = None;
    let end = html.find(|c| {
        if let Some(open) = quote {
            quote = (c != open).then_some(open);
            return false;
        }
        quote = matches!(c, '"' | '\'').then_some(c);
        c == '>'
    });
    html.get(..end.unwrap_or(html.len())).unwrap_or_default()
}

/// The value of an attribute of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    loop {
        let (before, after) = rest.split_once('=')?;
        let found = before.trim_end().rsplit(|c: char| c.is_ascii_whitespace()).next()?;
        let after = after.trim_start();
        let (value, next) = match after.chars().next()? {
            quote @ ('"' | '\'') => after.get(1..)?.split_once(quote)?,
            _ => after.split_at(after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len())),
        };
        if found.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<meta charset=utf-8><META content=\"default-src 'none';\n img-src 'self' a>b\" \
                        http-equiv=Content-Security-Policy><meta name=x content=y>";

    #[test]
    fn a_page_has_its_own_policy_and_all_else_none_that_runs() {
        let of = |page| of(page).map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>();
        assert_eq!(of(Some(PAGE))[2], "content-security-policy: default-src 'none'; img-src 'self' a>b");
        assert_eq!(of(None)[..2], ["x-content-type-options: nosniff", "referrer-policy: no-referrer"]);
        for inert in
            [None, Some("<p>"), Some("<meta http-equiv=content-security-policy>"), Some("<meta content='x")]
        {
            assert!(of(inert)[2].ends_with("; sandbox"), "{inert:?}");
        }
    }

    #[test]
    fn a_page_that_says_who_may_frame_it_is_kept_from_others() {
        let parents = format!("<meta name=\"{FRAME_PARENTS}\" content=\"https://a.example *.b.example\">");
        let framed = policy(&[PAGE, &parents].concat()).unwrap();
        assert!(framed.ends_with("a>b; frame-ancestors 'self' https://a.example *.b.example"), "{framed}");
        assert_eq!(policy(&parents), None);
    }

    #[test]
    fn the_file_says_the_same() {
        let found = file(
            [("embed.html", PAGE), ("index.html", PAGE), ("other.html", "<p>")],
            ["boot.js", "style-0123456789abcdef.css"],
        );
        let immutable = "  cache-control: public, max-age=31536000, immutable\n";
        for rule in [
            "/*\n  x-content-type-options: nosniff\n  referrer-policy: no-referrer\n",
            &format!("/media/*\n  content-security-policy: {INERT}\n{immutable}"),
            &format!("/packs/*\n{immutable}"),
            &format!("/style-0123456789abcdef.css\n{immutable}"),
            "/feed.json\n  content-type: application/feed+json\n",
            "/embed.html\n  content-security-policy: default-src 'none'; img-src 'self' a>b\n",
            "/embed\n  content-security-policy: default-src 'none'; img-src 'self' a>b\n",
            "/index.html\n  content-security-policy: default-src 'none'; img-src 'self' a>b\n",
            "/\n  content-security-policy: default-src 'none'; img-src 'self' a>b\n",
        ] {
            assert!(found.contains(rule), "{rule}{found}");
        }
        assert!(!found.contains("other") && !found.contains("boot.js"), "{found}");
        assert_eq!(found.matches("/media/*").count(), 1);
    }

    #[test]
    fn the_viewers_page_has_a_policy() {
        let page = include_str!("../../../index.html");
        assert!(policy(page).is_some_and(|policy| policy.contains("script-src 'self'")));
    }
}
