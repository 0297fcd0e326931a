//! The tokens that a provider gave for an account.
//!
//! An account is named by exactly one of its `id` and the cookie that holds it.

use crate::Timestamp;
use crate::describe::{NoAdditional, Nullable, True};
use crate::secret::ProviderToken;
use crate::{route, wire};

wire! {
    /// Gives the access token of an account, fresh enough to be used.
    pub struct GetAccessToken {
        /// The `id` of the account.
        pub account_id: Option<String> = "accountId",
        /// The account of the cookie.
        pub use_account_cookie: Option<True> = "useAccountCookie",
        /// Whose account it is. Counts only where there is no session, for calls on the server.
        pub user_id: Option<String> = "userId",
    } one_of ["accountId", "useAccountCookie"]

    /// The token.
    pub struct GetAccessTokenReply {
        /// The token.
        pub access_token: ProviderToken = "accessToken",
        /// When it ends.
        pub access_token_expires_at: Option<Timestamp> = "accessTokenExpiresAt",
        /// What the user has granted.
        pub scopes: Vec<String> = "scopes",
        /// The id token.
        pub id_token: Option<ProviderToken> = "idToken",
    }

    /// Trades the refresh token of an account for new tokens.
    pub struct RefreshToken {
        /// The `id` of the account.
        pub account_id: Option<String> = "accountId",
        /// The account of the cookie.
        pub use_account_cookie: Option<True> = "useAccountCookie",
        /// Whose account it is. Counts only where there is no session, for calls on the server.
        pub user_id: Option<String> = "userId",
    } one_of ["accountId", "useAccountCookie"]

    /// The new tokens.
    pub struct RefreshTokenReply {
        /// The access token.
        pub access_token: Option<ProviderToken> = "accessToken",
        /// The refresh token: a new one, or the old one.
        pub refresh_token: ProviderToken = "refreshToken",
        /// When the access token ends.
        pub access_token_expires_at: Option<Timestamp> = "accessTokenExpiresAt",
        /// When the refresh token ends.
        pub refresh_token_expires_at: Nullable<Timestamp> = "refreshTokenExpiresAt",
        /// What the user has granted, joined with commas.
        pub scope: Nullable<String> = "scope",
        /// The id token.
        pub id_token: Nullable<ProviderToken> = "idToken",
        /// The provider.
        pub provider_id: String = "providerId",
        /// The `id` of the account.
        pub account_id: String = "accountId",
    }

    /// Asks the provider who the user is.
    pub struct AccountInfo {
        /// The `id` of the account.
        pub account_id: Option<String> = "accountId",
        /// The account of the cookie; a query can't say so.
        pub use_account_cookie: Option<True> = "useAccountCookie",
        /// Whose account it is. Counts only where there is no session, for calls on the server.
        pub user_id: Option<String> = "userId",
    } one_of ["accountId", "useAccountCookie"]

    /// What the provider says.
    pub struct AccountInfoReply<R = NoAdditional> {
        /// The user: `name`, `email`, `image`, `emailVerified`.
        pub user: R = "user",
        /// The profile as the provider wrote it.
        pub data: R = "data",
        /// The account.
        pub account: AccountKey = "account",
    }

    /// What names an account.
    pub struct AccountKey {
        /// The `id` of the account.
        pub id: String = "id",
        /// The provider.
        pub provider_id: String = "providerId",
        /// The subject at the provider.
        pub account_id: String = "accountId",
    }
}

route! {
    GetAccessToken => GetAccessTokenReply: Post "/get-access-token" {
        session: Sensitive, body: Required, changes_session: false
    }
    RefreshToken => RefreshTokenReply: Post "/refresh-token" {
        session: Sensitive, body: Required, changes_session: false
    }
    AccountInfo => AccountInfoReply: Get "/account-info" {
        session: Sensitive, body: Ignored, changes_session: false
    }
}
