//! `/sign-in/social` and `/link-social`: the way to a provider, or a token that a client has from it.

use std::sync::Arc;

use serde_json::{Map, Value};
use signet_auth_protocol::describe::{AuthorizationParameters, True};
use signet_auth_protocol::routes::{
    GivenIdToken, GivenUser, IdTokenToLink, LinkSocial, LinkSocialReply, SignInSocial,
    SignInSocialReply,
};
use signet_auth_protocol::secret::ProviderToken;
use signet_auth_protocol::{ErrorCode, Timestamp};

use super::{User, user};
use crate::account::AdditionalInput;
use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::crypto::{Purpose, RandomError};
use crate::error::ApiError;
use crate::oauth::{
    AuthorizationRequest, IdTokenFrom, Identity, Link, LinkFailure, LinkOptions, OAuthState,
    ProviderSignIn, ProviderTokens, SignInFailure, SocialProvider, UserInfoRequest, begin,
    callback_url, link_proved, sign_in, sync_user,
};
use crate::origin::TrustedUrl;
use crate::reply::Reply;
use crate::session::AuthoritativeSession;

/// Sends a user to a provider or, with an id token, signs them in.
pub(crate) async fn sign_in_social(
    context: &Context,
    caller: &Caller<'_>,
    input: SignInSocial<AdditionalInput>,
) -> Result<Reply<SignInSocialReply<User>>, ApiError> {
    let provider = find(context, &input.provider.0).await?;
    if let Some(given) = input.id_token {
        let may_sign_up = !provider.rules().disable_sign_up
            && (!provider.rules().disable_implicit_sign_up || input.request_sign_up == Some(true));
        let mut identity = identity(context, &*provider, given).await?;
        identity.tokens.refresh_token = None;
        let request = ProviderSignIn {
            identity: &identity,
            may_sign_up,
            overrides: false,
            require_email_verification: provider.rules().require_email_verification,
            callback_url: input.callback_url.as_deref(),
        };
        let signed_in = sign_in(context, caller, &request).await.map_err(told)?;
        let data = SignInSocialReply {
            url: None,
            redirect: false,
            token: Some(signed_in.session.token),
            user: Some(user(signed_in.user)),
        };
        return Ok(Reply::new(data).with_cookies(signed_in.cookies));
    }
    let departure = Departure {
        callback_url: input.callback_url,
        error_url: input.error_callback_url,
        new_user_url: input.new_user_callback_url,
        request_sign_up: input.request_sign_up,
        link: None,
        scopes: input.scopes,
        login_hint: input.login_hint,
        parameters: input.additional_params,
        additional: input.additional_data.map(|AdditionalInput(map)| map),
    };
    let (url, cookies) = departure.begin(context, &*provider).await?;
    let redirects = input.disable_redirect != Some(true);
    let data = SignInSocialReply {
        url: Some(url.as_str().to_owned()),
        redirect: redirects,
        token: None,
        user: None,
    };
    let location = Some(url).filter(|_| redirects);
    Ok(Reply::new(data).with_cookies(cookies).with_location(location))
}

/// Sends the user who is signed in to a provider for another account or, with an id token, links it.
pub(crate) async fn link_social(
    context: &Context,
    caller: &Caller<'_>,
    input: LinkSocial<AdditionalInput>,
) -> Result<Reply<LinkSocialReply>, ApiError> {
    let current = AuthoritativeSession::require(context, caller).await?;
    let cookies = current.cookies.clone();
    let linked = link(context, caller, current, input).await;
    match linked {
        Ok(reply) => Ok(reply.with_cookies(cookies)),
        Err(error) => Err(error.with_cookies(cookies)),
    }
}

async fn link(
    context: &Context,
    caller: &Caller<'_>,
    current: AuthoritativeSession,
    input: LinkSocial<AdditionalInput>,
) -> Result<Reply<LinkSocialReply>, ApiError> {
    let provider = find(context, &input.provider.0).await?;
    if let Some(IdTokenToLink { token, nonce, access_token, refresh_token }) = input.id_token {
        let given = GivenIdToken {
            token,
            nonce,
            access_token,
            refresh_token,
            expires_at: None,
            user: None,
        };
        let identity = identity(context, &*provider, given).await?;
        link_at_once(context, caller, &current, &identity).await?;
        let data = LinkSocialReply { url: String::new(), status: Some(True), redirect: false };
        return Ok(Reply::new(data));
    }
    let token = &current.session.token.0;
    let encrypted = context.cipher.encrypt(Purpose::OAuthLinkSessionToken, token, &*context.random);
    let departure = Departure {
        callback_url: input.callback_url,
        error_url: input.error_callback_url,
        new_user_url: None,
        request_sign_up: input.request_sign_up,
        link: Some(Link {
            user_id: current.user.id.clone(),
            email: current.user.email.clone(),
            encrypted_session_token: Some(encrypted.map_err(|_| ApiError::internal())?),
        }),
        scopes: input.scopes,
        login_hint: input.login_hint,
        parameters: input.additional_params,
        additional: input.additional_data.map(|AdditionalInput(map)| map),
    };
    let (url, cookies) = departure.begin(context, &*provider).await?;
    let redirects = input.disable_redirect != Some(true);
    let data = LinkSocialReply { url: url.as_str().to_owned(), status: None, redirect: redirects };
    let location = Some(url).filter(|_| redirects);
    Ok(Reply::new(data).with_cookies(cookies).with_location(location))
}

/// What a flow is begun with.
#[derive(Default)]
pub(crate) struct Departure {
    pub(crate) callback_url: Option<String>,
    pub(crate) error_url: Option<String>,
    pub(crate) new_user_url: Option<String>,
    pub(crate) request_sign_up: Option<bool>,
    pub(crate) link: Option<Link>,
    pub(crate) scopes: Option<Vec<String>>,
    pub(crate) login_hint: Option<String>,
    pub(crate) parameters: Option<AuthorizationParameters>,
    pub(crate) additional: Option<Map<String, Value>>,
}

impl Departure {
    /// Keeps the flow, and gives the provider's page with the cookies that the flow needs.
    pub(crate) async fn begin(
        self,
        context: &Context,
        provider: &dyn SocialProvider,
    ) -> Result<(TrustedUrl, Vec<SetCookie>), ApiError> {
        let given = self.callback_url.filter(|url| !url.is_empty());
        let own = context.base_url.as_ref().map(|url| url.origin().ascii_serialization());
        let callback =
            given.or(own).ok_or_else(|| ApiError::new(ErrorCode::CallbackUrlRequired))?;
        let random = |length| random_text(context, length);
        let nonce = provider.needs_nonce().then(|| random(32)).transpose()?;
        let flow = OAuthState {
            additional: self.additional.unwrap_or_default(),
            callback_url: callback,
            code_verifier: random(128)?,
            error_url: self.error_url,
            new_user_url: self.new_user_url,
            link: self.link,
            expires_at: 0,
            request_sign_up: self.request_sign_up,
            nonce: nonce.clone(),
            provider_id: Some(provider.id().to_owned()),
        };
        let code_verifier = flow.code_verifier.clone();
        let request = |state: &str| AuthorizationRequest {
            state: state.to_owned(),
            code_verifier: code_verifier.clone(),
            redirect_uri: callback_url(context, provider.id()),
            scopes: self.scopes.clone().unwrap_or_default(),
            login_hint: self.login_hint.clone().filter(|hint| !hint.is_empty()),
            nonce: nonce.clone(),
            additional: self.parameters.clone().map(|given| given.0).unwrap_or_default(),
        };
        // Before anything is stored: a provider that is not configured has no address.
        let unusable = |error: crate::oauth::ProviderError| {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, provider = provider.id(), "a provider can't be used");
            ApiError::internal()
        };
        provider.authorization_url(&request("")).map_err(unusable)?;
        let (state, cookies) = begin(context, flow).await?;
        let url = provider.authorization_url(&request(&state)).map_err(unusable)?;
        Ok((TrustedUrl::of_provider(&url), cookies))
    }
}

/// Letters, digits, `-` and `_` (RFC 7636, section 4.1).
fn random_text(context: &Context, length: usize) -> Result<String, RandomError> {
    const ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    crate::crypto::random_text(&*context.random, ALPHABET, length)
}

/// Begins a flow that nobody here has asked for, and that ends on the front page.
pub(super) async fn begin_idp_initiated(
    context: &Context,
    provider: &dyn SocialProvider,
) -> Result<(TrustedUrl, Vec<SetCookie>), ApiError> {
    Departure::default().begin(context, provider).await
}

async fn find(context: &Context, id: &str) -> Result<Arc<dyn SocialProvider>, ApiError> {
    let found = context.providers.find(context.outside(), id).await;
    found.ok_or_else(|| ApiError::new(ErrorCode::ProviderNotFound))
}

/// Who an id token speaks of.
async fn identity(
    context: &Context,
    provider: &dyn SocialProvider,
    given: GivenIdToken,
) -> Result<Identity, ApiError> {
    if !provider.takes_id_tokens() {
        return Err(ApiError::new(ErrorCode::IdTokenNotSupported));
    }
    let unknown = || ApiError::new(ErrorCode::FailedToGetUserInfo);
    let nonce =
        given.nonce.as_ref().map(|nonce| nonce.0.as_str()).filter(|nonce| !nonce.is_empty());
    let outside = context.outside();
    let verified = provider.verify_id_token(outside, &given.token.0, nonce).await;
    let is_valid = verified.unwrap_or_else(|error| {
        let error = &error as &dyn std::error::Error;
        tracing::warn!(error, provider = provider.id(), "an id token was refused");
        false
    });
    if !is_valid {
        return Err(ApiError::new(ErrorCode::InvalidToken).with_status(401));
    }
    let text = |token: Option<ProviderToken>| token.map(|ProviderToken(text)| text);
    let tokens = ProviderTokens {
        access_token: text(given.access_token),
        refresh_token: text(given.refresh_token),
        access_token_expires_at: given.expires_at.and_then(end),
        id_token: Some(given.token.0),
        ..ProviderTokens::default()
    };
    let user = given.user.map(posted_user);
    let request = UserInfoRequest {
        user: user.as_ref(),
        nonce,
        ..UserInfoRequest::new(&tokens, IdTokenFrom::Client)
    };
    let found = provider.user_info(outside, request).await.unwrap_or_else(|error| {
        let error = &error as &dyn std::error::Error;
        tracing::warn!(error, provider = provider.id(), "a provider did not say who a user is");
        None
    });
    let user = found.ok_or_else(unknown)?;
    if user.text("email").is_none() {
        return Err(ApiError::new(ErrorCode::UserEmailNotFound));
    }
    // What the client says of its tokens is not stored but for those.
    let tokens = ProviderTokens { access_token_expires_at: None, ..tokens };
    Ok(Identity { provider_id: provider.id().to_owned(), user, tokens, scopes: None })
}

/// Milliseconds since 1970.
fn end(milliseconds: f64) -> Option<Timestamp> {
    let is_plausible = (0.0..253_402_300_800_000.0).contains(&milliseconds);
    #[expect(clippy::cast_possible_truncation, reason = "checked above")]
    is_plausible.then_some(Timestamp(milliseconds as i64))
}

/// In the form in which Apple posts it.
fn posted_user(given: GivenUser) -> Value {
    serde_json::to_value(given).unwrap_or_default()
}

fn told(failure: SignInFailure) -> ApiError {
    match failure {
        SignInFailure::EmailNotVerified => ApiError::new(ErrorCode::EmailNotVerified),
        SignInFailure::Refused(error) => error,
        SignInFailure::Unknown(error) => error.into(),
        other => ApiError::with_message(ErrorCode::OauthLinkError, other.text()),
    }
}

async fn link_at_once(
    context: &Context,
    caller: &Caller<'_>,
    current: &AuthoritativeSession,
    identity: &Identity,
) -> Result<(), ApiError> {
    let known = context.accounts.of_identity(&identity.provider_id, &identity.user.subject).await?;
    if known.is_none() {
        let options = LinkOptions::of(context, caller, &identity.provider_id);
        let verified = options.is_trusted || identity.user.is_email_verified();
        if !verified || !options.linking.enabled {
            return Err(ApiError::new(ErrorCode::LinkingNotAllowed));
        }
        let is_same = identity.email() == current.user.email.to_lowercase();
        if !is_same && !options.linking.allow_different_emails {
            return Err(ApiError::new(ErrorCode::LinkingDifferentEmailsNotAllowed));
        }
    }
    match link_proved(context, &current.user.id, identity).await {
        Ok(()) => {}
        Err(LinkFailure::LinkedToDifferentUser) => {
            return Err(ApiError::new(ErrorCode::SocialAccountAlreadyLinked));
        }
        Err(LinkFailure::Refused(error)) => return Err(error),
        Err(_) => return Err(ApiError::new(ErrorCode::LinkingFailed)),
    }
    sync_user(context, &current.user.id, &identity.user).await;
    Ok(())
}
