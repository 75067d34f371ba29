//! The references between the files of a site: from its pages and its manifest to the last image.
//!
//! [`walk`] follows every reference, so it tells whether a site is whole, and which files belong to
//! it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::Path;

use broadsheet_bundle::format::hash::is_hash;
use broadsheet_bundle::format::paths::{
    BUNDLE_FOLDERS, DIRECTORIES_FOLDER, FACETS_FOLDER, INBOUND_LINKS_FOLDER, MANIFEST_FILE, PACKS_FOLDER,
    ROWS_FOLDER,
};
use broadsheet_bundle::format::{FORMAT, FacetChunk, InboundLinks, Item, Manifest, PostDirectory, RowPage};
use serde::Deserialize;

use crate::hash::ContentHash;
use crate::regular;

/// The head of a bundle.
pub const HEAD: &str = MANIFEST_FILE;
/// The pages of a site, and the scripts that pages elsewhere load.
const STARTS: [&str; 5] = [HEAD, "index.html", "embed.html", "embed.js", "embed-frame.js"];
/// The files of a site that name posts, and files of them, for other programs.
pub(crate) const LISTS: [&str; 3] = ["feed.json", "feed.xml", "sitemap.xml"];
/// The mark of a page of the viewer, which has its settings.
const PAGE_MARK: &[u8] = b"broadsheet:bundle";
/// The mark of the viewer's scripts for other pages.
const SCRIPT_MARKS: [&[u8]; 2] = [b"broadsheet-viewer", b"data-broadsheet"];
/// Endings of what pages and scripts load.
const ENDINGS: [&str; 10] = ["js", "wasm", "css", "json", "html", "svg", "png", "ico", "webmanifest", "xml"];

/// A file of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Bytes.
    pub size: u64,
    /// The hash of its content.
    pub hash: ContentHash,
}

/// A fault of a site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A file that another one names is not there, or is no regular file.
    Missing {
        /// The file that is missing.
        name: String,
        /// One that names it.
        by: String,
    },
    /// A file has not the content that its name or its place asks for.
    Damaged {
        /// The file.
        name: String,
    },
    /// A post is in the list, and no pack that its id leads to holds it.
    NoPost {
        /// Its id.
        id: String,
    },
}

impl Fault {
    /// The fault of a file with the wrong content.
    pub fn damaged(name: &str) -> Self {
        Self::Damaged { name: name.to_owned() }
    }
}

/// The files that the references of a site lead to.
#[derive(Debug, Default)]
pub struct Walk {
    /// The files that were reached, by their names.
    pub reached: BTreeMap<String, Found>,
    /// The faults, in the order of the files.
    pub faults: BTreeSet<Fault>,
    head: Option<Manifest>,
    directories: BTreeMap<String, PostDirectory>,
    /// The ids in each pack.
    packs: BTreeMap<String, BTreeSet<String>>,
    /// The ids of the list.
    rows: Vec<String>,
}

/// `true` if the regular file `path` is a page of the viewer.
pub fn is_page(path: &Path) -> bool {
    read(path).is_some_and(|page| has(&page, PAGE_MARK))
}

/// The files in `folder` that are ours without any other naming them: a head, pages, scripts for
/// other pages.
pub fn starts(folder: &Path) -> Vec<String> {
    let is_ours = |name: &&'static str| {
        let Some(bytes) = read(&folder.join(name)) else { return false };
        match *name {
            HEAD => serde_json::from_slice::<Manifest>(&bytes).is_ok_and(|head| head.format == FORMAT),
            "index.html" | "embed.html" => has(&bytes, PAGE_MARK),
            _ => SCRIPT_MARKS.iter().any(|mark| has(&bytes, mark)),
        }
    };
    STARTS.into_iter().filter(is_ours).map(str::to_owned).collect()
}

/// The feeds and sitemaps in `folder` that name it.
pub fn lists(folder: &Path) -> Vec<String> {
    LISTS.into_iter().filter(|name| read(&folder.join(name)).is_some()).map(str::to_owned).collect()
}

/// Follows every reference from these files of `folder` on, to files that `follow` accepts.
pub fn walk(folder: &Path, starts: Vec<String>, follow: impl Fn(&str) -> bool) -> Walk {
    let mut walk = Walk::default();
    let mut open: Vec<(String, String)> = starts.into_iter().map(|name| (name, String::new())).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    while let Some((name, by)) = open.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let Some(bytes) = read_below(folder, &name) else {
            walk.faults.insert(Fault::Missing { name, by });
            continue;
        };
        let found = Found { size: bytes.len() as u64, hash: ContentHash::of(&bytes) };
        let references = walk.references(folder, &name, &bytes, found.hash);
        let references = references.into_iter().filter(|reference| follow(reference));
        open.extend(references.map(|reference| (reference, name.clone())));
        walk.reached.insert(name, found);
    }
    walk
}

/// Everything that is wrong with the site or bundle in `folder`, as far as references tell. No head
/// is a fault.
pub fn check(folder: &Path) -> Walk {
    let mut starts = starts(folder);
    if !starts.iter().any(|start| start == HEAD) {
        starts.push(HEAD.to_owned());
    }
    starts.extend(lists(folder));
    let mut walk = walk(folder, starts, |_| true);
    let Some(head) = walk.head.take() else { return walk };
    for id in std::mem::take(&mut walk.rows) {
        let directory = broadsheet_bundle::format::directory_of(&head.directories, &id);
        let pack = directory.and_then(|found| walk.directories.get(&found.file)?.pack_of(&id));
        if !pack.and_then(|pack| walk.packs.get(pack)).is_some_and(|ids| ids.contains(&id)) {
            walk.faults.insert(Fault::NoPost { id });
        }
    }
    walk
}

/// The items of a pack, as far as the walk needs them.
#[derive(Deserialize)]
struct Pack {
    items: Vec<Item>,
}

impl Walk {
    fn references(&mut self, folder: &Path, name: &str, bytes: &[u8], hash: ContentHash) -> Vec<String> {
        let (place, file) = name.rsplit_once('/').unwrap_or(("", name));
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
        let is_shard = BUNDLE_FOLDERS.contains(&place);
        if is_shard && is_hash(stem) && stem != hash.name() {
            self.faults.insert(Fault::damaged(name));
            return Vec::new();
        }
        let references = match (place, ending) {
            ("", _) if name == HEAD => self.of_head(bytes),
            (ROWS_FOLDER, "json") => self.of_rows(bytes),
            (FACETS_FOLDER, "json") => {
                parsed(bytes).map(|chunk: FacetChunk| chunk.pages.into_iter().map(|page| page.file).collect())
            }
            (DIRECTORIES_FOLDER, "json") => self.of_directory(name, bytes),
            (PACKS_FOLDER, "json") => self.of_pack(name, bytes),
            (INBOUND_LINKS_FOLDER, "json") => parsed(bytes).map(|_: InboundLinks| Vec::new()),
            ("", "json" | "xml") if LISTS.contains(&name) => Some(names_in_list(bytes)),
            (_, "html") => Some(names_in_page(bytes)),
            (_, "js") => Some(names_in_script(folder, place, file, bytes)),
            _ => Some(Vec::new()),
        };
        references.unwrap_or_else(|| {
            self.faults.insert(Fault::damaged(name));
            Vec::new()
        })
    }

    fn of_head(&mut self, bytes: &[u8]) -> Option<Vec<String>> {
        let head: Manifest = parsed(bytes).filter(|head: &Manifest| head.format == FORMAT)?;
        let pages = head.chunks.iter().flat_map(|chunk| &chunk.pages).map(|page| &page.file);
        let chunks = head.chunks.iter().map(|chunk| &chunk.file);
        let directories = head.directories.iter().map(|directory| &directory.file);
        let references = pages.chain(chunks).chain(directories).cloned().collect();
        self.head = Some(head);
        Some(references)
    }

    fn of_rows(&mut self, bytes: &[u8]) -> Option<Vec<String>> {
        let rows = parsed::<RowPage>(bytes)?.into_rows().ok()?;
        self.rows.extend(rows.into_iter().map(|row| row.id));
        Some(Vec::new())
    }

    fn of_directory(&mut self, name: &str, bytes: &[u8]) -> Option<Vec<String>> {
        let directory: PostDirectory = parsed(bytes)?;
        let packs = directory.packs.iter().map(|pack| &pack.file);
        let inbound_links = directory.inbound_links.iter().map(|inbound_links| &inbound_links.file);
        let standalone = directory.standalone.iter().map(|post| &post.file);
        let references = packs.chain(standalone).chain(inbound_links).cloned().collect();
        self.directories.insert(name.to_owned(), directory);
        Some(references)
    }

    fn of_pack(&mut self, name: &str, bytes: &[u8]) -> Option<Vec<String>> {
        let pack: Pack = parsed(bytes)?;
        self.packs.insert(name.to_owned(), pack.items.into_iter().map(|item| item.id).collect());
        Some(media_in(bytes))
    }
}

fn parsed<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Option<T> {
    serde_json::from_slice(bytes).ok()
}

/// The files of `media/` that articles name.
fn media_in(pack: &[u8]) -> Vec<String> {
    const FOLDER: &[u8] = b"media/";
    let mut names = BTreeSet::new();
    let mut rest = pack;
    while let Some(at) = rest.windows(FOLDER.len()).position(|window| window == FOLDER) {
        rest = rest.get(at + FOLDER.len()..).unwrap_or_default();
        let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'.');
        let name = std::str::from_utf8(rest.get(..end.unwrap_or(rest.len())).unwrap_or_default());
        if let Some((hash, ending)) = name.ok().and_then(|name| name.split_once('.'))
            && is_hash(hash)
            && !ending.is_empty()
            && ending.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        {
            names.insert(format!("media/{hash}.{ending}"));
        }
    }
    names.into_iter().collect()
}

/// The files that a feed or a sitemap names: media, and further sitemaps.
fn names_in_list(list: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(list);
    let sitemaps = text.match_indices("/sitemap-").filter_map(|(at, _)| {
        let name = text.get(at + 1..)?.split('<').next().and_then(file_name)?;
        has_hash(&name).then_some(name)
    });
    media_in(list).into_iter().chain(sitemaps).collect()
}

/// Every value of an attribute that is the name of a file beside the page. Those of another form of
/// the page are none that it loads.
fn names_in_page(page: &[u8]) -> Vec<String> {
    const OTHER_FORMS: [&str; 2] = ["rel=alternate", "rel=\"alternate\""];
    let page = String::from_utf8_lossy(page);
    let tags = page.split('<').skip(1).filter_map(|tag| tag.split('>').next());
    let tags = tags.filter(|tag| !tag.split_whitespace().any(|word| OTHER_FORMS.contains(&word)));
    let attributes = tags.flat_map(str::split_whitespace).filter_map(|word| word.split_once('='));
    let names = attributes.filter_map(|(_, value)| file_name(value.trim_matches(['"', '\'', '/'])));
    names.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Every text in a script that is the name of a file beside it. What generated scripts name without
/// a hash, and is not there, they only fall back on.
fn names_in_script(folder: &Path, place: &str, file: &str, script: &[u8]) -> Vec<String> {
    let script = String::from_utf8_lossy(script);
    let texts = script.split(['"', '\'', '`', '(', ')', ' ', '\n', ',']).filter_map(file_name);
    let names: BTreeSet<String> = texts
        .filter(|name| name != file && !name.contains('$'))
        .map(|name| if place.is_empty() { name } else { format!("{place}/{name}") })
        .filter(|name| has_hash(name) || folder.join(name).exists())
        .collect();
    names.into_iter().collect()
}

/// The name of a file below the folder of whatever says `text`.
fn file_name(text: &str) -> Option<String> {
    let name = text.strip_prefix("./").unwrap_or(text);
    let (stem, ending) = name.rsplit_once('.')?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    let is_below =
        name.chars().all(is_plain) && name.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    (!stem.is_empty() && is_below && ENDINGS.contains(&ending)).then(|| name.to_owned())
}

/// `viewer-0123456789abcdef_bg.wasm`
fn has_hash(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| is_hash(hash))
}

fn has(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

/// The content of the file `name` below `folder`, if no part of the way there is a link.
fn read_below(folder: &Path, name: &str) -> Option<Vec<u8>> {
    let mut path = folder.to_owned();
    let mut parts = name.split('/').peekable();
    while let Some(part) = parts.next() {
        if matches!(part, "" | "." | "..") {
            return None;
        }
        path.push(part);
        if parts.peek().is_some() && !fs::symlink_metadata(&path).ok()?.is_dir() {
            return None;
        }
    }
    read(&path)
}

/// The content of a regular file.
fn read(path: &Path) -> Option<Vec<u8>> {
    let (mut file, _) = regular::open_itself(path).ok()?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_pages_and_scripts() {
        let page = b"<link href=./style-0123456789abcdef.css><meta content=\"bundle.json\" name=x>\
            <a href=\"https://example.org/x.html\"><a href=\"../y.html\"><script src='./boot.js' data-wasm=a.wasm>";
        assert_eq!(names_in_page(page), ["a.wasm", "boot.js", "bundle.json", "style-0123456789abcdef.css"]);
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("feed.js"), "").unwrap();
        let script = b"import('./feed.js'); new URL(\"x-0123456789abcdef_bg.wasm\", u); a('gone.js'); '.js'";
        assert_eq!(
            names_in_script(place.path(), "", "a.js", script),
            ["feed.js", "x-0123456789abcdef_bg.wasm"]
        );
    }

    #[test]
    fn media_of_a_pack() {
        let pack = br#"media/0123456789abcdef.png\" media/0123456789abcdef.png media/x.png /media/0123456789abcdee.mp4?"#;
        assert_eq!(media_in(pack), ["media/0123456789abcdee.mp4", "media/0123456789abcdef.png"]);
    }
}
