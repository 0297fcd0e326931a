use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::io::tcp::TcpSettings;
use redis::{Client, Cmd, FromRedisValue, IntoConnectionInfo, RedisError};

use super::{Answer, Fresh, SecondaryStorage, StorageError};

/// How Better Auth's own Redis storage begins its keys.
const PREFIX: &str = "better-auth:";
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(2);

const INCREMENT: &str = r#"
local count = redis.call("INCR", KEYS[1])
if count == 1 then redis.call("EXPIRE", KEYS[1], ARGV[1]) end
return count
"#;
/// Whether there is to be a value, that value; whether there will be one, that value, its seconds.
const REPLACE: &str = r#"
local value = redis.call("GET", KEYS[1])
if ARGV[1] == "1" and value ~= ARGV[2] or ARGV[1] == "0" and value then return 0 end
if ARGV[3] == "1" then redis.call("SET", KEYS[1], ARGV[4], "EX", ARGV[5])
else redis.call("DEL", KEYS[1]) end
return 1
"#;

/// Redis, or whatever speaks its protocol, from version 6.2. The connection is made when it is first
/// needed, and again whenever it is lost or nothing comes back through it.
#[derive(Clone)]
pub struct RedisStorage {
    client: Client,
    prefix: String,
    connection: Arc<Mutex<Option<Connection>>>,
}

/// A connection that all share, also while it is being made.
type Connection = Arc<ConnectionManager>;

impl RedisStorage {
    /// A server, as `redis://user:password@host:6379/0`, or `rediss://` with TLS. It need not be
    /// there yet. Where the process has chosen no cryptography for rustls, TLS makes this choose ring.
    ///
    /// # Errors
    /// When the URL is none.
    pub fn new(url: &str) -> Result<Self, StorageError> {
        if url.starts_with("rediss:") {
            // The crate takes the one of the process. Where there are several it would panic, and where
            // the application has chosen one, that one stays.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let client = url.into_connection_info().and_then(|server| {
            // Commands are small, and somebody waits for each.
            Client::open(server.set_tcp_settings(TcpSettings::default().set_nodelay(true)))
        });
        let client = client.map_err(|_| StorageError::new("this is no URL of Redis"))?;
        Ok(Self { client, prefix: PREFIX.to_owned(), connection: Arc::default() })
    }

    /// The same with other beginnings of its keys. Better Auth's Redis storage has `better-auth:`.
    #[must_use]
    pub fn with_prefix(self, prefix: impl Into<String>) -> Self {
        Self { prefix: prefix.into(), ..self }
    }

    fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    async fn run<T: FromRedisValue>(&self, command: Cmd) -> Result<T, StorageError> {
        let failed = |error| StorageError::new("Redis does not answer").caused_by(Plain(error));
        let connection = self.connection().map_err(failed)?;
        let answer = command.query_async(&mut ConnectionManager::clone(&connection)).await;
        answer.map_err(|error: RedisError| {
            self.give_up(&connection);
            failed(error)
        })
    }

    /// The connection, which the first command makes. All who wait for it wait together.
    fn connection(&self) -> Result<Connection, RedisError> {
        let mut current = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(connection) = &*current {
            return Ok(Arc::clone(connection));
        }
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(CONNECT_TIMEOUT))
            .set_response_timeout(Some(RESPONSE_TIMEOUT))
            // Who waits for an answer is told at once, and the next request tries again.
            .set_number_of_retries(0);
        let new = ConnectionManager::new_lazy_with_config(self.client.clone(), config)?;
        Ok(Arc::clone(current.insert(Arc::new(new))))
    }

    /// Lets the next command make another connection, whatever failed: one that is lost without a word
    /// would be waited for again and again, one that could not be made stays so, and one to a server
    /// that has become a replica takes no writes.
    fn give_up(&self, lost: &Connection) {
        let mut current = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        if current.as_ref().is_some_and(|current| Arc::ptr_eq(current, lost)) {
            *current = None;
        }
    }
}

impl SecondaryStorage for RedisStorage {
    fn get<'s>(&'s self, key: &'s str) -> Answer<'s, Option<String>> {
        Box::pin(self.run(Cmd::get(self.key(key))))
    }

    fn get_and_delete<'s>(&'s self, key: &'s str) -> Answer<'s, Option<String>> {
        Box::pin(self.run(Cmd::get_del(self.key(key))))
    }

    fn increment<'s>(&'s self, key: &'s str, ttl: u64) -> Answer<'s, i64> {
        let mut command = redis::cmd("EVAL");
        command.arg(INCREMENT).arg(1).arg(self.key(key)).arg(ttl);
        Box::pin(self.run(command))
    }

    fn set<'s>(&'s self, key: &'s str, value: &'s str, ttl: Option<u64>) -> Answer<'s, ()> {
        let key = self.key(key);
        Box::pin(self.run(match ttl {
            Some(ttl) => Cmd::set_ex(key, value, ttl),
            None => Cmd::set(key, value),
        }))
    }

    fn replace<'s>(
        &'s self,
        key: &'s str,
        expected: Option<&'s str>,
        new: Option<Fresh<'s>>,
    ) -> Answer<'s, bool> {
        let mut command = redis::cmd("EVAL");
        command.arg(REPLACE).arg(1).arg(self.key(key));
        command.arg(u8::from(expected.is_some())).arg(expected.unwrap_or_default());
        command.arg(u8::from(new.is_some())).arg(new.map_or("", |new| new.value));
        command.arg(new.map_or(0, |new| new.ttl));
        Box::pin(self.run(command))
    }

    fn delete<'s>(&'s self, key: &'s str) -> Answer<'s, ()> {
        Box::pin(self.run(Cmd::del(self.key(key))))
    }
}

impl fmt::Debug for RedisStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStorage").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

/// The kind of an error alone: what a server says may quote a key.
#[derive(Debug)]
struct Plain(redis::RedisError);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.code() {
            Some(code) => f.write_str(code),
            None => write!(f, "{:?}", self.0.kind()),
        }
    }
}

impl std::error::Error for Plain {}
