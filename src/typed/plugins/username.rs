//! Names beside addresses.

use signet_auth_protocol::plugins::username::{
    IsUsernameAvailable, IsUsernameAvailableReply, SignInUsername, SignInUsernameReply,
};

use crate::typed::{AuthClient, ClientError, Encoding, SignIn};

impl<E: Encoding> AuthClient<E> {
    /// Asks whether nobody has a name.
    pub async fn is_username_available(
        &self,
        input: &IsUsernameAvailable,
    ) -> Result<IsUsernameAvailableReply, ClientError> {
        self.call(input).await
    }
}

impl<E: Encoding> SignIn<'_, E> {
    /// With a name and a password.
    pub async fn username(
        &self,
        input: &SignInUsername,
    ) -> Result<SignInUsernameReply, ClientError> {
        self.0.call(input).await
    }
}
