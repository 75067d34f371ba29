//! Players, widgets and controls, which plain markup stands for: an attribute or the content of
//! each.

use crate::article;

/// The elements, with `{}` where the input stands.
const ELEMENTS: [&str; 24] = [
    "<iframe src=\"{}\" title=a></iframe>",
    "<iframe data-src=\"{}\" width=1></iframe>",
    "<iframe srcdoc=\"{}\"></iframe>",
    "<object data=\"{}\" type=application/x-shockwave-flash><param name=movie value=\"{}\">a</object>",
    "<object><param name=flashvars value=\"{}\"><embed src=\"{}\" flashvars=\"{}\"></object>",
    "<embed src=\"{}\">",
    "<video data-src=\"{}\" poster=\"{}\"><source src=\"{}\">a</video>",
    "<audio src=\"{}\" controls>a</audio>",
    "<amp-youtube data-videoid=\"{}\"></amp-youtube><amp-iframe src=\"{}\"></amp-iframe>",
    "<amp-video src=\"{}\" poster=\"{}\"></amp-video><amp-img src=\"{}\"></amp-img>",
    "<lite-youtube videoid=\"{}\" playlabel=\"{}\"></lite-youtube>",
    "<div class=youtube data-id=\"{}\" data-embed=\"{}\"></div>",
    "<div data-settings=\"{}\" data-oembed-url=\"{}\"></div>",
    "<mpvoice name=\"{}\" voice_encode_fileid=\"{}\"></mpvoice><iframe class=video_iframe data-mpvid=\"{}\"></iframe>",
    "<blockquote class=twitter-tweet><p>{}</p><a href=\"{}\">b</a></blockquote>",
    "<script src=\"{}\" data-telegram-post=\"{}\"></script><noscript>{}</noscript>",
    "<p class=codepen data-slug-hash=\"{}\" data-user=\"{}\">{}</p><script src=\"https://gist.github.com/{}.js\"></script>",
    "<form action=\"{}\"><input value=\"{}\"><textarea>{}</textarea><select><option selected>{}</select></form>",
    "<input type=checkbox checked value=\"{}\"><button>{}</button><input type=image src=\"{}\">",
    "<details><summary>{}</summary>{}</details><dialog>{}</dialog>",
    "<div role=tablist><a role=tab href=\"{}\">{}</a></div><div role=tabpanel>{}</div>",
    "<figure data-film><a href=\"{}\">{}</a></figure>",
    "<canvas>{}</canvas><svg><image href=\"{}\"/></svg><map><area href=\"{}\" alt=\"{}\"></map>",
    "<p>a</p>{}<p>b</p>",
];

/// The first byte chooses the element, the second the options, the rest is what stands in it.
pub fn run(data: &[u8]) {
    let [element, choice, value @ ..] = data else { return };
    let value = String::from_utf8_lossy(value);
    let is_quoted = choice & 0x80 == 0;
    let value =
        if is_quoted { value.replace('&', "&amp;").replace('"', "&quot;") } else { value.into_owned() };
    let html = ELEMENTS[usize::from(*element) % ELEMENTS.len()].replace("{}", &value);
    article::check(&format!("<p>一段文字。</p>{html}<p>c</p>"), &article::options(*choice));
}
