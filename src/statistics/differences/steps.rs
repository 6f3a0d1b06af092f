//! From the facts of one point to those of another, step by step.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Points;
use crate::statistics::facts::block::{self, Block, Seated};
use crate::statistics::facts::{Facts, Names};

/// The earlier facts, the earlier activities among the later reference data, and the later facts. All of them know the
/// codes of both points, so that one question can be asked of each.
pub fn mixed(points: Points<'_>) -> [Facts; 3] {
    let Points { earlier, later, among } = points;
    let names = later.names.or(&earlier.names);
    let then = Arc::new(Names {
        parents: earlier.names.parents.clone(),
        kind_of: earlier.names.kind_of.clone(),
        links: earlier.names.links.clone(),
        launched: earlier.names.launched.clone(),
        atlas: earlier.names.atlas.clone(),
        declared: earlier.names.declared.clone(),
        ..later.names.or(&earlier.names)
    });
    let now = Arc::new(names);
    [(earlier, then), (among, now.clone()), (later, now)].map(|(facts, names)| Facts { names, ..facts.clone() })
}

/// The facts with these activities as later ones have them; those that later ones do not have are gone.
pub fn substitute(facts: &Facts, later: &Facts, keys: &BTreeSet<i64>) -> Facts {
    let mut blocks = facts.blocks.clone();
    let numbers: BTreeSet<usize> = keys.iter().map(|key| block::number(*key)).collect();
    for number in numbers {
        while blocks.len() <= number {
            blocks.push(Arc::default());
        }
        let by_key = |block: Option<&Arc<Block>>| -> BTreeMap<i64, Seated> {
            let seated = block.into_iter().flat_map(|block| block.seated());
            seated.map(|one| (one.activity.key, one)).collect()
        };
        let (mut here, mut there) = (by_key(blocks.get(number)), by_key(later.blocks.get(number)));
        for key in keys.iter().filter(|key| block::number(**key) == number) {
            match there.remove(key) {
                Some(one) => drop(here.insert(*key, one)),
                None => drop(here.remove(key)),
            }
        }
        if let Some(slot) = blocks.get_mut(number) {
            *slot = Arc::new(Block::of(here.into_values()));
        }
    }
    Facts {
        blocks,
        ..facts.clone()
    }
}
