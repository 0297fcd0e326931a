//! Signing in with, and linking, an account at another provider.

use crate::describe::{AuthorizationParameters, Describe, NoAdditional, ProviderId, True};
use crate::models::User;
use crate::secret::{ProviderToken, SessionToken};
use crate::{route, wire};

wire! {
    /// Signs a user in with an account at a provider: by way of the provider's pages or, with
    /// `idToken`, at once.
    pub struct SignInSocial<D = NoAdditional> {
        /// Where the browser goes afterwards; must be trusted.
        pub callback_url: Option<String> = "callbackURL",
        /// Where it goes instead when the user is new; must be trusted.
        pub new_user_callback_url: Option<String> = "newUserCallbackURL",
        /// Where it goes instead, with `error` in the query, when something fails; must be trusted.
        pub error_callback_url: Option<String> = "errorCallbackURL",
        /// The provider, such as `github`.
        pub provider: ProviderId = "provider",
        /// Whether the client stays where it is and is only told the address.
        pub disable_redirect: Option<bool> = "disableRedirect",
        /// An id token that the client has from the provider.
        pub id_token: Option<GivenIdToken> = "idToken",
        /// What to ask the user for beside what the server asks for.
        pub scopes: Option<Vec<String>> = "scopes",
        /// Whether a user may be created where that has to be asked for.
        pub request_sign_up: Option<bool> = "requestSignUp",
        /// Who will probably sign in, for the provider's page.
        pub login_hint: Option<String> = "loginHint",
        /// Further parameters of the provider's page. Those of the protocol can't be set.
        pub additional_params: Option<AuthorizationParameters> = "additionalParams",
        /// Kept until the user comes back.
        pub additional_data: Option<D> = "additionalData",
    }

    /// An id token that a client has from a provider.
    pub struct GivenIdToken {
        /// The token.
        pub token: ProviderToken = "token",
        /// The nonce that it was asked for with.
        pub nonce: Option<ProviderToken> = "nonce",
        /// An access token that came with it.
        pub access_token: Option<ProviderToken> = "accessToken",
        /// A refresh token that came with it.
        pub refresh_token: Option<ProviderToken> = "refreshToken",
        /// When the access token ends.
        pub expires_at: Option<f64> = "expiresAt",
        /// The user, where the provider tells the client alone.
        pub user: Option<GivenUser> = "user",
    }

    /// What a provider told the client of a user.
    pub struct GivenUser {
        /// The name.
        pub name: Option<GivenName> = "name",
        /// The address.
        pub email: Option<String> = "email",
    }

    /// The parts of a name.
    pub struct GivenName {
        /// The first.
        pub first_name: Option<String> = "firstName",
        /// The last.
        pub last_name: Option<String> = "lastName",
    }

    /// The address of the provider's page or, after a sign-in with an id token, the user.
    pub struct SignInSocialReply<U = User> {
        /// The provider's page.
        pub url: Option<String> = "url",
        /// Whether the client should go to `url`.
        pub redirect: bool = "redirect",
        /// The token of the new session.
        pub token: Option<SessionToken> = "token",
        /// The user.
        pub user: Option<U> = "user",
    }

    /// Gives the user who is signed in another account to sign in with.
    pub struct LinkSocial<D = NoAdditional> {
        /// Where the browser goes afterwards; must be trusted.
        pub callback_url: Option<String> = "callbackURL",
        /// The provider, such as `github`.
        pub provider: ProviderId = "provider",
        /// An id token that the client has from the provider.
        pub id_token: Option<IdTokenToLink> = "idToken",
        /// Has no effect here.
        pub request_sign_up: Option<bool> = "requestSignUp",
        /// What to ask the user for beside what the server asks for.
        pub scopes: Option<Vec<String>> = "scopes",
        /// Where it goes instead, with `error` in the query, when something fails; must be trusted.
        pub error_callback_url: Option<String> = "errorCallbackURL",
        /// Whether the client stays where it is and is only told the address.
        pub disable_redirect: Option<bool> = "disableRedirect",
        /// Who will probably sign in, for the provider's page.
        pub login_hint: Option<String> = "loginHint",
        /// Further parameters of the provider's page. Those of the protocol can't be set.
        pub additional_params: Option<AuthorizationParameters> = "additionalParams",
        /// Kept until the user comes back.
        pub additional_data: Option<D> = "additionalData",
    }

    /// An id token that a client has from a provider.
    pub struct IdTokenToLink {
        /// The token.
        pub token: ProviderToken = "token",
        /// The nonce that it was asked for with.
        pub nonce: Option<ProviderToken> = "nonce",
        /// An access token that came with it.
        pub access_token: Option<ProviderToken> = "accessToken",
        /// A refresh token that came with it.
        pub refresh_token: Option<ProviderToken> = "refreshToken",
    }

    /// The address of the provider's page, or that the account is linked.
    pub struct LinkSocialReply {
        /// The provider's page; empty when there is nothing left to do.
        pub url: String = "url",
        /// Whether the account is linked.
        pub status: Option<True> = "status",
        /// Whether the client should go to `url`.
        pub redirect: bool = "redirect",
    }

    /// The way back from the provider's page (RFC 6749, section 4.1.2). It redirects.
    pub struct OAuthCallback {
        /// The provider.
        pub id: String = "id",
        /// The authorization code.
        pub code: Option<ProviderToken> = "code",
        /// Why there is none.
        pub error: Option<String> = "error",
        /// VK's name for the browser.
        pub device_id: Option<String> = "device_id",
        /// Why there is no code, in words.
        pub error_description: Option<String> = "error_description",
        /// What the flow was started with.
        pub state: Option<ProviderToken> = "state",
        /// The user as JSON, which Apple sends once.
        pub user: Option<String> = "user",
        /// Who answers (RFC 9207).
        pub iss: Option<String> = "iss",
    }

    /// The same for providers that post a form. It redirects to the other.
    pub struct OAuthFormPost {
        /// The provider.
        pub id: String = "id",
        /// The authorization code.
        pub code: Option<ProviderToken> = "code",
        /// Why there is none.
        pub error: Option<String> = "error",
        /// VK's name for the browser.
        pub device_id: Option<String> = "device_id",
        /// Why there is no code, in words.
        pub error_description: Option<String> = "error_description",
        /// What the flow was started with.
        pub state: Option<ProviderToken> = "state",
        /// The user as JSON, which Apple sends once.
        pub user: Option<String> = "user",
        /// Who answers (RFC 9207).
        pub iss: Option<String> = "iss",
    }
}

route! {
    SignInSocial => SignInSocialReply: Post "/sign-in/social" {
        session: None, body: Required, changes_session: false
    }
    LinkSocial => LinkSocialReply: Post "/link-social" {
        session: Sensitive, body: Required, changes_session: false
    }
    OAuthCallback => String: Get "/callback/:id" {
        session: None, body: Ignored, changes_session: false
    }
    OAuthFormPost => String: Post "/callback/:id" {
        session: None, body: OptionalOrForm, changes_session: false,
        query: ["id", "code", "error", "device_id", "error_description", "state", "user", "iss"]
    }
}

impl<D: Describe> SignInSocial<D> {
    /// Asks for nothing but a sign-in at this provider.
    pub fn new(provider: impl Into<ProviderId>) -> Self {
        Self {
            callback_url: None,
            new_user_callback_url: None,
            error_callback_url: None,
            provider: provider.into(),
            disable_redirect: None,
            id_token: None,
            scopes: None,
            request_sign_up: None,
            login_hint: None,
            additional_params: None,
            additional_data: None,
        }
    }
}

impl<D: Describe> LinkSocial<D> {
    /// Asks for nothing but an account at this provider.
    pub fn new(provider: impl Into<ProviderId>) -> Self {
        Self {
            callback_url: None,
            provider: provider.into(),
            id_token: None,
            request_sign_up: None,
            scopes: None,
            error_callback_url: None,
            disable_redirect: None,
            login_hint: None,
            additional_params: None,
            additional_data: None,
        }
    }
}

impl GivenIdToken {
    /// The token alone.
    pub fn new(token: impl Into<ProviderToken>) -> Self {
        Self {
            token: token.into(),
            nonce: None,
            access_token: None,
            refresh_token: None,
            expires_at: None,
            user: None,
        }
    }
}

impl IdTokenToLink {
    /// The token alone.
    pub fn new(token: impl Into<ProviderToken>) -> Self {
        Self { token: token.into(), nonce: None, access_token: None, refresh_token: None }
    }
}
