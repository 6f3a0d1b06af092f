//! Questions to one activity and their answers.

use super::conclusions::Bounds;
use super::interval::Figure;
use super::set::CountrySet;
use super::statement::Sex;
use super::table::{AGENCY, Axes, COUNTRY, CellBox, LeftOut, SEX};

/// One axis of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Of<T> {
    /// Whoever they are.
    #[default]
    Any,
    /// Of this one.
    Is(T),
    /// Of none that is stated: what the stated numbers leave.
    NotStated,
}

/// The country axis of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Countries<'a> {
    /// From wherever.
    #[default]
    Any,
    /// From this group of countries; one country is a group.
    In(CountrySet),
    /// Of no country that is stated. The slice holds the groups that are the rows of the dimension (where all of an
    /// activity's countries lie in one of them, its whole head count does, and nothing is left); it is empty where
    /// every country is a row of its own.
    NotStated(&'a [CountrySet]),
    /// Of this group of countries, but of no country that is stated.
    NotStatedIn(CountrySet),
}

/// How many people of these countries, this sex and this agency together? The default asks for everybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Question<'a> {
    /// Where they come from.
    pub countries: Countries<'a>,
    /// Women or men.
    pub sex: Of<Sex>,
    /// Of which agency.
    pub agency: Of<u32>,
}

impl Bounds {
    /// People from a group of countries. Sharp where no cell names two axes.
    pub fn in_countries(&self, group: &CountrySet) -> Figure {
        self.ask(&Question {
            countries: Countries::In(*group),
            ..Question::default()
        })
    }

    /// People of whom no country is stated, where every country is a row of its own.
    pub fn country_not_stated(&self) -> Figure {
        self.ask(&Question {
            countries: Countries::NotStated(&[]),
            ..Question::default()
        })
    }

    /// Women, or men. Sharp where no cell names two axes.
    pub fn of_sex(&self, sex: Sex) -> Figure {
        self.ask(&Question {
            sex: Of::Is(sex),
            ..Question::default()
        })
    }

    /// People of whom no sex is stated.
    pub fn sex_not_stated(&self) -> Figure {
        self.ask(&Question {
            sex: Of::NotStated,
            ..Question::default()
        })
    }

    /// People of an agency; one that nobody mentions may be among the rest. Sharp where no cell names two axes.
    pub fn of_agency(&self, agency: u32) -> Figure {
        self.ask(&Question {
            agency: Of::Is(agency),
            ..Question::default()
        })
    }

    /// People of whom no agency is stated, those of no agency included.
    pub fn agency_not_stated(&self) -> Figure {
        self.ask(&Question {
            agency: Of::NotStated,
            ..Question::default()
        })
    }

    /// Answers any question, along one axis or across. Never wrong. *Not stated* means what the numbers stated along
    /// that axis leave of the rest of the question.
    pub fn ask(&self, question: &Question) -> Figure {
        let (countries, left) = match question.countries {
            Countries::Any => (None, 0),
            Countries::In(group) if self.lies_in(&group) => (None, 0),
            Countries::In(group) => (Some(group), 0),
            Countries::NotStated(_) => (None, COUNTRY),
            Countries::NotStatedIn(group) => (Some(group), COUNTRY),
        };
        let (sex, left) = axis(question.sex, left, SEX);
        let (agency, left) = axis(question.agency, left, AGENCY);
        let asked = CellBox { countries, sex, agency };
        let whole = Figure::new(self.range(asked), self.reported(asked));
        match question.countries {
            Countries::NotStated(rows) if self.is_one_row(rows) => nothing_of(whole),
            _ if left == 0 => whole,
            _ => self.left_of(whole, asked, left),
        }
    }

    /// Whether the whole head count lies in one row of the country dimension.
    fn is_one_row(&self, rows: &[CountrySet]) -> bool {
        let reach = self.lands.reach();
        if rows.is_empty() {
            reach.len() == 1 && self.lies_in(&reach)
        } else {
            rows.iter().any(|row| self.lies_in(row))
        }
    }

    /// The numbers that were stated inside.
    fn reported(&self, asked: CellBox) -> Option<u64> {
        if asked.axes() == 0 {
            return self.reported;
        }
        let stated = self.table.stated(asked.axes(), asked);
        let left = self
            .left_out
            .filter(|left| asked.axes() == SEX && asked.sex == Some(left.sex));
        // The sex that a split leaves out takes the rest of what was stated in all.
        let other = |left: LeftOut| {
            self.table
                .stated(
                    SEX,
                    CellBox {
                        sex: Some(left.sex.other()),
                        ..asked
                    },
                )
                .unwrap_or(0)
        };
        let rest = left.zip(self.reported);
        let rest = rest.map(|(left, reported)| left.left_of(reported).min(reported.saturating_sub(other(left))));
        let rest = rest.filter(|rest| self.has_whole || *rest > 0);
        stated.max(rest)
    }

    /// What is left of a figure when all that is stated along these axes is taken away.
    fn left_of(&self, whole: Figure, asked: CellBox, left: Axes) -> Figure {
        if left == SEX {
            return self.sexless_of(whole, asked);
        }
        let stated = |axes: Axes| self.table.stated(asked.axes() | axes, asked).unwrap_or(0);
        let axes = || [COUNTRY, SEX, AGENCY].into_iter().filter(|axis| left & axis != 0);
        // Those of whom one is stated and those of whom another is stated overlap at least where both are.
        let (mut most, mut seen) = (0_u64, 0);
        for axis in axes() {
            let both = [COUNTRY, SEX, AGENCY].into_iter().filter(|other| seen & other != 0);
            let overlap = both.map(|other| stated(axis | other)).max().unwrap_or(0);
            most = most.saturating_add(stated(axis).saturating_sub(overlap));
            seen |= axis;
        }
        let least = axes().map(stated).max().unwrap_or(0);
        let most = most.max(least);
        Figure {
            low: whole.low.saturating_sub(most),
            high: whole.high.map(|high| high.saturating_sub(least)),
            reported: whole.reported.map(|reported| reported.saturating_sub(most)),
        }
    }
}

impl Bounds {
    /// What is left of a figure when the two sexes are taken away: at least what their least numbers leave, so that the
    /// three add up to the figure's.
    fn sexless_of(&self, whole: Figure, asked: CellBox) -> Figure {
        let sexes = Sex::BOTH.map(|sex| CellBox {
            sex: Some(sex),
            ..asked
        });
        let reported = sexes.map(|asked| self.reported(asked).unwrap_or(0));
        let taken = |numbers: [u64; 2]| numbers.into_iter().fold(0, u64::saturating_add);
        let reported = whole.reported.map(|whole| whole.saturating_sub(taken(reported)));
        if asked.axes() == 0 && self.covers_sexes() {
            return Figure {
                low: 0,
                high: Some(0),
                reported,
            };
        }
        let least = sexes.map(|asked| self.range(asked).with_ends_in_order().low);
        // Where one sex is left out, the unknown are those whom the other numbers leave.
        let left = self.left_out.filter(|_| asked.axes() == 0);
        let stated = sexes.map(|asked| {
            let left = left
                .filter(|left| Some(left.sex) == asked.sex)
                .map_or(0, |left| left.left_of(whole.low));
            self.table.stated(asked.axes(), asked).unwrap_or(0).max(left)
        });
        let low = whole.low.saturating_sub(taken(least));
        let high = whole.high.map(|high| high.saturating_sub(taken(stated)).max(low));
        Figure { low, high, reported }
    }
}

fn axis<T>(of: Of<T>, left: Axes, axis: Axes) -> (Option<T>, Axes) {
    match of {
        Of::Any => (None, left),
        Of::Is(value) => (Some(value), left),
        Of::NotStated => (None, left | axis),
    }
}

/// None, but reported as none only where anything was reported.
fn nothing_of(whole: Figure) -> Figure {
    Figure {
        low: 0,
        high: Some(0),
        reported: whole.reported.map(|_| 0),
    }
}
