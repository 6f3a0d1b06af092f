//! Adding activities up: intervals of different activities add, an end that is missing stays missing.

use super::bounds;
use super::figure::Figure;

/// One activity's share of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActivityFigure {
    pub figure: bounds::Figure,
    /// Whether somebody counted.
    pub counted: bool,
    /// Whether it surely belongs to what is asked.
    pub decided: bool,
    /// Whether a number that was stated is hidden.
    pub hidden: bool,
}

/// Sums over activities, from which a [`Figure`] is made. What was added can be taken away again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    low: u64,
    high: u64,
    /// How many shares nothing bounds.
    endless: u64,
    reported: u64,
    /// How many shares were stated.
    stated: u64,
    activities: u64,
    uncounted: u64,
    undecided: u64,
    /// How many shares have numbers that are hidden.
    hidden: u64,
}

impl Tally {
    /// Adds an activity. One whose month or year straddles the period's end, or that is undated, is in the upper end
    /// alone.
    pub fn add(&mut self, share: &ActivityFigure) {
        let figure = share.figure;
        let may = u64::from(figure.high != Some(0));
        self.hidden += if share.hidden { may } else { 0 };
        self.high = self.high.saturating_add(figure.high.unwrap_or(0));
        self.endless += u64::from(figure.high.is_none());
        if share.decided {
            self.low = self.low.saturating_add(figure.low);
            self.reported = self.reported.saturating_add(figure.reported.unwrap_or(0));
            self.stated += u64::from(figure.reported.is_some());
            self.activities += may;
            self.uncounted += if share.counted { 0 } else { may };
        } else {
            self.undecided += may;
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        self.with(other, u64::saturating_add)
    }

    /// What is left without what was added to it before.
    #[must_use]
    pub fn minus(self, part: Self) -> Self {
        self.with(part, u64::saturating_sub)
    }

    fn with(self, other: Self, both: impl Fn(u64, u64) -> u64) -> Self {
        Self {
            low: both(self.low, other.low),
            high: both(self.high, other.high),
            endless: both(self.endless, other.endless),
            reported: both(self.reported, other.reported),
            stated: both(self.stated, other.stated),
            activities: both(self.activities, other.activities),
            uncounted: both(self.uncounted, other.uncounted),
            undecided: both(self.undecided, other.undecided),
            hidden: both(self.hidden, other.hidden),
        }
    }

    /// The figure.
    pub fn figure(&self) -> Figure {
        let high = (self.endless == 0).then_some(self.high);
        let reported = (self.stated > 0).then_some(self.reported);
        Figure {
            activities: self.activities,
            uncounted: self.uncounted,
            undecided: self.undecided,
            blurred: self.hidden > 0,
            ..Figure::new(self.low, high, reported)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(low: u64, high: Option<u64>, reported: Option<u64>, counted: bool, decided: bool) -> ActivityFigure {
        ActivityFigure {
            figure: bounds::Figure { low, high, reported },
            counted,
            decided,
            hidden: false,
        }
    }

    #[test]
    fn an_uncounted_activity_leaves_the_low_end_and_takes_the_high_one() {
        let mut tally = Tally::default();
        tally.add(&share(43, Some(43), Some(43), true, true));
        let figure = tally.figure();
        assert_eq!((figure.value, figure.high), (Some(43), Some(43)));
        tally.add(&share(0, None, None, false, true));
        let figure = tally.figure();
        assert_eq!(
            (figure.value, figure.low, figure.high, figure.reported),
            (None, 43, None, Some(43))
        );
        assert_eq!((figure.activities, figure.uncounted, figure.undecided), (2, 1, 0));
    }

    #[test]
    fn an_undecided_activity_is_in_the_high_end_only() {
        let mut tally = Tally::default();
        tally.add(&share(5, Some(9), Some(5), true, false));
        let figure = tally.figure();
        assert_eq!((figure.low, figure.high, figure.reported), (0, Some(9), None));
        assert_eq!((figure.activities, figure.uncounted, figure.undecided), (0, 0, 1));
    }

    #[test]
    fn an_activity_that_cannot_contribute_is_not_among_those_that_may() {
        let mut tally = Tally::default();
        tally.add(&share(0, Some(0), Some(0), true, true));
        let figure = tally.figure();
        assert_eq!(
            (figure.value, figure.reported, figure.activities),
            (Some(0), Some(0), 0)
        );
    }

    #[test]
    fn what_was_added_can_be_taken_away() {
        let precomputed = [
            share(1, None, None, false, true),
            share(2, Some(7), Some(3), true, false),
            share(0, Some(0), Some(0), true, true),
        ];
        let (mut all, mut part) = (Tally::default(), Tally::default());
        precomputed.iter().for_each(|share| all.add(share));
        precomputed.iter().take(2).for_each(|share| part.add(share));
        let mut rest = Tally::default();
        rest.add(&precomputed[2]);
        assert_eq!(all.minus(part), rest);
        assert_eq!(part.plus(rest), all);
    }
}
