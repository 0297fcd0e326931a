//! Signing in as a user of a provider: who that is here, or becomes.

use serde_json::Value;

use super::identity::Identity;
use super::link::{LinkOptions, sync_user};
use crate::account::{AdditionalInput, Owned, VerifiedEmail, WriteError, Written, for_new_user};
use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::db::schema::Model;
use crate::db::{AccountRow, Changes, DatabaseError, ErrorKind, NewUser, SessionRow, UserRow};
use crate::error::ApiError;
use crate::hooks::{UserAction, UserInfo};
use crate::session;

/// How somebody signs in.
pub(crate) struct ProviderSignIn<'s> {
    pub(crate) identity: &'s Identity,
    /// Whether a user may be created.
    pub(crate) may_sign_up: bool,
    /// Whether the user is changed to what the provider says.
    pub(crate) overrides: bool,
    pub(crate) require_email_verification: bool,
    /// Where a link in a mail leads to.
    pub(crate) callback_url: Option<&'s str>,
}

/// Somebody who has signed in.
pub(crate) struct SignedIn {
    pub(crate) session: SessionRow,
    pub(crate) user: UserRow,
    pub(crate) cookies: Vec<SetCookie>,
    pub(crate) is_new: bool,
}

/// Why somebody is not signed in.
#[derive(Debug)]
pub(crate) enum SignInFailure {
    AccountNotLinked,
    SignUpDisabled,
    UnableToCreateUser,
    UnableToLinkAccount,
    UnableToUpdateAccount,
    UnableToCreateSession,
    EmailNotVerified,
    /// The application does not want them.
    Refused(ApiError),
    /// It can't be said who they are.
    Unknown(DatabaseError),
}

impl SignInFailure {
    /// What Better Auth says.
    pub(crate) fn text(&self) -> &'static str {
        match self {
            Self::AccountNotLinked => "account not linked",
            Self::SignUpDisabled => "signup disabled",
            Self::UnableToCreateUser => "unable to create user",
            Self::UnableToLinkAccount => "unable to link account",
            Self::UnableToUpdateAccount => "unable to update account",
            Self::UnableToCreateSession => "unable to create session",
            Self::EmailNotVerified => "email_not_verified",
            Self::Refused(_) | Self::Unknown(_) => "internal_server_error",
        }
    }
}

/// Signs an identity in as the user whose account it is, or who has its address, or a new one.
pub(crate) async fn sign_in(
    context: &Context,
    caller: &Caller<'_>,
    request: &ProviderSignIn<'_>,
) -> Result<SignedIn, SignInFailure> {
    let identity = request.identity;
    let account = context.accounts.of_identity(&identity.provider_id, &identity.user.subject).await;
    let account = account.map_err(SignInFailure::Unknown)?;
    let mut is_new = false;
    let (user, account) = match account {
        Some(account) => returning(context, identity, account).await?,
        None => {
            let found = context.store.find_user_by_email(&identity.email()).await;
            match found.map_err(SignInFailure::Unknown)? {
                Some(user) => link_implicitly(context, caller, identity, user).await?,
                None if request.may_sign_up => {
                    is_new = true;
                    sign_up(context, identity).await?
                }
                None => return Err(SignInFailure::SignUpDisabled),
            }
        }
    };
    let user =
        if request.overrides && !is_new { overridden(context, identity, user).await } else { user };
    check_verification(context, request, &user, is_new)?;
    let created = session::create_remembered(context, caller, &user).await;
    let (session, mut cookies) = created.map_err(|error| match error.custom_code() {
        Some(_) => SignInFailure::Refused(error),
        None => SignInFailure::UnableToCreateSession,
    })?;
    cookies.extend(context.account_cookie.write(context, caller, account.as_ref()));
    Ok(SignedIn { session, user, cookies, is_new })
}

type UserAndAccount = (UserRow, Option<AccountRow>);

/// The account is known.
async fn returning(
    context: &Context,
    identity: &Identity,
    account: Owned<AccountRow>,
) -> Result<UserAndAccount, SignInFailure> {
    let user = context.store.find_user(&account.user_id).await.map_err(SignInFailure::Unknown)?;
    let Some(user) = user else {
        tracing::error!("an account belongs to a user who is gone");
        return Err(SignInFailure::UnableToLinkAccount);
    };
    validate(context, identity, Some(&user.id), UserAction::SignIn).await?;
    let account = if context.options.account.update_account_on_sign_in {
        let changes =
            identity.token_changes(context).map_err(|_| SignInFailure::UnableToUpdateAccount)?;
        let updated = context.accounts.update(&account, changes, context.now()).await;
        let updated =
            updated.map_err(|error| failed(error, SignInFailure::UnableToUpdateAccount))?;
        updated.ok_or(SignInFailure::UnableToUpdateAccount)?
    } else {
        account.into_inner()
    };
    Ok((promoted(context, identity, user).await?, Some(account)))
}

/// The address is known, the account is not.
async fn link_implicitly(
    context: &Context,
    caller: &Caller<'_>,
    identity: &Identity,
    user: UserRow,
) -> Result<UserAndAccount, SignInFailure> {
    let options = LinkOptions::of(context, caller, &identity.provider_id);
    let there = VerifiedEmail::at_provider(&identity.user, options.is_trusted);
    let here = VerifiedEmail::of_user(&user, options.linking);
    let may_link = options.linking.enabled && !options.linking.disable_implicit_linking;
    let (Some(there), Some(here), true) = (there, here, may_link) else {
        return Err(SignInFailure::AccountNotLinked);
    };
    validate(context, identity, Some(&user.id), UserAction::LinkAccount).await?;
    let account = identity.new_account(context).map_err(|_| SignInFailure::UnableToLinkAccount)?;
    let linked =
        context.accounts.link_same_address(&user.id, (&here, &there), account, context.now());
    let account = match linked.await {
        Ok(account) => account.ok_or(SignInFailure::UnableToLinkAccount)?,
        Err(error) => return Err(failed(error, SignInFailure::UnableToLinkAccount)),
    };
    let user = promoted(context, identity, user).await?;
    let user = match sync_user(context, &user.id, &identity.user).await {
        Some(synced) => synced,
        None => user,
    };
    Ok((user, Some(account)))
}

/// Nobody knows them.
async fn sign_up(context: &Context, identity: &Identity) -> Result<UserAndAccount, SignInFailure> {
    validate(context, identity, None, UserAction::CreateUser).await?;
    let unable = || SignInFailure::UnableToCreateUser;
    let fields = &context.options.user.additional_fields;
    let additional = for_new_user(fields, AdditionalInput(identity.input(fields)));
    let additional = additional.map_err(SignInFailure::Refused)?;
    let user = NewUser {
        id: context.row_id(Model::User).map_err(|_| unable())?,
        name: identity.user.text("name").unwrap_or_default().to_owned(),
        email: identity.email(),
        email_verified: identity.user.is_email_verified(),
        image: identity.user.text("image").map(str::to_owned),
        created_at: context.now(),
        additional,
    };
    let account = identity.new_account(context).map_err(|_| unable())?;
    let created = context.users.create_with_account(user, account).await;
    let created = created.map_err(|error| failed(error, unable()))?.ok_or_else(unable)?;
    let account = context.accounts.of_identity(&identity.provider_id, &identity.user.subject).await;
    let account = account.map_err(SignInFailure::Unknown)?;
    Ok((created, account.map(|account| account.into_inner())))
}

/// Asks the application whether it wants them.
async fn validate(
    context: &Context,
    identity: &Identity,
    user_id: Option<&str>,
    action: UserAction,
) -> Result<(), SignInFailure> {
    let info = || UserInfo::at_provider(identity, user_id, action);
    identity.validate(context, info).await.map_err(SignInFailure::Refused)
}

/// A provider's word for the address that a user has counts as theirs.
async fn promoted(
    context: &Context,
    identity: &Identity,
    user: UserRow,
) -> Result<UserRow, SignInFailure> {
    let vouched = identity.user.is_email_verified() && identity.email() == user.email;
    if user.email_verified || !vouched {
        return Ok(user);
    }
    match context.users.verify_email(&user, context.now()).await {
        Ok(Written::Done(verified)) => {
            context.sessions.user_changed(&verified).await;
            Ok(verified)
        }
        Ok(Written::Gone | Written::Refused) => Ok(user),
        Err(error) => Err(failed(error, SignInFailure::UnableToUpdateAccount)),
    }
}

/// The user as the provider has them. A failure keeps nobody out.
async fn overridden(context: &Context, identity: &Identity, user: UserRow) -> UserRow {
    let email = identity.email();
    let vouched = identity.user.is_email_verified();
    let verified = if email == user.email { user.email_verified || vouched } else { vouched };
    let fields = &context.options.user.additional_fields;
    let changes =
        identity.profile_changes(fields).with("email", email).with("emailVerified", verified);
    match context.users.update(&user.id, changes, context.now()).await {
        Ok(Written::Done(changed)) => {
            context.sessions.user_changed(&changed).await;
            changed
        }
        Ok(Written::Gone | Written::Refused) => user,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "a user was not changed to what the provider says");
            user
        }
    }
}

fn check_verification(
    context: &Context,
    request: &ProviderSignIn<'_>,
    user: &UserRow,
    is_new: bool,
) -> Result<(), SignInFailure> {
    if user.email_verified {
        return Ok(());
    }
    let options = &context.options.email_verification;
    let required = request.require_email_verification;
    let sends = match is_new {
        true => options.send_on_sign_up.unwrap_or(required),
        false => required && options.send_on_sign_in,
    };
    if sends {
        crate::endpoints::mail_verification(context, user, request.callback_url);
    }
    if required { Err(SignInFailure::EmailNotVerified) } else { Ok(()) }
}

/// An error of the application's own is told, anything else is logged.
pub(super) fn failed(error: WriteError, failure: SignInFailure) -> SignInFailure {
    match error {
        WriteError::Hook(error) if error.custom_code().is_some() => SignInFailure::Refused(error),
        error => {
            // Somebody who was faster is no fault.
            if error.kind() != Some(ErrorKind::NothingChanged) {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "{}", failure.text());
            }
            failure
        }
    }
}

/// A change to nothing would take the image away.
pub(super) fn present(changes: Changes, key: &str, value: Option<&str>) -> Changes {
    match value {
        Some(value) => changes.with(key, Value::from(value)),
        None => changes,
    }
}
