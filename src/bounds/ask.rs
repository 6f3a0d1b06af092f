//! Questions to one activity and their answers.

use super::interval::Figure;
use super::known::Known;
use super::set::CountrySet;
use super::statement::Sex;
use super::table::{AGENCY, Axes, COUNTRY, Inside, SEX};

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

impl Known {
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
        let asked = Inside { countries, sex, agency };
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
    fn reported(&self, asked: Inside) -> Option<u64> {
        if asked.axes() == 0 {
            self.reported
        } else {
            self.table.stated(asked.axes(), asked)
        }
    }

    /// What is left of a figure when all that is stated along these axes is taken away.
    fn left_of(&self, whole: Figure, asked: Inside, left: Axes) -> Figure {
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
