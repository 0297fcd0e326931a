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
