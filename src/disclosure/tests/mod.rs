//! What is promised, by example, and by looking at every record that could have given the same protected statement.

mod examples;
mod roles;
mod tellings;
mod twins;
