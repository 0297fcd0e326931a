use std::sync::Arc;

use super::SocialProvider;

/// The providers that a deployment uses.
pub(crate) struct Providers {
    configured: Vec<Arc<dyn SocialProvider>>,
}

impl Providers {
    pub(crate) fn new(configured: Vec<Arc<dyn SocialProvider>>) -> Self {
        Self { configured }
    }

    /// The provider of this name.
    pub(crate) async fn find(&self, id: &str) -> Option<Arc<dyn SocialProvider>> {
        self.configured.iter().find(|provider| provider.id() == id).cloned()
    }
}
