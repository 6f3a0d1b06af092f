//! Which characters a text may hold, what is taken off it, and what is read as ASCII: one rule for bodies, parameters,
//! paths, sheets and commands. NUL is a character of no text: nothing takes it off, and every reader refuses it.

use std::ops::RangeInclusive;

use unicode_normalization::UnicodeNormalization;

/// Opens a run whose direction stands for itself.
const OPENING: RangeInclusive<char> = '\u{2066}'..='\u{2068}';

/// Closes one.
const CLOSING: char = '\u{2069}';

/// The zeros of the scripts whose ten digits follow each other (Unicode 16, general category Nd).
const ZEROS: [u32; 75] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20,
    0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0,
    0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0,
    0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50,
    0x11D50, 0x11DA0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2,
    0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// The default-ignorable code points of Unicode, and annotation marks.
const IGNORABLE: [RangeInclusive<char>; 17] = [
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{200b}'..='\u{200f}',
    '\u{202a}'..='\u{202e}',
    '\u{2060}'..='\u{206f}',
    '\u{3164}'..='\u{3164}',
    '\u{fe00}'..='\u{fe0f}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffb}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e0fff}',
];

/// Those that no writing needs: embeddings and overrides of direction, deprecated and annotating marks, tags.
const UNFIT: [RangeInclusive<char>; 5] = [
    '\u{202a}'..='\u{202e}',
    '\u{206a}'..='\u{206f}',
    '\u{fff0}'..='\u{fffb}',
    '\u{e0000}'..='\u{e00ff}',
    '\u{e01f0}'..='\u{e0fff}',
];

/// Whether a character cannot be seen: what Unicode lets a display ignore, and control characters that are no white
/// space. None of them counts in search and comparison.
pub fn is_invisible(c: char) -> bool {
    let is_control = c != '\0' && c.is_control() && !c.is_whitespace();
    is_control || (!c.is_ascii() && IGNORABLE.iter().any(|range| range.contains(&c)))
}

/// Whether free text may not hold a character, line breaks and tabs aside. Isolates are looked at in pairs.
fn is_unfit(c: char) -> bool {
    let is_control = c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    is_control || UNFIT.iter().any(|range| range.contains(&c))
}

/// A digit of any script and a full-width form as ASCII; every other character as it is.
pub fn ascii(c: char) -> char {
    let code = u32::from(c);
    let wide = |code: u32| char::from_u32(code - 0xFF01 + 0x21);
    let zero = || ZEROS.into_iter().find(|zero| (*zero..*zero + 10).contains(&code));
    match code {
        0..=0x65F => Some(c),
        0xFF01..=0xFF5E => wide(code),
        0x3000 => Some(' '),
        _ => zero().and_then(|zero| char::from_digit(code - zero, 10)),
    }
    .unwrap_or(c)
}

/// A code, a number or a date as it is compared: without what cannot be seen, digits and full-width forms as ASCII, NFC,
/// trimmed. Codes that differ only in that are one code.
pub fn code(text: &str) -> String {
    plain(text).trim().to_owned()
}

/// A code as it was stored before codes were cleaned, where that is another text: such a record keeps the code it has.
pub fn former_code(text: &str) -> Option<String> {
    let former: String = text.trim().nfc().collect();
    Some(former).filter(|former| *former != code(text))
}

/// The same with the white space around it.
pub fn plain(text: &str) -> String {
    if text.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
        return text.to_owned();
    }
    text.chars().filter(|c| !is_invisible(*c)).map(ascii).nfc().collect()
}

/// A path segment as a code; `None` where it holds a control character, which no code does.
pub fn segment(text: &str) -> Option<String> {
    Some(code(text)).filter(|code| !code.chars().any(char::is_control))
}

/// A free text as it is stored: NFC, without white space and what cannot be seen at its ends. Isolates that belong
/// together stay together.
pub fn tidy(text: &str) -> String {
    let trimmed = text.trim();
    if trimmed.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
        return trimmed.to_owned();
    }
    let characters: Vec<char> = trimmed.nfc().collect();
    let is_seen = |c: &char| !is_invisible(*c) && !c.is_whitespace();
    let (Some(first), Some(last)) = (
        characters.iter().position(is_seen),
        characters.iter().rposition(is_seen),
    ) else {
        return String::new();
    };
    // A mark at one end stays where its other half is inside.
    let inside = first..=last;
    let kept = |at: usize| inside.contains(&at);
    let mut stays = vec![false; characters.len()];
    for (opening, closing) in pairs(&characters).0 {
        let half = kept(opening) != kept(closing);
        for at in [opening, closing] {
            if let Some(stay) = stays.get_mut(at) {
                *stay = half;
            }
        }
    }
    let characters = characters.into_iter().zip(stays).enumerate();
    characters
        .filter(|(at, (_, stays))| *stays || kept(*at))
        .map(|(_, (c, _))| c)
        .collect()
}

/// The first character that free text may not hold: a control character, an override or embedding, an isolate without
/// its other half.
pub fn refused(text: &str) -> Option<char> {
    if text.is_ascii() && !text.bytes().any(|b| b.is_ascii_control()) {
        return None;
    }
    let characters: Vec<char> = text.chars().collect();
    let (_, alone) = pairs(&characters);
    let found = characters.iter().position(|c| is_unfit(*c));
    let at = found.into_iter().chain(alone).min()?;
    characters.get(at).copied()
}

/// The places of isolates that belong together, and the first place of one that belongs to none.
fn pairs(characters: &[char]) -> (Vec<(usize, usize)>, Option<usize>) {
    let (mut open, mut pairs, mut alone) = (Vec::new(), Vec::new(), None);
    for (at, c) in characters.iter().enumerate() {
        if OPENING.contains(c) {
            open.push(at);
        } else if *c == CLOSING {
            match open.pop() {
                Some(opening) => pairs.push((opening, at)),
                None => alone = alone.or(Some(at)),
            }
        }
    }
    (pairs, alone.into_iter().chain(open).min())
}

/// How a fault names a character: `U+202E`.
pub fn name(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_taken_off_the_ends_and_what_writing_needs_stays_inside() {
        for (given, kept) in [
            ("\u{200b}F1\u{200e} ", "F1"),
            ("\u{a0}\u{feff}a\u{ad}b\u{2060}", "a\u{ad}b"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("\u{200b}\u{3164} \u{e0100}", ""),
            ("دورة \u{2066}C++\u{2069}", "دورة \u{2066}C++\u{2069}"),
            ("\u{2066}C++\u{2069} دورة\u{200f}", "\u{2066}C++\u{2069} دورة"),
            ("\u{2067}دورة\u{2069}", "دورة"),
            ("\u{2067}دورة \u{2066}C++\u{2069}\u{2069}", "دورة \u{2066}C++\u{2069}"),
            ("\u{2066}open", "open"),
            ("e\u{301}", "é"),
        ] {
            assert_eq!(tidy(given), kept, "{given:?}");
            assert_eq!(refused(kept), None, "{kept:?}");
        }
    }

    #[test]
    fn free_text_with_what_turns_or_hides_it_is_refused_by_the_first_of_them() {
        for (text, found) in [
            ("a\u{202e}b", Some('\u{202e}')),
            ("a\u{202b}b\u{202c}", Some('\u{202b}')),
            ("a\u{2067}b", Some('\u{2067}')),
            ("a\u{2069}b\u{2066}c", Some('\u{2069}')),
            ("a\u{e0041}b", Some('\u{e0041}')),
            ("a\0b", Some('\0')),
            ("a\u{85}b", Some('\u{85}')),
            ("a\nb\tc\r\n", None),
            ("❤\u{fe0f} \u{1f469}\u{200d}\u{1f4bb}", None),
            ("\u{2068}a \u{2066}b\u{2069}\u{2069} c", None),
        ] {
            assert_eq!(refused(text), found, "{text:?}");
        }
        assert_eq!(name('\u{202e}'), "U+202E");
    }

    #[test]
    fn codes_that_differ_in_what_is_taken_off_or_read_as_ascii_are_one() {
        for text in [
            "F1",
            "F1\u{200e}",
            "\u{200b}F1",
            "F\u{ad}1",
            "Ｆ１",
            "F١",
            "F۱",
            "F१",
            "F𝟭",
            "F\u{1}1",
            " F1\u{3000}",
        ] {
            assert_eq!(code(text), "F1", "{text:?}");
        }
        assert_eq!(code("A\0"), "A\0");
        assert_eq!(segment("A\0"), None);
        assert_eq!(former_code("F1"), None);
        assert_eq!(former_code("F1\u{200e}").as_deref(), Some("F1\u{200e}"));
    }

    #[test]
    fn every_digit_of_every_script_is_read() {
        let numeric = |c: &char| c.is_numeric() && !c.is_ascii();
        let read: Vec<char> = ('\0'..=char::MAX)
            .filter(numeric)
            .filter(|c| ascii(*c).is_ascii_digit())
            .collect();
        assert_eq!(read.len(), ZEROS.len() * 10);
    }
}
