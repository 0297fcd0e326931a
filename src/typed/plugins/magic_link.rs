//! Links in mails.

use signet_auth_protocol::plugins::magic_link::{
    MagicLinkVerify, MagicLinkVerifyReply, SignInMagicLink, SignInMagicLinkReply,
};

use crate::typed::{AuthClient, ClientError, Encoding, SignIn};

/// What to do with a link.
pub struct MagicLink<'a, E: Encoding>(&'a AuthClient<E>);

impl<E: Encoding> AuthClient<E> {
    /// What to do with a link that signs in.
    pub const fn magic_link(&self) -> MagicLink<'_, E> {
        MagicLink(self)
    }
}

impl<E: Encoding> MagicLink<'_, E> {
    /// Signs in with the token of a link, where the application opens it by itself. Give no
    /// addresses to go to: the answer is data then.
    pub async fn verify(
        &self,
        input: &MagicLinkVerify,
    ) -> Result<MagicLinkVerifyReply, ClientError> {
        self.0.call(input).await
    }
}

impl<E: Encoding> SignIn<'_, E> {
    /// With a link in a mail, which is sent.
    pub async fn magic_link(
        &self,
        input: &SignInMagicLink,
    ) -> Result<SignInMagicLinkReply, ClientError> {
        self.0.call(input).await
    }
}
