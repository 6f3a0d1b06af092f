//! What the tests stand on: a server of their own for each, callers of every role, and replies that say what was wrong.

#![allow(dead_code, reason = "the tools are there for tests to come")]

pub mod browser;
pub mod builders;
pub mod client;
pub mod contract;
pub mod people;
pub mod postgres;
pub mod record;
pub mod reference;
pub mod server;

#[allow(unused_imports, reason = "the tools are there for tests to come")]
pub use builders::*;
#[allow(unused_imports, reason = "the tools are there for tests to come")]
pub use client::{Client, Problem, Reply};
#[allow(unused_imports, reason = "the tools are there for tests to come")]
pub use server::{Backend, Server};

/// One test on both databases: `a_sentence::sqlite` and `a_sentence::postgres`, each on a server of its own.
///
/// ```text
/// on_both! {
///     fn a_title_is_needed(server: &Server) { … }
/// }
/// ```
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* fn $name:ident($server:ident: &Server) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "a test uses of its module what it needs")]
            use super::*;

            $(#[$meta])*
            fn run($server: &$crate::support::Server) $body

            #[test]
            fn sqlite() {
                run(&$crate::support::Server::start($crate::support::Backend::Sqlite));
            }

            #[test]
            fn postgres() {
                run(&$crate::support::Server::start($crate::support::Backend::Postgres));
            }
        }
    )+};
}
