//! The manners of the API that no capability repeats: reading requests, conditional and repeatable writes, problems,
//! and what happens at the edge of every request. No capability is known here.

pub mod answer;
pub mod body;
mod chunked;
pub mod edge;
pub mod fallback;
pub mod problem;
pub mod routes;
pub mod stop;
pub mod surface;
pub mod write;

pub use answer::{Answer, Read};
pub use body::{Body, Query};
pub use write::Write;
