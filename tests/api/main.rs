//! The whole service from outside: the real server on the real databases. Names are sentences; each test of the service
//! runs on SQLite and on PostgreSQL (`on_both!`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "a test may stop at the first surprise"
)]

#[macro_use]
mod support;

mod access;
mod activities;
mod addresses;
mod belonging;
mod browser;
mod catching_up;
mod characters;
mod coverage;
mod days;
mod differences;
mod disclosure;
mod editions;
mod errors;
mod examples;
mod explain;
mod first_record;
mod generate;
mod house;
mod imports;
mod ledger;
mod lists;
mod manners;
mod measures;
mod nearest;
mod one_agency;
mod one_meaning;
mod openapi;
mod pages;
mod past;
mod people;
mod profiles;
mod properties;
mod proposals;
mod published_figures;
mod reconciliation;
mod reference;
mod reference_codes;
mod refusals;
mod reports;
mod rosters;
mod schema;
mod sent_back;
mod slow_clients;
mod smoke;
mod splits;
mod stale_rows;
mod statements;
mod statistics;
mod statistics_manners;
mod stocks;
mod storage;
mod surfaces;
mod twice;
mod verdicts;
