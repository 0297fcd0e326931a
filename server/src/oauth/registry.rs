use std::sync::Arc;

use super::{
    AuthorizationRequest, GenericOAuth, Outside, ProviderError, SocialProvider, callback_url,
};
use crate::context::Context;

/// The providers that a deployment uses.
pub(crate) struct Providers {
    generic: Vec<GenericOAuth>,
    configured: Vec<Arc<dyn SocialProvider>>,
}

type Found = Result<Arc<dyn SocialProvider>, ProviderError>;

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

    /// What keeps providers from being used, by their names.
    pub(crate) async fn unready(&self, outside: Outside<'_>) -> Vec<(String, ProviderError)> {
        let asked = self.all(outside).await.into_iter();
        let unready = asked.filter_map(|(id, provider)| {
            let page = provider.map(|provider| provider.authorization_url(&Default::default()));
            Some((id, page.flatten().err()?))
        });
        unready.collect()
    }

    /// Where the pages of those that can be used lead back to, by their names.
    pub(crate) async fn redirect_uris(&self, context: &Context) -> Vec<(String, String)> {
        let asked = self.all(context.outside()).await.into_iter();
        let known = asked.filter_map(|(id, provider)| {
            let redirect_uri = callback_url(context, &id);
            let request = AuthorizationRequest { redirect_uri, ..Default::default() };
            let page = provider.ok()?.authorization_url(&request).ok()?;
            // A provider may have been told of another place.
            let told = page.query_pairs().find(|(name, _)| name == "redirect_uri");
            Some((id, told?.1.into_owned()))
        });
        known.collect()
    }

    /// All of them by their names; of equal names the one that counts.
    async fn all(&self, outside: Outside<'_>) -> Vec<(String, Found)> {
        let generic = self
            .generic
            .iter()
            .map(async |provider| (provider.id().to_owned(), provider.ready(outside).await));
        let mut all = futures_util::future::join_all(generic).await;
        for provider in &self.configured {
            if !all.iter().any(|(id, _)| id == provider.id()) {
                all.push((provider.id().to_owned(), Ok(Arc::clone(provider))));
            }
        }
        all
    }

    /// Whether a provider may want to be told of a sign-out.
    pub(crate) fn may_end_sessions(&self) -> bool {
        !self.generic.is_empty() || !self.configured.is_empty()
    }
}
