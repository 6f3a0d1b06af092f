//! Qudra keeps the record of a capacity-building secretariat and answers for its figures.
//!
//! The house, floor by floor; a module uses those below it and never those above (`tests/api/house.rs` holds it):
//!
//! ```text
//! 6  main → app
//! 5  ui  imports  generate
//! 4  statistics → coverage  published_figures  profiles  lists → reports
//! 3  activities → participants
//! 2  access  directory → reference → countries  programmes  agencies  fields
//! 1  bounds  disclosure  ledger  past  http  input  texts  text  time  paging  db  openapi  config
//! 0  error
//! ```
//!
//! `docs/ARCHITECTURE.md` is the map with the path of three requests.

pub mod access;
pub mod activities;
pub mod agencies;
pub mod app;
mod bounds;
pub mod config;
pub mod countries;
mod coverage;
pub mod db;
pub mod directory;
pub mod disclosure;
pub mod error;
pub mod fields;
pub mod generate;
pub mod http;
pub mod imports;
pub mod input;
pub mod ledger;
mod lists;
mod openapi;
pub mod paging;
pub mod participants;
mod past;
mod profiles;
pub mod programmes;
mod published_figures;
pub mod reference;
pub mod reports;
pub mod statistics;
pub mod text;
pub mod texts;
pub mod time;
mod ui;
