//! The closed lists of the statistics: measures, dimensions, and the codes that only rows and filters have.

use crate::activities::roster::model::Role;
use crate::codes;

codes! {
    /// What is counted.
    pub enum Measure {
        /// Records that match.
        Activities = "activities",
        /// People's attendances.
        Participations = "participations",
        /// Distinct persons.
        People = "people",
        /// Distinct countries that sent people.
        Countries = "countries",
        /// Distinct agencies named.
        Agencies = "agencies",
        /// Calendar days of activities.
        Days = "days",
        /// People's attendances times the days of the activity.
        PersonDays = "person_days",
        /// Women of women and men.
        ShareOfWomen = "share_of_women",
        /// Programmes recorded, launched by a day.
        Programmes = "programmes",
        /// Countries that are members on a day.
        MemberCountries = "member_countries",
    }
}

codes! {
    /// What a figure can be split by; a filter of the same name chooses by it.
    pub enum Dimension {
        Year = "year", Programme = "programme", Type = "type", Mode = "mode", Field = "field", Country = "country",
        ActivityCountry = "activity_country", HostCountry = "host_country", OicGroup = "oic_group",
        Membership = "membership", Sex = "sex", Agency = "agency", ActivityAgency = "activity_agency",
        AgencyKind = "agency_kind", Language = "language", Status = "status", OurRole = "our_role",
    }
}

codes! {
    /// A regional group; `none` is a country outside the 57.
    pub enum GroupCode { African = "African", Arab = "Arab", Asian = "Asian", None = "none" }
}

codes! {
    /// Whether meetings are left out or are all that counts.
    pub enum Meetings { Exclude = "exclude", Only = "only" }
}

/// The roles of those who came, and are counted when nobody asks for others.
pub const CAME: [Role; 3] = [Role::Trainee, Role::Delegate, Role::Observer];
