//! Different people, held against every way in which the people of several activities can be the same.

use proptest::prelude::*;

use crate::statistics::bounds;
use crate::statistics::bounds::oracle::against_enumeration::run;
use crate::statistics::tally::{ActivityFigure, Tally};

#[test]
fn different_people_are_bounded_sharply_and_exact_where_rosters_are_complete() {
    // Persons 0 to 3 can be on rosters, 4 to 7 cannot; each activity is a roster and how many people came.
    let activity = (0..16_u32, 0..3_u32, 0..2_u32);
    run(500, prop::collection::vec(activity, 1..4), |activities| {
        let on_rosters = activities.iter().fold(0, |all, (roster, ..)| all | roster).count_ones();
        let mut unions = vec![0_u32];
        for (roster, more, spread) in &activities {
            let (least, most) = (roster.count_ones() + more, roster.count_ones() + more + spread);
            let sets = (0..1_u32 << 13)
                .filter(|set| set & 15 & roster == *roster && (least..=most).contains(&set.count_ones()));
            // Whoever comes without being on this roster is one of the other persons, or somebody new.
            let sets: Vec<u32> = sets
                .filter(|set| set & !roster & 15 & !all_rosters(&activities) == 0)
                .collect();
            unions = unions
                .iter()
                .flat_map(|some| sets.iter().map(move |set| some | set))
                .collect();
            unions.sort_unstable();
            unions.dedup();
        }
        let (mut tally, mut rostered, mut most_certain) = (Tally::default(), 0, 0);
        for (roster, more, spread) in &activities {
            let low = u64::from(roster.count_ones() + more);
            let figure = bounds::Figure {
                low,
                high: Some(low + u64::from(*spread)),
                reported: None,
            };
            tally.add(&ActivityFigure {
                figure,
                counted: true,
                decided: true,
                hidden: false,
            });
            rostered += u64::from(roster.count_ones());
            most_certain = most_certain.max(low);
        }
        let certain = u64::from(on_rosters);
        let figure = tally.figure().of_people(certain, certain, rostered, most_certain);
        let numbers = || unions.iter().map(|set| u64::from(set.count_ones()));
        prop_assert_eq!((Some(figure.low), figure.high), (numbers().min(), numbers().max()));
        let complete = activities.iter().all(|(_, more, spread)| more + spread == 0);
        prop_assert!(
            !complete || figure.value == Some(certain),
            "complete rosters leave no doubt"
        );
        Ok(())
    });
}

fn all_rosters(activities: &[(u32, u32, u32)]) -> u32 {
    activities.iter().fold(0, |all, (roster, ..)| all | roster)
}
