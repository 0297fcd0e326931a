//! HTTP: axum is known here only. A request passes, in this order: disabled paths, rate limit,
//! routing, body, origin check, hooks, validation, forgery check, endpoint, hooks.

mod body;
mod dispatch;
mod edge;
mod forgery;
mod hookable;
mod hooked;
mod observed;
mod plugins;
mod query;
mod rate_limit;
mod redirect_targets;
mod response;
mod router;
mod validation;

pub(crate) use edge::Edge;
pub(crate) use hookable::Hookable;
pub(crate) use hooked::is_wanted as has_hooks;
pub use observed::{MatchedRoute, REQUEST_ID, RequestId};
pub(crate) use redirect_targets::check as check_redirect_targets;
pub(crate) use response::{add_missing_cookies, append_cookies, replace_cookies};
pub(crate) use router::{Shared, router};
pub(crate) use validation::{validate, validate_query_of_post};
