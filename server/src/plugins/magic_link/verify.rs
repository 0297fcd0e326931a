use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;
use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::plugins::magic_link::MagicLinkVerify;

use super::MagicLink;
use crate::account::{WriteError, is_email, prove_email, validate_user_info};
use crate::context::Context;
use crate::db::schema::Model;
use crate::db::{NewUser, UserRow};
use crate::error::ApiError;
use crate::hooks::{HookResponse, UserInfo};
use crate::origin::TrustedUrl;
use crate::plugin::PluginContext;

/// What a token stands for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    r#type: String,
    email: String,
    name: Option<String>,
}

/// Why nobody is signed in.
enum Failure {
    /// Said to the page.
    Code(String, Option<String>),
    Error(ApiError),
}

/// Signs in whoever has the link, once.
pub(super) async fn verify(
    plugin: Arc<MagicLink>,
    context: PluginContext,
    input: MagicLinkVerify,
) -> Result<HookResponse, ApiError> {
    let context = &context;
    let callback = page(context, input.callback_url.as_deref(), None)?;
    let on_error = page(context, input.error_callback_url.as_deref(), Some(&callback))?;
    let for_new = page(context, input.new_user_callback_url.as_deref(), Some(&callback))?;
    match sign_in(&plugin, context, &input.token.0).await {
        Ok((user, is_new)) => {
            let signed_in = context.sign_in(&user, None).await;
            let session = match signed_in {
                Ok(signed_in) => signed_in.session,
                Err(error) if error.any_code() == Some("FAILED_TO_CREATE_SESSION") => {
                    let to = on_error.with_only_parameter("error", "failed_to_create_session");
                    return Ok(HookResponse::redirect(&to));
                }
                Err(error) => return Err(error),
            };
            if input.callback_url.as_deref().is_none_or(str::is_empty) {
                let body = json!({
                    "token": session.token,
                    "user": context.users().shown(user),
                    "session": crate::endpoints::session_of(session),
                });
                return Ok(HookResponse::json(body));
            }
            let to = if is_new { for_new } else { callback };
            Ok(HookResponse::redirect(&to))
        }
        Err(Failure::Code(code, description)) => {
            let to = on_error.with_only_parameter("error", &code);
            let to = match description {
                Some(text) => to.with_only_parameter("error_description", &text),
                None => to,
            };
            Ok(HookResponse::redirect(&to))
        }
        Err(Failure::Error(error)) => Err(error),
    }
}

/// A page as an absolute address; the default is another page, or the front page.
fn page(
    context: &PluginContext,
    url: Option<&str>,
    default: Option<&TrustedUrl>,
) -> Result<TrustedUrl, ApiError> {
    let target = match (url.filter(|url| !url.is_empty()), default) {
        (None, Some(default)) => return Ok(default.clone()),
        (url, _) => context
            .trusted_target(url.unwrap_or("/"))
            .ok_or_else(|| ApiError::new(ErrorCode::InvalidCallbackUrl))?,
    };
    Ok(context.absolute_target(&target).unwrap_or(target))
}

/// The user of the link, and whether they are new.
async fn sign_in(
    plugin: &MagicLink,
    context: &PluginContext,
    token: &str,
) -> Result<(UserRow, bool), Failure> {
    let inner = context.core();
    let code = |code: &str| Failure::Code(code.to_owned(), None);
    let value = inner.verifications.consume(&plugin.stored(token), inner.now()).await?;
    let wanted: Option<Wanted> = value.and_then(|value| serde_json::from_str(&value).ok());
    let wanted = wanted.filter(|wanted| wanted.r#type == "magic-link" && is_email(&wanted.email));
    let Some(wanted) = wanted else { return Err(code("INVALID_TOKEN")) };
    let email = wanted.email.to_lowercase();
    match inner.store.find_user_by_email(&email).await? {
        Some(user) => {
            let proved = prove_email(inner, user).await?;
            Ok((proved.ok_or_else(|| code("user_not_found"))?, false))
        }
        None if plugin.disable_sign_up => Err(code("new_user_signup_disabled")),
        None => Ok((create(inner, email, wanted.name.unwrap_or_default()).await?, true)),
    }
}

async fn create(context: &Context, email: String, name: String) -> Result<UserRow, Failure> {
    let fields = &context.options.user.additional_fields;
    let new = NewUser {
        id: context.row_id(Model::User)?,
        name,
        email,
        email_verified: true,
        image: None,
        created_at: context.now(),
        additional: crate::account::defaults(fields),
    };
    let told = |error: ApiError| match error.any_code() {
        Some(code) => Failure::Code(code.to_owned(), error.message().map(str::to_owned)),
        None => Failure::Error(error),
    };
    let info = UserInfo::with_method(&new, "magic-link");
    validate_user_info(context, info).await.map_err(told)?;
    match context.users.create_alone(new).await {
        Ok(Some(user)) => Ok(user),
        Ok(None) => Err(Failure::Code("failed_to_create_user".to_owned(), None)),
        Err(WriteError::Hook(error)) => Err(told(error)),
        Err(error) => Err(Failure::Error(error.into())),
    }
}

impl<E: Into<ApiError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}
