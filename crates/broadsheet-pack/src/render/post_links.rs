//! The posts that the links of an article lead to.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use broadsheet_article::native::Pass;
use broadsheet_article::tree::AnchorId;
use broadsheet_article::url::{PostLookup, PostUrl};
use broadsheet_bundle::written_date;
use url::Url;

use super::wiki::address_of_name;
use crate::cache::LinkNotes;
use crate::hash::content_hash;
use crate::import::{ImportedPost, Posts};
use crate::limits::LOCAL_REFERENCES;
use crate::own_sites::OwnSites;
use crate::post_links::{KEY_PREFIX_DIGITS, LinkKey, forms, names};

/// Posts of one name that are looked at. A name that more have leads to none of them, unless it is
/// an address.
const NAMESAKES: usize = 64;

/// The archive, as links know it.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinkedArchive<'a> {
    pub(super) posts: &'a Posts,
    /// The sites on which it is or was published.
    pub(super) sites: &'a OwnSites,
}

/// The links of an article, each looked up once.
#[derive(Debug)]
pub(super) struct PostLinks<'a> {
    archive: LinkedArchive<'a>,
    post: &'a ImportedPost,
    /// The address that the article's relative addresses are resolved against.
    base: Option<Url>,
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    known: HashMap<String, Target>,
    /// Names that posts have, with a hash of what those posts are.
    found: BTreeMap<LinkKey, String>,
    /// The starts of the keys of names that no post has.
    missed: BTreeSet<String>,
    /// The places of the posts that the cleaned article leads to.
    to: BTreeSet<u32>,
    /// Relative addresses of the cleaned article that lead to no post.
    unknown: Vec<String>,
    /// The number of links that were met after [`LOCAL_REFERENCES`] others.
    passed_over: usize,
}

/// The target of a link.
#[derive(Debug, Clone)]
enum Target {
    Post(u32, PostUrl),
    /// This fragment of the article itself.
    Own(String),
    /// No post; `true` for a relative address.
    None(bool),
}

/// The links of an article, as far as there is something to say of them.
#[derive(Debug, Default)]
pub(super) struct FoundLinks {
    pub(super) notes: LinkNotes,
    /// Relative addresses of the cleaned article that lead to no post.
    pub(super) unknown: Vec<String>,
    /// The addresses that lead to posts, in order, each with the post's.
    pub(super) posts: Vec<(String, String)>,
    /// The number of links that were not looked up.
    pub(super) passed_over: usize,
}

impl<'a> PostLinks<'a> {
    pub(super) fn new(archive: LinkedArchive<'a>, post: &'a ImportedPost, base: Option<&str>) -> Self {
        let base = base.and_then(|base| Url::parse(base.trim()).ok());
        Self { archive, post, base, state: RefCell::default() }
    }

    /// The post that an address leads to; what is looked up for the cleaned article counts as a
    /// link of the post.
    pub(super) fn find(&self, address: &str, pass: Pass) -> PostLookup {
        let known = self.state.borrow().known.get(address).cloned();
        let target = match known {
            Some(target) => target,
            None if self.state.borrow().known.len() >= LOCAL_REFERENCES => {
                self.state.borrow_mut().passed_over += 1;
                return PostLookup::NotAPost;
            }
            None => {
                let target = self.look_up(address);
                let state = &mut *self.state.borrow_mut();
                state.known.insert(address.to_owned(), target.clone());
                match (&target, pass) {
                    (&Target::Post(place, _), Pass::Cleaned) => {
                        state.to.insert(place);
                    }
                    (Target::None(true), Pass::Cleaned) => state.unknown.push(address.to_owned()),
                    _ => {}
                }
                target
            }
        };
        match target {
            Target::Post(_, post) => PostLookup::Post(post),
            Target::Own(fragment) => PostLookup::Fragment(fragment),
            Target::None(_) => PostLookup::NotAPost,
        }
    }

    /// The address by which the article leads to the post with this name: that of its file, with or
    /// without folder and ending, or its slug. `None` if there is none, or more than one.
    pub(super) fn find_named(&self, name: &str) -> Option<String> {
        let (stem, _) = forms::without_ending(name);
        let with_ending = [stem, ".md"].concat();
        let place = self
            .by_file(&with_ending)
            .or_else(|| self.by_file(&["/", &with_ending].concat()))
            .or_else(|| self.by_path(stem, true))?;
        let address = ["?post=", &address_of_name(self.archive.posts.at(place).id())].concat();
        // Another post may have that name as well.
        match self.look_up(&address) {
            Target::Post(found, _) => (found == place).then_some(address),
            Target::Own(_) | Target::None(_) => None,
        }
    }

    /// All that was looked up.
    pub(super) fn finish(self) -> FoundLinks {
        let State { known, found, missed, to, unknown, passed_over } = self.state.into_inner();
        let id = |place| self.archive.posts.at(place).id().to_owned();
        let own = self.post.id();
        let notes = LinkNotes {
            to: to.into_iter().map(id).filter(|id| id != own).collect::<BTreeSet<_>>().into_iter().collect(),
            found: found.into_iter().collect(),
            missed: missed.into_iter().collect(),
            dead: Vec::new(),
            files: Vec::new(),
        };
        let post = |(address, target)| match target {
            Target::Post(_, post) => Some((address, post.to_address())),
            _ => None,
        };
        let mut posts: Vec<_> = known.into_iter().filter_map(post).collect();
        posts.sort();
        FoundLinks { notes, unknown, posts, passed_over }
    }

    fn look_up(&self, address: &str) -> Target {
        let (page, fragment) =
            address.split_once('#').map_or((address, None), |(page, fragment)| (page, Some(fragment)));
        let absolute = absolute(page);
        let is_relative = absolute.is_none();
        let found = match absolute {
            Some(url) => url.and_then(|url| self.by_url(&url)),
            None => self.by_relative(page),
        };
        let Some(place) = found else { return Target::None(is_relative) };
        // The start of a fragment that names words of the page, for browsers.
        let fragment = fragment.map(|fragment| fragment.split(":~:").next().unwrap_or_default());
        let fragment = fragment.filter(|fragment| !fragment.is_empty());
        if self.is_own(place) {
            return match fragment {
                Some(fragment) => Target::Own(fragment.to_owned()),
                // The original stays what it is.
                None if !is_relative || self.base.is_some() => Target::None(false),
                None => self.target(place, None),
            };
        }
        let anchor = fragment.and_then(|fragment| AnchorId::new(&forms::decoded(fragment)));
        self.target(place, anchor)
    }

    fn target(&self, place: u32, anchor: Option<AnchorId>) -> Target {
        PostUrl::new(self.archive.posts.at(place).id(), anchor)
            .map_or(Target::None(false), |post| Target::Post(place, post))
    }

    fn is_own(&self, place: u32) -> bool {
        self.archive.posts.at(place).id() == self.post.id()
    }

    /// The post with this absolute address.
    fn by_url(&self, url: &Url) -> Option<u32> {
        let found = self.places(names::by_address(url)?).first().copied();
        // A link to the own site of the archive is one to a path there.
        let is_home = || url.host_str().is_some_and(|host| self.archive.sites.has_host(host));
        found.or_else(|| if is_home() { self.by_path(&forms::decoded(url.path()), true) } else { None })
    }

    /// The post with this relative address, which has no fragment.
    fn by_relative(&self, address: &str) -> Option<u32> {
        let (path, query) =
            address.split_once('?').map_or((address, None), |(path, query)| (path, Some(query)));
        let of_original = self.base.as_ref().and_then(|base| base.join(address).ok());
        if let Some(place) = of_original.and_then(|url| self.by_url(&url)) {
            return Some(place);
        }
        if path.is_empty() {
            // The form in which the viewer writes its own addresses.
            let id = form_urlencoded_value(query?.strip_prefix("post=")?)?;
            return self.only(names::by_stem(&id));
        }
        // Zola begins paths from the root of its content in this way.
        let path = forms::decoded(if path.starts_with("@/") { &path[1..] } else { path });
        self.by_file(&path).or_else(|| self.by_path(&path, self.base.is_none()))
    }

    /// The post in the file at `path`, from the folder of this post or, with a slash at its start,
    /// from the folder of all posts. Where relative addresses are the original's, only names that
    /// no original has mean files.
    fn by_file(&self, path: &str) -> Option<u32> {
        let file = &self.post.origin.file;
        let name = file.name();
        let folder = if path.starts_with(['/', '\\']) {
            ""
        } else {
            name.rsplit_once('/').map_or("", |(folder, _)| folder)
        };
        let joined = [folder, "/", path].concat();
        let mut parts = forms::parts(&joined);
        let last = parts.pop()?;
        let (stem, is_markdown) = forms::without_ending(last);
        let is_named_by_date = written_date::from_stem(stem).is_some();
        if self.base.is_some() && !is_markdown && !is_named_by_date {
            return None;
        }
        parts.push(stem);
        let with_stem = self.exact(names::by_file(&file.root, &parts), last);
        // Archives are often put into other folders than they were written in.
        with_stem
            .or_else(|| if is_markdown || is_named_by_date { self.only(names::by_stem(stem)) } else { None })
    }

    /// The post with this path on its site. `is_own_site` says that the path can be on no other:
    /// then a slug is enough.
    fn by_path(&self, path: &str, is_own_site: bool) -> Option<u32> {
        let parts = forms::site_path(path);
        let (slug, before) = parts.split_last()?;
        if is_own_site || !before.is_empty() {
            // A site may lie below a folder.
            let declared = self.only(names::by_path(&parts));
            let below = || self.only(names::by_path(parts.get(1..).filter(|below| !below.is_empty())?));
            if let Some(place) = declared.or_else(below) {
                return Some(place);
            }
        }
        if written_date::from_stem(slug).is_some()
            && let Some(place) = self.only(names::by_stem(slug))
        {
            return Some(place);
        }
        let numbers: Vec<_> = before.iter().map(|part| number(part)).collect();
        match numbers.as_slice() {
            [.., Some((4, year)), Some((1..=2, month)), Some((1..=2, day))] => {
                let day = format!("{year:04}-{month:02}-{day:02}");
                self.only(names::by_day(&day, slug))
            }
            [.., Some((4, year)), Some((1..=2, month))] => {
                self.of_time(names::by_slug(slug), &format!("{year:04}-{month:02}"))
            }
            _ if is_own_site => self.only(names::by_slug(slug)),
            _ => None,
        }
    }

    /// The posts of this name, no more than [`NAMESAKES`] of them.
    fn places(&self, name: LinkKey) -> Vec<u32> {
        let places: Vec<_> = self.archive.posts.index.places(name).take(NAMESAKES).collect();
        let state = &mut *self.state.borrow_mut();
        if places.is_empty() {
            state.missed.insert(name.prefix());
        } else {
            state.found.entry(name).or_insert_with(|| namesakes(self.archive.posts, &places));
        }
        places
    }

    /// The only post of this name.
    fn only(&self, name: LinkKey) -> Option<u32> {
        match self.places(name).as_slice() {
            [place] => Some(*place),
            _ => None,
        }
    }

    /// The post of this name whose file has this name, or the first one.
    fn exact(&self, name: LinkKey, file_name: &str) -> Option<u32> {
        let places = self.places(name);
        let is_exact = |place: &&u32| {
            let name = self.archive.posts.at(**place).origin.file.name().into_owned();
            forms::decoded(name.rsplit('/').next().unwrap_or_default()) == file_name
        };
        places.iter().find(is_exact).or(places.first()).copied()
    }

    /// The only post of this name whose date begins with `time`.
    fn of_time(&self, name: LinkKey, time: &str) -> Option<u32> {
        let is_of_time = |place: &u32| {
            let post = self.archive.posts.at(*place);
            post.date().is_some_and(|date| date.starts_with(time)) || post.id().starts_with(time)
        };
        let mut places = self.places(name).into_iter().filter(is_of_time);
        match (places.next(), places.next()) {
            (Some(place), None) => Some(place),
            _ => None,
        }
    }
}

/// `true` if the links of `notes` lead where they led.
pub(crate) fn is_unchanged(posts: &Posts, notes: &LinkNotes) -> bool {
    let same = |(name, hash): &(LinkKey, String)| {
        let places: Vec<_> = posts.index.places(*name).take(NAMESAKES).collect();
        namesakes(posts, &places) == *hash
    };
    let digits = notes.missed.as_bytes().chunks(KEY_PREFIX_DIGITS);
    let mut missed = digits.map(|digits| std::str::from_utf8(digits).unwrap_or_default());
    notes.found.iter().all(same) && missed.all(|digits| !posts.index.has_prefix(digits))
}

/// A hash of what decides which of the posts at `places` a link leads to.
fn namesakes(posts: &Posts, places: &[u32]) -> String {
    let mut text = String::new();
    for &place in places {
        let post = posts.at(place);
        // Writing into a text does not fail.
        let _ =
            writeln!(text, "{} {} {}", post.id(), post.date().unwrap_or_default(), post.origin.file.name());
    }
    content_hash(text.as_bytes())
}

/// The absolute address that `address` is, if it is one: `None` within for one of no page.
#[expect(clippy::option_option, reason = "a relative address, an absolute one, and a page's")]
fn absolute(address: &str) -> Option<Option<Url>> {
    if address.starts_with("//") {
        return Some(Url::parse(&["https:", address].concat()).ok());
    }
    let (scheme, _) = address.split_once(':')?;
    let mut bytes = scheme.bytes();
    let is_scheme = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    is_scheme.then(|| Url::parse(address).ok())
}

/// The number of digits of a number, and the number; `None` if it is none.
fn number(text: &str) -> Option<(usize, u32)> {
    let is_number = text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { Some((text.len(), text.parse().ok()?)) } else { None }
}

/// The value of the only parameter in a query, decoded.
fn form_urlencoded_value(text: &str) -> Option<String> {
    let is_only = !text.is_empty() && !text.contains('&');
    is_only.then(|| forms::decoded(&text.replace('+', " ")))
}
