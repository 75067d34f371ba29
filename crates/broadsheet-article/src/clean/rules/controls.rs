//! Controls that work on the original page only, and notices about browsers.

use crate::clean::lengths::{is_markup_text, visible_text};
use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::vocabulary::Tag;

/// Buttons and fields of forms. Those whose words are a part of the article are none by now:
/// [`replacements`](crate::replacements) made text of them.
pub(super) const CONTROL: Rule = Rule {
    name: "control",
    reason: "a button or a field that did something on the original page only",
    matches: Some(is_control),
    limit: RemovalLimit::Characters(200),
    #[cfg(test)]
    removes: &[
        "<button>Copy</button>",
        "<div><button class=fold>展开</button></div>",
        "<input type=submit value=Send>",
        "<form><input value=me@x.test></form>",
        "<select><option>请选择城市<option>甲</select>",
    ],
    #[cfg(test)]
    keeps: &[
        "<h3><button>How?</button></h3>",
        "<button>可以退货吗？</button>",
        "<p>Press <button>OK</button> twice</p>",
        "<button><img src=https://x.test/large.png></button>",
        "<select><option>甲<option selected>乙</select>",
    ],
    ..Rule::NEW
};

fn is_control(candidate: &BoxCandidate<'_>) -> bool {
    candidate.element.tag == Some(Tag::Button)
}

/// Notices about browsers that lack something.
pub(super) const NOTICE: Rule = Rule {
    name: "browser-notice",
    reason: "a notice for browsers without scripts, plug-ins or players",
    matches: Some(is_notice),
    limit: RemovalLimit::Characters(4000),
    #[cfg(test)]
    removes: &[
        "<noscript>Please enable JavaScript to view the <a href=https://x.test>comments</a>.</noscript>",
        "<noscript><p>请启用 JavaScript</p></noscript>",
        "<noscript>&lt;img src=\"https://count.test/1.gif\" width=\"1\"&gt;</noscript>",
        "<video src=blob:x>Your browser does not support video.</video>",
        "<canvas>您的浏览器不支持画布</canvas>",
        "<object>Get <b>Flash</b></object>",
    ],
    #[cfg(test)]
    keeps: &[
        "<noscript>The hours: nine to five</noscript>",
        "<canvas>Rain by month: 3, 4, 5</canvas>",
        "<p>Please enable JavaScript</p>",
        "<noscript>&lt;3 and &gt;</noscript>",
    ],
    ..Rule::NEW
};

/// `true` for markup that a browser with scripts kept as text: a page that was saved shows it.
fn is_markup(candidate: &BoxCandidate<'_>) -> bool {
    candidate.element.tag == Some(Tag::Noscript)
        && visible_text(candidate.document, candidate.id).all(is_markup_text)
}

fn is_notice(candidate: &BoxCandidate<'_>) -> bool {
    const WORDS: [&str; 8] =
        ["javascript", "browser", "flash", "plugin", "plug-in", "浏览器", "瀏覽器", "脚本"];
    if !matches!(candidate.element.tag, Some(Tag::Noscript | Tag::Object | Tag::Canvas | Tag::Applet))
        || candidate.text == 0
        || (candidate.text > 200 && !is_markup(candidate))
    {
        return false;
    }
    if is_markup(candidate) {
        return true;
    }
    let is_code = candidate.document.descendants(candidate.id);
    let mut is_code = is_code.map(|id| candidate.document.tag(id));
    if is_code.any(|tag| matches!(tag, Some(Tag::Pre | Tag::Img | Tag::Iframe | Tag::Video))) {
        return false;
    }
    let text: String = visible_text(candidate.document, candidate.id).collect();
    let text = text.to_ascii_lowercase();
    WORDS.iter().any(|word| text.contains(word))
}
