//! Members that a client may send back as it read them.

use chrono::{DateTime, SubsecRound};
use serde_json::Value;

use super::Object;

/// Takes read-only members that equal what is stated; nothing is stated of a new record.
pub fn read_only(object: &Object<'_, '_>, names: &[&'static str], stated: Option<&Value>) {
    for name in names {
        let stated = stated.and_then(|document| document.get(name)).unwrap_or(&Value::Null);
        object.read_only(&[(name, stated)]);
    }
}

/// Whether a text is the same instant as the one that is stated: in another offset, or as exactly as the client's clock
/// can tell it (JavaScript knows milliseconds).
pub(super) fn is_instant_of(given: &Value, stated: &Value) -> bool {
    let read = |value: &Value| DateTime::parse_from_rfc3339(value.as_str()?).ok();
    let Some((given, stated)) = read(given).zip(read(stated)) else {
        return false;
    };
    let to = |digits| stated.trunc_subsecs(digits);
    [9, 3, 0].into_iter().any(|digits| given == to(digits))
}
