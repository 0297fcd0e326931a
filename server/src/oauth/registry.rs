use std::sync::Arc;

use super::{GenericOAuth, Outside, ProviderError, SocialProvider};

/// The providers that a deployment uses.
pub(crate) struct Providers {
    generic: Vec<GenericOAuth>,
    configured: Vec<Arc<dyn SocialProvider>>,
}

impl Providers {
    /// Of equal names the generic ones count.
    pub(crate) fn new(
        generic: Vec<GenericOAuth>,
        configured: Vec<Arc<dyn SocialProvider>>,
    ) -> Self {
        for provider in &configured {
            if generic.iter().any(|generic| generic.id() == provider.id()) {
                tracing::warn!(
                    provider = provider.id(),
                    "a generic provider takes the place of another"
                );
            }
        }
        Self { generic, configured }
    }

    /// The provider of this name, if it is ready: one that is described elsewhere is asked for its
    /// description first.
    pub(crate) async fn find(
        &self,
        outside: Outside<'_>,
        id: &str,
    ) -> Option<Arc<dyn SocialProvider>> {
        if let Some(generic) = self.generic.iter().find(|provider| provider.id() == id) {
            return match generic.ready(outside).await {
                Ok(provider) => Some(provider),
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(error, provider = id, "a provider can't be used");
                    None
                }
            };
        }
        self.configured.iter().find(|provider| provider.id() == id).cloned()
    }

    /// What keeps providers that describe themselves from being used, by their names.
    pub(crate) async fn unready(&self, outside: Outside<'_>) -> Vec<(String, ProviderError)> {
        let asked = self.generic.iter().map(async |provider| {
            let error = provider.ready(outside).await.err()?;
            Some((provider.id().to_owned(), error))
        });
        futures_util::future::join_all(asked).await.into_iter().flatten().collect()
    }

    /// Whether a provider may want to be told of a sign-out.
    pub(crate) fn may_end_sessions(&self) -> bool {
        !self.generic.is_empty() || !self.configured.is_empty()
    }
}
