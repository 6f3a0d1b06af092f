//! Which activities a list shows: those that figures count under the same filters, and what lists ask besides. The rule is
//! [`Plan::inclusion`], which decides for figures.

use super::dataset::{Activity, Dataset};
use super::plan::{Inclusion, Plan, Sides, countries_of};
use super::question::{Choice, Question};
use crate::activities::model::CountryRole;
use crate::error::Error;

/// What a list asks of the facts.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ListQuestion {
    /// Of the measure `activities`; without the countries of [`ListQuestion::countries`].
    pub question: Question,
    /// Countries that have any of these parts in the activity.
    pub countries: Choice<String>,
    pub country_roles: Vec<CountryRole>,
    /// Whether the place is such a part.
    pub by_place: bool,
    /// Levels of knowledge.
    pub levels: Vec<u8>,
    /// Whether nobody counted.
    pub uncounted: Option<bool>,
    /// Whether they name no country, and people of some may have come.
    pub unstated_countries: Option<bool>,
    /// With those that may or may not belong.
    pub undecided: bool,
}

impl Dataset {
    /// The keys of the activities that a list shows, in order.
    ///
    /// # Errors
    /// [`Error::Invalid`] where a filter names an unknown code.
    pub fn listed(&self, listed: &ListQuestion) -> Result<Vec<i64>, Error> {
        let plan = Plan::new(&listed.question, self);
        let (plan, countries) = Error::both(plan, countries_of(self, "country", listed.countries.clone()))?;
        let sides = Sides {
            roles: &listed.country_roles,
            place: listed.by_place,
        };
        let under = |place: usize, activity: &Activity| {
            if countries.is_open() {
                Inclusion::Inside
            } else {
                plan.under_sides(place, activity, &countries, sides)
            }
        };
        let is_shown = |(place, activity): &(usize, &Activity)| {
            let inclusion = plan.inclusion(*place, activity).and(|| under(*place, activity));
            match inclusion {
                Inclusion::Inside => true,
                Inclusion::Perhaps => listed.undecided,
                Inclusion::Outside => false,
            }
        };
        let is = |wanted: Option<bool>, is: &dyn Fn() -> bool| wanted.is_none_or(|wanted| is() == wanted);
        let fits = |(place, activity): &(usize, &Activity)| {
            (listed.levels.is_empty() || listed.levels.contains(&self.level(activity)))
                && is(listed.uncounted, &|| !activity.precomputed.counted)
                && is(listed.unstated_countries, &|| {
                    plan.leaves_countries_open(*place, activity)
                })
        };
        let shown = self.activities().filter(is_shown).filter(fits);
        Ok(shown.map(|(_, activity)| activity.key).collect())
    }
}
