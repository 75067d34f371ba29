//! Videos of two services, known by the exact host of their player and the form of their ids.

#[cfg(has_parser)]
use crate::url::host_and_path;

/// A video on YouTube or Vimeo. It is a link until the user asks for the player.
///
/// Made only from the addresses of players and pages: whatever these were,
/// [`EmbeddedVideo::player_url`] and [`EmbeddedVideo::page_url`] lead to the two services and
/// nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbeddedVideo {
    service: VideoService,
    /// YouTube: 11 letters, digits, `-` or `_`. Vimeo: digits, and for an unlisted video a slash
    /// and its key.
    id: String,
    /// Seconds from the beginning.
    start: Option<u32>,
    title: Option<String>,
}

/// The service that plays an [`EmbeddedVideo`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VideoService {
    /// `youtube.com`
    YouTube,
    /// `vimeo.com`
    Vimeo,
}

impl VideoService {
    /// The name that users know.
    pub fn name(self) -> &'static str {
        match self {
            Self::YouTube => "YouTube",
            Self::Vimeo => "Vimeo",
        }
    }
}

impl EmbeddedVideo {
    /// The service.
    pub fn service(&self) -> VideoService {
        self.service
    }

    /// The title, if the player's frame had one.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The page to watch it on.
    pub fn page_url(&self) -> String {
        let (before, from) = match self.service {
            VideoService::YouTube => ("https://www.youtube.com/watch?v=", "&t="),
            VideoService::Vimeo => ("https://vimeo.com/", "#t="),
        };
        self.address(before, &self.id, from, "s")
    }

    /// The address of the player, for a frame. YouTube's is the one that sets no cookies before it
    /// plays.
    pub fn player_url(&self) -> String {
        match self.service {
            VideoService::YouTube => {
                self.address("https://www.youtube-nocookie.com/embed/", &self.id, "?start=", "")
            }
            VideoService::Vimeo => {
                let id = self.id.replace('/', "?h=");
                self.address("https://player.vimeo.com/video/", &id, "#t=", "s")
            }
        }
    }

    fn address(&self, before: &str, id: &str, from: &str, unit: &str) -> String {
        match self.start {
            Some(start) => [before, id, from, &start.to_string(), unit].concat(),
            None => [before, id].concat(),
        }
    }

    /// The text of a plain link to the video: its title, else [`EmbeddedVideo::page_label`].
    pub fn label(&self) -> String {
        self.title.clone().unwrap_or_else(|| self.page_label())
    }

    /// The address of the page as a user would write it down, without scheme and `www.`.
    pub fn page_label(&self) -> String {
        fallback_label(&self.page_url())
    }
}

/// An address as a user would write it down, without scheme and `www.`.
pub(crate) fn fallback_label(url: &str) -> String {
    let shown = url.split_once("://").map_or(url, |(_, rest)| rest);
    shown.strip_prefix("www.").unwrap_or(shown).to_owned()
}

#[cfg(has_parser)]
impl EmbeddedVideo {
    /// `true` if `other` is the same film, from wherever it begins.
    #[cfg(feature = "clean")]
    pub(crate) fn is_same_film(&self, other: &Self) -> bool {
        // The second part of a Vimeo id is a key.
        let film = |id: &str| id.split('/').next().unwrap_or_default().to_owned();
        self.service == other.service && film(&self.id) == film(&other.id)
    }

    /// The video whose player is at `url`, an address in normal form; `title` is on one line.
    pub(crate) fn from_player_url(url: &str, title: &str) -> Option<Self> {
        let (host, path) = host_and_path(web_address(url)?);
        let (service, prefix) = match host {
            "www.youtube.com" | "youtube.com" | "www.youtube-nocookie.com" | "youtube-nocookie.com" => {
                (VideoService::YouTube, "embed/")
            }
            "player.vimeo.com" => (VideoService::Vimeo, "video/"),
            _ => return None,
        };
        let path = path.strip_prefix(prefix)?;
        let mut id = path.split(['/', '?', '#', '&']).next()?.to_owned();
        if service == VideoService::Vimeo
            && let Some(key) = parameter(path, "h")
        {
            id.push('/');
            id.push_str(key);
        }
        let start = parameter(path, "start").or_else(|| parameter(path, "t"));
        Self::new(service, &id, start, title)
    }

    /// The video whose [`EmbeddedVideo::page_url`] is `url`.
    pub(crate) fn from_page_url(url: &str, title: &str) -> Option<Self> {
        let (host, path) = host_and_path(web_address(url)?);
        let (service, id) = match host {
            "www.youtube.com" => (VideoService::YouTube, path.strip_prefix("watch?v=")?.split('&').next()?),
            "vimeo.com" => (VideoService::Vimeo, path.split('#').next()?),
            _ => return None,
        };
        let video = Self::new(service, id, parameter(path, "t"), title)?;
        (video.page_url() == url).then_some(video)
    }

    fn new(service: VideoService, id: &str, start: Option<&str>, title: &str) -> Option<Self> {
        let fits = match service {
            // Two words of that form are no ids.
            VideoService::YouTube => {
                id.len() == 11
                    && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
                    && !matches!(id, "videoseries" | "live_stream")
            }
            VideoService::Vimeo => {
                let (number, key) = id.split_once('/').unwrap_or((id, "0"));
                (1..=12).contains(&number.len())
                    && number.bytes().all(|byte| byte.is_ascii_digit())
                    && (1..=20).contains(&key.len())
                    && key.bytes().all(|byte| byte.is_ascii_alphanumeric())
            }
        };
        if !fits {
            return None;
        }
        let start = start.and_then(seconds);
        let mut video = Self { service, id: id.to_owned(), start, title: None };
        // The titles that the services' own snippets have for every video.
        let says_nothing = matches!(
            title,
            "" | "YouTube video player" | "YouTube video" | "vimeo-player" | "Vimeo video player"
        );
        if !says_nothing && title != video.label() {
            video.title = Some(title.to_owned());
        }
        Some(video)
    }
}

/// `url` without its scheme; `None` if that is neither `http` nor `https`.
#[cfg(has_parser)]
fn web_address(url: &str) -> Option<&str> {
    url.strip_prefix("https:").or_else(|| url.strip_prefix("http:"))
}

/// The value of a parameter of a query or a fragment.
#[cfg(has_parser)]
fn parameter<'a>(path: &'a str, name: &str) -> Option<&'a str> {
    path.split(['?', '#', '&']).skip(1).find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// `90`, `90s` or `1m30s` in seconds, at most a day; `None` for zero and for anything else.
#[cfg(has_parser)]
fn seconds(text: &str) -> Option<u32> {
    let (mut sum, mut number) = (0_u32, 0_u32);
    for byte in text.bytes() {
        let unit = match byte {
            b'0'..=b'9' => {
                number = number.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
                continue;
            }
            b'h' => 3600,
            b'm' => 60,
            b's' => 1,
            _ => return None,
        };
        sum = sum.checked_add(number.checked_mul(unit)?)?;
        number = 0;
    }
    sum = sum.checked_add(number)?;
    (1..=86_400).contains(&sum).then_some(sum)
}

#[cfg(all(test, feature = "native"))]
mod tests {
    use super::EmbeddedVideo;

    fn addresses(url: &str) -> Option<[String; 2]> {
        let video = EmbeddedVideo::from_player_url(url, "A video")?;
        assert_eq!(EmbeddedVideo::from_page_url(&video.page_url(), "A video").as_ref(), Some(&video));
        Some([video.page_url(), video.player_url()])
    }

    #[test]
    fn players() {
        let youtube = [
            "https://www.youtube.com/watch?v=a_B-1234567",
            "https://www.youtube-nocookie.com/embed/a_B-1234567",
        ];
        for url in [
            "https://www.youtube.com/embed/a_B-1234567",
            "http://youtube.com/embed/a_B-1234567?rel=0&autoplay=1",
            "https://www.youtube-nocookie.com/embed/a_B-1234567/",
            "https://youtube-nocookie.com/embed/a_B-1234567?start=soon",
        ] {
            assert_eq!(addresses(url), Some(youtube.map(str::to_owned)), "{url}");
        }
        for (url, page, player) in [
            (
                "https://www.youtube.com/embed/a_B-1234567?rel=0&start=90",
                "https://www.youtube.com/watch?v=a_B-1234567&t=90s",
                "https://www.youtube-nocookie.com/embed/a_B-1234567?start=90",
            ),
            (
                "https://player.vimeo.com/video/123456",
                "https://vimeo.com/123456",
                "https://player.vimeo.com/video/123456",
            ),
            (
                "https://player.vimeo.com/video/123456?h=0a1b&title=0#t=1m30s",
                "https://vimeo.com/123456/0a1b#t=90s",
                "https://player.vimeo.com/video/123456?h=0a1b#t=90s",
            ),
        ] {
            assert_eq!(addresses(url), Some([page.to_owned(), player.to_owned()]), "{url}");
        }
    }

    #[test]
    fn what_is_no_player() {
        for url in [
            "https://www.youtube.com.x.test/embed/a_B-1234567",
            "https://x.test/www.youtube.com/embed/a_B-1234567",
            "https://x@www.youtube.com/embed/a_B-1234567",
            "https://www.youtube.com:8443/embed/a_B-1234567",
            "https://www.youtube.com/embed/a_B-123456",
            "https://www.youtube.com/embed/a_B-12345678",
            "https://www.youtube.com/embed/a_B%2F123456",
            "https://www.youtube.com/embed/videoseries?list=x",
            "https://www.youtube.com/redirect?q=/embed/a_B-1234567",
            "https://youtu.be/a_B-1234567",
            "https://player.vimeo.com/video/12345a",
            "https://player.vimeo.com/video/123456?h=../x",
            "https://vimeo.com/123456",
            "ftp://player.vimeo.com/video/123456",
        ] {
            assert_eq!(addresses(url), None, "{url}");
        }
    }

    #[test]
    fn only_its_own_page_is_read_as_a_video() {
        for url in [
            "https://www.youtube.com/watch?v=a_B-1234567&list=x",
            "https://www.youtube.com/watch?v=a_B-1234567#t=90s",
            "http://www.youtube.com/watch?v=a_B-1234567",
            "https://vimeo.com/channels/123456",
            "https://vimeo.com/123456?x",
        ] {
            assert_eq!(EmbeddedVideo::from_page_url(url, ""), None, "{url}");
        }
    }

    #[test]
    fn a_title_says_something() {
        let label = |title| {
            EmbeddedVideo::from_player_url("https://www.youtube.com/embed/a_B-1234567", title)
                .unwrap()
                .label()
        };
        assert_eq!(label("Rain"), "Rain");
        for title in ["", "YouTube video player", "youtube.com/watch?v=a_B-1234567"] {
            assert_eq!(label(title), "youtube.com/watch?v=a_B-1234567");
        }
    }
}
