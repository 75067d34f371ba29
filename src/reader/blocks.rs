//! Blocks: paragraphs, headings, lists, tables, figures.

use std::rc::Rc;

use broadsheet_article::tree::{
    Block, BlockDirection, Definition, List, ListItem, ListKind, Table, TableCell, is_image_alone,
};
use broadsheet_article::write_block_text;
use yew::prelude::*;
use yew::virtual_dom::{VNode, VTag};

use super::context::{Context, element};
use super::inline::inlines;
use super::layout_limits::code_pieces;
use super::media::media_player;
use super::video::video_embed;
use crate::direction::Direction;

pub(super) fn blocks(blocks: &[Block], context: &Context) -> Html {
    blocks.iter().map(|one| block(one, context)).collect()
}

fn block(block: &Block, context: &Context) -> Html {
    let said = if let Block::Directed { direction, .. } = block { Some(*direction) } else { None };
    let block = block.undirected();
    directed(std::slice::from_ref(block), said, context, |context| plain_block(block, context))
}

/// Draws what holds `content`, with its direction where that is `said`, or another than of what is
/// around. What is said holds within as well, whatever the letters are.
fn directed(
    content: &[Block],
    said: Option<BlockDirection>,
    context: &Context,
    draw: impl FnOnce(&Context) -> Html,
) -> Html {
    let around = context.direction;
    let (name, direction) = if let Some(said) = said {
        (said.as_str(), None)
    } else {
        match around.and_then(|_| Direction::of_text(&write_block_text(content))) {
            Some(own) if Some(own) != around => (own.as_str(), Some(own)),
            _ => return draw(context),
        }
    };
    let mut drawn = draw(&Context { direction, ..*context });
    if let VNode::VTag(tag) = &mut drawn {
        Rc::make_mut(tag).add_attribute("dir", name);
    }
    drawn
}

fn plain_block(block: &Block, context: &Context) -> Html {
    match block {
        Block::Paragraph(content) => {
            let class = if is_image_alone(content) { Some("image") } else { None };
            html! { <p {class}>{ inlines(content, context) }</p> }
        }
        Block::Heading { level, id, content } => {
            element(context.outline.heading(level.number()), id.as_ref(), inlines(content, context))
        }
        Block::Quote(content) => html! { <blockquote>{ blocks(content, context) }</blockquote> },
        Block::Preformatted { language, content } => {
            let code = match code_pieces(content) {
                Some(pieces) => {
                    pieces.into_iter().map(|piece| html! { <code class="lines">{ piece }</code> }).collect()
                }
                None => html! { <code>{ inlines(content, context) }</code> },
            };
            html! { <pre tabindex="0" data-language={language.clone()}>{ code }</pre> }
        }
        Block::List(one) => list(one, context),
        Block::Definitions(parts) => {
            html! { <dl>{ for parts.iter().map(|part| definition(part, context)) }</dl> }
        }
        Block::Table(one) => table(one, context),
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
        Block::Media(media) => media_player(media, context),
        Block::EmbeddedVideo(video) => video_embed(video, context),
        Block::Rule => html! { <hr /> },
        Block::Directed { content, .. } => blocks(content, context),
    }
}

/// Draws the blocks of an item or a cell: a single paragraph without a paragraph's spacing.
fn tight(content: &[Block], context: &Context) -> Html {
    match content {
        [Block::Paragraph(only)] => inlines(only, context),
        [Block::Paragraph(first), rest @ ..] if rest.iter().all(|block| matches!(block, Block::List(_))) => {
            html! { <>{ inlines(first, context) }{ blocks(rest, context) }</> }
        }
        _ => blocks(content, context),
    }
}

fn list(list: &List, context: &Context) -> Html {
    let item = |item: &ListItem| {
        directed(&item.content, item.direction, context, |context| {
            let mut drawn = element("li", item.id.as_ref(), tight(&item.content, context));
            if let (VNode::VTag(tag), Some(value)) = (&mut drawn, item.value) {
                Rc::make_mut(tag).add_attribute("value", value.to_string());
            }
            drawn
        })
    };
    let items = list.items.iter().map(item);
    match list.kind {
        ListKind::Unordered => html! { <ul>{ for items }</ul> },
        ListKind::Ordered { start, is_reversed, style } => {
            let start = if start == 1 && !is_reversed { None } else { Some(start.to_string()) };
            html! { <ol {start} reversed={is_reversed} type={style.attribute()}>{ for items }</ol> }
        }
    }
}

fn definition(part: &Definition, context: &Context) -> Html {
    match part {
        Definition::Term(content) => html! { <dt>{ inlines(content, context) }</dt> },
        Definition::Details(content) => html! { <dd>{ tight(content, context) }</dd> },
    }
}

fn table(table: &Table, context: &Context) -> Html {
    if !context.limits.table(table) {
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
    directed(&cell.content, cell.direction, context, |context| plain_table_cell(cell, context))
}

fn plain_table_cell(cell: &TableCell, context: &Context) -> Html {
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
