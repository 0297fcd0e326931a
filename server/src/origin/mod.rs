//! Whom the server trusts: origins that browsers may call from and that redirects may lead to.

mod custom_scheme;
#[cfg(test)]
mod differential;
mod pattern;
mod policy;
mod relative;
mod trusted;
mod trusted_url;
mod wildcard;

pub(crate) use pattern::Pattern;
pub(crate) use policy::OriginPolicy;
pub(crate) use trusted::{Requested, TrustedOrigins};
pub use trusted_url::TrustedUrl;
pub(crate) use wildcard::Wildcard;
