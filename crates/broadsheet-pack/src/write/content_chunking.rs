//! Content-defined chunking: the boundaries at which a long sequence is cut into shards.
//!
//! A cut depends on its neighbourhood alone: it is made after an element whose hash is the greatest
//! within a window to both sides. Two boundaries are therefore at least a window apart, two windows
//! on average, and whatever is added, changed or taken away moves no cut that is further away than
//! a window. The result is a function of the sequence and of nothing else. (Cutting at local maxima
//! is known from content-defined chunking; Bjørner, Blass, Gurevich: *Content-dependent chunking
//! for differential compression, the local maximum approach*, 2010.)

use broadsheet_bundle::format::hash::short_hash;

/// A place at which a sequence may be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Its distance from the start, in any unit.
    pub(super) at: u64,
    /// The hash of the element before it; no two are the same, or nearly.
    pub(super) hash: u64,
}

/// The hash of an id.
pub(super) fn hash(id: &str) -> u64 {
    short_hash(id.as_bytes())
}

/// `true` if `candidate` has a greater hash than all of `others` that are less than `window` away;
/// they go away from it. A sequence is cut there if that is so to both sides.
pub(super) fn is_local_maximum(
    place: Candidate,
    window: u64,
    others: impl Iterator<Item = Candidate>,
) -> bool {
    let mut near = others.take_while(|other| other.at.abs_diff(place.at) < window);
    near.all(|other| other.hash < place.hash)
}

/// Which of `places`, in ascending order, a sequence of length `end` is cut at. No shard is shorter
/// than `window`, unless the whole sequence is.
pub(super) fn boundaries(places: &[Candidate], end: u64, window: u64) -> Vec<usize> {
    let is_cut = |&number: &usize| {
        let (before, rest) = places.split_at(number);
        let Some((&place, after)) = rest.split_first() else { return false };
        place.at >= window
            && end.saturating_sub(place.at) >= window
            && is_local_maximum(place, window, before.iter().rev().copied())
            && is_local_maximum(place, window, after.iter().copied())
    };
    (0..places.len()).filter(is_cut).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(count: u64) -> Vec<Candidate> {
        (1..=count).map(|at| Candidate { at, hash: hash(&at.to_string()) }).collect()
    }

    #[test]
    fn shards_are_of_a_size() {
        let boundaries = boundaries(&places(200_000), 200_000, 256);
        let mut ends: Vec<_> = boundaries.iter().map(|&cut| cut + 1).collect();
        ends.push(200_000);
        let mut lengths: Vec<_> =
            std::iter::once(ends[0]).chain(ends.windows(2).map(|two| two[1] - two[0])).collect();
        lengths.sort_unstable();
        let mean = 200_000 / lengths.len();
        assert!((450..=580).contains(&mean), "{mean}");
        assert!(lengths[0] >= 256 && lengths[lengths.len() - 1] < 2600, "{lengths:?}");
    }

    #[test]
    fn a_change_moves_no_cut_that_is_far_away() {
        let all = places(5000);
        let before: Vec<_> = boundaries(&all, 5000, 64).into_iter().map(|cut| all[cut].hash).collect();
        for gone in [0, 1, 63, 1000, 2500, 4936, 4999] {
            let mut fewer = all.clone();
            fewer.remove(gone);
            (fewer.iter_mut().skip(gone)).for_each(|place| place.at -= 1);
            let after: Vec<_> = boundaries(&fewer, 4999, 64).into_iter().map(|cut| fewer[cut].hash).collect();
            let near =
                |hash: &&u64| all.iter().position(|place| place.hash == **hash).unwrap().abs_diff(gone) > 64;
            assert_eq!(
                before.iter().filter(near).collect::<Vec<_>>(),
                after.iter().filter(near).collect::<Vec<_>>()
            );
            assert!(before.len().abs_diff(after.len()) <= 2);
        }
    }

    #[test]
    fn a_short_sequence_is_whole() {
        assert_eq!(boundaries(&places(511), 511, 256), [0; 0]);
        assert_eq!(boundaries(&[], 0, 256), [0; 0]);
    }
}
