use super::{WriteError, Written};
use crate::context::Context;
use crate::db::UserRow;

/// Notes that somebody has read a mail to the address of a user who had not proved it yet. Whoever
/// signed up with the address may be somebody else: passwords, accounts and sessions from before are
/// taken away. `None` when the user is gone.
pub(crate) async fn prove_email(
    context: &Context,
    user: UserRow,
) -> Result<Option<UserRow>, WriteError> {
    if user.email_verified {
        return Ok(Some(user));
    }
    for account in context.accounts.of_user(&user.id).await? {
        context.accounts.delete(&account, false).await?;
    }
    context.sessions.delete_all_of(&user.id).await?;
    let proved = match context.users.verify_email(&user, context.now()).await? {
        Written::Done(proved) => proved,
        Written::Gone | Written::Refused => return Ok(None),
    };
    // Again: a password was good until its account was gone.
    context.sessions.delete_all_of(&user.id).await?;
    Ok(Some(proved))
}
