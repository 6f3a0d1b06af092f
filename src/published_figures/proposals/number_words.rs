//! Numbers written as words, 0 to 999,999, in three languages, folded as texts are compared.

use crate::text::Lang;

/// The number that the words from the first on spell, with how many words it takes. `None` where none begins there, and
/// for what could be two numbers.
pub fn read(words: &[&str], lang: Lang) -> Option<(u32, usize)> {
    let mut reading = Reading { words, at: 0 };
    let value = match lang {
        Lang::En => reading.english(),
        Lang::Fr => reading.french(),
        Lang::Ar => reading.arabic(),
    }?;
    Some((value, reading.at))
}

/// The words, and how far they are read.
struct Reading<'w> {
    words: &'w [&'w str],
    at: usize,
}

const EN_SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const EN_TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const FR_SMALL: [&str; 17] = [
    "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize",
];
const FR_TENS: [(&str, u32, u32); 8] = [
    ("vingt", 20, 9),
    ("trente", 30, 9),
    ("quarante", 40, 9),
    ("cinquante", 50, 9),
    ("soixante", 60, 19),
    ("septante", 70, 9),
    ("huitante", 80, 9),
    ("nonante", 90, 9),
];
/// Three to ten, as they count masculine and feminine nouns.
const AR_UNITS: [(&str, u32); 24] = [
    ("ثلاثا", 3),
    ("اربعا", 4),
    ("خمسا", 5),
    ("ستا", 6),
    ("سبعا", 7),
    ("تسعا", 9),
    ("عشرا", 10),
    ("ثلاثه", 3),
    ("ثلاث", 3),
    ("اربعه", 4),
    ("اربع", 4),
    ("خمسه", 5),
    ("خمس", 5),
    ("سته", 6),
    ("ست", 6),
    ("سبعه", 7),
    ("سبع", 7),
    ("ثمانيه", 8),
    ("ثماني", 8),
    ("ثمان", 8),
    ("تسعه", 9),
    ("تسع", 9),
    ("عشره", 10),
    ("عشر", 10),
];
/// One and two, which count nothing by themselves.
const AR_FEW: [(&str, u32); 12] = [
    ("واحد", 1),
    ("واحده", 1),
    ("احد", 1),
    ("احدي", 1),
    ("اثنان", 2),
    ("اثنين", 2),
    ("اثنتان", 2),
    ("اثنتين", 2),
    ("اثنا", 2),
    ("اثني", 2),
    ("اثنتا", 2),
    ("اثنتي", 2),
];
const AR_TENS: [[&str; 2]; 8] = [
    ["عشرون", "عشرين"],
    ["ثلاثون", "ثلاثين"],
    ["اربعون", "اربعين"],
    ["خمسون", "خمسين"],
    ["ستون", "ستين"],
    ["سبعون", "سبعين"],
    ["ثمانون", "ثمانين"],
    ["تسعون", "تسعين"],
];
const AR_HUNDRED: [&str; 2] = ["مايه", "ميه"];
const AR_TWO_HUNDRED: [&str; 8] = ["مايتان", "مايتين", "ميتان", "ميتين", "مايتا", "مايتي", "ميتا", "ميتي"];
const AR_THOUSAND: [&str; 3] = ["الف", "الفا", "الاف"];
const AR_TWO_THOUSAND: [&str; 3] = ["الفان", "الفين", "الفي"];

fn place(word: &str, list: &[&str]) -> Option<u32> {
    u32::try_from(list.iter().position(|known| *known == word)?).ok()
}

fn value(word: &str, list: &[(&str, u32)]) -> Option<u32> {
    list.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

impl Reading<'_> {
    fn word(&self, ahead: usize) -> &str {
        self.words.get(self.at + ahead).copied().unwrap_or_default()
    }

    fn takes(&mut self, words: &[&str]) -> bool {
        let fits = words.contains(&self.word(0));
        self.at += usize::from(fits);
        fits
    }

    // English: twenty-five, a hundred and five, two thousand three hundred and forty-seven.

    fn english(&mut self) -> Option<u32> {
        if self.word(0) == "a" && matches!(self.word(1), "hundred" | "thousand") {
            self.at += 1;
            let hundreds = self.takes(&["hundred"]);
            return Some(if hundreds {
                let below = self.english_and_below_hundred();
                self.english_thousands(100 + below)
            } else {
                self.english_thousands(1)
            });
        }
        let first = self.english_below_thousand()?;
        Some(self.english_thousands(first))
    }

    /// Past "thousand", with what follows; the word may be missing.
    fn english_thousands(&mut self, count: u32) -> u32 {
        if !self.takes(&["thousand"]) {
            return count;
        }
        let before = self.at;
        self.takes(&["and"]);
        let Some(rest) = self.english_below_thousand() else {
            self.at = before;
            return count * 1000;
        };
        count * 1000 + rest
    }

    fn english_below_thousand(&mut self) -> Option<u32> {
        let first = self.english_below_hundred()?;
        if (1..10).contains(&first) && self.takes(&["hundred"]) {
            return Some(first * 100 + self.english_and_below_hundred());
        }
        Some(first)
    }

    fn english_and_below_hundred(&mut self) -> u32 {
        let before = self.at;
        self.takes(&["and"]);
        let rest = self.english_below_hundred();
        if rest.is_none() {
            self.at = before;
        }
        rest.unwrap_or_default()
    }

    fn english_below_hundred(&mut self) -> Option<u32> {
        if let Some(tens) = place(self.word(0), &EN_TENS) {
            self.at += 1;
            let unit = place(self.word(0), &EN_SMALL).filter(|unit| (1..10).contains(unit));
            self.at += usize::from(unit.is_some());
            return Some((tens + 2) * 10 + unit.unwrap_or_default());
        }
        let small = place(self.word(0), &EN_SMALL)?;
        self.at += 1;
        Some(small)
    }

    // French: vingt et un, quatre-vingt-dix-sept, deux cent trois mille cinq cents.

    fn french(&mut self) -> Option<u32> {
        let count = if self.word(0) == "mille" {
            1
        } else {
            self.french_below_thousand()?
        };
        if !self.takes(&["mille"]) {
            return Some(count);
        }
        Some(count * 1000 + self.french_below_thousand().unwrap_or_default())
    }

    fn french_below_thousand(&mut self) -> Option<u32> {
        let counted = place(self.word(0), &FR_SMALL).filter(|count| (2..=9).contains(count));
        let hundreds = match counted.filter(|_| matches!(self.word(1), "cent" | "cents")) {
            Some(count) => {
                self.at += 2;
                count * 100
            }
            None if self.takes(&["cent"]) => 100,
            None => return self.french_below_hundred(),
        };
        Some(hundreds + self.french_below_hundred().unwrap_or_default())
    }

    fn french_below_hundred(&mut self) -> Option<u32> {
        if self.word(0) == "quatre" && matches!(self.word(1), "vingt" | "vingts") {
            self.at += 2;
            return Some(80 + self.french_small(19, false).unwrap_or_default());
        }
        if let Some((_, tens, most)) = FR_TENS.iter().find(|(word, ..)| *word == self.word(0)) {
            self.at += 1;
            let and = self.word(0) == "et" && matches!(self.word(1), "un" | "une" | "onze");
            self.at += usize::from(and);
            let rest = self.french_small(*most, and).unwrap_or_default();
            return Some(tens + rest);
        }
        self.french_small(19, true)
    }

    /// One to sixteen, dix-sept to dix-neuf; "un" where it is asked for.
    fn french_small(&mut self, most: u32, with_one: bool) -> Option<u32> {
        let word = if self.word(0) == "une" { "un" } else { self.word(0) };
        let small = place(word, &FR_SMALL).filter(|small| *small <= most && (with_one || *small > 0))?;
        self.at += 1;
        if small == 10 {
            let more = place(self.word(0), &FR_SMALL).filter(|more| (7..10).contains(more));
            self.at += usize::from(more.is_some());
            return Some(10 + more.unwrap_or_default());
        }
        Some(small)
    }

    // Arabic: خمسة وعشرون، مائة وإحدى عشرة، ثلاثمائة وخمسون ألفا ومائتان.

    fn arabic(&mut self) -> Option<u32> {
        let thousands = if self.takes(&AR_TWO_THOUSAND) {
            2000
        } else if self.takes(&["الف"]) {
            1000
        } else {
            let count = self.arabic_below_thousand(false)?;
            if !self.takes(&AR_THOUSAND) {
                return Some(count);
            }
            count * 1000
        };
        let rest = self.arabic_below_thousand(true);
        // What follows counts thousands again: two numbers, and nobody can say where one ends.
        if rest.is_some() && AR_THOUSAND.contains(&self.word(0)) {
            return None;
        }
        Some(thousands + rest.unwrap_or_default())
    }

    /// The number; `joined` where its first word must have the و that adds it to what stands before.
    fn arabic_below_thousand(&mut self, joined: bool) -> Option<u32> {
        let hundreds = self.arabic_hundreds(joined);
        let joined = joined || hundreds.is_some();
        let few = self.arabic_below_twenty(joined);
        // خمسة وعشرون: only one to nine take tens after them.
        let tens = match few {
            Some(few) if (1..10).contains(&few) => self.arabic_tens(true),
            Some(_) => None,
            None => self.arabic_tens(joined),
        };
        let parts = [hundreds, few, tens];
        parts
            .iter()
            .any(Option::is_some)
            .then(|| parts.into_iter().flatten().sum())
    }

    /// The word at a place, without the و that joins it where it must have one.
    fn joined(&self, joined: bool) -> Option<&str> {
        let word = self.word(0);
        if joined { word.strip_prefix('و') } else { Some(word) }
    }

    fn arabic_hundreds(&mut self, joined: bool) -> Option<u32> {
        let word = self.joined(joined)?;
        let (hundreds, length) = if AR_HUNDRED.contains(&word) {
            (100, 1)
        } else if AR_TWO_HUNDRED.contains(&word) {
            (200, 1)
        } else if let Some(count) = AR_HUNDRED
            .iter()
            .find_map(|hundred| value(word.strip_suffix(hundred)?, &AR_UNITS))
        {
            (count * 100, 1)
        } else {
            let count = value(word, &AR_UNITS).filter(|count| *count < 10)?;
            AR_HUNDRED.contains(&self.word(1)).then_some((count * 100, 2))?
        };
        self.at += length;
        Some(hundreds)
    }

    fn arabic_below_twenty(&mut self, joined: bool) -> Option<u32> {
        let word = self.joined(joined)?;
        let few = value(word, &AR_UNITS).or_else(|| value(word, &AR_FEW))?;
        let teen = few < 10 && matches!(self.word(1), "عشر" | "عشره");
        self.at += if teen { 2 } else { 1 };
        Some(if teen { few + 10 } else { few })
    }

    fn arabic_tens(&mut self, joined: bool) -> Option<u32> {
        let word = self.joined(joined)?;
        let tens = AR_TENS.iter().position(|forms| forms.contains(&word))?;
        self.at += 1;
        u32::try_from((tens + 2) * 10).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn spelt(text: &str, lang: Lang) -> Option<u32> {
        let folded = fold(text).replace('-', " ");
        let words: Vec<&str> = folded.split(' ').collect();
        read(&words, lang)
            .filter(|(_, length)| *length == words.len())
            .map(|(value, _)| value)
    }

    fn english(n: u32) -> String {
        let at = |list: &[&str], i: u32| list[usize::try_from(i).unwrap()].to_owned();
        match n {
            0..20 => at(&EN_SMALL, n),
            20..100 if n.is_multiple_of(10) => at(&EN_TENS, n / 10 - 2),
            20..100 => format!("{}-{}", english(n / 10 * 10), english(n % 10)),
            100..1000 if n.is_multiple_of(100) => format!("{} hundred", english(n / 100)),
            100..1000 => format!("{} hundred and {}", english(n / 100), english(n % 100)),
            _ if n.is_multiple_of(1000) => format!("{} thousand", english(n / 1000)),
            _ => format!("{} thousand {}", english(n / 1000), english(n % 1000)),
        }
    }

    fn french(n: u32) -> String {
        let tens = ["vingt", "trente", "quarante", "cinquante", "soixante"];
        match n {
            0..17 => FR_SMALL[usize::try_from(n).unwrap()].to_owned(),
            17..20 => format!("dix-{}", french(n - 10)),
            80 => "quatre-vingts".to_owned(),
            81..100 => format!("quatre-vingt-{}", french(n - 80)),
            70..80 => format!("soixante-{}", french(n - 60)).replace("te-onze", "te et onze"),
            20..70 => {
                let ten = tens[usize::try_from(n / 10 - 2).unwrap()];
                match n % 10 {
                    0 => ten.to_owned(),
                    1 => format!("{ten} et un"),
                    unit => format!("{ten}-{}", french(unit)),
                }
            }
            100 => "cent".to_owned(),
            101..200 => format!("cent {}", french(n - 100)),
            200..1000 if n.is_multiple_of(100) => format!("{} cents", french(n / 100)),
            200..1000 => format!("{} cent {}", french(n / 100), french(n % 100)),
            1000 => "mille".to_owned(),
            1001..2000 => format!("mille {}", french(n - 1000)),
            _ if n.is_multiple_of(1000) => format!(
                "{} mille",
                french(n / 1000).replace("cents", "cent").replace("vingts", "vingt")
            ),
            _ => format!("{} {}", french(n / 1000 * 1000), french(n % 1000)),
        }
    }

    fn arabic(n: u32, feminine: bool) -> String {
        let units = [
            "",
            "واحد",
            "اثنان",
            "ثلاثة",
            "أربعة",
            "خمسة",
            "ستة",
            "سبعة",
            "ثمانية",
            "تسعة",
            "عشرة",
        ];
        let others = [
            "",
            "واحدة",
            "اثنتان",
            "ثلاث",
            "أربع",
            "خمس",
            "ست",
            "سبع",
            "ثماني",
            "تسع",
            "عشر",
        ];
        let unit = |n: u32| if feminine { others } else { units }[usize::try_from(n).unwrap()].to_owned();
        let ten = if feminine { "عشرة" } else { "عشر" };
        match n {
            0..=10 => unit(n),
            11 => format!("{} {ten}", if feminine { "إحدى" } else { "أحد" }),
            12 => format!("{} {ten}", if feminine { "اثنتا" } else { "اثنا" }),
            13..20 => format!("{} {ten}", unit(n - 10)),
            20..100 => {
                let tens = ["عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
                    [usize::try_from(n / 10 - 2).unwrap()];
                if n.is_multiple_of(10) {
                    tens.to_owned()
                } else {
                    format!("{} و{tens}", unit(n % 10))
                }
            }
            100..1000 => {
                let hundreds = [
                    "مائة",
                    "مئتان",
                    "ثلاثمائة",
                    "أربع مئة",
                    "خمسمائة",
                    "ستمئة",
                    "سبعمائة",
                    "ثمانمائة",
                    "تسعمائة",
                ][usize::try_from(n / 100 - 1).unwrap()];
                if n.is_multiple_of(100) {
                    hundreds.to_owned()
                } else {
                    format!("{hundreds} و{}", arabic(n % 100, feminine))
                }
            }
            _ => {
                let thousands = match n / 1000 {
                    1 => "ألف".to_owned(),
                    2 => "ألفان".to_owned(),
                    few @ 3..=10 => format!("{} آلاف", arabic(few, false)),
                    many => format!("{} ألفا", arabic(many, false)),
                };
                if n.is_multiple_of(1000) {
                    thousands
                } else {
                    format!("{thousands} و{}", arabic(n % 1000, feminine))
                }
            }
        }
    }

    #[test]
    fn every_number_is_read_as_it_is_spelt_in_three_languages() {
        for n in (1..3000)
            .chain((3000..1_000_000).step_by(997))
            .chain([999_999, 100_000, 101_001])
        {
            assert_eq!(spelt(&english(n), Lang::En), Some(n), "{}", english(n));
            assert_eq!(spelt(&french(n), Lang::Fr), Some(n), "{}", french(n));
            for feminine in [false, true] {
                assert_eq!(
                    spelt(&arabic(n, feminine), Lang::Ar),
                    Some(n),
                    "{}",
                    arabic(n, feminine)
                );
            }
        }
    }

    #[test]
    fn other_spellings_are_read_and_what_is_no_number_is_not() {
        for (text, lang, value) in [
            ("a hundred and twenty thousand", Lang::En, 120_000),
            ("one hundred twenty", Lang::En, 120),
            ("Soixante et onze mille", Lang::Fr, 71_000),
            ("nonante-neuf", Lang::Fr, 99),
            ("خمسا وعشرين", Lang::Ar, 25),
            ("مائتين وخمسين", Lang::Ar, 250),
            ("ثلاثمئة وخمسة وعشرين ألفاً", Lang::Ar, 325_000),
        ] {
            assert_eq!(spelt(text, lang), Some(value), "{text}");
        }
        for (text, lang) in [
            ("twenty thirty", Lang::En),
            ("one two", Lang::En),
            ("trente dix", Lang::Fr),
            ("عشرون ثلاثون", Lang::Ar),
        ] {
            assert_eq!(spelt(text, lang), None, "{text}");
        }
    }
}
