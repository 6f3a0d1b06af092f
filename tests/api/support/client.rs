//! A caller: sends requests with its key and headers, and gets replies that can be asked for what they say.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::Value;
use ureq::http::{HeaderMap, Method, Request};

use super::contract;

/// One caller of one server.
#[derive(Clone)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
    headers: Vec<(String, String)>,
}

impl Client {
    /// A caller of the service at `base`, with a key or without.
    pub fn new(base: String, key: Option<&str>) -> Self {
        let agent = ureq::Agent::new_with_config(
            ureq::Agent::config_builder()
                .http_status_as_error(false)
                .allow_non_standard_methods(true)
                .max_redirects(0)
                .timeout_global(Some(Duration::from_mins(1)))
                .build(),
        );
        let headers = key.map(|key| ("authorization".to_owned(), format!("Bearer {key}")));
        Self {
            agent,
            base,
            headers: headers.into_iter().collect(),
        }
    }

    /// The same caller, sending one more header with everything.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.push((name.to_owned(), value.to_owned()));
        other
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, None)
    }

    #[track_caller]
    pub fn head(&self, path: &str) -> Reply {
        self.send("HEAD", path, None)
    }

    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Reply {
        self.send("POST", path, Some(("application/json", body.to_string().as_bytes())))
    }

    /// A change that was made from the version that `etag` names.
    #[track_caller]
    pub fn put(&self, path: &str, body: &Value, etag: &str) -> Reply {
        self.with("if-match", etag)
            .send("PUT", path, Some(("application/json", body.to_string().as_bytes())))
    }

    /// A merge patch of the version that `etag` names.
    #[track_caller]
    pub fn patch(&self, path: &str, body: &Value, etag: &str) -> Reply {
        let media = "application/merge-patch+json";
        self.with("if-match", etag)
            .send("PATCH", path, Some((media, body.to_string().as_bytes())))
    }

    #[track_caller]
    pub fn delete(&self, path: &str, etag: &str) -> Reply {
        self.with("if-match", etag).send("DELETE", path, None)
    }

    /// Records an activity and gives it as it is stored.
    #[track_caller]
    pub fn record(&self, draft: &Value) -> Value {
        self.post("/api/v1/activities", draft).expect(201).json()
    }

    /// Any method with any body of any media type; what comes back is held against the document. Characters that an address
    /// must not hold are percent-encoded.
    #[track_caller]
    pub fn send(&self, method: &str, path: &str, body: Option<(&str, &[u8])>) -> Reply {
        let reply = self.send_unjudged(method, path, body);
        contract::judge(&contract::Exchange {
            method,
            path,
            sent: body,
            status: reply.status,
            headers: &reply.headers,
            body: &reply.body,
        });
        reply
    }

    /// The same, whatever comes back.
    #[track_caller]
    pub fn send_unjudged(&self, method: &str, path: &str, body: Option<(&str, &[u8])>) -> Reply {
        let mut request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).expect("a method"))
            .uri(format!("{}{}", self.base, escaped(path)));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let answer = match body {
            Some((media, bytes)) => self
                .agent
                .run(request.header("content-type", media).body(bytes).expect("a request")),
            None => self.agent.run(request.body(()).expect("a request")),
        };
        let answer = answer.unwrap_or_else(|error| panic!("{method} {path} got no answer: {error}"));
        let (parts, mut body) = answer.into_parts();
        let answered = body.with_config().limit(512 << 20).read_to_vec();
        Reply {
            question: format!("{method} {path}"),
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: answered.unwrap_or_else(|error| panic!("{method} {path}: the answer broke off: {error}")),
        }
    }
}

/// Percent-encodes what is neither ASCII nor allowed in an address; what is encoded already stays.
fn escaped(path: &str) -> String {
    let mut escaped = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'|' | b'\\' | b'^') {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").unwrap();
        }
    }
    escaped
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Reply {
    question: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as text.
    #[track_caller]
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap_or_else(|_| panic!("{}: the body is not UTF-8", self.question))
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{}: {}: no JSON ({e}): {}", self.question, self.status, self.text()))
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("a readable header"))
    }

    /// All values of a header, joined by commas.
    pub fn all(&self, name: &str) -> String {
        let values = self.headers.get_all(name).iter();
        values.map(|v| v.to_str().unwrap()).collect::<Vec<_>>().join(", ")
    }

    /// The `ETag`.
    #[track_caller]
    pub fn etag(&self) -> String {
        self.header("etag")
            .unwrap_or_else(|| panic!("{}: no ETag", self.question))
            .to_owned()
    }

    /// Insists on a status; otherwise the body is shown.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status,
            status,
            "{}: {}",
            self.question,
            String::from_utf8_lossy(&self.body)
        );
        self
    }

    /// Insists on a refusal in its one form, with this status and code, and gives it for more questions.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Problem {
        let reply = self.expect(status);
        let question = &reply.question;
        assert_eq!(
            reply.header("content-type"),
            Some("application/problem+json"),
            "{question}"
        );
        let body = reply.json();
        for member in ["type", "title", "detail", "instance", "code", "request_id"] {
            let text = body[member]
                .as_str()
                .unwrap_or_else(|| panic!("{question}: no {member} in {body}"));
            assert!(!text.is_empty(), "{question}: {member} is empty in {body}");
            // A text that is missing shows its id.
            assert!(
                !text.starts_with("problem-") && !text.starts_with("detail-"),
                "{question}: {body}"
            );
        }
        assert_eq!(body["status"], status, "{question}: {body}");
        assert_eq!(body["code"], code, "{question}: {body}");
        assert_eq!(body["request_id"].as_str(), reply.header("x-request-id"), "{question}");
        for fault in body["errors"].as_array().into_iter().flatten() {
            let detail = fault["detail"].as_str().unwrap_or_default();
            assert!(
                !detail.is_empty() && !detail.starts_with("fault-"),
                "{question}: {body}"
            );
        }
        Problem { reply, body }
    }
}

/// A refusal.
#[derive(Debug, Clone)]
pub struct Problem {
    pub reply: Reply,
    pub body: Value,
}

impl Problem {
    /// Every fault: where it is (pointer, parameter or header) and its code.
    pub fn faults(&self) -> Vec<(String, String)> {
        let errors = self.body["errors"].as_array().cloned().unwrap_or_default();
        let place = |e: &Value| {
            ["pointer", "parameter", "header", "column"]
                .iter()
                .find_map(|name| e[*name].as_str().map(str::to_owned))
                .unwrap_or_default()
        };
        errors
            .iter()
            .map(|e| (place(e), e["code"].as_str().unwrap_or_default().to_owned()))
            .collect()
    }

    /// Insists that something at this place is wrong, with this code.
    #[track_caller]
    pub fn names(self, place: &str, code: &str) -> Self {
        let wanted = (place.to_owned(), code.to_owned());
        assert!(self.faults().contains(&wanted), "{wanted:?} is not in {}", self.body);
        self
    }

    /// Insists on exactly these faults, in any order.
    #[track_caller]
    pub fn names_exactly(self, wanted: &[(&str, &str)]) -> Self {
        let mut wanted: Vec<_> = wanted.iter().map(|(p, c)| ((*p).to_owned(), (*c).to_owned())).collect();
        let mut found = self.faults();
        wanted.sort();
        found.sort();
        assert_eq!(found, wanted, "{}", self.body);
        self
    }

    /// Insists that the fault at this place suggests this.
    #[track_caller]
    pub fn suggests(self, place: &str, nearest: &str) -> Self {
        let errors = self.body["errors"].as_array().expect("faults");
        let found = errors
            .iter()
            .any(|e| (e["pointer"] == place || e["parameter"] == place) && e["nearest"] == nearest);
        assert!(found, "nothing at {place} suggests {nearest}: {}", self.body);
        self
    }
}
