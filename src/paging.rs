//! Lists in pages: a limit, an opaque cursor that names the last row seen (keyset), and the link to the next page.

use crate::error::Fault;
use crate::input::{Params, shorten};
use crate::text::hex;

/// How many rows a page has when nobody says.
pub const DEFAULT_LIMIT: i64 = 50;

/// How many rows a page has at most; more is refused, not clipped.
pub const MAX_LIMIT: i64 = 500;

/// Where a page begins: after the row with this sort value and this key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Cursor {
    /// The list that the cursor belongs to: its sort, e.g. `-start`, and a mark of its filters.
    pub sort: String,
    pub value: String,
    pub key: i64,
}

impl Cursor {
    /// After that row, of no list that anybody names.
    pub fn at(key: i64, value: &str) -> Self {
        Self {
            sort: String::new(),
            value: value.to_owned(),
            key,
        }
    }

    /// The opaque text: hexadecimal, so that it survives any address bar.
    pub fn encode(&self) -> String {
        let plain = format!("{}\u{1f}{}\u{1f}{}", self.sort, self.key, self.value);
        hex(plain.as_bytes())
    }

    /// Reads a cursor made by [`Cursor::encode`] for the same sort.
    pub fn decode(text: &str, sort: &str) -> Option<Self> {
        if !text.len().is_multiple_of(2) || text.len() > 4_000 || !text.is_ascii() {
            return None;
        }
        let bytes: Option<Vec<u8>> = (0..text.len())
            .step_by(2)
            .map(|i| u8::from_str_radix(text.get(i..i + 2)?, 16).ok())
            .collect();
        let plain = String::from_utf8(bytes?).ok()?;
        let mut parts = plain.splitn(3, '\u{1f}');
        let cursor = Self {
            sort: parts.next()?.to_owned(),
            key: parts.next()?.parse().ok()?,
            value: parts.next()?.to_owned(),
        };
        (cursor.sort == sort).then_some(cursor)
    }
}

/// How a caller wants a list: one page of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Page {
    pub limit: i64,
    pub after: Option<Cursor>,
    /// `count=exact`: the answer has the total.
    pub count: bool,
    /// The list that its cursors belong to.
    list: String,
}

/// The parameters that choose a page of a list and not the list.
const OF_A_PAGE: [&str; 3] = ["limit", "cursor", "count"];

impl Page {
    /// Reads `limit`, `cursor` and `count`.
    pub fn read(params: &Params, sort: &str) -> Self {
        let limit = params.integer("limit", 1..=MAX_LIMIT).unwrap_or(DEFAULT_LIMIT);
        let list = list_of(params, sort);
        let after = after(params, &list);
        let count = match params.single("count") {
            None => false,
            Some("exact") => true,
            Some(other) => {
                params.invalid(
                    Fault::parameter("count", "unknown_code")
                        .with("value", shorten(other))
                        .with("known", "exact")
                        .nearest(Some("exact")),
                );
                false
            }
        };
        Self {
            limit,
            after,
            count,
            list,
        }
    }

    /// Whether the list looks at every row, to count or to search: then no other request waits behind it.
    pub fn looks_at_all(&self, searches: bool) -> bool {
        self.count || searches
    }

    /// Everything at once, for reports.
    pub fn whole() -> Self {
        Self {
            limit: i64::MAX - 1,
            after: None,
            count: false,
            list: String::new(),
        }
    }

    /// The cursor of the page after the row with this sort value and this key.
    pub fn cursor(&self, value: &str, key: i64) -> String {
        Cursor {
            sort: self.list.clone(),
            value: value.to_owned(),
            key,
        }
        .encode()
    }
}

/// The name of the list in this order that a request asks a page of: cursors of another one are refused.
pub fn list_of(params: &Params, sort: &str) -> String {
    format!("{sort}{}", params.fingerprint(&OF_A_PAGE))
}

/// Reads `cursor`, which must be one of this list ([`list_of`]).
pub fn after(params: &Params, list: &str) -> Option<Cursor> {
    let text = params.single("cursor")?;
    let cursor = Cursor::decode(text, list);
    if cursor.is_none() {
        // Of the right form and not one of this list's, or of another form altogether.
        let reads = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let fault = Fault::parameter("cursor", "bad_cursor");
        if reads {
            params.invalid(fault);
        } else {
            params.unreadable(fault);
        }
    }
    cursor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_for_its_own_sort_only() {
        let cursor = Cursor {
            sort: "-start".into(),
            value: "2024-01-01".into(),
            key: 7,
        };
        assert_eq!(Cursor::decode(&cursor.encode(), "-start"), Some(cursor.clone()));
        assert_eq!(Cursor::decode(&cursor.encode(), "code"), None);
        for garbage in ["garbage", "zz", "00", "é", ""] {
            assert_eq!(Cursor::decode(garbage, "-start"), None, "{garbage}");
        }
    }
}
