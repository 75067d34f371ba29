//! From a post's bytes to what it says of itself.

use broadsheet_bundle::{PostDate, Row, written_date};
use broadsheet_pack::diagnostics::FileDiagnostics;
use broadsheet_pack::import::{encoding, front_matter, metadata};

/// The bytes of a post's file.
pub fn run(data: &[u8]) {
    let decoded = encoding::decode(data);
    let text = decoded.text.as_str();
    assert!(!text.contains('\r'), "line ends are not alike");

    let split = front_matter::split(text);
    if let Some(matter) = split.matter {
        assert!(text.contains(matter.text) && text.ends_with(split.body), "front matter is not of the text");
        assert_eq!(text.len() - split.body.len(), offset_of_line(text, split.body_line), "line of the body");
    } else {
        assert_eq!(split.body, text);
    }

    let mut diagnostics = FileDiagnostics::new("post.md");
    let parsed = front_matter::parse(text, &mut diagnostics);
    assert!(text.ends_with(parsed.body));
    let mut again = FileDiagnostics::new("post.md");
    assert_eq!(parsed, front_matter::parse(text, &mut again), "two readings differ");
    let metadata = metadata::read_metadata(parsed, "2020-02-03-a-post", &[], &mut diagnostics);

    let lines = text.split('\n').count();
    for diagnostic in &diagnostics.into_diagnostics() {
        assert!(diagnostic.line.is_none_or(|line| line as usize <= lines), "{diagnostic} of {lines} lines");
        assert!(!diagnostic.message.contains('\n') && !diagnostic.action.contains('\n'), "{diagnostic}");
    }
    let item = &metadata.item;
    let title = item.title.as_deref().unwrap_or_default();
    assert!(!title.trim().is_empty(), "a post without a title");
    assert!(item.tags.iter().all(|tag| !tag.trim().is_empty()), "an empty tag: {:?}", item.tags);
    assert!(item.authors.iter().all(|author| !author.name.trim().is_empty()), "{:?}", item.authors);
    if let Some(written) = &item.date_published {
        let parsed = PostDate::parse(written).expect("a date that the packer writes can be read");
        assert_eq!(parsed.as_str(), written);
        assert_eq!(written_date::parse(written).as_ref(), Some(&parsed), "a date is its own reading");
    }
    let row = Row::from_item(item);
    assert!(!row.title.is_empty());
    let json = serde_json::to_string(item).expect("an item is JSON");
    let read: broadsheet_bundle::format::Item = serde_json::from_str(&json).expect("which can be read");
    assert_eq!(&read, item, "an item is not what it was written as");
}

/// Returns the offset at which a line, from 1, starts, in bytes.
fn offset_of_line(text: &str, line: usize) -> usize {
    text.split_inclusive('\n').take(line - 1).map(str::len).sum()
}
