//! `/sign-up/email`.

use std::sync::Arc;

use serde_json::Value;
use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::describe::{EmailAddress, Nullable};
use signet_auth_protocol::routes::{SignUpEmail, SignUpEmailReply};

use super::email_verification::mail_verification;
use super::{User, user};
use crate::account::{
    AdditionalInput, WriteError, check_new_password, defaults, for_new_user, validate_user_info,
};
use crate::caller::Caller;
use crate::context::Context;
use crate::db::schema::Model;
use crate::db::{Additional, AdditionalValue, ErrorKind, NewCredential, NewUser};
use crate::error::ApiError;
use crate::hooks::UserInfo;
use crate::reply::Reply;
use crate::session::{self, Remember};

/// Creates a user with a password, and signs them in unless the options say otherwise.
pub(crate) async fn email(
    context: &Context,
    caller: &Caller<'_>,
    input: SignUpEmail<AdditionalInput>,
) -> Result<Reply<SignUpEmailReply<User>>, ApiError> {
    let options = &context.options.email_and_password;
    if !options.enabled || options.disable_sign_up {
        return Err(ApiError::new(ErrorCode::EmailPasswordSignUpDisabled));
    }
    check_new_password(context, &input.password.0)?;
    let SignUpEmail {
        name,
        email: EmailAddress(email),
        password,
        image,
        remember_me,
        callback_url,
        ..
    } = input;
    let additional = for_new_user(&context.options.user.additional_fields, input.additional)?;
    let new = NewUser {
        id: context.row_id(Model::User)?,
        name,
        email: email.to_lowercase(),
        email_verified: false,
        image,
        created_at: context.now(),
        additional,
    };
    let conceals = !options.auto_sign_in || options.require_email_verification;
    if let Some(owner) = context.store.find_user_by_email(&new.email).await? {
        if !conceals {
            return Err(ApiError::new(ErrorCode::UserAlreadyExistsUseAnotherEmail));
        }
        // As long as a sign-up takes, so that time does not tell who has an account.
        context.passwords.hash(&password.0).await?;
        if let Some(tell) = &options.on_existing_user_sign_up
            && let Err(error) = tell.call(owner).await
        {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "on_existing_user_sign_up failed");
        }
        return Ok(without_session(synthetic_user(context, new)?));
    }

    let credential = NewCredential {
        id: context.row_id(Model::Account)?,
        password: context.passwords.hash(&password.0).await?,
        additional: defaults(&context.options.account.additional_fields),
    };
    if let Err(refused) = validate_user_info(context, UserInfo::signing_up(&new)).await {
        if conceals {
            return Ok(without_session(synthetic_user(context, new)?));
        }
        return Err(refused);
    }
    let created = match context.users.create(new.clone(), credential).await {
        Ok(Some(created)) => created,
        Ok(None) => return Err(ApiError::new(ErrorCode::FailedToCreateUser).with_status(400)),
        // Who is refused learns no more than who has an account already.
        Err(WriteError::Hook(error)) if conceals && error.status() == 403 => {
            return Ok(without_session(synthetic_user(context, new)?));
        }
        Err(WriteError::Hook(error)) => return Err(error),
        Err(WriteError::Database(error)) => {
            let lost_a_race = error.kind() == ErrorKind::UniqueViolation
                && context.store.find_user_by_email(&new.email).await?.is_some();
            if conceals && lost_a_race {
                return Ok(without_session(synthetic_user(context, new)?));
            }
            if !lost_a_race {
                tracing::error!(error = &error as &dyn std::error::Error, "no user was created");
            }
            return Err(ApiError::new(ErrorCode::FailedToCreateUser));
        }
    };
    let sends = context.options.email_verification.send_on_sign_up;
    if sends.unwrap_or(options.require_email_verification) {
        mail_verification(context, &created, callback_url.as_deref());
    }
    if conceals {
        return Ok(without_session(user(created)));
    }
    let remember = Remember::from_input(remember_me);
    let (session, cookies) = session::create(context, caller, &created, remember).await?;
    let data = SignUpEmailReply { token: Nullable(Some(session.token)), user: user(created) };
    Ok(Reply::new(data).with_cookies(cookies))
}

fn without_session(user: User) -> Reply<SignUpEmailReply<User>> {
    Reply::new(SignUpEmailReply { token: Nullable(None), user })
}

/// What a new user would look like: nobody can tell from it that the address is taken.
fn synthetic_user(context: &Context, new: NewUser) -> Result<User, ApiError> {
    let fields = &context.options.user.additional_fields;
    let additional = fields.iter().map(|field| AdditionalValue {
        name: Arc::from(field.name.as_str()),
        value: new.additional.get(&field.name).cloned().unwrap_or(Value::Null),
        returned: field.returned,
    });
    let user = User {
        name: new.name,
        email: new.email,
        email_verified: new.email_verified,
        image: new.image.into(),
        created_at: new.created_at,
        updated_at: new.created_at,
        additional: Additional(additional.collect()),
        id: if new.id.is_empty() { context.new_id()? } else { new.id },
    };
    Ok(match &context.options.email_and_password.custom_synthetic_user {
        Some(complete) => complete(user),
        None => user,
    })
}
