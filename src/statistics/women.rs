//! The share of women: of the people whose sex is one of two, how many are women.

use super::bounds;
use super::figure::{Figure, PARTS};
use super::tally::{Share, Tally};

/// Below so many people whose sex is known to the record a share would speak of persons and is withheld.
pub const FEWEST: u64 = 10;

/// Women and men while activities are added up.
#[derive(Debug, Clone, Copy, Default)]
pub struct WomenAndMen {
    women: Tally,
    men: Tally,
    /// Of how many women and of how many men the sex is stated, or follows: 12 women of 30 leave 18 men.
    stated: (u64, u64),
}

impl WomenAndMen {
    /// Adds an activity's women and men.
    pub fn add(&mut self, women: bounds::Figure, men: bounds::Figure, decided: bool) {
        let share = |figure| Share {
            figure,
            counted: true,
            decided,
        };
        self.women.add(&share(women));
        self.men.add(&share(men));
        if decided {
            let (w, m) = stated(women, men);
            self.stated = (self.stated.0.saturating_add(w), self.stated.1.saturating_add(m));
        }
    }

    /// The share in the place of the numbers of `people`: at least as if all who may be men were and none who need not
    /// be women, at most the other way round, rounded outwards to ten-thousandths. Withheld where the sex of somebody is
    /// stated, and that of fewer than [`FEWEST`].
    pub fn share(&self, people: Figure) -> Figure {
        let (all_women, all_men) = (self.women.figure(), self.men.figure());
        let (women, men) = self.stated;
        let stated = women.saturating_add(men);
        let low = match (all_women.low, all_men.high) {
            (0, None | Some(1..)) | (_, None) => 0,
            // Nobody can be a man: whoever came was a woman. Of nobody there is no share.
            (0, Some(0)) => {
                if all_women.high == Some(0) {
                    0
                } else {
                    PARTS
                }
            }
            (women, Some(men)) => ratio(women, men).0,
        };
        let high = match (all_women.high, all_men.low) {
            (Some(0), 0) => {
                if all_men.high == Some(0) {
                    PARTS
                } else {
                    0
                }
            }
            (None, _) => PARTS,
            (Some(women), men) => ratio(women, men).1,
        };
        let reported = (stated > 0).then(|| nearest(women, men));
        let figure = people.with(low, Some(high), reported).in_ten_thousandths();
        if (1..FEWEST).contains(&stated) {
            figure.withhold()
        } else {
            figure
        }
    }
}

/// Of how many women and men of an activity the sex is stated or follows from what is stated.
fn stated(women: bounds::Figure, men: bounds::Figure) -> (u64, u64) {
    match (women.range().value(), men.range().value()) {
        (Some(women), Some(men)) => (women, men),
        _ => (women.reported.unwrap_or(0), men.reported.unwrap_or(0)),
    }
}

/// Women of women and men in ten-thousandths, rounded down and up. Not both are 0.
fn ratio(women: u64, men: u64) -> (u64, u64) {
    let whole = u128::from(women) + u128::from(men);
    let parts = u128::from(women) * u128::from(PARTS);
    let narrow = |parts: u128| u64::try_from(parts).unwrap_or(PARTS);
    (narrow(parts / whole.max(1)), narrow(parts.div_ceil(whole.max(1))))
}

/// The same, rounded to the nearest, half up.
fn nearest(women: u64, men: u64) -> u64 {
    let whole = (u128::from(women) + u128::from(men)).max(1);
    let parts = u128::from(women) * u128::from(PARTS);
    u64::try_from((2 * parts + whole) / (2 * whole)).unwrap_or(PARTS)
}
