//! Every possible attendance of small worlds, against which the rules are held.
//!
//! Written from `design.md` §2.1 to §2.3 alone: it shares the words of a statement with the module it judges, and no rule.

pub mod against_enumeration;
pub mod attendance;
pub mod evidence;
mod several;
