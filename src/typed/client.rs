//! Calls with the protocol's types.

use std::cell::Cell;
use std::rc::Rc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use signet_auth_protocol::Route;
use signet_auth_protocol::models::Session as SessionModel;
use signet_auth_protocol::routes::{
    self, GetSession, ListSessions, RefreshSession, RevokeOtherSessions, RevokeReply,
    RevokeSession, RevokeSessions, SessionAndUser, SignInEmail, SignInEmailReply, SignInSocial,
    SignInSocialReply, SignOut, SignOutReply, SignUpEmail, SignUpEmailReply,
};

use super::{ClientError, ClientOptions, Encoding, Session};
use crate::client::Client;
use crate::environment::Value;
use crate::session::peers::Trigger;

/// A client for one server. Clones share the session.
pub struct AuthClient<E: Encoding> {
    client: Rc<Client<E>>,
    pub(super) mounted: Rc<Cell<u32>>,
}

impl<E: Encoding> Clone for AuthClient<E> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), mounted: self.mounted.clone() }
    }
}

#[cfg(target_arch = "wasm32")]
impl AuthClient<crate::browser::Browser> {
    /// A client in a browser.
    pub fn new(options: &ClientOptions) -> Result<Self, ClientError> {
        Self::with_environment(crate::browser::Browser::new(), options)
    }
}

impl<E: Encoding> AuthClient<E> {
    /// A client in any environment.
    pub fn with_environment(environment: E, options: &ClientOptions) -> Result<Self, ClientError> {
        let options = options.to_host::<E>()?;
        let client = Rc::new(Client::new(environment, &options, None));
        Ok(Self { client, mounted: Rc::default() })
    }

    /// Ways to create a user.
    pub const fn sign_up(&self) -> SignUp<'_, E> {
        SignUp(self)
    }

    /// Ways to sign a user in.
    pub const fn sign_in(&self) -> SignIn<'_, E> {
        SignIn(self)
    }

    /// Ends the session.
    pub async fn sign_out(&self) -> Result<SignOutReply, ClientError> {
        self.call(&SignOut { callback_url: None, disable_redirect: None, state: None }).await
    }

    /// Asks the server who is signed in.
    pub async fn get_session(&self) -> Result<Option<SessionAndUser>, ClientError> {
        let input = GetSession { disable_cookie_cache: None, disable_refresh: None };
        Ok(self.call(&input).await?.0)
    }

    /// Extends the session, when the server has said that it needs a refresh.
    pub async fn refresh_session(&self) -> Result<Option<SessionAndUser>, ClientError> {
        Ok(self.call(&RefreshSession {}).await?.0)
    }

    /// Lists the sessions of the user.
    pub async fn list_sessions(&self) -> Result<Vec<SessionModel>, ClientError> {
        self.call(&ListSessions {}).await
    }

    /// Ends one session of the user.
    pub async fn revoke_session(&self, input: &RevokeSession) -> Result<RevokeReply, ClientError> {
        self.call(input).await
    }

    /// Ends all sessions of the user, this one included.
    pub async fn revoke_sessions(&self) -> Result<RevokeReply, ClientError> {
        self.call(&RevokeSessions {}).await
    }

    /// Ends all other sessions of the user.
    pub async fn revoke_other_sessions(&self) -> Result<RevokeReply, ClientError> {
        self.call(&RevokeOtherSessions {}).await
    }

    /// The session, as it is and as it changes.
    pub const fn session(&self) -> Session<'_, E> {
        Session(self)
    }

    /// Calls any route: of the core, of a plugin that comes along, or of one's own. What is said to
    /// change the session has it asked for again.
    pub async fn call<R>(&self, input: &R) -> Result<R::Output, ClientError>
    where
        R: Route + Serialize,
        R::Output: DeserializeOwned,
    {
        let method = R::INFO.method.as_str();
        let data = self.ask(R::INFO.path, method, &E::encode(input)?).await?;
        if data.has("twoFactorRedirect") {
            return Err(ClientError::second_factor(&data));
        }
        // The client itself knows the routes of the core.
        if R::INFO.changes_session && !routes::changes_session(R::INFO.path) {
            self.session_changed().await;
        }
        E::decode(&data)
    }

    /// Sends `input` as query or body, and gives the data as the host has it.
    pub(super) async fn ask(
        &self,
        path: &str,
        method: &str,
        input: &E::Value,
    ) -> Result<E::Value, ClientError> {
        let options = E::Value::object();
        options.set_text("method", method);
        options.set(if method == "GET" { "query" } else { "body" }, input);
        let result = self.client.request(path, &options).await;
        let result = result.map_err(|exception| ClientError::from_exception(&exception))?;
        let error = result.get("error");
        if error.is_present() {
            return Err(ClientError::from_server(&error));
        }
        Ok(result.get("data"))
    }

    /// Has the session asked for again, here and in other tabs.
    pub(super) async fn session_changed(&self) {
        self.client.store().broadcast(Trigger::Change);
        self.client.store().changed().await;
    }

    pub(super) fn environment(&self) -> &E {
        self.client.environment()
    }

    pub(super) const fn core(&self) -> &Rc<Client<E>> {
        &self.client
    }
}

/// Ways to create a user.
pub struct SignUp<'a, E: Encoding>(&'a AuthClient<E>);

impl<E: Encoding> SignUp<'_, E> {
    /// With a password.
    pub async fn email(&self, input: &SignUpEmail) -> Result<SignUpEmailReply, ClientError> {
        self.0.call(input).await
    }
}

/// Ways to sign a user in.
pub struct SignIn<'a, E: Encoding>(pub(super) &'a AuthClient<E>);

impl<E: Encoding> SignIn<'_, E> {
    /// With a password.
    pub async fn email(&self, input: &SignInEmail) -> Result<SignInEmailReply, ClientError> {
        self.0.call(input).await
    }

    /// With an account at a provider. The page goes to the provider's, unless the input has an id
    /// token or says otherwise.
    ///
    /// ```
    /// use signet_auth::protocol::routes::SignInSocial;
    /// use signet_auth::typed::Encoding;
    /// use signet_auth::{AuthClient, ClientError};
    ///
    /// async fn continue_with_github<E: Encoding>(client: &AuthClient<E>) -> Result<(), ClientError> {
    ///     let mut input = SignInSocial::new("github");
    ///     input.callback_url = Some("/dashboard".into());
    ///     client.sign_in().social(&input).await?;
    ///     Ok(())
    /// }
    /// ```
    pub async fn social(&self, input: &SignInSocial) -> Result<SignInSocialReply, ClientError> {
        self.0.call(input).await
    }
}
