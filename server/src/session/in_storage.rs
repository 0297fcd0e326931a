use std::sync::Arc;

use serde::{Deserialize, Serialize};
use signet_auth_protocol::Timestamp;

use super::stored;
use crate::db::{AdditionalField, Changes, SessionRow, UserRow};
use crate::options::Options;
use crate::storage::{Fresh, SecondaryStorage, StorageError};

/// A session lives at least so long after all of its user were ended, in seconds.
const LEAST_REVOCATION: i64 = 86_400;
/// Each failure means that somebody else has written meanwhile.
const ATTEMPTS: usize = 1000;

/// Sessions in secondary storage, under Better Auth's keys: the session and its user under its
/// token, the tokens of a user under `active-sessions-<user id>`, and under
/// `revoked-sessions-before-<user id>` the time before which none is good.
#[derive(Clone)]
pub(super) struct StoredSessions {
    storage: Arc<dyn SecondaryStorage>,
    session_fields: Vec<AdditionalField>,
    user_fields: Vec<AdditionalField>,
    revocation_ttl: u64,
}

/// A session in the list of its user.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reference {
    token: String,
    /// In milliseconds.
    expires_at: i64,
}

impl StoredSessions {
    pub(super) fn new(storage: Arc<dyn SecondaryStorage>, options: &Options) -> Self {
        Self {
            storage,
            session_fields: options.session.additional_fields.clone(),
            user_fields: options.user.additional_fields.clone(),
            revocation_ttl: options.session.expires_in.max(LEAST_REVOCATION).unsigned_abs(),
        }
    }

    /// A session and its user, also when it has expired, but not when it was revoked.
    pub(super) async fn find(
        &self,
        token: &str,
    ) -> Result<Option<(SessionRow, UserRow)>, StorageError> {
        let Some(text) = self.storage.get(token).await? else { return Ok(None) };
        let Some((session, user)) = self.read(token, &text) else { return Ok(None) };
        let is_revoked = self.revoked_before(&session.user_id).await? > session.created_at.0;
        Ok((!is_revoked).then_some((session, user)))
    }

    /// The sessions of a user that have not expired, the one that ends first before the others.
    pub(super) async fn list(
        &self,
        user_id: &str,
        now: Timestamp,
    ) -> Result<Vec<SessionRow>, StorageError> {
        let revoked_before = self.revoked_before(user_id).await?;
        let mut found: Vec<SessionRow> = Vec::new();
        for token in self.active(user_id, now).await? {
            let Some(text) = self.storage.get(&token).await? else { continue };
            let Some((session, _)) = self.read(&token, &text) else { continue };
            let is_new = found.iter().all(|other| other.token != session.token);
            if is_new && session.user_id == user_id && session.created_at.0 >= revoked_before {
                found.push(session);
            }
        }
        Ok(found)
    }

    /// Adds a session.
    pub(super) async fn create(
        &self,
        session: &SessionRow,
        user: &UserRow,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let Some(ttl) = ttl(session.expires_at, now) else { return Ok(()) };
        self.storage.set(&session.token.0, &stored::write(session, user), Some(ttl)).await?;
        // Afterwards: whoever ends what is listed would take a session that is not there yet off the
        // list, where nobody would find it again.
        self.list_it(session, now).await
    }

    /// Changes a session, and gives it as it is then; `None` when there is none. One that is revoked
    /// meanwhile stays so.
    pub(super) async fn update(
        &self,
        token: &str,
        changes: &Changes,
        now: Timestamp,
    ) -> Result<Option<SessionRow>, StorageError> {
        let changed = self
            .rewrite(token, now, |session, _| {
                session.updated_at = now;
                for (key, value) in &changes.0 {
                    change(session, key, value);
                }
            })
            .await?;
        if let Some(session) = &changed {
            self.list_it(session, now).await?;
        }
        Ok(changed)
    }

    /// Writes a user anew beside each of their sessions.
    pub(super) async fn user_changed(
        &self,
        user: &UserRow,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        for token in self.active(&user.id, now).await? {
            self.rewrite(&token, now, |_, stored| stored.clone_from(user)).await?;
        }
        Ok(())
    }

    /// Ends a session; with a user only if it is theirs.
    pub(super) async fn delete(
        &self,
        token: &str,
        owner: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let Some(text) = self.storage.get(token).await? else { return Ok(()) };
        let Some((session, _)) = self.read(token, &text) else { return Ok(()) };
        if owner.is_some_and(|owner| owner != session.user_id) {
            return Ok(());
        }
        self.storage.delete(token).await?;
        self.change_list(&session.user_id, now, |list| list.retain(|entry| entry.token != token))
            .await
    }

    /// Ends all sessions of a user, also those that their list has lost.
    pub(super) async fn delete_all_of(
        &self,
        user_id: &str,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let tokens = self.active(user_id, now).await?;
        let revoked_before = self.revoked_before(user_id).await?.max(now.0).to_string();
        let ttl = Some(self.revocation_ttl);
        self.storage.set(&revocation_key(user_id), &revoked_before, ttl).await?;
        self.delete_listed(user_id, &tokens, now).await
    }

    /// Ends all sessions of a user but one.
    pub(super) async fn delete_others_of(
        &self,
        user_id: &str,
        keep_token: &str,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let mut tokens = self.active(user_id, now).await?;
        tokens.retain(|token| token != keep_token);
        self.delete_listed(user_id, &tokens, now).await
    }

    async fn delete_listed(
        &self,
        user_id: &str,
        tokens: &[String],
        now: Timestamp,
    ) -> Result<(), StorageError> {
        for token in tokens {
            self.storage.delete(token).await?;
        }
        self.change_list(user_id, now, |list| list.retain(|entry| !tokens.contains(&entry.token)))
            .await
    }

    /// The session under a token. What lies there is nobody's session unless it says so itself:
    /// tokens share their keys with everything else.
    fn read(&self, token: &str, text: &str) -> Option<(SessionRow, UserRow)> {
        let found = stored::read(text, &self.session_fields, &self.user_fields);
        found.filter(|(session, _)| session.token.0 == token)
    }

    /// Changes a session as long as it is there.
    async fn rewrite(
        &self,
        token: &str,
        now: Timestamp,
        change: impl Fn(&mut SessionRow, &mut UserRow),
    ) -> Result<Option<SessionRow>, StorageError> {
        for _ in 0..ATTEMPTS {
            let Some(text) = self.storage.get(token).await? else { return Ok(None) };
            let Some((mut session, mut user)) = self.read(token, &text) else { return Ok(None) };
            change(&mut session, &mut user);
            let value = stored::write(&session, &user);
            let new = ttl(session.expires_at, now).map(|ttl| Fresh { value: &value, ttl });
            if self.storage.replace(token, Some(&text), new).await? {
                return Ok(Some(session));
            }
        }
        Err(contended())
    }

    /// Notes when a session ends, in the list of its user.
    async fn list_it(&self, session: &SessionRow, now: Timestamp) -> Result<(), StorageError> {
        self.change_list(&session.user_id, now, |list| {
            list.retain(|entry| entry.token != session.token.0);
            let (token, expires_at) = (session.token.0.clone(), session.expires_at.0);
            list.push(Reference { token, expires_at });
        })
        .await
    }

    /// Changes the list of a user, and drops what has expired. No change of anybody else is lost.
    async fn change_list(
        &self,
        user_id: &str,
        now: Timestamp,
        change: impl Fn(&mut Vec<Reference>),
    ) -> Result<(), StorageError> {
        let key = list_key(user_id);
        for _ in 0..ATTEMPTS {
            let before = self.storage.get(&key).await?;
            let mut list = references(before.as_deref());
            list.retain(|entry| entry.expires_at > now.0);
            change(&mut list);
            list.sort_by_key(|entry| entry.expires_at);
            let last = list.last().map_or(now, |entry| Timestamp(entry.expires_at));
            let value = serde_json::to_string(&list).unwrap_or_default();
            let new = ttl(last, now).map(|ttl| Fresh { value: &value, ttl });
            if self.storage.replace(&key, before.as_deref(), new).await? {
                return Ok(());
            }
        }
        Err(contended())
    }

    /// The tokens of a user's sessions that have not expired.
    async fn active(&self, user_id: &str, now: Timestamp) -> Result<Vec<String>, StorageError> {
        let text = self.storage.get(&list_key(user_id)).await?;
        let list = references(text.as_deref()).into_iter();
        Ok(list.filter(|entry| entry.expires_at > now.0).map(|entry| entry.token).collect())
    }

    /// In milliseconds; 0 when nothing was revoked.
    async fn revoked_before(&self, user_id: &str) -> Result<i64, StorageError> {
        let text = self.storage.get(&revocation_key(user_id)).await?;
        Ok(text.and_then(|text| text.parse().ok()).unwrap_or_default())
    }
}

fn list_key(user_id: &str) -> String {
    format!("active-sessions-{user_id}")
}

fn revocation_key(user_id: &str) -> String {
    format!("revoked-sessions-before-{user_id}")
}

fn references(text: Option<&str>) -> Vec<Reference> {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// Whole seconds until then; `None` when there are none.
fn ttl(end: Timestamp, now: Timestamp) -> Option<u64> {
    u64::try_from((end.0 - now.0).div_euclid(1000)).ok().filter(|ttl| *ttl > 0)
}

/// What may be changed of a session: its end, and additional fields.
fn change(session: &mut SessionRow, key: &str, value: &serde_json::Value) {
    let time = value.as_str().and_then(Timestamp::parse);
    match (key, time) {
        ("expiresAt", Some(time)) => session.expires_at = time,
        ("updatedAt", Some(time)) => session.updated_at = time,
        _ if session.additional.get(key).is_some() => session.additional.set(key, value.clone()),
        _ => {}
    }
}

fn contended() -> StorageError {
    StorageError::new("too many have written the same value at once")
}

impl std::fmt::Debug for StoredSessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoredSessions(…)")
    }
}
