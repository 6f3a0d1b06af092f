//! The first record: the files of `seed-data/`, compiled in and loaded into an empty ledger in one command.
