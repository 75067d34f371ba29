//! From the bytes of a feed file to its entries.

use broadsheet_bundle::{PostDate, written_date};
use broadsheet_pack::diagnostics::FileDiagnostics;
use broadsheet_pack::import::encoding;
use broadsheet_pack::import::feed::{self, detect, entry};

/// The bytes of a file.
pub fn run(data: &[u8]) {
    let Some(format) = detect::format(data) else { return };
    let text = encoding::decode_xml(data, false).text;
    let read = feed::read(&text, format);
    assert_eq!(read, feed::read(&text, format), "two readings differ");
    let lines = text.split('\n').count();
    let feed = match read {
        Ok(feed) => feed,
        Err(error) => return assert!(error.line <= lines, "line {} of {lines}", error.line),
    };
    for (place, read) in feed.entries.iter().enumerate() {
        assert_eq!(read.number, place + 1);
        assert!(read.line <= lines, "line {} of {lines}", read.line);
        let mut diagnostics = FileDiagnostics::new("feed.xml");
        let item = entry::metadata(read, &mut diagnostics).item;
        for diagnostic in &diagnostics.into_diagnostics() {
            assert!(
                diagnostic.line.is_none_or(|line| line as usize <= lines),
                "{diagnostic} of {lines} lines"
            );
            assert!(!diagnostic.message.contains('\n') && !diagnostic.action.contains('\n'), "{diagnostic}");
        }
        assert!(!item.title.unwrap_or_default().trim().is_empty(), "an entry without a title");
        assert!(item.tags.iter().all(|tag| !tag.trim().is_empty()), "an empty tag: {:?}", item.tags);
        assert!(item.authors.iter().all(|author| !author.name.trim().is_empty()), "{:?}", item.authors);
        if let Some(written) = &item.date_published {
            let parsed = PostDate::parse(written).expect("a date that the packer writes can be read");
            assert_eq!(written_date::parse(written).as_ref(), Some(&parsed), "a date is its own reading");
        }
        assert!(!entry::wanted_id(read, "feed").is_empty());
        entry::article(read);
    }
}
