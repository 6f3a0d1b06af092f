//! The keys of rows as small numbers, which sort as the codes do.

use super::country_contexts::CountryContext;
use super::words::GroupCode;
use crate::agencies::model::AgencyKind;
use crate::countries::model::MembershipStatus;

/// The keys of a row, one number per dimension in the order asked for; a dimension that is not asked for is 0.
pub type Keys = [u32; 3];

/// The key of what is not stated. It sorts after all others.
pub const NOT_STATED: u32 = u32::MAX;

/// Puts together keys that fill different places.
pub fn join(a: Keys, b: Keys) -> Keys {
    let ([a0, a1, a2], [b0, b1, b2]) = (a, b);
    [a0 | b0, a1 | b1, a2 | b2]
}

/// The keys that are 0 everywhere but at one place.
pub fn key_at(place: usize, key: u32) -> Keys {
    let mut keys = [0; 3];
    if let Some(slot) = keys.get_mut(place) {
        *slot = key;
    }
    keys
}

/// The key of an agency's kind.
pub fn kind(kind_of: &[AgencyKind], agency: u32) -> u32 {
    let kind = usize::try_from(agency).ok().and_then(|at| kind_of.get(at));
    kind.map_or(NOT_STATED, |kind| index(AgencyKind::ALL, *kind))
}

/// What a dimension of countries shows of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountryPart {
    Code,
    Group,
    Membership,
}

/// What a dimension of agencies shows of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgencyPart {
    Code,
    Kind,
}

/// The keys of a country at these places, as it stood in a context.
pub fn country_keys(places: &[(usize, CountryPart)], country: u8, country_context: &CountryContext) -> Keys {
    let key = |part: &CountryPart| match part {
        CountryPart::Code => u32::from(country),
        CountryPart::Group => country_context
            .group_of(country)
            .map_or(NOT_STATED, |group| index(GroupCode::ALL, group)),
        CountryPart::Membership => index(MembershipStatus::ALL, country_context.membership_of(country)),
    };
    places
        .iter()
        .fold([0; 3], |keys, (place, part)| join(keys, key_at(*place, key(part))))
}

/// *Not stated* at all of these places.
pub fn not_stated<T>(places: &[(usize, T)]) -> Keys {
    places
        .iter()
        .fold([0; 3], |keys, (place, _)| join(keys, key_at(*place, NOT_STATED)))
}

/// Every pair of keys, put together.
pub fn cross(a: &[Keys], b: &[Keys]) -> Vec<Keys> {
    a.iter().flat_map(|a| b.iter().map(move |b| join(*a, *b))).collect()
}

/// Each of them once, sorted.
pub fn distinct(mut keys: Vec<Keys>) -> Vec<Keys> {
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The place of a code in its list.
pub fn index<T: PartialEq>(all: &[T], value: T) -> u32 {
    all.iter()
        .position(|known| *known == value)
        .and_then(|at| u32::try_from(at).ok())
        .unwrap_or(NOT_STATED)
}
