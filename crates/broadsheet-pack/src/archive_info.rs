//! An archive's title, language and the like: as asked for, or as its folder says.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostics::{Diagnostic, FileDiagnostics};
use crate::import::Posts;
use crate::import::discover::LinkPolicy;
use crate::import::metadata::{is_web_address, language_tag};
use crate::import::yaml::{self, Document};
use crate::language;
use crate::limits::SETTINGS_BYTES;
use crate::own_sites::addresses_of_repository;
use crate::regular;
use crate::site_address::SiteAddress;

/// The title, language and other settings of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArchiveInfo {
    /// Its title.
    pub title: String,
    /// A sentence on it.
    pub description: Option<String>,
    /// Its main language, a BCP 47 tag.
    pub language: Option<String>,
    /// The address of its home page.
    pub home_page_url: Option<String>,
    /// The addresses of the sites on which it is or was published, its home page among them.
    pub sites: Vec<String>,
    /// Hosts whose media may be loaded without asking; `None` for any.
    pub media_hosts: Option<Vec<String>>,
    /// Whose pages may have it in a frame, beside its own: origins or hosts; any if empty.
    pub frame_parents: Vec<String>,
    /// The address at which its site is published, if its settings say so.
    pub published_at: Option<SiteAddress>,
}

/// The settings of an archive, as far as they do not come from its folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArchiveOptions {
    /// Its title; `None` for that of its settings or the name of its folder.
    pub title: Option<String>,
    /// A sentence on it; `None` for that of its settings.
    pub description: Option<String>,
    /// Its main language, a BCP 47 tag; `None` for that of its settings or of its titles.
    pub language: Option<String>,
    /// The address of its home page; `None` for that of its settings.
    pub home_page: Option<String>,
    /// Hosts from which media load without consent, each once; `None` allows any.
    pub media_hosts: Option<Vec<String>>,
    /// Origins or hosts whose pages may have it in a frame, beside its own; any if empty.
    pub frame_parents: Vec<String>,
}

impl ArchiveInfo {
    /// The description of the archive of these `posts`, found in `roots`, and what there is to say
    /// of its settings.
    pub fn new(
        options: &ArchiveOptions,
        roots: &[PathBuf],
        links: LinkPolicy,
        posts: &Posts,
    ) -> (Self, Vec<Diagnostic>) {
        let folders: Vec<PathBuf> = roots.iter().filter_map(|root| folder_of(root)).collect();
        let (config, diagnostics) = Config::find(&folders, links);
        let given = |value: &Option<String>| value.clone().filter(|text| !text.trim().is_empty());
        let title = given(&options.title)
            .or_else(|| config.text(&["title"]))
            .or_else(|| folders.first().and_then(|folder| name_of(folder)))
            .unwrap_or_else(|| "Archive".to_owned());
        let titles = posts.iter().map(|post| post.script);
        let language = given(&options.language)
            .or_else(|| config.text(&["lang", "language"]).as_deref().and_then(language_tag))
            .unwrap_or_else(|| language::of_titles(titles).to_owned());
        let site = config.site();
        let home_page_url = given(&options.home_page).or_else(|| site.clone());
        let mut sites: Vec<_> = home_page_url.iter().chain(&site).cloned().collect();
        sites.dedup();
        // Jekyll's key for the repository on GitHub.
        let repository = config.text(&["repository"]).filter(|name| name.matches('/').count() == 1);
        sites.extend(repository.iter().flat_map(|name| addresses_of_repository(name)));
        let archive = Self {
            title,
            description: given(&options.description).or_else(|| config.text(&["description"])),
            language: Some(language),
            home_page_url,
            sites,
            media_hosts: options.media_hosts.clone(),
            frame_parents: options.frame_parents.clone(),
            published_at: site.as_deref().and_then(SiteAddress::parse),
        };
        (archive, diagnostics)
    }

    /// Says that its site is published at `address`; links to there are links within the archive.
    pub fn publish_at(&mut self, address: SiteAddress) {
        let is_known = |site: &String| SiteAddress::parse(site).as_ref() == Some(&address);
        if !self.sites.iter().any(is_known) {
            self.sites.push(address.as_str().to_owned());
        }
        self.published_at = Some(address);
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
    /// The first one in `folders` or around them. What is wrong with one is told, and the next one
    /// is looked for.
    fn find(folders: &[PathBuf], links: LinkPolicy) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let places = folders.iter().flat_map(|folder| [Some(folder.as_path()), folder.parent()]).flatten();
        for place in places {
            let path = place.join("_config.yml");
            let mut of_file = FileDiagnostics::new(path.to_string_lossy());
            match read_settings(place, &path, links) {
                Ok(text) => {
                    let document = yaml::parse(&text).unwrap_or_else(|error| {
                        let message = format!("the settings are not valid YAML ({error})");
                        of_file.info(error.line(), message, "not used");
                        Document::default()
                    });
                    diagnostics.extend(of_file.into_diagnostics());
                    return (Self(document), diagnostics);
                }
                // There is none, or none by that name.
                Err(error)
                    if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
                Err(error) => of_file.unreadable(&error, "not used"),
            }
            diagnostics.extend(of_file.into_diagnostics());
        }
        (Self(Document::default()), diagnostics)
    }

    /// The address of the site: `url`, with `baseurl` behind it.
    fn site(&self) -> Option<String> {
        let url = self.text(&["url"])?;
        let url = if url.contains("://") { url } else { ["https://", &url].concat() };
        let base = self.text(&["baseurl"]).unwrap_or_default();
        let base = base.trim_matches('/');
        let site = match base {
            "" => url,
            base => [url.trim_end_matches('/'), "/", base].concat(),
        };
        is_web_address(&site).then_some(site)
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
fn read_settings(place: &Path, path: &Path, links: LinkPolicy) -> io::Result<String> {
    let is_link = fs::symlink_metadata(path)?.is_symlink();
    let leaves = links == LinkPolicy::Inside && is_link && !fs::canonicalize(path)?.starts_with(place);
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
        let args = ArchiveOptions::default();
        let of = |args: &ArchiveOptions, root: &Path| {
            let (archive, found) =
                ArchiveInfo::new(args, &[root.to_owned()], LinkPolicy::Inside, &Posts::default());
            assert_eq!(found, []);
            archive
        };
        assert_eq!(of(&args, &posts).title, "diary");
        let config = "title: 日记\nlang: zh_CN\nurl: \"https://example.org\"\nbaseurl: /diary/\ndescription: >\n  one\n  two\n";
        fs::write(place.path().join("diary/_config.yml"), config).unwrap();
        fs::write(posts.join("a.md"), "").unwrap();
        let archive = of(&args, &posts.join("a.md"));
        assert_eq!(
            archive,
            ArchiveInfo {
                title: "日记".into(),
                description: Some("one two".into()),
                language: Some("zh-CN".into()),
                home_page_url: Some("https://example.org/diary".into()),
                sites: vec!["https://example.org/diary".into()],
                media_hosts: None,
                frame_parents: Vec::new(),
                published_at: SiteAddress::parse("https://example.org/diary/"),
            }
        );
        let asked = ArchiveOptions { title: Some("T".into()), language: Some("en".into()), ..args };
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
            let (archive, found) = ArchiveInfo::new(
                &ArchiveOptions::default(),
                std::slice::from_ref(&posts),
                links,
                &Posts::default(),
            );
            let found: Vec<_> = found.iter().map(|finding| finding.message.clone()).collect();
            (archive.title, found.join("; "))
        };
        let named = |told: &str| ("diary".to_owned(), told.to_owned());
        fs::write(&config, "title: a: b\n").unwrap();
        assert!(told(LinkPolicy::Inside).1.starts_with("the settings are not valid YAML"));
        fs::write(&config, "#".repeat(1 + usize::try_from(SETTINGS_BYTES).unwrap())).unwrap();
        assert!(told(LinkPolicy::Inside).1.contains("more than 1048576 bytes"));
        fs::remove_file(&config).unwrap();
        fs::create_dir(&config).unwrap();
        assert_eq!(told(LinkPolicy::Inside), named("cannot be read (it is a folder, not a regular file)"));
        fs::remove_dir(&config).unwrap();
        #[cfg(unix)]
        {
            fs::write(place.path().join("secret"), "title: secret").unwrap();
            std::os::unix::fs::symlink("../secret", &config).unwrap();
            let out = "cannot be read (it is a symbolic link that leads out of the folder; --follow-links reads it)";
            assert_eq!(told(LinkPolicy::Inside), named(out));
            assert_eq!(told(LinkPolicy::All), ("secret".to_owned(), String::new()));
            fs::remove_file(&config).unwrap();
            assert!(std::process::Command::new("mkfifo").arg(&config).status().unwrap().success());
            assert_eq!(
                told(LinkPolicy::All),
                named("cannot be read (it is a named pipe, not a regular file)")
            );
        }
    }
}
