use signet_auth_protocol::limits;

use super::{CookieCacheOptions, TableNames};
use crate::db::AdditionalField;

/// Sessions.
#[derive(Debug, Clone)]
pub struct SessionOptions {
    /// How long a session lives. Default 7 days.
    pub expires_in: i64,
    /// A session that is used is extended once it is this old; 0 extends it on every use. Default
    /// 1 day.
    pub update_age: i64,
    /// For how long after the sign-in a session may do what needs a fresh one; 0 means always.
    /// Default 1 day.
    pub fresh_age: i64,
    /// Whether sessions are never extended. Default `false`.
    pub disable_session_refresh: bool,
    /// Whether a `GET` never extends a session, but says that it should be: a `POST` to
    /// `/get-session` then does, which the client sends by itself. For databases with replicas that
    /// can only be read. Default `false`.
    pub defer_session_refresh: bool,
    /// Sessions that are kept in a cookie for a short while, so that not every request needs the
    /// database. Default: off.
    pub cookie_cache: CookieCacheOptions,
    /// With secondary storage: whether sessions are in the database, too. Default `false`.
    pub store_session_in_database: bool,
    /// With both: whether the row of a session that is over stays, for the record. Secondary storage
    /// alone then says which sessions there are. Default `false`.
    pub preserve_session_in_database: bool,
    /// What the table is called in the database.
    pub table: TableNames,
    /// Further columns of a session.
    pub additional_fields: Vec<AdditionalField>,
}

impl Default for SessionOptions {
    fn default() -> Self {
        Self {
            expires_in: limits::SESSION_EXPIRES_IN,
            update_age: limits::SESSION_UPDATE_AGE,
            fresh_age: limits::SESSION_FRESH_AGE,
            disable_session_refresh: false,
            defer_session_refresh: false,
            cookie_cache: CookieCacheOptions::default(),
            store_session_in_database: false,
            preserve_session_in_database: false,
            table: TableNames::default(),
            additional_fields: Vec::new(),
        }
    }
}
