//! The real record, for tests that look at it.

use std::path::Path;

use qudra::imports::{self, Sheet, seed};
use qudra::ledger::{Actor, Commit};

use super::Server;

/// Reads the files of `seed-data/` into the server's record, beside the reference data of the tests.
pub fn load_real_record(server: &Server) {
    for (kind, name) in seed::FILES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seed-data").join(name);
        let sheet = Sheet::read(&std::fs::read(path).unwrap());
        let told = Box::new(|_| {});
        imports::import(&server.ledger(), Actor::CommandLine, kind, sheet, Commit::Yes, told)
            .unwrap_or_else(|_| panic!("{name} is refused"));
    }
}
