//! `/send-verification-email` and `/verify-email`.

use std::time::Duration;

use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::describe::{Nullable, True};
use signet_auth_protocol::routes::{
    SendVerificationEmail, SendVerificationEmailReply, VerifyEmail, VerifyEmailReply,
};

use super::{User, user};
use crate::account::Written;
use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::db::{ErrorKind, SessionRow, UserRow};
use crate::error::ApiError;
use crate::origin::TrustedUrl;
use crate::reply::{Answer, Reply};
use crate::session::{self, FindError, Found, Remember, find, set_cookies};
use crate::verification::{EmailClaims, EmailTokenError, RequestType};

const PATH: &str = "/verify-email";
/// How long an answer takes to somebody who is not signed in: it must not tell whether a mail was
/// written.
const LEAST_TIME: Duration = Duration::from_millis(500);

/// Mails a link that verifies the address.
pub(crate) async fn send(
    context: &Context,
    caller: &Caller<'_>,
    input: SendVerificationEmail,
) -> Result<Reply<SendVerificationEmailReply>, ApiError> {
    if context.post.is_none() && !context.plugins.mail_verifications() {
        return Err(ApiError::new(ErrorCode::VerificationEmailNotEnabled));
    }
    let email = input.email.0.to_lowercase();
    let target = input.callback_url.as_deref();
    let done = || Reply::new(SendVerificationEmailReply { status: True });
    let (current, cookies) = session_of(context, caller).await?;
    let Some((_, current)) = current else {
        let earliest = tokio::time::Instant::now() + LEAST_TIME;
        let found = context.store.find_user_by_email(&email).await?;
        if let Some(found) = found.filter(|found| !found.email_verified) {
            mail_verification(context, &found, target);
        }
        tokio::time::sleep_until(earliest).await;
        return Ok(done().with_cookies(cookies));
    };
    let refuse = |code, cookies| Err(ApiError::new(code).with_cookies(cookies));
    if current.email != email {
        return refuse(ErrorCode::EmailMismatch, cookies);
    }
    if current.email_verified {
        return refuse(ErrorCode::EmailAlreadyVerified, cookies);
    }
    mail_verification(context, &current, target);
    Ok(done().with_cookies(cookies))
}

/// Mails a link that verifies the user's own address, or what a plugin has in its place. Nothing
/// where no mail can be sent.
pub(crate) fn mail_verification(context: &Context, user: &UserRow, target: Option<&str>) {
    if let Some(instead) = context.plugins.verification_mail(user) {
        context.background.run("the verification mail of a plugin", instead);
    } else if let Some(post) = &context.post
        && let Some(token) = token(context, user, &user.email, None)
    {
        post.verify_email(user, &user.email, &token, target);
    }
}

/// A signed token for a link.
pub(crate) fn token(
    context: &Context,
    user: &UserRow,
    email: &str,
    change: Option<(&str, RequestType)>,
) -> Option<String> {
    let claims = EmailClaims {
        email: email.to_owned(),
        update_to: change.map(|(new, _)| new.to_owned()),
        request_type: change.map(|(_, step)| step.as_str().to_owned()),
        user_id: Some(user.id.clone()),
    };
    let lifetime = context.options.email_verification.expires_in;
    context.email_tokens.make(&claims, context.now(), lifetime)
}

/// The link in the mail. With a target, failures lead there, too.
pub(crate) async fn verify(
    context: &Context,
    caller: &Caller<'_>,
    input: VerifyEmail,
) -> Result<Answer<VerifyEmailReply<User>>, ApiError> {
    let target = target(context, caller, PATH, input.callback_url.as_deref())?;
    let result = match context.email_tokens.read(&input.token.0, context.now()) {
        Ok(claims) => redeem(context, caller, claims, &target).await,
        Err(EmailTokenError::Expired) => Err(Failure::Code(ErrorCode::TokenExpired)),
        Err(EmailTokenError::Invalid) => Err(Failure::Code(ErrorCode::InvalidToken)),
    };
    match (result, target) {
        (Ok((user, cookies)), target) => {
            Ok(Answer::or_redirect(target, VerifyEmailReply { status: True, user }, cookies))
        }
        (Err(Failure::Code(code)), Some(target)) => {
            let to = target.with_parameter("error", code.as_str());
            Ok(Answer::Redirect { to, cookies: Vec::new() })
        }
        (Err(Failure::Code(code)), None) => Err(ApiError::new(code).with_status(401)),
        (Err(Failure::Error(error)), _) => Err(error),
    }
}

/// Where a link leads afterwards, if it says so.
pub(super) fn target(
    context: &Context,
    caller: &Caller<'_>,
    path: &str,
    url: Option<&str>,
) -> Result<Option<TrustedUrl>, ApiError> {
    let Some(url) = url.filter(|url| !url.is_empty()) else { return Ok(None) };
    let trusted = context.origins.target(path, url, caller);
    trusted.map(Some).ok_or_else(|| ApiError::new(ErrorCode::InvalidCallbackUrl))
}

/// What is said to the page, or to the log.
enum Failure {
    Code(ErrorCode),
    Error(ApiError),
}

type Redeemed = (Option<Nullable<User>>, Vec<SetCookie>);

async fn redeem(
    context: &Context,
    caller: &Caller<'_>,
    claims: EmailClaims,
    target: &Option<TrustedUrl>,
) -> Result<Redeemed, Failure> {
    if claims.update_to.is_some() {
        return change(context, caller, claims, target).await;
    }
    let found = context.store.find_user_by_email(&claims.email).await?;
    let found = found.ok_or(Failure::Code(ErrorCode::UserNotFound))?;
    if claims.user_id.is_some_and(|id| id != found.id) {
        return Err(Failure::Code(ErrorCode::InvalidToken));
    }
    let nothing = Some(Nullable(None));
    if found.email_verified {
        return Ok((nothing, Vec::new()));
    }
    let hooks = &context.options.email_verification;
    if let Some(ask) = &hooks.before_email_verification {
        ask.call(found.clone()).await?;
    }
    let verified = match context.users.verify_email(&found, context.now()).await? {
        Written::Done(verified) => verified,
        Written::Gone => return Err(Failure::Code(ErrorCode::UserNotFound)),
        // Nobody is told, and nobody signed in: the address may not be theirs.
        Written::Refused => return Ok((nothing, Vec::new())),
    };
    context.sessions.user_changed(&verified).await;
    if let Some(tell) = &hooks.after_email_verification {
        tell.call(verified.clone()).await?;
    }
    if !context.options.email_verification.auto_sign_in_after_verification {
        return Ok((nothing, Vec::new()));
    }
    let (current, _) = session_of(context, caller).await?;
    let cookies = match current {
        Some((session, user)) if user.id == verified.id => {
            refreshed(context, caller, &session, &verified)
        }
        _ => {
            let created = session::create(context, caller, &verified, Remember::Yes).await;
            let created = created.map_err(|error| match error.code() {
                Some(ErrorCode::FailedToCreateSession) => error.with_status(500),
                _ => error,
            });
            created?.1
        }
    };
    Ok((nothing, cookies))
}

/// A step of a change of the address.
async fn change(
    context: &Context,
    caller: &Caller<'_>,
    claims: EmailClaims,
    target: &Option<TrustedUrl>,
) -> Result<Redeemed, Failure> {
    let invalid = || Failure::Code(ErrorCode::InvalidToken);
    let user_id = claims.user_id.ok_or_else(invalid)?;
    let new_email = claims.update_to.ok_or_else(invalid)?;
    let found = context.store.find_user(&user_id).await?;
    let found = found.ok_or(Failure::Code(ErrorCode::UserNotFound))?;
    if found.email != claims.email {
        return Err(invalid());
    }
    let (current, _) = session_of(context, caller).await?;
    if current.as_ref().is_some_and(|(_, user)| user.id != found.id) {
        return Err(Failure::Code(ErrorCode::InvalidUser));
    }
    let target = target.as_ref().map(TrustedUrl::as_str);
    let step = claims.request_type.as_deref().map(RequestType::parse);
    if step == Some(Some(RequestType::Confirmation)) {
        let step = (new_email.as_str(), RequestType::Verification);
        if let (Some(post), Some(token)) =
            (&context.post, token(context, &found, &found.email, Some(step)))
        {
            post.verify_email(&found, &new_email, &token, target);
        }
        return Ok((None, Vec::new()));
    }
    let verified = match step {
        // The mail went to the new address; who never verified the old one stays unverified, as in
        // Better Auth.
        Some(Some(_)) => found.email_verified,
        // Tokens of before there were steps prove nothing about the new address.
        None => false,
        Some(None) => return Err(invalid()),
    };
    let changed = context.users.change_email(&found, &new_email, verified, context.now()).await;
    let changed = match changed {
        Ok(Written::Done(changed)) => changed,
        Ok(Written::Gone | Written::Refused) => return Err(invalid()),
        Err(error) if error.kind() == Some(ErrorKind::UniqueViolation) => return Err(invalid()),
        Err(error) => return Err(error.into()),
    };
    context.sessions.user_changed(&changed).await;
    if verified && let Some(tell) = &context.options.email_verification.after_email_verification {
        tell.call(changed.clone()).await?;
    }
    if step.is_none() {
        mail_verification(context, &changed, target);
    }
    let cookies = match &current {
        Some((session, _)) => refreshed(context, caller, session, &changed),
        None => Vec::new(),
    };
    Ok((Some(Nullable(Some(user(changed)))), cookies))
}

fn refreshed(
    context: &Context,
    caller: &Caller<'_>,
    session: &SessionRow,
    user: &UserRow,
) -> Vec<SetCookie> {
    set_cookies(context, caller, session, user, Remember::of_caller(context, caller))
}

type Current = (Option<(SessionRow, UserRow)>, Vec<SetCookie>);

/// The session of the caller, if there is one.
async fn session_of(context: &Context, caller: &Caller<'_>) -> Result<Current, ApiError> {
    match find(context, caller).await {
        Ok(Found { session, cookies, .. }) => Ok((session, cookies)),
        Err(FindError::Vanished(cookies)) => Ok((None, cookies)),
        Err(error) => Err(error.into()),
    }
}

impl<E: Into<ApiError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}
