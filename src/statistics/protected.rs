//! An activity as those read it who may not see persons: its protected statement (`crate::disclosure`) with the bounds that
//! follow from it.
//! Everything that splits people by sex, agency, role or status under a clearance that is not full is answered from here.

use std::ops::Deref;

use super::bounds::{self, Bounds, Qualifier, Sex, World};
use super::dataset::{Activity, Axes, Dataset, NOWHERE, PackedFigure, Precomputed, Row, Statement};
use crate::activities::roster::model::{ParticipationStatus, Role};
use crate::disclosure::{Clearance, Companions, Disclosable, Part, SplitDisclosure, Threshold, companions, protect};

/// An activity as it is shown.
#[derive(Debug)]
pub struct ProtectedActivity {
    pub threshold: Threshold,
    /// What may be shown of its people.
    pub disclosable: Disclosable,
    /// What may be shown together with roles and statuses; `None` where these may not be shown.
    pub companions: Option<Companions>,
    /// What is certain of those who came, as far as it is shown.
    pub known: Bounds,
    /// What it answers to the questions that are asked most.
    pub precomputed: Precomputed,
    /// The agencies whose own people are shown as they are.
    own: Box<[u32]>,
}

/// How far an activity is shown to everybody, and its sexes as far as they are: what is kept with the dataset, so that most
/// questions need not look closer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PublicFigures {
    pub disclosable: Disclosable,
    /// Whether numbers that may be hidden, under this threshold or another one, can say more of everybody than the head
    /// count does: it was stated loosely, or they exceed it. Then nothing is answered but from what is shown.
    pub is_loose: bool,
    pub women: PackedFigure,
    pub men: PackedFigure,
    pub sexless: PackedFigure,
}

impl Default for PublicFigures {
    fn default() -> Self {
        Self {
            disclosable: Disclosable::ALL,
            is_loose: false,
            women: PackedFigure::NOTHING,
            men: PackedFigure::NOTHING,
            sexless: PackedFigure::NOTHING,
        }
    }
}

impl PublicFigures {
    /// The threshold under which it is made; under another one activities are looked at anew.
    const THRESHOLD: Threshold = Threshold::DEFAULT;

    /// Makes the public figures of an activity whose figures are precomputed: `came` are the rows that count, each person once.
    pub fn new(activity: &Activity, came: &[Row], world: &World) -> Self {
        let protected = protect(&activity.evidence(came, Axes::ALL), &[], Self::THRESHOLD);
        let known = Bounds::from_evidence(&protected.evidence, world);
        Self {
            disclosable: protected.disclosable,
            is_loose: activity.is_split(came) && activity.has_loose_total(),
            women: known.of_sex(Sex::Female).into(),
            men: known.of_sex(Sex::Male).into(),
            sexless: known.sex_not_stated().into(),
        }
    }
}

/// How far the people of an activity are shown, apart from their roles and statuses.
#[derive(Debug, Clone, Copy)]
pub struct VisibleFigures<'a> {
    disclosable: Disclosable,
    own: &'a [u32],
}

/// Either made for one question or kept with the facts.
#[derive(Debug)]
pub enum Visibility<'f> {
    Kept(&'f ProtectedActivity),
    Made(Box<ProtectedActivity>),
}

impl Deref for Visibility<'_> {
    type Target = ProtectedActivity;

    fn deref(&self) -> &ProtectedActivity {
        match self {
            Visibility::Kept(protected) => protected,
            Visibility::Made(protected) => protected,
        }
    }
}

/// The people whom a part of a question is about, as far as disclosure control goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AxesAsked {
    pub country: bool,
    pub sex: bool,
    pub agency: bool,
    /// Others than those who came, or some of them: their roles and statuses.
    pub part: bool,
}

impl ProtectedActivity {
    /// Makes the protected statement of an activity: `came` are the rows that count, each person once, `roster` all.
    pub fn of(
        activity: &Activity,
        came: &[Row],
        roster: &[Row],
        world: &World,
        own: Vec<u32>,
        threshold: Threshold,
    ) -> Self {
        let protected = protect(&activity.evidence(came, Axes::ALL), &own, threshold);
        let disclosed = protected.disclosable;
        let known = Bounds::from_evidence(&protected.evidence, world);
        let parts: Vec<Part> = roster.iter().map(part).collect();
        let mut protected = Self {
            threshold,
            disclosable: disclosed,
            companions: companions(&parts, disclosed, threshold),
            precomputed: Precomputed::default(),
            known,
            own: own.into(),
        };
        // Which agencies are named is told where their numbers are, if only of everybody.
        let named = came
            .iter()
            .filter(|row| disclosed.agency != SplitDisclosure::Suppressed || protected.is_own(row.agency()));
        protected.precomputed = Precomputed::from_bounds(&protected.known, named.filter_map(Row::agency).collect());
        protected
    }

    /// How far its people are told.
    pub fn visible_figures(&self) -> VisibleFigures<'_> {
        VisibleFigures {
            disclosable: self.disclosable,
            own: &self.own,
        }
    }

    /// Whether these are an agency's own people, to whom the question is asked.
    pub fn is_own(&self, agency: Option<u32>) -> bool {
        self.visible_figures().is_own(agency)
    }

    /// A row whose role and status are told, without what is hidden of it; `None` where they are not.
    pub fn part_row(&self, row: &Row) -> Option<Row> {
        if self.is_own(row.agency()) {
            return Some(*row);
        }
        self.companions
            .map(|with| row.keep_axes(with.country, with.sex, with.agency))
    }

    /// Whether a number of these people may be hidden; `own_agency`: only an agency's own people are asked about.
    pub fn hides(&self, asked: AxesAsked, own_agency: bool) -> bool {
        let of_part = match self.companions {
            None => true,
            Some(with) => {
                (asked.country && !with.country) || (asked.sex && !with.sex) || (asked.agency && !with.agency)
            }
        };
        !own_agency && (self.visible_figures().hides(asked) || (asked.part && of_part))
    }
}

impl VisibleFigures<'_> {
    fn is_own(&self, agency: Option<u32>) -> bool {
        agency.is_some_and(|agency| self.own.contains(&agency))
    }

    /// A row of those who came without what is hidden of it; `None` where the question tells rows apart by what is told
    /// of everybody only.
    pub fn row(&self, row: &Row, axes: Axes) -> Option<Row> {
        if self.is_own(row.agency()) {
            return Some(*row);
        }
        let alone = |telling, asked: bool| asked && telling == SplitDisclosure::MarginOnly;
        let apart = alone(self.disclosable.sex, axes.sex) || alone(self.disclosable.agency, axes.agency);
        (!apart).then(|| {
            row.keep_axes(
                true,
                self.disclosable.sex == SplitDisclosure::Full,
                self.disclosable.agency == SplitDisclosure::Full,
            )
        })
    }

    /// Whether a number of these people, who came, may be hidden.
    pub fn hides(&self, asked: AxesAsked) -> bool {
        let AxesAsked {
            country, sex, agency, ..
        } = asked;
        let crossed = |telling: SplitDisclosure, with: bool| match telling {
            SplitDisclosure::Full => false,
            SplitDisclosure::MarginOnly => with,
            SplitDisclosure::Suppressed => true,
        };
        (sex && crossed(self.disclosable.sex, country || agency))
            || (agency && crossed(self.disclosable.agency, country || sex))
    }

    /// How many rows have an agency that is not told.
    fn agencies_hidden(&self, came: &[Row]) -> u64 {
        let hidden = match self.disclosable.agency {
            SplitDisclosure::Suppressed if self.own.is_empty() => came.len(),
            SplitDisclosure::Suppressed => came.iter().filter(|row| !self.is_own(row.agency())).count(),
            SplitDisclosure::Full | SplitDisclosure::MarginOnly => 0,
        };
        u64::try_from(hidden).unwrap_or(u64::MAX)
    }
}

/// Role and status as one number, beside what else is known of a row.
fn part(row: &Row) -> Part {
    let place = |at: Option<usize>| at.and_then(|at| u32::try_from(at).ok()).unwrap_or_default();
    let role = place(Role::ALL.iter().position(|role| *role == row.role));
    let status = place(ParticipationStatus::ALL.iter().position(|status| *status == row.status));
    Part {
        part: role * 100 + status,
        country: row.country,
        sex: row.sex,
        agency: row.agency(),
    }
}

impl Activity {
    /// Whether anything is known that splits its people by sex, agency, role or status.
    pub fn is_split(&self, roster: &[Row]) -> bool {
        let splits = |cell: &bounds::Cell| cell.sex.is_some() || cell.agency.is_some();
        !roster.is_empty() || self.statement.as_deref().is_some_and(|s| s.every_cell().any(splits))
    }

    /// Whether a head count was stated, and what is known of everybody is not just that.
    fn has_loose_total(&self) -> bool {
        let head = self.statement.as_deref().and_then(|statement| statement.head);
        head.is_some_and(|head| {
            let number = Some(u64::from(head.value));
            let everybody = self.precomputed.everybody;
            let known = [Some(everybody.low()), everybody.high(), everybody.reported()];
            head.qualifier != Qualifier::Exact || known != [number; 3]
        })
    }

    /// Whether a cell names a country and something else: then what is told of a country may be less than what is known.
    pub fn crosses_countries(&self) -> bool {
        let crossed = |cell: &bounds::Cell| cell.country.is_some() && (cell.sex.is_some() || cell.agency.is_some());
        let of_unknown = |cell: &bounds::Cell| cell.country.is_some();
        let with_others = |s: &Statement| s.cells.iter().chain(&s.at_least).any(crossed);
        let crosses = |s: &Statement| with_others(s) || s.unknown.iter().any(of_unknown);
        self.statement.as_deref().is_some_and(crosses)
    }
}

impl Dataset {
    /// An activity as it is told under a clearance; `None` under the full one.
    pub fn protected(&self, place: usize, clearance: Clearance) -> Option<Visibility<'_>> {
        let threshold = clearance.threshold()?;
        let activity = self.get(place)?;
        let world = self
            .country_context(activity)
            .map_or(NOWHERE, |country_context| country_context.world);
        let (came, roster) = (self.rows_of_those_who_came(activity), self.roster(activity));
        let see = |own: Vec<u32>| ProtectedActivity::of(activity, came, roster, &world, own, threshold);
        if let Some(own) = self.own_people(activity, clearance) {
            return Some(Visibility::Made(Box::new(see(own))));
        }
        let kept = self.protected_cell(place)?.get_or_init(|| see(Vec::new()));
        Some(if kept.threshold == threshold {
            Visibility::Kept(kept)
        } else {
            Visibility::Made(Box::new(see(Vec::new())))
        })
    }

    /// The agencies to which an activity is told otherwise than to everybody, since people of theirs came; `None` where it
    /// is not. An agency's own people are those of the agencies that it succeeds and that are one with it on the day, too.
    fn own_people(&self, activity: &Activity, clearance: Clearance) -> Option<Vec<u32>> {
        let own = self.own_agencies(activity, clearance.agency()?);
        let is_own = |agency: Option<u32>| agency.is_some_and(|agency| own.contains(&agency));
        let of_roster = || self.roster(activity).iter().any(|row| is_own(row.agency()));
        let of_cells = |statement: &Statement| statement.every_cell().any(|cell| is_own(cell.agency));
        let touches = of_roster() || activity.statement.as_deref().is_some_and(of_cells);
        touches.then_some(own)
    }

    /// The agency with this key on an activity's first day, and those that it succeeds.
    pub(in crate::statistics) fn own_agencies(&self, activity: &Activity, key: i64) -> Vec<u32> {
        let Some((number, country_context)) = u32::try_from(key).ok().zip(self.country_context(activity)) else {
            return Vec::new();
        };
        let own = self
            .names
            .links
            .representatives([number], &country_context.agencies, true);
        own.into_iter().collect()
    }

    /// What an activity answers to the questions that are asked most, to those who read it so: with its sexes or agencies
    /// (`splits`), or the numbers of single countries (`by_country`).
    pub fn precomputed(
        &self,
        place: usize,
        clearance: Clearance,
        splits: bool,
        by_country: bool,
    ) -> Option<VisiblePrecomputed<'_>> {
        let activity = self.get(place)?;
        let Some(threshold) = clearance.threshold() else {
            return Some(VisiblePrecomputed::Own(&activity.precomputed));
        };
        let is_bare = activity.public.is_loose || (by_country && activity.crosses_countries());
        let is_hidden = || splits && activity.is_split(self.roster(activity));
        if !(is_bare || is_hidden()) {
            return Some(VisiblePrecomputed::Own(&activity.precomputed));
        }
        let veiled =
            !is_bare && threshold == PublicFigures::THRESHOLD && self.own_people(activity, clearance).is_none();
        if veiled {
            return Some(VisiblePrecomputed::Protected(&activity.precomputed, &activity.public));
        }
        self.protected(place, clearance).map(VisiblePrecomputed::Told)
    }
}

/// An activity's shares: its own, or as they are told.
#[derive(Debug)]
pub enum VisiblePrecomputed<'f> {
    Own(&'f Precomputed),
    /// Its own, but for what the public figures hides.
    Protected(&'f Precomputed, &'f PublicFigures),
    Told(Visibility<'f>),
}

impl VisiblePrecomputed<'_> {
    /// What is told of everybody and of each country.
    pub fn of_countries(&self) -> &Precomputed {
        match self {
            VisiblePrecomputed::Own(precomputed) | VisiblePrecomputed::Protected(precomputed, _) => precomputed,
            VisiblePrecomputed::Told(protected) => &protected.precomputed,
        }
    }

    /// Women, men and those of whom no sex is stated.
    pub fn of_sexes(&self) -> [PackedFigure; 3] {
        match self {
            VisiblePrecomputed::Own(precomputed) => [precomputed.women, precomputed.men, precomputed.sexless],
            VisiblePrecomputed::Protected(_, public) => [public.women, public.men, public.sexless],
            VisiblePrecomputed::Told(protected) => [
                protected.precomputed.women,
                protected.precomputed.men,
                protected.precomputed.sexless,
            ],
        }
    }

    /// The agencies of those on the roster, each once, and how many more may be hidden among the rows of those who `came`.
    pub fn of_agencies(&self, came: &[Row]) -> (&[u32], u64) {
        let hidden = self.extent().map_or(0, |extent| extent.agencies_hidden(came));
        match self {
            VisiblePrecomputed::Protected(..) if hidden > 0 => (&[], hidden),
            VisiblePrecomputed::Own(precomputed) | VisiblePrecomputed::Protected(precomputed, _) => {
                (&precomputed.agencies, hidden)
            }
            VisiblePrecomputed::Told(protected) => (&protected.precomputed.agencies, hidden),
        }
    }

    /// How far the activity's people are told, where not all is.
    pub fn extent(&self) -> Option<VisibleFigures<'_>> {
        match self {
            VisiblePrecomputed::Own(_) => None,
            VisiblePrecomputed::Protected(
                _,
                PublicFigures {
                    disclosable: disclosed, ..
                },
            ) => Some(VisibleFigures {
                disclosable: *disclosed,
                own: &[],
            }),
            VisiblePrecomputed::Told(protected) => Some(protected.visible_figures()),
        }
    }
}
