//! What both ends of the wire must agree on, and nothing else.
//!
//! A route is declared once, by its input type: see [`routes`]. The server's router entry and
//! input validation, the client's typed call and the TypeScript declarations all come from that
//! declaration. The protocol is Better Auth's 1.7; names, statuses and messages are its.
//!
//! # Adding a route
//! 1. Declare input and output with [`wire!`] and the route with [`route!`] in
//!    `routes/<area>.rs`, and list it in [`routes::ALL`].
//! 2. Run `cargo xtask generate`, which rewrites `bindings/generated/`.
//! 3. Write the server's function in `server/src/endpoints/<area>.rs`.

pub mod cookie;
pub mod describe;
pub mod error_code;
pub mod limits;
pub mod models;
pub mod plugins;
pub mod route;
pub mod routes;
pub mod secret;
pub mod timestamp;
pub mod typescript;
mod wire;

pub use error_code::ErrorCode;
pub use route::{Body, Method, Route, RouteInfo, SessionRequirement};
pub use timestamp::Timestamp;
