//! A small archive in a folder of its own: one post is written again for every input and rendered.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use broadsheet_article::{Options, native, write_html};
use broadsheet_pack::cache::Cache;
use broadsheet_pack::import::discover::{LinkPolicy, discover};
use broadsheet_pack::import::{Posts, import};
use broadsheet_pack::media::{MediaLookup, MediaStore};
use broadsheet_pack::options::ContentFormat;
use broadsheet_pack::progress::Silent;
use broadsheet_pack::render::{RenderedPost, Renderer};

use crate::safe::assert_safe;

/// The files of the archive below its folder, without the posts that are written for each input.
const FILES: &[(&str, &str)] = &[
    ("posts/2020/2020-01-02-other.md", "---\ntitle: Other\npermalink: /o/ther/\n---\nText.\n"),
    ("posts/2020/2020-01-02-中文.md", "---\ntitle: 中文\nfrom: https://x.test/中/文.html\n---\n字。\n"),
    ("posts/2020/notes.pdf", "%PDF-1.4\nnotes"),
    ("posts/2020/figures.csv", "a,b\n1,2\n"),
    ("posts/2020/cafe\u{301} 1.gif", "GIF89a\u{1}\0\u{1}\0\0\0\0a"),
    ("posts/2020/A%20b.gif", "GIF89a\u{1}\0\u{1}\0\0\0\0b"),
    ("posts/static/images/ROOT.gif", "GIF89a\u{1}\0\u{1}\0\0\0\0c"),
    ("posts/_drafts/draft.md", "---\ntitle: Draft\n---\nNot yet.\n"),
    ("secret.gif", "GIF89a\u{1}\0\u{1}\0\0\0\0secret"),
    ("secret.pdf", "%PDF-1.4\nsecret"),
    ("secret.md", "---\ntitle: Secret\n---\nsecret\n"),
];

/// The ids of the posts that a link may lead to.
const IDS: [&str; 4] = ["2020-01-02-other", "2020-01-02-中文", "2020-01-01-input", "2020-01-01-page"];

/// The archive, and the posts that are written for each input, one in Markdown and one in HTML.
struct Archive {
    folder: PathBuf,
    posts: Posts,
    media: MediaStore<'static>,
    /// The names that the files below the folder of posts have in a bundle.
    bundled: BTreeSet<String>,
}

/// The body of a post, and the kind of file that it stands in.
pub enum Body<'a> {
    /// Markdown.
    Markdown(&'a str),
    /// HTML.
    Html(&'a str),
}

static ARCHIVE: LazyLock<Mutex<Archive>> = LazyLock::new(|| Mutex::new(Archive::new()));

/// Renders a post with this body, whose original is at `from`, and panics when it is not safe, when
/// it is not what a second reading gives, or when anything from outside its folder is in it.
pub fn check(body: &Body<'_>, from: Option<&str>) {
    ARCHIVE.lock().unwrap_or_else(PoisonError::into_inner).check(body, from);
}

impl Archive {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("broadsheet-fuzz-{}", std::process::id()));
        let write = |name: &str, content: &str| {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("can be made");
            std::fs::write(path, content).expect("can be written");
        };
        for (name, content) in FILES {
            write(name, content);
        }
        write("posts/2020/2020-01-01-input.md", "---\ntitle: Input\n---\n");
        write("posts/2020/2020-01-01-page.html", "---\ntitle: Page\n---\n");
        let roots = [folder.join("posts")];
        let found = discover(&roots, None, LinkPolicy::Inside).expect("the folder is there");
        let posts = import(found.files, false, &Cache::default(), &Silent).posts;
        let media = MediaStore::new(None);
        let mut archive = Self { folder, posts, media, bundled: BTreeSet::new() };
        let files = FILES.iter().filter_map(|(name, _)| name.strip_prefix("posts/"));
        archive.bundled = files.filter_map(|name| archive.bundled_name(&format!("/{name}"))).collect();
        assert!(archive.bundled.len() > 4, "{:?}", archive.bundled);
        archive
    }

    /// The name in a bundle of the file that an address in the post leads to.
    fn bundled_name(&self, address: &str) -> Option<String> {
        let address = address.replace('%', "%25");
        let post = self.posts.at(self.place(".md")?);
        match self.media.find_linked(&post.origin.file, &address, None) {
            MediaLookup::Bundled(media) => media.handed_out(&address).map(|file| file.as_str().to_owned()),
            MediaLookup::Missing | MediaLookup::NotLocal => None,
        }
    }

    /// The place of the post that is written for each input whose file has this ending.
    fn place(&self, ending: &str) -> Option<u32> {
        (0..).take(self.posts.len()).find(|&place| {
            let post = self.posts.at(place);
            post.id().starts_with("2020-01-01-")
                && Path::new(&*post.origin.file.name()).extension().is_some_and(|found| found == &ending[1..])
        })
    }

    fn check(&self, body: &Body<'_>, from: Option<&str>) {
        let (name, ending, text) = match body {
            Body::Markdown(text) => ("input", ".md", text),
            Body::Html(text) => ("page", ".html", text),
        };
        let from = from.map(|from| format!("from: {from}\n")).unwrap_or_default();
        let file = format!("---\ntitle: T\n{from}---\n{text}");
        let path = self.folder.join(format!("posts/2020/2020-01-01-{name}{ending}"));
        std::fs::write(path, &file).expect("can be written");
        let place = self.place(ending).expect("the post is there");
        let rendered = self.render(place, ContentFormat::Html);
        let html = rendered.item.content_html.as_deref().unwrap_or_default();
        self.assert_inside(html, &file);
        assert_safe(html);
        let as_viewer = Options { title: None, base: None, clean: false };
        assert_eq!(write_html(&native::parse(html, &as_viewer)), html, "{file}");

        let lines = file.replace("\r\n", "\n").split(['\r', '\n']).count();
        for diagnostic in &rendered.diagnostics {
            assert!(!diagnostic.message.contains("the program failed"), "{diagnostic}: {file}");
            assert!(
                diagnostic.line.is_none_or(|line| line as usize <= lines),
                "{diagnostic} of {lines} lines"
            );
            assert!(!diagnostic.message.contains('\n') && !diagnostic.action.contains('\n'), "{diagnostic}");
        }
        let again = self.render(place, ContentFormat::Html);
        assert_eq!(again.item, rendered.item, "two readings differ: {file}");
        assert_eq!(again.diagnostics, rendered.diagnostics, "two readings differ: {file}");
        let markdown = self.render(place, ContentFormat::Markdown).item;
        assert_eq!(markdown.id, rendered.item.id);
    }

    fn render(&self, place: u32, content: ContentFormat) -> RenderedPost {
        Renderer::new(&self.posts, &self.media, content, Some("en")).render(self.posts.at(place))
    }

    /// Panics at a file that is not of the archive, and at a link to a post that it does not have.
    fn assert_inside(&self, html: &str, source: &str) {
        let is_in_tag = |place: &usize| html[..*place].rfind('<') > html[..*place].rfind('>');
        for (place, _) in html.match_indices("=\"media/").filter(|(place, _)| is_in_tag(place)) {
            let value = html[place + 2..].split('"').next().unwrap_or_default();
            for name in value.split(", ").filter_map(|candidate| candidate.split(' ').next()) {
                assert!(self.bundled.contains(name), "{name} is not of the archive: {source}");
            }
        }
        for (place, start) in html.match_indices("href=\"?post=").filter(|(place, _)| is_in_tag(place)) {
            let id = html[place + start.len()..].split(['"', '&', '#']).next().unwrap_or_default();
            let id = broadsheet_pack::media::decode_percent(id).unwrap_or_default();
            assert!(IDS.contains(&id.as_str()), "{id} is no post: {source}");
        }
    }
}
