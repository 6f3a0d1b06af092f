//! The share of women: of the people whose sex is one of two, how many are women.

use super::bounds;
use super::figure::{Figure, PARTS};
use super::tally::{ActivityFigure, Tally};

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
        let share = |figure| ActivityFigure {
            figure,
            counted: true,
            decided,
            hidden: false,
        };
        self.women.add(&share(women));
        self.men.add(&share(men));
        if decided {
            let (w, m) = stated(women, men);
            self.stated = (self.stated.0.saturating_add(w), self.stated.1.saturating_add(m));
        }
    }

    /// The share in the place of the numbers of `people`. Withheld where the sex of somebody is stated, and that of fewer
    /// than [`FEWEST`].
    pub fn share(&self, people: Figure) -> Figure {
        let (women, men) = self.stated;
        let figure = self.numbers(people);
        if (1..FEWEST).contains(&women.saturating_add(men)) {
            figure.withhold()
        } else {
            figure
        }
    }

    /// The share whoever may be told: at least as if all who may be men were and none who need not
    /// be women, at most the other way round, rounded outwards to ten-thousandths.
    fn numbers(&self, people: Figure) -> Figure {
        let (all_women, all_men) = (self.women.figure(), self.men.figure());
        let (women, men) = self.stated;
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
        let reported = (women > 0 || men > 0).then(|| nearest(women, men));
        people.with_numbers(low, Some(high), reported).in_ten_thousandths()
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

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::*;
    use crate::statistics::bounds::oracle::against_enumeration::{cases, run};
    use crate::statistics::bounds::oracle::attendance::{Box, count};
    use crate::statistics::bounds::oracle::evidence::activities;
    use crate::statistics::bounds::{Bounds, Sex};

    /// Every sum of a pair of the one and a pair of the other, each once.
    fn sums(some: &[(u64, u64)], others: &[(u64, u64)]) -> Vec<(u64, u64)> {
        let mut all: Vec<(u64, u64)> = some
            .iter()
            .flat_map(|(w, m)| others.iter().map(move |(women, men)| (w + women, m + men)))
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    #[test]
    fn no_share_is_wrong_and_both_ends_are_attained_over_several_activities() {
        let (found, sharp) = (Cell::new(0), Cell::new(0));
        run(cases(), activities(), |(shape, world, all)| {
            let [women, men] = Sex::BOTH.map(|sex| {
                shape.inside(Box {
                    countries: None,
                    sex: Some(sex),
                    agency: None,
                })
            });
            let (mut pairs, mut beyond, mut endless) = (vec![(0, 0)], false, 0);
            let mut share = WomenAndMen::default();
            for evidence in &all {
                let fitting = shape.fitting(evidence, &world);
                let own = fitting.all.iter().map(|came| (count(*came, women), count(*came, men)));
                pairs = sums(&pairs, &own.collect::<Vec<_>>());
                (beyond, endless) = (beyond | fitting.beyond, endless | fitting.endless);
                let known = Bounds::from_evidence(evidence, &world);
                share.add(known.of_sex(Sex::Female), known.of_sex(Sex::Male), true);
            }
            let figure = share.numbers(Figure::default());
            let (low, high) = (figure.low, figure.high.unwrap());
            pairs.retain(|pair| *pair != (0, 0));
            for (women, men) in &pairs {
                let (parts, whole) = (women * PARTS, women + men);
                let right = low * whole <= parts && parts <= high * whole;
                prop_assert!(right, "{women} of {whole} is not in {low} to {high}");
            }
            found.set(found.get() + u32::from(!pairs.is_empty()));
            if pairs.is_empty() {
                return Ok(());
            }
            if !beyond {
                let ratios = || pairs.iter().map(|(women, men)| ratio(*women, *men));
                let (least, most) = (ratios().map(|(down, _)| down).min(), ratios().map(|(_, up)| up).max());
                prop_assert_eq!((Some(low), Some(high)), (least, most));
                sharp.set(sharp.get() + 1);
            }
            prop_assert!(
                endless & women == 0 || high == PARTS,
                "without end of women it comes to 1, not {high}"
            );
            prop_assert!(
                endless & men == 0 || low == 0,
                "without end of men it comes to 0, not {low}"
            );
            Ok(())
        });
        println!(
            "share of women: {} sets of activities, {} of them held to be sharp",
            found.get(),
            sharp.get()
        );
        assert!(sharp.get() * 5 > found.get(), "enough of them are wholly enumerated");
    }

    #[test]
    fn a_share_is_rounded_to_the_nearest_half_up_where_it_is_reported() {
        assert_eq!([nearest(1, 2), nearest(2, 1), nearest(7, 9)], [3333, 6667, 4375]);
        assert_eq!(nearest(1, 19_999), 1, "half a ten-thousandth");
    }
}
