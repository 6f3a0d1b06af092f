//! One table of columns per report: header, CSVW metadata, the disarming of free text and `docs/REPORTS.md` come from it.

use serde_json::{Value, json};

use crate::text::Lang;

/// What a column holds; it decides how a cell is written and what the metadata says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A code or an id that Qudra or a standard gives out.
    Code,
    /// Codes, separated by `;`.
    Codes,
    /// One word of a closed list.
    Word(&'static [&'static str]),
    /// A UUID.
    Id,
    /// A whole number of 0 or more.
    Integer,
    /// A number.
    Number,
    /// A number from 0 to 1 of at most four decimal places.
    Share,
    /// `true` or `false`.
    Flag,
    /// A day, `YYYY-MM-DD`.
    Day,
    /// A day, month or year as far as it is known.
    PartialDate,
    /// A calendar year.
    Year,
    /// A point in time in UTC, with `Z`.
    Instant,
    /// Words that somebody wrote: a formula among them is guarded.
    FreeText,
    /// Several of them, joined by `;`, with `\` before one that belongs to a text.
    FreeTexts,
    /// JSON.
    Json,
}

impl Kind {
    /// Whether a spreadsheet must be kept from taking a cell for a formula.
    pub fn is_free(self) -> bool {
        matches!(self, Self::FreeText | Self::FreeTexts)
    }

    /// The word for `docs/REPORTS.md`.
    fn word(self) -> String {
        match self {
            Self::Code => "code".into(),
            Self::Codes => "codes, `;` between".into(),
            Self::Word(words) => words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", "),
            Self::Id => "UUID".into(),
            Self::Integer => "whole number".into(),
            Self::Number => "number".into(),
            Self::Share => "number from 0 to 1".into(),
            Self::Flag => "`true` or `false`".into(),
            Self::Day => "day".into(),
            Self::PartialDate => "`YYYY`, `YYYY-MM` or `YYYY-MM-DD`".into(),
            Self::Year => "year".into(),
            Self::Instant => "instant, UTC".into(),
            Self::FreeText => "text".into(),
            Self::FreeTexts => "texts, `;` between".into(),
            Self::Json => "JSON".into(),
        }
    }

    /// The CSVW datatype.
    fn datatype(self) -> Value {
        match self {
            Self::Code | Self::Codes | Self::FreeText | Self::FreeTexts => json!("string"),
            Self::Word(words) => json!({"base": "string", "format": words.join("|")}),
            Self::Id => json!({"base": "string", "format": "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"}),
            Self::Integer => json!("nonNegativeInteger"),
            Self::Number => json!("decimal"),
            Self::Share => json!({"base": "decimal", "minimum": 0, "maximum": 1}),
            Self::Flag => json!("boolean"),
            Self::Day => json!("date"),
            Self::PartialDate => json!({"base": "string", "format": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"}),
            Self::Year => json!("gYear"),
            Self::Instant => json!("dateTime"),
            Self::Json => json!("json"),
        }
    }
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The name in the header; it never changes.
    pub name: &'static str,
    /// How a cell is written.
    pub kind: Kind,
    /// Titles for people: English, Arabic, French.
    pub titles: [&'static str; 3],
    /// What a cell means, and what an empty one does.
    pub about: &'static str,
    /// Whether every row has a value.
    pub required: bool,
    /// The language of its texts, where all are in one.
    pub lang: Option<Lang>,
}

impl Column {
    /// A column whose cells may be empty.
    pub const fn new(name: &'static str, kind: Kind, titles: [&'static str; 3], about: &'static str) -> Self {
        Self {
            name,
            kind,
            titles,
            about,
            required: false,
            lang: None,
        }
    }

    /// The same column with a value in every row.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same column with texts of one language.
    #[must_use]
    pub const fn in_lang(mut self, lang: Lang) -> Self {
        self.lang = Some(lang);
        self
    }

    /// The column as CSVW describes it. The machine name is the first of the English titles, since a validator looks for
    /// the header's words among them.
    fn metadata(&self) -> Value {
        let [en, ar, fr] = self.titles;
        let mut column = json!({
            "name": self.name,
            "titles": {"en": [self.name, en], "ar": ar, "fr": fr},
            "dc:description": self.about,
            "datatype": self.kind.datatype(),
            "required": self.required,
        });
        if let Some(members) = column.as_object_mut() {
            if self.kind == Kind::Codes {
                members.insert("separator".into(), json!(";"));
            }
            if let Some(lang) = self.lang {
                members.insert("lang".into(), json!(lang.tag()));
                if lang.is_rtl() {
                    members.insert("textDirection".into(), json!("rtl"));
                }
            }
        }
        column
    }
}

/// Who made the data and under which licence: what every metadata document says.
#[derive(Debug, Clone, Copy)]
pub struct SourceCredit<'a> {
    /// The office's name, as a JSON object of languages.
    pub publisher: &'a crate::text::Multilingual,
    /// An SPDX identifier or an address.
    pub licence: &'a str,
}

/// The CSVW metadata of a file: `url` is its address relative to the metadata's own.
pub fn metadata(
    url: &str,
    title: &str,
    about: &str,
    columns: &[Column],
    key: &[&str],
    credit: SourceCredit<'_>,
) -> Value {
    let licence = if credit.licence.contains("://") {
        credit.licence.to_owned()
    } else {
        format!("https://spdx.org/licenses/{}", credit.licence)
    };
    let mut schema = json!({"columns": columns.iter().map(Column::metadata).collect::<Vec<_>>()});
    if let (Some(members), false) = (schema.as_object_mut(), key.is_empty()) {
        members.insert("primaryKey".into(), json!(key));
    }
    json!({
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": title,
        "dc:description": about,
        "dc:license": {"@id": licence},
        "dc:publisher": credit.publisher.best(Lang::En),
        "dialect": {"header": true, "encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tableSchema": schema,
    })
}

/// The columns as a table of `docs/REPORTS.md`.
pub fn describe(columns: &[Column]) -> String {
    let mut table = String::from("| column | holds | is |\n|---|---|---|\n");
    for column in columns {
        let always = if column.required { "" } else { "; may be empty" };
        table.push_str(&format!(
            "| `{}` | {} | {}{always} |\n",
            column.name,
            column.kind.word(),
            column.about
        ));
    }
    table
}
