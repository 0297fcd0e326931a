use signet_auth_protocol::limits::UNREMEMBERED_SESSION_EXPIRES_IN;

use crate::account::defaults;
use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::db::{NewSession, SessionRow, UserRow};
use crate::error::ApiError;

/// Whether a session outlives the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remember {
    /// It does.
    Yes,
    /// It ends with the browser, and after a day in any case.
    No,
}

impl Remember {
    /// The `rememberMe` of a request: only an explicit `false` counts.
    pub(crate) fn from_input(remember_me: Option<bool>) -> Self {
        if remember_me == Some(false) { Self::No } else { Self::Yes }
    }
}

/// Signs a user in: a new row, and the cookies that belong to it.
pub(crate) async fn create(
    context: &Context,
    caller: &Caller<'_>,
    user: &UserRow,
    remember: Remember,
) -> Result<(SessionRow, Vec<SetCookie>), ApiError> {
    let now = context.now();
    let options = &context.options.session;
    let (lifetime, remembered_for) = match remember {
        Remember::Yes => (options.expires_in, Some(options.expires_in)),
        Remember::No => (UNREMEMBERED_SESSION_EXPIRES_IN, None),
    };
    let session = NewSession {
        id: context.new_id()?,
        token: context.new_id()?.into(),
        user_id: user.id.clone(),
        expires_at: now.plus_seconds(lifetime),
        created_at: now,
        ip_address: Some(caller.client_ip.map(|ip| ip.to_string()).unwrap_or_default()),
        user_agent: Some(caller.user_agent.clone().into_owned()),
        additional: defaults(&options.additional_fields),
    };
    let session = context.sessions.create(session, user).await?;
    let cookies = context.cookies.set_session(caller.cookies, &session.token.0, remembered_for);
    Ok((session, cookies))
}
