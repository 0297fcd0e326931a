//! `/sign-out`.

use signet_auth_protocol::describe::True;
use signet_auth_protocol::routes::{SignOut, SignOutReply};

use crate::caller::Caller;
use crate::context::Context;
use crate::db::{AccountRow, DatabaseError};
use crate::oauth::EndSession;
use crate::origin::{OriginPolicy, TrustedUrl};
use crate::reply::Reply;

/// Ends the session of the caller. A caller without one, or with a forged one, is told the same.
/// Where the user has come from a provider that wants to be told, the browser is to go there.
pub(crate) async fn sign_out(
    context: &Context,
    caller: &Caller<'_>,
    input: SignOut,
) -> Reply<SignOutReply> {
    let mut to = None;
    if let Some(token) = context.cookies.session_token(caller.cookies) {
        let found = match context.providers.may_end_sessions() {
            true => context.sessions.find(&token).await.unwrap_or_else(|error| {
                log(&error, "a session could not be read");
                None
            }),
            false => None,
        };
        if let Err(error) = context.sessions.delete(&token).await {
            log(&error, "a session could not be deleted");
        }
        if let Some((_, user)) = found {
            to = end_session_url(context, caller, &user.id, &input).await.unwrap_or_else(|error| {
                log(&error, "the accounts of a user could not be read");
                None
            });
        }
    }
    let redirects = input.disable_redirect != Some(true);
    let data = SignOutReply {
        success: True,
        url: to.as_ref().map(|to| to.as_str().to_owned()),
        redirect: to.as_ref().map(|_| redirects),
    };
    Reply::new(data)
        .with_cookies(context.cookies.clear_session(caller.cookies))
        .with_location(to.filter(|_| redirects))
}

/// The page of the provider whose account was used last.
async fn end_session_url(
    context: &Context,
    caller: &Caller<'_>,
    user_id: &str,
    input: &SignOut,
) -> Result<Option<TrustedUrl>, DatabaseError> {
    let accounts = context.accounts.of_user(user_id).await?;
    let mut accounts: Vec<AccountRow> =
        accounts.into_iter().map(|account| account.into_inner()).collect();
    accounts.sort_by_key(|account| std::cmp::Reverse(account.updated_at));
    let path = "/sign-out";
    let back = input.callback_url.as_deref().filter(|url| !url.is_empty());
    let back = back.and_then(|url| context.origins.target(path, url, caller));
    let back = back.zip(context.base_url.as_ref());
    let back = back.and_then(|(url, base_url)| OriginPolicy::absolute(base_url, &url));
    let mut asked: Vec<&str> = Vec::new();
    for account in &accounts {
        if asked.contains(&account.provider_id.as_str()) {
            continue;
        }
        asked.push(&account.provider_id);
        let provider = context.providers.find(context.outside(), &account.provider_id).await;
        let request = EndSession {
            id_token: account.id_token.clone(),
            redirect_uri: back.as_ref().map(|url| url.as_str().to_owned()),
            state: input.state.clone(),
        };
        if let Some(url) = provider.and_then(|provider| provider.end_session_url(&request)) {
            return Ok(Some(TrustedUrl::of_provider(&url)));
        }
    }
    Ok(None)
}

fn log(error: &(dyn std::error::Error + 'static), message: &'static str) {
    tracing::error!(error, "{message}");
}
