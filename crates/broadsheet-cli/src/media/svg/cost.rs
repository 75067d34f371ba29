//! What a picture costs to draw. A picture of a few lines can ask for billions of parts: a group that holds ten uses of a group
//! that holds ten uses of a group. So parts are counted as often as they are drawn.

use super::style::Subject;
use super::{Element, Part, Reference, Refusal};
use std::collections::{BTreeMap, HashMap};

/// Parts that may be drawn. Chromium draws a million in some seconds.
pub(super) const MAX_DRAWN: u64 = 500_000;
/// How long a chain of references may be.
const MAX_CHAIN: usize = 24;
/// Characters of a path or a list of points for each corner, at which a marker may be drawn.
const CHARACTERS_A_CORNER: usize = 4;

/// Refuses a picture that is too much to draw, or refers to itself.
pub(super) fn judge(parts: &[Part], styled: &[(Subject, Reference)]) -> Result<(), Refusal> {
    let mut count = Count::new(parts, styled);
    count.marker = count.dearest_marker()?;
    count.of(0..parts.len(), 0).map(|_| ())
}

struct Count<'a> {
    parts: &'a [Part],
    /// For each part that is a start, the place after its end.
    ends: Vec<usize>,
    ids: HashMap<&'a str, usize>,
    styled: BTreeMap<&'a Subject, Vec<&'a Reference>>,
    /// What the elements that are referred to cost; nothing for one that is being counted.
    known: HashMap<usize, Option<u64>>,
    /// What the dearest marker costs.
    marker: u64,
}

impl<'a> Count<'a> {
    fn new(parts: &'a [Part], styled: &'a [(Subject, Reference)]) -> Self {
        let mut ends = vec![0; parts.len()];
        let mut open = Vec::new();
        let mut ids = HashMap::new();
        for (place, part) in parts.iter().enumerate() {
            match part {
                Part::Start(element) => {
                    open.push(place);
                    if let Some(id) = element.get("id") {
                        ids.entry(id).or_insert(place);
                    }
                }
                Part::Text(_) => {}
                Part::End => {
                    if let Some(end) = open.pop().and_then(|start| ends.get_mut(start)) {
                        *end = place + 1;
                    }
                }
            }
        }
        let mut by_subject: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (subject, reference) in styled {
            by_subject.entry(subject).or_default().push(reference);
        }
        Self { parts, ends, ids, styled: by_subject, known: HashMap::new(), marker: 0 }
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

    /// What all parts in `range` cost, at the end of a chain of so many references.
    fn of(&mut self, range: std::ops::Range<usize>, chain: usize) -> Result<u64, Refusal> {
        let mut sum = 0_u64;
        for place in range {
            let Some(Part::Start(element)) = self.parts.get(place) else { continue };
            sum = sum.saturating_add(1 + self.markers(element));
            let mut used = 0_u64;
            let mut inherited = 0_u64;
            for reference in self.references(element) {
                let (cost, is_inherited) = self.of_reference(reference, chain)?;
                if is_inherited {
                    inherited = inherited.saturating_add(cost);
                } else {
                    used = used.saturating_add(cost);
                }
            }
            // What is inherited is drawn for everything within.
            let within = self.ends.get(place).map_or(1, |end| end.saturating_sub(place)) as u64;
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
        let corners = |name| element.get(name).map_or(0, |list| list.len() / CHARACTERS_A_CORNER);
        (corners("d") + corners("points")) as u64 * self.marker
    }

    fn references(&self, element: &'a Element) -> Vec<&'a Reference> {
        if self.styled.is_empty() {
            return element.references.iter().collect();
        }
        let classes = element.get("class").unwrap_or_default().split_ascii_whitespace();
        let subjects = classes
            .map(|class| Subject::Class(class.to_owned()))
            .chain(element.get("id").map(|id| Subject::Id(id.to_owned())))
            .chain([Subject::Name(element.name.to_owned()), Subject::Any]);
        let styled = subjects.filter_map(|subject| self.styled.get(&subject)).flatten().copied();
        element.references.iter().chain(styled).collect()
    }

    /// What a reference costs, and whether everything within the element has it, too.
    fn of_reference(&mut self, reference: &Reference, chain: usize) -> Result<(u64, bool), Refusal> {
        // What these refer to is where something is or how it is coloured; markers are counted with the corners.
        let is_drawn = !matches!(
            reference.by,
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
        );
        let Some(&place) = self.ids.get(reference.id.as_str()).filter(|_| is_drawn) else {
            return Ok((0, false));
        };
        let is_inherited = matches!(reference.by, "fill" | "stroke");
        if matches!(self.parts.get(place), Some(Part::Start(target)) if target.name.ends_with("Gradient")) {
            return Ok((1, false));
        }
        if chain >= MAX_CHAIN {
            return Err(Refusal::Repeats);
        }
        Ok((self.of_element(place, chain + 1)?, is_inherited))
    }

    fn of_element(&mut self, place: usize, chain: usize) -> Result<u64, Refusal> {
        match self.known.get(&place) {
            Some(Some(cost)) => return Ok(*cost),
            Some(None) => return Err(Refusal::Repeats), // within itself
            None => {}
        }
        self.known.insert(place, None);
        let end = self.ends.get(place).copied().unwrap_or(place);
        let cost = self.of(place..end, chain)?;
        self.known.insert(place, Some(cost));
        Ok(cost)
    }
}
