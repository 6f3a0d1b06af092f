//! What was read is sent back by clients whose language gives instants another form.

use serde_json::{Map, Value, json};

use crate::support::*;

#[test]
fn what_was_read_can_be_sent_back_whatever_form_a_client_gives_its_instants() {
    let server = Server::start(Backend::Sqlite);
    let officer = server.admin();
    let records: Vec<(&str, Map<String, Value>)> = [
        ("/api/v1/activities", activity_of("Course", "2024-05-06", 5)),
        (
            "/api/v1/agencies",
            json!({"code": "X-1", "name": {"en": "An agency"}, "kind": "nso"}),
        ),
        (
            "/api/v1/countries",
            json!({"alpha3": "XZZ", "alpha2": "XZ", "m49": "899", "name": {"en": "Northland"}}),
        ),
        ("/api/v1/fields", json!({"code": "x_1", "name": {"en": "A field"}})),
        ("/api/v1/participants", json!({"name": "Aïcha"})),
        (
            "/api/v1/programmes",
            json!({"code": "X-2", "name": {"en": "A programme"}, "kind": "forum"}),
        ),
        (
            "/api/v1/published-figures",
            json!({"measure": "activities", "value": 3, "scope": "all", "statement": "Three"}),
        ),
    ]
    .into_iter()
    .map(|(path, draft)| {
        (
            path,
            officer
                .post(path, &draft)
                .expect(201)
                .json()
                .as_object()
                .unwrap()
                .clone(),
        )
    })
    .collect();
    for (path, record) in records {
        let at = format!("{path}/{}", record["id"].as_str().unwrap());
        let instant = |name: &str| chrono::DateTime::parse_from_rfc3339(record[name].as_str().unwrap()).unwrap();
        let etag = officer.get(&at).expect(200).etag();
        let forms: [fn(chrono::DateTime<chrono::FixedOffset>) -> String; 3] = [
            |at| at.to_rfc3339(),
            |at| at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
            |at| {
                at.with_timezone(&chrono::FixedOffset::east_opt(3 * 3600).unwrap())
                    .to_rfc3339()
            },
        ];
        for form in forms {
            let mut body = record.clone();
            for name in ["created_at", "updated_at"] {
                body.insert(name.to_owned(), json!(form(instant(name))));
            }
            assert_eq!(
                officer.put(&at, &Value::Object(body), &etag).expect(200).json()["version"],
                record["version"],
                "{path}"
            );
        }
        let mut body = record.clone();
        body.insert("created_at".to_owned(), json!("2001-01-01T00:00:00Z"));
        officer
            .put(&at, &Value::Object(body), &etag)
            .refused(422, "read_only")
            .names("/created_at", "read_only");
    }
}
