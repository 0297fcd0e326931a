use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::limits::UNREMEMBERED_SESSION_EXPIRES_IN;

use crate::account::defaults;
use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::db::schema::Model;
use crate::db::{NewSession, SessionRow, UserRow};
use crate::error::ApiError;
use crate::hooks::Call;

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

    /// What the caller's session was begun with, for endpoints that leave it at that.
    pub(crate) fn of_caller(context: &Context, caller: &Caller<'_>) -> Self {
        if context.cookies.dont_remember(caller.cookies) { Self::No } else { Self::Yes }
    }
}

/// Signs a user in: a new row, and the cookies that belong to it. Fails with
/// [`ErrorCode::FailedToCreateSession`] when a hook refused.
pub(crate) async fn create(
    context: &Context,
    caller: &Caller<'_>,
    user: &UserRow,
    remember: Remember,
) -> Result<(SessionRow, Vec<SetCookie>), ApiError> {
    let session = create_row(context, caller, user, remember).await?;
    let cookies = set_cookies(context, caller, &session, user, remember);
    Ok((session, cookies))
}

async fn create_row(
    context: &Context,
    caller: &Caller<'_>,
    user: &UserRow,
    remember: Remember,
) -> Result<SessionRow, ApiError> {
    let now = context.now();
    let options = &context.options.session;
    let lifetime = match remember {
        Remember::Yes => options.expires_in,
        Remember::No => UNREMEMBERED_SESSION_EXPIRES_IN,
    };
    let session = NewSession {
        id: context.row_id(Model::Session)?,
        token: context.new_id()?.into(),
        user_id: user.id.clone(),
        expires_at: now.plus_seconds(lifetime),
        created_at: now,
        ip_address: Some(caller.client_ip.map(|ip| ip.to_string()).unwrap_or_default()),
        user_agent: Some(caller.user_agent.clone().into_owned()),
        additional: defaults(&options.additional_fields),
    };
    let created = context.sessions.create(session, user).await?;
    let created = created.ok_or_else(|| ApiError::new(ErrorCode::FailedToCreateSession))?;
    // Whoever looks at the answer learns of it, and may take it back.
    Call::began(&created, user);
    Ok(created)
}

/// Signs a user in who did not say whether to be remembered: the session is a long one, and its
/// cookies are as those that the browser has.
pub(crate) async fn create_remembered(
    context: &Context,
    caller: &Caller<'_>,
    user: &UserRow,
) -> Result<(SessionRow, Vec<SetCookie>), ApiError> {
    let session = create_row(context, caller, user, Remember::Yes).await?;
    let remember = Remember::of_caller(context, caller);
    let cookies = set_cookies(context, caller, &session, user, remember);
    Ok((session, cookies))
}

/// All cookies of a session: its token, whether it is remembered, and its cache.
pub(crate) fn set_cookies(
    context: &Context,
    caller: &Caller<'_>,
    session: &SessionRow,
    user: &UserRow,
    remember: Remember,
) -> Vec<SetCookie> {
    let remembered_for = match remember {
        Remember::Yes => Some(context.options.session.expires_in),
        Remember::No => None,
    };
    let mut cookies = context.cookies.set_session(caller.cookies, &session.token.0, remembered_for);
    cookies.extend(
        context
            .cookie_cache
            .iter()
            .flat_map(|cache| cache.write(context, caller, session, user, remember)),
    );
    cookies.extend(context.account_cookie.renew(context, caller, &user.id));
    cookies
}
