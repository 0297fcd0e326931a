use std::sync::Arc;

use jsonwebtoken::jwk::{Jwk, JwkSet};
use serde_json::Value;
use signet_auth_protocol::Timestamp;
use tokio::sync::Mutex;

use super::{Outside, ProviderError};

/// How long keys are used before they are asked for again, in milliseconds.
const LIFETIME: i64 = 300_000;
/// How long keys are used before they are asked for again because one is missing: whoever sends
/// tokens of unknown keys must not make this server send requests at the same rate.
const PATIENCE: i64 = 30_000;

/// The keys of a provider (RFC 7517), asked for when they are needed.
pub(crate) struct KeySet {
    url: String,
    headers: Vec<(String, String)>,
    /// Held while keys are asked for, so that they are asked for once.
    cached: Mutex<Option<Cached>>,
}

struct Cached {
    keys: Arc<[Jwk]>,
    asked_at: Timestamp,
}

impl KeySet {
    pub(crate) fn new(url: String, headers: Vec<(String, String)>) -> Self {
        Self { url, headers, cached: Mutex::new(None) }
    }

    /// The keys with this id, or all where a token names none.
    pub(crate) async fn find(
        &self,
        outside: Outside<'_>,
        id: Option<&str>,
    ) -> Result<Vec<Jwk>, ProviderError> {
        let mut cached = self.cached.lock().await;
        let age = cached.as_ref().map(|cached| outside.now().0.saturating_sub(cached.asked_at.0));
        let found = cached.as_ref().map(|cached| matching(&cached.keys, id)).unwrap_or_default();
        let is_fresh = |limit| age.is_some_and(|age| (0..limit).contains(&age));
        if is_fresh(if found.is_empty() { PATIENCE } else { LIFETIME }) {
            return Ok(found);
        }
        let keys = match self.ask(outside).await {
            Ok(keys) => keys,
            // Old keys are better than none while the provider is away.
            Err(error) if !found.is_empty() => {
                tracing::warn!(error = &error as &dyn std::error::Error, "keys of a provider");
                return Ok(found);
            }
            Err(error) => return Err(error),
        };
        let found = matching(&keys, id);
        *cached = Some(Cached { keys: keys.into(), asked_at: outside.now() });
        Ok(found)
    }

    async fn ask(&self, outside: Outside<'_>) -> Result<Vec<Jwk>, ProviderError> {
        let mut asking = outside.get(&self.url);
        for (name, value) in &self.headers {
            asking = asking.header(name, value);
        }
        let value = asking.value().await?;
        if let Ok(set) = serde_json::from_value::<JwkSet>(value.clone()) {
            return Ok(set.keys);
        }
        // A key of an unknown kind hides no other (RFC 7517, section 5).
        let keys = value.get("keys").and_then(Value::as_array);
        let keys = keys.ok_or_else(|| ProviderError::new("the provider's keys are no JWK set"))?;
        Ok(keys.iter().filter_map(|key| serde_json::from_value(key.clone()).ok()).collect())
    }
}

fn matching(keys: &[Jwk], id: Option<&str>) -> Vec<Jwk> {
    let fits = |key: &&Jwk| id.is_none() || key.common.key_id.as_deref() == id;
    keys.iter().filter(fits).cloned().collect()
}
