//! An article tree, drawn. Every element is named here; none comes from the article.

use std::cell::Cell;
use std::rc::Rc;

use broadsheet_article::tree::{
    AnchorId, Article, Block, Definition, Inline, List, ListItem, ListKind, Media, MediaKind, Table,
    TableCell, TextStyle,
};
use broadsheet_article::url::{LinkUrl, MediaUrl};
use web_sys::HtmlElement;
use yew::prelude::*;
use yew::virtual_dom::VTag;

use super::film::film;
use super::heading::use_heading;
use super::long_text::{Drawn, Piece, lines};
use super::picture::{Picture, address, outside_link, stand_in};
use crate::i18n::Texts;
use crate::intent::{Intent, Preference};
use crate::media_policy::{RemoteMediaPolicy, allowed_sources, allows};
use crate::settings::{HeadingOutline, use_settings};

#[derive(Properties)]
#[allow(missing_docs, reason = "the comments say it")]
pub struct ContentProps {
    pub article: Rc<Article>,
    /// The address of the bundle's folder, ending in `/`.
    pub base: AttrValue,
    /// Hosts that pictures, sounds and films are loaded from without asking; nothing for any.
    pub hosts: Option<Vec<String>>,
    pub dispatch: Callback<Intent>,
}

impl PartialEq for ContentProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.article, &other.article)
            && (&self.base, &self.hosts, &self.dispatch) == (&other.base, &other.hosts, &other.dispatch)
    }
}

/// The content of an article.
#[component]
pub fn Content(props: &ContentProps) -> Html {
    let settings = use_settings();
    let texts = settings.texts();
    // What the reader asked for in this article: films, by the addresses of their players, and its pictures.
    let playing = use_state_eq(Vec::<String>::new);
    let loaded = use_state_eq(|| false);
    let player = use_node_ref();
    use_heading(settings.outline.standalone);
    {
        let player = player.clone();
        use_effect_with((*playing).clone(), move |_| {
            // The button that had the focus is gone. What cannot take it leaves it where it is.
            if let Some(player) = player.cast::<HtmlElement>() {
                let _ = player.focus();
            }
        });
    }
    let held = Cell::new(false);
    let context = Context {
        base: &props.base,
        hosts: props.hosts.as_deref(),
        loaded: *loaded,
        held: &held,
        playing: &playing,
        player: &player,
        texts,
        outline: settings.outline,
        linked: false,
        dispatch: &props.dispatch,
        drawn: &Drawn::default(),
        flat: false,
    };
    let content = blocks(&props.article.blocks, &context);
    html! {
        <>
            if held.get() {
                <div class="notice">
                    <p>{ texts.media_blocked }</p>
                    <button type="button" aria-pressed={loaded.to_string()} onclick={
                        let loaded = loaded.clone();
                        move |_: MouseEvent| loaded.set(!*loaded)
                    }>{ texts.load_media }</button>
                    <button type="button" onclick={props.dispatch.reform(|_: MouseEvent| Intent::Set(Preference::RemoteMedia(RemoteMediaPolicy::Always)))}>
                        { texts.always_load_media }
                    </button>
                </div>
            }
            { content }
        </>
    }
}

/// Where a piece of content stands.
#[derive(Clone, Copy)]
struct Context<'a> {
    base: &'a AttrValue,
    /// Where headings begin.
    outline: HeadingOutline,
    /// Hosts that may be asked for pictures, sounds and films; nothing for any.
    hosts: Option<&'a [String]>,
    /// Whether the reader asked for all of them.
    loaded: bool,
    /// Set where one has to wait for that.
    held: &'a Cell<bool>,
    /// The addresses of the players that the reader asked for.
    playing: &'a UseStateHandle<Vec<String>>,
    /// Where the player is drawn that was asked for last.
    player: &'a NodeRef,
    texts: &'static Texts,
    /// Inside a link.
    linked: bool,
    /// Told what the reader asks for.
    dispatch: &'a Callback<Intent>,
    /// What has been drawn already.
    drawn: &'a Drawn,
    /// Inside ruby that is drawn as plain text.
    flat: bool,
}

impl Context<'_> {
    /// The hosts that `urls` have to be judged by: none where all of them may be loaded.
    fn held_by<'u>(&self, urls: impl IntoIterator<Item = &'u MediaUrl>) -> Option<&[String]> {
        let hosts = self.hosts?;
        if urls.into_iter().all(|url| allows(hosts, url)) {
            return None;
        }
        self.held.set(true);
        (!self.loaded).then_some(hosts)
    }
}

fn blocks(blocks: &[Block], context: &Context) -> Html {
    blocks.iter().map(|one| block(one, context)).collect()
}

fn block(block: &Block, context: &Context) -> Html {
    match block {
        Block::Paragraph(content) => html! { <p>{ inlines(content, context) }</p> },
        Block::Heading { level, id, content } => {
            element(context.outline.heading(level.number()), id.as_ref(), inlines(content, context))
        }
        Block::Quote(content) => html! { <blockquote>{ blocks(content, context) }</blockquote> },
        Block::Preformatted { language, content } => {
            let code = match lines(content) {
                Some(pieces) => {
                    pieces.into_iter().map(|piece| html! { <code class="lines">{ piece }</code> }).collect()
                }
                None => html! { <code>{ inlines(content, context) }</code> },
            };
            html! { <pre tabindex="0" data-language={language.clone()}>{ code }</pre> }
        }
        Block::List(list) => draw_list(list, context),
        Block::Definitions(parts) => {
            html! { <dl>{ for parts.iter().map(|part| definition(part, context)) }</dl> }
        }
        Block::Table(table) => draw_table(table, context),
        Block::Figure { content, caption } => html! {
            <figure>
                { blocks(content, context) }
                if !caption.is_empty() {
                    <figcaption>{ inlines(caption, context) }</figcaption>
                }
            </figure>
        },
        Block::Details { summary, content } => html! {
            <details><summary>{ inlines(summary, context) }</summary>{ blocks(content, context) }</details>
        },
        Block::Media(media) => draw_media(media, context),
        Block::EmbeddedVideo(one) => {
            let player = one.player_url();
            let playing = context.playing.contains(&player).then(|| {
                let last = context.playing.last() == Some(&player);
                if last { context.player.clone() } else { NodeRef::default() }
            });
            let state = context.playing.clone();
            let play = move |_: MouseEvent| {
                let mut all = (*state).clone();
                all.push(player.clone());
                state.set(all);
            };
            film(one, playing, context.texts, play.into())
        }
        Block::Rule => html! { <hr /> },
    }
}

/// An element whose name is one of ours.
fn element(name: &'static str, id: Option<&AnchorId>, content: Html) -> Html {
    let mut tag = VTag::new(name);
    if let Some(id) = id {
        tag.add_attribute("id", id.as_str().to_owned());
    }
    tag.add_child(content);
    tag.into()
}

/// Blocks of an item or a cell: a single paragraph is drawn without a paragraph's spacing.
fn tight(content: &[Block], context: &Context) -> Html {
    match content {
        [Block::Paragraph(only)] => inlines(only, context),
        [Block::Paragraph(first), rest @ ..] if rest.iter().all(|block| matches!(block, Block::List(_))) => {
            html! { <>{ inlines(first, context) }{ blocks(rest, context) }</> }
        }
        _ => blocks(content, context),
    }
}

fn draw_list(list: &List, context: &Context) -> Html {
    let item = |item: &ListItem| element("li", item.id.as_ref(), tight(&item.content, context));
    let items = list.items.iter().map(item);
    match list.kind {
        ListKind::Unordered => html! { <ul>{ for items }</ul> },
        ListKind::Ordered { start } => {
            html! { <ol start={(start != 1).then(|| start.to_string())}>{ for items }</ol> }
        }
    }
}

fn definition(part: &Definition, context: &Context) -> Html {
    match part {
        Definition::Term(content) => html! { <dt>{ inlines(content, context) }</dt> },
        Definition::Details(content) => html! { <dd>{ tight(content, context) }</dd> },
    }
}

fn draw_table(table: &Table, context: &Context) -> Html {
    if !context.drawn.table(table) {
        let cells = table.head.iter().chain(&table.body).flatten();
        return html! {
            <>
                <p class="notice">{ context.texts.table_too_large }</p>
                if !table.caption.is_empty() {
                    <p>{ inlines(&table.caption, context) }</p>
                }
                { for cells.map(|cell| blocks(&cell.content, context)) }
            </>
        };
    }
    let row = |cells: &Vec<TableCell>| html! { <tr>{ for cells.iter().map(|cell| table_cell(cell, context)) }</tr> };
    html! {
        <div class="table" tabindex="0">
            <table>
                if !table.caption.is_empty() {
                    <caption>{ inlines(&table.caption, context) }</caption>
                }
                if !table.head.is_empty() {
                    <thead>{ for table.head.iter().map(row) }</thead>
                }
                <tbody>{ for table.body.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn table_cell(cell: &TableCell, context: &Context) -> Html {
    let mut tag = VTag::new(cell.tag_name());
    for (name, span) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
        if span > 1 {
            tag.add_attribute(name, span.to_string());
        }
    }
    if let Some(align) = cell.align {
        tag.add_attribute("class", align.as_str());
    }
    tag.add_child(tight(&cell.content, context));
    tag.into()
}

fn draw_media(media: &Media, context: &Context) -> Html {
    let held = context.held_by(media.sources.iter().chain(&media.poster));
    let may_play = context.drawn.player();
    let may = |url: &&MediaUrl| may_play && held.is_none_or(|hosts| allows(hosts, url));
    let mut sources = media.sources.iter().filter(may).peekable();
    if sources.peek().is_none() {
        let remote = media.sources.iter().find_map(|source| match source {
            MediaUrl::Remote(url) => Some(url),
            MediaUrl::Bundled(_) | MediaUrl::Inline(_) => None,
        });
        let link = remote
            .map(|url| outside_link(url.as_str().to_owned(), html! { { context.texts.media_not_loaded } }));
        return html! { <p><span class="stand-in">{ for link }</span></p> };
    }
    let sources = sources.map(|source| html! { <source src={address(source, context.base)} /> });
    let poster = media.poster.as_ref().filter(may).map(|poster| address(poster, context.base));
    if !context.outline.standalone {
        return player(media.kind, poster, sources.collect());
    }
    match media.kind {
        MediaKind::Audio => html! { <audio controls=true preload="none">{ for sources }</audio> },
        MediaKind::Video => html! { <video controls=true preload="none" {poster}>{ for sources }</video> },
    }
}

/// Browsers send the referrer of the page with what a player loads, whatever the player says. In somebody else's page the
/// element has one that sends none: `Player` in `static/embed.js`.
fn player(kind: MediaKind, poster: Option<String>, sources: Html) -> Html {
    let mut tag = VTag::new("broadsheet-player");
    tag.add_attribute("kind", kind.tag_name());
    if let Some(poster) = poster {
        tag.add_attribute("poster", poster);
    }
    tag.add_child(sources);
    tag.into()
}

/// A run of text that stands by itself.
fn inlines(content: &[Inline], context: &Context) -> Html {
    if context.drawn.begin(content) {
        html! { <span class="unbroken">{ inner(content, context) }</span> }
    } else {
        inner(content, context)
    }
}

/// What is in an inline element.
fn inner(content: &[Inline], context: &Context) -> Html {
    content.iter().map(|one| inline(one, context)).collect()
}

fn text(text: &str, context: &Context) -> Html {
    let pieces = context.drawn.pieces(text);
    if let [Piece::Text(_)] = pieces.as_slice() {
        return html! { { text } };
    }
    // Lines that are blocks of their own: a break within one would leave the paragraph as slow as it was.
    let lines = pieces.split(|piece| *piece == Piece::Break).map(|line| {
        let line = line.iter().map(|piece| match piece {
            Piece::Text(text) => html! { { *text } },
            Piece::Nothing | Piece::Break => html! { { "\u{200b}\u{25cc}" } },
        });
        html! { <span>{ for line }</span> }
    });
    let is_broken = pieces.contains(&Piece::Break);
    html! { <span class={is_broken.then_some("broken")}>{ for lines }</span> }
}

fn inline(inline: &Inline, context: &Context) -> Html {
    match inline {
        Inline::Text(one) => text(one, context),
        Inline::Break => html! { <br /> },
        Inline::Styled { style, content } => style_of(*style, content, context),
        Inline::Link { href, content } => {
            let inside = inner(content, &Context { linked: true, ..*context });
            match href {
                LinkUrl::External(url) => outside_link(url.as_str().to_owned(), inside),
                LinkUrl::Anchor(id) => {
                    let class = is_way_back(content).then_some("backlink");
                    let onclick = context.dispatch.reform(|_: MouseEvent| Intent::SaveScroll);
                    html! { <a href={format!("#{}", id.as_str())} {class} {onclick}>{ inside }</a> }
                }
            }
        }
        Inline::Anchor(id) => html! { <span id={id.as_str().to_owned()} /> },
        Inline::Image(image) => {
            let urls = image.candidates.iter().map(|candidate| &candidate.url);
            let shown = match context.held_by(urls.chain([&image.source])) {
                Some(hosts) => allowed_sources(image, hosts),
                None => Some(image.clone()),
            };
            match shown {
                Some(image) => {
                    html! { <Picture {image} base={context.base.clone()} linked={context.linked} /> }
                }
                None => stand_in(context.texts.media_not_loaded, image, context.linked),
            }
        }
    }
}

fn style_of(style: TextStyle, content: &[Inline], context: &Context) -> Html {
    let around =
        |start: &'static str, end: &'static str| html! { <>{ start }{ inner(content, context) }{ end }</> };
    match style {
        TextStyle::Ruby if !context.drawn.ruby(content) => {
            inner(content, &Context { flat: true, ..*context })
        }
        TextStyle::RubyText if context.flat => around("(", ")"),
        TextStyle::RubyParenthesis if context.flat => Html::default(),
        TextStyle::QuoteInline if !context.drawn.quote() => around("\u{200b}\u{201c}", "\u{201d}"),
        _ => element(style.tag_name(), None, inner(content, context)),
    }
}

/// Returns `true` if a link's content is the arrow that leads from a footnote back to the text.
fn is_way_back(content: &[Inline]) -> bool {
    matches!(content.first(), Some(Inline::Text(text)) if text.starts_with('↩'))
}

/// Draws the article of the post `id`. What the reader asked for in one of another post does not hold for it.
pub fn draw(id: &str, props: ContentProps) -> Html {
    html! { <Content key={id} ..props /> }
}
