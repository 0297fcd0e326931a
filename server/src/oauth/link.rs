//! Giving a user who is signed in another account.

use super::UserAtProvider;
use super::identity::{Identity, profile_changes};
use super::sign_in::{SignInFailure, failed};
use super::state::Link;
use crate::account::Written;
use crate::caller::Caller;
use crate::context::Context;
use crate::crypto::Purpose;
use crate::db::UserRow;
use crate::error::ApiError;
use crate::hooks::{UserAction, UserInfo};
use crate::options::AccountLinking;

/// The rules of a deployment for one provider.
pub(crate) struct LinkOptions<'c> {
    pub(crate) linking: &'c AccountLinking,
    pub(crate) is_trusted: bool,
}

impl<'c> LinkOptions<'c> {
    pub(crate) fn of(context: &'c Context, caller: &Caller<'_>, provider_id: &str) -> Self {
        let linking = &context.options.account.account_linking;
        let mut trusted = linking.trusted_providers.iter().chain(&caller.trusted_providers);
        Self { linking, is_trusted: trusted.any(|trusted| trusted == provider_id) }
    }
}

/// Why an account is not linked.
#[derive(Debug)]
pub(crate) enum LinkFailure {
    /// It is not allowed, or the session is gone in which it was asked for.
    UnableToLink,
    /// The address is another one.
    EmailDoesNotMatch,
    /// It is somebody else's.
    LinkedToDifferentUser,
    /// The application does not want it.
    Refused(ApiError),
    /// It can't be said whose it is.
    Unknown,
}

/// Links an account for the user who went to the provider for it.
pub(crate) async fn link(
    context: &Context,
    caller: &Caller<'_>,
    link: &Link,
    identity: &Identity,
) -> Result<(), LinkFailure> {
    if !is_session_live(context, link).await? {
        return Err(LinkFailure::UnableToLink);
    }
    let info = || UserInfo::at_provider(identity, Some(&link.user_id), UserAction::LinkAccount);
    identity.validate(context, info).await.map_err(LinkFailure::Refused)?;
    let options = LinkOptions::of(context, caller, &identity.provider_id);
    let verified = options.is_trusted || identity.user.is_email_verified();
    if !verified || !options.linking.enabled {
        return Err(LinkFailure::UnableToLink);
    }
    let is_same = identity.email() == link.email.to_lowercase();
    if !is_same && !options.linking.allow_different_emails {
        return Err(LinkFailure::EmailDoesNotMatch);
    }
    link_proved(context, &link.user_id, identity).await?;
    sync_user(context, &link.user_id, &identity.user).await;
    Ok(())
}

/// Links an account to a user who is signed in and has shown that it is theirs.
pub(crate) async fn link_proved(
    context: &Context,
    user_id: &str,
    identity: &Identity,
) -> Result<(), LinkFailure> {
    let unable = |_| LinkFailure::UnableToLink;
    let existing = context.accounts.of_identity(&identity.provider_id, &identity.user.subject);
    let existing = existing.await.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "whose account it is");
        LinkFailure::Unknown
    })?;
    let now = context.now();
    match existing {
        Some(account) if account.user_id != user_id => Err(LinkFailure::LinkedToDifferentUser),
        Some(account) => {
            let mut changes =
                identity.token_changes(context).map_err(|_| LinkFailure::UnableToLink)?;
            let scope = merged(account.scope.as_deref(), identity.scopes.as_deref());
            if !scope.is_empty() {
                changes = changes.with("scope", scope);
            }
            if !changes.is_empty() {
                context.accounts.update(&account, changes, now).await.map_err(unable)?;
            }
            Ok(())
        }
        None => {
            let account = identity.new_account(context).map_err(|_| LinkFailure::UnableToLink)?;
            let created = context.accounts.create(user_id, account, now).await;
            match created.map_err(|error| failed(error, SignInFailure::UnableToLinkAccount)) {
                Ok(Some(_)) => Ok(()),
                Ok(None) => Err(LinkFailure::UnableToLink),
                Err(SignInFailure::Refused(error)) => Err(LinkFailure::Refused(error)),
                Err(_) => Err(LinkFailure::UnableToLink),
            }
        }
    }
}

/// Whether the session in which somebody asked for it is still theirs. A flow that Better Auth
/// began before it kept sessions names none.
async fn is_session_live(context: &Context, link: &Link) -> Result<bool, LinkFailure> {
    let Some(encrypted) = &link.encrypted_session_token else { return Ok(true) };
    if context.is_stateless {
        return Ok(true);
    }
    let Ok(token) = context.cipher.decrypt(Purpose::OAuthLinkSessionToken, encrypted) else {
        return Ok(false);
    };
    let found = context.sessions.find(&token).await.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "a session could not be read");
        LinkFailure::Unknown
    })?;
    let now = context.now();
    Ok(found
        .is_some_and(|(session, _)| session.user_id == link.user_id && session.expires_at > now))
}

/// Old scopes and new ones, each once.
fn merged(old: Option<&str>, new: Option<&[String]>) -> String {
    let old = old.unwrap_or_default().split(',');
    let mut scopes: Vec<&str> = Vec::new();
    for scope in old.chain(new.unwrap_or_default().iter().map(String::as_str)).map(str::trim) {
        if !scope.is_empty() && !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    scopes.join(",")
}

/// Takes name, image and additional fields from an account that was linked, where that is wanted.
/// The address stays. A failure is no failure of the link.
pub(crate) async fn sync_user(
    context: &Context,
    user_id: &str,
    user: &UserAtProvider,
) -> Option<UserRow> {
    if !context.options.account.account_linking.update_user_info_on_link {
        return None;
    }
    let changes = profile_changes(user, &context.options.user.additional_fields);
    match context.users.update(user_id, changes, context.now()).await {
        Ok(Written::Done(changed)) => {
            context.sessions.user_changed(&changed).await;
            Some(changed)
        }
        Ok(Written::Gone | Written::Refused) => None,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "a user was not changed to what a linked account says");
            None
        }
    }
}

impl LinkFailure {
    /// What Better Auth says in the address of the error page.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::UnableToLink => "unable_to_link_account",
            Self::EmailDoesNotMatch => "email_does_not_match",
            Self::LinkedToDifferentUser => "account_already_linked_to_different_user",
            Self::Refused(_) | Self::Unknown => "internal_server_error",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_merged_without_repetition() {
        let new = ["b".to_owned(), "c".to_owned()];
        assert_eq!(merged(Some("a, b,"), Some(&new)), "a,b,c");
        assert_eq!(merged(None, None), "");
    }
}
