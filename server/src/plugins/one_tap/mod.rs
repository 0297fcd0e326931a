//! Google One Tap: a sign-in with the id token that Google gives the page.

use std::sync::Arc;

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
        parts.of(self).route(callback).signs_in();
    }
}

async fn callback(
    own: Arc<OneTap>,
    context: PluginContext,
    input: OneTapCallback,
) -> Result<HookResponse, ApiError> {
    let (provider, configured) = own.provider(&context).await?;
    let identity = identity(&context, &*provider, input.id_token.0).await?;
    let rules = provider.rules();
    let request = ProviderSignIn {
        identity: &identity,
        may_sign_up: !own.disable_sign_up && !rules.disable_sign_up,
        overrides: configured && rules.override_user_info_on_sign_in,
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

impl OneTap {
    /// Google as it is configured, or for the plugin's own client id; and whether it is the former.
    async fn provider(
        &self,
        context: &PluginContext,
    ) -> Result<(Arc<dyn SocialProvider>, bool), ApiError> {
        let inner = context.core();
        let configured = inner.providers.find(inner.outside(), GOOGLE).await;
        match (&self.client_id, configured) {
            (None, Some(provider)) => Ok((provider, true)),
            (Some(id), configured) => {
                let mut options =
                    ProviderOptions { client_id: vec![id.clone()], ..Default::default() };
                if let Some(provider) = configured {
                    options.rules = provider.rules().clone();
                }
                Ok((Arc::new(Google::with_options(options)), false))
            }
            (None, None) => Err(ApiError::without_code(
                400,
                "Google client ID is required for One Tap. Set it on the oneTap plugin (clientId) \
                 or on socialProviders.google.",
            )),
        }
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
