//! Cookie names. On the wire a name is `<prefix>.<name>`, with `__Secure-` before it where
//! cookies are secure (RFC 6265bis, section 4.1.3.1).

/// The default of the configurable prefix.
pub const DEFAULT_PREFIX: &str = "better-auth";
/// What a secure cookie's name begins with.
pub const SECURE_PREFIX: &str = "__Secure-";
/// The signed session token.
pub const SESSION_TOKEN: &str = "session_token";
/// The cookie cache.
pub const SESSION_DATA: &str = "session_data";
/// Signed `true` where the session must end with the browser.
pub const DONT_REMEMBER: &str = "dont_remember";
/// The encrypted account that a user has signed in with.
pub const ACCOUNT_DATA: &str = "account_data";
/// Signed: binds a flow with a provider to the browser that began it.
pub const STATE: &str = "state";
/// A flow with a provider, encrypted, where nothing else keeps it.
pub const OAUTH_STATE: &str = "oauth_state";
