//! A small world: who truly took part in what, and what of it the record was told.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;

use super::SeededRng;
use crate::activities::model::{ActivityType, AgencyRole, CountryRole, Mode, OurRole, Status};
use crate::activities::roster::model::{ParticipationStatus, Role};
use crate::agencies::links::{Links, SameAs};
use crate::agencies::model::AgencyKind;
use crate::countries::history::{CountryHistory, DatedCountry};
use crate::countries::model::{Group, MembershipStatus};
use crate::db::Uid;
use crate::reference::draft::Period;
use crate::statistics::bounds::{Cell, CountriesOf, CountrySet, Head, Qualifier, Sex};
use crate::statistics::country_contexts::CountryContexts;
use crate::statistics::dataset::{
    Activity, Block, Codes, Dataset, LoadedActivity, Names, Precomputed, RosterRange, Row, Statement,
};
use crate::statistics::protected::PublicFigures;
use crate::statistics::words::CAME;
use crate::time::PartialDate;

/// Somebody's part in an activity, as it was.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub person: u32,
    pub country: u8,
    pub sex: Sex,
    pub agency: Option<u32>,
    pub role: Role,
    pub status: ParticipationStatus,
}

impl Part {
    pub(super) fn came(&self) -> bool {
        CAME.contains(&self.role) && self.status == ParticipationStatus::Attended
    }
}

/// What truly happened: for each activity its first day, who took part, and for how many days.
#[derive(Debug)]
pub(in crate::statistics) struct Tale {
    pub dataset: Dataset,
    pub(super) happened: Vec<(NaiveDate, Vec<Part>)>,
    /// How many days each truly lasted.
    pub(super) lasted: Vec<u64>,
    /// Whether the record was told everything.
    pub(super) told_all: bool,
}

pub(super) const COUNTRIES: [&str; 6] = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"];
pub(super) const AGENCIES: [&str; 3] = ["bank", "ministry", "office"];
pub(super) const PROGRAMMES: [&str; 3] = ["one", "three", "two"];

fn day(text: &str) -> NaiveDate {
    crate::time::parse_day(text).unwrap()
}

fn codes(codes: &[&str]) -> Codes {
    Codes::new((0..).zip(codes).map(|(number, code)| (number, Arc::from(*code))), [])
}

/// The countries of the record, and what stands for none.
fn countries() -> Codes {
    let numbered = (0..).zip(COUNTRIES).map(|(number, code)| (number, Arc::from(code)));
    Codes::new(
        numbered.chain([(u32::from(CountrySet::NOWHERE), Arc::from("none"))]),
        [],
    )
}

/// Five members (one suspended for a year) and one country outside.
fn country_history() -> CountryHistory {
    let period = |from: &str, to: &str| Period {
        from: PartialDate::parse(from),
        to: PartialDate::parse(to),
    };
    let land = |key: i64| {
        let group =
            [Group::African, Group::Arab, Group::Arab, Group::Asian, Group::African][usize::try_from(key).unwrap()];
        let memberships = if key == 2 {
            vec![
                (period("", "2021"), MembershipStatus::Member),
                (period("2021", "2022"), MembershipStatus::Suspended),
                (period("2022", ""), MembershipStatus::Member),
            ]
        } else {
            vec![(period("", ""), MembershipStatus::Member)]
        };
        // Of one member no group is stated.
        let groups = if key == 4 {
            Vec::new()
        } else {
            vec![(period("", ""), group)]
        };
        (
            key,
            DatedCountry {
                alpha3: String::new(),
                memberships,
                groups,
            },
        )
    };
    let outside = DatedCountry {
        alpha3: String::new(),
        memberships: Vec::new(),
        groups: Vec::new(),
    };
    CountryHistory::new((0..5).map(land).chain([(5, outside)]))
}

impl Tale {
    /// World number `seed`. One in four tells all.
    pub(in crate::statistics) fn number(seed: u64) -> Self {
        let mut rng = SeededRng::new(seed);
        let told_all = seed.is_multiple_of(4);
        let (country_history, links) = (country_history(), links(&mut SeededRng::new(seed ^ 0x5A11)));
        let mut country_contexts = CountryContexts::new(
            &country_history,
            (0..6)
                .map(|key| (i64::from(key), u8::try_from(key).unwrap()))
                .collect::<HashMap<_, _>>(),
            &links,
        );
        let (mut loaded, mut happened, mut lasted) = (Vec::new(), Vec::new(), Vec::new());
        let today = day("2024-06-01");
        for key in 0..i64::from(1 + rng.below(4)) {
            let (mut one, parts, first) = one(&mut rng, key, told_all, today, &mut country_contexts, &links);
            let days = 1 + u64::from(rng.below(4));
            end(
                &mut rng,
                &mut one.activity,
                first + chrono::Days::new(days - 1),
                told_all,
            );
            loaded.push(one);
            happened.push((first, parts));
            lasted.push(days);
        }
        let names = Names {
            programmes: codes(&PROGRAMMES),
            parents: vec![None, Some(0), None],
            fields: codes(&["health", "sti"]),
            countries: countries(),
            agencies: codes(&AGENCIES),
            kind_of: vec![AgencyKind::CentralBank, AgencyKind::Ministry, AgencyKind::Ministry],
            links: links.clone(),
            ..Names::default()
        };
        let dataset = Dataset {
            epoch: Uid::new(),
            seq: 1,
            hash: Vec::new(),
            today,
            ages: false,
            names: Arc::new(names),
            languages: Arc::new(codes(&["ar", "en"])),
            country_contexts: Arc::new(country_contexts.into_all()),
            blocks: vec![Arc::new(Block::new(loaded))],
        };
        Self {
            dataset,
            happened,
            lasted,
            told_all,
        }
    }
}

/// Tells the last day, or not; of an undated activity nothing is told. What is known by its month alone ended in it.
fn end(rng: &mut SeededRng, activity: &mut Activity, last: NaiveDate, told_all: bool) {
    if let Some((first, latest)) = activity.span.filter(|_| told_all || !rng.once_in(3)) {
        activity.ends_on = Some(last);
        activity.span = Some((first, latest.min(last)));
    }
}

fn parts(rng: &mut SeededRng) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for person in 0..7_u32 {
        if rng.once_in(2) {
            parts.push(Part {
                person,
                country: u8::try_from((person + rng.below(2)) % 6).unwrap(),
                sex: if person % 3 == 0 { Sex::Female } else { Sex::Male },
                agency: Some(rng.below(4)).filter(|agency| *agency < 3),
                role: rng.pick_one(&[Role::Trainee, Role::Trainee, Role::Delegate, Role::Trainer]),
                status: rng.pick_one(&[
                    ParticipationStatus::Attended,
                    ParticipationStatus::Attended,
                    ParticipationStatus::Absent,
                ]),
            });
        }
    }
    parts
}

fn one(
    rng: &mut SeededRng,
    key: i64,
    told_all: bool,
    today: NaiveDate,
    country_contexts: &mut CountryContexts<'_>,
    links: &Links<u32>,
) -> (LoadedActivity, Vec<Part>, NaiveDate) {
    let parts = parts(rng);
    let first = rng.pick_one(&["2020-03-05", "2020-03-20", "2020-11-02", "2021-03-05", "2022-01-01"].map(day));
    let known = if told_all { 0 } else { rng.below(5) };
    let span = match known {
        0..=1 => Some((first, first)),
        2 => PartialDate::parse(&first.format("%Y-%m").to_string()).map(|month| (month.first(), month.last())),
        3 => PartialDate::parse(&first.format("%Y").to_string()).map(|year| (year.first(), year.last())),
        _ => None,
    };
    let mut rows = Vec::new();
    let (mut statement, listed) = state(rng, &parts, told_all, &mut rows);
    let (came, others): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(Row::came);
    if let Some(statement) = &mut statement {
        let day = span.map_or(today, |(first, _)| first);
        tell_of_every_name(statement, &parts, &came, |name| stands_for(links, name, day));
    }
    let role = rng.pick_one(&[CountryRole::Beneficiary, CountryRole::Attending]);
    let mut countries: Vec<(u8, CountryRole)> = listed.into_iter().map(|country| (country, role)).collect();
    if rng.once_in(3) {
        countries.push((rng.pick_one(&[0, 3, 5]), CountryRole::Provider));
    }
    let mode = rng.pick_one(&[Mode::InPerson, Mode::Online, Mode::Unknown]);
    let agency = |rng: &mut SeededRng| {
        let role = rng.pick_one(&[AgencyRole::Beneficiary, AgencyRole::Provider, AgencyRole::Partner]);
        rng.pick_some(&[0, 1, 2])
            .into_iter()
            .map(move |agency| (agency, role))
            .collect::<Vec<_>>()
    };
    let activity = Activity {
        key,
        kind: rng.pick_one(&[ActivityType::Workshop, ActivityType::Conference]),
        mode,
        status: rng.pick_one(&[Status::Held, Status::Held, Status::Held, Status::Announced]),
        our_role: OurRole::Organiser,
        span,
        ends_on: None,
        day_count: None,
        host: Some(rng.pick_one(&[0_u8, 1])).filter(|_| mode == Mode::InPerson),
        programmes: rng.pick_some(&[0, 1, 2]).into(),
        fields: rng.pick_some(&[0, 1]).into(),
        languages: rng.pick_some(&[0, 1]).into(),
        countries: countries.into(),
        agencies: agency(rng).into(),
        statement: statement.map(Box::new),
        country_context: country_contexts.index_on(span.map_or(today, |(first, _)| first)),
        roster_range: RosterRange::default(),
        precomputed: Precomputed::default(),
        public: PublicFigures::default(),
        recorded: None,
    };
    let mut loaded = LoadedActivity { activity, came, others };
    loaded.replace_linked_agencies(country_contexts.get(loaded.activity.country_context));
    (loaded, parts, first)
}

/// An agency that has people under several names: where a number is told of one of them, nobody is under another of which
/// nothing is.
fn tell_of_every_name(statement: &mut Statement, parts: &[Part], rows: &[Row], one: impl Fn(u32) -> u32) {
    let told: BTreeSet<u32> = statement.every_cell().filter_map(|cell| cell.agency).collect();
    let on_rows: BTreeSet<u32> = rows.iter().filter_map(Row::agency).collect();
    let mut cells = statement.cells.to_vec();
    for name in 0..3 {
        let came = parts.iter().filter(|part| part.came() && part.agency == Some(name));
        let (number, silent) = (came.count(), !told.contains(&name) && !on_rows.contains(&name));
        if silent && number > 0 && told.iter().any(|other| one(*other) == one(name)) {
            cells.push(Cell {
                country: None,
                sex: None,
                agency: Some(name),
                participants: u32::try_from(number).unwrap(),
            });
        }
    }
    statement.cells = cells.into();
}

/// Agencies that are the same for some time, none twice at once nor in a circle, and some that others succeeded.
fn links(rng: &mut SeededRng) -> Links<u32> {
    let mut order = [0, 1, 2];
    order.rotate_left(usize::try_from(rng.below(3)).unwrap());
    if rng.once_in(2) {
        order.reverse();
    }
    let mut links = Links::default();
    for at in 0..2 {
        let (from, to) = rng.pick_one(&[("", ""), ("2020-03-10", ""), ("", "2020-11"), ("2020-06", "2021-06")]);
        let other = order[at + 1 + usize::try_from(rng.below(u32::try_from(2 - at).unwrap())).unwrap()];
        if rng.once_in(2) {
            links.same_as.push(SameAs {
                agency: order[at],
                other,
                period: Period {
                    from: PartialDate::parse(from),
                    to: PartialDate::parse(to),
                },
            });
        }
        let (older, newer) = (rng.below(3), rng.below(3));
        if older != newer && rng.once_in(2) {
            links.succeeded.push((older, newer));
        }
    }
    links
}

/// The agency that stands for one on a day, by the words of the links.
fn stands_for(links: &Links<u32>, agency: u32, day: NaiveDate) -> u32 {
    let mut links_of = links.same_as.iter().filter(|link| link.agency == agency);
    let holds = |link: &&SameAs<u32>| {
        let Period { from, to } = link.period;
        from.is_none_or(|from| day >= from.first()) && to.is_none_or(|to| day < to.first())
    };
    links_of
        .find(holds)
        .map_or(agency, |link| stands_for(links, link.other, day))
}

/// The same on an activity's first day.
pub(super) fn representative(dataset: &Dataset, activity: &Activity, agency: u32) -> u32 {
    let day = activity.span.map_or(dataset.today, |(first, _)| first);
    stands_for(&dataset.names.links, agency, day)
}

/// The codes of the agencies that these stand for on an activity's first day, and of those that they succeed where these
/// are asked for too.
pub(super) fn asked_agencies(
    dataset: &Dataset,
    activity: &Activity,
    codes: &[String],
    older: bool,
) -> BTreeSet<String> {
    let number = |code: &String| dataset.names.agencies.number(code).unwrap();
    let mut all: BTreeSet<u32> = codes
        .iter()
        .map(|code| representative(dataset, activity, number(code)))
        .collect();
    for _ in 0..4 {
        for (before, after) in dataset.names.links.succeeded.iter().filter(|_| older) {
            if all.contains(&representative(dataset, activity, *after)) {
                all.insert(representative(dataset, activity, *before));
            }
        }
    }
    all.into_iter()
        .map(|agency| AGENCIES[usize::try_from(agency).unwrap()].to_owned())
        .collect()
}

/// Tells the record something true: a statement and a list of countries, and roster rows.
fn state(rng: &mut SeededRng, parts: &[Part], told_all: bool, rows: &mut Vec<Row>) -> (Option<Statement>, Vec<u8>) {
    let came: Vec<&Part> = parts.iter().filter(|part| part.came()).collect();
    let number = u32::try_from(came.len()).unwrap();
    let sent: BTreeSet<u8> = came.iter().map(|part| part.country).collect();
    let mut statement = Statement {
        head: None,
        countries: None,
        countries_of: CountriesOf::Any,
        countries_complete: false,
        roster_complete: false,
        cells: Box::default(),
        unknown: Box::default(),
        at_least: Box::default(),
    };
    if told_all {
        statement.head = Some(Head::exact(number));
        statement.countries_complete = !sent.is_empty();
        (statement.countries, statement.roster_complete) = (Some(u32::try_from(sent.len()).unwrap()), true);
        put_rows(rows, parts.iter().map(|part| row(part, true, true, true)));
        return (Some(statement), sent.into_iter().collect());
    }
    let headed = rng.once_in(2);
    if headed {
        let up = rng.below(3);
        let of = |value, qualifier| Some(Head { value, qualifier });
        statement.head = match rng.below(5) {
            0 => of(number.saturating_sub(up), Qualifier::AtLeast),
            1 => of(number + up, Qualifier::AtMost),
            2 => of(number + up, Qualifier::About),
            _ => of(number, Qualifier::Exact),
        };
    }
    let sends: Vec<u8> = sent.iter().copied().collect();
    let mut listed: Vec<u8> = match rng.below(3) {
        0 => Vec::new(),
        1 => sends.clone(),
        _ => rng.pick_some(&sends),
    };
    if !headed && rng.once_in(2) && !listed.is_empty() {
        // Without a head count a listed country may have sent nobody.
        listed.push(rng.pick_one(&[0, 1, 2, 3, 4, 5]));
        listed.sort_unstable();
        listed.dedup();
    }
    let all_listed = sends.iter().all(|country| listed.contains(country));
    if rng.once_in(3) && (headed || all_listed) {
        let many = listed.len().max(sends.len());
        statement.countries = u32::try_from(if headed { sends.len() } else { many }).ok();
    }
    let members_only = sends
        .iter()
        .filter(|country| !listed.contains(country))
        .all(|country| *country < 5);
    if members_only && rng.once_in(2) {
        statement.countries_of = CountriesOf::Members;
    }
    // A list without a number is all there were only where it has them all.
    statement.countries_complete = (all_listed || statement.countries.is_some()) && rng.once_in(2);
    let (cells, unknown) = cells(rng, &came);
    (statement.cells, statement.unknown) = (cells.into(), unknown.into());
    match rng.below(3) {
        0 => {}
        1 => {
            let (land, sex, work) = (rng.once_in(2), rng.once_in(2), rng.once_in(2));
            put_rows(rows, parts.iter().map(|part| row(part, land, sex, work)));
            statement.roster_complete = rng.once_in(2);
        }
        _ => {
            let told: Vec<Row> = parts
                .iter()
                .filter(|_| rng.once_in(2))
                .map(|part| row(part, part.person % 2 == 0, part.person % 3 == 0, part.person % 4 == 0))
                .collect();
            put_rows(rows, told.into_iter());
        }
    }
    let silent = statement.head.is_none() && statement.every_cell().next().is_none() && statement.countries.is_none();
    let usual = silent && statement.countries_complete && rng.once_in(2) && statement.roster_complete;
    ((!usual).then_some(statement), listed)
}

fn row(part: &Part, land: bool, sex: bool, work: bool) -> Row {
    Row::new(
        part.person,
        part.agency.filter(|_| work),
        Some(part.country).filter(|_| land),
        Some(part.sex).filter(|_| sex),
        part.role,
        part.status,
    )
}

/// Those who came first, as the record keeps them.
fn put_rows(rows: &mut Vec<Row>, told: impl Iterator<Item = Row>) {
    let (came, others): (Vec<Row>, Vec<Row>) = told.partition(Row::came);
    rows.extend(came);
    rows.extend(others);
}

/// Cells, and beside the splits by sex those of whom the sheet states no sex, where it has blanks.
fn cells(rng: &mut SeededRng, came: &[&Part]) -> (Vec<Cell>, Vec<Cell>) {
    let has_blanks = rng.once_in(3);
    let is_blank = |part: &Part| has_blanks && part.person % 4 == 1;
    let mut cells: BTreeMap<(Option<u8>, Option<Sex>, Option<u32>), u32> = BTreeMap::new();
    if rng.once_in(2) {
        return (Vec::new(), Vec::new());
    }
    for _ in 0..rng.below(5) {
        let country = Some(u8::try_from(rng.below(6)).unwrap()).filter(|_| rng.once_in(2));
        let sex = Some(rng.pick_one(&Sex::BOTH)).filter(|_| rng.once_in(2));
        let agency = Some(rng.below(3)).filter(|_| rng.once_in(3));
        let of = |part: &&&Part| {
            country.is_none_or(|c| part.country == c)
                && sex.is_none_or(|s| part.sex == s && !is_blank(part))
                && agency.is_none_or(|a| part.agency == Some(a))
        };
        if country.is_some() || sex.is_some() || agency.is_some() {
            cells.insert(
                (country, sex, agency),
                u32::try_from(came.iter().filter(of).count()).unwrap(),
            );
        }
    }
    let cell = |((country, sex, agency), participants)| Cell {
        country,
        sex,
        agency,
        participants,
    };
    let splits = cells.keys().filter(|(_, sex, _)| sex.is_some());
    let splits: BTreeSet<_> = splits.map(|(country, _, agency)| (*country, *agency)).collect();
    let blank = |(country, agency): &(Option<u8>, Option<u32>)| {
        let of = |part: &&&Part| {
            is_blank(part) && country.is_none_or(|c| part.country == c) && agency.is_none_or(|a| part.agency == Some(a))
        };
        u32::try_from(came.iter().filter(of).count()).unwrap()
    };
    let unknown = splits
        .iter()
        .filter(|_| has_blanks)
        .map(|whole| cell(((whole.0, None, whole.1), blank(whole))));
    let unknown = unknown.collect();
    (cells.into_iter().map(cell).collect(), unknown)
}
