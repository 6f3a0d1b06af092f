//! What is promised, by example, and by looking at every record that could have given the same protected statement.

mod examples;
mod records;
mod roles;
mod twins;
