//! What an officer asks to be sealed.

use std::cell::RefCell;

use serde_json::Value;

use crate::error::{Error, Fault};
use crate::input::{Faults, Object, shorten};
use crate::past::AsOf;

/// An order to seal, read and not wrong in itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub name: String,
    /// `None` seals what stands now.
    pub as_of: Option<AsOf>,
    pub note: Option<String>,
}

/// How long a name may be.
const LONGEST: usize = 60;

impl Order {
    /// Reads a body; everything that is wrong is said at once.
    pub fn read(body: &Value) -> Result<Self, Error> {
        let faults = RefCell::new(Faults::default());
        let object = Object::open(body, "", &faults);
        let order = Self::members(&object);
        drop(object);
        faults.into_inner().or(order)
    }

    fn members(object: &Object<'_, '_>) -> Option<Self> {
        let name = object.code_text("name", LONGEST).filter(|name| {
            let fit = is_name(name);
            if !fit {
                let fault = Fault::at(object.pointer("name"), "not_an_edition_name").with("value", shorten(name));
                object.add(fault.nearest(nearest(name)));
            }
            fit
        });
        let name = object.required("name", name);
        let as_of = object.code_text("as_of", 40).and_then(|text| {
            let read = AsOf::parse(&text);
            if read.is_none() {
                object.add(Fault::at(object.pointer("as_of"), "not_an_instant").with("value", shorten(&text)));
            }
            read
        });
        let note = object.text("note", 2_000);
        object.finish();
        Some(Self {
            name: name?,
            as_of,
            note,
        })
    }
}

/// Whether it can be an edition's name: lower-case letters and digits in groups joined by hyphens, such as `2024-annual`: fit for an address.
pub fn is_name(name: &str) -> bool {
    let is_group =
        |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    name.len() <= LONGEST && name.split('-').all(is_group)
}

/// The name that another spelling comes closest to.
pub fn nearest(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let groups: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|group| !group.is_empty())
        .collect();
    Some(groups.join("-")).filter(|near| is_name(near))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn everything_that_is_wrong_with_an_order_is_said_at_once() {
        let body = json!({"name": "Annual report 2024", "as_of": "yesterday", "title": "x"});
        let Err(Error::Invalid(faults)) = Order::read(&body) else {
            panic!("it was taken")
        };
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["not_an_edition_name", "not_an_instant", "unknown_field"]);
        assert_eq!(faults[0].nearest.as_deref(), Some("annual-report-2024"));
    }

    #[test]
    fn a_name_is_fit_for_an_address() {
        for good in ["2024-annual", "a", "2024"] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", "-", "a-", "A", "a_b", "a--b", "é", &"x".repeat(61)] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
