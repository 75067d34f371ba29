//! Circles of files that name each other's items.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;

use super::edges::Edge;
use super::problem::{Kind, Problem};

/// Returns a problem for each edge that is part of a circle, with the shortest way back.
pub(crate) fn check(edges: &[Edge]) -> Vec<Problem> {
    let mut from: BTreeMap<&str, Vec<&Edge>> = BTreeMap::new();
    for edge in edges {
        from.entry(&edge.from.file).or_default().push(edge);
    }
    let in_circle = |edge| Some(problem(edge, &way_back(edge, &from)?));
    edges.iter().filter_map(in_circle).collect()
}

/// The edges that lead from where `edge` ends to where it begins: as few as possible; `None` if
/// none do.
fn way_back<'a>(edge: &Edge, from: &BTreeMap<&str, Vec<&'a Edge>>) -> Option<Vec<&'a Edge>> {
    let mut seen = BTreeSet::from([edge.to.file.as_str()]);
    let mut ways = VecDeque::from([(edge.to.file.as_str(), Vec::new())]);
    while let Some((file, way)) = ways.pop_front() {
        for &next in from.get(file).into_iter().flatten() {
            let mut longer = way.clone();
            longer.push(next);
            if next.to.file == edge.from.file {
                return Some(longer);
            }
            if seen.insert(&next.to.file) {
                ways.push_back((&next.to.file, longer));
            }
        }
    }
    None
}

fn problem(edge: &Edge, back: &[&Edge]) -> Problem {
    let mut message = format!("`{}` uses `{}` of `{}`", edge.from.path, edge.name, edge.to.path);
    for step in back {
        // Writing into a String cannot fail.
        let _ = write!(message, ", which uses `{}` of `{}`", step.name, step.to.path);
        let _ = write!(message, " ({}:{})", step.from.file, step.line);
    }
    message.push_str(": a circle; move what both need into a module that imports neither");
    Problem { kind: Kind::Circle, file: edge.from.file.clone(), line: edge.line, message }
}
