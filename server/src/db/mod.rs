//! Where users and sessions are kept.
//!
//! The [`schema`] is data: Better Auth's tables plus what a deployment adds. A [`Store`] builds its
//! statements from it once, by sea-query, and runs them on a [`Database`]. A database knows
//! statements and values, and nothing of users; every kind of database is one folder behind it.
//!
//! # Adding a kind of database
//! Write its folder beside `sqlite/` with what [`Database`] asks of a driver (query, write, inspect)
//! and add it to the driver enum of `database.rs`. One that is behind a network says in its folder
//! only how its protocol is spoken: `remote/` holds what `postgres/` and `mysql/` have in common.

mod database;
mod dialect;
mod error;
mod migrate;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(any(feature = "mysql", feature = "postgres"))]
mod remote;
pub mod schema;
mod sqlite;
pub(crate) mod statement;
mod store;
#[cfg(test)]
mod tests;

pub use database::Database;
pub use dialect::Dialect;
pub use error::{DatabaseError, ErrorKind};
pub use migrate::{Plan, generate, migrate, plan};
pub use schema::{AdditionalField, FieldType, Schema, SchemaError};
pub use store::{
    AccountRow, Additional, AdditionalValue, Changes, Ended, Filter, NewAccount, NewCredential,
    NewSession, NewUser, NewVerification, PasswordHash, SessionRow, Store, UserRow,
    VerificationRow,
};
pub(crate) use store::{CredentialChange, Window};
