//! Questions that are asked again: what they came to over the blocks that seldom change is kept, so that after a write only
//! the activities of the blocks that it touched are asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use chrono::NaiveDate;

use crate::error::{Error, OrInternal};
use crate::statistics::answer::{Answer, MOST_ROWS};
use crate::statistics::eras::Era;
use crate::statistics::facts::{Block, Codes, Facts, Names, SPAN};
use crate::statistics::people::Member;
use crate::statistics::plan::Plan;
use crate::statistics::question::Question;
use crate::statistics::running::{Adder, Outcome, Running};

/// For so many questions something is kept; those asked longest ago are forgotten.
const MOST: usize = 64;

/// In about so many bytes.
const ROOM: usize = 64 << 20;

/// What is kept, the question asked last at the end.
#[derive(Debug, Default)]
pub struct Standing(Mutex<VecDeque<Arc<Base>>>);

/// What is kept of one question. It holds as long as all that its figures are made of is the same.
#[derive(Debug)]
struct Base {
    question: Question,
    names: Arc<Names>,
    eras: Arc<Vec<Era>>,
    languages: Arc<Codes>,
    today: NaiveDate,
    /// The blocks that are in the sums; `None` for those that changed while the question was asked.
    blocks: Vec<Option<Weak<Block>>>,
    /// What they come to; `None` for a question that was asked once.
    sums: Option<Running<'static>>,
}

/// What is kept of a question that is asked.
enum Known {
    /// The sums of blocks that have not changed.
    Sums(Arc<Base>),
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

impl Standing {
    /// Answers a question with the rows that the API gives at most, and remembers what will do for the next time.
    pub fn answer(&self, facts: &Facts, question: &Question) -> Result<Answer, Error> {
        let answers = self.answers(facts, std::slice::from_ref(question))?;
        answers.into_iter().next().or_internal("a question has no answer")
    }

    /// The same for questions about the same activities: those that are new are added up together, so that each block is
    /// looked at once.
    pub fn answers(&self, facts: &Facts, questions: &[Question]) -> Result<Vec<Answer>, Error> {
        let plans = questions.iter().map(|question| Plan::of(question, facts));
        let plans = plans.collect::<Result<Vec<_>, _>>()?;
        let task = |(question, plan)| Task {
            question,
            plan,
            adder: Adder::of(plan),
        };
        let tasks: Vec<Task<'_, '_>> = questions.iter().zip(&plans).map(task).collect();
        let known: Vec<Known> = tasks.iter().map(|task| self.know(task, facts)).collect();
        let is_new = |(task, known): &(&Task<'_, '_>, &Known)| task.adder.is_some() && matches!(known, Known::Nothing);
        let all_known = tasks
            .iter()
            .zip(&known)
            .all(|(_, known)| matches!(known, Known::Sums(_)));
        let members = plans
            .first()
            .filter(|_| !all_known)
            .map(Plan::members)
            .unwrap_or_default();
        let new: Vec<&Task<'_, '_>> = tasks.iter().zip(&known).filter(is_new).map(|(task, _)| task).collect();
        let mut outcomes = self.first_time(facts, &new, &members)?.into_iter();
        let answer = |(task, known): (&Task<'_, '_>, Known)| {
            let outcome = match (&task.adder, known) {
                (Some(adder), Known::Sums(base)) => go_on(task.plan, adder, &base)?,
                (Some(adder), Known::Blocks(blocks)) => self.learn(task, adder, blocks, &members)?,
                (Some(_), Known::Nothing) => outcomes.next().or_internal("a question has no answer")?,
                (None, _) => task.plan.outcome(&members, Some(MOST_ROWS))?,
            };
            Ok(facts.tell(task.question, task.plan, outcome))
        };
        tasks.iter().zip(known).map(answer).collect()
    }

    fn know(&self, task: &Task<'_, '_>, facts: &Facts) -> Known {
        let Some(base) = self.find(task.question, facts) else {
            return Known::Nothing;
        };
        if base.sums_for(facts).is_some() {
            return Known::Sums(base);
        }
        base.unchanged(facts).map_or(Known::Nothing, Known::Blocks)
    }

    /// What new questions come to.
    fn first_time(&self, facts: &Facts, tasks: &[&Task<'_, '_>], members: &[Member]) -> Result<Vec<Outcome>, Error> {
        let adders = tasks.iter().filter_map(|task| task.adder.as_ref());
        let mut begun: Vec<_> = adders.map(|adder| (adder, adder.begin())).collect();
        for block in members.chunk_by(|(one, _), (other, _)| one / SPAN == other / SPAN) {
            for (adder, running) in &mut begun {
                adder.add(running, block);
            }
        }
        for task in tasks {
            self.keep(Base::of(task.question, facts, whole(facts), None));
        }
        let finished = begun
            .into_iter()
            .map(|(adder, running)| adder.finish(running, Some(MOST_ROWS)));
        finished.collect()
    }

    /// What a question comes to that is asked again, and keeps the sums of these blocks for the next time.
    fn learn(
        &self,
        task: &Task<'_, '_>,
        adder: &Adder<'_, '_>,
        blocks: Vec<Option<Weak<Block>>>,
        members: &[Member],
    ) -> Result<Outcome, Error> {
        let base = Base::of(task.question, task.plan.facts, blocks, None);
        let (kept, rest): (Vec<Member>, Vec<Member>) = members.iter().partition(|(place, _)| base.holds(place / SPAN));
        let mut running = adder.begin();
        adder.add(&mut running, &kept);
        let sums = running.settle();
        self.keep(Base {
            sums: Some(sums.clone()),
            ..base
        });
        let mut running: Running<'_> = sums;
        adder.add(&mut running, &rest);
        adder.finish(running, Some(MOST_ROWS))
    }

    fn find(&self, question: &Question, facts: &Facts) -> Option<Arc<Base>> {
        let mut kept = self.kept();
        let at = kept.iter().position(|base| base.question == *question)?;
        let base = kept.remove(at)?;
        kept.push_back(base.clone());
        Some(base).filter(|base| base.speaks_of(facts))
    }

    fn keep(&self, base: Base) {
        let mut kept = self.kept();
        kept.retain(|known| known.question != base.question);
        kept.push_back(Arc::new(base));
        let weight = |kept: &VecDeque<Arc<Base>>| kept.iter().map(|base| base.weight()).sum::<usize>();
        while kept.len() > MOST || weight(&kept) > ROOM {
            kept.pop_front();
        }
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<Arc<Base>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a question comes to, from the sums that are kept of it.
fn go_on(plan: &Plan<'_>, adder: &Adder<'_, '_>, base: &Base) -> Result<Outcome, Error> {
    let mut running: Running<'_> = base.sums.clone().or_internal("there are no sums to go on from")?;
    adder.add(&mut running, &plan.members_in(|block| !base.holds(block)));
    adder.finish(running, Some(MOST_ROWS))
}

fn whole(facts: &Facts) -> Vec<Option<Weak<Block>>> {
    facts.blocks.iter().map(|block| Some(Arc::downgrade(block))).collect()
}

impl Base {
    fn of(
        question: &Question,
        facts: &Facts,
        blocks: Vec<Option<Weak<Block>>>,
        sums: Option<Running<'static>>,
    ) -> Self {
        Self {
            question: question.clone(),
            names: facts.names.clone(),
            eras: facts.eras.clone(),
            languages: facts.languages.clone(),
            today: facts.today,
            blocks,
            sums,
        }
    }

    /// Whether everything but the activities is as it was.
    fn speaks_of(&self, facts: &Facts) -> bool {
        Arc::ptr_eq(&self.names, &facts.names)
            && Arc::ptr_eq(&self.eras, &facts.eras)
            && Arc::ptr_eq(&self.languages, &facts.languages)
            && self.today == facts.today
    }

    /// Whether a block is in the sums.
    fn holds(&self, block: usize) -> bool {
        self.blocks.get(block).is_some_and(Option::is_some)
    }

    /// The sums, where no block that is in them has changed.
    fn sums_for(&self, facts: &Facts) -> Option<&Running<'static>> {
        let sums = self.sums.as_ref()?;
        let same = |(at, block): (usize, &Option<Weak<Block>>)| {
            block.as_ref().is_none_or(|block| is_same(block, facts.blocks.get(at)))
        };
        self.blocks.iter().enumerate().all(same).then_some(sums)
    }

    /// The blocks that have not changed; `None` where so many have that the question is to be learnt anew.
    fn unchanged(&self, facts: &Facts) -> Option<Vec<Option<Weak<Block>>>> {
        let unchanged = |(at, block): (usize, &Option<Weak<Block>>)| {
            block.clone().filter(|block| is_same(block, facts.blocks.get(at)))
        };
        let blocks: Vec<Option<Weak<Block>>> = self.blocks.iter().enumerate().map(unchanged).collect();
        let changed = blocks.iter().filter(|block| block.is_none()).count();
        (changed < 8 || changed < blocks.len() / 4).then_some(blocks)
    }

    fn weight(&self) -> usize {
        let sums = self.sums.as_ref().map_or(0, Running::weight);
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
    use crate::statistics::facts::Seated;
    use crate::statistics::facts::block::number;
    use crate::statistics::oracle::{Dice, Tale, worlds};
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
    fn spread(facts: &Facts) -> Facts {
        let mut seated: Vec<Seated> = facts.blocks.iter().flat_map(|block| block.seated()).collect();
        for one in &mut seated {
            one.activity.key *= 100;
        }
        laid_out(facts, seated)
    }

    /// The record of these activities; blocks that are the same as before are shared.
    fn laid_out(before: &Facts, seated: Vec<Seated>) -> Facts {
        let end = seated.iter().map(|one| number(one.activity.key) + 1).max().unwrap_or(0);
        let keys = |block: &Block| block.activities().iter().map(|one| one.key).collect::<Vec<_>>();
        let block = |at: usize| {
            let here = seated.iter().filter(|one| number(one.activity.key) == at).cloned();
            let new = Block::of(here);
            let old = before.blocks.get(at).filter(|old| keys(old) == keys(&new));
            old.cloned().unwrap_or_else(|| Arc::new(new))
        };
        Facts {
            blocks: (0..end).map(block).collect(),
            ..before.clone()
        }
    }

    #[test]
    fn what_is_kept_of_a_question_never_changes_its_answer() {
        let mut went_on = 0;
        for seed in worlds().take(40) {
            let mut dice = Dice::new(seed ^ 0x77);
            let (standing, mut facts) = (Standing::default(), spread(&Tale::number(seed).facts));
            let mut away: Vec<Seated> = Vec::new();
            for step in 0..25 {
                let mut seated: Vec<Seated> = facts.blocks.iter().flat_map(|block| block.seated()).collect();
                let back = away.pop().filter(|_| dice.once_in(2));
                if !seated.is_empty() {
                    let at = usize::try_from(dice.below(u32::try_from(seated.len()).unwrap())).unwrap();
                    away.push(seated.remove(at));
                }
                seated.extend(back);
                seated.sort_unstable_by_key(|one| one.activity.key);
                facts = laid_out(&facts, seated);
                for query in QUESTIONS {
                    let clearance = dice.pick(&[Clearance::Full, Clearance::default()]);
                    let question = Question::read(&Params::parse(query).unwrap()).seen_with(clearance);
                    let known = standing.find(&question, &facts);
                    went_on += u32::from(known.is_some_and(|base| base.sums_for(&facts).is_some()));
                    let told = standing.answer(&facts, &question).unwrap().to_json(Lang::En);
                    let anew = facts.answer(&question, None).unwrap().to_json(Lang::En);
                    assert_eq!(told, anew, "world {seed}, step {step}, {query}");
                }
            }
        }
        assert!(went_on > 500, "{went_on} answers went on from what was kept");
    }
}
