//! `/sign-out`.

use signet_auth_protocol::describe::True;
use signet_auth_protocol::routes::{SignOut, SignOutReply};

use crate::caller::Caller;
use crate::context::Context;
use crate::reply::Reply;

/// Ends the session of the caller. A caller without one, or with a forged one, is told the same.
pub(crate) async fn sign_out(
    context: &Context,
    caller: &Caller<'_>,
    _: SignOut,
) -> Reply<SignOutReply> {
    if let Some(token) = context.cookies.session_token(caller.cookies)
        && let Err(error) = context.sessions.delete(&token).await
    {
        tracing::error!(error = &error as &dyn std::error::Error, "a session could not be deleted");
    }
    Reply::new(SignOutReply { success: True, url: None, redirect: None })
        .with_cookies(context.cookies.clear_session(caller.cookies))
}
