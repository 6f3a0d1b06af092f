//! People in two kinds: how many of the one, of the other, and together.

use super::interval::Interval;

/// People of some countries, split in two: women and men, or those of an agency and the others. Each of the three
/// numbers has bounds. Sums of tight splits are tight, and so is what two splits leave of each other, in whole numbers
/// (they are generalised polymatroids): this is why the bounds of crossings are sharp without a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// The one kind.
    pub part: Interval,
    /// The other.
    pub rest: Interval,
    /// Both together.
    pub whole: Interval,
}

impl Split {
    /// Nobody.
    pub const NOBODY: Self = Self {
        part: Interval::ZERO,
        rest: Interval::ZERO,
        whole: Interval::ZERO,
    };

    /// So many or more, of either kind.
    pub const fn open_from(low: u64) -> Self {
        Self {
            part: Interval::ANY,
            rest: Interval::ANY,
            whole: Interval::at_least(low),
        }
    }

    /// The other kind first.
    pub fn swapped(self) -> Self {
        Self {
            part: self.rest,
            rest: self.part,
            ..self
        }
    }

    /// Two groups of people together.
    pub fn plus(self, other: Self) -> Self {
        self.each(other, Interval::plus)
    }

    /// What is left when a group leaves.
    pub fn minus(self, other: Self) -> Self {
        self.each(other, Interval::minus)
    }

    /// What two splits say together of the same people.
    pub fn intersect(self, other: Self) -> Self {
        self.each(other, Interval::intersect).tight()
    }

    /// Each of the three bounds drawn in by the two others. Once is enough: there are no longer chains.
    pub fn tight(self) -> Self {
        Self {
            part: self.part.intersect(self.whole.minus(self.rest)),
            rest: self.rest.intersect(self.whole.minus(self.part)),
            whole: self.whole.intersect(self.part.plus(self.rest)),
        }
    }

    /// Whether any numbers fit.
    pub fn is_possible(&self) -> bool {
        ![self.part, self.rest, self.whole].iter().any(Interval::is_empty)
    }

    /// Every empty bound made its low end.
    pub fn with_ends_in_order(self) -> Self {
        Self {
            part: self.part.with_ends_in_order(),
            rest: self.rest.with_ends_in_order(),
            whole: self.whole.with_ends_in_order(),
        }
    }

    fn each(self, other: Self, with: impl Fn(Interval, Interval) -> Interval) -> Self {
        Self {
            part: with(self.part, other.part),
            rest: with(self.rest, other.rest),
            whole: with(self.whole, other.whole),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_women_of_thirty_leave_eighteen_men() {
        let split = Split {
            part: Interval::exactly(12),
            rest: Interval::ANY,
            whole: Interval::exactly(30),
        }
        .tight();
        assert_eq!(split.rest, Interval::exactly(18));
        assert!(split.is_possible());
    }

    #[test]
    fn a_part_above_the_whole_is_impossible() {
        let split = Split {
            part: Interval::exactly(12),
            rest: Interval::ANY,
            whole: Interval::exactly(10),
        }
        .tight();
        assert!(!split.is_possible());
    }
}
