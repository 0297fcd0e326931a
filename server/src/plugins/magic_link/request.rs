use std::sync::Arc;

use serde_json::{Map, Value, json};
use signet_auth_protocol::describe::EmailAddress;
use signet_auth_protocol::plugins::magic_link::SignInMagicLink;
use url::form_urlencoded;

use super::{MagicLink, MagicLinkMail};
use crate::account::AdditionalInput;
use crate::db::schema::Model;
use crate::error::ApiError;
use crate::hooks::HookResponse;
use crate::mail::PluginMail;
use crate::origin::OriginPolicy;
use crate::plugin::PluginContext;
use crate::verification::Token;

/// Sends a link. Who has an account can't be told from the answer.
pub(super) async fn request(
    plugin: Arc<MagicLink>,
    context: PluginContext,
    input: SignInMagicLink<AdditionalInput>,
) -> Result<HookResponse, ApiError> {
    let inner = context.core();
    let EmailAddress(email) = &input.email;
    let token = match &plugin.generate_token {
        Some(generate) => generate(email),
        None => Token::<super::SignInByLink>::new(&*inner.random)?.as_str().to_owned(),
    };
    let mut value = Map::new();
    value.insert("type".to_owned(), "magic-link".into());
    value.insert("email".to_owned(), email.as_str().into());
    value.extend(input.name.as_deref().map(|name| ("name".to_owned(), name.into())));
    let value = Value::Object(value).to_string();
    let id = inner.row_id(Model::Verification)?;
    let stored = plugin.stored(&token);
    inner.verifications.issue(id, &stored, &value, inner.now(), plugin.expires_in).await?;
    send(&plugin, &context, &input, &token).await?;
    Ok(HookResponse::json(json!({"status": true})))
}

async fn send(
    plugin: &MagicLink,
    context: &PluginContext,
    input: &SignInMagicLink<AdditionalInput>,
    token: &str,
) -> Result<(), ApiError> {
    let path = path(input, token);
    let EmailAddress(email) = &input.email;
    let inner = context.core();
    if let Some(send) = &plugin.send {
        let base_url = inner.base_url.as_ref().ok_or_else(|| {
            tracing::error!("a magic link can't be sent: no base URL");
            ApiError::internal()
        })?;
        let mail = MagicLinkMail {
            email: email.clone(),
            url: OriginPolicy::own_page(base_url, &path).as_str().to_owned(),
            token: token.to_owned(),
            metadata: match &input.metadata {
                Some(AdditionalInput(metadata)) => Value::Object(metadata.clone()),
                None => Value::Null,
            },
        };
        return send.call(mail).await;
    }
    context.send_mail(&PluginMail {
        template: "magic-link",
        to: email,
        name: input.name.as_deref().unwrap_or_default(),
        subject: "Sign in",
        sentence: "Somebody, probably you, wants to sign in as {{email}}.",
        action: "Sign in",
        path: Some(&path),
        token,
        otp: None,
    })
}

/// Where the link leads, below the mount point.
fn path(input: &SignInMagicLink<AdditionalInput>, token: &str) -> String {
    let present = |url: &Option<String>| url.clone().filter(|url| !url.is_empty());
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("token", token);
    query.append_pair("callbackURL", &present(&input.callback_url).unwrap_or("/".to_owned()));
    let more = [
        ("newUserCallbackURL", present(&input.new_user_callback_url)),
        ("errorCallbackURL", present(&input.error_callback_url)),
    ];
    for (name, url) in more {
        query.extend_pairs(url.map(|url| (name, url)));
    }
    format!("/magic-link/verify?{}", query.finish())
}
