//! What a cell says: spaces, apostrophes, Arabic digits, words for yes, no and the sexes.

use serde_json::{Value, json};

use crate::error::Fault;
use crate::input::shorten;
use crate::text::{code, fold, tidy, without_guard};

/// What a cell says of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellValue {
    /// The column is absent or the cell empty: what is stored stays.
    Nothing,
    /// The word `null`: clear it.
    Clear,
    /// A text, without the spaces around it.
    Text(String),
}

impl CellValue {
    /// What the cell says. Free text has one apostrophe taken off that kept it from running; anything else is read as a
    /// code is.
    pub fn read(cell: &str, free: bool) -> Self {
        let text = if free { tidy(without_guard(cell)) } else { code(cell) };
        match text.as_str() {
            "" => Self::Nothing,
            "null" => Self::Clear,
            _ => Self::Text(text),
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Nothing | Self::Clear => None,
        }
    }
}

/// The values of a cell that joins several by `;` (or its Arabic form), empty ones left out. A separator or `\` that
/// belongs to a value has a `\` before it, as our reports write it.
pub fn split(text: &str) -> Vec<String> {
    let mut values = places(text);
    values.retain(|value| !value.is_empty());
    values
}

/// The same with the empty ones, where the place of each counts.
pub fn places(text: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let escaped = characters.next_if(|next| c == '\\' && matches!(next, ';' | '؛' | '\\'));
        match (escaped, c) {
            (None, ';' | '؛') => values.push(String::new()),
            (kept, c) => {
                if let Some(value) = values.last_mut() {
                    value.push(kept.unwrap_or(c));
                }
            }
        }
    }
    values.iter().map(|value| tidy(value)).collect()
}

/// ASCII digits, and nothing that cannot be seen.
fn plain(text: &str) -> String {
    fold(text)
}

/// A whole number.
pub fn integer(text: &str) -> Result<Value, Fault> {
    let digits = plain(text);
    let shaped = digits.strip_prefix('-').unwrap_or(&digits);
    // A spreadsheet writes 43 as 43.0 where the column has decimals.
    let shaped = shaped.strip_suffix(".0").unwrap_or(shaped);
    let number = shaped
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.trim_end_matches(".0").parse::<i64>().ok());
    match number.flatten() {
        Some(number) => Ok(json!(number)),
        None => Err(Fault::new("not_a_number").with("value", shorten(text))),
    }
}

/// A number; in a file separated by semicolons the decimals may follow a comma.
pub fn decimal(text: &str, comma: bool) -> Result<Value, Fault> {
    let mut digits = plain(text).replace('٫', ".");
    if comma && !digits.contains('.') {
        digits = digits.replacen(',', ".", 1);
    }
    let shaped = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.'));
    let fault = || Fault::new("not_a_decimal").with("value", shorten(text));
    if !shaped {
        return Err(fault());
    }
    if let Ok(whole) = digits.parse::<i64>() {
        return Ok(json!(whole));
    }
    digits.parse::<f64>().map(|number| json!(number)).map_err(|_| fault())
}

/// Yes or no, in English, French and Arabic, as 1 and 0, or as spreadsheets write it.
pub fn flag(text: &str) -> Result<Value, Fault> {
    match plain(text).as_str() {
        "true" | "1" | "yes" | "y" | "oui" | "vrai" | "نعم" => Ok(json!(true)),
        "false" | "0" | "no" | "n" | "non" | "faux" | "لا" => Ok(json!(false)),
        _ => Err(Fault::new("not_a_flag").with("value", shorten(text))),
    }
}

/// A sex: the codes of the API, ISO 5218, letters, and words in English, French and Arabic.
pub fn sex(text: &str) -> Result<Value, Fault> {
    // Folded: without marks, feminine endings and hamzas as the fold writes them.
    let code = match plain(text).as_str() {
        "female" | "f" | "2" | "woman" | "women" | "w" | "femme" | "feminin" | "feminine" | "fille" | "mme" | "ms"
        | "mrs" | "انثي" | "امراه" | "انثى" => "female",
        "male" | "m" | "1" | "man" | "men" | "homme" | "h" | "masculin" | "masculine" | "garcon" | "mr" | "ذكر"
        | "رجل" => "male",
        "unknown" | "u" | "0" | "9" | "x" | "not stated" | "not known" | "inconnu" | "non precise" | "غير معروف"
        | "غير محدد" => "unknown",
        _ => {
            return Err(Fault::new("unknown_code")
                .with("value", shorten(text))
                .with("known", "female, male, unknown")
                .nearest(crate::text::nearest(text, ["female", "male", "unknown"])));
        }
    };
    Ok(json!(code))
}

/// A day, month or year with Western digits; whether it is one is checked with the body.
pub fn date(text: &str) -> Value {
    json!(plain(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_cell_says_nothing_and_null_clears() {
        assert_eq!(CellValue::read("  ", true), CellValue::Nothing);
        assert_eq!(CellValue::read(" null ", true), CellValue::Clear);
        assert_eq!(CellValue::read("\u{a0}AZE ", false), CellValue::Text("AZE".into()));
    }

    #[test]
    fn an_apostrophe_before_a_formula_is_taken_off_free_text_alone() {
        assert_eq!(CellValue::read("'=x", true), CellValue::Text("=x".into()));
        assert_eq!(CellValue::read("'=x", false), CellValue::Text("'=x".into()));
    }

    #[test]
    fn values_are_split_at_semicolons_that_are_not_their_own() {
        assert_eq!(split("AZE; KAZ ;;UZB؛TUR;"), ["AZE", "KAZ", "UZB", "TUR"]);
        assert_eq!(split(r"a\;b;c\\;d\e"), ["a;b", r"c\", r"d\e"]);
        assert_eq!(split(r"a\؛b"), ["a؛b"]);
        assert_eq!(places(";second"), ["", "second"]);
    }

    #[test]
    fn numbers_are_read_in_western_and_arabic_digits() {
        for (text, number) in [("43", 43), ("٤٣", 43), ("43.0", 43), ("-1", -1), ("۲۰۲۴", 2024)] {
            assert_eq!(integer(text).ok(), Some(json!(number)), "{text}");
        }
        for text in ["1,080", "43.5", "about 40", "1e3", "", "--1"] {
            assert!(integer(text).is_err(), "{text}");
        }
        assert_eq!(decimal("87,5", true).ok(), Some(json!(87.5)));
        assert_eq!(decimal("٨٧٫٥", false).ok(), Some(json!(87.5)));
        assert!(decimal("87,5", false).is_err());
        assert!(decimal("NaN", false).is_err());
    }

    #[test]
    fn a_sex_is_read_in_codes_letters_and_words() {
        for text in ["female", "F", "2", "Femme", "Féminin", "أنثى", "امرأة"] {
            assert_eq!(sex(text).ok(), Some(json!("female")), "{text}");
        }
        for text in ["male", "M", "1", "Homme", "ذكر", "رجل"] {
            assert_eq!(sex(text).ok(), Some(json!("male")), "{text}");
        }
        for text in ["unknown", "0", "9", "غير معروف"] {
            assert_eq!(sex(text).ok(), Some(json!("unknown")), "{text}");
        }
        assert!(sex("3").is_err());
    }

    #[test]
    fn yes_and_no_are_read_as_people_write_them() {
        for text in ["TRUE", "Yes", "1", "oui", "نعم"] {
            assert_eq!(flag(text).ok(), Some(json!(true)), "{text}");
        }
        for text in ["FALSE", "no", "0", "non", "لا"] {
            assert_eq!(flag(text).ok(), Some(json!(false)), "{text}");
        }
        assert!(flag("perhaps").is_err());
    }
}
