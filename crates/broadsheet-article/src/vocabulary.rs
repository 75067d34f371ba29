//! The vocabulary: the names of elements and attributes that the tree builder and the cleaning
//! rules know. Every other name is ignored. Programs without the feature `clean` do without the
//! names that only replacements and cleaning know.

macro_rules! names {
    ($(#[$about:meta])* $name:ident { $($(#[$condition:meta])? $variant:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name {
            $($(#[$condition])? $variant,)*
        }

        impl $name {
            /// The variant of a name in lower case; `None` if it is not in the vocabulary.
            pub(crate) fn known(name: &str) -> Option<Self> {
                match name {
                    $($(#[$condition])? $text => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

names! {
    /// An HTML element.
    Tag {
        A = "a",
        Abbr = "abbr",
        Acronym = "acronym",
        Address = "address",
        #[cfg(feature = "clean")]
        AmpAudio = "amp-audio",
        #[cfg(feature = "clean")]
        AmpDailymotion = "amp-dailymotion",
        #[cfg(feature = "clean")]
        AmpFacebook = "amp-facebook",
        #[cfg(feature = "clean")]
        AmpGist = "amp-gist",
        #[cfg(feature = "clean")]
        AmpIframe = "amp-iframe",
        AmpImg = "amp-img",
        #[cfg(feature = "clean")]
        AmpInstagram = "amp-instagram",
        #[cfg(feature = "clean")]
        AmpSoundcloud = "amp-soundcloud",
        #[cfg(feature = "clean")]
        AmpTwitter = "amp-twitter",
        #[cfg(feature = "clean")]
        AmpVideo = "amp-video",
        #[cfg(feature = "clean")]
        AmpVideoIframe = "amp-video-iframe",
        #[cfg(feature = "clean")]
        AmpVimeo = "amp-vimeo",
        #[cfg(feature = "clean")]
        AmpYoutube = "amp-youtube",
        Applet = "applet",
        #[cfg(feature = "clean")]
        Area = "area",
        Article = "article",
        Aside = "aside",
        Audio = "audio",
        B = "b",
        Base = "base",
        Bdi = "bdi",
        Bdo = "bdo",
        #[cfg(feature = "clean")]
        Bgsound = "bgsound",
        Blockquote = "blockquote",
        Body = "body",
        Br = "br",
        Button = "button",
        Canvas = "canvas",
        Caption = "caption",
        Center = "center",
        Cite = "cite",
        Code = "code",
        Col = "col",
        Colgroup = "colgroup",
        Datalist = "datalist",
        Dd = "dd",
        Del = "del",
        Details = "details",
        Dfn = "dfn",
        Dialog = "dialog",
        Dir = "dir",
        Div = "div",
        Dl = "dl",
        Dt = "dt",
        Em = "em",
        Embed = "embed",
        #[cfg(feature = "clean")]
        EnTodo = "en-todo",
        Fieldset = "fieldset",
        Figcaption = "figcaption",
        Figure = "figure",
        Footer = "footer",
        Form = "form",
        Frame = "frame",
        Frameset = "frameset",
        H1 = "h1",
        H2 = "h2",
        H3 = "h3",
        H4 = "h4",
        H5 = "h5",
        H6 = "h6",
        Head = "head",
        Header = "header",
        Hgroup = "hgroup",
        Hr = "hr",
        I = "i",
        Iframe = "iframe",
        Img = "img",
        Input = "input",
        Ins = "ins",
        Kbd = "kbd",
        #[cfg(feature = "clean")]
        Label = "label",
        Legend = "legend",
        Li = "li",
        Link = "link",
        Listing = "listing",
        #[cfg(feature = "clean")]
        LiteVimeo = "lite-vimeo",
        #[cfg(feature = "clean")]
        LiteYoutube = "lite-youtube",
        Main = "main",
        Mark = "mark",
        #[cfg(feature = "clean")]
        Marquee = "marquee",
        Menu = "menu",
        Meta = "meta",
        Meter = "meter",
        #[cfg(feature = "clean")]
        MjxBox = "mjx-box",
        MjxContainer = "mjx-container",
        #[cfg(feature = "clean")]
        MjxDen = "mjx-den",
        #[cfg(feature = "clean")]
        MjxFrac = "mjx-frac",
        #[cfg(feature = "clean")]
        MjxNum = "mjx-num",
        #[cfg(feature = "clean")]
        MjxScript = "mjx-script",
        #[cfg(feature = "clean")]
        MjxSpacer = "mjx-spacer",
        #[cfg(feature = "clean")]
        MpAudio = "mp-common-mpaudio",
        #[cfg(feature = "clean")]
        MpCard = "mp-common-videosnap",
        #[cfg(feature = "clean")]
        MpMusic = "mp-common-qqmusic",
        #[cfg(feature = "clean")]
        Mpvoice = "mpvoice",
        Nav = "nav",
        Noembed = "noembed",
        Noframes = "noframes",
        Noscript = "noscript",
        Object = "object",
        #[cfg(feature = "clean")]
        Oembed = "oembed",
        Ol = "ol",
        Optgroup = "optgroup",
        Option = "option",
        Output = "output",
        P = "p",
        Param = "param",
        Picture = "picture",
        Plaintext = "plaintext",
        Pre = "pre",
        Progress = "progress",
        Q = "q",
        #[cfg(feature = "clean")]
        Qqmusic = "qqmusic",
        Rp = "rp",
        Rt = "rt",
        Rtc = "rtc",
        Ruby = "ruby",
        S = "s",
        Samp = "samp",
        Script = "script",
        Search = "search",
        Section = "section",
        Select = "select",
        #[cfg(feature = "clean")]
        Slot = "slot",
        Small = "small",
        Source = "source",
        Span = "span",
        Strike = "strike",
        Strong = "strong",
        Style = "style",
        Sub = "sub",
        Summary = "summary",
        Sup = "sup",
        Table = "table",
        Tbody = "tbody",
        Td = "td",
        Template = "template",
        Textarea = "textarea",
        Tfoot = "tfoot",
        Th = "th",
        Thead = "thead",
        Time = "time",
        Title = "title",
        Tr = "tr",
        Track = "track",
        Tt = "tt",
        U = "u",
        Ul = "ul",
        Var = "var",
        Video = "video",
        Wbr = "wbr",
        Xmp = "xmp",
    }
}

names! {
    /// An attribute.
    Attribute {
        Align = "align",
        Alt = "alt",
        #[cfg(feature = "clean")]
        AriaChecked = "aria-checked",
        #[cfg(feature = "clean")]
        AriaControls = "aria-controls",
        #[cfg(feature = "clean")]
        AriaExpanded = "aria-expanded",
        #[cfg(feature = "clean")]
        AriaHaspopup = "aria-haspopup",
        #[cfg(feature = "clean")]
        AriaHidden = "aria-hidden",
        #[cfg(feature = "clean")]
        AriaLabel = "aria-label",
        #[cfg(feature = "clean")]
        AriaLabelledby = "aria-labelledby",
        #[cfg(feature = "clean")]
        Audiourl = "audiourl",
        #[cfg(feature = "clean")]
        Checked = "checked",
        #[cfg(feature = "clean")]
        Cite = "cite",
        Class = "class",
        Colspan = "colspan",
        #[cfg(feature = "clean")]
        Data = "data",
        Download = "download",
        DataActualsrc = "data-actualsrc",
        #[cfg(feature = "clean")]
        DataAlt = "data-alt",
        #[cfg(feature = "clean")]
        DataAttrs = "data-attrs",
        #[cfg(feature = "clean")]
        DataBsTarget = "data-bs-target",
        #[cfg(feature = "clean")]
        DataBsToggle = "data-bs-toggle",
        #[cfg(feature = "clean")]
        DataBvid = "data-bvid",
        DataCfemail = "data-cfemail",
        DataCfsrc = "data-cfsrc",
        #[cfg(feature = "clean")]
        DataChecked = "data-checked",
        #[cfg(feature = "clean")]
        DataContent = "data-content",
        #[cfg(feature = "clean")]
        DataDesc = "data-desc",
        DataEcho = "data-echo",
        DataFilm = "data-film",
        #[cfg(feature = "clean")]
        DataGistId = "data-gist-id",
        #[cfg(feature = "clean")]
        DataGistid = "data-gistid",
        #[cfg(feature = "clean")]
        DataFormula = "data-formula",
        DataHeight = "data-height",
        #[cfg(feature = "clean")]
        DataHref = "data-href",
        #[cfg(feature = "clean")]
        DataId = "data-id",
        #[cfg(feature = "clean")]
        DataInstgrmPermalink = "data-instgrm-permalink",
        DataLang = "data-lang",
        DataLanguage = "data-language",
        #[cfg(feature = "clean")]
        DataLatex = "data-latex",
        DataLazy = "data-lazy",
        DataLazySrc = "data-lazy-src",
        DataLazySrcset = "data-lazy-srcset",
        #[cfg(feature = "clean")]
        DataList = "data-list",
        #[cfg(feature = "clean")]
        DataMpvid = "data-mpvid",
        #[cfg(feature = "clean")]
        DataName = "data-name",
        #[cfg(feature = "clean")]
        DataNickname = "data-nickname",
        #[cfg(feature = "clean")]
        DataMathml = "data-mathml",
        DataOriginal = "data-original",
        #[cfg(feature = "clean")]
        DataPinDo = "data-pin-do",
        #[cfg(feature = "clean")]
        DataPlyrEmbedId = "data-plyr-embed-id",
        #[cfg(feature = "clean")]
        DataPlyrProvider = "data-plyr-provider",
        #[cfg(feature = "clean")]
        DataProvider = "data-provider",
        #[cfg(feature = "clean")]
        DataServer = "data-server",
        #[cfg(feature = "clean")]
        DataShortcode = "data-shortcode",
        DataSrc = "data-src",
        DataSrcset = "data-srcset",
        #[cfg(feature = "clean")]
        DataTarget = "data-target",
        #[cfg(feature = "clean")]
        DataTelegramPost = "data-telegram-post",
        #[cfg(feature = "clean")]
        DataTitle = "data-title",
        #[cfg(feature = "clean")]
        DataToggle = "data-toggle",
        #[cfg(feature = "clean")]
        DataTooltip = "data-tooltip",
        #[cfg(feature = "clean")]
        DataTrackid = "data-trackid",
        #[cfg(feature = "clean")]
        DataTweetId = "data-tweet-id",
        #[cfg(feature = "clean")]
        DataTweetid = "data-tweetid",
        #[cfg(feature = "clean")]
        DataTex = "data-tex",
        #[cfg(feature = "clean")]
        DataText = "data-text",
        #[cfg(feature = "clean")]
        DataType = "data-type",
        #[cfg(feature = "clean")]
        DataVideoId = "data-video-id",
        #[cfg(feature = "clean")]
        DataVideoid = "data-videoid",
        #[cfg(feature = "clean")]
        DataVimeoId = "data-vimeo-id",
        DataWidth = "data-width",
        #[cfg(feature = "clean")]
        DataYoutube = "data-youtube",
        #[cfg(feature = "clean")]
        DataYoutubeId = "data-youtube-id",
        #[cfg(feature = "clean")]
        DataYtId = "data-yt-id",
        Dir = "dir",
        #[cfg(feature = "clean")]
        Disabled = "disabled",
        #[cfg(feature = "clean")]
        Display = "display",
        #[cfg(feature = "clean")]
        Eeimg = "eeimg",
        File = "file",
        #[cfg(feature = "clean")]
        Flashvars = "flashvars",
        Height = "height",
        Hidden = "hidden",
        Href = "href",
        Id = "id",
        Itemprop = "itemprop",
        #[cfg(feature = "clean")]
        Label = "label",
        #[cfg(feature = "clean")]
        Max = "max",
        Media = "media",
        #[cfg(feature = "clean")]
        Mid = "mid",
        #[cfg(feature = "clean")]
        MusicName = "music_name",
        Name = "name",
        #[cfg(feature = "clean")]
        Playlabel = "playlabel",
        Poster = "poster",
        #[cfg(feature = "clean")]
        Readonly = "readonly",
        RealSrc = "real_src",
        Reversed = "reversed",
        Role = "role",
        Rowspan = "rowspan",
        #[cfg(feature = "clean")]
        Selected = "selected",
        #[cfg(feature = "clean")]
        Server = "server",
        #[cfg(feature = "clean")]
        ShadowRootMode = "shadowrootmode",
        #[cfg(feature = "clean")]
        Singer = "singer",
        #[cfg(feature = "clean")]
        Slot = "slot",
        Smilieid = "smilieid",
        Src = "src",
        #[cfg(feature = "clean")]
        Srcdoc = "srcdoc",
        Srcset = "srcset",
        Start = "start",
        Style = "style",
        Title = "title",
        Type = "type",
        #[cfg(feature = "clean")]
        Url = "url",
        Value = "value",
        #[cfg(feature = "clean")]
        Videoid = "videoid",
        #[cfg(feature = "clean")]
        VoiceEncodeFileid = "voice_encode_fileid",
        Width = "width",
        Zoomfile = "zoomfile",
        // Names in capitals are of no attribute: those of HTML are in lower case. They stand for
        // attributes outside the vocabulary that may hold an image's address.
        LikelySource = "LIKELY",
        // `data-` attributes of any other element that hold an address of the web, or a frame.
        #[cfg(feature = "clean")]
        OtherAddress = "ADDRESS",
        #[cfg(feature = "clean")]
        OtherFrame = "FRAME",
        // Settings of a player in JSON.
        #[cfg(feature = "clean")]
        OtherSettings = "SETTINGS",
        #[cfg(feature = "clean")]
        OtherGallery = "GALLERY",
        OtherSource = "OTHER",
        OtherSrcset = "SRCSET",
        PreviewSource = "PREVIEW",
    }
}

impl Tag {
    /// The variant of an element's name in lower case: its own, or that of an image for the image
    /// elements that pages bring themselves; `None` if it is not in the vocabulary.
    pub(crate) fn of_element(name: &str) -> Option<Self> {
        Self::known(name).or_else(|| {
            // `WeChat` has an element for each kind of card.
            #[cfg(feature = "clean")]
            if name == "mpvideosnap" || name.starts_with("mp-") {
                return Some(Self::MpCard);
            }
            if is_own_image(name) { Some(Self::AmpImg) } else { None }
        })
    }
}

impl Attribute {
    /// The variant of an attribute's name in lower case: its own, or that of another attribute for
    /// the same; `None` if it is not in the vocabulary.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        let known = Self::known(name);
        #[cfg(feature = "clean")]
        let known = known.or(match name {
            "bvid" => Some(Self::DataBvid),
            "data-bs-content" => Some(Self::DataContent),
            "data-bs-original-title"
            | "data-hint"
            | "data-original-title"
            | "data-tip"
            | "data-tippy-content"
            | "data-tooltip-content" => Some(Self::DataTooltip),
            "data-address" | "data-signature" => Some(Self::DataDesc),
            "data-author-name" | "data-miniprogram-nickname" => Some(Self::DataNickname),
            "data-footnote" | "data-footnote-content" | "data-footnote-text" | "data-note" => {
                Some(Self::DataText)
            }
            "data-equation" => Some(Self::DataFormula),
            "data-miniprogram-imageurl" => Some(Self::Poster),
            "data-bs-title" | "data-miniprogram-title" | "data-source-title" => Some(Self::DataTitle),
            "data-oembed-url" => Some(Self::Url),
            "data-rating" => Some(Self::Value),
            "data-vid" => Some(Self::DataVideoId),
            "shadowroot" => Some(Self::ShadowRootMode),
            _ => None,
        });
        known
    }
}

/// `true` for the name of an image element that a page brings itself (`ion-img`, `nuxt-img`,
/// `amp-anim`): its last part says so.
fn is_own_image(name: &str) -> bool {
    const PARTS: [&str; 4] = ["anim", "image", "img", "picture"];
    name.rsplit_once('-').is_some_and(|(first, last)| !first.is_empty() && PARTS.contains(&last))
}

#[cfg(any(feature = "clean", feature = "native"))]
impl Tag {
    /// `true` for elements whose text no page shows.
    pub(crate) fn is_never_shown(self) -> bool {
        matches!(
            self,
            Self::Script
                | Self::Style
                | Self::Title
                | Self::Head
                | Self::Iframe
                | Self::Noembed
                | Self::Noframes
        )
    }
}
