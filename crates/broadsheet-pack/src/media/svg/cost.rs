//! The cost of drawing an image. An image of a few lines can ask for billions of parts: a group
//! that holds ten uses of a group that holds ten uses of a group. So parts are counted as often as
//! they are drawn.

use std::collections::HashMap;
use std::ops::Range;

use super::limits::MAX_DRAWN;
use super::parts::{Element, Part, Reference, Refusal};
use super::style::Subject;

/// The greatest length of a chain of references.
const MAX_CHAIN: usize = 24;
/// Characters of a path or a list of points for each corner, at which a marker may be drawn.
const CHARACTERS_A_CORNER: usize = 4;

/// Refuses a picture that is too much to draw, or refers to itself.
pub(super) fn judge(parts: &[Part], styled: &[(Subject, Reference)]) -> Result<(), Refusal> {
    let mut count = Count::new(parts, styled)?;
    count.marker = count.dearest_marker()?;
    count.of(0..parts.len(), 0).map(|_| ())
}

/// The parts that an element has drawn besides itself.
#[derive(Debug, Clone, Copy)]
struct Drawn {
    /// The place of what is drawn, or `None` for a gradient, which costs next to nothing.
    place: Option<usize>,
    /// `true` if it is drawn for everything within the element.
    is_inherited: bool,
}

struct Count<'a> {
    parts: &'a [Part],
    /// For each part that is a start, the place after its end, and what it has drawn.
    starts: Vec<(usize, Vec<Drawn>)>,
    /// The costs of the elements that are referred to; `None` for one that is being counted.
    known: HashMap<usize, Option<u64>>,
    /// The cost of the dearest marker.
    marker: u64,
}

impl<'a> Count<'a> {
    fn new(parts: &'a [Part], styled: &[(Subject, Reference)]) -> Result<Self, Refusal> {
        let mut starts = vec![(0, Vec::new()); parts.len()];
        let mut open = Vec::new();
        let mut ids = HashMap::new();
        for (place, part) in parts.iter().enumerate() {
            match part {
                Part::Start(element) => {
                    open.push(place);
                    if let Some(id) = element.get("id") {
                        ids.entry(id).or_insert((place, element.name));
                    }
                }
                Part::Text(_) => {}
                Part::End => {
                    if let Some((end, _)) = open.pop().and_then(|start| starts.get_mut(start)) {
                        *end = place + 1;
                    }
                }
            }
        }
        let drawn = |reference: &Reference| {
            if !is_drawn(reference.by) {
                return None;
            }
            let &(place, name) = ids.get(reference.id.as_str())?;
            let place = (!name.ends_with("Gradient")).then_some(place);
            Some(Drawn { place, is_inherited: matches!(reference.by, "fill" | "stroke") })
        };
        let mut by_subject: HashMap<&Subject, Vec<Drawn>> = HashMap::new();
        for (subject, reference) in styled {
            if let Some(drawn) = drawn(reference) {
                by_subject.entry(subject).or_default().push(drawn);
            }
        }
        let mut total = 0_u64;
        for (part, (_, all)) in parts.iter().zip(&mut starts) {
            let Part::Start(element) = part else { continue };
            all.extend(element.references.iter().filter_map(drawn));
            if !by_subject.is_empty() {
                let styled = subjects(element).filter_map(|subject| by_subject.get(&subject));
                all.extend(styled.flatten().take(usize::try_from(MAX_DRAWN).unwrap_or(usize::MAX)));
            }
            total = total.saturating_add(all.len() as u64);
            if total > MAX_DRAWN {
                return Err(Refusal::Repeats);
            }
        }
        Ok(Self { parts, starts, known: HashMap::new(), marker: 0 })
    }

    fn dearest_marker(&mut self) -> Result<u64, Refusal> {
        let mut dearest = 0;
        for (place, part) in self.parts.iter().enumerate() {
            if matches!(part, Part::Start(element) if element.name == "marker") {
                dearest = dearest.max(self.of_element(place, 0)?);
            }
        }
        self.known.clear();
        Ok(dearest)
    }

    /// The cost of all parts in `range`, at the end of a chain of so many references.
    fn of(&mut self, range: Range<usize>, chain: usize) -> Result<u64, Refusal> {
        let mut sum = 0_u64;
        for place in range {
            let Some(Part::Start(element)) = self.parts.get(place) else { continue };
            let (end, count) = self.starts.get(place).map_or((place, 0), |(end, all)| (*end, all.len()));
            sum = sum.saturating_add(1).saturating_add(self.markers(element));
            let (mut used, mut inherited) = (0_u64, 0_u64);
            for number in 0..count {
                let Some(&drawn) = self.starts.get(place).and_then(|(_, all)| all.get(number)) else { break };
                let cost = match drawn.place {
                    None => 1,
                    Some(_) if chain >= MAX_CHAIN => return Err(Refusal::Repeats),
                    Some(target) => self.of_element(target, chain + 1)?,
                };
                let to = if drawn.is_inherited && drawn.place.is_some() { &mut inherited } else { &mut used };
                *to = to.saturating_add(cost);
                if *to > MAX_DRAWN {
                    return Err(Refusal::Repeats);
                }
            }
            let within = end.saturating_sub(place) as u64;
            sum = sum
                .saturating_add(used)
                .saturating_add(inherited.saturating_mul(within.saturating_add(used)));
            if sum > MAX_DRAWN {
                return Err(Refusal::Repeats);
            }
        }
        Ok(sum)
    }

    fn markers(&self, element: &Element) -> u64 {
        let corners = |name| element.get(name).map_or(0, |list| list.len() / CHARACTERS_A_CORNER) as u64;
        corners("d").saturating_add(corners("points")).saturating_mul(self.marker)
    }

    fn of_element(&mut self, place: usize, chain: usize) -> Result<u64, Refusal> {
        match self.known.get(&place) {
            Some(Some(cost)) => return Ok(*cost),
            Some(None) => return Err(Refusal::Repeats), // within itself
            None => {}
        }
        self.known.insert(place, None);
        let end = self.starts.get(place).map_or(place, |(end, _)| *end);
        let cost = self.of(place..end, chain)?;
        self.known.insert(place, Some(cost));
        Ok(cost)
    }
}

/// The references that rules of a style sheet may add to an element.
fn subjects(element: &Element) -> impl Iterator<Item = Subject> {
    let classes = element.get("class").unwrap_or_default().split_ascii_whitespace();
    classes
        .map(|class| Subject::Class(class.to_owned()))
        .chain(element.get("id").map(|id| Subject::Id(id.to_owned())))
        .chain([Subject::Name(element.name.to_owned()), Subject::Any])
}

/// `true` if what is referred to is drawn: not where something only says where it is or how it is
/// coloured. Markers are counted with the corners.
fn is_drawn(by: &str) -> bool {
    !matches!(
        by,
        "textPath"
            | "mpath"
            | "linearGradient"
            | "radialGradient"
            | "animate"
            | "animateMotion"
            | "animateTransform"
            | "set"
            | "marker"
            | "marker-start"
            | "marker-mid"
            | "marker-end"
    )
}
