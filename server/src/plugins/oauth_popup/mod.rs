//! Signing in with a provider in a window of its own: the page that opened it stays where it is, and
//! is told how it ended.

mod completion;
mod start;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use url::Url;

use self::completion::{Ending, page};
use crate::error::ApiError;
use crate::hooks::{HookRequest, HookResponse};
use crate::plugin::{Parts, PathMatcher, Plugin, PluginContext};

/// The cookie that marks the window.
const MARKER: &str = "oauth_popup";
/// How long it lives, in seconds: as long as the flow.
const LIFETIME: i64 = 600;

/// Adds `/oauth-popup/start`, for `oauthPopupClient()`.
#[derive(Debug, Clone, Copy, Default)]
pub struct OAuthPopup;

/// Who has opened a window, and what proves to them that an answer is to them.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opener {
    popup_origin: String,
    popup_nonce: String,
}

impl Plugin for OAuthPopup {
    fn id(&self) -> &'static str {
        "oauth-popup"
    }

    fn register(self: Arc<Self>, parts: &mut Parts) {
        let mut parts = parts.of(self);
        parts.route(start::start);
        parts.cookie(MARKER).after(PathMatcher::starting_with("/callback/"), Self::after);
    }
}

impl OAuthPopup {
    async fn after(
        self: Arc<Self>,
        context: PluginContext,
        _: HookRequest,
        response: HookResponse,
    ) -> Result<HookResponse, ApiError> {
        completed(&context, response)
    }
}

/// In a window that was opened for it, the end of a flow is told instead of gone to.
fn completed(context: &PluginContext, response: HookResponse) -> Result<HookResponse, ApiError> {
    let location = response.headers.get("location").and_then(|to| to.to_str().ok());
    let Some(location) = location.map(str::to_owned) else { return Ok(response) };
    let Some(marker) = context.signed_cookie(MARKER) else { return Ok(response) };
    let Ok(opener) = serde_json::from_str::<Opener>(&marker) else { return Ok(response) };
    let token = context.session_token_of(&response);
    let told = token.map(|token| Ending::SignedIn { token, redirect_to: &location });
    let error = parameters(&location);
    let told = told.or_else(|| {
        let (code, description) = error.as_ref()?;
        Some(Ending::Failed { code, description: description.as_deref() })
    });
    let Some(ending) = told else { return Ok(response) };
    // Asked while the flow began; the deployment may have changed its mind since.
    if !context.is_trusted_origin(&opener.popup_origin) {
        return Ok(response);
    }
    let mut told = page(&opener, &ending);
    told.headers.extend(
        response
            .headers
            .get_all("set-cookie")
            .iter()
            .map(|cookie| (axum::http::header::SET_COOKIE, cookie.clone())),
    );
    context.expire_cookie(MARKER)?;
    Ok(told)
}

/// `error` and `error_description` of an address.
fn parameters(location: &str) -> Option<(String, Option<String>)> {
    let base = Url::parse("http://localhost").ok()?;
    let url = base.join(location).ok()?;
    let find = |wanted: &str| {
        let found = url.query_pairs().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.into_owned())
    };
    Some((find("error")?, find("error_description")))
}
