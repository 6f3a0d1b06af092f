//! The manners of the API that no capability repeats: reading requests, conditional and repeatable writes, problems,
//! and what happens at the edge of every request. No capability is known here.

pub(crate) mod answer;
pub(crate) mod body;
mod chunked;
pub(crate) mod edge;
pub(crate) mod fallback;
pub mod problem;
pub(crate) mod routes;
pub(crate) mod stop;
pub(crate) mod surface;
pub(crate) mod write;

pub use answer::{Answer, Read};
pub use body::{Body, Query};
pub use write::Write;
