//! The content of foreign posts.

use broadsheet_article::{Article, Options, markdown, write_html};

/// An article as the packer stores it.
#[derive(Debug)]
pub(crate) struct Content {
    pub(crate) html: String,
    /// The limits that it exceeded.
    pub(crate) cuts: Vec<&'static str>,
    /// Whether there would be more of it with nothing taken out.
    pub(crate) cleaned: bool,
}

/// The HTML of a post: the first of `html`, `markdown` and `text` that there is.
pub(crate) fn html(html: Option<String>, markdown: Option<String>, text: Option<String>) -> String {
    html.or_else(|| markdown.map(|source| markdown::to_html(&source)))
        .or_else(|| text.map(|text| plain(&text)))
        .unwrap_or_default()
}

/// Plain text as HTML: a blank line parts paragraphs, a line feed breaks a line.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('&', "&amp;").replace('<', "&lt;");
    let mut html = String::new();
    for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        html.push_str("<p>");
        html.push_str(&paragraph.replace('\n', "<br>"));
        html.push_str("</p>");
    }
    html
}

/// The article in `html`, as the packer would store it, with or without what the rules of cleaning take out.
pub(crate) fn read(html: &str, options: &Options) -> Result<Content, ParseError> {
    let article = parse(html, options)?;
    let written = write_html(&article);
    let cleaned =
        options.clean && write_html(&parse(html, &Options { clean: false, ..options.clone() })?) != written;
    let cuts = article.cuts.iter().map(|cut| cut.as_str()).collect();
    Ok(Content { html: written, cuts, cleaned })
}

#[cfg(target_arch = "wasm32")]
type ParseError = broadsheet_article::dom::DomError;

#[cfg(target_arch = "wasm32")]
fn parse(html: &str, options: &Options) -> Result<Article, ParseError> {
    broadsheet_article::dom::parse(html, options)
}

/// There is no parser outside a browser.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, thiserror::Error)]
#[error("no browser")]
pub(crate) struct ParseError;

#[cfg(not(target_arch = "wasm32"))]
fn parse(_html: &str, _options: &Options) -> Result<Article, ParseError> {
    Err(ParseError)
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn plain_text_has_paragraphs_and_lines() {
        let text = "\none\r\ntwo & three\r\n\n\n\n<b>\n".to_owned();
        assert_eq!(html(None, None, Some(text)), "<p>one<br>two &amp; three</p><p>&lt;b></p>");
    }

    #[test]
    fn the_richest_form_counts() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(html(some("<i>x</i>"), some("*y*"), some("z")), "<i>x</i>");
        assert_eq!(html(None, some("*y*"), some("z")).trim(), "<p><em>y</em></p>");
        assert_eq!(html(None, None, None), "");
    }
}
