//! The words of a person.

use serde_json::{Value, json};

use crate::bounds;
use crate::codes;
use crate::directory::Reference;
use crate::input::ExternalId;
use crate::text::fold;

codes! {
    /// A person's sex, as far as it is stated.
    pub enum Sex { Female = "female", Male = "male", Unknown = "unknown" }
}

impl Sex {
    /// The sex that bounds are made of; `None` where it is not stated.
    pub fn known(self) -> Option<bounds::Sex> {
        match self {
            Self::Female => Some(bounds::Sex::Female),
            Self::Male => Some(bounds::Sex::Male),
            Self::Unknown => None,
        }
    }
}

/// A name in another script, spelling or time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherName {
    pub name: String,
    /// BCP 47, where it is known.
    pub lang: Option<String>,
}

/// A person that has been read and cannot be wrong in itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// `None` lets the service make one.
    pub code: Option<String>,
    pub name: String,
    pub other_names: Vec<OtherName>,
    pub sex: Sex,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub country: Option<Reference>,
    pub agency: Option<Reference>,
    pub position: Option<String>,
    pub external_ids: Vec<ExternalId>,
}

/// What a person's document holds beside its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordMeta<'a> {
    pub id: String,
    pub code: &'a str,
    pub version: i32,
    /// The person that this one was found to be, as an id.
    pub same_as: Option<String>,
    pub created_at: String,
    pub updated_at: String,
}

impl NewPerson {
    /// What the API answers, members in the order of the contract.
    pub fn document(&self, meta: &RecordMeta<'_>) -> Value {
        json!({
            "id": meta.id,
            "code": meta.code,
            "version": meta.version,
            "name": self.name,
            "other_names": self.other_names.iter().map(|o| json!({"name": o.name, "lang": o.lang})).collect::<Vec<_>>(),
            "sex": self.sex,
            "email": self.email,
            "phone": self.phone,
            "country": self.country.as_ref().map(|c| &c.code),
            "agency": self.agency.as_ref().map(|a| &a.code),
            "position": self.position,
            "external_ids": self.external_ids.iter().map(|e| json!({"scheme": e.scheme, "value": e.value})).collect::<Vec<_>>(),
            "same_as": meta.same_as,
            "created_at": meta.created_at,
            "updated_at": meta.updated_at,
        })
    }

    /// What `q=` searches: every name and the code.
    pub fn search_text(&self, code: &str) -> String {
        let names = std::iter::once(&self.name).chain(self.other_names.iter().map(|o| &o.name));
        let folded: Vec<String> = names.map(String::as_str).chain([code]).map(fold).collect();
        folded.join(" \u{1f} ")
    }
}

/// Whether a text can be an e-mail address: something before one `@`, and a name with a dot after it, nothing blank.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let clean = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@');
    clean(local) && domain.contains('.') && domain.split('.').all(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_at_sign_and_a_dotted_name_after_it() {
        for fit in ["a@b.c", "Aïcha.Diallo+x@stat.gov.sn", "علي@مثال.السعودية"] {
            assert!(is_email(fit), "{fit}");
        }
        for unfit in [
            "", "a", "@b.c", "a@", "a@b", "a@.c", "a@b.", "a@b@c.d", "a b@c.d", "a@b .c", "a@b..c",
        ] {
            assert!(!is_email(unfit), "{unfit}");
        }
    }

    #[test]
    fn every_name_and_the_code_are_searched() {
        let other = OtherName {
            name: "عائشة".into(),
            lang: Some("ar".into()),
        };
        let person = NewPerson {
            code: None,
            name: "Aïcha".into(),
            other_names: vec![other],
            sex: Sex::Female,
            email: None,
            phone: None,
            country: None,
            agency: None,
            position: None,
            external_ids: Vec::new(),
        };
        let text = person.search_text("P7");
        for word in ["Aicha", "عائشه", "p7"] {
            assert!(text.contains(&fold(word)), "{word} in {text}");
        }
    }
}
