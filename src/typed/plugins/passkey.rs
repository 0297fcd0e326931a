//! Passkeys.

use signet_auth_protocol::plugins::passkey::{
    DeletePasskey, DeletePasskeyReply, ListUserPasskeys, Passkey, UpdatePasskey, UpdatePasskeyReply,
};
use signet_auth_protocol::routes::SessionAndUser;

use crate::environment::{Passkeys, Value};
use crate::typed::{AuthClient, ClientError, Encoding, SignIn};

/// The passkeys of the user who is signed in.
pub struct UserPasskeys<'a, E: Encoding>(&'a AuthClient<E>);

/// How to make a passkey.
#[derive(Debug, Clone, Default)]
pub struct AddPasskey {
    /// What the user calls it.
    pub name: Option<String>,
    /// `platform` for this device, `cross-platform` for others. Default: either.
    pub authenticator_attachment: Option<String>,
    /// Whether it is made without asking, right after a sign-in with a password manager.
    pub unasked: bool,
    /// Whether the user is signed in by it, where the server registers users by their passkey.
    pub create_session: bool,
    /// For such a server.
    pub context: Option<String>,
}

/// How to sign in with a passkey.
#[derive(Debug, Clone, Default)]
pub struct SignInPasskey {
    /// Whether to wait until the user picks one in `<input autocomplete="username webauthn">`.
    pub auto_fill: bool,
}

impl<E: Encoding> AuthClient<E> {
    /// The passkeys of the user.
    pub const fn passkey(&self) -> UserPasskeys<'_, E> {
        UserPasskeys(self)
    }
}

impl<E: Encoding> UserPasskeys<'_, E> {
    /// Lists them.
    pub async fn list(&self) -> Result<Vec<Passkey>, ClientError> {
        self.0.call(&ListUserPasskeys {}).await
    }

    /// Gives one another name.
    pub async fn update(&self, input: &UpdatePasskey) -> Result<UpdatePasskeyReply, ClientError> {
        self.0.call(input).await
    }

    /// Deletes one. The browser may still offer it.
    pub async fn delete(&self, input: &DeletePasskey) -> Result<DeletePasskeyReply, ClientError> {
        self.0.call(input).await
    }
}

impl<E: Encoding + Passkeys> UserPasskeys<'_, E> {
    /// Makes one.
    pub async fn add(&self, input: &AddPasskey) -> Result<Passkey, ClientError> {
        let query = E::Value::object();
        let texts = [
            ("authenticatorAttachment", &input.authenticator_attachment),
            ("name", &input.name),
            ("context", &input.context),
        ];
        for (key, text) in texts {
            text.iter().for_each(|text| query.set_text(key, text));
        }
        let options = self.0.ask("/passkey/generate-register-options", "GET", &query).await?;
        let pending = self.0.environment().create_passkey(&options, input.unasked);
        let body = E::Value::object();
        body.set("response", &pending.await.map_err(|error| ClientError::ceremony(&error))?);
        input.name.iter().for_each(|name| body.set_text("name", name));
        if input.create_session {
            body.set("createSession", &E::Value::from_bool(true));
        }
        let added = self.0.ask("/passkey/verify-registration", "POST", &body).await?;
        if added.has("session") {
            self.0.session_changed().await;
        }
        E::decode(&added)
    }
}

impl<E: Encoding + Passkeys> SignIn<'_, E> {
    /// With a passkey. A ceremony that still waits ends.
    pub async fn passkey(&self, input: &SignInPasskey) -> Result<SessionAndUser, ClientError> {
        let options = self
            .0
            .ask("/passkey/generate-authenticate-options", "GET", &E::Value::object())
            .await?;
        let pending = self.0.environment().get_passkey(&options, input.auto_fill);
        let body = E::Value::object();
        body.set("response", &pending.await.map_err(|error| ClientError::ceremony(&error))?);
        let reply = self.0.ask("/passkey/verify-authentication", "POST", &body).await?;
        self.0.session_changed().await;
        E::decode(&reply)
    }
}
