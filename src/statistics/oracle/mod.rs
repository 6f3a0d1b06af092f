//! Figures held against what truly happened: small worlds in which everything is known, of which only a part is told
//! to the record.

mod brute_force;
mod distinct;
mod explained;
mod pivots;
mod simulated_record;
mod truth;
mod twins;

pub(super) use simulated_record::Tale;

use super::words::Measure;

/// The measures that count activities.
pub(super) fn of_activities() -> Vec<Measure> {
    let all = Measure::ALL.iter().copied();
    all.filter(|measure| !measure.is_stock()).collect()
}

/// Random numbers that are the same on every machine.
pub(super) struct SeededRng(u64);

impl SeededRng {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D)
    }

    /// From 0 to below `end`.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        u32::try_from((z ^ (z >> 31)) % u64::from(end)).unwrap()
    }

    /// One time in `n`.
    pub(super) fn once_in(&mut self, n: u32) -> bool {
        self.below(n) == 0
    }

    pub(super) fn pick_one<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(u32::try_from(from.len()).unwrap())).unwrap()]
    }

    /// Each with a chance of one in two.
    pub(super) fn pick_some<T: Copy>(&mut self, from: &[T]) -> Vec<T> {
        from.iter().copied().filter(|_| self.once_in(2)).collect()
    }
}

/// Worlds in which something was wrong once, beyond those that are always looked at.
const FOUND_WRONG: [u64; 3] = [165, 458, 1814];

/// The worlds that each test looks at.
pub(super) fn worlds() -> impl Iterator<Item = u64> {
    // Compiled in: STATISTICS_WORLDS=5000 cargo test --lib oracle
    let all = 0..option_env!("STATISTICS_WORLDS")
        .and_then(|number| number.parse().ok())
        .unwrap_or(120);
    let further = FOUND_WRONG.into_iter().filter(move |seed| *seed >= all.end);
    all.clone().chain(further)
}
