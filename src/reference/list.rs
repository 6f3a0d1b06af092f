//! Short lists: whole unless a limit is given, in the order of their codes.

use crate::input::Params;
use crate::paging::Page;

/// How a caller wants a short list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortPage {
    page: Page,
    whole: bool,
}

/// One record of a list: its key, its code, its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: i64,
    pub code: String,
    pub document: String,
}

/// A page of documents, the cursor of the next page, the total where it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Documents {
    pub documents: Vec<String>,
    pub next: Option<String>,
    pub total: Option<i64>,
}

impl ShortPage {
    /// Reads `limit`, `cursor` and `count`.
    pub fn read(params: &Params) -> Self {
        Self {
            whole: !params.has("limit"),
            page: Page::read(params, "code"),
        }
    }

    /// Cuts the page out of all that matched, which is in the order of the codes.
    pub fn cut(&self, matching: Vec<Listed>) -> Documents {
        let total = self
            .page
            .count
            .then(|| i64::try_from(matching.len()).unwrap_or(i64::MAX));
        let limit = if self.whole {
            usize::MAX
        } else {
            usize::try_from(self.page.limit).unwrap_or(usize::MAX)
        };
        let after = self.page.after.as_ref().map(|cursor| cursor.value.as_str());
        let mut rest = matching
            .into_iter()
            .filter(|listed| after.is_none_or(|after| listed.code.as_str() > after));
        let mut next = None;
        let mut documents = Vec::new();
        let mut last = None;
        for listed in rest.by_ref().take(limit) {
            last = Some((listed.id, listed.code));
            documents.push(listed.document);
        }
        if let (Some((key, value)), true) = (last, rest.next().is_some()) {
            next = Some(self.page.cursor(&value, key));
        }
        Documents { documents, next, total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_list_comes_whole_unless_a_limit_is_given() {
        let all = || {
            ["A", "B", "C"]
                .map(|code| Listed {
                    id: 1,
                    code: code.into(),
                    document: code.into(),
                })
                .to_vec()
        };
        let read = |pairs: &[(&str, &str)]| {
            let params = Params::from_pairs(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
            let page = ShortPage::read(&params);
            params.finish().unwrap();
            page
        };
        let whole = read(&[("count", "exact")]).cut(all());
        assert_eq!((whole.documents.len(), whole.next, whole.total), (3, None, Some(3)));
        let first = read(&[("limit", "2")]).cut(all());
        assert_eq!(first.documents, ["A", "B"]);
        let second = read(&[("limit", "2"), ("cursor", &first.next.unwrap())]).cut(all());
        assert_eq!((second.documents, second.next), (vec!["C".to_owned()], None));
    }
}
