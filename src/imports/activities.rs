//! Rows of `activities.csv`, as published and as our own report writes it.
//!
//! A row begins with what stands of the activity and changes what its cells say. A list is changed role by role, and only
//! where a cell says something else than what stands: a file that was exported and comes back changes nothing.

use serde_json::{Map, Value, json};

use super::cells::{self, CellValue};
use super::columns::{Column, ColumnKind, column, known_as};
use super::draft::{Draft, Row};
use super::reference::external_ids;
use crate::activities::model::{AgencyRole, CountryRole};
use crate::error::Fault;
use crate::input::shorten;

use ColumnKind::{Code, Codes, Flag, Ignored, Integer, Own, OwnCodes, Text};

/// The columns, in the order of the report.
pub const COLUMNS: &[Column] = &[
    known_as("code", &["activity_id", "activity_code"], "/code", Code),
    column("title_en", "/title/en", Text),
    column("title_ar", "/title/ar", Text),
    column("title_fr", "/title/fr", Text),
    column("type", "/type", Code),
    column("mode", "/mode", Code),
    column("status", "/status", Code),
    known_as("our_role", &["sesric_role"], "/our_role", Code),
    known_as("start_date", &["start"], "/when/start", Own),
    known_as("end_date", &["end"], "/when/end", Own),
    column("period", "/when/period", Own),
    known_as("date_precision", &["precision"], "/when/precision", Own),
    column("days", "/when/days", OwnCodes),
    column("plan_year", "/plan_year", Integer),
    column("city", "/place/city", Text),
    column("country", "/place/country", Code),
    known_as("programmes", &["programme_code", "programme"], "/programmes", Codes),
    column("programme_basis", "/programme_basis", Code),
    known_as("fields", &["field"], "/fields", Codes),
    known_as("languages", &["language"], "/languages", Codes),
    column("beneficiary_countries", "", OwnCodes),
    column("provider_countries", "", OwnCodes),
    column("attending_countries", "", OwnCodes),
    column("host_countries", "", OwnCodes),
    column("beneficiary_agencies", "", OwnCodes),
    column("provider_agencies", "", OwnCodes),
    column("organiser_agencies", "", OwnCodes),
    column("co_organiser_agencies", "", OwnCodes),
    column("host_agencies", "", OwnCodes),
    column("funder_agencies", "", OwnCodes),
    column("supporter_agencies", "", OwnCodes),
    column("partner_agencies", "", OwnCodes),
    column("participants", "/counts/participants/value", Own),
    column("participants_qualifier", "/counts/participants/qualifier", Own),
    column("participants_approx", "", Own),
    column("countries_reported", "/counts/countries", Integer),
    column("countries_of", "/counts/countries_of", Code),
    column("countries_complete", "/counts/countries_complete", Flag),
    column("roster_complete", "/counts/roster_complete", Flag),
    column("cells", "/counts/cells", Own),
    column("counts_source", "/counts/source", Text),
    column("level", "", Ignored),
    column("rostered", "", Ignored),
    column("external_ids", "/external_ids", Own),
    column("sesric_event_id", "", Own),
    known_as("source_urls", &["source_url"], "", Own),
    column("source_notes", "", Own),
    column("notes", "/notes", Text),
    column("id", "", Ignored),
    column("version", "", Ignored),
    column("created_at", "", Ignored),
    column("updated_at", "", Ignored),
];

const COUNTRY_COLUMNS: [(&str, CountryRole); 4] = [
    ("beneficiary_countries", CountryRole::Beneficiary),
    ("provider_countries", CountryRole::Provider),
    ("attending_countries", CountryRole::Attending),
    ("host_countries", CountryRole::Host),
];

const AGENCY_COLUMNS: [(&str, AgencyRole); 8] = [
    ("beneficiary_agencies", AgencyRole::Beneficiary),
    ("provider_agencies", AgencyRole::Provider),
    ("organiser_agencies", AgencyRole::Organiser),
    ("co_organiser_agencies", AgencyRole::CoOrganiser),
    ("host_agencies", AgencyRole::Host),
    ("funder_agencies", AgencyRole::Funder),
    ("supporter_agencies", AgencyRole::Supporter),
    ("partner_agencies", AgencyRole::Partner),
];

/// The scheme of the event numbers that the published file has a column for.
const EVENT_ID: &str = "sesric_event_id";

/// The body that a row makes of what stands.
pub fn body<'s>(row: Row<'s>, standing: Option<&Value>) -> Draft<'s> {
    let mut draft = Draft::new(row, standing);
    draft.read_plain();
    if standing.is_some() {
        // An older code finds its activity and does not give itself back.
        let code = standing
            .and_then(|document| document.get("code"))
            .cloned()
            .unwrap_or_default();
        draft.set("/code", code);
    }
    when(&mut draft);
    head_count(&mut draft);
    cells(&mut draft);
    for (name, role) in COUNTRY_COLUMNS {
        roles(&mut draft, name, "countries", "country", role.as_str());
    }
    for (name, role) in AGENCY_COLUMNS {
        roles(&mut draft, name, "agencies", "agency", role.as_str());
    }
    external_ids(&mut draft);
    event_id(&mut draft);
    sources(&mut draft);
    draft
}

/// The five date columns are one value. As soon as one of them but the end is filled, the row says the whole of it; only
/// the list of days stays where the row says nothing of it and the same first and last day.
fn when(draft: &mut Draft<'_>) {
    let names = ["start_date", "end_date", "period", "date_precision", "days"];
    let [start, end, period, precision, days] = names.map(|name| draft.row.said(name));
    if [&start, &end, &period, &precision, &days]
        .into_iter()
        .all(|said| *said == CellValue::Nothing)
    {
        return;
    }
    let whole = [&start, &period, &precision, &days]
        .into_iter()
        .any(|said| *said != CellValue::Nothing);
    if !whole && draft.body.get("when").is_some() {
        let end = end.text().map_or(Value::Null, cells::date);
        draft.set("/when/end", end);
        return;
    }
    let deduced = match (start.text(), period.text()) {
        _ if days.text().is_some() => "day",
        (Some(_), _) => "day",
        (None, Some(period)) if period.chars().count() <= 4 => "year",
        (None, Some(_)) => "month",
        (None, None) => "unknown",
    };
    let precision = precision.text().unwrap_or(deduced).to_owned();
    let date = |said: &CellValue| said.text().map_or(Value::Null, cells::date);
    let mut when = Map::new();
    when.insert("start".into(), date(&start));
    when.insert("end".into(), date(&end));
    // The published file repeats a known day as its period.
    if period.text().is_some() && !(precision == "day" && date(&period) == date(&start)) {
        when.insert("period".into(), date(&period));
    }
    when.insert("precision".into(), json!(precision));
    match &days {
        CellValue::Text(text) => drop(when.insert(
            "days".into(),
            cells::split(text).iter().map(|day| cells::date(day)).collect(),
        )),
        CellValue::Nothing if has_same_ends(&when, draft.body.get("when")) => {
            let listed = draft.body.pointer("/when/days").cloned();
            when.extend(listed.map(|days| ("days".to_owned(), days)));
        }
        CellValue::Nothing | CellValue::Clear => {}
    }
    draft.set("/when", Value::Object(when));
}

fn has_same_ends(when: &Map<String, Value>, stated: Option<&Value>) -> bool {
    let same = |name: &str| stated.and_then(|stated| stated.get(name)) == when.get(name);
    same("start") && same("end")
}

/// A number and its qualifier; `participants_approx` is both in one (`>50`, `<100`, `~100`).
fn head_count(draft: &mut Draft<'_>) {
    let approx = draft.row.said("participants_approx");
    let (number, qualifier) = (draft.row.said("participants"), draft.row.said("participants_qualifier"));
    if let CellValue::Text(text) = &approx {
        draft.come_from("/counts/participants", "participants_approx");
        if number != CellValue::Nothing {
            draft.fault("participants_approx", Fault::new("two_head_counts"));
            return;
        }
        let word = match text.chars().next() {
            Some('>') => "more_than",
            Some('<') => "nearly",
            Some('~') => "about",
            _ => {
                let fault = Fault::new("not_an_approximation").with("value", shorten(text));
                draft.fault("participants_approx", fault);
                return;
            }
        };
        let digits: String = text.chars().skip(1).collect();
        if let Some(value) = draft.ok_or_fault("participants_approx", cells::integer(digits.trim())) {
            draft.set("/counts/participants", json!({"value": value, "qualifier": word}));
        }
        return;
    }
    match number {
        // Without a number a qualifier says nothing by itself.
        CellValue::Clear => draft.set("/counts/participants", Value::Null),
        CellValue::Text(text) => {
            if let Some(value) = draft.ok_or_fault("participants", cells::integer(&text)) {
                draft.set("/counts/participants/value", value);
                // In a file with a column for approximations, a number beside it is an exact one.
                if draft.row.layout.has("participants_approx") && qualifier == CellValue::Nothing {
                    draft.set("/counts/participants/qualifier", json!("exact"));
                }
            }
        }
        CellValue::Nothing if approx == CellValue::Clear => draft.set("/counts/participants", Value::Null),
        CellValue::Nothing => {}
    }
    if let CellValue::Text(word) = qualifier {
        draft.set("/counts/participants/qualifier", json!(word));
    }
}

fn cells(draft: &mut Draft<'_>) {
    match draft.row.said("cells") {
        CellValue::Nothing => {}
        CellValue::Clear => draft.set("/counts/cells", Value::Null),
        CellValue::Text(text) => match serde_json::from_str::<Value>(&text) {
            Ok(value) => draft.set("/counts/cells", value),
            Err(error) => draft.fault("cells", Fault::new("not_json").with("what", error)),
        },
    }
}

/// One role's codes within a list of all roles.
fn roles(draft: &mut Draft<'_>, name: &'static str, list: &'static str, member: &'static str, role: &str) {
    let codes: Vec<String> = match draft.row.said(name) {
        CellValue::Nothing => return,
        CellValue::Clear => Vec::new(),
        CellValue::Text(text) => cells::split(&text),
    };
    let entries = draft.stated(list);
    let is_role = |entry: &&Value| entry.get("role").and_then(Value::as_str) == Some(role);
    let stated: Vec<&str> = entries
        .iter()
        .filter(is_role)
        .filter_map(|e| e.get(member)?.as_str())
        .collect();
    if stated == codes {
        return;
    }
    // They stand where this role's stood, so that another spelling of the same codes is no change.
    let place = entries
        .iter()
        .position(|entry| is_role(&entry))
        .unwrap_or(entries.len());
    let mut kept: Vec<Value> = entries.iter().take(place).cloned().collect();
    for code in codes {
        draft.come_from(format!("/{list}/{}", kept.len()), name);
        kept.push(json!({member: code, "role": role}));
    }
    kept.extend(entries.iter().skip(place).filter(|entry| !is_role(entry)).cloned());
    draft.set(&format!("/{list}"), json!(kept));
}

/// The published file's own column of one scheme: the ids of other schemes stay.
fn event_id(draft: &mut Draft<'_>) {
    let values: Vec<String> = match draft.row.said(EVENT_ID) {
        CellValue::Nothing => return,
        CellValue::Clear => Vec::new(),
        CellValue::Text(text) => cells::split(&text),
    };
    let entries = draft.stated("external_ids");
    let is_event = |entry: &&Value| entry.get("scheme").and_then(Value::as_str) == Some(EVENT_ID);
    let stated: Vec<&str> = entries
        .iter()
        .filter(is_event)
        .filter_map(|e| e.get("value")?.as_str())
        .collect();
    if stated == values {
        return;
    }
    let mut kept: Vec<Value> = entries.iter().filter(|entry| !is_event(entry)).cloned().collect();
    for value in values {
        draft.come_from(format!("/external_ids/{}", kept.len()), EVENT_ID);
        kept.push(json!({"scheme": EVENT_ID, "value": value}));
    }
    draft.set("/external_ids", json!(kept));
}

/// Addresses and notes, the first note beside the first address and so on.
fn sources(draft: &mut Draft<'_>) {
    let (urls, notes) = (draft.row.said("source_urls"), draft.row.said("source_notes"));
    if urls == CellValue::Nothing && notes == CellValue::Nothing {
        return;
    }
    let entries = draft.stated("sources");
    let read = |said: CellValue, name: &str, read: fn(&str) -> Vec<String>| -> Vec<Option<String>> {
        match said {
            CellValue::Nothing => entries
                .iter()
                .map(|entry| entry.get(name).and_then(Value::as_str).map(str::to_owned))
                .collect(),
            CellValue::Clear => Vec::new(),
            CellValue::Text(text) => read(&text)
                .into_iter()
                .map(|text| Some(text).filter(|text| !text.is_empty()))
                .collect(),
        }
    };
    let (urls, notes) = (read(urls, "url", addresses), read(notes, "note", cells::places));
    let mut sources = Vec::new();
    for i in 0..urls.len().max(notes.len()) {
        let (url, note) = (urls.get(i).cloned().flatten(), notes.get(i).cloned().flatten());
        if url.is_some() || note.is_some() {
            draft.come_from(format!("/sources/{}/url", sources.len()), "source_urls");
            draft.come_from(format!("/sources/{}/note", sources.len()), "source_notes");
            sources.push(json!({"url": url, "note": note}));
        }
    }
    draft.come_from("/sources", "source_urls");
    draft.set("/sources", json!(sources));
}

/// Addresses joined by `;`. The published file does not mark a `;` that belongs to an address: a part that is none by
/// itself belongs to the one before.
fn addresses(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in cells::places(text) {
        let begins = part.is_empty() || part.starts_with("http://") || part.starts_with("https://");
        match found.last_mut() {
            Some(before) if !begins && !before.is_empty() => {
                before.push(';');
                before.push_str(&part);
            }
            _ => found.push(part),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_semicolon_inside_an_address_does_not_cut_it() {
        assert_eq!(
            addresses("https://a.org/x?y=1;z=2;https://b.org"),
            ["https://a.org/x?y=1;z=2", "https://b.org"]
        );
        assert_eq!(addresses(";https://b.org"), ["", "https://b.org"]);
        assert_eq!(addresses("sesric.org/45"), ["sesric.org/45"]);
    }
}
