//! From the facts of one point to those of another, step by step.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::ComparedPoints;
use crate::statistics::dataset::block::{self, Block, LoadedActivity};
use crate::statistics::dataset::{Dataset, Names};

/// The earlier facts, the earlier activities among the later reference data, and the later facts. All of them know the
/// codes of both points, so that one question can be asked of each.
pub fn mixed(points: ComparedPoints<'_>) -> [Dataset; 3] {
    let ComparedPoints { earlier, later, among } = points;
    let names = later.names.or(&earlier.names);
    let then = Arc::new(Names {
        parents: earlier.names.parents.clone(),
        kind_of: earlier.names.kind_of.clone(),
        links: earlier.names.links.clone(),
        launched: earlier.names.launched.clone(),
        country_history: earlier.names.country_history.clone(),
        declared: earlier.names.declared.clone(),
        ..later.names.or(&earlier.names)
    });
    let now = Arc::new(names);
    [(earlier, then), (among, now.clone()), (later, now)].map(|(dataset, names)| Dataset {
        names,
        ..dataset.clone()
    })
}

/// The facts with these activities as later ones have them; those that later ones do not have are gone.
pub fn substitute(dataset: &Dataset, later: &Dataset, keys: &BTreeSet<i64>) -> Dataset {
    let mut blocks = dataset.blocks.clone();
    let numbers: BTreeSet<usize> = keys.iter().map(|key| block::number(*key)).collect();
    for number in numbers {
        while blocks.len() <= number {
            blocks.push(Arc::default());
        }
        let by_key = |block: Option<&Arc<Block>>| -> BTreeMap<i64, LoadedActivity> {
            let loaded = block.into_iter().flat_map(|block| block.loaded_activities());
            loaded.map(|one| (one.activity.key, one)).collect()
        };
        let (mut here, mut there) = (by_key(blocks.get(number)), by_key(later.blocks.get(number)));
        for key in keys.iter().filter(|key| block::number(**key) == number) {
            match there.remove(key) {
                Some(one) => drop(here.insert(*key, one)),
                None => drop(here.remove(key)),
            }
        }
        if let Some(slot) = blocks.get_mut(number) {
            *slot = Arc::new(Block::new(here.into_values()));
        }
    }
    Dataset {
        blocks,
        ..dataset.clone()
    }
}
