//! The accounts of a user.

use signet_auth_protocol::describe::True;
use signet_auth_protocol::routes::{ListAccounts, UnlinkAccount, UnlinkAccountReply};
use signet_auth_protocol::{ErrorCode, models};

use crate::account::Owned;
use crate::caller::Caller;
use crate::context::Context;
use crate::db::{AccountRow, Additional, ErrorKind};
use crate::error::ApiError;
use crate::reply::Reply;
use crate::session::{AnySession, FreshSession};

/// An account on the wire, with the additional fields.
pub type Account = models::Account<Additional>;

/// The accounts of the user.
pub(crate) async fn list(
    context: &Context,
    caller: &Caller<'_>,
    _: ListAccounts,
) -> Result<Reply<Vec<Account>>, ApiError> {
    let current = AnySession::require(context, caller).await?;
    let accounts = context.accounts.of_user(&current.user.id).await?;
    let accounts = accounts.into_iter().map(Owned::into_inner).map(account).collect();
    Ok(Reply::new(accounts).with_cookies(current.cookies))
}

/// Takes an account from the user, who must be left with one to sign in by.
pub(crate) async fn unlink(
    context: &Context,
    caller: &Caller<'_>,
    input: UnlinkAccount,
) -> Result<Reply<UnlinkAccountReply>, ApiError> {
    let FreshSession(current) = FreshSession::require(context, caller).await?;
    let accounts = context.accounts.of_user(&current.user.id).await?;
    let refuse = |code| Err(ApiError::new(code).with_cookies(current.cookies.clone()));
    let keeps_one = !context.options.account.account_linking.allow_unlinking_all;
    if accounts.len() == 1 && keeps_one {
        return refuse(ErrorCode::FailedToUnlinkLastAccount);
    }
    let Some(owned) = accounts.iter().find(|account| account.id == input.account_id) else {
        return refuse(ErrorCode::AccountNotFound);
    };
    match context.accounts.delete(owned, keeps_one).await {
        Ok(true) => {}
        Ok(false) => return refuse(ErrorCode::AccountNotFound),
        // Another request has taken the others away meanwhile.
        Err(error) if error.kind() == Some(ErrorKind::NothingChanged) => {
            return refuse(ErrorCode::FailedToUnlinkLastAccount);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Reply::new(UnlinkAccountReply { status: True }).with_cookies(current.cookies))
}

/// What a client may see: neither tokens nor password.
fn account(row: AccountRow) -> Account {
    let scopes = row.scope.as_deref().unwrap_or_default().split(',').map(str::trim);
    Account {
        account_id: row.account_id,
        provider_id: row.provider_id,
        user_id: row.user_id,
        created_at: row.created_at,
        updated_at: row.updated_at,
        additional: row.additional,
        id: row.id,
        scopes: scopes.filter(|scope| !scope.is_empty()).map(str::to_owned).collect(),
    }
}
