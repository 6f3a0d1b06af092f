//! What the reports of reference data share: their documents of today, and how lists of periods and names are written.

use diesel::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::sheet::Sheet;
use crate::db::Conn;
use crate::db::schema::{agencies, countries, coverage, programmes, published_figures, versions};
use crate::error::{Error, OrInternal};

/// The documents that stand, of a table in an order.
macro_rules! standing {
    ($name:ident, $table:ident, $kind:path, $order:expr $(, $living:expr)?) => {
        /// The documents that stand.
        pub fn $name<T: DeserializeOwned>(conn: &mut Conn) -> Result<Vec<T>, Error> {
            let of_record = versions::kind
                .eq($kind)
                .and(versions::record_id.eq($table::id))
                .and(versions::version.eq($table::version));
            let documents: Vec<Option<String>> = $table::table
                .inner_join(versions::table.on(of_record))
                $(.filter($living))?
                .order($order)
                .select(versions::document)
                .load(conn)?;
            documents.into_iter().flatten().map(|document| read(&document)).collect()
        }
    };
}

standing!(countries, countries, crate::countries::KIND, countries::alpha3.asc());
standing!(programmes, programmes, crate::programmes::KIND, programmes::code.asc());
standing!(
    agencies,
    agencies,
    crate::agencies::KIND,
    agencies::code.asc(),
    agencies::deleted_seq.is_null()
);
standing!(
    published_figures,
    published_figures,
    crate::published_figures::KIND,
    published_figures::id.asc(),
    published_figures::deleted_seq.is_null()
);

standing!(declarations, coverage, crate::coverage::KIND, coverage::id.asc());

/// A stored document.
pub fn read<T: DeserializeOwned>(document: &str) -> Result<T, Error> {
    serde_json::from_str(document).or_internal("a stored document cannot be read")
}

/// A text in the languages of the record.
#[derive(Debug, Deserialize)]
pub struct Texts {
    pub en: Option<String>,
    pub ar: Option<String>,
    pub fr: Option<String>,
}

impl Texts {
    /// Three cells: English, Arabic, French.
    pub fn write(&self, sheet: &mut Sheet<'_>) {
        for text in [&self.en, &self.ar, &self.fr] {
            sheet.maybe(text.as_deref());
        }
    }
}

/// Another name with its time.
#[derive(Debug, Deserialize)]
pub struct Alias {
    #[serde(rename = "alias")]
    pub name: String,
    pub lang: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
}

/// `FROM/TO`, as stated; open ends are empty.
pub fn period(from: Option<&str>, to: Option<&str>) -> String {
    format!("{}/{}", from.unwrap_or_default(), to.unwrap_or_default())
}

/// One cell of several texts.
pub fn list(sheet: &mut Sheet<'_>, items: &[String]) {
    sheet.list(items.iter().map(String::as_str));
}

/// `ALIAS:LANGUAGE:FROM/TO`, joined by `;`: read from the right, since a name may hold a colon.
pub fn aliases(sheet: &mut Sheet<'_>, aliases: &[Alias]) {
    let written: Vec<String> = aliases
        .iter()
        .map(|a| {
            let lang = a.lang.as_deref().unwrap_or_default();
            format!("{}:{lang}:{}", a.name, period(a.from.as_deref(), a.to.as_deref()))
        })
        .collect();
    list(sheet, &written);
}

/// What every document ends with.
#[derive(Debug, Deserialize)]
pub struct RecordMeta {
    pub id: Option<String>,
    pub version: i32,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
}

impl RecordMeta {
    /// Four cells, and the end of the row.
    pub fn end(&self, sheet: &mut Sheet<'_>) {
        sheet.maybe(self.id.as_deref());
        sheet.plain(self.version);
        sheet.maybe(self.created_at.as_deref());
        sheet.maybe(self.updated_at.as_deref());
        sheet.end();
    }
}
