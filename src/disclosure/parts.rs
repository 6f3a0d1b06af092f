//! What people did (role) and how far it came (status): splits of a roster.

use std::collections::HashMap;

use super::Threshold;
use super::analysis::{Disclosable, SplitDisclosure};
use crate::bounds::Sex;

/// One row of a roster, whoever it counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Part {
    /// Role and status, as one number.
    pub part: u32,
    pub country: Option<u8>,
    pub sex: Option<Sex>,
    pub agency: Option<u32>,
}

/// What may be told together with role and status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Companions {
    pub country: bool,
    pub sex: bool,
    pub agency: bool,
}

/// Whether the roles and statuses of a roster may be told, and what together with them: the most that leaves no number
/// of rows alike small, blanks among them. `None` where they may not be told at all. `rows` are all rows of the roster.
pub fn companions(rows: &[Part], told: Disclosable, threshold: Threshold) -> Option<Companions> {
    let (sexes, agencies) = (told.sex == SplitDisclosure::Full, told.agency == SplitDisclosure::Full);
    let all = [
        (true, true, true),
        (true, true, false),
        (true, false, true),
        (false, true, true),
        (true, false, false),
        (false, true, false),
        (false, false, true),
        (false, false, false),
    ];
    all.into_iter()
        .filter(|(_, sex, agency)| (sexes || !sex) && (agencies || !agency))
        .map(|(country, sex, agency)| Companions { country, sex, agency })
        .find(|with| nothing_small(rows, *with, threshold))
}

fn nothing_small(rows: &[Part], with: Companions, threshold: Threshold) -> bool {
    let mut alike: HashMap<Part, u64> = HashMap::new();
    for row in rows {
        let told = Part {
            part: row.part,
            country: row.country.filter(|_| with.country),
            sex: row.sex.filter(|_| with.sex),
            agency: row.agency.filter(|_| with.agency),
        };
        *alike.entry(told).or_default() += 1;
    }
    alike.values().all(|count| !threshold.is_small(*count))
}
