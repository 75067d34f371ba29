//! Feeds of our own words, read to entries and to particulars.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use broadsheet_pack::diagnostics::FileDiagnostics;
use broadsheet_pack::import::feed::detect;
use broadsheet_pack::import::feed::entry::{self, Article};
use broadsheet_pack::import::{encoding, feed};

/// Returns a feed's entries as posts, and all diagnostics, as text.
fn read(name: &str, bytes: &[u8]) -> String {
    let format = detect::format(bytes).unwrap();
    let text = encoding::decode_xml(bytes, false).text;
    let feed = match feed::read(&text, format) {
        Ok(feed) => feed,
        Err(error) => return format!("{name}:{}: {error}", error.line),
    };
    let mut told = vec![feed.title.unwrap_or_default()];
    told.extend(
        feed.found.iter().map(|found| format!("! {}: {}; {}", found.line, found.message, found.action)),
    );
    for entry in &feed.entries {
        let mut diagnostics = FileDiagnostics::new(name);
        let item = entry::metadata(entry, &mut diagnostics).item;
        let (Article::Html(article) | Article::Markdown(article)) = entry::article(entry);
        told.push(format!("\n{} (line {}) {}", entry.number, entry.line, entry::wanted_id(entry, "feed")));
        told.push(serde_json::to_string(&item).unwrap());
        told.push(format!("base {}", entry.base.as_deref().unwrap_or("-")));
        told.push(article.trim().to_owned());
        told.extend(diagnostics.into_diagnostics().iter().map(|found| format!("! {found}")));
    }
    told.join("\n")
}

#[test]
fn rss() {
    insta::assert_snapshot!(read("garden.rss", include_bytes!("feeds/garden.rss")));
}

#[test]
fn atom() {
    insta::assert_snapshot!(read("harbour.atom", include_bytes!("feeds/harbour.atom")));
}

#[test]
fn json_feed() {
    insta::assert_snapshot!(read("kitchen.json", include_bytes!("feeds/kitchen.json")));
}

/// Returns the lines of [`read`] but the bases.
fn told(text: &str) -> Vec<String> {
    read("f", text.as_bytes()).lines().filter(|line| !line.starts_with("base ")).map(str::to_owned).collect()
}

/// Titles of the entries, and all that is told.
fn titles(text: &str) -> (Vec<String>, Vec<String>) {
    let feed = feed::read(text, detect::format(text.as_bytes()).unwrap()).unwrap();
    let mut told: Vec<_> =
        feed.found.iter().map(|found| format!("{}: {}", found.line, found.message)).collect();
    let title = |entry: &feed::Entry| {
        let mut diagnostics = FileDiagnostics::new("f");
        let title = entry::metadata(entry, &mut diagnostics).item.title.unwrap();
        let found = diagnostics.into_diagnostics().into_iter();
        let found = found
            .map(|finding| format!("{} at {}: {}", entry.number, finding.line.unwrap_or(0), finding.message));
        told.extend(found.filter(|told| !told.ends_with("no date")));
        title
    };
    (feed.entries.iter().map(title).collect(), told)
}

#[test]
fn a_fault_costs_its_entry_alone() {
    let item = |title: &str| format!("<item><title>{title}</title><description>x</description></item>\n");
    for (broken, expected, fault) in [
        ("<item><title>B</title><description>x</item>\n", "B", "2 at 2: `description` has no end"),
        ("<item><title>B</title>\n", "B", "2 at 3: `item` has no end"),
        ("<item><title>B</title></link></item>\n", "B", "2 at 2: `/link` closes nothing"),
        (
            "<item><title>B</title><description><![CDATA[x</description></item>\n",
            "B",
            "2 at 2: not valid XML (syntax error: CDATA not closed: `]]>` not found before end of input)",
        ),
        (
            "<item><title>B</title><!-- x</item>\n",
            "B",
            "2 at 2: not valid XML (syntax error: comment not closed: `-->` not found before end of input)",
        ),
        (
            "<item><title>AT&T < B &nbsp; 1 <2 &#0; &bogus;</title></item>\n",
            "AT&T < B 1 <2 \u{fffd} &bogus;",
            "",
        ),
        ("<item><title>B<description>x</description></item>\n", "Bx", "2 at 2: `title` has no end"),
    ] {
        let text = format!("<rss><channel>{}{broken}{}</channel></rss>", item("A"), item("C"));
        let (titles, told) = titles(&text);
        assert_eq!(titles, ["A", expected, "C"], "{broken} {told:?}");
        assert_eq!(told.first().map_or("", String::as_str), fault, "{broken} {told:?}");
    }
}

#[test]
fn an_entry_whose_first_tag_is_broken_is_passed_over() {
    let text =
        "<rss><channel><item a='1><title>A</title></item>\n<item><title>B</title></item></channel></rss>";
    let (titles, told) = titles(text);
    assert_eq!(titles, ["B"]);
    assert!(told[0].contains(" at 1: not valid XML"), "{told:?}");
}

#[test]
fn a_broken_file_is_told_with_its_line() {
    for (text, line) in [
        ("{\"version\": \"https://jsonfeed.org/version/1\",\n\"items\": [{\"id\": 1},\n", 3),
        ("{\"version\": \"https://jsonfeed.org/version/1\",\n\"items\": 7}", 2),
        ("{\"version\": 1, \"x\": \"jsonfeed.org\", \"items\": []}", 0),
    ] {
        let error = feed::read(text, detect::Format::Json).unwrap_err();
        assert_eq!(error.line, line, "{error}");
    }
    assert!(feed::read("no element", detect::Format::Xml).is_err());
    // What is there of a file that breaks off is kept.
    let (titles, told) = titles("<rss><channel><item><title>A</title></item>\n<item><title>B</title>");
    assert_eq!(titles, ["A", "B"]);
    assert_eq!(told, ["2 at 2: the file ends within `item`"]);
}

#[test]
fn bombs_do_not_go_off() {
    let entities = "<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]>";
    let (names, told) =
        titles(&format!("{entities}<rss><channel><item><title>&b;</title></item></channel></rss>"));
    assert_eq!(
        (names, told),
        (vec!["&b;".to_owned()], vec!["1 at 1: the DOCTYPE declares entities".to_owned()])
    );
    let within = |inner: &str| format!("<rss><channel><item><title>A</title>{inner}</item></channel></rss>");
    let deep =
        within(&format!("<description>{}x{}</description>", "<b>".repeat(100_000), "</b>".repeat(100_000)));
    let (names, told) = titles(&deep);
    assert_eq!(
        (names.len(), told.as_slice()),
        (1, ["1 at 1: elements are nested deeper than 256".to_owned()].as_slice())
    );
    for inner in [
        "<a/>".repeat(300_000),
        "<![CDATA[".repeat(50_000),
        "<!--".repeat(100_000),
        "< ".repeat(300_000),
        "<x ".repeat(100_000),
        "</x>".repeat(100_000),
        format!("<x {}/>", "a='1' ".repeat(100_000)),
        "<x xmlns:a='b' xmlns:c='d'>".repeat(100_000),
        "<item><![CDATA[".repeat(50_000),
        "<enclosure url='https://e.example/a.mp3'/>".repeat(50_000),
        "<category>a</category>".repeat(50_000),
    ] {
        let began = std::time::Instant::now();
        let (names, _) = titles(&within(&inner));
        assert!(!names.is_empty());
        assert!(began.elapsed().as_secs() < 20, "{} took {:?}", &inner[..30], began.elapsed());
    }
}

#[test]
fn encodings_that_are_declared() {
    let text = |label: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"{label}\"?><rss><channel><item><title>园子里的雨</title></item></channel></rss>"
        )
    };
    let gbk = encoding_rs::GBK.encode(&text("GBK")).0.into_owned();
    let utf16: Vec<u8> = text("UTF-16").encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = [b"\xfe\xff".as_slice(), &utf16].concat();
    for bytes in [text("UTF-8").into_bytes(), text("GBK").into_bytes(), gbk, utf16, marked] {
        assert!(read("f", &bytes).contains("\"title\":\"园子里的雨\""), "{bytes:?}");
    }
}

#[test]
fn other_kinds_of_feeds() {
    let rdf = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"
        xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel rdf:about=\"c\"><title>T</title>
        <link>https://e.example/</link><items><rdf:Seq><rdf:li resource=\"a\"/></rdf:Seq></items></channel>
        <item rdf:about=\"a\"><title>A</title><link>a</link><dc:date>2004-05-06</dc:date><dc:subject>s</dc:subject></item></rdf:RDF>";
    let old = "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title>T</title><entry><title mode=\"escaped\"
        type=\"text/html\">A</title><link rel=\"alternate\" href=\"https://e.example/a\"/><issued>2004-05-06</issued></entry></feed>";
    let single = "<entry xmlns=\"http://www.w3.org/2005/Atom\"><title>A</title><published>2004-05-06T00:00:00Z</published></entry>";
    let media = "<rss xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><item><title>A</title><pubDate>2004-05-06</pubDate>
        <media:group><media:content url=\"https://e.example/a.mp4\" type=\"video/mp4\"/><media:thumbnail url=\"https://e.example/a.jpg\"/>
        <media:description>Words</media:description></media:group></item></channel></rss>";
    for text in [rdf, old, single, media] {
        let told = told(text).join("\n");
        assert!(told.contains("\"title\":\"A\"") && told.contains("2004-05-06"), "{told}");
    }
    assert!(told(rdf).join("\n").contains("\"external_url\":\"https://e.example/a\""));
    assert!(told(rdf).join("\n").contains("\"tags\":[\"s\"]"));
    let media = told(media).join("\n");
    assert!(
        media.contains("<video controls src=\"https://e.example/a.mp4\"></video>")
            && media.contains("<p>Words</p>"),
        "{media}"
    );
    assert!(media.contains("<img src=\"https://e.example/a.jpg\""), "{media}");
}

#[test]
fn authors_of_rss() {
    for (author, name) in [
        ("a@e.example (Nora)", "Nora"),
        ("Nora &lt;a@e.example&gt;", "Nora"),
        ("诺拉（a@e.example）", "诺拉"),
        ("a@e.example", "a@e.example"),
        ("Nora (the elder)", "Nora (the elder)"),
    ] {
        let text =
            format!("<rss><channel><item><title>A</title><author>{author}</author></item></channel></rss>");
        assert!(
            told(&text).join("").contains(&format!("[{{\"name\":\"{name}\"}}]")),
            "{author}: {:?}",
            told(&text)
        );
    }
}

#[test]
fn ids() {
    let id = |item: &str| {
        let text = format!("<rss><channel><item>{item}<title>T</title></item></channel></rss>");
        let feed = feed::read(&text, detect::Format::Xml).unwrap();
        entry::wanted_id(&feed.entries[0], "stem")
    };
    for (item, wanted) in [
        ("<guid>https://e.example/a/b/</guid>", "e.example-a-b"),
        ("<guid>http://e.example/a/b</guid>", "e.example-a-b"),
        ("<guid>17</guid><link>https://e.example/</link>", "17"),
        ("<link>https://e.example/?p=1</link>", "e.example-?p=1"),
        ("<guid>tag:e.example,2020:a/b</guid>", "tag:e.example,2020:ab"),
    ] {
        assert_eq!(id(item), wanted);
    }
    assert!(id("").starts_with("stem-") && id("") == id("") && id("") != id("<pubDate>1</pubDate>"));
    let long = id(&format!("<guid>{}</guid>", "字".repeat(500)));
    assert!(long.len() <= 210 && long != id(&format!("<guid>{}</guid>", "字".repeat(501))), "{long}");
}

/// Pieces of feeds, sound and broken.
const PIECES: [&str; 36] = [
    "<rss>",
    "<channel>",
    "</channel>",
    "</rss>",
    "<item>",
    "</item>",
    "<title>",
    "</title>",
    "<feed>",
    "</feed>",
    "<entry>",
    "</entry>",
    "<content type='xhtml'>",
    "<content src='a'>",
    "</content>",
    "<description>",
    "</description>",
    "<b>",
    "</b>",
    "<br/>",
    "<",
    ">",
    "&",
    "&amp;",
    "&nbsp;",
    "&#0;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?x",
    "?>",
    "园 子\n",
    " xml:base='https://e.example/' ",
    "<link href='a' rel='enclosure'/>",
    "<guid>a</guid>",
];

proptest::proptest! {
    #[test]
    fn any_xml_is_read(pieces in proptest::collection::vec(proptest::sample::select(PIECES.as_slice()), 0..60)) {
        let text = format!("<rss><channel><item>{}", pieces.concat());
        let lines = text.split('\n').count();
        let feed = feed::read(&text, detect::Format::Xml).unwrap();
        proptest::prop_assert!(!feed.entries.is_empty());
        for read in &feed.entries {
            let mut diagnostics = FileDiagnostics::new("f");
            let item = entry::metadata(read, &mut diagnostics).item;
            proptest::prop_assert!(!item.title.unwrap().trim().is_empty() && (1..=lines).contains(&read.line));
            for found in diagnostics.into_diagnostics() {
                proptest::prop_assert!(found.line.is_none_or(|line| line as usize <= lines), "{found}");
            }
            proptest::prop_assert!(!entry::wanted_id(read, "f").is_empty());
            entry::article(read);
        }
    }
}
