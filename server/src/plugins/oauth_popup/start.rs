use std::sync::Arc;

use serde_json::{Map, Value};
use signet_auth_protocol::{ErrorCode, route, wire};

use super::completion::{Ending, page};
use super::{LIFETIME, MARKER, OAuthPopup, Opener};
use crate::endpoints::social::Departure;
use crate::error::ApiError;
use crate::hooks::HookResponse;
use crate::plugin::PluginContext;

wire! {
    /// Begins a flow with a provider in a window of its own.
    pub struct OAuthPopupStart {
        /// The provider, such as `github`.
        pub provider: String = "provider",
        /// The origin of the page that opens the window; must be trusted.
        pub popup_origin: String = "popupOrigin",
        /// Comes back with the answer.
        pub popup_nonce: Option<String> = "popupNonce",
        /// Where the page goes afterwards; must be trusted.
        pub callback_url: Option<String> = "callbackURL",
        /// Where it goes when something fails; must be trusted.
        pub error_callback_url: Option<String> = "errorCallbackURL",
        /// Where it goes when the user is new; must be trusted.
        pub new_user_callback_url: Option<String> = "newUserCallbackURL",
        /// What to ask the user for, with commas between.
        pub scopes: Option<String> = "scopes",
        /// `true` where a user may be created and that has to be asked for.
        pub request_sign_up: Option<String> = "requestSignUp",
        /// Kept until the user comes back: JSON.
        pub additional_data: Option<String> = "additionalData",
    }
}

route! {
    OAuthPopupStart => String: Get "/oauth-popup/start" {
        session: None, body: Ignored, changes_session: false
    }
}

/// Sends the window to the provider, or tells its opener why not.
pub(super) async fn start(
    _: Arc<OAuthPopup>,
    context: PluginContext,
    input: OAuthPopupStart,
) -> Result<HookResponse, ApiError> {
    if !context.is_trusted_origin(&input.popup_origin) {
        return Err(ApiError::new(ErrorCode::InvalidOrigin));
    }
    let opener = Opener {
        popup_origin: input.popup_origin.clone(),
        popup_nonce: input.popup_nonce.clone().unwrap_or_default(),
    };
    let begun = begin(&context, input, &opener).await;
    Ok(begun.unwrap_or_else(|Refusal { code, description }| {
        page(&opener, &Ending::Failed { code, description: Some(&description) })
    }))
}

/// Why a window is not sent to the provider.
struct Refusal {
    code: &'static str,
    description: String,
}

async fn begin(
    context: &PluginContext,
    input: OAuthPopupStart,
    opener: &Opener,
) -> Result<HookResponse, Refusal> {
    for (url, code) in [
        (&input.callback_url, "invalid_callback_url"),
        (&input.error_callback_url, "invalid_error_callback_url"),
        (&input.new_user_callback_url, "invalid_new_user_callback_url"),
    ] {
        let url = url.as_deref().filter(|url| !url.is_empty());
        if let Some(url) = url.filter(|url| context.trusted_target(url).is_none()) {
            return Err(Refusal { code, description: format!("Untrusted URL: {url}") });
        }
    }
    let inner = context.core();
    let provider = inner.providers.find(inner.outside(), &input.provider).await;
    let provider = provider.ok_or_else(|| Refusal {
        code: "provider_not_found",
        description: format!("Unknown provider: {}", input.provider),
    })?;
    let failed = || Refusal {
        code: "popup_sign_in_failed",
        description: "Failed to start the OAuth flow.".to_owned(),
    };
    let additional: Option<Map<String, Value>> =
        input.additional_data.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let scopes = input.scopes.filter(|scopes| !scopes.is_empty());
    let departure = Departure {
        callback_url: input.callback_url,
        error_url: input.error_callback_url,
        new_user_url: input.new_user_callback_url,
        request_sign_up: (input.request_sign_up.as_deref() == Some("true")).then_some(true),
        scopes: scopes.map(|scopes| scopes.split(',').map(str::to_owned).collect()),
        additional,
        ..Departure::default()
    };
    let (to, cookies) = departure.begin(inner, &*provider).await.map_err(|_| failed())?;
    let marker = serde_json::to_string(opener).map_err(|_| failed())?;
    context.set_signed_cookie(MARKER, &marker, LIFETIME).map_err(|_| failed())?;
    Ok(HookResponse::redirect(&to).with_cookies(&cookies))
}
