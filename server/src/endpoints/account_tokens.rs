//! The tokens that a provider gave for an account.

use std::sync::Arc;

use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::describe::Nullable;
use signet_auth_protocol::routes::{
    AccountInfo, AccountInfoReply, AccountKey, GetAccessToken, GetAccessTokenReply, RefreshToken,
    RefreshTokenReply,
};

use crate::account::{AdditionalInput, Owned, WriteError};
use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::crypto::CipherError;
use crate::db::AccountRow;
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
    let account = account_of(context, caller, &user_id, input.account_id.as_deref()).await;
    let account = account.map_err(with_cookies)?;
    let provider = supported(context, &account).await.map_err(with_cookies)?;
    let (tokens, renewed) =
        valid_tokens(context, caller, &*provider, &account).await.map_err(with_cookies)?;
    let data = GetAccessTokenReply {
        access_token: tokens.access_token.unwrap_or_default().into(),
        access_token_expires_at: tokens.access_token_expires_at,
        scopes: scopes(&account),
        id_token: tokens.id_token.map(Into::into),
    };
    Ok(Reply::new(data).with_cookies(cookies).with_cookies(renewed))
}

/// Trades the refresh token for new tokens.
pub(crate) async fn refresh(
    context: &Context,
    caller: &Caller<'_>,
    input: RefreshToken,
) -> Result<Reply<RefreshTokenReply>, ApiError> {
    let (user_id, cookies) = owner(context, caller, input.user_id).await?;
    let refresh = async {
        let account = account_of(context, caller, &user_id, input.account_id.as_deref()).await?;
        let provider = supported(context, &account).await?;
        refreshed(context, caller, &*provider, account).await
    };
    match refresh.await {
        Ok((data, renewed)) => Ok(Reply::new(data).with_cookies(cookies).with_cookies(renewed)),
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
        let account = account_of(context, caller, &user_id, input.account_id.as_deref()).await?;
        let provider = provider(context, &account).await;
        let provider = provider.ok_or_else(|| ApiError::new(ErrorCode::ProviderNotConfigured))?;
        let (tokens, renewed) = valid_tokens(context, caller, &*provider, &account).await?;
        if tokens.access_token.as_deref().unwrap_or_default().is_empty() {
            return Err(ApiError::new(ErrorCode::AccessTokenNotFound));
        }
        let request = UserInfoRequest::new(&tokens, IdTokenFrom::Store);
        let found = provider.user_info(context.outside(), request).await.map_err(|error| {
            log(&error, "a provider did not tell who a user is");
            ApiError::new(ErrorCode::FailedToGetUserInfo)
        })?;
        let found = found.ok_or_else(|| ApiError::new(ErrorCode::FailedToGetUserInfo))?;
        let AccountRow { id, provider_id, account_id, .. } = account.into_inner();
        let data = AccountInfoReply {
            user: found.user.into(),
            data: found.data.into(),
            account: AccountKey { id, provider_id, account_id },
        };
        Ok(Reply::new(data).with_cookies(renewed))
    };
    match ask.await {
        Ok(reply) => Ok(reply.with_cookies(cookies)),
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

/// The account that is named or, where none is, that of the cookie. Where there is a database, it
/// says whose that is and what its tokens are.
async fn account_of(
    context: &Context,
    caller: &Caller<'_>,
    user_id: &str,
    id: Option<&str>,
) -> Result<Owned<AccountRow>, ApiError> {
    let in_cookie = match id {
        Some(_) => None,
        None => context.account_cookie.read(context, caller),
    };
    let unknown = || ApiError::new(ErrorCode::AccountNotFound);
    let id = id.or(in_cookie.as_ref().map(|account| account.id.as_str())).ok_or_else(unknown)?;
    let accounts = context.accounts.of_user(user_id).await?;
    match (accounts.into_iter().find(|account| account.id == id), in_cookie) {
        (Some(account), _) => Ok(account),
        (None, Some(account)) if context.is_stateless && account.user_id == user_id => {
            Ok(Owned::new(account))
        }
        _ => Err(unknown()),
    }
}

async fn provider(
    context: &Context,
    account: &Owned<AccountRow>,
) -> Option<Arc<dyn SocialProvider>> {
    context.providers.find(context.outside(), &account.provider_id).await
}

async fn supported(
    context: &Context,
    account: &Owned<AccountRow>,
) -> Result<Arc<dyn SocialProvider>, ApiError> {
    provider(context, account).await.ok_or_else(|| {
        let message = format!("Provider {} is not supported.", account.provider_id);
        ApiError::with_message(ErrorCode::ProviderNotSupported, message)
    })
}

fn scopes(account: &Owned<AccountRow>) -> Vec<String> {
    let scopes = account.scope.as_deref().unwrap_or_default().split(',').map(str::trim);
    scopes.filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}

/// The tokens of an account, after a refresh where the access token is over, and the cookies that
/// hold them then.
async fn valid_tokens(
    context: &Context,
    caller: &Caller<'_>,
    provider: &dyn SocialProvider,
    account: &Owned<AccountRow>,
) -> Result<(ProviderTokens, Vec<SetCookie>), ApiError> {
    let tokens = current_tokens(context, caller, provider, account).await;
    tokens.map_err(|failure| failure.told(ErrorCode::FailedToGetAccessToken))
}

async fn current_tokens(
    context: &Context,
    caller: &Caller<'_>,
    provider: &dyn SocialProvider,
    account: &Owned<AccountRow>,
) -> Result<(ProviderTokens, Vec<SetCookie>), Failure> {
    let stored = StoredTokens::of(context);
    let soon = context.now().plus_seconds(LEAST_LIFETIME);
    let is_over = account.access_token_expires_at.is_some_and(|end| end < soon);
    if is_over && let Some(refresh_token) = &account.refresh_token {
        let refresh_token = stored.read(refresh_token)?;
        if let Some(refresh) = provider.refresh_access_token(context.outside(), &refresh_token) {
            let new = refresh.await?;
            let cookies = store(context, caller, account, &new).await?;
            let tokens = ProviderTokens {
                access_token_expires_at: new
                    .access_token_expires_at
                    .or(account.access_token_expires_at),
                id_token: new.id_token.or_else(|| account.id_token.clone()),
                access_token: match new.access_token {
                    Some(token) => Some(token),
                    None => account.access_token.as_deref().map(|t| stored.read(t)).transpose()?,
                },
                ..new
            };
            return Ok((tokens, cookies));
        }
    }
    let tokens = ProviderTokens {
        access_token: account.access_token.as_deref().map(|t| stored.read(t)).transpose()?,
        access_token_expires_at: account.access_token_expires_at,
        id_token: account.id_token.clone(),
        ..ProviderTokens::default()
    };
    Ok((tokens, Vec::new()))
}

async fn refreshed(
    context: &Context,
    caller: &Caller<'_>,
    provider: &dyn SocialProvider,
    account: Owned<AccountRow>,
) -> Result<(RefreshTokenReply, Vec<SetCookie>), ApiError> {
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
    let cookies = store(context, caller, &account, &new).await.map_err(failed)?;
    let account = account.into_inner();
    let data = RefreshTokenReply {
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
    };
    Ok((data, cookies))
}

/// Stores what a provider gave, and leaves the scope: that of a refresh may be narrower.
async fn store(
    context: &Context,
    caller: &Caller<'_>,
    account: &Owned<AccountRow>,
    new: &ProviderTokens,
) -> Result<Vec<SetCookie>, Failure> {
    let stored = StoredTokens::of(context);
    let changes = stored.changes(new)?;
    let updated = context.accounts.update(account, changes, context.now()).await?;
    let in_cookie = context.account_cookie.read(context, caller);
    if in_cookie.is_none_or(|cookie| cookie.id != account.id) {
        return Ok(Vec::new());
    }
    let kept = match updated {
        Some(row) => row,
        None => stored.replaced((**account).clone(), new)?,
    };
    Ok(context.account_cookie.write(context, caller, Some(&kept)))
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
