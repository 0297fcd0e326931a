//! What is known about the session, and what an answer changes. Pure.

use super::equality::equal;
use crate::environment::Value;

/// What is known about the session.
#[derive(Debug, Clone)]
pub struct SessionState<V> {
    /// Session and user as the server sent them; `null` when nobody is signed in.
    pub data: V,
    /// Why the last request failed; `null` when it did not.
    pub error: V,
    /// Nothing is known yet, and an answer is on its way.
    pub is_pending: bool,
    /// A request that the application asked for is under way.
    pub is_refetching: bool,
    /// Whether an authoritative answer was ever there.
    known: bool,
}

/// The answer to a question for the session.
#[derive(Debug, Clone)]
pub enum Answer<V> {
    /// The server said who is signed in, or that nobody is.
    Session(V),
    /// The server said 401.
    Unauthorized(V),
    /// There is no answer to rely on: network, 5xx.
    Failed(V),
}

impl<V: Value> SessionState<V> {
    /// Nothing is known.
    pub fn unknown() -> Self {
        Self {
            data: V::null(),
            error: V::null(),
            is_pending: true,
            is_refetching: false,
            known: false,
        }
    }

    /// The session, or its absence, is known for certain.
    #[must_use]
    pub fn known(&self, data: &V) -> Self {
        let data = normalize(data);
        Self {
            data: keep_equal(&self.data, data),
            error: V::null(),
            is_pending: false,
            is_refetching: false,
            known: true,
        }
    }

    /// A request begins. One in the background shows nothing.
    #[must_use]
    pub fn asked(&self, visibly: bool) -> Self {
        if !visibly && self.known {
            return self.clone();
        }
        Self { error: V::null(), is_pending: !self.known, is_refetching: true, ..self.clone() }
    }

    /// A request ends.
    #[must_use]
    pub fn answered(&self, answer: &Answer<V>) -> Self {
        match answer {
            Answer::Session(data) => self.known(data),
            Answer::Unauthorized(error) => {
                Self { error: keep_equal(&self.error, error.clone()), ..self.known(&V::null()) }
            }
            Answer::Failed(error) => Self {
                error: keep_equal(&self.error, error.clone()),
                is_pending: false,
                is_refetching: false,
                ..self.clone()
            },
        }
    }

    /// Until when the session lives, in milliseconds since 1970; infinite when that is unknown.
    pub fn expires_at(&self) -> f64 {
        self.data.get("session").get("expiresAt").as_date().unwrap_or(f64::INFINITY)
    }

    /// Whether nothing has changed that anybody could notice.
    pub fn same(&self, other: &Self) -> bool {
        self.known == other.known
            && self.data.same(&other.data)
            && self.error.same(&other.error)
            && self.is_pending == other.is_pending
            && self.is_refetching == other.is_refetching
    }
}

fn keep_equal<V: Value>(old: &V, new: V) -> V {
    if equal(old, &new) { old.clone() } else { new }
}

/// An answer without a session is `null`, or has `null` for both parts.
fn normalize<V: Value>(data: &V) -> V {
    let empty = |key| data.get(key).same(&V::null());
    if !data.is_truthy() || (empty("session") && empty("user")) { V::null() } else { data.clone() }
}
