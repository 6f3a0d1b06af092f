//! What an activity is called, when and where it took place, and who is named with it.

use std::collections::BTreeSet;

use chrono::Datelike;
use rand::RngExt;
use rand::seq::IndexedRandom;

use super::{Draw, Event, RosterRow, activity_code};
use crate::activities::counts::{CountriesOf, HeadCount, Qualifier, Statement};
use crate::activities::model::{ActivityType, AgencyRole, Basis, CountryRole, Mode, NewActivity, Place, Source};
use crate::activities::recount::ROLES_OF_THOSE_WHO_CAME;
use crate::activities::roster::model::ParticipationStatus;
use crate::directory::Reference;
use crate::generate::words::{CITIES, OUR_ROLES, modes};
use crate::generate::world::CountryDrawn;
use crate::input::ExternalId;
use crate::text::Multilingual;
use crate::time::{PartialDate, When};

impl Draw<'_> {
    /// The activity itself: its countries are those of its roster, and what it states of its people is exactly true.
    pub(super) fn activity(&mut self, at: usize, event: &Event, roster: &[RosterRow]) -> NewActivity {
        let number = self.first.0 + at;
        let counted: Vec<&RosterRow> = roster
            .iter()
            .filter(|row| {
                row.content.status == ParticipationStatus::Attended
                    && ROLES_OF_THOSE_WHO_CAME.contains(&row.content.role.as_str())
            })
            .collect();
        let from: BTreeSet<i64> = counted.iter().filter_map(|row| row.content.country).collect();
        let statement = (!counted.is_empty() && self.one_in(2)).then(|| Statement {
            participants: i32::try_from(counted.len()).ok().map(|value| HeadCount {
                value,
                qualifier: Qualifier::Exact,
            }),
            countries: i32::try_from(from.len()).ok(),
            countries_of: CountriesOf::Members,
            ..Statement::default()
        });
        let year = event.start.year();
        let mode = if event.kind == ActivityType::Webinar {
            Mode::Online
        } else {
            self.mode(year)
        };
        let programmes = self.programmes();
        NewActivity {
            code: Some(activity_code(self.seed, number)),
            title: self.title(event),
            kind: event.kind,
            mode,
            status: event.status,
            our_role: OUR_ROLES
                .choose_weighted(&mut self.rng, |role| role.1)
                .unwrap_or(&OUR_ROLES[0])
                .0,
            when: self.when(event),
            plan_year: (!self.one_in(3)).then_some(year),
            place: self.place(mode),
            programme_basis: (!programmes.is_empty()).then_some(Basis::Published),
            programmes,
            fields: self.fields(),
            languages: vec![(*["en", "en", "en", "fr", "ar"].choose(&mut self.rng).unwrap_or(&"en")).to_owned()],
            countries: self.countries(event),
            agencies: self.agencies(event),
            statement,
            external_ids: vec![ExternalId {
                scheme: "generated".into(),
                value: number.to_string(),
            }],
            sources: vec![Source {
                url: Some(format!("https://example.org/activities/{number}")),
                note: None,
            }],
            notes: None,
        }
    }

    pub(super) fn mode(&mut self, year: i32) -> Mode {
        let drawn = modes(year);
        drawn
            .choose_weighted(&mut self.rng, |mode| mode.1)
            .map_or(Mode::Unknown, |mode| mode.0)
    }

    pub(super) fn title(&mut self, event: &Event) -> Multilingual {
        let (kind, (en, fr, ar)) = event.title;
        let mut title = Multilingual::en(format!("{kind} {en}"));
        if self.one_in(4) {
            title.0.insert("fr".into(), format!("Activité sur {fr}"));
        }
        if self.one_in(4) {
            title.0.insert("ar".into(), format!("نشاط حول {ar}"));
        }
        title
    }

    pub(super) fn when(&mut self, event: &Event) -> When {
        let start = event.start;
        let period = match self.rng.random_range(0..100) {
            0..=2 => PartialDate::parse(&start.format("%Y-%m").to_string()),
            3 => PartialDate::parse(&start.format("%Y").to_string()),
            4 => return When::Unknown,
            _ => None,
        };
        match period {
            Some(period) => When::Within { period, end: None },
            None => When::Days {
                start,
                end: start.checked_add_days(chrono::Days::new(event.days - 1)),
            },
        }
    }

    pub(super) fn place(&mut self, mode: Mode) -> Option<Place> {
        if mode == Mode::Online {
            return None;
        }
        let host = self
            .world
            .lands
            .choose_weighted(&mut self.rng, |land| land.weight)
            .ok()?;
        let city = CITIES
            .iter()
            .find(|(alpha3, _)| *alpha3 == host.country.code)
            .map(|(_, city)| (*city).to_owned());
        Some(Place {
            city,
            country: Some(host.country.clone()),
        })
    }

    /// One programme mostly, sometimes two, sometimes none.
    pub(super) fn programmes(&mut self) -> Vec<Reference> {
        let count = match self.rng.random_range(0..100) {
            0..=7 => 0,
            8..=14 => 2,
            _ => 1,
        };
        let drawn = self
            .world
            .programmes
            .sample_weighted(&mut self.rng, count, |programme| f64::from(programme.1));
        drawn
            .map(|drawn| drawn.map(|(programme, _)| programme.clone()).collect())
            .unwrap_or_default()
    }

    pub(super) fn fields(&mut self) -> Vec<Reference> {
        let drawn = self.world.fields.choose_weighted(&mut self.rng, |field| field.1);
        drawn.map(|(field, _)| vec![field.clone()]).unwrap_or_default()
    }

    pub(super) fn drawn_countries(&self, event: &Event) -> impl Iterator<Item = &CountryDrawn> {
        event.lands.iter().filter_map(|land| self.world.lands.get(*land))
    }

    /// Those who sent people, and mostly one that taught them.
    pub(super) fn countries(&mut self, event: &Event) -> Vec<(Reference, CountryRole)> {
        let role = if ActivityType::MEETINGS.contains(&event.kind) {
            CountryRole::Attending
        } else {
            CountryRole::Beneficiary
        };
        let mut countries: Vec<_> = self
            .drawn_countries(event)
            .map(|land| (land.country.clone(), role))
            .collect();
        if !self.one_in(3)
            && let Ok(land) = self.world.lands.choose_weighted(&mut self.rng, |land| land.weight)
        {
            countries.push((land.country.clone(), CountryRole::Provider));
        }
        countries
    }

    pub(super) fn agencies(&mut self, event: &Event) -> Vec<(Reference, AgencyRole)> {
        let known: Vec<Reference> = self
            .drawn_countries(event)
            .filter_map(|land| land.agencies.first())
            .cloned()
            .collect();
        let count = self.rng.random_range(0..=3);
        let role = *[AgencyRole::Beneficiary, AgencyRole::Partner, AgencyRole::Provider]
            .choose(&mut self.rng)
            .unwrap_or(&AgencyRole::Partner);
        known.into_iter().take(count).map(|agency| (agency, role)).collect()
    }
}
