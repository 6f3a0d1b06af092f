//! Words in several languages, the one fold behind search, sorting, duplicates and import headers, and "did you mean".
//! `characters.rs` says which characters a text may hold, `formula.rs` which texts a spreadsheet would run.

mod characters;
mod formula;

use std::collections::BTreeMap;

pub use characters::{ascii, code, former_code, is_invisible, name, plain, refused, segment, tidy};
pub use formula::{is_formula, without_guard};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A language that Qudra speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Lang {
    #[default]
    En,
    Ar,
    Fr,
}

impl Lang {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::En, Self::Ar, Self::Fr];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ar => "ar",
            Self::Fr => "fr",
        }
    }

    /// From a tag such as `ar`, `fr-TN` or `EN`; `None` for other languages.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        Self::ALL.into_iter().find(|lang| lang.tag() == primary)
    }

    /// The best of an `Accept-Language` header; English when it names none of ours.
    pub fn negotiate(header: &str) -> Self {
        let mut best: Option<(Self, f32)> = None;
        for part in header.split(',') {
            let mut pieces = part.trim().split(';');
            let Some(lang) = pieces.next().and_then(|tag| Self::from_tag(tag.trim())) else {
                continue;
            };
            let weight = pieces
                .find_map(|p| p.trim().strip_prefix("q=")?.parse().ok())
                .unwrap_or(1.0);
            if weight > 0.0 && best.is_none_or(|(_, w)| weight > w) {
                best = Some((lang, weight));
            }
        }
        best.map_or(Self::En, |(lang, _)| lang)
    }

    /// Its name in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ar => "العربية",
            Self::Fr => "Français",
        }
    }

    /// Whether it is written from right to left.
    pub fn is_rtl(self) -> bool {
        self == Self::Ar
    }
}

/// A text in one or more of the languages; at least one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Multilingual(pub BTreeMap<String, String>);

impl Multilingual {
    /// In English only.
    pub fn en(text: impl Into<String>) -> Self {
        Self(BTreeMap::from([("en".to_owned(), text.into())]))
    }

    /// The text in that language, if it is there.
    pub fn get(&self, lang: Lang) -> Option<&str> {
        self.0.get(lang.tag()).map(String::as_str)
    }

    /// The text in that language, or else in the first one there is (en, ar, fr).
    pub fn best(&self, lang: Lang) -> &str {
        std::iter::once(lang)
            .chain(Lang::ALL)
            .find_map(|l| self.get(l))
            .unwrap_or_default()
    }

    /// All texts folded, one after the other, for a search column.
    pub fn folded(&self) -> String {
        self.0
            .values()
            .map(|text| fold(text))
            .collect::<Vec<_>>()
            .join(" \u{1f} ")
    }

    /// As the database keeps it: a JSON object.
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// From what the database keeps.
    pub fn from_json(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}

/// Folds a text so that what a reader takes for the same word is the same: case, Latin marks (ş, ô, dotless ı), Arabic
/// letter variants (أ إ آ ٱ → ا, ة → ه, ى → ي), vowel marks and tatweel, digits of every script, kinds of apostrophe, dash and
/// space. What cannot be seen is left out.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ı' => folded.push('i'),
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
            'ß' => folded.push_str("ss"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'þ' | 'Þ' => folded.push_str("th"),
            'ٱ' => folded.push('ا'),
            'ة' => folded.push('ه'),
            'ى' | 'ی' => folded.push('ي'),
            'ک' => folded.push('ك'),
            'ـ' => {}
            c if is_invisible(c) => {}
            '’' | '‘' | 'ʼ' | '`' | '´' | 'ʿ' | 'ʾ' => folded.push('\''),
            '‐' | '‑' | '‒' | '–' | '—' | '−' => folded.push('-'),
            c if c.is_whitespace() => {
                if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c => folded.extend(ascii(c).to_lowercase().filter(|c| !is_combining_mark(*c))),
        }
    }
    folded.trim().to_owned()
}

/// Whether it has the form of a BCP 47 language tag, such as `en`, `ar` or `fr-TN`.
pub fn is_language_tag(tag: &str) -> bool {
    tag.split('-').enumerate().all(|(i, part)| match i {
        0 => (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase()),
        _ => (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()),
    })
}

/// The language tag that another spelling comes closest to: `EN` is `en`, `fr_TN` is `fr-TN`.
pub fn nearest_language_tag(text: &str) -> Option<String> {
    let mut parts = text.split(['-', '_', ' ']).filter(|part| !part.is_empty());
    let first = parts.next()?.to_lowercase();
    let tag = parts.fold(first, |tag, part| tag + "-" + part);
    is_language_tag(&tag).then_some(tag)
}

/// The `LIKE` pattern that finds a folded text anywhere, for use with `escape '\'`. Between words any one character stands
/// for any other: `SDG-9` finds `SDG 9`.
pub fn containing(text: &str) -> String {
    let folded = fold(text);
    let words = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let mut pattern = String::with_capacity(folded.len() + 2);
    pattern.push('%');
    if words.is_empty() {
        pattern.push_str(&folded.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    }
    pattern.extend(words.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }));
    pattern.push('%');
    pattern
}

/// A number as people of a language write it; data files never use this. Groups of three: a comma in English and Arabic,
/// a narrow space in French. Digits are Latin in all three.
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

/// The longest text that is compared with known ones, in characters: nothing longer is a slip of the hand, and comparing
/// takes time that grows with both lengths.
const COMPARED: usize = 64;

/// How alike two texts must be, from 0 to 1: the share of characters that are not mistyped.
const ALIKE: f64 = 0.65;

/// The one of `known` that `given` was most likely meant to be, the first of several that are as near; `None` when nothing
/// is near, and for texts of more than 64 characters.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if given.chars().nth(COMPARED).is_some() {
        return None;
    }
    let plain = |text: &str| fold(text).replace([' ', '-'], "_");
    let given = plain(given);
    let mut best: Option<(&str, f64)> = None;
    for candidate in known {
        let score = strsim::normalized_damerau_levenshtein(&given, &plain(candidate));
        if score >= ALIKE && best.is_none_or(|(_, nearest)| score > nearest) {
            best = Some((candidate, score));
        }
    }
    best.map(|(candidate, _)| candidate)
}

/// Bytes as hexadecimal digits, two each, in lower case.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_makes_variants_of_one_word_equal() {
        for (a, b) in [
            ("دوره", "دورة"),
            ("Turkiye", "Türkiye"),
            ("الأردن", "الاردن"),
            ("İŞKUR", "iskur"),
            ("TODAİE", "todaie"),
            ("Côte d’Ivoire", "cote d'ivoire"),
            ("٢٠٢٤", "2024"),
            ("قُدْرَة", "قدره"),
            ("2025–27", "2025-27"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} and {b}");
        }
    }

    #[test]
    fn a_pattern_takes_no_wildcards_from_what_is_searched() {
        assert_eq!(containing("%_\\"), "%\\%\\_\\\\%");
        assert_eq!(containing("100%"), "%100%");
        assert_eq!(containing("SDG-9."), containing("sdg 9"));
    }

    #[test]
    fn the_nearest_code_is_named_and_a_far_one_is_not() {
        assert_eq!(
            nearest("trainng_course", ["training_course", "webinar"]),
            Some("training_course")
        );
        assert_eq!(nearest("zzz", ["training_course", "webinar"]), None);
        assert_eq!(nearest("age", ["agency", "email"]), None);
        assert_eq!(nearest("traine", ["trainee", "trainer"]), Some("trainee"));
        assert_eq!(nearest("Côte", ["cote", "cope"]), Some("cote"));
    }

    #[test]
    fn what_is_longer_than_any_slip_is_compared_with_nothing() {
        let long = "a".repeat(COMPARED);
        assert_eq!(nearest(&long, [long.as_str()]), Some(long.as_str()));
        assert_eq!(nearest(&format!("{long}a"), [long.as_str()]), None);
    }

    #[test]
    fn the_best_language_of_a_header_is_chosen() {
        assert_eq!(Lang::negotiate("de, fr;q=0.5, ar;q=0.8"), Lang::Ar);
        assert_eq!(Lang::negotiate("ja"), Lang::En);
        assert_eq!(Lang::negotiate("ar;q=0, fr;q=0.1"), Lang::Fr);
    }

    #[test]
    fn numbers_are_grouped_as_each_language_writes_them() {
        assert_eq!(grouped(0, Lang::En), "0");
        assert_eq!(grouped(999, Lang::Ar), "999");
        assert_eq!(grouped(2275, Lang::Ar), "2,275");
        assert_eq!(grouped(1_234_567, Lang::Fr), "1\u{202f}234\u{202f}567");
    }
}
