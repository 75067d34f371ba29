//! An archive's title, language and the like: as asked for, or as its folder says.

use crate::import::Posts;
use crate::import::discover::Links;
use crate::import::post::{is_web_address, language_tag};
use crate::import::yaml::{self, Document};
use crate::language;
use crate::limits::SETTINGS_BYTES;
use crate::regular;
use crate::report::{FileReport, Finding};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a bundle says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Archive {
    /// Its title.
    pub title: String,
    /// A sentence on it.
    pub description: Option<String>,
    /// Its main language, a BCP 47 tag.
    pub language: Option<String>,
    /// Where it is at home.
    pub home_page_url: Option<String>,
    /// Hosts whose pictures, sounds and films may be loaded without asking; nothing for any.
    pub media_hosts: Option<Vec<String>>,
    /// Whose pages may have it in a frame, beside its own: origins or hosts; any if empty.
    pub frame_parents: Vec<String>,
}

/// What was asked for on the command line.
#[derive(Debug, Clone, PartialEq, Eq, Default, clap::Args)]
pub struct ArchiveArgs {
    /// Title of the archive [default: `title` of a _config.yml beside the posts, or the folder's name]
    #[arg(long)]
    pub title: Option<String>,
    /// A sentence on the archive [default: `description` of _config.yml]
    #[arg(long, value_name = "TEXT")]
    pub description: Option<String>,
    /// Main language, a BCP 47 tag such as zh-Hans [default: `lang` of _config.yml, or what the titles look like]
    #[arg(long, value_name = "TAG", value_parser = parse_language)]
    pub language: Option<String>,
    /// Where the archive is at home [default: `url` of _config.yml]
    #[arg(long, value_name = "URL", value_parser = parse_home_page)]
    pub home_page: Option<String>,
    /// Let the viewer load pictures, sounds and films from these hosts alone unless its reader asks: `img.example.org`,
    /// or `*.example.org` for those below it
    #[arg(long, value_name = "HOST", num_args = 1.., value_delimiter = ',', value_parser = parse_host)]
    pub allow_images_from: Vec<String>,
    /// Let the viewer load nothing from other hosts unless its reader asks
    #[arg(long, conflicts_with = "allow_images_from")]
    pub no_remote_images: bool,
    /// Tell only pages of these origins how high a frame with the archive in it is, which says how much a search finds:
    /// `https://example.org`, or `*.example.org` for the hosts below it. For archives that not everybody may read
    #[arg(long, value_name = "ORIGIN", num_args = 1.., value_delimiter = ',', value_parser = parse_parent)]
    pub frame_parents: Vec<String>,
}

impl ArchiveArgs {
    /// The hosts that were allowed, each once; nothing where nobody asked.
    fn media_hosts(&self) -> Option<Vec<String>> {
        let mut hosts = self.allow_images_from.clone();
        hosts.sort();
        hosts.dedup();
        (self.no_remote_images || !hosts.is_empty()).then_some(hosts)
    }
}

fn parse_language(text: &str) -> Result<String, String> {
    language_tag(text).ok_or_else(|| "not a language tag".to_owned())
}

fn parse_home_page(text: &str) -> Result<String, String> {
    let url = text.trim();
    if url.is_empty() || is_web_address(url) {
        Ok(url.to_owned())
    } else {
        Err("not a web address such as https://example.org/".to_owned())
    }
}

fn parse_host(text: &str) -> Result<String, String> {
    let host = text.to_ascii_lowercase();
    // A name without a dot is more likely a folder that stands behind the option.
    if is_host(&host) && (host.contains('.') || host == "localhost") {
        Ok(host)
    } else {
        Err("not a host such as img.example.org or *.example.org; letters beyond ASCII are written as xn--…"
            .to_owned())
    }
}

/// `true` for a host in lower case, or `*.` and one.
fn is_host(text: &str) -> bool {
    text.strip_prefix("*.").unwrap_or(text).split('.').all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    })
}

/// An origin as a content security policy names it: a host, with a scheme and a port or without.
fn parse_parent(text: &str) -> Result<String, String> {
    let parent = text.trim_end_matches('/').to_ascii_lowercase();
    let rest = parent.strip_prefix("https://").or_else(|| parent.strip_prefix("http://"));
    let named = rest.unwrap_or(&parent);
    let (host, port) = named.split_once(':').map_or((named, None), |(host, port)| (host, Some(port)));
    let fits = is_host(host) && port.is_none_or(|port| port.parse::<u16>().is_ok());
    // As above: what has neither scheme nor port nor dot.
    if fits && (rest.is_some() || port.is_some() || host.contains('.') || host == "localhost") {
        Ok(parent)
    } else {
        Err("not an origin such as https://example.org or *.example.org; letters beyond ASCII are written as xn--…"
            .to_owned())
    }
}

impl Archive {
    /// The particulars of the archive of these `posts`, found in `roots`, and what there is to say of its settings.
    pub fn new(args: &ArchiveArgs, roots: &[PathBuf], links: Links, posts: &Posts) -> (Self, Vec<Finding>) {
        let folders: Vec<PathBuf> = roots.iter().filter_map(|root| folder_of(root)).collect();
        let (config, findings) = Config::find(&folders, links);
        let given = |value: &Option<String>| value.clone().filter(|text| !text.trim().is_empty());
        let title = given(&args.title)
            .or_else(|| config.text(&["title"]))
            .or_else(|| folders.first().and_then(|folder| name_of(folder)))
            .unwrap_or_else(|| "Archive".to_owned());
        let titles = posts.iter().map(|post| post.script);
        let language = given(&args.language)
            .or_else(|| config.text(&["lang", "language"]).as_deref().and_then(language_tag))
            .unwrap_or_else(|| language::of_titles(titles).to_owned());
        let archive = Self {
            title,
            description: given(&args.description).or_else(|| config.text(&["description"])),
            language: Some(language),
            home_page_url: given(&args.home_page)
                .or_else(|| config.text(&["url"]).filter(|url| is_web_address(url))),
            media_hosts: args.media_hosts(),
            frame_parents: args.frame_parents.clone(),
        };
        (archive, findings)
    }
}

fn folder_of(root: &Path) -> Option<PathBuf> {
    let path = fs::canonicalize(root).ok()?;
    if path.is_dir() { Some(path) } else { path.parent().map(Path::to_owned) }
}

/// The name of a folder; `_posts` says nothing of an archive, the folder around it does.
fn name_of(folder: &Path) -> Option<String> {
    let folder = if folder.ends_with("_posts") { folder.parent()? } else { folder };
    Some(folder.file_name()?.to_string_lossy().into_owned())
}

/// Jekyll's `_config.yml`.
struct Config(Document);

impl Config {
    /// The first one in `folders` or around them. What is wrong with one is told, and the next one is looked for.
    fn find(folders: &[PathBuf], links: Links) -> (Self, Vec<Finding>) {
        let mut findings = Vec::new();
        let places = folders.iter().flat_map(|folder| [Some(folder.as_path()), folder.parent()]).flatten();
        for place in places {
            let path = place.join("_config.yml");
            let mut report = FileReport::new(path.to_string_lossy());
            match read_settings(place, &path, links) {
                Ok(text) => {
                    let document = yaml::parse(&text).unwrap_or_else(|error| {
                        let message = format!("the settings are not valid YAML ({error})");
                        report.note(error.line(), message, "not used");
                        Document::default()
                    });
                    findings.extend(report.into_findings());
                    return (Self(document), findings);
                }
                // There is none, or none by that name.
                Err(error)
                    if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
                Err(error) => report.unreadable(&error, "not used"),
            }
            findings.extend(report.into_findings());
        }
        (Self(Document::default()), findings)
    }

    fn text(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| {
            let entry = self.0.entries.iter().find(|entry| entry.key == *key)?;
            let text = entry.value.as_text()?.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(text)
        })
    }
}

/// Reads the settings at `path` in the folder `place`.
fn read_settings(place: &Path, path: &Path, links: Links) -> io::Result<String> {
    let is_link = fs::symlink_metadata(path)?.is_symlink();
    let leaves = links == Links::Inside && is_link && !fs::canonicalize(path)?.starts_with(place);
    if leaves {
        return Err(regular::Refusal::LeavesFolder.into());
    }
    let bytes = regular::read(path, SETTINGS_BYTES)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_speaks_where_nobody_else_does() {
        let place = tempfile::tempdir().unwrap();
        let posts = place.path().join("diary/_posts");
        fs::create_dir_all(&posts).unwrap();
        let args = ArchiveArgs::default();
        let of = |args: &ArchiveArgs, root: &Path| {
            let (archive, found) = Archive::new(args, &[root.to_owned()], Links::Inside, &Posts::default());
            assert_eq!(found, []);
            archive
        };
        assert_eq!(of(&args, &posts).title, "diary");
        let config = "title: 日记\nlang: zh_CN\nurl: \"https://example.org\"\ndescription: >\n  one\n  two\n";
        fs::write(place.path().join("diary/_config.yml"), config).unwrap();
        fs::write(posts.join("a.md"), "").unwrap();
        let archive = of(&args, &posts.join("a.md"));
        assert_eq!(
            archive,
            Archive {
                title: "日记".into(),
                description: Some("one two".into()),
                language: Some("zh-CN".into()),
                home_page_url: Some("https://example.org".into()),
                media_hosts: None,
                frame_parents: Vec::new(),
            }
        );
        let asked = ArchiveArgs { title: Some("T".into()), language: Some("en".into()), ..args };
        let archive = of(&asked, &posts);
        assert_eq!((archive.title.as_str(), archive.language.as_deref()), ("T", Some("en")));
    }

    #[test]
    fn settings_that_are_not_used_are_told() {
        let place = tempfile::tempdir().unwrap();
        let posts = place.path().join("diary");
        fs::create_dir(&posts).unwrap();
        let config = posts.join("_config.yml");
        let told = |links| {
            let (archive, found) =
                Archive::new(&ArchiveArgs::default(), std::slice::from_ref(&posts), links, &Posts::default());
            let found: Vec<_> = found.iter().map(|finding| finding.message.clone()).collect();
            (archive.title, found.join("; "))
        };
        let named = |told: &str| ("diary".to_owned(), told.to_owned());
        fs::write(&config, "title: a: b\n").unwrap();
        assert!(told(Links::Inside).1.starts_with("the settings are not valid YAML"));
        fs::write(&config, "#".repeat(1 + usize::try_from(SETTINGS_BYTES).unwrap())).unwrap();
        assert!(told(Links::Inside).1.contains("more than 1048576 bytes"));
        fs::remove_file(&config).unwrap();
        fs::create_dir(&config).unwrap();
        assert_eq!(told(Links::Inside), named("cannot be read (it is a folder, not a regular file)"));
        fs::remove_dir(&config).unwrap();
        #[cfg(unix)]
        {
            fs::write(place.path().join("secret"), "title: secret").unwrap();
            std::os::unix::fs::symlink("../secret", &config).unwrap();
            let out = "cannot be read (it is a symbolic link that leads out of the folder; --follow-links reads it)";
            assert_eq!(told(Links::Inside), named(out));
            assert_eq!(told(Links::All), ("secret".to_owned(), String::new()));
            fs::remove_file(&config).unwrap();
            assert!(std::process::Command::new("mkfifo").arg(&config).status().unwrap().success());
            assert_eq!(told(Links::All), named("cannot be read (it is a named pipe, not a regular file)"));
        }
    }

    #[test]
    fn home_pages() {
        for (text, fits) in [
            ("https://example.org/a", true),
            (" HTTP://example.org ", true),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("//example.org", false),
            ("https://example.org/a b", false),
            ("example.org", false),
            ("", true), // as if it were not given
        ] {
            assert_eq!(parse_home_page(text).is_ok(), fits, "{text}");
        }
    }

    #[test]
    fn parents_of_frames() {
        for (text, parent) in [
            ("https://Example.org", Some("https://example.org")),
            ("https://example.org/", Some("https://example.org")),
            ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("http://intranet", Some("http://intranet")),
            ("intranet:8080", Some("intranet:8080")),
            ("*.example.org", Some("*.example.org")),
            ("https://*.example.org", Some("https://*.example.org")),
            ("example.org", Some("example.org")),
            ("localhost", Some("localhost")),
            ("posts", None),
            ("https://example.org/archive", None),
            ("https://example.org; script-src *", None),
            ("example.org:port", None),
            ("ftp://example.org", None),
            ("'self'", None),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(parse_parent(text).ok().as_deref(), parent, "{text}");
        }
    }

    #[test]
    fn hosts() {
        for (text, host) in [
            ("IMG.example.org", Some("img.example.org")),
            ("*.example.org", Some("*.example.org")),
            ("localhost", Some("localhost")),
            ("https://example.org", None),
            ("example.org:80", None),
            ("*", None),
            ("a.*.org", None),
            ("a..b", None),
            ("posts", None),
            ("例え.テスト", None),
            ("", None),
        ] {
            assert_eq!(parse_host(text).ok().as_deref(), host, "{text}");
        }
        let asked = |hosts: &[&str], none| {
            let allow_images_from = hosts.iter().map(|&host| host.to_owned()).collect();
            ArchiveArgs { allow_images_from, no_remote_images: none, ..ArchiveArgs::default() }.media_hosts()
        };
        assert_eq!(asked(&[], false), None);
        assert_eq!(asked(&[], true), Some(Vec::new()));
        assert_eq!(
            asked(&["b.org", "a.org", "b.org"], false),
            Some(vec!["a.org".to_owned(), "b.org".to_owned()])
        );
    }
}
