//! Free text that a spreadsheet would run as a formula: one apostrophe is put before it in CSV, and taken off by imports.

/// What a formula begins with: `= + - @`, a tab, a line break, and the full-width forms.
const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet would take the text for a formula, after any apostrophes that it begins with.
pub fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(BEGINNINGS)
}

/// The text that stood in a cell before an apostrophe was put before it: exactly one less, where it is a formula.
pub fn without_guard(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| is_formula(text)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_apostrophe_is_taken_off_what_a_spreadsheet_would_run_and_off_nothing_else() {
        for (cell, kept) in [
            ("'=SUM(A1)", "=SUM(A1)"),
            ("''=SUM(A1)", "'=SUM(A1)"),
            ("'+90 312", "+90 312"),
            ("'＝x", "＝x"),
            ("'tis", "'tis"),
            ("=SUM(A1)", "=SUM(A1)"),
            ("'", "'"),
        ] {
            assert_eq!(without_guard(cell), kept);
        }
    }
}
