//! What adding up many activities needs to see of one.

use super::conclusions::Bounds;
use super::set::CountrySet;
use super::statement::Sex;
use super::table::{AGENCY, COUNTRY, CellBox, SEX};

impl Bounds {
    /// Every country that can have sent people.
    pub fn reach(&self) -> CountrySet {
        self.lands.reach()
    }

    /// Whether people may be of no country at all.
    pub fn has_people_from_nowhere(&self) -> bool {
        self.lands.elsewhere
    }

    /// The countries that a cell above 0 or a roster row names.
    pub fn attested(&self) -> CountrySet {
        let stated = self.table.along(COUNTRY).iter().filter(|entry| entry.stated > 0);
        stated.filter_map(|entry| entry.table_key().country).collect()
    }

    /// What tells countries of which no number is stated apart: two that are alike are answered alike in every question.
    pub fn likeness(&self, country: u8) -> u8 {
        let lands = &self.lands;
        let bit = |set: &CountrySet, bit: u8| if set.contains(country) { bit } else { 0 };
        bit(&lands.named, 1) | bit(&lands.pool, 2) | bit(&lands.further, 4)
    }

    /// The agencies of which a number is stated.
    pub fn numbered_agencies(&self) -> impl Iterator<Item = u32> + '_ {
        self.table
            .along(AGENCY)
            .iter()
            .filter_map(|entry| entry.table_key().agency)
    }

    /// How many people are stated to come from these countries, of this sex and agency where one is given.
    pub fn stated_from(&self, countries: CountrySet, sex: Option<Sex>, agency: Option<u32>) -> u64 {
        let inside = CellBox {
            countries: Some(countries),
            sex,
            agency,
        };
        self.table.stated(inside.axes() | COUNTRY, inside).unwrap_or(0)
    }

    /// Of how many people the sex is stated.
    pub fn stated_of_sexes(&self) -> u64 {
        self.table.stated(SEX, CellBox::default()).unwrap_or(0)
    }

    /// Of how many people the agency is stated.
    pub fn stated_of_agencies(&self) -> u64 {
        self.table.stated(AGENCY, CellBox::default()).unwrap_or(0)
    }
}
