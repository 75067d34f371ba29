//! The command line.

use std::net::IpAddr;
use std::path::PathBuf;

use broadsheet_pack::import::discover::LinkPolicy;
use broadsheet_pack::options::ContentFormat;
use broadsheet_pack::site_address::SiteAddress;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::archive_args::ArchiveArgs;
use crate::report::MessageFormat;

/// Turns a folder of posts into an archive that people enjoy reading, as plain static files.
#[derive(Debug, Parser)]
#[command(name = "broadsheet", version, propagate_version = true, after_help = EXIT_CODES)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "\
Exit codes: 0 done, 1 problems under --strict, 2 wrong usage, 3 a file or folder cannot be read or written,
or another run is writing the same output";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site: viewer and bundle in one folder, ready for any static host
    #[command(after_help = "\
Examples:
  broadsheet build _posts --out site
  broadsheet build news essays --out site --title 'My archive' --language zh-Hans
  broadsheet build _posts --out site --base-url https://example.org/archive/ --precompress")]
    Build(BuildArgs),
    /// Pack the bundle alone: a folder of shards, or one JSON Feed file
    #[command(after_help = "\
Examples:
  broadsheet pack _posts --out bundle
  broadsheet pack _posts --out archive.json --content markdown")]
    Pack(PackArgs),
    /// Show the site in a browser; rebuild and reload it whenever a post changes
    #[command(after_help = "\
Examples:
  broadsheet serve _posts
  broadsheet serve _posts --port 9000 --base /archive/")]
    Serve(ServeArgs),
    /// Report every problem in the posts; write nothing
    #[command(after_help = "\
Examples:
  broadsheet check _posts
  broadsheet check _posts --strict --message-format json
  broadsheet check _posts --show-cleaning
  broadsheet check _posts --ledger")]
    Check(CheckArgs),
}

/// Which posts, and how to speak of them.
#[derive(Debug, Clone, Args)]
pub struct PostArgs {
    /// Files or folders; folders are searched for Markdown, HTML and feeds (RSS, Atom, JSON Feed)
    #[arg(required = true, value_name = "POSTS")]
    pub posts: Vec<PathBuf>,
    /// Include drafts: what lies in a _drafts folder or says `draft: true`
    #[arg(long)]
    pub drafts: bool,
    /// Follow symbolic links that lead out of the folders of posts, and publish what they lead to
    #[arg(long)]
    pub follow_links: bool,
    /// Fail if there is any problem, and leave earlier output as it is
    #[arg(long)]
    pub strict: bool,
    /// The form in which problems and the summary are printed
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub message_format: MessageFormat,
}

impl PostArgs {
    /// Which symbolic links are followed.
    pub fn links(&self) -> LinkPolicy {
        if self.follow_links { LinkPolicy::All } else { LinkPolicy::Inside }
    }
}

/// `broadsheet build`
#[derive(Debug, Clone, Args)]
pub struct BuildArgs {
    /// The posts.
    #[command(flatten)]
    pub posts: PostArgs,
    /// The archive.
    #[command(flatten)]
    pub archive: ArchiveArgs,
    /// Folder to write the site into
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Write into a folder even if it holds other files
    #[arg(long)]
    pub force: bool,
    /// The cache.
    #[command(flatten)]
    pub cache: CacheArgs,
    /// The viewer.
    #[command(flatten)]
    pub viewer: ViewerArgs,
    /// The site.
    #[command(flatten)]
    pub site: SiteArgs,
}

/// The options of a site that is published.
#[derive(Debug, Clone, Default, Args)]
pub struct SiteArgs {
    /// Address at which the site is published, `https://example.org/archive/`: the Atom feed, the
    /// sitemap and the search description need it [default: `url` and `baseurl` of _config.yml]
    #[arg(long, value_name = "URL", value_parser = parse_address)]
    pub base_url: Option<SiteAddress>,
    /// Write compressed files beside the others (.br and .gz), for hosts that send such files as
    /// they are
    #[arg(long)]
    pub precompress: bool,
}

/// The options of the cache.
#[derive(Debug, Clone, Args)]
pub struct CacheArgs {
    /// Read every post again, and keep no cache
    #[arg(long, conflicts_with = "cache")]
    pub no_cache: bool,
    /// Folder to keep the cache in, which names all posts, drafts too [default: the user's folder
    /// for caches]
    #[arg(long, value_name = "DIR")]
    pub cache: Option<PathBuf>,
}

/// The options of the viewer.
#[derive(Debug, Clone, Args)]
pub struct ViewerArgs {
    /// Folder of the built viewer [default: the viewer inside this program]
    #[arg(long = "viewer", value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

/// `broadsheet pack`
#[derive(Debug, Clone, Args)]
pub struct PackArgs {
    /// The posts.
    #[command(flatten)]
    pub posts: PostArgs,
    /// The archive.
    #[command(flatten)]
    pub archive: ArchiveArgs,
    /// Folder to write shards into, or a file ending in .json for one JSON Feed
    #[arg(long, value_name = "DIR|FILE.json")]
    pub out: PathBuf,
    /// Write into a folder even if it holds other files
    #[arg(long)]
    pub force: bool,
    /// The cache.
    #[command(flatten)]
    pub cache: CacheArgs,
    /// The form in which articles are stored: cleaned HTML, or their Markdown as it is
    #[arg(long, value_enum, default_value_t)]
    pub content: Content,
}

/// The format in which a bundle stores articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Content {
    /// HTML, cleaned, with absolute addresses: `content_html`.
    #[default]
    Html,
    /// Markdown as it stands in the file, for the viewer to clean: `_broadsheet.content_markdown`.
    Markdown,
}

impl From<Content> for ContentFormat {
    fn from(content: Content) -> Self {
        match content {
            Content::Html => Self::Html,
            Content::Markdown => Self::Markdown,
        }
    }
}

/// `broadsheet serve`
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// The posts.
    #[command(flatten)]
    pub posts: PostArgs,
    /// The archive.
    #[command(flatten)]
    pub archive: ArchiveArgs,
    /// The viewer.
    #[command(flatten)]
    pub viewer: ViewerArgs,
    /// Port to listen on; 0 for any free one [default: 8080, or the next free one]
    #[arg(long)]
    pub port: Option<u16>,
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// Path that the site is served under
    #[arg(long, value_name = "PATH", default_value = "/", value_parser = parse_base)]
    pub base: String,
}

/// `broadsheet check`
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// The posts.
    #[command(flatten)]
    pub posts: PostArgs,
    /// Say what each cleaning rule took out of each post, and how much in all
    #[arg(long)]
    pub show_cleaning: bool,
    /// Say of each post and of all how much its source held (characters, pictures, links …) and
    /// what became of it: in the article, taken by a rule, replaced, or lost
    #[arg(long)]
    pub ledger: bool,
}

fn parse_address(text: &str) -> Result<SiteAddress, String> {
    SiteAddress::parse(text)
        .ok_or_else(|| "not the address of a site such as https://example.org/archive/".to_owned())
}

/// A path with a slash at both ends.
fn parse_base(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~');
    let path = text.trim_matches('/');
    if !path.chars().all(plain)
        || path.split('/').any(|part| matches!(part, "." | ".."))
        || path.contains("//")
    {
        return Err("only letters, digits and -_.~ between slashes".to_owned());
    }
    Ok(if path.is_empty() { "/".to_owned() } else { format!("/{path}/") })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn bases() {
        for (text, base) in [
            ("/", Some("/")),
            ("", Some("/")),
            ("a/b", Some("/a/b/")),
            ("/a/", Some("/a/")),
            ("/../", None),
            ("/a b/", None),
        ] {
            assert_eq!(parse_base(text).ok().as_deref(), base, "{text}");
        }
    }
}
