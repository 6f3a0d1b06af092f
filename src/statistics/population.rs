//! The people of one activity whom a question asks about: those who came, unless it asks for others.

use super::bounds::{self, Bounds, CountrySet, Figure, Head, Interval};
use super::dataset::{Activity, Axes, Dataset, NOWHERE, Row, aggregate};
use super::figure::plus;
use super::filters::{AgencyFilter, Who};
use super::plan::Plan;
use super::protected::{AxesAsked, ProtectedActivity, Visibility};
use super::select::{AgenciesAsked, CountriesAsked, SexesAsked, ask};
use super::words::Measure;

/// The people of one activity.
#[derive(Debug)]
pub struct Population<'f> {
    parts: Parts<'f>,
    /// Whether somebody counted them.
    pub counted: bool,
    /// Their roster rows, each person once.
    rows: Rows<'f>,
    /// Those rows where nothing but a filter tells people apart, if they are others.
    unsplit: Option<Vec<Row>>,
    /// How far they are told, where not all is.
    protected: Option<Visibility<'f>>,
    /// Others than those who came, or some of them.
    of_parts: bool,
}

#[derive(Debug)]
enum Parts<'f> {
    /// Those who came, as the statement has it.
    Came(&'f Bounds),
    /// Parts that add up, each with the most that it can be.
    Made(Vec<(Bounds, Option<u64>)>),
}

#[derive(Debug)]
enum Rows<'f> {
    Stored(&'f [Row]),
    Chosen(Vec<Row>),
}

impl<'f> Population<'f> {
    /// The people of each activity, in the order of the record's activities.
    pub fn for_each_activity(plan: &Plan<'f>, axes: Axes) -> Box<dyn Fn(usize) -> Option<Population<'f>> + 'f> {
        let (dataset, clearance, who) = (plan.dataset, plan.clearance, plan.who.clone());
        let who_came = who.is_who_came();
        let with_rows = matches!(plan.measure, Measure::People | Measure::Agencies);
        let filtered = Axes {
            country: axes.country,
            sex: !plan.of_sex.is_empty(),
            agency: !plan.of_agencies.asked.is_open(),
        };
        Box::new(move |at| {
            let activity = dataset.get(at)?;
            let splits = (axes.sex || axes.agency || !who_came) && activity.is_split(dataset.roster(activity));
            let crosses = axes.country && activity.crosses_countries();
            let protected = if splits || crosses || activity.public.is_loose {
                dataset.protected(at, clearance)
            } else {
                None
            };
            match (protected, who_came) {
                (None, true) => Some(Population::of_those_who_came(
                    dataset,
                    activity,
                    dataset.bounds(at, axes)?,
                )),
                (None, false) => Some(Population::of_chosen(
                    dataset,
                    activity,
                    dataset.bounds(at, axes)?,
                    axes,
                    &who,
                )),
                (Some(protected), true) => Some(Population::of_protected(
                    dataset,
                    activity,
                    protected,
                    [axes, filtered],
                    with_rows,
                )),
                (Some(protected), false) => Some(Population::of_chosen_and_protected(
                    dataset,
                    activity,
                    protected,
                    [axes, filtered],
                    &who,
                )),
            }
        })
    }

    /// Those who came.
    fn of_those_who_came(dataset: &'f Dataset, activity: &'f Activity, known: &'f Bounds) -> Self {
        Self {
            parts: Parts::Came(known),
            counted: known.is_counted(),
            rows: Rows::Stored(dataset.rows_of_those_who_came(activity)),
            unsplit: None,
            protected: None,
            of_parts: false,
        }
    }

    /// Those who came, as they are told: by the axes of the question, and by those of its filters alone.
    fn of_protected(
        dataset: &Dataset,
        activity: &Activity,
        protected: Visibility<'f>,
        axes: [Axes; 2],
        with_rows: bool,
    ) -> Self {
        let rows = |axes| {
            let rows = dataset.rows_of_those_who_came(activity).iter().filter(|_| with_rows);
            rows.filter_map(|row| protected.visible_figures().row(row, axes))
                .collect()
        };
        let [asked, filtered] = axes;
        let unsplit = (asked != filtered).then(|| rows(filtered));
        let rows = rows(asked);
        let parts = match &protected {
            Visibility::Kept(protected) => Parts::Came(&protected.known),
            Visibility::Made(protected) => Parts::Made(vec![(protected.known.clone(), None)]),
        };
        Self {
            parts,
            counted: protected.known.is_counted(),
            rows: Rows::Chosen(rows),
            unsplit,
            protected: Some(protected),
            of_parts: false,
        }
    }

    /// Others than those who came, or some of them, as they are told. Rows whose role and status are not told may be any.
    fn of_chosen_and_protected(
        dataset: &Dataset,
        activity: &Activity,
        protected: Visibility<'f>,
        axes: [Axes; 2],
        who: &Who,
    ) -> Self {
        let [axes, filtered] = axes;
        let roster = dataset.roster(activity);
        let disclosed: Vec<Row> = roster.iter().filter_map(|row| protected.part_row(row)).collect();
        let rows = chosen_rows(&disclosed, who);
        let (those_who_came, others): (Vec<Row>, Vec<Row>) = rows.iter().partition(|row| row.came());
        let world = dataset
            .country_context(activity)
            .map_or(NOWHERE, |country_context| country_context.world);
        let hidden = protected.companions.is_none();
        let known_of = |rows: &[Row], came: bool| {
            let mut evidence = evidence_of_rows(activity, &disclosed, rows, axes, came);
            if hidden {
                evidence = bounds::Evidence {
                    roster_complete: false,
                    countries_complete: false,
                    roster: evidence.roster,
                    ..bounds::Evidence::default()
                };
            }
            Bounds::from_evidence(&evidence, &world)
        };
        let came = &protected.known;
        let mut parts = Vec::new();
        // Whether there is a roster is told, if not in which parts: they were counted.
        let mut counted = hidden && !roster.is_empty();
        if who.has_all_who_came() {
            parts.push((came.clone(), None));
            counted |= came.is_counted();
        } else if who.has_only_who_came() {
            let all = disclosed.iter().filter(|row| row.came()).count();
            let rest = u64::try_from(all.saturating_sub(those_who_came.len())).unwrap_or(u64::MAX);
            let most = came.total().high.map(|high| high.saturating_sub(rest));
            counted |= came.is_counted();
            parts.push((known_of(&those_who_came, true), most));
        }
        if !who.has_only_who_came() {
            let rest = if who.has_all_who_came() { &others } else { &rows };
            let known = known_of(rest, false);
            counted |= known.is_counted();
            parts.push((known, None));
        }
        let with_others = |axes| {
            let came = dataset.rows_of_those_who_came(activity).iter();
            let came = came.filter_map(|row| protected.visible_figures().row(row, axes));
            came.chain(others.iter().copied()).collect()
        };
        let of_all = who.has_all_who_came();
        Self {
            parts: Parts::Made(parts),
            counted,
            unsplit: (of_all && axes != filtered).then(|| with_others(filtered)),
            rows: Rows::Chosen(if of_all { with_others(axes) } else { rows }),
            protected: Some(protected),
            of_parts: true,
        }
    }

    /// How far these people are told, where not all is.
    pub fn protected(&self) -> Option<&ProtectedActivity> {
        self.protected.as_deref()
    }

    /// Whether a number of those asked about may be hidden.
    pub fn hides(&self, asked: AxesAsked, own: impl Fn(&ProtectedActivity) -> bool) -> bool {
        let part = self.of_parts;
        self.protected()
            .is_some_and(|protected| protected.hides(AxesAsked { part, ..asked }, own(protected)))
    }

    /// Others than those who came, or some of them. The head count speaks of those who came and of them alone.
    fn of_chosen(dataset: &'f Dataset, activity: &Activity, came: &Bounds, axes: Axes, who: &Who) -> Self {
        let roster = dataset.roster(activity);
        let rows = chosen_rows(roster, who);
        let (those_who_came, others): (Vec<Row>, Vec<Row>) = rows.iter().partition(|row| row.came());
        let world = dataset
            .country_context(activity)
            .map_or(NOWHERE, |country_context| country_context.world);
        let mut parts = Vec::new();
        let mut counted = false;
        if who.has_all_who_came() {
            parts.push((came.clone(), None));
            counted |= came.is_counted();
        } else if who.has_only_who_came() {
            let some = evidence_of_rows(activity, roster, &those_who_came, axes, true);
            let known = Bounds::from_evidence(&some, &world);
            let rest = dataset
                .rows_of_those_who_came(activity)
                .len()
                .saturating_sub(those_who_came.len());
            let most = came
                .total()
                .high
                .map(|high| high.saturating_sub(u64::try_from(rest).unwrap_or(u64::MAX)));
            counted |= came.is_counted();
            parts.push((known, most));
        }
        if !who.has_only_who_came() {
            let rest = if who.has_all_who_came() { &others } else { &rows };
            let known = Bounds::from_evidence(&evidence_of_rows(activity, roster, rest, axes, false), &world);
            counted |= known.is_counted();
            parts.push((known, None));
        }
        Self {
            parts: Parts::Made(parts),
            counted,
            rows: Rows::Chosen(rows),
            unsplit: None,
            protected: None,
            of_parts: true,
        }
    }

    /// Their roster rows, each person once, as a question tells them apart that splits them by its dimensions or does not.
    pub fn rows(&self, split: bool) -> &[Row] {
        match (&self.rows, &self.unsplit) {
            (_, Some(rows)) if !split => rows,
            (Rows::Stored(rows), _) => rows,
            (Rows::Chosen(rows), _) => rows,
        }
    }

    fn parts(&self) -> impl Iterator<Item = (&Bounds, Option<u64>)> {
        let (came, made) = match &self.parts {
            Parts::Came(known) => (Some((*known, None)), [].as_slice()),
            Parts::Made(parts) => (None, parts.as_slice()),
        };
        came.into_iter().chain(made.iter().map(|(known, most)| (known, *most)))
    }

    /// The one thing that is known of them all, where it is one.
    pub fn whole(&self) -> Option<&'f Bounds> {
        match self.parts {
            Parts::Came(known) => Some(known),
            Parts::Made(_) => None,
        }
    }

    /// How many of them there are of these countries, sexes and agencies.
    pub fn ask(
        &self,
        rows: &[CountrySet],
        lands: CountriesAsked,
        sexes: SexesAsked,
        work: AgenciesAsked<'_>,
    ) -> Figure {
        let mut sum: Option<Figure> = None;
        for (known, most) in self.parts() {
            let mut figure = ask(known, rows, lands, sexes, work);
            if let Some(most) = most {
                figure.high = Some(figure.high.map_or(most, |high| high.min(most)).max(figure.low));
            }
            sum = Some(sum.map_or(figure, |sum| Figure {
                low: sum.low.saturating_add(figure.low),
                high: sum.high.zip(figure.high).map(|(a, b)| a.saturating_add(b)),
                reported: plus(sum.reported, figure.reported),
            }));
        }
        sum.unwrap_or(Figure {
            low: 0,
            high: Some(0),
            reported: None,
        })
    }

    /// The countries that are rows: named, or with a number of their own.
    pub fn named(&self) -> CountrySet {
        self.parts().fold(CountrySet::EMPTY, |all, (known, _)| {
            all.union(known.named()).union(known.numbered())
        })
    }

    /// The countries named as having sent some of them, counted or not.
    pub fn sending(&self) -> CountrySet {
        self.parts()
            .fold(CountrySet::EMPTY, |all, (known, _)| all.union(known.named()))
    }

    /// Every country that can have sent some of them.
    pub fn reach(&self) -> CountrySet {
        self.parts()
            .fold(CountrySet::EMPTY, |all, (known, _)| all.union(known.reach()))
    }

    /// The countries of which a number is stated.
    pub fn numbered(&self) -> CountrySet {
        self.parts()
            .fold(CountrySet::EMPTY, |all, (known, _)| all.union(known.numbered()))
    }

    /// Whether all of them are of this group of countries.
    pub fn lies_in(&self, group: &CountrySet) -> bool {
        self.parts().all(|(known, _)| known.lies_in(group))
    }

    /// Whether some may be of no country.
    pub fn has_people_from_nowhere(&self) -> bool {
        self.parts().any(|(known, _)| known.has_people_from_nowhere())
    }

    /// The agencies that are rows: of which a number is stated, and those listed as sending.
    pub fn agencies(&self, activity: &Activity, filter: &AgencyFilter) -> Vec<u32> {
        let numbered = self.parts().flat_map(|(known, _)| known.numbered_agencies());
        let mut all: Vec<u32> = numbered
            .chain(activity.sending_agencies())
            .filter(|agency| filter.admits(*agency))
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Which countries sent them, for those who came.
    pub fn sent(&self) -> impl Iterator<Item = bounds::Sent> {
        self.parts().map(|(known, _)| known.sent())
    }

    /// How many of them there are.
    pub fn total(&self) -> Interval {
        self.ask(&[], CountriesAsked::Any, SexesAsked::Any, AgenciesAsked::Any)
            .range()
    }
}

/// The rows that are asked about, each person once.
fn chosen_rows(roster: &[Row], who: &Who) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for row in roster.iter().filter(|row| who.asks_for(row)) {
        match rows.iter_mut().find(|known| known.person == row.person) {
            Some(known) => known.fill_from(row),
            None => rows.push(*row),
        }
    }
    rows
}

/// What is known of some roster rows alone. Without a head count a complete roster is the whole, of all who were there.
fn evidence_of_rows(activity: &Activity, roster: &[Row], rows: &[Row], axes: Axes, came: bool) -> bounds::Evidence {
    let statement = activity.statement.as_deref();
    let complete = statement.is_none_or(|s| s.roster_complete && s.head.is_none() && s.every_cell().next().is_none());
    let mut evidence = bounds::Evidence {
        // Where those who gave come from, the list of those who came does not say.
        countries_complete: false,
        roster_complete: complete,
        roster: aggregate(rows, axes),
        ..bounds::Evidence::default()
    };
    if came {
        evidence.listed = activity.senders();
        evidence.countries = statement.and_then(|s| s.countries);
        evidence.countries_of = statement.map(|s| s.countries_of).unwrap_or_default();
        evidence.countries_complete = statement.is_none_or(|s| s.countries_complete);
    }
    if rows.is_empty() && complete && !roster.is_empty() {
        evidence.head = Some(Head::exact(0));
        (evidence.listed, evidence.countries) = (CountrySet::EMPTY, None);
    }
    evidence
}
