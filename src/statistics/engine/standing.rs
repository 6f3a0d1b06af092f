//! Questions that are asked again: what they came to over the blocks that seldom change is kept, so that after a write only
//! the activities of the blocks that it touched are asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use chrono::NaiveDate;

use crate::error::Error;
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

/// The activities in scope, for questions that all have the same ones.
#[derive(Debug, Default)]
pub struct Chosen(Option<Vec<Member>>);

impl Chosen {
    fn members(&mut self, plan: &Plan<'_>) -> &[Member] {
        self.0.get_or_insert_with(|| plan.members())
    }
}

impl Standing {
    /// Answers a question with the rows that the API gives at most, and remembers what will do for the next time.
    pub fn answer(&self, facts: &Facts, question: &Question, chosen: &mut Chosen) -> Result<Answer, Error> {
        let plan = Plan::of(question, facts)?;
        let outcome = self.outcome(&plan, question, chosen)?;
        Ok(facts.tell(question, &plan, outcome))
    }

    fn outcome(&self, plan: &Plan<'_>, question: &Question, chosen: &mut Chosen) -> Result<Outcome, Error> {
        let (facts, most) = (plan.facts, Some(MOST_ROWS));
        let Some(adder) = Adder::of(plan) else {
            return plan.ask_each(chosen.members(plan), most);
        };
        let known = self.find(question, facts);
        if let Some(base) = &known
            && let Some(sums) = base.sums_for(facts)
        {
            let mut running: Running<'_> = sums.clone();
            adder.add(&mut running, &plan.members_in(|block| !base.holds(block)));
            return adder.finish(running, most);
        }
        let Some(blocks) = known.and_then(|base| base.unchanged(facts)) else {
            self.keep(Base::of(question, facts, whole(facts), None));
            return plan.outcome(chosen.members(plan), most);
        };
        let base = Base::of(question, facts, blocks, None);
        let members = chosen.members(plan).iter();
        let (kept, rest): (Vec<Member>, Vec<Member>) = members.partition(|(place, _)| base.holds(place / SPAN));
        let mut running = adder.begin();
        adder.add(&mut running, &kept);
        let sums = running.settle();
        self.keep(Base {
            sums: Some(sums.clone()),
            ..base
        });
        let mut running: Running<'_> = sums;
        adder.add(&mut running, &rest);
        adder.finish(running, most)
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
