//! What a row asks of one activity, and in which row its roster rows are.

use super::People;
use super::parts::{EraRows, LandsKey, SexKey, WorkKey};
use crate::participants::model::Sex as SexCode;
use crate::statistics::bounds::{self, CountrySet, Sex};
use crate::statistics::crowd::Crowd;
use crate::statistics::facts::{Activity, Row};
use crate::statistics::figure::plus;
use crate::statistics::keys::{Keys, at, country_keys, index, join, not_stated};
use crate::statistics::seen::{Narrowed, Seen};
use crate::statistics::select::{Lands, Sexes, Work};
use crate::statistics::words::Measure;

impl People<'_, '_> {
    /// Whether numbers of a row may be hidden: those of a stated sex, agency, or role are.
    pub(super) fn hides(
        &self,
        crowd: &Crowd<'_>,
        rows: &EraRows,
        (lands, sexes, work): (LandsKey, SexKey, WorkKey),
    ) -> bool {
        let plan = self.plan;
        let country = match lands {
            LandsKey::Row(_) => true,
            LandsKey::All => rows.filter.is_some() && !rows.with_none,
            LandsKey::NotStated => false,
        };
        let unknown = plan.of_sex.contains(&SexCode::Unknown);
        let sex = match sexes {
            SexKey::Is(sex) => sex != SexCode::Unknown,
            SexKey::All => plan.measure == Measure::ShareOfWomen || (!plan.of_sex.is_empty() && !unknown),
        };
        let agency = match work {
            WorkKey::Agency(_) | WorkKey::Kind(_) => true,
            WorkKey::All => !plan.of_agencies.asked.is_open() && !plan.of_agencies.asked.admits_none(),
            WorkKey::NotStated => false,
        };
        let asked = Narrowed {
            country,
            sex,
            agency,
            part: false,
        };
        let own = |seen: &Seen| match work {
            WorkKey::Agency(agency) => seen.is_own(Some(agency)),
            WorkKey::All => {
                let named = rows.agencies.named().unwrap_or_default();
                agency && !named.is_empty() && named.iter().all(|agency| seen.is_own(Some(*agency)))
            }
            WorkKey::Kind(_) | WorkKey::NotStated => false,
        };
        crowd.hides(asked, own)
    }

    pub(super) fn ask(
        &self,
        crowd: &Crowd<'_>,
        rows: &EraRows,
        lands: LandsKey,
        sexes: SexKey,
        work: WorkKey,
    ) -> bounds::Figure {
        let plan = self.plan;
        let with_none = rows.with_none;
        let groups = if lands == LandsKey::All {
            &rows.chosen
        } else {
            &rows.groups
        };
        let lands = match (lands, rows.filter) {
            (LandsKey::All, None) => Lands::Any,
            (LandsKey::All, Some(set)) if set.is_empty() && with_none => Lands::NotStated(None),
            (LandsKey::All, Some(set)) if with_none => Lands::InOrNotStated(set),
            (LandsKey::All, Some(set)) => Lands::In(set),
            (LandsKey::Row(keys), _) => Lands::In(rows.sets.get(&keys).copied().unwrap_or_default()),
            (LandsKey::NotStated, Some(set)) if !with_none => Lands::NotStated(Some(set)),
            (LandsKey::NotStated, _) => Lands::NotStated(None),
        };
        let sexes = match sexes {
            SexKey::Is(SexCode::Female) => Sexes::Is(Sex::Female),
            SexKey::Is(SexCode::Male) => Sexes::Is(Sex::Male),
            SexKey::Is(SexCode::Unknown) => Sexes::NotStated,
            SexKey::All => {
                let asked = |sex| plan.of_sex.contains(&sex);
                match (asked(SexCode::Female), asked(SexCode::Male), asked(SexCode::Unknown)) {
                    (false, false, false) | (true, true, true) => Sexes::Any,
                    (true, true, false) => Sexes::Both,
                    (true, false, false) => Sexes::Is(Sex::Female),
                    (false, true, false) => Sexes::Is(Sex::Male),
                    (true, false, true) => Sexes::IsOrNotStated(Sex::Female),
                    (false, true, true) => Sexes::IsOrNotStated(Sex::Male),
                    (false, false, true) => Sexes::NotStated,
                }
            }
        };
        let filter = &rows.agencies;
        let none = filter.admits_none();
        let work = match work {
            WorkKey::All | WorkKey::NotStated if filter.is_open() => {
                if work == WorkKey::All {
                    Work::Any
                } else {
                    Work::NotStated
                }
            }
            WorkKey::All if none => Work::AmongOrNotStated(filter),
            WorkKey::All => Work::Among(filter),
            WorkKey::NotStated if none => Work::NotStated,
            WorkKey::NotStated => Work::NotStatedAmong(filter),
            WorkKey::Agency(agency) => Work::Is(agency),
            WorkKey::Kind(kind) => rows.kinds.get(&kind).map_or(Work::NotStated, Work::Among),
        };
        let ungrouped = match lands {
            Lands::NotStated(_) if !plan.country_places.is_empty() => rows.sets.get(&not_stated(&plan.country_places)),
            _ => None,
        };
        match ungrouped {
            None => crowd.ask(groups, lands, sexes, work),
            Some(set) if crowd.lies_in(set) => crowd.ask(&rows.groups, Lands::In(*set), sexes, work),
            Some(set) => {
                // What is stated of members without a group is in none of the other rows.
                let stated = crowd.ask(&rows.groups, Lands::In(*set), sexes, work).reported;
                let figure = crowd.ask(&rows.groups, lands, sexes, work);
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
        crowd: &Crowd<'_>,
        rows: &EraRows,
        row: &Row,
        split: bool,
    ) -> Option<Keys> {
        let plan = self.plan;
        let places = if split { plan.country_places.as_slice() } else { &[] };
        let asked = |set: CountrySet| match row.country {
            Some(country) => set.contains(country),
            None => rows.with_none || crowd.lies_in(&set),
        };
        if !rows.filter.is_none_or(asked) {
            return None;
        }
        let lands = match row.country {
            Some(country) => country_keys(places, country, plan.facts.era(activity)?),
            None => rows.only_row(crowd).unwrap_or_else(|| not_stated(places)),
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
            .map_or([0; 3], |place| at(place, index(SexCode::ALL, code)));
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
