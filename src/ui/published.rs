//! `/{lang}/published`: every published figure beside what the record says.

use askama::Template;

use super::claims;
use crate::config::Config;
use crate::error::{Error, OrInternal};
use crate::ledger::Ledger;
use crate::statistics::Engine;
use crate::text::Lang;
use crate::texts::say;

#[derive(Template)]
#[template(path = "published.html")]
struct Page<'a> {
    lang: Lang,
    languages: [Lang; 3],
    office: &'a str,
    style_version: String,
    data_version: i64,
    published: Vec<claims::Row>,
}

impl Page<'_> {
    /// A text of the page in its language.
    fn t(&self, id: &str) -> String {
        say(self.lang, id, &[])
    }
}

/// The page in a language.
pub async fn render(lang: Lang, config: &Config, engine: &Engine, ledger: &Ledger) -> Result<String, Error> {
    let dataset = engine.dataset().await?;
    let data_version = dataset.seq;
    let published = ledger.db().scan(move |conn| claims::load(conn, &dataset)).await?;
    let page = Page {
        lang,
        languages: Lang::ALL,
        office: config.office_name.best(lang),
        style_version: super::style_version(),
        data_version,
        published: published.iter().map(|claim| claim.row(lang)).collect(),
    };
    page.render().or_internal("a page cannot be written")
}
