//! What the words around a number, a verb or a date say of it.

use super::chunks::Voice;
use super::{Obscurity, Reader};
use crate::published_figures::proposals::dates::period_at;
use crate::published_figures::proposals::lexicon::{Link, Word};
use crate::published_figures::proposals::reading::{Meaning, Piece};
use crate::published_figures::proposals::tokens::Stop;

impl Reader<'_> {
    /// Whether the word before a number makes it a bound that is not reached: under 100.
    pub(super) fn is_below(&self, at: usize) -> bool {
        let word = at.checked_sub(1).and_then(|before| self.pieces.get(before));
        word.is_some_and(|piece| {
            ["under", "sous", "تحت"].contains(&self.said(piece.start, piece.end).to_lowercase().as_str())
        })
    }

    /// What the words around a verb say.
    pub(super) fn voice(&self, at: usize) -> Voice {
        let text = |piece: usize| {
            self.pieces
                .get(piece)
                .map_or_else(String::new, |piece| self.said(piece.start, piece.end).to_lowercase())
        };
        let is_filler = |place: &usize| self.word(*place) == Some(Word::Filler);
        let before: Vec<String> = (1..=3)
            .map_while(|back| at.checked_sub(back).filter(is_filler))
            .map(text)
            .collect();
        let says = |words: &[&str]| before.iter().any(|word| words.contains(&word.as_str()));
        if says(&["تم", "تمت", "وتم", "وتمت"]) && !text(at).ends_with("ها") {
            Voice::Impersonal
        } else if says(&[
            "were", "was", "been", "are", "is", "été", "ete", "sont", "est", "étaient", "était",
        ]) || text(at).ends_with("ها")
        {
            Voice::Passive
        } else {
            Voice::Active
        }
    }

    /// Where the place and the day that a news item begins with end: "Ankara, 21 October 2024 – ".
    pub(super) fn dateline(&self, from: usize, end: usize) -> Option<usize> {
        let is_city = self.word(from) == Some(Word::City);
        let pieces = self.pieces.get(..end)?;
        let period = period_at(pieces, from + 1, |start, end| self.said(start, end))?;
        (from == 0 && is_city && period.as_of.is_some() && period.since.is_none()).then_some(from + 1)
    }

    /// Whether what stands right before a number was not read and could change it: barely 65, 20 to 25.
    pub(super) fn is_shaken(&self, at: usize, from: usize) -> bool {
        let unread = |place: usize| self.marks.iter().any(|mark| (mark.from..mark.to).contains(&place));
        let joins = |place: usize| {
            matches!(
                self.word(place),
                Some(Word::Until | Word::And | Word::Link(Link::For | Link::In))
            )
        };
        let piece = |place: usize| self.pieces.get(place);
        let goes_on = piece(at).is_some_and(|piece| piece.stop == Stop::Nothing);
        let is_number = |place: usize| {
            piece(place)
                .is_some_and(|piece| matches!(piece.meaning, Meaning::Number(_) | Meaning::Word(Word::Scale(_))))
        };
        let one = at.checked_sub(1).filter(|one| *one >= from);
        let two = at.checked_sub(2).filter(|two| *two >= from);
        // 2019-20 workshops.
        let dash = at
            .checked_sub(1)
            .and_then(piece)
            .zip(piece(at))
            .is_some_and(|(before, this)| {
                matches!(self.said(before.end, this.start).as_str(), "-" | "–" | "‑" | "−")
                    && self.said(before.end - 1, before.end).chars().all(char::is_numeric)
            });
        dash || goes_on && one.is_some_and(unread)
            || one.is_some_and(joins) && two.is_some_and(|two| unread(two) && is_number(two))
            || piece(at).is_some_and(|piece| piece.and) && one.is_some_and(|one| unread(one) && is_number(one))
    }

    /// What a word that nothing knows is: perhaps a verb of what is to come.
    pub(super) fn strange(piece: &Piece) -> Obscurity {
        let Meaning::Token(token) = &piece.meaning else {
            return Obscurity::NumberWithoutUnit;
        };
        let french = [
            "era", "eront", "ira", "iront", "dra", "dront", "ttra", "ttront", "sera", "seront", "aura", "auront",
        ];
        let arabic = ["سي", "ست", "سن"];
        let long = token.key.chars().count() > 4;
        let is_future = long
            && (french.iter().any(|end| token.key.ends_with(end))
                || arabic
                    .iter()
                    .any(|start| token.key.trim_start_matches('و').starts_with(start)));
        if is_future {
            Obscurity::Planned
        } else {
            Obscurity::UnknownWords
        }
    }
}
