//! Every possible attendance of small worlds, against which the rules are held.
//!
//! Written from `design.md` §2.1 to §2.3 alone: it shares the words of a statement with the module that it checks, and no rule.

pub(crate) mod against_enumeration;
pub(crate) mod attendance;
pub(crate) mod evidence;
mod several;
