//! A text as words and numbers with their places. Numbers are read in the forms of press releases: Latin, Arabic and
//! Persian digits, thousands set apart by comma, point, space or apostrophe.

use crate::text::fold;
use crate::time::PartialDate;

/// A word or a number, from one character to another (counted in characters, the end not included).
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    pub start: usize,
    pub end: usize,
    /// As it stands in the text.
    pub raw: String,
    /// Folded; of a number its digits.
    pub key: String,
    pub number: Option<Number>,
    /// A date that is written as one word, such as 2024-10-21.
    pub date: Option<Dated>,
    /// What ends before it.
    pub stop: Stop,
    /// Whether it is written together with the token before it: 49th, 33k, 45%.
    pub glued: bool,
}

/// What ends at a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Stop {
    #[default]
    Nothing,
    Clause,
    Sentence,
}

/// A number as it was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// Its value.
    pub value: f64,
    /// Whether its digits stand in one run: then it may be a year or a day.
    pub plain: bool,
    /// Whether one separator before three digits could mean thousands or a fraction.
    pub could_be_fraction: bool,
    /// Whether a minus sign stands before it.
    pub negative: bool,
}

/// A date that was read, or one that can be read in two ways.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Dated {
    /// The day.
    On(PartialDate),
    /// 03/04/2024: nobody can say which is the month.
    Ambiguous,
}

/// The value of a digit in any of the scripts.
fn digit(c: char) -> Option<u32> {
    fold(&c.to_string()).parse().ok().filter(|value| *value < 10)
}

fn is_digit(c: Option<&char>) -> bool {
    c.is_some_and(|c| c.is_numeric() && digit(*c).is_some())
}

/// What sets thousands apart.
fn separates(c: char) -> bool {
    matches!(
        c,
        ',' | '.' | ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '٬' | '،'
    )
}

/// Splits a text.
pub fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let (mut found, mut at, mut stop): (Vec<Token>, _, _) = (Vec::new(), 0, Stop::Nothing);
    while let Some(c) = chars.get(at) {
        let mut start = at;
        let (number, date) = if is_digit(Some(c)) {
            if let Some((date, end)) = whole_date(&chars, at) {
                at = end;
                (None, Some(date))
            } else {
                let (mut number, end) = read_number(&chars, at);
                // After another number the sign is a dash: 2010 -2024.
                let after_number = found.last().is_some_and(|t| t.number.is_some() || t.date.is_some());
                number.negative = !after_number && has_minus(&chars, at);
                (start, at) = (start - usize::from(number.negative), end);
                (Some(number), None)
            }
        } else if c.is_alphabetic() {
            at = end_of_word(&chars, at);
            (None, None)
        } else if let Some(ends) = ends(*c) {
            stop = stop.max(ends);
            at += 1;
            continue;
        } else {
            // A mark that may change what is said is a word: %, +, ~, $, ?.
            at += 1;
            (None, None)
        };
        let raw: String = chars.get(start..at).unwrap_or_default().iter().collect();
        let key = number.map_or_else(|| fold(&raw), |n| format!("{}", n.value));
        let asks = matches!(c, '?' | '؟');
        let ended = std::mem::take(&mut stop);
        found.push(Token {
            start,
            end: at,
            raw,
            key,
            number,
            date,
            stop: ended,
            glued: ended == Stop::Nothing && found.last().is_some_and(|before| before.end == start),
        });
        if asks {
            stop = Stop::Sentence;
        }
    }
    found
}

/// What ends at a mark that is no word; `None` of one that is.
fn ends(c: char) -> Option<Stop> {
    match c {
        '.' | ';' | '!' | '؛' | '…' => Some(Stop::Sentence),
        ',' | ':' | '،' | '(' | ')' | '–' | '—' => Some(Stop::Clause),
        c if c.is_whitespace() || is_mark(c) => Some(Stop::Nothing),
        '-' | '‐' | '‑' | '−' | '\'' | '’' | '‘' | '"' | '“' | '”' | '«' | '»' | '[' | ']' | '*' | '•' => {
            Some(Stop::Nothing)
        }
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => Some(Stop::Nothing),
        _ => None,
    }
}

/// Where the word that begins at a place ends. Arabic writes some words with the number after them: و2275.
fn end_of_word(chars: &[char], at: usize) -> usize {
    let is_arabic = chars.get(at).is_some_and(|c| matches!(c, '\u{0620}'..='\u{064a}'));
    let inside = |c: &char| (c.is_alphanumeric() || is_mark(*c)) && !(is_arabic && is_digit(Some(c)));
    let length = chars.iter().skip(at).take_while(|c| inside(c)).count();
    at + length
}

/// Whether a minus sign stands right before a place, with nothing of a word or number before it.
fn has_minus(chars: &[char], at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n).and_then(|place| chars.get(place));
    let is_sign = before(1).is_some_and(|c| matches!(c, '-' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}'));
    is_sign && before(2).is_none_or(|c| !c.is_alphanumeric())
}

/// A mark that belongs to the letter before it: vowel signs, tatweel.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{064b}'..='\u{0652}' | '\u{0670}' | 'ـ')
}

/// The digits from a place on: their values, and where they end.
fn run(chars: &[char], at: usize) -> (Vec<u32>, usize) {
    let digits: Vec<u32> = chars
        .iter()
        .skip(at)
        .map_while(|c| is_digit(Some(c)).then(|| digit(*c))?)
        .collect();
    let end = at + digits.len();
    (digits, end)
}

fn value(digits: &[u32]) -> f64 {
    digits.iter().fold(0.0, |value, digit| value * 10.0 + f64::from(*digit))
}

fn read_number(chars: &[char], at: usize) -> (Number, usize) {
    let (mut digits, mut end) = run(chars, at);
    let (mut groups, mut ambiguous) = (0, false);
    while groups > 0 || digits.len() <= 3 {
        let Some(mark) = chars.get(end).filter(|c| separates(**c)) else {
            break;
        };
        let (group, after) = run(chars, end + 1);
        if group.len() != 3 {
            break;
        }
        ambiguous = groups == 0 && matches!(mark, ',' | '.');
        digits.extend(group);
        (end, groups) = (after, groups + 1);
    }
    let mut number = Number {
        value: value(&digits),
        plain: groups == 0,
        could_be_fraction: ambiguous,
        negative: false,
    };
    let (fraction, after) = run(chars, end + 1);
    if chars.get(end).is_some_and(|c| matches!(c, '.' | ',' | '٫')) && (1..=2).contains(&fraction.len()) {
        let scale = if fraction.len() == 1 { 10.0 } else { 100.0 };
        number.value += value(&fraction) / scale;
        (number.plain, end) = (false, after);
    }
    (number, end)
}

/// A date in figures: 2024-10-21, 2024-10, 21/10/2024, 21.10.2024.
fn whole_date(chars: &[char], at: usize) -> Option<(Dated, usize)> {
    let (first, after) = run(chars, at);
    let mark = *chars.get(after)?;
    let (second, after_second) = run(chars, after + 1);
    let part = |digits: &[u32]| digits.iter().fold(0, |value, digit| value * 10 + digit);
    if first.len() == 4 && mark == '-' && second.len() == 2 {
        let (third, end) = run(chars, after_second + 1);
        let whole = chars.get(after_second) == Some(&'-') && third.len() == 2;
        let (year, month) = (part(&first), part(&second));
        let text = if whole {
            format!("{year:04}-{month:02}-{:02}", part(&third))
        } else {
            format!("{year:04}-{month:02}")
        };
        let date = PartialDate::parse(&text)?;
        // 2010-12: December, or two years and more?
        if !whole && month > year % 100 {
            return Some((Dated::Ambiguous, after_second));
        }
        return Some((Dated::On(date), if whole { end } else { after_second }));
    }
    let (third, end) = run(chars, after_second + 1);
    let same_mark = chars.get(after_second) == Some(&mark) && matches!(mark, '/' | '.' | '-');
    if !same_mark || third.len() != 4 || first.len() > 2 || second.len() > 2 || second.is_empty() {
        return None;
    }
    let (a, b, year) = (part(&first), part(&second), part(&third));
    let day = |day: u32, month: u32| PartialDate::parse(&format!("{year:04}-{month:02}-{day:02}"));
    let read = match (day(a, b), day(b, a)) {
        (Some(one), Some(other)) if one != other => Dated::Ambiguous,
        (Some(date), _) | (None, Some(date)) => Dated::On(date),
        (None, None) => return None,
    };
    Some((read, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<f64> {
        tokens(text).iter().filter_map(|t| Some(t.number?.value)).collect()
    }

    #[test]
    fn numbers_are_read_in_every_form_of_a_press_release() {
        for form in [
            "2275",
            "2,275",
            "2.275",
            "2 275",
            "2\u{a0}275",
            "2\u{202f}275",
            "2'275",
            "٢٢٧٥",
            "٢٬٢٧٥",
            "۲۲۷۵",
        ] {
            assert_eq!(numbers(form), [2275.0], "{form}");
        }
        assert_eq!(numbers("1,234,567 and 2.5"), [1_234_567.0, 2.5]);
        assert_eq!(
            numbers("since 2007 275 people"),
            [2007.0, 275.0],
            "a year is no thousand"
        );
        assert_eq!(numbers("33k, 1er"), [33.0, 1.0]);
        for form in ["و2,275", "و2275", "و٢٬٢٧٥", "بـ2275"] {
            assert_eq!(numbers(form), [2275.0], "{form}");
        }
        let negative = |text: &str| tokens(text).iter().any(|t| t.number.is_some_and(|n| n.negative));
        assert!(negative("-5 activities") && negative("(−5)"));
        assert!(!negative("2007-2024") && !negative("2010 -2024") && !negative("SDG-9") && !negative("- 5"));
    }

    #[test]
    fn a_date_in_figures_is_one_word_and_an_ambiguous_one_says_so() {
        let date = |text: &str| tokens(text)[0].date;
        let on = |text: &str| Some(Dated::On(PartialDate::parse(text).unwrap()));
        assert_eq!(date("2024-10-21"), on("2024-10-21"));
        assert_eq!(date("21/10/2024"), on("2024-10-21"));
        assert_eq!(date("10/21/2024"), on("2024-10-21"));
        assert_eq!(date("٢١/١٠/٢٠٢٤"), on("2024-10-21"));
        assert_eq!(date("04/04/2024"), on("2024-04-04"));
        assert_eq!(date("03/04/2024"), Some(Dated::Ambiguous));
        assert_eq!(date("2007-2024"), None);
        assert_eq!(date("2010-12"), Some(Dated::Ambiguous));
        assert_eq!(date("2024-10"), on("2024-10"));
    }

    #[test]
    fn words_know_where_they_are() {
        let found = tokens("في ٢٠٢٤، Digi-CaB");
        let places: Vec<(usize, usize, &str)> = found.iter().map(|t| (t.start, t.end, t.key.as_str())).collect();
        assert_eq!(places, [(0, 2, "في"), (3, 7, "2024"), (9, 13, "digi"), (14, 17, "cab")]);
        assert!(found[2].stop == Stop::Clause && found[1].stop == Stop::Nothing);
        let stops = |text: &str| {
            tokens(text)
                .iter()
                .map(|t| (t.key.clone(), t.stop, t.glued))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            stops("45%. So")[1..],
            [
                ("%".to_owned(), Stop::Nothing, true),
                ("so".to_owned(), Stop::Sentence, false)
            ]
        );
    }
}
