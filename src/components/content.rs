//! An article tree, drawn. Every element is named here; none comes from the article.

use std::rc::Rc;

use broadsheet_article::tree::{
    Align, AnchorId, Article, Block, Definition, HeadingLevel, Inline, List, ListItem, ListKind, Media,
    MediaKind, Table, TableCell, TextStyle,
};
use broadsheet_article::url::LinkUrl;
use yew::prelude::*;
use yew::virtual_dom::VTag;

use super::picture::{Picture, address, outside_link};
use super::use_interface;
use crate::interface::Outline;

#[derive(Properties)]
#[allow(missing_docs, reason = "the comments say it")]
pub struct ContentProps {
    pub article: Rc<Article>,
    /// The address of the bundle's folder, ending in `/`.
    pub base: AttrValue,
}

impl PartialEq for ContentProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.article, &other.article) && self.base == other.base
    }
}

/// The content of an article.
#[component]
pub fn Content(props: &ContentProps) -> Html {
    let outline = use_interface().outline;
    blocks(&props.article.blocks, &Context { base: &props.base, outline, linked: false })
}

/// Where a piece of content stands.
#[derive(Clone, Copy)]
struct Context<'a> {
    base: &'a AttrValue,
    /// Where headings begin.
    outline: Outline,
    /// Inside a link.
    linked: bool,
}

fn blocks(blocks: &[Block], context: &Context) -> Html {
    blocks.iter().map(|one| block(one, context)).collect()
}

fn block(block: &Block, context: &Context) -> Html {
    match block {
        Block::Paragraph(content) => html! { <p>{ inlines(content, context) }</p> },
        Block::Heading { level, id, content } => {
            element(context.outline.heading(heading(*level)), id.as_ref(), inlines(content, context))
        }
        Block::Quote(content) => html! { <blockquote>{ blocks(content, context) }</blockquote> },
        Block::Preformatted { language, content } => {
            html! { <pre tabindex="0" data-language={language.clone()}><code>{ inlines(content, context) }</code></pre> }
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
        Block::Film(film) => html! { <p>{ outside_link(film.page(), html! { { film.label() } }) }</p> },
        Block::Rule => html! { <hr /> },
    }
}

fn heading(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
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
    let mut tag = VTag::new(if cell.header { "th" } else { "td" });
    for (name, span) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
        if span > 1 {
            tag.add_attribute(name, span.to_string());
        }
    }
    if let Some(align) = cell.align {
        let class = match align {
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
        };
        tag.add_attribute("class", class);
    }
    tag.add_child(tight(&cell.content, context));
    tag.into()
}

fn draw_media(media: &Media, context: &Context) -> Html {
    let sources = media.sources.iter().map(|source| html! { <source src={address(source, context.base)} /> });
    match media.kind {
        MediaKind::Audio => html! { <audio controls=true preload="none">{ for sources }</audio> },
        MediaKind::Video => {
            let poster = media.poster.as_ref().map(|poster| address(poster, context.base));
            html! { <video controls=true preload="none" {poster}>{ for sources }</video> }
        }
    }
}

fn inlines(content: &[Inline], context: &Context) -> Html {
    content.iter().map(|one| inline(one, context)).collect()
}

fn inline(inline: &Inline, context: &Context) -> Html {
    match inline {
        Inline::Text(text) => html! { { text } },
        Inline::Break => html! { <br /> },
        Inline::Styled { style, content } => element(styled(*style), None, inlines(content, context)),
        Inline::Link { href, content } => {
            let inside = inlines(content, &Context { linked: true, ..*context });
            match href {
                LinkUrl::External(url) => outside_link(url.as_str().to_owned(), inside),
                LinkUrl::Anchor(id) => html! { <a href={format!("#{}", id.as_str())}>{ inside }</a> },
            }
        }
        Inline::Anchor(id) => html! { <span id={id.as_str().to_owned()} /> },
        Inline::Image(image) => {
            html! { <Picture image={image.clone()} base={context.base.clone()} linked={context.linked} /> }
        }
    }
}

fn styled(style: TextStyle) -> &'static str {
    style.element()
}

/// Draws `article`; its local files lie under `base`.
pub fn draw(article: &Rc<Article>, base: &AttrValue) -> Html {
    html! { <Content article={article.clone()} base={base.clone()} /> }
}
