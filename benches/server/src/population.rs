//! A database with many users and sessions, written past the server because signing them up would
//! take days.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use rusqlite::{Connection, params};
use sha2::Sha256;
use signet_auth_protocol::Timestamp;

use crate::cases::PASSWORD;
use crate::subject::SECRET;

const SALT: &str = "00112233445566778899aabbccddeeff";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How many there are. Sessions go round the users; all of them live.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Population {
    pub(crate) users: u64,
    pub(crate) sessions: u64,
}

impl Population {
    /// Fills a database that has its tables and nothing in them.
    pub(crate) fn fill(self, database: &Path) -> Result<()> {
        let mut connection = Connection::open(database)?;
        connection.execute_batch(
            "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -2000000;",
        )?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
        let text = |time: Duration| -> Result<String> {
            Ok(Timestamp(i64::try_from(time.as_millis())?).to_string())
        };
        let (now, later) = (text(now)?, text(now + 7 * DAY)?);
        let password = hash()?;
        let transaction = connection.transaction()?;
        {
            let mut user = transaction.prepare(
                r#"insert into "user" ("id", "name", "email", "emailVerified", "createdAt", "updatedAt")
                   values (?1, 'Ada Lovelace', ?2, 1, ?3, ?3)"#,
            )?;
            let mut account = transaction.prepare(
                r#"insert into "account"
                   ("id", "accountId", "providerId", "userId", "password", "createdAt", "updatedAt")
                   values (?1, ?2, 'credential', ?2, ?3, ?4, ?4)"#,
            )?;
            for index in 0..self.users {
                let id = random_text("user", index);
                user.execute(params![id, email(index), now])?;
                account.execute(params![random_text("account", index), id, password, now])?;
            }
            let mut session = transaction.prepare(
                r#"insert into "session" ("id", "expiresAt", "token", "createdAt", "updatedAt",
                   "ipAddress", "userAgent", "userId") values (?1, ?2, ?3, ?4, ?4, '', '', ?5)"#,
            )?;
            for index in 0..self.sessions {
                let user = random_text("user", index.checked_rem(self.users).unwrap_or_default());
                let (id, token) = (random_text("id", index), random_text("token", index));
                session.execute(params![id, later, token, now, user])?;
            }
        }
        transaction.commit()?;
        connection.close().map_err(|(_, error)| error).context("the database can't be closed")
    }
}

/// The address of a user.
pub(crate) fn email(user: u64) -> String {
    format!("{}@example.com", random_text("email", user).to_lowercase())
}

/// The cookie of a session.
pub(crate) fn cookie(session: u64) -> Result<String> {
    let token = random_text("token", session);
    let mut signature = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes())?;
    signature.update(token.as_bytes());
    let signature = STANDARD.encode(signature.finalize().into_bytes());
    let signature = signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    Ok(format!("better-auth.session_token={token}.{signature}"))
}

/// 32 letters and digits that look random and follow from their number.
fn random_text(kind: &str, index: u64) -> String {
    const ALPHABET: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let seed = kind.bytes().fold(0, |seed: u64, byte| seed.wrapping_mul(31) + u64::from(byte));
    let mut random = SplitMix(seed.rotate_left(40) ^ index);
    let letters = std::iter::repeat_with(|| random.next()).take(4).flat_map(u64::to_le_bytes);
    letters
        .filter_map(|byte| ALPHABET.get(usize::from(byte) % 62))
        .map(|&b| char::from(b))
        .collect()
}

/// Steele, Lea and Flood's generator: a measurement needs the same numbers every time.
pub(crate) struct SplitMix(pub(crate) u64);

impl SplitMix {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// Everybody's password.
fn hash() -> Result<String> {
    let parameters = scrypt::Params::new(14, 16, 1).map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut key = [0; 64];
    scrypt::scrypt(PASSWORD.as_bytes(), SALT.as_bytes(), &parameters, &mut key)
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    let key: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{SALT}:{key}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_follow_from_their_number_and_differ() {
        assert_eq!(random_text("token", 7), random_text("token", 7));
        assert_ne!(random_text("token", 7), random_text("token", 8));
        assert_ne!(random_text("token", 7), random_text("id", 7));
        assert_eq!(random_text("token", 7).len(), 32);
    }
}
