//! A server in the process of a test: requests without a network, a clock that the test moves,
//! hashes that cost nothing.

mod app;
mod client;
mod clock;
mod database;
mod hasher;
mod mailbox;
mod peers;
#[cfg(feature = "redis")]
mod redis;
mod server;

pub use app::{SECRET, TestApp};
pub use client::{TestClient, TestRequest, TestResponse};
pub use clock::FakeClock;
#[cfg(test)]
pub(crate) use database::fresh_url;
pub use database::{
    DatabaseServer, dialect, fresh_database, fresh_database_of, fresh_database_url, run_sql,
};
pub use hasher::CheapHasher;
pub use mailbox::TestMailbox;
pub use peers::{PeerRequest, Peers};
#[cfg(feature = "redis")]
pub use redis::RedisServer;
pub use server::TestCertificate;
