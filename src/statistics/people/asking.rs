//! What a row asks of one activity, and in which row its roster rows are.

use super::People;
use super::parts::{AgenciesKey, ContextRows, CountriesKey, SexKey};
use crate::participants::model::Sex as SexCode;
use crate::statistics::bounds::{self, CountrySet, Sex};
use crate::statistics::dataset::{Activity, Row};
use crate::statistics::figure::plus;
use crate::statistics::keys::{Keys, country_keys, index, join, key_at, not_stated};
use crate::statistics::population::Population;
use crate::statistics::protected::{AxesAsked, ProtectedActivity};
use crate::statistics::select::{AgenciesAsked, CountriesAsked, SexesAsked};
use crate::statistics::words::Measure;

impl People<'_, '_> {
    /// Whether numbers of a row may be hidden: those of a stated sex, agency, or role are.
    pub(super) fn hides(
        &self,
        population: &Population<'_>,
        rows: &ContextRows,
        (lands, sexes, work): (CountriesKey, SexKey, AgenciesKey),
    ) -> bool {
        let plan = self.plan;
        let country = match lands {
            CountriesKey::Row(_) => true,
            CountriesKey::All => rows.filter.is_some() && !rows.with_none,
            CountriesKey::NotStated => false,
        };
        let unknown = plan.of_sex.contains(&SexCode::Unknown);
        let sex = match sexes {
            SexKey::Is(sex) => sex != SexCode::Unknown,
            SexKey::All => plan.measure == Measure::ShareOfWomen || (!plan.of_sex.is_empty() && !unknown),
        };
        let agency = match work {
            AgenciesKey::Agency(_) | AgenciesKey::Kind(_) => true,
            AgenciesKey::All => !plan.of_agencies.asked.is_open() && !plan.of_agencies.asked.admits_none(),
            AgenciesKey::NotStated => false,
        };
        let asked = AxesAsked {
            country,
            sex,
            agency,
            part: false,
        };
        let own = |protected: &ProtectedActivity| match work {
            AgenciesKey::Agency(agency) => protected.is_own(Some(agency)),
            AgenciesKey::All => {
                let named = rows.agencies.named().unwrap_or_default();
                agency && !named.is_empty() && named.iter().all(|agency| protected.is_own(Some(*agency)))
            }
            AgenciesKey::Kind(_) | AgenciesKey::NotStated => false,
        };
        population.hides(asked, own)
    }

    pub(super) fn ask(
        &self,
        population: &Population<'_>,
        rows: &ContextRows,
        lands: CountriesKey,
        sexes: SexKey,
        work: AgenciesKey,
    ) -> bounds::Figure {
        let plan = self.plan;
        let with_none = rows.with_none;
        let groups = if lands == CountriesKey::All {
            &rows.chosen
        } else {
            &rows.groups
        };
        let lands = match (lands, rows.filter) {
            (CountriesKey::All, None) => CountriesAsked::Any,
            (CountriesKey::All, Some(set)) if set.is_empty() && with_none => CountriesAsked::NotStated(None),
            (CountriesKey::All, Some(set)) if with_none => CountriesAsked::InOrNotStated(set),
            (CountriesKey::All, Some(set)) => CountriesAsked::In(set),
            (CountriesKey::Row(keys), _) => CountriesAsked::In(rows.sets.get(&keys).copied().unwrap_or_default()),
            (CountriesKey::NotStated, Some(set)) if !with_none => CountriesAsked::NotStated(Some(set)),
            (CountriesKey::NotStated, _) => CountriesAsked::NotStated(None),
        };
        let sexes = match sexes {
            SexKey::Is(SexCode::Female) => SexesAsked::Is(Sex::Female),
            SexKey::Is(SexCode::Male) => SexesAsked::Is(Sex::Male),
            SexKey::Is(SexCode::Unknown) => SexesAsked::NotStated,
            SexKey::All => {
                let asked = |sex| plan.of_sex.contains(&sex);
                match (asked(SexCode::Female), asked(SexCode::Male), asked(SexCode::Unknown)) {
                    (false, false, false) | (true, true, true) => SexesAsked::Any,
                    (true, true, false) => SexesAsked::Both,
                    (true, false, false) => SexesAsked::Is(Sex::Female),
                    (false, true, false) => SexesAsked::Is(Sex::Male),
                    (true, false, true) => SexesAsked::IsOrNotStated(Sex::Female),
                    (false, true, true) => SexesAsked::IsOrNotStated(Sex::Male),
                    (false, false, true) => SexesAsked::NotStated,
                }
            }
        };
        let filter = &rows.agencies;
        let none = filter.admits_none();
        let work = match work {
            AgenciesKey::All | AgenciesKey::NotStated if filter.is_open() => {
                if work == AgenciesKey::All {
                    AgenciesAsked::Any
                } else {
                    AgenciesAsked::NotStated
                }
            }
            AgenciesKey::All if none => AgenciesAsked::AmongOrNotStated(filter),
            AgenciesKey::All => AgenciesAsked::Among(filter),
            AgenciesKey::NotStated if none => AgenciesAsked::NotStated,
            AgenciesKey::NotStated => AgenciesAsked::NotStatedAmong(filter),
            AgenciesKey::Agency(agency) => AgenciesAsked::Is(agency),
            AgenciesKey::Kind(kind) => rows
                .kinds
                .get(&kind)
                .map_or(AgenciesAsked::NotStated, AgenciesAsked::Among),
        };
        let ungrouped = match lands {
            CountriesAsked::NotStated(_) if !plan.country_places.is_empty() => {
                rows.sets.get(&not_stated(&plan.country_places))
            }
            _ => None,
        };
        match ungrouped {
            None => population.ask(groups, lands, sexes, work),
            Some(set) if population.lies_in(set) => population.ask(&rows.groups, CountriesAsked::In(*set), sexes, work),
            Some(set) => {
                // What is stated of members without a group is in none of the other rows.
                let stated = population
                    .ask(&rows.groups, CountriesAsked::In(*set), sexes, work)
                    .reported;
                let figure = population.ask(&rows.groups, lands, sexes, work);
                let more = stated.unwrap_or(0);
                bounds::Figure {
                    low: figure.low.saturating_add(more),
                    high: figure.high.map(|high| high.saturating_add(more)),
                    reported: plus(figure.reported, stated),
                }
            }
        }
    }

    /// The keys of the row that a roster row lies in; `None` where it is not asked about.
    pub(super) fn row_keys(
        &self,
        activity: &Activity,
        population: &Population<'_>,
        rows: &ContextRows,
        row: &Row,
        split: bool,
    ) -> Option<Keys> {
        let plan = self.plan;
        let places = if split { plan.country_places.as_slice() } else { &[] };
        let asked = |set: CountrySet| match row.country {
            Some(country) => set.contains(country),
            None => rows.with_none || population.lies_in(&set),
        };
        if !rows.filter.is_none_or(asked) {
            return None;
        }
        let lands = match row.country {
            Some(country) => country_keys(places, country, plan.dataset.country_context(activity)?),
            None => rows.only_row(population).unwrap_or_else(|| not_stated(places)),
        };
        let code = match row.sex {
            Some(Sex::Female) => SexCode::Female,
            Some(Sex::Male) => SexCode::Male,
            None => SexCode::Unknown,
        };
        if !plan.of_sex.is_empty() && !plan.of_sex.contains(&code) {
            return None;
        }
        let sexes = plan
            .sex_place
            .filter(|_| split)
            .map_or([0; 3], |place| key_at(place, index(SexCode::ALL, code)));
        let filter = &rows.agencies;
        let asked = row
            .agency()
            .map_or_else(|| filter.admits_none(), |agency| filter.admits(agency));
        if !asked {
            return None;
        }
        let places = if split { plan.agency_places.as_slice() } else { &[] };
        let work = row
            .agency()
            .map_or_else(|| not_stated(places), |agency| plan.agency_keys(places, agency));
        Some(join(join(lands, sexes), work))
    }
}
