//! Random numbers that are the same everywhere.

/// `SplitMix64` (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014): one
/// word of state, and every seed is a good one.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// A sequence of its own for every `seed` and `stream`.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut random = Self(seed);
        let first = random.next();
        Self(first ^ stream.wrapping_mul(0xd134_2543_de82_ef95))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A number below `end`, all equally likely but for 2⁻⁶⁴ of it. `end` is at least 1.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        let product = u128::from(self.next()) * u128::from(end);
        u64::try_from(product >> 64).unwrap_or_default()
    }

    /// A number from `first` to `last`, both included.
    pub(crate) fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }

    /// True `percent` times in a hundred.
    pub(crate) fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of `items`, of which there is at least one.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.index(items.len())]
    }

    /// A place in a list of `len`.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap_or_default()
    }
}

/// Numbers below a count, drawn by weight.
#[derive(Debug, Clone)]
pub(crate) struct Weighted {
    /// Sums of the weights up to and with each number's.
    sums: Vec<u64>,
}

impl Weighted {
    /// Number `k` has the weight `weights[k]`; not all of them are 0.
    pub(crate) fn new(weights: impl IntoIterator<Item = u64>) -> Self {
        let mut sum = 0;
        let sums = weights.into_iter().map(|weight| {
            sum += weight;
            sum
        });
        Self { sums: sums.collect() }
    }

    /// Zipf's law with exponent 1: number `k` is `k + 1` times as rare as number 0.
    pub(crate) fn zipf(count: u64) -> Self {
        const SCALE: u64 = 1 << 32;
        Self::new((1..=count).map(|rank| SCALE / rank))
    }

    pub(crate) fn total(&self) -> u64 {
        self.sums.last().copied().unwrap_or_default()
    }

    /// The sum of the weights below number `k`.
    pub(crate) fn before(&self, k: usize) -> u64 {
        k.checked_sub(1).map_or(0, |last| self.sums[last])
    }

    /// One of the numbers.
    pub(crate) fn draw(&self, random: &mut Random) -> usize {
        let point = random.below(self.total());
        self.sums.partition_point(|&sum| sum <= point)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers_so_that_no_machine_and_no_change_of_the_code_makes_others() {
        let mut random = Random(1_234_567);
        // The first numbers of the reference implementation for this seed.
        let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!([random.next(), random.next(), random.next()], expected);
    }

    #[test]
    fn streams_of_one_seed_differ() {
        let draw = |stream| Random::new(7, stream).below(u64::MAX);
        assert_ne!(draw(0), draw(1));
        assert_eq!(draw(1), draw(1));
    }

    #[test]
    fn numbers_are_drawn_as_often_as_they_weigh() {
        let zipf = Weighted::zipf(50);
        let mut random = Random::new(1, 0);
        let mut drawn = vec![0_u64; 50];
        for _ in 0..100_000 {
            drawn[zipf.draw(&mut random)] += 1;
        }
        for (k, times) in drawn.into_iter().enumerate() {
            let weight = zipf.before(k + 1) - zipf.before(k);
            let expected = 100_000 * weight / zipf.total();
            assert!(times.abs_diff(expected) < expected / 5 + 30, "{k}: {times}, expected {expected}");
        }
        let certain = Weighted::new([0, 3, 0]);
        assert!((0..100).all(|_| certain.draw(&mut random) == 1));
    }
}
