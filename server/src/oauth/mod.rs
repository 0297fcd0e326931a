//! Identities at other providers.

mod provider;
mod stored_tokens;

pub use provider::{ProviderError, ProviderFuture, ProviderTokens, SocialProvider, UserAtProvider};
pub(crate) use stored_tokens::StoredTokens;
