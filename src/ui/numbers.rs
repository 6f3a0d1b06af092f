//! Numbers as people of a language write them; data files never use these.

use crate::text::Lang;

/// Groups of three: a comma in English and Arabic, a narrow space in French. Digits are Latin in all three.
pub fn grouped(number: u64, lang: Lang) -> String {
    let separator = if lang == Lang::Fr { '\u{202f}' } else { ',' };
    let digits = number.to_string();
    let mut shown = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            shown.push(separator);
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_each_language_writes_them() {
        assert_eq!(grouped(0, Lang::En), "0");
        assert_eq!(grouped(999, Lang::Ar), "999");
        assert_eq!(grouped(2275, Lang::Ar), "2,275");
        assert_eq!(grouped(1_234_567, Lang::Fr), "1\u{202f}234\u{202f}567");
    }
}
