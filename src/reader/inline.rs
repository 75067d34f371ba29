//! Inline content: text, styles, links, images.

use broadsheet_article::tree::{AnchorId, Inline, TextStyle};
use broadsheet_article::url::{LinkUrl, PostUrl};
use yew::prelude::*;
use yew::virtual_dom::VTag;

use super::context::Context;
use super::image::{ArticleImage, placeholder};
use super::layout_limits::Piece;
use super::math::formula;
use crate::components::external_link::external_link;
use crate::components::route_link::RouteLink;
use crate::intent::Intent;
use crate::media_policy::allowed_sources;

/// Draws a run of text that is a paragraph of its own.
pub(super) fn inlines(content: &[Inline], context: &Context) -> Html {
    if context.limits.begin(content) {
        html! { <span class="unbroken">{ inner(content, context) }</span> }
    } else {
        inner(content, context)
    }
}

/// Draws the content of an inline element.
fn inner(content: &[Inline], context: &Context) -> Html {
    content.iter().map(|one| inline(one, context)).collect()
}

fn text(text: &str, context: &Context) -> Html {
    let pieces = context.limits.pieces(text);
    if let [Piece::Text(_)] = pieces.as_slice() {
        return html! { { text } };
    }
    // Lines that are blocks of their own: a break within one would leave the paragraph as slow as
    // it was.
    let lines = pieces.split(|piece| *piece == Piece::Break).map(|line| {
        let line = line.iter().map(|piece| match piece {
            Piece::Text(text) => html! { { *text } },
            Piece::DottedCircle | Piece::Break => html! { { "\u{200b}\u{25cc}" } },
        });
        html! { <span>{ for line }</span> }
    });
    let is_broken = pieces.contains(&Piece::Break);
    html! { <span class={if is_broken { Some("broken") } else { None }}>{ for lines }</span> }
}

fn inline(inline: &Inline, context: &Context) -> Html {
    match inline {
        Inline::Text(one) => text(one, context),
        Inline::Break => html! { <br /> },
        Inline::Styled { style, content } => style_of(*style, content, context),
        Inline::Link { href, content } => {
            let inside = inner(content, &Context { is_in_link: true, ..*context });
            match href {
                LinkUrl::External(url) => external_link(url.as_str().to_owned(), inside),
                LinkUrl::File(file) => html! {
                    <a href={format!("{}{}", context.base, file.as_str())} download={file.name().to_owned()}
                        target="_blank" rel="noopener">{ inside }</a>
                },
                LinkUrl::Post(post) => post_link(post, inside, context),
                LinkUrl::Anchor(id) => {
                    let class = if is_backlink(content) { Some("backlink") } else { None };
                    let onclick = context.dispatch.reform(|_: MouseEvent| Intent::SaveScroll);
                    html! { <a href={format!("#{}", id.as_str())} {class} {onclick}>{ inside }</a> }
                }
            }
        }
        Inline::Math(math) => formula(math, context),
        Inline::Anchor(id) => html! { <span id={id.as_str().to_owned()} /> },
        Inline::Image(image) => {
            let urls = image.candidates.iter().map(|candidate| &candidate.url);
            let shown = match context.blocking_hosts(urls.chain([&image.source])) {
                Some(hosts) => allowed_sources(image, hosts),
                None => Some(image.clone()),
            };
            match shown {
                Some(image) => {
                    html! { <ArticleImage {image} base={context.base.clone()} is_in_link={context.is_in_link} /> }
                }
                None => placeholder(context.texts.media_not_loaded, image, context.is_in_link),
            }
        }
    }
}

/// Draws a link to another post. An address of it is what a new tab opens; a click stays in this
/// list.
fn post_link(post: &PostUrl, inside: Html, context: &Context) -> Html {
    let name = |id: &AnchorId| id.as_str().to_owned();
    // The fragment of a host page's address is its own.
    let anchor = if context.outline.standalone { post.anchor().map(|id| name(id).into()) } else { None };
    let dispatch = opens_post(context.dispatch, post.id().to_owned(), post.anchor().map(name));
    RouteLink::new(context.home.with_post(post.id()), &dispatch).at(anchor).draw(inside)
}

/// Returns what opens the post `id` beside the list that there is, at an anchor in it, whatever the
/// link asks for: its address has the list of all posts.
pub(super) fn opens_post(
    dispatch: &Callback<Intent>,
    id: String,
    anchor: Option<String>,
) -> Callback<Intent> {
    dispatch.reform(move |_| Intent::OpenPost { id: id.clone(), anchor: anchor.clone() })
}

fn style_of(style: TextStyle, content: &[Inline], context: &Context) -> Html {
    let around =
        |start: &'static str, end: &'static str| html! { <>{ start }{ inner(content, context) }{ end }</> };
    match style {
        TextStyle::Ruby if !context.limits.ruby(content) => {
            inner(content, &Context { is_ruby_flat: true, ..*context })
        }
        TextStyle::RubyText if context.is_ruby_flat => around("(", ")"),
        TextStyle::RubyParenthesis if context.is_ruby_flat => Html::default(),
        TextStyle::QuoteInline if !context.limits.quote() => around("\u{200b}\u{201c}", "\u{201d}"),
        _ => {
            let mut tag = VTag::new(style.tag_name());
            if let Some(direction) = style.direction() {
                tag.add_attribute("dir", direction.as_str());
            }
            tag.add_child(inner(content, context));
            tag.into()
        }
    }
}

/// `true` if a link's content is the arrow that leads from a footnote back to the text.
fn is_backlink(content: &[Inline]) -> bool {
    matches!(content.first(), Some(Inline::Text(text)) if text.starts_with('↩'))
}
