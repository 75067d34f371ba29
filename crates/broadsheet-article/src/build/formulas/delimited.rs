//! Formulas between delimiters in the text of a page: `\(…\)`, `\[…\]`, `$$…$$`, environments.
//!
//! They are looked for in the finished tree, where a text is no longer in pieces, and never in
//! code.

use crate::bytes::find_ascii;
use crate::ledger::Account;
use crate::tex::{Finder, Surroundings, tex_source};
use crate::tree::{Article, Block, Definition, Inline, Math, TextStyle};

/// Makes formulas of the texts of an article that stand between delimiters.
pub(crate) fn read_delimited(article: &mut Article, account: &mut Account) {
    in_blocks(&mut article.blocks, account);
}

fn in_blocks(blocks: &mut [Block], account: &mut Account) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => in_line(content, account),
            Block::Quote(blocks) | Block::Directed { content: blocks, .. } => in_blocks(blocks, account),
            Block::List(list) => list.items.iter_mut().for_each(|item| in_blocks(&mut item.content, account)),
            Block::Definitions(parts) => {
                for part in parts {
                    match part {
                        Definition::Term(content) => in_line(content, account),
                        Definition::Details(blocks) => in_blocks(blocks, account),
                    }
                }
            }
            Block::Table(table) => {
                in_line(&mut table.caption, account);
                for cell in table.head.iter_mut().chain(&mut table.body).flatten() {
                    in_blocks(&mut cell.content, account);
                }
            }
            Block::Figure { content, caption: line } | Block::Details { content, summary: line } => {
                in_blocks(content, account);
                in_line(line, account);
            }
            Block::Preformatted { .. } | Block::Media(_) | Block::EmbeddedVideo(_) | Block::Rule => {}
        }
    }
}

fn in_line(content: &mut Vec<Inline>, account: &mut Account) {
    let has_delimiters =
        |inline: &Inline| matches!(inline, Inline::Text(text) if find_ascii(text, *b"\\$").is_some());
    if content.iter().any(has_delimiters) {
        let mut done = Vec::with_capacity(content.len());
        let mut run = String::new();
        for inline in std::mem::take(content) {
            match inline {
                // Breaks within a formula are those of its source.
                Inline::Text(text) => run.push_str(&text),
                Inline::Break => run.push('\n'),
                inline => {
                    read_run(&run, &mut done, account);
                    run.clear();
                    done.push(inline);
                }
            }
        }
        read_run(&run, &mut done, account);
        *content = done;
    }
    for inline in content {
        match inline {
            Inline::Styled { style: TextStyle::Code | TextStyle::Keyboard | TextStyle::Sample, .. } => {}
            Inline::Styled { content, .. } | Inline::Link { content, .. } => in_line(content, account),
            _ => {}
        }
    }
}

/// Adds a run of text with `\n` for breaks, and its formulas.
fn read_run(run: &str, done: &mut Vec<Inline>, account: &mut Account) {
    let mut finder = Finder::new(run, Surroundings::Page);
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = run[at..].find(['\\', '$']) {
        at += found;
        let formula = finder.at(at).and_then(|found| Some((tex_source(&run[found.tex.clone()])?, found)));
        match formula {
            Some((tex, found)) => {
                account.formula_in_text(&run[found.whole.clone()]);
                push_text(&run[copied..found.whole.start], done);
                done.push(Inline::Math(Box::new(Math {
                    tex: Some(tex),
                    is_block: found.is_block,
                    elements: Vec::new(),
                })));
                copied = found.whole.end;
                at = copied;
            }
            // An escaped backslash, or two `$`, count together.
            None if run[at..].starts_with("\\\\") || run[at..].starts_with("$$") => at += 2,
            None => at += 1,
        }
    }
    push_text(&run[copied..], done);
}

fn push_text(text: &str, done: &mut Vec<Inline>) {
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            done.push(Inline::Break);
        }
        if !line.is_empty() {
            done.push(Inline::Text(line.to_owned()));
        }
    }
}
