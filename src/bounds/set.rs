//! A set of countries as 256 bits.

/// A set of dense country numbers, 0 to 255. `Copy`, 32 bytes, never allocates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct CountrySet([u64; 4]);

impl CountrySet {
    /// How many countries can be told apart: one number is that of none.
    pub const ROOM: usize = 255;
    /// No country.
    pub const EMPTY: Self = Self([0; 4]);
    /// Every number, 0 to 255, whether a country has it or not.
    pub const FULL: Self = Self([u64::MAX; 4]);

    /// The number that stands for no country at all, where it is stated that no country sent anybody; see
    /// [`Evidence::countries`](super::Evidence::countries). No country has it.
    pub const NOWHERE: u8 = u8::MAX;

    /// Exactly one country.
    pub fn of_one(country: u8) -> Self {
        let mut set = Self::EMPTY;
        set.insert(country);
        set
    }

    /// Adds a country; adding it again changes nothing.
    pub fn insert(&mut self, country: u8) {
        if let Some(word) = self.0.get_mut(usize::from(country >> 6)) {
            *word |= 1 << (country & 63);
        }
    }

    /// Whether the country is in the set.
    pub fn contains(&self, country: u8) -> bool {
        self.0
            .get(usize::from(country >> 6))
            .is_some_and(|word| word >> (country & 63) & 1 == 1)
    }

    /// Those in either.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        self.zip(other, |a, b| a | b)
    }

    /// Those in both.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        self.zip(other, |a, b| a & b)
    }

    /// Those of `self` that are not in `other`.
    #[must_use]
    pub fn difference(self, other: Self) -> Self {
        self.zip(other, |a, b| a & !b)
    }

    /// Every number that is not in the set.
    #[must_use]
    pub fn complement(self) -> Self {
        Self::FULL.difference(self)
    }

    /// How many countries, 0 to 256.
    pub fn len(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::EMPTY
    }

    /// Whether all of `self` are in `other`.
    pub fn is_within(&self, other: &Self) -> bool {
        self.difference(*other).is_empty()
    }

    /// The country numbers, smallest first.
    pub fn iter(&self) -> impl Iterator<Item = u8> + use<> {
        [0_u8, 64, 128, 192]
            .into_iter()
            .zip(self.0)
            .flat_map(|(first, word)| Bits(word).map(move |bit| first + bit))
    }

    fn zip(self, other: Self, with: impl Fn(u64, u64) -> u64) -> Self {
        let mut words = self.0;
        words
            .iter_mut()
            .zip(other.0)
            .for_each(|(word, other)| *word = with(*word, other));
        Self(words)
    }
}

impl FromIterator<u8> for CountrySet {
    fn from_iter<I: IntoIterator<Item = u8>>(countries: I) -> Self {
        let mut set = Self::EMPTY;
        countries.into_iter().for_each(|country| set.insert(country));
        set
    }
}

/// The positions of the ones of a word, lowest first.
struct Bits(u64);

impl Iterator for Bits {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let bit = u8::try_from(self.0.trailing_zeros()).ok().filter(|bit| *bit < 64)?;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_gives_back_in_order_what_was_put_in() {
        let set: CountrySet = [255, 64, 0, 63, 64].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, 255]);
        assert_eq!(set.len(), 4);
        assert!(set.contains(255) && !set.contains(254));
        assert_eq!(CountrySet::FULL.iter().count(), 256);
        assert_eq!(CountrySet::EMPTY.iter().count(), 0);
    }

    #[test]
    fn sets_join_meet_and_part() {
        let (a, b): (CountrySet, CountrySet) = ([1, 2, 200].into_iter().collect(), [2, 3].into_iter().collect());
        assert_eq!(a.union(b).len(), 4);
        assert_eq!(a.intersect(b), CountrySet::of_one(2));
        assert_eq!(a.difference(b).iter().collect::<Vec<_>>(), [1, 200]);
        assert!(CountrySet::of_one(2).is_within(&a) && !a.is_within(&b));
    }
}
