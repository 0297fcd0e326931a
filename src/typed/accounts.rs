//! The accounts with which a user signs in.

use signet_auth_protocol::models::Account;
use signet_auth_protocol::routes::{
    AccountInfo, AccountInfoReply, GetAccessToken, GetAccessTokenReply, LinkSocial,
    LinkSocialReply, ListAccounts, RefreshToken, RefreshTokenReply, UnlinkAccount,
    UnlinkAccountReply,
};

use super::{AuthClient, ClientError, Encoding};

impl<E: Encoding> AuthClient<E> {
    /// Gives the user another account to sign in with. The page goes to the provider's, unless the
    /// input has an id token or says otherwise.
    pub async fn link_social(&self, input: &LinkSocial) -> Result<LinkSocialReply, ClientError> {
        self.call(input).await
    }

    /// Lists the accounts of the user.
    pub async fn list_accounts(&self) -> Result<Vec<Account>, ClientError> {
        self.call(&ListAccounts {}).await
    }

    /// Takes an account from the user.
    pub async fn unlink_account(
        &self,
        input: &UnlinkAccount,
    ) -> Result<UnlinkAccountReply, ClientError> {
        self.call(input).await
    }

    /// Gives the access token of an account, fresh enough to be used.
    pub async fn get_access_token(
        &self,
        input: &GetAccessToken,
    ) -> Result<GetAccessTokenReply, ClientError> {
        self.call(input).await
    }

    /// Trades the refresh token of an account for new tokens.
    pub async fn refresh_token(
        &self,
        input: &RefreshToken,
    ) -> Result<RefreshTokenReply, ClientError> {
        self.call(input).await
    }

    /// Asks the provider who the user is.
    pub async fn account_info(&self, input: &AccountInfo) -> Result<AccountInfoReply, ClientError> {
        self.call(input).await
    }
}
