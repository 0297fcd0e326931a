//! Limits and defaults that both ends know.

/// Where the endpoints are mounted.
pub const BASE_PATH: &str = "/api/auth";
/// The shortest password that may be set, in UTF-16 code units.
pub const MIN_PASSWORD_LENGTH: usize = 8;
/// The longest password, in UTF-16 code units.
pub const MAX_PASSWORD_LENGTH: usize = 128;
/// How long a session lives, in seconds.
pub const SESSION_EXPIRES_IN: i64 = 7 * 24 * 60 * 60;
/// How long a session lives that must end with the browser, in seconds.
pub const UNREMEMBERED_SESSION_EXPIRES_IN: i64 = 24 * 60 * 60;
/// A session is extended once it is this old, in seconds.
pub const SESSION_UPDATE_AGE: i64 = 24 * 60 * 60;
/// A session counts as fresh for this long after the sign-in, in seconds.
pub const SESSION_FRESH_AGE: i64 = 24 * 60 * 60;
/// How long the cookie cache lives, in seconds.
pub const COOKIE_CACHE_MAX_AGE: i64 = 300;
/// How long the cookie lives that binds a flow with a provider to its browser, in seconds.
pub const STATE_COOKIE_MAX_AGE: i64 = 300;
/// How long the cookie lives that holds such a flow, in seconds.
pub const OAUTH_STATE_COOKIE_MAX_AGE: i64 = 600;
