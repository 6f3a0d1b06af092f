//! A CSV file as it really comes: which bytes are a sheet, where its rows are, and what is broken in it. Nothing here
//! knows what the columns mean. A row is numbered as a spreadsheet shows it: the header is row 1, blank rows count, and a
//! row whose text has line breaks is still one row.

use csv::ReaderBuilder;

use crate::error::{At, Fault};
use crate::text;

/// The largest file that is taken, in bytes.
pub const LARGEST: usize = 64_000_000;

/// One row: its number and its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number; the header is row 1.
    pub row: u64,
    /// As many as the header has.
    pub cells: csv::StringRecord,
}

/// A sheet whose bytes have been read: every row that is whole, and what is wrong with the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The names of the columns as the file spells them.
    pub header: Vec<String>,
    /// The rows that are whole, without the header and without blank ones.
    pub lines: Vec<Line>,
    /// What is wrong with the others, or with the file.
    pub faults: Vec<Fault>,
    /// Separated by semicolons: decimals may be written with a comma then.
    pub semicolons: bool,
}

/// A fault of a row as a whole.
pub fn row_fault(row: u64, code: &'static str) -> Fault {
    cell_fault(row, String::new(), code)
}

/// A fault of one cell.
pub fn cell_fault(row: u64, column: impl Into<String>, code: &'static str) -> Fault {
    Fault {
        at: Some(At::Cell {
            row,
            column: column.into(),
        }),
        ..Fault::new(code)
    }
}

impl Sheet {
    /// Reads a whole file. Where it cannot be a sheet at all, there is no header and one fault.
    pub fn read(bytes: &[u8]) -> Self {
        match body_of(bytes) {
            Err(fault) => Self {
                faults: vec![fault],
                ..Self::default()
            },
            Ok(body) => Self::from_bytes(body),
        }
    }

    fn from_bytes(body: &[u8]) -> Self {
        let (delimiter, body, first_row) = delimiter_of(body);
        let marks = Marks::scan(body, delimiter, first_row);
        let mut sheet = Self {
            faults: marks.faults,
            semicolons: delimiter == b';',
            ..Self::default()
        };
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(body);
        let mut record = csv::ByteRecord::new();
        let mut rows = marks.rows.into_iter();
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            let Some((row, whole)) = rows.next() else { break };
            if !whole || record.iter().all(is_blank) {
                continue;
            }
            sheet.read_record(row, &record);
        }
        if sheet.header.is_empty() && sheet.faults.is_empty() {
            sheet.faults.push(Fault::new("empty_file"));
        }
        sheet
    }

    fn read_record(&mut self, row: u64, record: &csv::ByteRecord) {
        let name = |sheet: &Self, i: usize| sheet.header.get(i).cloned().unwrap_or_default();
        let mut cells = csv::StringRecord::with_capacity(record.as_slice().len(), record.len());
        for (i, cell) in record.iter().enumerate() {
            match std::str::from_utf8(cell) {
                Ok(text) if text.contains('\0') => {
                    let fault = cell_fault(row, name(self, i), "control_character");
                    self.faults.push(fault.with("character", text::name('\0')));
                    return;
                }
                Ok(text) => cells.push_field(text),
                Err(_) => {
                    self.faults.push(cell_fault(row, name(self, i), "not_utf8"));
                    return;
                }
            }
        }
        if self.header.is_empty() {
            self.header = cells.iter().map(text::tidy).collect();
        } else if cells.len() == self.header.len() {
            self.lines.push(Line { row, cells });
        } else {
            let fault = row_fault(row, "ragged_row")
                .with("has", cells.len())
                .with("expected", self.header.len());
            self.faults.push(fault);
        }
    }
}

/// Whether nothing can be seen in a cell.
fn is_blank(cell: &[u8]) -> bool {
    cell.trim_ascii().is_empty() || std::str::from_utf8(cell).is_ok_and(|text| text::tidy(text).is_empty())
}

/// The bytes after a byte-order mark; what is no UTF-8 text at all is said in one fault.
fn body_of(bytes: &[u8]) -> Result<&[u8], Fault> {
    if bytes.len() > LARGEST {
        return Err(Fault::new("file_too_large").with("most", LARGEST));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Fault::new("a_workbook"));
    }
    let start = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let nulls = |parity: usize| {
        start
            .iter()
            .enumerate()
            .filter(|(i, b)| i % 2 == parity && **b == 0)
            .count()
    };
    let wide = start.len() >= 4 && nulls(0).max(nulls(1)) * 4 > start.len();
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || wide {
        return Err(Fault::new("utf16"));
    }
    Ok(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

/// What separates the cells: what a `sep=` line says (a spreadsheet does not show that line, so it is no row), or the one
/// of comma, semicolon and tab that the header has most of.
fn delimiter_of(body: &[u8]) -> (u8, &[u8], u64) {
    let end = body
        .iter()
        .position(|b| matches!(b, b'\n' | b'\r'))
        .unwrap_or(body.len());
    let (first, rest) = body.split_at(end);
    let bare = first.trim_ascii();
    let bare = bare
        .strip_prefix(b"\"")
        .and_then(|b| b.strip_suffix(b"\""))
        .unwrap_or(bare);
    // `sep=` and a tab lose the tab to the trimming above.
    let sep = bare
        .split_at_checked(4)
        .filter(|(word, _)| word.eq_ignore_ascii_case(b"sep="));
    let stated = match sep {
        Some((_, [delimiter @ (b',' | b';' | b'\t')])) => Some(*delimiter),
        Some((_, [])) if first.contains(&b'\t') => Some(b'\t'),
        _ => None,
    };
    if let Some(delimiter) = stated {
        let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.get(1..)).unwrap_or_default();
        return (delimiter, rest, 1);
    }
    let header = body
        .split(|b| matches!(b, b'\n' | b'\r'))
        .find(|line| !line.trim_ascii().is_empty())
        .unwrap_or_default();
    let count = |delimiter: u8| {
        let mut quoted = false;
        header
            .iter()
            .filter(|b| {
                quoted ^= **b == b'"';
                !quoted && **b == delimiter
            })
            .count()
    };
    let delimiter = [b';', b'\t']
        .into_iter()
        .fold(b',', |best, d| if count(d) > count(best) { d } else { best });
    (delimiter, body, 1)
}

/// Where the records are, and where the quoting is broken: the CSV reader forgives what is not to be forgiven.
#[derive(Debug, Default)]
struct Marks {
    /// Each record's row number, and whether its quoting is whole.
    rows: Vec<(u64, bool)>,
    faults: Vec<Fault>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the beginning of a record.
    Record,
    /// At the beginning of a further cell.
    Cell,
    Plain,
    Quoted,
    /// After a quotation mark inside a quoted cell: its end, or the first half of a doubled one.
    Closing,
}

impl Marks {
    fn scan(body: &[u8], delimiter: u8, first_row: u64) -> Self {
        let mut marks = Self::default();
        let (mut state, mut row, mut whole, mut after_cr) = (State::Record, first_row, true, false);
        for &byte in body {
            let line_feed_of_pair = after_cr && byte == b'\n';
            after_cr = byte == b'\r' && state != State::Quoted;
            if line_feed_of_pair {
                continue;
            }
            let ends = matches!(byte, b'\n' | b'\r');
            state = match state {
                State::Quoted => {
                    if byte == b'"' {
                        State::Closing
                    } else {
                        State::Quoted
                    }
                }
                State::Closing if byte == b'"' => State::Quoted,
                State::Record if ends => {
                    row += 1;
                    State::Record
                }
                _ if ends => {
                    marks.rows.push((row, whole));
                    (row, whole) = (row + 1, true);
                    State::Record
                }
                _ if byte == delimiter => State::Cell,
                State::Record | State::Cell if byte == b'"' => State::Quoted,
                State::Closing => {
                    if whole {
                        marks.faults.push(row_fault(row, "text_after_quote"));
                    }
                    whole = false;
                    State::Plain
                }
                State::Record | State::Cell | State::Plain => State::Plain,
            };
        }
        if state == State::Quoted {
            marks.faults.push(row_fault(row, "cut_off"));
            marks.rows.push((row, false));
        } else if state != State::Record {
            marks.rows.push((row, whole));
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(sheet: &Sheet) -> Vec<(&'static str, u64)> {
        let row = |fault: &Fault| match &fault.at {
            Some(At::Cell { row, .. }) => *row,
            _ => 0,
        };
        sheet.faults.iter().map(|fault| (fault.code, row(fault))).collect()
    }

    fn cells(sheet: &Sheet) -> Vec<(u64, Vec<&str>)> {
        sheet
            .lines
            .iter()
            .map(|line| (line.row, line.cells.iter().collect()))
            .collect()
    }

    #[test]
    fn line_endings_byte_order_marks_and_separators_make_no_difference() {
        for text in [
            "code,name\nA,\"x;y\"\nB,z\n",
            "\u{feff}code,name\r\nA,\"x;y\"\r\nB,z",
            "code,name\rA,\"x;y\"\rB,z\r",
            "code;name\nA;\"x;y\"\nB;z\n",
            "code\tname\nA\tx;y\nB\tz\n",
            "sep=;\r\ncode;name\r\nA;\"x;y\"\r\nB;z\r\n",
            "\"sep=,\"\ncode,name\nA,x;y\nB,z\n",
        ] {
            let sheet = Sheet::read(text.as_bytes());
            assert_eq!(codes(&sheet), [], "{text:?}");
            assert_eq!(sheet.header, ["code", "name"], "{text:?}");
            assert_eq!(cells(&sheet), [(2, vec!["A", "x;y"]), (3, vec!["B", "z"])], "{text:?}");
        }
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let sheet = Sheet::read(b"code,name\n\nA,\"two\r\nlines\"\n,\n \n\r\nB,y\n");
        assert_eq!(cells(&sheet), [(3, vec!["A", "two\r\nlines"]), (7, vec!["B", "y"])]);
    }

    #[test]
    fn what_is_no_text_is_refused_with_what_to_do() {
        for (bytes, code) in [
            (&b""[..], "empty_file"),
            (b"\n\n", "empty_file"),
            (b"\xff\xfec\0o\0d\0e\0", "utf16"),
            (b"c\0o\0d\0e\0,\0n\0", "utf16"),
            (b"PK\x03\x04rest", "a_workbook"),
        ] {
            assert_eq!(codes(&Sheet::read(bytes)), [(code, 0)], "{bytes:?}");
        }
    }

    #[test]
    fn every_broken_row_is_named_and_the_others_are_read() {
        let sheet = Sheet::read(b"code,name\nA,x\nB\nC,y,z\nD,a\0b\nE,\xe9t\xe9\nF,\"q\"r\nG,ok\nH,\"cut of");
        assert_eq!(
            codes(&sheet),
            [
                ("text_after_quote", 7),
                ("cut_off", 9),
                ("ragged_row", 3),
                ("ragged_row", 4),
                ("control_character", 5),
                ("not_utf8", 6),
            ]
        );
        assert_eq!(cells(&sheet), [(2, vec!["A", "x"]), (8, vec!["G", "ok"])]);
    }

    #[test]
    fn a_file_cut_inside_a_doubled_quotation_mark_is_seen() {
        assert_eq!(codes(&Sheet::read(b"code,name\nA,\"say \"\"hi")), [("cut_off", 2)]);
        assert_eq!(codes(&Sheet::read(b"code,name\nA,\"say \"\"hi\"\"\"")), []);
        assert_eq!(codes(&Sheet::read(b"code,name\nA,5\" pipe\n")), []);
    }
}
