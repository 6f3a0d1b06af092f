//! `/docs/problems`: what every `type` of a problem leads to, each kind with its status and its words.

use askama::Template;

use crate::config::Config;
use crate::error::{Error, OrInternal};
use crate::http::body::JSON_LIMIT;
use crate::http::edge::LONGEST_ADDRESS;
use crate::http::problem::KINDS;
use crate::text::Lang;
use crate::texts::{self, say};

/// Values that stand for those of a real occurrence.
const SAMPLES: [(&str, &str); 11] = [
    ("allow", "GET, HEAD, OPTIONS"),
    ("code", "ACT0208"),
    ("count", "2"),
    ("current", "3"),
    ("days", "30"),
    ("expected", "application/json"),
    ("given", "W/\"2\""),
    ("seconds", "30"),
    ("taken", "identity"),
    ("use", "limit"),
    ("value", "…"),
];

struct Kind {
    code: &'static str,
    status: u16,
    title: String,
    detail: String,
}

#[derive(Template)]
#[template(path = "problems.html")]
struct Page<'a> {
    lang: Lang,
    languages: [Lang; 3],
    office: &'a str,
    style_version: String,
    kinds: Vec<Kind>,
}

impl Page<'_> {
    /// A text of the page in its language.
    fn t(&self, id: &str) -> String {
        say(self.lang, id, &[])
    }
}

/// The page in a language.
pub fn render(lang: Lang, config: &Config) -> Result<String, Error> {
    let kinds = KINDS.map(|(code, status)| Kind {
        code,
        status,
        title: say(lang, &format!("problem-{code}"), &SAMPLES),
        detail: detail(lang, code),
    });
    let page = Page {
        lang,
        languages: Lang::ALL,
        office: config.office_name.best(lang),
        style_version: super::style_version(),
        kinds: kinds.into(),
    };
    page.render().or_internal("a page cannot be written")
}

/// The words of an occurrence, of each cause where there are several; those of a conflict are the words of its fault.
fn detail(lang: Lang, code: &str) -> String {
    let most = match code {
        "address_too_long" => LONGEST_ADDRESS.to_string(),
        _ => JSON_LIMIT.to_string(),
    };
    let samples: Vec<(&str, &str)> = SAMPLES.into_iter().chain([("most", most.as_str())]).collect();
    let own = texts::details(lang, code);
    let ids = if own.is_empty() {
        vec![format!("fault-{code}")]
    } else {
        own
    };
    let said: Vec<String> = ids.iter().map(|id| say(lang, id, &samples)).collect();
    said.join(" / ")
}
