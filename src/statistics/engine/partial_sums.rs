//! Questions that are asked again: what they came to over the blocks that seldom change is kept, so that after a write only
//! the activities of the blocks that it touched are asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use chrono::NaiveDate;

use crate::error::{Error, OrInternal};
use crate::statistics::answer::{Answer, MOST_ROWS};
use crate::statistics::country_contexts::CountryContext;
use crate::statistics::dataset::{Block, Codes, Dataset, Names, SPAN};
use crate::statistics::partial_sum::{Adder, Outcome, PartialSum};
use crate::statistics::people::Member;
use crate::statistics::plan::Plan;
use crate::statistics::question::Question;

/// For so many questions something is kept; those asked longest ago are forgotten.
const MOST_QUESTIONS: usize = 64;

/// In about so many bytes.
const MOST_BYTES: usize = 64 << 20;

/// What is kept, the question asked last at the end.
#[derive(Debug, Default)]
pub struct PartialSumsCache(Mutex<VecDeque<Arc<PartialSums>>>);

/// What is kept of one question. It holds as long as all that its figures are made of is the same.
#[derive(Debug)]
struct PartialSums {
    question: Question,
    names: Arc<Names>,
    country_contexts: Arc<Vec<CountryContext>>,
    languages: Arc<Codes>,
    today: NaiveDate,
    /// The blocks that are in the sums; `None` for those that changed while the question was asked.
    blocks: Vec<Option<Weak<Block>>>,
    /// What they come to; `None` for a question that was asked once.
    sums: Option<PartialSum<'static>>,
}

/// What is kept of a question that is asked.
enum Lookup {
    /// The sums of blocks that have not changed.
    Sums(Arc<PartialSums>),
    /// The blocks that have not changed since it was asked: their sums are worth keeping.
    Blocks(Vec<Option<Weak<Block>>>),
    Nothing,
}

/// A question while it is answered.
struct Task<'p, 'f> {
    question: &'p Question,
    plan: &'p Plan<'f>,
    /// `None` where each activity is asked anew.
    adder: Option<Adder<'p, 'f>>,
}

impl PartialSumsCache {
    /// Answers a question with the rows that the API gives at most, and remembers what will do for the next time.
    pub fn answer(&self, dataset: &Dataset, question: &Question) -> Result<Answer, Error> {
        let answers = self.answers(dataset, std::slice::from_ref(question))?;
        answers.into_iter().next().or_internal("a question has no answer")
    }

    /// The same for questions about the same activities: those that are new are added up together, so that each block is
    /// looked at once.
    pub fn answers(&self, dataset: &Dataset, questions: &[Question]) -> Result<Vec<Answer>, Error> {
        let plans = questions.iter().map(|question| Plan::new(question, dataset));
        let plans = plans.collect::<Result<Vec<_>, _>>()?;
        let task = |(question, plan)| Task {
            question,
            plan,
            adder: Adder::new(plan),
        };
        let tasks: Vec<Task<'_, '_>> = questions.iter().zip(&plans).map(task).collect();
        let known: Vec<Lookup> = tasks.iter().map(|task| self.look_up(task, dataset)).collect();
        let is_new =
            |(task, known): &(&Task<'_, '_>, &Lookup)| task.adder.is_some() && matches!(known, Lookup::Nothing);
        let all_known = tasks
            .iter()
            .zip(&known)
            .all(|(_, known)| matches!(known, Lookup::Sums(_)));
        let members = plans
            .first()
            .filter(|_| !all_known)
            .map(Plan::members)
            .unwrap_or_default();
        let new: Vec<&Task<'_, '_>> = tasks.iter().zip(&known).filter(is_new).map(|(task, _)| task).collect();
        let mut outcomes = self.sum_all(dataset, &new, &members)?.into_iter();
        let answer = |(task, known): (&Task<'_, '_>, Lookup)| {
            let outcome = match (&task.adder, known) {
                (Some(adder), Lookup::Sums(base)) => continue_from(task.plan, adder, &base)?,
                (Some(adder), Lookup::Blocks(blocks)) => self.remember(task, adder, blocks, &members)?,
                (Some(_), Lookup::Nothing) => outcomes.next().or_internal("a question has no answer")?,
                (None, _) => task.plan.outcome(&members, Some(MOST_ROWS))?,
            };
            Ok(dataset.answer_from(task.question, task.plan, outcome))
        };
        tasks.iter().zip(known).map(answer).collect()
    }

    fn look_up(&self, task: &Task<'_, '_>, dataset: &Dataset) -> Lookup {
        let Some(base) = self.find(task.question, dataset) else {
            return Lookup::Nothing;
        };
        if base.sums_for(dataset).is_some() {
            return Lookup::Sums(base);
        }
        base.unchanged(dataset).map_or(Lookup::Nothing, Lookup::Blocks)
    }

    /// What new questions come to.
    fn sum_all(&self, dataset: &Dataset, tasks: &[&Task<'_, '_>], members: &[Member]) -> Result<Vec<Outcome>, Error> {
        let adders = tasks.iter().filter_map(|task| task.adder.as_ref());
        let mut begun: Vec<_> = adders.map(|adder| (adder, adder.begin())).collect();
        for block in members.chunk_by(|(one, _), (other, _)| one / SPAN == other / SPAN) {
            for (adder, running) in &mut begun {
                adder.add(running, block);
            }
        }
        for task in tasks {
            self.insert(PartialSums::of(task.question, dataset, whole(dataset), None));
        }
        let finished = begun
            .into_iter()
            .map(|(adder, running)| adder.finish(running, Some(MOST_ROWS)));
        finished.collect()
    }

    /// What a question comes to that is asked again, and keeps the sums of these blocks for the next time.
    fn remember(
        &self,
        task: &Task<'_, '_>,
        adder: &Adder<'_, '_>,
        blocks: Vec<Option<Weak<Block>>>,
        members: &[Member],
    ) -> Result<Outcome, Error> {
        let base = PartialSums::of(task.question, task.plan.dataset, blocks, None);
        let (kept, rest): (Vec<Member>, Vec<Member>) = members.iter().partition(|(place, _)| base.holds(place / SPAN));
        let mut running = adder.begin();
        adder.add(&mut running, &kept);
        let sums = running.into_owned();
        self.insert(PartialSums {
            sums: Some(sums.clone()),
            ..base
        });
        let mut running: PartialSum<'_> = sums;
        adder.add(&mut running, &rest);
        adder.finish(running, Some(MOST_ROWS))
    }

    fn find(&self, question: &Question, dataset: &Dataset) -> Option<Arc<PartialSums>> {
        let mut kept = self.lock();
        let at = kept.iter().position(|base| base.question == *question)?;
        let base = kept.remove(at)?;
        kept.push_back(base.clone());
        Some(base).filter(|base| base.is_of(dataset))
    }

    fn insert(&self, base: PartialSums) {
        let mut kept = self.lock();
        kept.retain(|known| known.question != base.question);
        kept.push_back(Arc::new(base));
        let weight = |kept: &VecDeque<Arc<PartialSums>>| kept.iter().map(|base| base.weight()).sum::<usize>();
        while kept.len() > MOST_QUESTIONS || weight(&kept) > MOST_BYTES {
            kept.pop_front();
        }
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<PartialSums>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a question comes to, from the sums that are kept of it.
fn continue_from(plan: &Plan<'_>, adder: &Adder<'_, '_>, base: &PartialSums) -> Result<Outcome, Error> {
    let mut running: PartialSum<'_> = base.sums.clone().or_internal("there are no sums to go on from")?;
    adder.add(&mut running, &plan.members_in(|block| !base.holds(block)));
    adder.finish(running, Some(MOST_ROWS))
}

fn whole(dataset: &Dataset) -> Vec<Option<Weak<Block>>> {
    dataset.blocks.iter().map(|block| Some(Arc::downgrade(block))).collect()
}

impl PartialSums {
    fn of(
        question: &Question,
        dataset: &Dataset,
        blocks: Vec<Option<Weak<Block>>>,
        sums: Option<PartialSum<'static>>,
    ) -> Self {
        Self {
            question: question.clone(),
            names: dataset.names.clone(),
            country_contexts: dataset.country_contexts.clone(),
            languages: dataset.languages.clone(),
            today: dataset.today,
            blocks,
            sums,
        }
    }

    /// Whether everything but the activities is as it was.
    fn is_of(&self, dataset: &Dataset) -> bool {
        Arc::ptr_eq(&self.names, &dataset.names)
            && Arc::ptr_eq(&self.country_contexts, &dataset.country_contexts)
            && Arc::ptr_eq(&self.languages, &dataset.languages)
            && self.today == dataset.today
    }

    /// Whether a block is in the sums.
    fn holds(&self, block: usize) -> bool {
        self.blocks.get(block).is_some_and(Option::is_some)
    }

    /// The sums, where no block that is in them has changed.
    fn sums_for(&self, dataset: &Dataset) -> Option<&PartialSum<'static>> {
        let sums = self.sums.as_ref()?;
        let same = |(at, block): (usize, &Option<Weak<Block>>)| {
            block
                .as_ref()
                .is_none_or(|block| is_same(block, dataset.blocks.get(at)))
        };
        self.blocks.iter().enumerate().all(same).then_some(sums)
    }

    /// The blocks that have not changed; `None` where so many have that the question is to be learnt anew.
    fn unchanged(&self, dataset: &Dataset) -> Option<Vec<Option<Weak<Block>>>> {
        let unchanged = |(at, block): (usize, &Option<Weak<Block>>)| {
            block.clone().filter(|block| is_same(block, dataset.blocks.get(at)))
        };
        let blocks: Vec<Option<Weak<Block>>> = self.blocks.iter().enumerate().map(unchanged).collect();
        let changed = blocks.iter().filter(|block| block.is_none()).count();
        (changed < 8 || changed < blocks.len() / 4).then_some(blocks)
    }

    fn weight(&self) -> usize {
        let sums = self.sums.as_ref().map_or(0, PartialSum::bytes);
        sums + size_of_val(self.blocks.as_slice()) + size_of::<Self>()
    }
}

/// Whether it is the same block. What a weak reference points to is never used again for another.
fn is_same(block: &Weak<Block>, now: Option<&Arc<Block>>) -> bool {
    now.is_some_and(|now| std::ptr::eq(block.as_ptr(), Arc::as_ptr(now)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::Clearance;
    use crate::input::Params;
    use crate::statistics::dataset::LoadedActivity;
    use crate::statistics::dataset::block::number;
    use crate::statistics::oracle::{SeededRng, Tale, worlds};
    use crate::text::Lang;

    const QUESTIONS: [&str; 10] = [
        "by=year",
        "by=country,year",
        "by=country&measure=people",
        "by=sex&measure=people&from=2020-03-10&to=2021",
        "by=programme&measure=person_days",
        "measure=share_of_women",
        "measure=countries&by=type",
        "measure=agencies&by=agency",
        "measure=days",
        "measure=people&by=agency",
    ];

    /// The same record with its activities spread over blocks.
    fn spread(dataset: &Dataset) -> Dataset {
        let mut loaded: Vec<LoadedActivity> = dataset
            .blocks
            .iter()
            .flat_map(|block| block.loaded_activities())
            .collect();
        for one in &mut loaded {
            one.activity.key *= 100;
        }
        laid_out(dataset, loaded)
    }

    /// The record of these activities; blocks that are the same as before are shared.
    fn laid_out(before: &Dataset, loaded: Vec<LoadedActivity>) -> Dataset {
        let end = loaded.iter().map(|one| number(one.activity.key) + 1).max().unwrap_or(0);
        let keys = |block: &Block| block.activities().iter().map(|one| one.key).collect::<Vec<_>>();
        let block = |at: usize| {
            let here = loaded.iter().filter(|one| number(one.activity.key) == at).cloned();
            let new = Block::new(here);
            let old = before.blocks.get(at).filter(|old| keys(old) == keys(&new));
            old.cloned().unwrap_or_else(|| Arc::new(new))
        };
        Dataset {
            blocks: (0..end).map(block).collect(),
            ..before.clone()
        }
    }

    #[test]
    fn what_is_kept_of_a_question_never_changes_its_answer() {
        let mut went_on = 0;
        for seed in worlds().take(40) {
            let mut rng = SeededRng::new(seed ^ 0x77);
            let (standing, mut dataset) = (PartialSumsCache::default(), spread(&Tale::number(seed).dataset));
            let mut away: Vec<LoadedActivity> = Vec::new();
            for step in 0..25 {
                let mut loaded: Vec<LoadedActivity> = dataset
                    .blocks
                    .iter()
                    .flat_map(|block| block.loaded_activities())
                    .collect();
                let back = away.pop().filter(|_| rng.once_in(2));
                if !loaded.is_empty() {
                    let at = usize::try_from(rng.below(u32::try_from(loaded.len()).unwrap())).unwrap();
                    away.push(loaded.remove(at));
                }
                loaded.extend(back);
                loaded.sort_unstable_by_key(|one| one.activity.key);
                dataset = laid_out(&dataset, loaded);
                for query in QUESTIONS {
                    let clearance = rng.pick_one(&[Clearance::Full, Clearance::default()]);
                    let question = Question::read(&Params::parse(query).unwrap()).with_clearance(clearance);
                    let known = standing.find(&question, &dataset);
                    went_on += u32::from(known.is_some_and(|base| base.sums_for(&dataset).is_some()));
                    let told = standing.answer(&dataset, &question).unwrap().to_json(Lang::En);
                    let anew = dataset.answer(&question, None).unwrap().to_json(Lang::En);
                    assert_eq!(told, anew, "world {seed}, step {step}, {query}");
                }
            }
        }
        assert!(went_on > 500, "{went_on} answers went on from what was kept");
    }
}
