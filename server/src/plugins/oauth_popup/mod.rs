//! Signing in with a provider in a window of its own: the page that opened it stays where it is, and
//! is told how it ended.

mod completion;
mod start;

use serde::{Deserialize, Serialize};
use url::Url;

use self::completion::{Ending, page};
use crate::hooks::{HookRequest, HookResponse};
use crate::plugin::{Plugin, PluginContext, PluginFuture, PluginRoute};

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

    fn routes(&self) -> Vec<PluginRoute> {
        vec![PluginRoute::new(start::start)]
    }

    fn cookies(&self) -> &'static [&'static str] {
        &[MARKER]
    }

    fn sees(&self, path: &str) -> bool {
        path.starts_with("/callback/")
    }

    fn after<'p>(
        &'p self,
        context: PluginContext<'p>,
        _: &'p HookRequest,
        response: HookResponse,
    ) -> PluginFuture<'p, HookResponse> {
        Box::pin(async move { Ok(completed(context, response)) })
    }
}

/// In a window that was opened for it, the end of a flow is told instead of gone to.
fn completed(context: PluginContext<'_>, response: HookResponse) -> HookResponse {
    let location = response.headers.get("location").and_then(|to| to.to_str().ok());
    let Some(location) = location.map(str::to_owned) else { return response };
    let Some(marker) = context.signed_cookie(MARKER) else { return response };
    let Ok(opener) = serde_json::from_str::<Opener>(&marker) else { return response };
    let token = context.session_token_of(&response);
    let told = token.map(|token| Ending::SignedIn { token, redirect_to: &location });
    let error = parameters(&location);
    let told = told.or_else(|| {
        let (code, description) = error.as_ref()?;
        Some(Ending::Failed { code, description: description.as_deref() })
    });
    let Some(ending) = told else { return response };
    // Asked while the flow began; the deployment may have changed its mind since.
    if !context.is_trusted_origin(&opener.popup_origin) {
        return response;
    }
    let mut told = page(&opener, &ending);
    told.headers.extend(
        response
            .headers
            .get_all("set-cookie")
            .iter()
            .map(|cookie| (axum::http::header::SET_COOKIE, cookie.clone())),
    );
    let forget = context.expire_cookie(MARKER);
    told.with_cookies(forget.as_slice())
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
