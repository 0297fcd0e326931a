//! The tokens that a provider gave for an account.

use std::sync::Arc;

use signet_auth_protocol::describe::Nullable;
use signet_auth_protocol::routes::{
    AccountInfo, AccountInfoReply, AccountKey, GetAccessToken, GetAccessTokenReply, RefreshToken,
    RefreshTokenReply,
};
use signet_auth_protocol::{ErrorCode, Timestamp};

use crate::account::{AdditionalInput, Owned, WriteError};
use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::crypto::CipherError;
use crate::db::{AccountRow, Changes};
use crate::error::ApiError;
use crate::oauth::{
    IdTokenFrom, ProviderError, ProviderTokens, SocialProvider, StoredTokens, UserInfoRequest,
};
use crate::reply::Reply;
use crate::session::AuthoritativeSession;

/// A token that ends sooner, in seconds, is as good as over.
const LEAST_LIFETIME: i64 = 5;

/// A reply about an account at a provider, with objects of any keys.
pub(crate) type Info = AccountInfoReply<AdditionalInput>;

/// Gives an access token that can be used, after a refresh where one is due.
pub(crate) async fn get(
    context: &Context,
    caller: &Caller<'_>,
    input: GetAccessToken,
) -> Result<Reply<GetAccessTokenReply>, ApiError> {
    let (user_id, cookies) = owner(context, caller, input.user_id).await?;
    let with_cookies = |error: ApiError| error.with_cookies(cookies.clone());
    let account = account_of(context, &user_id, input.account_id.as_deref()).await;
    let account = account.map_err(with_cookies)?;
    let provider = supported(context, &account).map_err(with_cookies)?;
    let tokens = valid_tokens(context, &*provider, &account).await.map_err(with_cookies)?;
    let data = GetAccessTokenReply {
        access_token: tokens.access_token.unwrap_or_default().into(),
        access_token_expires_at: tokens.access_token_expires_at,
        scopes: scopes(&account),
        id_token: tokens.id_token.map(Into::into),
    };
    Ok(Reply::new(data).with_cookies(cookies))
}

/// Trades the refresh token for new tokens.
pub(crate) async fn refresh(
    context: &Context,
    caller: &Caller<'_>,
    input: RefreshToken,
) -> Result<Reply<RefreshTokenReply>, ApiError> {
    let (user_id, cookies) = owner(context, caller, input.user_id).await?;
    let refresh = async {
        let account = account_of(context, &user_id, input.account_id.as_deref()).await?;
        let provider = supported(context, &account)?;
        refreshed(context, &*provider, account).await
    };
    match refresh.await {
        Ok(data) => Ok(Reply::new(data).with_cookies(cookies)),
        Err(error) => Err(error.with_cookies(cookies)),
    }
}

/// Asks the provider who the user is.
pub(crate) async fn info(
    context: &Context,
    caller: &Caller<'_>,
    input: AccountInfo,
) -> Result<Reply<Info>, ApiError> {
    let (user_id, cookies) = owner(context, caller, input.user_id).await?;
    let ask = async {
        let account = account_of(context, &user_id, input.account_id.as_deref()).await?;
        let provider = provider(context, &account)
            .ok_or_else(|| ApiError::new(ErrorCode::ProviderNotConfigured))?;
        let tokens = valid_tokens(context, &*provider, &account).await?;
        if tokens.access_token.as_deref().unwrap_or_default().is_empty() {
            return Err(ApiError::new(ErrorCode::AccessTokenNotFound));
        }
        let request = UserInfoRequest::new(&tokens, IdTokenFrom::Store);
        let found = provider.user_info(context.outside(), request).await.map_err(|error| {
            log(&error, "a provider did not tell who a user is");
            ApiError::internal()
        })?;
        let found = found.ok_or_else(|| ApiError::new(ErrorCode::FailedToGetUserInfo))?;
        let AccountRow { id, provider_id, account_id, .. } = account.into_inner();
        Ok(AccountInfoReply {
            user: found.user.into(),
            data: found.data.into(),
            account: AccountKey { id, provider_id, account_id },
        })
    };
    match ask.await {
        Ok(data) => Ok(Reply::new(data).with_cookies(cookies)),
        Err(error) => Err(error.with_cookies(cookies)),
    }
}

/// Whose account it is: that of the session or, for a call on the server without headers, of the
/// user who is named.
async fn owner(
    context: &Context,
    caller: &Caller<'_>,
    named: Option<String>,
) -> Result<(String, Vec<SetCookie>), ApiError> {
    if caller.is_server {
        return named
            .map(|user_id| (user_id, Vec::new()))
            .ok_or_else(|| ApiError::new(ErrorCode::UserIdOrSessionRequired));
    }
    match AuthoritativeSession::require(context, caller).await {
        Ok(session) => Ok((session.user.id, session.cookies)),
        Err(error) if error.code() == Some(ErrorCode::Unauthorized) => {
            Err(ApiError::without_body(401).with_cookies(error.cookies().to_vec()))
        }
        Err(error) => Err(error),
    }
}

async fn account_of(
    context: &Context,
    user_id: &str,
    id: Option<&str>,
) -> Result<Owned<AccountRow>, ApiError> {
    let accounts = context.accounts.of_user(user_id).await?;
    let found = accounts.into_iter().find(|account| Some(account.id.as_str()) == id);
    found.ok_or_else(|| ApiError::new(ErrorCode::AccountNotFound))
}

fn provider(context: &Context, account: &Owned<AccountRow>) -> Option<Arc<dyn SocialProvider>> {
    let providers = &context.options.social_providers;
    providers.iter().find(|provider| provider.id() == account.provider_id).cloned()
}

fn supported(
    context: &Context,
    account: &Owned<AccountRow>,
) -> Result<Arc<dyn SocialProvider>, ApiError> {
    provider(context, account).ok_or_else(|| {
        let message = format!("Provider {} is not supported.", account.provider_id);
        ApiError::with_message(ErrorCode::ProviderNotSupported, message)
    })
}

fn scopes(account: &Owned<AccountRow>) -> Vec<String> {
    let scopes = account.scope.as_deref().unwrap_or_default().split(',').map(str::trim);
    scopes.filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}

/// The tokens of an account, after a refresh where the access token is over.
async fn valid_tokens(
    context: &Context,
    provider: &dyn SocialProvider,
    account: &Owned<AccountRow>,
) -> Result<ProviderTokens, ApiError> {
    let tokens = current_tokens(context, provider, account).await;
    tokens.map_err(|failure| failure.told(ErrorCode::FailedToGetAccessToken))
}

async fn current_tokens(
    context: &Context,
    provider: &dyn SocialProvider,
    account: &Owned<AccountRow>,
) -> Result<ProviderTokens, Failure> {
    let stored = StoredTokens::of(context);
    let soon = context.now().plus_seconds(LEAST_LIFETIME);
    let is_over = account.access_token_expires_at.is_some_and(|end| end < soon);
    if is_over && let Some(refresh_token) = &account.refresh_token {
        let refresh_token = stored.read(refresh_token)?;
        if let Some(refresh) = provider.refresh_access_token(context.outside(), &refresh_token) {
            let new = refresh.await?;
            store(context, account, &new).await?;
            return Ok(ProviderTokens {
                access_token_expires_at: new
                    .access_token_expires_at
                    .or(account.access_token_expires_at),
                id_token: new.id_token.or_else(|| account.id_token.clone()),
                access_token: match new.access_token {
                    Some(token) => Some(token),
                    None => account.access_token.as_deref().map(|t| stored.read(t)).transpose()?,
                },
                ..new
            });
        }
    }
    Ok(ProviderTokens {
        access_token: account.access_token.as_deref().map(|t| stored.read(t)).transpose()?,
        access_token_expires_at: account.access_token_expires_at,
        id_token: account.id_token.clone(),
        ..ProviderTokens::default()
    })
}

async fn refreshed(
    context: &Context,
    provider: &dyn SocialProvider,
    account: Owned<AccountRow>,
) -> Result<RefreshTokenReply, ApiError> {
    let failed = |failure: Failure| failure.told(ErrorCode::FailedToRefreshAccessToken);
    // Better Auth asks in this order: whether the provider can, then whether there is a token.
    if provider.refresh_access_token(context.outside(), "").is_none() {
        let message = format!("Provider {} does not support token refreshing.", provider.id());
        return Err(ApiError::with_message(ErrorCode::TokenRefreshNotSupported, message));
    }
    let Some(stored) = account.refresh_token.as_deref().filter(|token| !token.is_empty()) else {
        return Err(ApiError::new(ErrorCode::RefreshTokenNotFound));
    };
    let old = StoredTokens::of(context).read(stored).map_err(|error| failed(error.into()))?;
    let Some(refresh) = provider.refresh_access_token(context.outside(), &old) else {
        return Err(ApiError::new(ErrorCode::TokenRefreshNotSupported));
    };
    let new = refresh.await.map_err(|error| failed(error.into()))?;
    store(context, &account, &new).await.map_err(failed)?;
    let account = account.into_inner();
    Ok(RefreshTokenReply {
        access_token: new.access_token.map(Into::into),
        refresh_token: new.refresh_token.unwrap_or(old).into(),
        access_token_expires_at: new.access_token_expires_at,
        refresh_token_expires_at: Nullable(
            new.refresh_token_expires_at.or(account.refresh_token_expires_at),
        ),
        scope: Nullable(account.scope),
        id_token: Nullable(new.id_token.or(account.id_token).map(Into::into)),
        provider_id: account.provider_id,
        account_id: account.id,
    })
}

/// Stores what a provider gave, and leaves the scope: that of a refresh may be narrower.
async fn store(
    context: &Context,
    account: &Owned<AccountRow>,
    new: &ProviderTokens,
) -> Result<(), Failure> {
    let stored = StoredTokens::of(context);
    let mut changes = Changes::default();
    if let Some(token) = &new.access_token {
        changes = changes.with("accessToken", stored.write(token)?);
    }
    if let Some(token) = &new.refresh_token {
        changes = changes.with("refreshToken", stored.write(token)?);
    }
    if let Some(token) = &new.id_token {
        changes = changes.with("idToken", token.as_str());
    }
    let ends: [(&str, Option<Timestamp>); 2] = [
        ("accessTokenExpiresAt", new.access_token_expires_at),
        ("refreshTokenExpiresAt", new.refresh_token_expires_at),
    ];
    for (key, end) in ends {
        if let Some(end) = end {
            changes = changes.with(key, end.to_string());
        }
    }
    context.accounts.update(account, changes, context.now()).await?;
    Ok(())
}

/// Why there are no tokens. Clients learn that there are none, the log learns why.
enum Failure {
    Provider(ProviderError),
    Cipher(CipherError),
    Write(WriteError),
}

impl Failure {
    fn told(self, code: ErrorCode) -> ApiError {
        let error: &(dyn std::error::Error + 'static) = match &self {
            Self::Provider(error) => error,
            Self::Cipher(error) => error,
            Self::Write(error) => error,
        };
        log(error, "no tokens of a provider");
        ApiError::new(code)
    }
}

fn log(error: &(dyn std::error::Error + 'static), message: &'static str) {
    tracing::error!(error, "{message}");
}

impl From<ProviderError> for Failure {
    fn from(error: ProviderError) -> Self {
        Self::Provider(error)
    }
}

impl From<CipherError> for Failure {
    fn from(error: CipherError) -> Self {
        Self::Cipher(error)
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}
