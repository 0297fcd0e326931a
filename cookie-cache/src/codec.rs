use super::{compact, encrypted, signed};

/// The longest cookie that is looked at: what 100 chunks hold.
const MAX_LENGTH: usize = 100 * 4050;

/// How a payload becomes a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strategy {
    /// JSON with a signature, in Better Auth's own form: the shortest, readable by anybody.
    #[default]
    Compact,
    /// A signed JSON Web Token (RFC 7515 with HS256), readable by anybody.
    Jwt,
    /// An encrypted JSON Web Token (RFC 7516 with A256CBC-HS512).
    Jwe,
}

/// A strategy with its keys.
pub struct Codec(Format);

enum Format {
    Compact(compact::Keys),
    Jwt(signed::Keys),
    Jwe(Vec<encrypted::Key>),
}

/// Random bytes for one cookie. Only encrypted ones need them, and each needs its own.
#[derive(Clone, Copy, Default)]
pub struct Entropy {
    /// The initialisation vector.
    pub iv: [u8; 16],
    /// What the token's id is made of.
    pub id: [u8; 16],
}

/// A cookie that was made with one of the keys and has not expired.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// A JSON object: the payload, and in tokens their own claims besides.
    pub payload: String,
    /// In milliseconds since 1970.
    pub expires_at: i64,
}

impl Codec {
    /// The first secret makes cookies, all of them open them.
    pub fn new<'s>(strategy: Strategy, secrets: impl IntoIterator<Item = &'s str>) -> Self {
        let secrets = secrets.into_iter().map(str::as_bytes);
        Self(match strategy {
            Strategy::Compact => Format::Compact(compact::Keys::new(secrets)),
            Strategy::Jwt => Format::Jwt(signed::Keys::new(secrets)),
            Strategy::Jwe => Format::Jwe(
                secrets.map(|secret| encrypted::Key::new(secret, encrypted::SESSION)).collect(),
            ),
        })
    }

    /// For the cookie of an account at a provider, which is always encrypted.
    pub fn for_accounts<'s>(secrets: impl IntoIterator<Item = &'s str>) -> Self {
        let secrets = secrets.into_iter().map(str::as_bytes);
        let key = |secret| encrypted::Key::new(secret, encrypted::ACCOUNT);
        Self(Format::Jwe(secrets.map(key).collect()))
    }

    /// How many random bytes it needs for a cookie: none, unless it encrypts.
    pub fn needs_entropy(&self) -> bool {
        matches!(self.0, Format::Jwe(_))
    }

    /// The cookie for a payload, the text of a JSON object that is not empty. It lives for
    /// `lifetime` seconds from `now`, in milliseconds. `None` without a secret, or when the payload
    /// is no such text.
    pub fn seal(&self, payload: &str, now: i64, lifetime: i64, entropy: Entropy) -> Option<String> {
        match &self.0 {
            Format::Compact(keys) => compact::seal(keys, payload, now, lifetime),
            Format::Jwt(keys) => signed::seal(keys, payload, now, lifetime),
            Format::Jwe(keys) => encrypted::seal(keys.first()?, payload, now, lifetime, entropy),
        }
    }

    /// Opens a cookie. `None` when it is none, was made with another key, or is over at `now`, in
    /// milliseconds.
    pub fn open(&self, cookie: &str, now: i64) -> Option<Opened> {
        if cookie.len() > MAX_LENGTH {
            return None;
        }
        let opened = match &self.0 {
            Format::Compact(keys) => compact::open(keys, cookie),
            Format::Jwt(keys) => signed::open(keys, cookie, now),
            Format::Jwe(keys) => encrypted::open(keys, cookie, now),
        }?;
        (opened.expires_at >= now).then_some(opened)
    }
}

/// The payload with further members after its own: `{"a":1` and `,"exp":2}`.
pub(super) fn without_end(payload: &str) -> Option<&str> {
    payload.strip_suffix('}').filter(|rest| rest.len() > 1 && rest.starts_with('{'))
}

#[cfg(test)]
mod tests;
