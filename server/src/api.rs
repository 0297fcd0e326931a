//! The endpoints as function calls, for servers written in Rust.

use std::sync::Arc;

use axum::http::HeaderMap;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use signet_auth_protocol::describe::Nullable;
use signet_auth_protocol::routes::{
    AccountInfo, AccountInfoReply, ChangeEmail, ChangeEmailReply, ChangePassword,
    ChangePasswordReply, DeleteUser, DeleteUserReply, GetAccessToken, GetAccessTokenReply,
    GetSession, LinkSocial, LinkSocialReply, ListAccounts, ListSessions, RefreshSession,
    RefreshToken, RefreshTokenReply, RequestPasswordReset, RequestPasswordResetReply,
    ResetPassword, ResetPasswordReply, RevokeOtherSessions, RevokeReply, RevokeSession,
    RevokeSessions, SendVerificationEmail, SendVerificationEmailReply, SessionAndUser, SignInEmail,
    SignInEmailReply, SignInSocial, SignInSocialReply, SignOut, SignOutReply, SignUpEmail,
    SignUpEmailReply, UnlinkAccount, UnlinkAccountReply, UpdateSession, UpdateSessionReply,
    UpdateUser, UpdateUserReply, VerifyEmail, VerifyEmailReply, VerifyPassword,
    VerifyPasswordReply,
};
use signet_auth_protocol::{ErrorCode, Method, Route, RouteInfo};

use crate::account::AdditionalInput;
use crate::caller::Caller;
use crate::context::Context;
use crate::endpoints::account::Account;
use crate::endpoints::{
    Session, SessionAnswer, User, account, account_tokens, change_email, delete_user,
    email_verification, password, password_reset, session, sign_in, sign_out, sign_up, social,
    update,
};
use crate::error::ApiError;
use crate::hooks::{Before, Call, HookRequest, HookResponse};
use crate::http::{Hookable, Shared, check_redirect_targets, has_hooks, replace_cookies, validate};
use crate::plugin::{PluginContext, run_after, run_before};
use crate::reply::{Answer, Reply};

/// The endpoints as function calls. Inputs are validated and sessions checked as over HTTP; origins
/// are not checked and requests not counted. A [`Reply`] is data; `into_response()` makes the HTTP
/// response of it, cookies included.
///
/// All calls fail with the [`ApiError`] that HTTP would answer with.
#[derive(Clone)]
pub struct Api<'a> {
    shared: &'a Arc<Shared>,
    headers: Option<&'a HeaderMap>,
}

impl<'a> Api<'a> {
    pub(crate) fn new(shared: &'a Arc<Shared>) -> Self {
        Self { shared, headers: None }
    }

    /// The same calls on behalf of a client that sent these headers: a new session remembers its
    /// address and user agent.
    #[must_use]
    pub fn on_behalf_of(self, headers: &'a HeaderMap) -> Self {
        Self { headers: Some(headers), ..self }
    }

    /// Creates a user with a password, and signs them in unless the options say otherwise.
    pub async fn sign_up_email(
        &self,
        input: SignUpEmail<AdditionalInput>,
    ) -> Result<Reply<SignUpEmailReply<User>>, ApiError> {
        self.call::<SignUpEmail, _, _>(input, sign_up::email).await
    }

    /// Signs a user in with a password.
    pub async fn sign_in_email(
        &self,
        input: SignInEmail,
    ) -> Result<Reply<SignInEmailReply<User>>, ApiError> {
        self.call::<SignInEmail, _, _>(input, sign_in::email).await
    }

    /// Gives the address of a provider's page or, with an id token, signs a user in. The cookies of
    /// the reply belong to the flow: without them it can't end.
    pub async fn sign_in_social(
        &self,
        input: SignInSocial<AdditionalInput>,
    ) -> Result<Reply<SignInSocialReply<User>>, ApiError> {
        self.call::<SignInSocial, _, _>(input, social::sign_in_social).await
    }

    /// Gives the address of a provider's page where the user of the headers gets another account or,
    /// with an id token, links it.
    pub async fn link_social(
        &self,
        headers: &HeaderMap,
        input: LinkSocial<AdditionalInput>,
    ) -> Result<Reply<LinkSocialReply>, ApiError> {
        self.with(headers).call::<LinkSocial, _, _>(input, social::link_social).await
    }

    /// Ends the session whose cookie the headers hold.
    pub async fn sign_out(&self, headers: &HeaderMap) -> Result<Reply<SignOutReply>, ApiError> {
        let input = SignOut { callback_url: None, disable_redirect: None, state: None };
        let sign_out = async |context: &Context, caller: &Caller<'_>, input| {
            Ok(sign_out::sign_out(context, caller, input).await)
        };
        self.with(headers).call::<SignOut, _, _>(input, sign_out).await
    }

    /// The session whose cookie the headers hold, and its user.
    pub async fn get_session(
        &self,
        headers: &HeaderMap,
    ) -> Result<Reply<Nullable<SessionAndUser<Session, User>>>, ApiError> {
        self.with(headers).session_of(|_| ()).await
    }

    /// The same read from the store, whatever the cookie cache says: for what must not be done with
    /// a session that was revoked a minute ago.
    pub async fn get_authoritative_session(
        &self,
        headers: &HeaderMap,
    ) -> Result<Reply<Nullable<SessionAndUser<Session, User>>>, ApiError> {
        self.with(headers).session_of(|caller| caller.disable_cookie_cache = true).await
    }

    /// The session whose cookie the headers hold, read from the store and left as it is.
    pub(crate) async fn peek_session(
        &self,
        headers: &HeaderMap,
    ) -> Result<Option<SessionAndUser<Session, User>>, ApiError> {
        let peek = |caller: &mut Caller<'_>| {
            caller.disable_cookie_cache = true;
            caller.disable_refresh = true;
        };
        Ok(self.with(headers).session_of(peek).await?.data.0)
    }

    /// Extends the session whose cookie the headers hold, if it is due: for deployments where
    /// [`get_session`](Self::get_session) does not.
    pub async fn refresh_session(
        &self,
        headers: &HeaderMap,
    ) -> Result<Reply<Nullable<SessionAndUser<Session, User>>>, ApiError> {
        let refresh = async |context: &Context, caller: &Caller<'_>, input| {
            Ok(session::refresh(context, caller, input).await?.map(into_data))
        };
        self.with(headers).call::<RefreshSession, _, _>(RefreshSession {}, refresh).await
    }

    /// The sessions of the user whose session cookie the headers hold.
    pub async fn list_sessions(
        &self,
        headers: &HeaderMap,
    ) -> Result<Reply<Vec<Session>>, ApiError> {
        self.with(headers).call::<ListSessions, _, _>(ListSessions {}, session::list).await
    }

    /// Ends one session of the user whose session cookie the headers hold.
    pub async fn revoke_session(
        &self,
        headers: &HeaderMap,
        input: RevokeSession,
    ) -> Result<Reply<RevokeReply>, ApiError> {
        self.with(headers).call::<RevokeSession, _, _>(input, session::revoke).await
    }

    /// Ends all sessions of the user whose session cookie the headers hold.
    pub async fn revoke_sessions(
        &self,
        headers: &HeaderMap,
    ) -> Result<Reply<RevokeReply>, ApiError> {
        self.with(headers)
            .call::<RevokeSessions, _, _>(RevokeSessions {}, session::revoke_all)
            .await
    }

    /// Ends all sessions but the one whose cookie the headers hold.
    pub async fn revoke_other_sessions(
        &self,
        headers: &HeaderMap,
    ) -> Result<Reply<RevokeReply>, ApiError> {
        self.with(headers)
            .call::<RevokeOtherSessions, _, _>(RevokeOtherSessions {}, session::revoke_others)
            .await
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
        self.with(headers).call::<UpdateUser, _, _>(input, update::user).await
    }

    /// Changes additional fields of the session.
    pub async fn update_session(
        &self,
        headers: &HeaderMap,
        input: AdditionalInput,
    ) -> Result<Reply<UpdateSessionReply<Session>>, ApiError> {
        self.with(headers).call::<UpdateSession, _, _>(input, update::session).await
    }

    /// Whether a password is the user's.
    pub async fn verify_password(
        &self,
        headers: &HeaderMap,
        input: VerifyPassword,
    ) -> Result<Reply<VerifyPasswordReply>, ApiError> {
        self.with(headers).call::<VerifyPassword, _, _>(input, password::verify).await
    }

    /// Gives the user another password.
    pub async fn change_password(
        &self,
        headers: &HeaderMap,
        input: ChangePassword,
    ) -> Result<Reply<ChangePasswordReply<User>>, ApiError> {
        self.with(headers).call::<ChangePassword, _, _>(input, password::change).await
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
        self.with(headers).call::<ListAccounts, _, _>(ListAccounts {}, account::list).await
    }

    /// An access token of an account at a provider, fresh enough to be used. Without headers the
    /// input names the user.
    pub async fn get_access_token(
        &self,
        headers: Option<&HeaderMap>,
        input: GetAccessToken,
    ) -> Result<Reply<GetAccessTokenReply>, ApiError> {
        self.for_user(headers).call::<GetAccessToken, _, _>(input, account_tokens::get).await
    }

    /// New tokens of an account at a provider. Without headers the input names the user.
    pub async fn refresh_token(
        &self,
        headers: Option<&HeaderMap>,
        input: RefreshToken,
    ) -> Result<Reply<RefreshTokenReply>, ApiError> {
        self.for_user(headers).call::<RefreshToken, _, _>(input, account_tokens::refresh).await
    }

    /// What a provider says of a user. Without headers the input names the user.
    pub async fn account_info(
        &self,
        headers: Option<&HeaderMap>,
        input: AccountInfo,
    ) -> Result<Reply<AccountInfoReply<AdditionalInput>>, ApiError> {
        self.for_user(headers).call::<AccountInfo, _, _>(input, account_tokens::info).await
    }

    /// Takes an account from the user.
    pub async fn unlink_account(
        &self,
        headers: &HeaderMap,
        input: UnlinkAccount,
    ) -> Result<Reply<UnlinkAccountReply>, ApiError> {
        self.with(headers).call::<UnlinkAccount, _, _>(input, account::unlink).await
    }
}

/// What goes by mail.
impl Api<'_> {
    /// Mails a link that sets a new password, if there is such a user.
    pub async fn request_password_reset(
        &self,
        input: RequestPasswordReset,
    ) -> Result<Reply<RequestPasswordResetReply>, ApiError> {
        self.call::<RequestPasswordReset, _, _>(input, password_reset::request).await
    }

    /// Sets a new password with the token out of the mail.
    pub async fn reset_password(
        &self,
        input: ResetPassword,
    ) -> Result<Reply<ResetPasswordReply>, ApiError> {
        self.call::<ResetPassword, _, _>(input, password_reset::reset).await
    }

    /// Mails a link that verifies an address.
    pub async fn send_verification_email(
        &self,
        headers: &HeaderMap,
        input: SendVerificationEmail,
    ) -> Result<Reply<SendVerificationEmailReply>, ApiError> {
        self.with(headers)
            .call::<SendVerificationEmail, _, _>(input, email_verification::send)
            .await
    }

    /// Redeems the link out of the mail.
    pub async fn verify_email(
        &self,
        headers: &HeaderMap,
        input: VerifyEmail,
    ) -> Result<Answer<VerifyEmailReply<User>>, ApiError> {
        self.with(headers).call::<VerifyEmail, _, _>(input, email_verification::verify).await
    }

    /// Changes the address of the user, or mails the first of the links that do.
    pub async fn change_email(
        &self,
        headers: &HeaderMap,
        input: ChangeEmail,
    ) -> Result<Reply<ChangeEmailReply>, ApiError> {
        self.with(headers).call::<ChangeEmail, _, _>(input, change_email::change).await
    }

    /// Deletes the user, or mails a link that does.
    pub async fn delete_user(
        &self,
        headers: &HeaderMap,
        input: DeleteUser,
    ) -> Result<Reply<DeleteUserReply>, ApiError> {
        self.with(headers).call::<DeleteUser, _, _>(input, delete_user::delete).await
    }

    async fn session_of(
        &self,
        change: impl Fn(&mut Caller<'_>),
    ) -> Result<Reply<Nullable<SessionAndUser<Session, User>>>, ApiError> {
        let input = GetSession { disable_cookie_cache: None, disable_refresh: None };
        let get = async |context: &Context, caller: &Caller<'_>, input| {
            let mut caller = caller.clone();
            change(&mut caller);
            Ok(session::get(context, &caller, input).await?.map(into_data))
        };
        self.call::<GetSession, _, _>(input, get).await
    }
}

/// How a call is made.
impl<'a> Api<'a> {
    /// For calls that need no session where the application names the user.
    fn for_user<'h>(&self, headers: Option<&'h HeaderMap>) -> Api<'h>
    where
        'a: 'h,
    {
        Api { shared: self.shared, headers }
    }

    fn with<'h>(&self, headers: &'h HeaderMap) -> Api<'h>
    where
        'a: 'h,
    {
        Api { shared: self.shared, headers: Some(headers) }
    }

    /// Takes the way that a call over HTTP takes once its origin was checked.
    async fn call<R, I, O>(
        &self,
        input: I,
        endpoint: impl AsyncFnOnce(&Context, &Caller<'_>, I) -> Result<O, ApiError>,
    ) -> Result<O, ApiError>
    where
        R: Route,
        I: Serialize + DeserializeOwned,
        O: Hookable,
    {
        let Shared { context, edge } = &**self.shared;
        let nobody = HeaderMap::new();
        let headers = self.headers.unwrap_or(&nobody);
        let input = serde_json::to_value(input).map_err(|_| ApiError::internal())?;
        if !has_hooks(context, R::INFO.path) {
            let caller = Caller { is_server: self.headers.is_none(), ..edge.caller(headers) };
            let input = validated::<R, I>(context, &caller, input)?;
            return endpoint(context, &caller, input).await;
        }
        let run = async |context: &PluginContext, input: Value| {
            let caller = context.caller();
            let input = validated::<R, I>(context.core(), &caller, input)?;
            endpoint(context.core(), &caller, input).await
        };
        self.around(const { &R::INFO }, headers, input, run).await
    }

    /// Calls a route of a plugin, which its input declares, also one that HTTP does not reach. The
    /// answer is what HTTP would get; [`HookResponse::data`] reads it.
    pub async fn plugin_route<R>(&self, input: R) -> Result<HookResponse, ApiError>
    where
        R: Route + Serialize,
    {
        let route = self.shared.context.plugins.route(&R::INFO);
        let route = route.ok_or_else(|| ApiError::new(ErrorCode::NotFound))?;
        let nobody = HeaderMap::new();
        let headers = self.headers.unwrap_or(&nobody);
        let input = serde_json::to_value(input).map_err(|_| ApiError::internal())?;
        let run = async |context: &PluginContext, input: Value| {
            check_input(route.info, context.core(), &context.caller(), &input)?;
            route.run(context, input).await
        };
        self.around(route.info, headers, input, run).await
    }

    /// Runs a route with the functions of the application and of plugins around it.
    async fn around<O: Hookable>(
        &self,
        route: &'static RouteInfo,
        headers: &HeaderMap,
        input: Value,
        run: impl AsyncFnOnce(&PluginContext, Value) -> Result<O, ApiError>,
    ) -> Result<O, ApiError> {
        let core = &self.shared.context;
        let client_ip = self.shared.edge.client_ip(headers);
        let call = match self.headers {
            Some(headers) => Call::new(route.path, headers.clone(), client_ip),
            None => Call::of_server(route.path),
        };
        let context = PluginContext::new(Arc::clone(self.shared), call.clone());
        let request = HookRequest::of_server(route, headers, input, client_ip);
        let request = match call.run(run_before(&context, request, false)).await {
            Ok(Before::Continue(request)) => request,
            Ok(Before::Answer(mut answer)) => {
                replace_cookies(&mut answer.headers, &context.call().take_cookies());
                return O::from_hook(None, answer);
            }
            Err(error) => return Err(error.with_missing_cookies(context.call().take_cookies())),
        };
        let context = context.with_headers(&request.headers);
        let call = context.call().clone();
        let result = call.clone().run(run(&context, request.input(route))).await;
        let result = match result {
            Ok(reply) => Ok(reply.with_missing_cookies(call.take_cookies())),
            Err(error) => Err(error.with_missing_cookies(call.take_cookies())),
        };
        if !core.options.hooks.see_answers() && !core.plugins.see_answers(route.path) {
            return result;
        }
        let response = match &result {
            Ok(reply) => reply.to_hook()?,
            Err(error) => HookResponse::of_error(error),
        };
        let changed = call.run(run_after(&context, &request, response.clone())).await?;
        if changed == response { result } else { O::from_hook(result.ok(), changed) }
    }
}

fn into_data(Nullable(answer): Nullable<SessionAnswer>) -> Nullable<SessionAndUser<Session, User>> {
    Nullable(answer.map(SessionAnswer::into_data))
}

/// Checks an input, and where links lead: a mail must not carry one to a foreign site.
fn validated<R: Route, I: DeserializeOwned>(
    context: &Context,
    caller: &Caller<'_>,
    input: Value,
) -> Result<I, ApiError> {
    check_input(&R::INFO, context, caller, &input)?;
    serde_json::from_value(input).map_err(|_| ApiError::new(ErrorCode::ValidationError))
}

fn check_input(
    route: &RouteInfo,
    context: &Context,
    caller: &Caller<'_>,
    input: &Value,
) -> Result<(), ApiError> {
    let source = if route.method == Method::Get { "query" } else { "body" };
    validate(route.input, source, Some(input))?;
    if route.method == Method::Post {
        check_redirect_targets(context, route.path, Some(input), &Map::new(), caller)?;
    }
    Ok(())
}
