//! Filters as published figures and declarations of coverage write them: the query of an address, `all` for none.

use super::question::Filters;
use crate::error::{Error, Fault};
use crate::input::Params;

/// `all`, or `name=value` pairs joined by `&`. Whether the values mean something is asked when it is put to the record.
pub fn is_filter(text: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let is_pair = |pair: &str| {
        pair.split_once('=')
            .is_some_and(|(name, value)| is_name(name) && !value.is_empty() && !value.contains(char::is_whitespace))
    };
    text == "all" || text.split('&').all(is_pair)
}

/// The filters that a text writes; a status only where it writes one.
///
/// # Errors
/// [`Error::Invalid`] or [`Error::Unreadable`] where the statistics would refuse it.
pub fn read(text: &str) -> Result<Filters, Error> {
    let params = Params::parse(if text == "all" { "" } else { text })?;
    let mut filters = Filters::read(&params);
    filters.refuse_programme_kinds(&params);
    if !params.has("status") {
        filters.status.clear();
    }
    params.finish()?;
    Ok(filters)
}

/// What is wrong with a filter, as faults of the member that holds it.
pub fn faults(error: &Error, pointer: &str) -> Vec<Fault> {
    let placed = |fault: &Fault| {
        let name = fault.said("name").unwrap_or_default().to_owned();
        if fault.code == "unknown_parameter" {
            let unknown = Fault::at(pointer, "unknown_filter").with("name", name);
            return unknown.nearest(fault.nearest.clone());
        }
        Fault {
            at: Fault::at(pointer, fault.code).at,
            ..fault.clone()
        }
    };
    error.faults().iter().map(placed).collect()
}

/// The faults of names in a filter that are no filters of the statistics, each with the nearest that is one.
pub fn unknown_names(text: &str, pointer: &str) -> Vec<Fault> {
    let params = Params::parse(if text == "all" { "" } else { text });
    let read = params.and_then(|params| {
        Filters::read(&params);
        params.finish()
    });
    let mut found = read.err().map(|error| faults(&error, pointer)).unwrap_or_default();
    found.retain(|fault| fault.code == "unknown_filter");
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_all_or_pairs() {
        for good in ["all", "agency=CBG&programme=CB-CaB", "field=sti"] {
            assert!(is_filter(good), "{good}");
        }
        for bad in ["everything", "field", "field=", "=sti", "Field=sti", "a=b&", "a=b c"] {
            assert!(!is_filter(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_no_filter_of_the_statistics_is_named_with_the_nearest_that_is_one() {
        let names = |filter: &str| {
            let faults = unknown_names(filter, "/record_filter").into_iter();
            faults
                .map(|fault| fault.said("name").unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        for name in ["by", "measure", "as_of", "edition", "limit", "cursor", "sector"] {
            assert_eq!(names(&format!("field=sti&{name}=year")), [name]);
        }
        for good in [
            "all",
            "field=sti&sex=female",
            "from=2010&to=2030&programme_tree=true",
            "type=webinr",
        ] {
            assert!(names(good).is_empty(), "{good}");
        }
        let near = unknown_names("feild=sti", "/record_filter");
        assert_eq!(near[0].nearest.as_deref(), Some("field"));
    }

    #[test]
    fn a_status_is_a_filter_where_it_is_written() {
        assert!(read("all").unwrap().status.is_empty());
        assert_eq!(read("status=held").unwrap().status.len(), 1);
        assert!(read("type=webinr").is_err());
    }
}
