//! What programmes, countries, agencies and fields have in common: they are few, are found by a code, are whole in one
//! document, and are shown by others under that code.
//!
//! A kind says in [`record::Record`] how its body is read and which rows it writes; how such a record is created,
//! changed, imported and removed is written once, in [`record`]. A new code raises every document that shows the old
//! one, in the same command: [`propagate`]. A code once used belongs to its record for ever, also after its deletion.

pub(crate) mod codes;
pub(crate) mod draft;
pub(crate) mod list;
pub(crate) mod past;
pub(crate) mod propagate;
pub mod record;
pub(crate) mod schema;

pub use crate::ledger::Outcome;
pub use record::Written;
