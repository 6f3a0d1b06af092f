//! Writing CSV: RFC 4180 with CRLF, quotes only where they are needed, numbers as numbers, formulas in free text guarded.
//!
//! A [`Sheet`] is a part of a file. Which cells are guarded is decided by the column table and by nobody else.

use std::fmt::Display;
use std::io::Write as _;

use super::column::{Column, Kind};
use crate::text::is_formula;

/// UTF-8's mark of itself, which one spreadsheet needs to read Arabic and everything else takes for a letter.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Joins the items of a list into one cell by `;`. A `;` (also the Arabic one) or `\` that belongs to an item gets a `\`
/// before it; empty items keep their places, but for those at the end.
pub fn joined<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let (mut cell, mut waiting) = (String::new(), 0);
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            waiting += 1;
        }
        if item.is_empty() {
            continue;
        }
        for _ in 0..std::mem::take(&mut waiting) {
            cell.push(';');
        }
        for c in item.chars() {
            if matches!(c, ';' | '؛' | '\\') {
                cell.push('\\');
            }
            cell.push(c);
        }
    }
    cell
}

/// A part of a CSV file being written, cell by cell, row by row.
#[derive(Debug)]
pub struct Sheet<'c> {
    columns: &'c [Column],
    bytes: Vec<u8>,
    at: usize,
}

impl<'c> Sheet<'c> {
    /// An empty part of a file with these columns.
    pub fn new(columns: &'c [Column]) -> Self {
        Self {
            columns,
            bytes: Vec::new(),
            at: 0,
        }
    }

    /// An empty part with room for some bytes.
    pub fn with_capacity(columns: &'c [Column], bytes: usize) -> Self {
        Self {
            columns,
            bytes: Vec::with_capacity(bytes),
            at: 0,
        }
    }

    /// The header: the columns' names.
    pub fn header(&mut self) {
        for column in self.columns {
            self.begin();
            self.bytes.extend_from_slice(column.name.as_bytes());
        }
        self.end();
    }

    /// What has been written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Begins a cell and gives its column's kind.
    fn begin(&mut self) -> Kind {
        if self.at > 0 {
            self.bytes.push(b',');
        }
        let kind = self.columns.get(self.at).map_or(Kind::FreeText, |column| column.kind);
        self.at += 1;
        kind
    }

    /// A text: of people (then guarded) or a code, as the column says.
    pub fn text(&mut self, text: &str) {
        let kind = self.begin();
        let guarded = kind.is_free() && is_formula(text);
        quote(&mut self.bytes, if guarded { "'" } else { "" }, text);
    }

    /// A text, or an empty cell.
    pub fn maybe(&mut self, text: Option<&str>) {
        self.text(text.unwrap_or_default());
    }

    /// A word that is known to need no quotes: a code of ours, letters and digits only.
    pub fn word(&mut self, word: &str) {
        self.begin();
        self.bytes.extend_from_slice(word.as_bytes());
    }

    /// A cell that [`coded`] has made before.
    pub fn written(&mut self, cell: &[u8]) {
        self.begin();
        self.bytes.extend_from_slice(cell);
    }

    /// What displays without quotes: a number, a date, an id, an instant.
    pub fn plain(&mut self, value: impl Display) {
        self.begin();
        // Writing to memory does not fail.
        drop(write!(self.bytes, "{value}"));
    }

    /// The same, or an empty cell.
    pub fn plain_or_empty(&mut self, value: Option<impl Display>) {
        match value {
            Some(value) => self.plain(value),
            None => self.empty(),
        }
    }

    /// An empty cell: not stated.
    pub fn empty(&mut self) {
        self.begin();
    }

    /// Several items in one cell.
    pub fn list<'a>(&mut self, items: impl IntoIterator<Item = &'a str>) {
        let cell = joined(items);
        self.text(&cell);
    }

    /// Ends the row.
    pub fn end(&mut self) {
        debug_assert_eq!(self.at, self.columns.len(), "a row has a cell for each column");
        self.bytes.extend_from_slice(b"\r\n");
        self.at = 0;
    }
}

/// A code as a cell, to be written many times.
pub fn coded(code: &str) -> Vec<u8> {
    let mut cell = Vec::new();
    quote(&mut cell, "", code);
    cell
}

/// Writes a cell, in quotes where RFC 4180 asks for them.
fn quote(bytes: &mut Vec<u8>, prefix: &str, text: &str) {
    let needed = text.bytes().any(|b| matches!(b, b'"' | b',' | b'\r' | b'\n'));
    if !needed {
        bytes.extend_from_slice(prefix.as_bytes());
        bytes.extend_from_slice(text.as_bytes());
        return;
    }
    bytes.push(b'"');
    bytes.extend_from_slice(prefix.as_bytes());
    for byte in text.bytes() {
        if byte == b'"' {
            bytes.push(b'"');
        }
        bytes.push(byte);
    }
    bytes.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::without_guard;
    use proptest::prelude::*;

    const COLUMNS: [Column; 3] = [
        Column::new("code", Kind::Code, ["Code", "الرمز", "Code"], "The code"),
        Column::new("note", Kind::FreeText, ["Note", "ملاحظة", "Note"], "A note"),
        Column::new("value", Kind::Number, ["Value", "القيمة", "Valeur"], "A number"),
    ];

    fn row(code: &str, note: &str, value: f64) -> String {
        let mut sheet = Sheet::new(&COLUMNS);
        sheet.text(code);
        sheet.text(note);
        sheet.plain(value);
        sheet.end();
        String::from_utf8(sheet.into_bytes()).unwrap()
    }

    fn read(bytes: &[u8]) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn the_header_is_written_without_any_row() {
        let mut sheet = Sheet::new(&COLUMNS);
        sheet.header();
        assert_eq!(sheet.into_bytes(), b"code,note,value\r\n");
    }

    #[test]
    fn quotes_stand_only_where_they_are_needed() {
        assert_eq!(row("A", "plain words", 1.0), "A,plain words,1\r\n");
        assert_eq!(row("A", "one, two", 1.5), "A,\"one, two\",1.5\r\n");
        assert_eq!(row("A", "say \"yes\"", -2.0), "A,\"say \"\"yes\"\"\",-2\r\n");
        assert_eq!(row("A", "two\r\nlines", 0.0), "A,\"two\r\nlines\",0\r\n");
        assert_eq!(row("A", "دورة تدريبية", 0.0), "A,دورة تدريبية,0\r\n");
    }

    #[test]
    fn free_text_is_guarded_and_codes_and_numbers_are_not() {
        for text in [
            "=1+1", "+1", "-1", "@a", "\ta", "\ra", "\na", "＝1", "＋1", "－1", "＠a", "'=1", "''@a",
        ] {
            let cells = read(row("A", text, 1.0).as_bytes());
            assert_eq!(cells[0][1], format!("'{text}"), "{text:?}");
        }
        for text in ["a=1", "'quoted'", "5-1", " =1", "'", ""] {
            let cells = read(row("A", text, 1.0).as_bytes());
            assert_eq!(cells[0][1], text, "{text:?}");
        }
        assert_eq!(row("-A", "x", -1.0), "-A,x,-1\r\n");
    }

    #[test]
    fn a_list_keeps_the_places_of_its_items_and_marks_their_own_separators() {
        assert_eq!(joined(["AZE", "TUR"]), "AZE;TUR");
        assert_eq!(joined(["", "note", ""]), ";note");
        assert_eq!(joined(["a", "", "b"]), "a;;b");
        assert_eq!(joined(["", ""]), "");
        assert_eq!(joined(["a;b", "c\\d", "؛"]), "a\\;b;c\\\\d;\\؛");
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was(code in "[^\u{0}\u{feff}]{1,12}", note in "[='＝+@\t\r\n\",;a-z ]{0,8}") {
            let cells = read(row(&code, &note, 0.5).as_bytes());
            prop_assert_eq!(&cells[0][0], &code);
            prop_assert_eq!(without_guard(&cells[0][1]), note.as_str());
            prop_assert!(!cells[0][1].starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']));
        }
    }
}
