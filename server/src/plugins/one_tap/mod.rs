//! Google One Tap: a sign-in with the id token that Google gives the page.

use std::sync::{Arc, OnceLock};

use signet_auth_protocol::secret::{ProviderToken, SessionToken};
use signet_auth_protocol::{ErrorCode, route, wire};

use crate::endpoints::User;
use crate::error::ApiError;
use crate::hooks::HookResponse;
use crate::oauth::providers::Google;
use crate::oauth::{
    IdTokenFrom, Identity, ProviderOptions, ProviderSignIn, ProviderTokens, SignInFailure,
    SocialProvider, UserInfoRequest, sign_in,
};
use crate::plugin::{Parts, Plugin, PluginContext};

const GOOGLE: &str = "google";

/// Adds `/one-tap/callback`, for `oneTapClient()`.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct OneTap {
    /// What Google calls the application. Default: that of the provider `google`.
    pub client_id: Option<String>,
    /// Whether nobody becomes a user by way of it. Default: as for the provider.
    pub disable_sign_up: bool,
}

wire! {
    /// Signs a user in with an id token of Google.
    pub struct OneTapCallback {
        /// The token.
        pub id_token: ProviderToken = "idToken",
        /// Where the page goes afterwards; must be trusted.
        pub callback_url: Option<String> = "callbackURL",
    }

    /// The user, signed in.
    pub struct OneTapReply<U = signet_auth_protocol::models::User> {
        /// The token of the new session.
        pub token: SessionToken = "token",
        /// The user.
        pub user: U = "user",
    }
}

route! {
    OneTapCallback => OneTapReply: Post "/one-tap/callback" {
        session: None, body: Required, changes_session: true
    }
}

impl Plugin for OneTap {
    fn id(&self) -> &'static str {
        "one-tap"
    }

    fn register(self: Arc<Self>, parts: &mut Parts) {
        let tap = Tap { plugin: Self::clone(&self), own: OnceLock::new() };
        parts.of(Arc::new(tap)).route(callback).signs_in();
    }
}

/// The plugin at work.
struct Tap {
    plugin: OneTap,
    /// Google for the plugin's own client id. Kept, so that its keys are.
    own: OnceLock<Arc<dyn SocialProvider>>,
}

async fn callback(
    tap: Arc<Tap>,
    context: PluginContext,
    input: OneTapCallback,
) -> Result<HookResponse, ApiError> {
    let core = context.core();
    let configured = core.providers.find(core.outside(), GOOGLE).await;
    let provider = tap.provider(configured.as_ref())?;
    let identity = identity(&context, &*provider, input.id_token.0).await?;
    let rules = configured.as_ref().unwrap_or(&provider).rules();
    let request = ProviderSignIn {
        identity: &identity,
        may_sign_up: !tap.plugin.disable_sign_up && !rules.disable_sign_up,
        overrides: rules.override_user_info_on_sign_in,
        require_email_verification: rules.require_email_verification,
        callback_url: input.callback_url.as_deref(),
    };
    let signed_in = sign_in(context.core(), &context.caller(), &request).await;
    let signed_in = signed_in.map_err(|failure| match failure {
        SignInFailure::EmailNotVerified => ApiError::new(ErrorCode::EmailNotVerified),
        SignInFailure::Refused(error) => error,
        SignInFailure::Unknown(error) => error.into(),
        other => ApiError::without_code(401, other.text()),
    })?;
    let user: User = context.users().shown(signed_in.user);
    let reply = OneTapReply { token: signed_in.session.token, user };
    let body = serde_json::to_value(reply).map_err(|_| ApiError::internal())?;
    Ok(HookResponse::json(body).with_cookies(&signed_in.cookies))
}

impl Tap {
    /// Google as it is configured, for the plugin's own client id where it has one.
    fn provider(
        &self,
        configured: Option<&Arc<dyn SocialProvider>>,
    ) -> Result<Arc<dyn SocialProvider>, ApiError> {
        let Some(id) = &self.plugin.client_id else {
            return configured.cloned().ok_or_else(|| {
                ApiError::without_code(
                    400,
                    "Google client ID is required for One Tap. Set it on the oneTap plugin \
                     (clientId) or on socialProviders.google.",
                )
            });
        };
        let made = self.own.get_or_init(|| {
            configured.and_then(|provider| provider.for_client(id)).unwrap_or_else(|| {
                let client_id = vec![id.clone()];
                Arc::new(Google::with_options(ProviderOptions { client_id, ..Default::default() }))
            })
        });
        Ok(Arc::clone(made))
    }
}

async fn identity(
    context: &PluginContext,
    provider: &dyn SocialProvider,
    id_token: String,
) -> Result<Identity, ApiError> {
    let invalid = || ApiError::without_code(400, "invalid id token");
    let outside = context.core().outside();
    let verified = provider.verify_id_token(outside, &id_token, None).await;
    if !verified.unwrap_or_else(|error| {
        tracing::warn!(error = &error as &dyn std::error::Error, "an id token was refused");
        false
    }) {
        return Err(invalid());
    }
    let tokens = ProviderTokens { id_token: Some(id_token), ..ProviderTokens::default() };
    let request = UserInfoRequest::new(&tokens, IdTokenFrom::Client);
    let user = provider.user_info(outside, request).await.map_err(|_| invalid())?;
    let user = user.ok_or_else(invalid)?;
    if user.text("email").is_none() {
        return Err(ApiError::without_code(400, "Email not available in token"));
    }
    let scopes = ["openid", "profile", "email"].map(str::to_owned).to_vec();
    Ok(Identity { provider_id: GOOGLE.to_owned(), user, tokens, scopes: Some(scopes) })
}
