//! The endpoints as function calls, for servers written in Rust.

use axum::http::HeaderMap;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use signet_auth_protocol::describe::Nullable;
use signet_auth_protocol::routes::{
    ChangeEmail, ChangeEmailReply, ChangePassword, ChangePasswordReply, DeleteUser,
    DeleteUserReply, GetSession, ListAccounts, ListSessions, RefreshSession, RequestPasswordReset,
    RequestPasswordResetReply, ResetPassword, ResetPasswordReply, RevokeOtherSessions, RevokeReply,
    RevokeSession, RevokeSessions, SendVerificationEmail, SendVerificationEmailReply,
    SessionAndUser, SignInEmail, SignInEmailReply, SignOut, SignOutReply, SignUpEmail,
    SignUpEmailReply, UnlinkAccount, UnlinkAccountReply, UpdateSessionReply, UpdateUserReply,
    VerifyEmail, VerifyEmailReply, VerifyPassword, VerifyPasswordReply,
};
use signet_auth_protocol::{ErrorCode, Route};

use crate::account::AdditionalInput;
use crate::caller::Caller;
use crate::endpoints::account::Account;
use crate::endpoints::{
    Session, SessionAnswer, User, account, change_email, delete_user, email_verification, password,
    password_reset, session, sign_in, sign_out, sign_up, update,
};
use crate::error::ApiError;
use crate::http::{Shared, check_redirect_targets, validate};
use crate::reply::{Answer, Reply};

/// The endpoints as function calls. Inputs are validated and sessions checked as over HTTP; origins
/// are not checked and requests not counted. A [`Reply`] is data; `into_response()` makes the HTTP
/// response of it, cookies included.
///
/// All calls fail with the [`ApiError`] that HTTP would answer with.
#[derive(Clone)]
pub struct Api<'a> {
    shared: &'a Shared,
    caller: Caller<'a>,
}

impl<'a> Api<'a> {
    pub(crate) fn new(shared: &'a Shared) -> Self {
        Self { shared, caller: Caller::default() }
    }

    /// The same calls on behalf of a client that sent these headers: a new session remembers its
    /// address and user agent.
    #[must_use]
    pub fn on_behalf_of(self, headers: &'a HeaderMap) -> Self {
        Self { caller: self.shared.edge.caller(headers), ..self }
    }

    /// Creates a user with a password, and signs them in unless the options say otherwise.
    pub async fn sign_up_email(
        &self,
        input: SignUpEmail<AdditionalInput>,
    ) -> Result<Reply<SignUpEmailReply<User>>, ApiError> {
        let input = validated::<SignUpEmail, _>(input)?;
        sign_up::email(&self.shared.context, &self.caller, input).await
    }

    /// Signs a user in with a password.
    pub async fn sign_in_email(
        &self,
        input: SignInEmail,
    ) -> Result<Reply<SignInEmailReply<User>>, ApiError> {
        let input = validated::<SignInEmail, _>(input)?;
        sign_in::email(&self.shared.context, &self.caller, input).await
    }

    /// Ends the session whose cookie the headers hold.
    pub async fn sign_out(&self, headers: &HeaderMap) -> Result<Reply<SignOutReply>, ApiError> {
        let input = SignOut { callback_url: None, disable_redirect: None, state: None };
        let caller = self.shared.edge.caller(headers);
        Ok(sign_out::sign_out(&self.shared.context, &caller, input).await)
    }

    /// The session whose cookie the headers hold, and its user.
    pub async fn get_session(
        &self,
        headers: &HeaderMap,
    ) -> Result<Reply<Nullable<SessionAndUser<Session, User>>>, ApiError> {
        let input = GetSession { disable_cookie_cache: None, disable_refresh: None };
        let caller = self.shared.edge.caller(headers);
        let reply = session::get(&self.shared.context, &caller, input).await?;
        Ok(reply.map(|Nullable(answer)| Nullable(answer.map(SessionAnswer::into_data))))
    }

    /// The same read from the store, whatever the cookie cache says: for what must not be done with
    /// a session that was revoked a minute ago.
    pub async fn get_authoritative_session(
        &self,
        headers: &HeaderMap,
    ) -> Result<Reply<Nullable<SessionAndUser<Session, User>>>, ApiError> {
        let input = GetSession { disable_cookie_cache: None, disable_refresh: None };
        let caller = Caller { disable_cookie_cache: true, ..self.shared.edge.caller(headers) };
        let reply = session::get(&self.shared.context, &caller, input).await?;
        Ok(reply.map(|Nullable(answer)| Nullable(answer.map(SessionAnswer::into_data))))
    }

    /// The session whose cookie the headers hold, read from the store and left as it is.
    pub(crate) async fn peek_session(
        &self,
        headers: &HeaderMap,
    ) -> Result<Option<SessionAndUser<Session, User>>, ApiError> {
        let input = GetSession { disable_cookie_cache: None, disable_refresh: None };
        let caller = self.shared.edge.caller(headers);
        let caller = Caller { disable_cookie_cache: true, disable_refresh: true, ..caller };
        let reply = session::get(&self.shared.context, &caller, input).await?;
        Ok(reply.data.0.map(SessionAnswer::into_data))
    }

    /// Extends the session whose cookie the headers hold, if it is due: for deployments where
    /// [`get_session`](Self::get_session) does not.
    pub async fn refresh_session(
        &self,
        headers: &HeaderMap,
    ) -> Result<Reply<Nullable<SessionAndUser<Session, User>>>, ApiError> {
        let caller = self.shared.edge.caller(headers);
        let reply = session::refresh(&self.shared.context, &caller, RefreshSession {}).await?;
        Ok(reply.map(|Nullable(answer)| Nullable(answer.map(SessionAnswer::into_data))))
    }

    /// The sessions of the user whose session cookie the headers hold.
    pub async fn list_sessions(
        &self,
        headers: &HeaderMap,
    ) -> Result<Reply<Vec<Session>>, ApiError> {
        let caller = self.shared.edge.caller(headers);
        session::list(&self.shared.context, &caller, ListSessions {}).await
    }

    /// Ends one session of the user whose session cookie the headers hold.
    pub async fn revoke_session(
        &self,
        headers: &HeaderMap,
        input: RevokeSession,
    ) -> Result<Reply<RevokeReply>, ApiError> {
        let caller = self.shared.edge.caller(headers);
        session::revoke(&self.shared.context, &caller, input).await
    }

    /// Ends all sessions of the user whose session cookie the headers hold.
    pub async fn revoke_sessions(
        &self,
        headers: &HeaderMap,
    ) -> Result<Reply<RevokeReply>, ApiError> {
        let caller = self.shared.edge.caller(headers);
        session::revoke_all(&self.shared.context, &caller, RevokeSessions {}).await
    }

    /// Ends all sessions but the one whose cookie the headers hold.
    pub async fn revoke_other_sessions(
        &self,
        headers: &HeaderMap,
    ) -> Result<Reply<RevokeReply>, ApiError> {
        let caller = self.shared.edge.caller(headers);
        session::revoke_others(&self.shared.context, &caller, RevokeOtherSessions {}).await
    }
}

/// What is done to a user who is signed in: the headers hold their session cookie.
impl Api<'_> {
    /// Changes name, picture and additional fields of the user.
    pub async fn update_user(
        &self,
        headers: &HeaderMap,
        input: AdditionalInput,
    ) -> Result<Reply<UpdateUserReply>, ApiError> {
        update::user(&self.shared.context, &self.shared.edge.caller(headers), input).await
    }

    /// Changes additional fields of the session.
    pub async fn update_session(
        &self,
        headers: &HeaderMap,
        input: AdditionalInput,
    ) -> Result<Reply<UpdateSessionReply<Session>>, ApiError> {
        update::session(&self.shared.context, &self.shared.edge.caller(headers), input).await
    }

    /// Whether a password is the user's.
    pub async fn verify_password(
        &self,
        headers: &HeaderMap,
        input: VerifyPassword,
    ) -> Result<Reply<VerifyPasswordReply>, ApiError> {
        password::verify(&self.shared.context, &self.shared.edge.caller(headers), input).await
    }

    /// Gives the user another password.
    pub async fn change_password(
        &self,
        headers: &HeaderMap,
        input: ChangePassword,
    ) -> Result<Reply<ChangePasswordReply<User>>, ApiError> {
        password::change(&self.shared.context, &self.shared.edge.caller(headers), input).await
    }

    /// Gives a password to a user who has none, as after a sign-in by a provider. There is no route
    /// for it: whoever took over a session could keep the account by it.
    pub async fn set_password(
        &self,
        headers: &HeaderMap,
        new_password: &str,
    ) -> Result<Reply<VerifyPasswordReply>, ApiError> {
        password::set(&self.shared.context, &self.shared.edge.caller(headers), new_password).await
    }

    /// The accounts of the user.
    pub async fn list_accounts(
        &self,
        headers: &HeaderMap,
    ) -> Result<Reply<Vec<Account>>, ApiError> {
        let caller = self.shared.edge.caller(headers);
        account::list(&self.shared.context, &caller, ListAccounts {}).await
    }

    /// Takes an account from the user.
    pub async fn unlink_account(
        &self,
        headers: &HeaderMap,
        input: UnlinkAccount,
    ) -> Result<Reply<UnlinkAccountReply>, ApiError> {
        account::unlink(&self.shared.context, &self.shared.edge.caller(headers), input).await
    }
}

/// What goes by mail.
impl Api<'_> {
    /// Mails a link that sets a new password, if there is such a user.
    pub async fn request_password_reset(
        &self,
        input: RequestPasswordReset,
    ) -> Result<Reply<RequestPasswordResetReply>, ApiError> {
        let input = validated::<RequestPasswordReset, _>(input)?;
        self.check_targets::<RequestPasswordReset>(&self.caller, &input)?;
        password_reset::request(&self.shared.context, &self.caller, input).await
    }

    /// Sets a new password with the token out of the mail.
    pub async fn reset_password(
        &self,
        input: ResetPassword,
    ) -> Result<Reply<ResetPasswordReply>, ApiError> {
        password_reset::reset(&self.shared.context, &self.caller, input).await
    }

    /// Mails a link that verifies an address.
    pub async fn send_verification_email(
        &self,
        headers: &HeaderMap,
        input: SendVerificationEmail,
    ) -> Result<Reply<SendVerificationEmailReply>, ApiError> {
        let input = validated::<SendVerificationEmail, _>(input)?;
        let caller = self.shared.edge.caller(headers);
        self.check_targets::<SendVerificationEmail>(&caller, &input)?;
        email_verification::send(&self.shared.context, &caller, input).await
    }

    /// Redeems the link out of the mail.
    pub async fn verify_email(
        &self,
        headers: &HeaderMap,
        input: VerifyEmail,
    ) -> Result<Answer<VerifyEmailReply<User>>, ApiError> {
        let caller = self.shared.edge.caller(headers);
        email_verification::verify(&self.shared.context, &caller, input).await
    }

    /// Changes the address of the user, or mails the first of the links that do.
    pub async fn change_email(
        &self,
        headers: &HeaderMap,
        input: ChangeEmail,
    ) -> Result<Reply<ChangeEmailReply>, ApiError> {
        let input = validated::<ChangeEmail, _>(input)?;
        let caller = self.shared.edge.caller(headers);
        self.check_targets::<ChangeEmail>(&caller, &input)?;
        change_email::change(&self.shared.context, &caller, input).await
    }

    /// Deletes the user, or mails a link that does.
    pub async fn delete_user(
        &self,
        headers: &HeaderMap,
        input: DeleteUser,
    ) -> Result<Reply<DeleteUserReply>, ApiError> {
        let caller = self.shared.edge.caller(headers);
        self.check_targets::<DeleteUser>(&caller, &input)?;
        delete_user::delete(&self.shared.context, &caller, input).await
    }

    /// Checks where links lead, as over HTTP: a mail must not carry a link to a foreign site.
    fn check_targets<R: Route>(
        &self,
        caller: &Caller<'_>,
        input: &impl Serialize,
    ) -> Result<(), ApiError> {
        let input = serde_json::to_value(input).map_err(|_| ApiError::internal())?;
        let context = &self.shared.context;
        check_redirect_targets(context, R::INFO.path, Some(&input), &Map::new(), caller.host)
    }
}

/// Takes the way that an input over HTTP takes.
fn validated<R: Route, T: Serialize + DeserializeOwned>(input: T) -> Result<T, ApiError> {
    let failed = |_| ApiError::new(ErrorCode::ValidationError);
    let value: Value = serde_json::to_value(input).map_err(failed)?;
    validate(R::INFO.input, "body", Some(&value))?;
    serde_json::from_value(value).map_err(failed)
}
