//! The page that hosts send for addresses without one. It looks for the post that is meant.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use broadsheet_article::escape_attribute;
use broadsheet_pack::archive_info::ArchiveInfo;
use broadsheet_pack::site_address::SiteAddress;
use sha2::{Digest as _, Sha256};

/// The page's name.
pub(crate) const FILE: &str = "404.html";

const PAGE: &str = include_str!("../../../../static/404.html");
const STYLE: &str = include_str!("../../../../static/404.css");
const SCRIPT: &str = include_str!("../../../../static/404.js");

/// The texts of the page in a language, after its tag and the ranges of tags that lead to it.
type Texts = (&'static str, &'static [&'static str], [&'static str; 3]);

/// The texts of all languages.
const TEXTS: &[Texts] = include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The page of an archive that is published at `address`, if that is known.
pub(super) fn page(archive: &ArchiveInfo, address: Option<&SiteAddress>) -> String {
    let tag = archive.language.as_deref().unwrap_or_default();
    let (language, _, [heading, text, search]) = texts(tag);
    let script = without_comments(SCRIPT);
    let style = STYLE.trim();
    let escaped = |text: &str| escape_attribute(text);
    let values = [
        ("language", escaped(language)),
        ("script_hash", policy_hash(&script)),
        ("style_hash", policy_hash(style)),
        ("heading", escaped(heading)),
        ("text", escaped(text)),
        ("search", escaped(search)),
        ("path", address.map(|address| escaped(address.path())).unwrap_or_default()),
        ("address", address.map_or_else(|| "./".to_owned(), |address| escaped(address.path()))),
        // Without an address only the script can tell where the archive is.
        ("no_link", if address.is_some() { "" } else { " hidden" }.to_owned()),
        ("archive_language", escaped(tag)),
        ("title", escaped(&archive.title)),
        ("style", style.to_owned()),
        ("script", script),
    ];
    fill(PAGE, &values)
}

/// `true` for a page that [`page`] has made.
pub(super) fn is_ours(html: &[u8]) -> bool {
    let mark = b"<main data-archive=\"";
    html.windows(mark.len()).any(|window| window == mark)
}

/// Replaces each `{name}` by its value; no value is looked through for others.
fn fill(template: &str, values: &[(&str, String)]) -> String {
    let mut filled = String::with_capacity(2 * template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// A script without its comments, which all stand on lines of their own.
fn without_comments(script: &str) -> String {
    let mut code = String::from("\n");
    let mut is_comment = false;
    for line in script.lines() {
        let text = line.trim();
        let begins = text.starts_with("/**");
        if !(is_comment || begins || text.starts_with("//") || text.is_empty()) {
            code.extend([text, "\n"]);
        }
        is_comment = (is_comment || begins) && !text.ends_with("*/");
    }
    code
}

/// The source by which a policy allows an inline script or style.
fn policy_hash(content: &str) -> String {
    ["sha256-", &STANDARD.encode(Sha256::digest(content.as_bytes()))].concat()
}

/// The texts for an archive in this language; those in English if there are no others. The first
/// subtag that makes a range with the primary language decides, as for readers in the viewer.
fn texts(tag: &str) -> &'static Texts {
    let tag = tag.to_ascii_lowercase();
    let mut subtags = tag.split(['-', '_']);
    let primary = subtags.next().unwrap_or_default();
    let mut ranges = subtags.map(|subtag| [primary, "-", subtag].concat()).chain([primary.to_owned()]);
    let of_range = |range: String| TEXTS.iter().find(|(_, ranges, _)| ranges.contains(&range.as_str()));
    let english = || TEXTS.iter().find(|(tag, ..)| *tag == "en");
    ranges.find_map(of_range).or_else(english).unwrap_or(&("", &[], ["", "", ""]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive() -> ArchiveInfo {
        ArchiveInfo {
            title: "a <b> & \"c\" {script}".into(),
            language: Some("zh-TW".into()),
            ..ArchiveInfo::default()
        }
    }

    #[test]
    fn its_policy_allows_what_is_in_it_and_nothing_else() {
        let page = page(&archive(), None);
        for (start, end) in [("<script>", "</script>"), ("<style>", "</style>")] {
            let content = page.split_once(start).and_then(|(_, rest)| rest.split_once(end)).unwrap().0;
            assert!(page.contains(&format!("'{}'", policy_hash(content))), "{start}");
            assert_eq!(page.matches(start).count(), 1);
        }
        let is_comment =
            |line: &str| line.starts_with("//") || line.starts_with("/*") || line.starts_with('*');
        assert!(!page.lines().any(is_comment), "comments stay in the repository");
        assert!(page.contains(">a &lt;b&gt; &amp; &quot;c&quot; {script}</a>"), "{page}");
    }

    #[test]
    fn it_leads_to_the_archive_as_far_as_that_is_known() {
        let address = SiteAddress::parse("https://example.org/sub/").unwrap();
        let known = page(&archive(), Some(&address));
        assert!(
            known.contains("data-archive=\"/sub/\"") && known.contains("<p><a id=\"archive\" href=\"/sub/\"")
        );
        let unknown = page(&archive(), None);
        assert!(unknown.contains("data-archive=\"\"") && unknown.contains("<p hidden><a id=\"archive\""));
    }

    #[test]
    fn its_language_is_chosen_as_in_the_viewer() {
        let cases: Vec<(Vec<String>, String)> =
            serde_json::from_str(include_str!("../../../../tests/language-tags.json")).unwrap();
        let one =
            cases.iter().filter_map(|(tags, language)| Some((tags.first()?, language, tags.len() == 1)));
        for (tag, language, _) in one.filter(|(.., alone)| *alone) {
            assert_eq!(texts(tag).0, language, "{tag}");
        }
        assert!(page(&archive(), None).contains("<html lang=\"zh-Hant\">"));
    }
}
