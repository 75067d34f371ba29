//! Problems of what an article lost.

use std::collections::{BTreeMap, HashSet};

use broadsheet_article::markdown::HiddenTags;
use broadsheet_article::native::{Ledger, Loss, LostUnits, Outcome, Unit};

use super::references::locate_reference;
use crate::diagnostics::{FileDiagnostics, counted, listed, shorten};
use crate::import::source::{BodyFormat, RawBody};

/// Places of one post whose line is looked for: each look takes as long as the article is.
const LOOKS: usize = 50;

/// The amounts that an article lost, by the key of each [`Unit`].
pub(super) fn lost_amounts(ledger: &Ledger) -> BTreeMap<String, usize> {
    ledger.lost().iter().map(|(unit, amount)| (unit.key().to_owned(), amount)).collect()
}

/// Reports what an article lost: one problem for each kind and reason. Of the addresses in `told`
/// others have reported already that they lead nowhere.
pub(super) fn report_losses(
    ledger: &Ledger,
    body: &RawBody<'_>,
    told: &HashSet<&str>,
    diagnostics: &mut FileDiagnostics,
) {
    let mut looks = LOOKS;
    for (outcome, units) in &ledger.outcomes {
        let Outcome::Lost(loss) = *outcome else { continue };
        for (unit, amount) in units.iter() {
            let is_here = |place: &&LostUnits| place.unit == unit && place.loss == loss;
            let places: Vec<_> = ledger.places.iter().filter(is_here).collect();
            let is_told =
                |place: &&&LostUnits| loss == Loss::RelativeAddress && told.contains(place.clue.as_str());
            // Of very many only the first are known by their places.
            if !places.is_empty() && places.iter().all(|place| is_told(&place)) {
                continue;
            }
            let told: usize = places.iter().filter(is_told).map(|place| place.amount).sum();
            let amount = amount.saturating_sub(told);
            let others = places.iter().filter(|place| !is_told(place));
            let mut lines: Vec<usize> = Vec::new();
            for place in others.clone().take(looks) {
                looks -= 1;
                lines.extend(line(place, body));
            }
            lines.dedup();
            let quoted = others.clone().find(|place| !place.clue.is_empty());
            let message = message(unit, amount, loss, quoted.map(|place| place.clue.as_str()), &lines);
            diagnostics.warning(lines.first().copied().unwrap_or(0), message, "left out");
        }
    }
}

/// Reports the tags of an article that no page shows, in one note.
pub(super) fn report_hidden(hidden: &HiddenTags, body: &RawBody<'_>, diagnostics: &mut FileDiagnostics) {
    let Some(first) = &hidden.first else { return };
    let line = match (body.text.find(first.as_str()), body.first_line) {
        (Some(index), Some(first)) => first + body.text[..index].matches('\n').count(),
        _ => 0,
    };
    let tags = counted(hidden.count, "tag within the text", "tags within the text");
    let is_first = if hidden.count > 1 { "the first is " } else { "" };
    diagnostics.info(line, format!("{tags}: {is_first}`{}`", shorten(first)), "not shown, as in browsers");
}

/// The problem in words: `2 pictures: no address found, lines 7 and 41`.
fn message(unit: Unit, amount: usize, loss: Loss, clue: Option<&str>, lines: &[usize]) -> String {
    let (one, many) = unit.words();
    let mut message = format!("{}: {}", counted(amount, one, many), loss.reason());
    if let Some(clue) = clue {
        message = format!("{message}: `{}`", shorten(clue));
    }
    if lines.len() > 1 {
        let lines = listed(lines.iter().map(ToString::to_string), lines.len());
        message = format!("{message}, lines {lines}");
    }
    message
}

/// The line of a place in the file, from 1; `None` if it is not found.
fn line(place: &LostUnits, body: &RawBody<'_>) -> Option<usize> {
    let line = match body.format {
        BodyFormat::Html => place.line as usize,
        // The parser read what the Markdown became.
        BodyFormat::Markdown if place.clue.is_empty() => 0,
        BodyFormat::Markdown => locate_reference(&place.clue, &body.text).1,
    };
    Some(line.checked_sub(1)? + body.first_line?)
}
