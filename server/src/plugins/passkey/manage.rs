//! The passkeys of a user: listed, named and forgotten by them alone.

use std::sync::Arc;

use serde_json::{Value, json};
use signet_auth_protocol::ErrorCode;
use signet_auth_protocol::describe::True;
use signet_auth_protocol::plugins::passkey::{
    DeletePasskey, DeletePasskeyReply, ListUserPasskeys, UpdatePasskey,
};

use super::row::{NAME, Row, USER_ID};
use super::{
    FAILED_TO_UPDATE_PASSKEY, PASSKEY, PASSKEY_NOT_FOUND, Passkey,
    YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY,
};
use crate::db::{Changes, Filter};
use crate::hooks::HookResponse;
use crate::plugin::PluginContext;
use crate::{ApiError, Reply};

impl Passkey {
    /// `/passkey/list-user-passkeys`.
    pub(super) async fn list(
        self: Arc<Self>,
        context: PluginContext,
        _: ListUserPasskeys,
    ) -> Result<HookResponse, ApiError> {
        let user = context.session().await?.user;
        let rows = Row::of_user(&context, &user.id).await?;
        let rows: Vec<_> = rows.iter().map(|row| Value::Object(row.shown())).collect();
        Ok(HookResponse::json(rows))
    }

    /// `/passkey/delete-passkey`.
    pub(super) async fn delete(
        self: Arc<Self>,
        context: PluginContext,
        input: DeletePasskey,
    ) -> Result<Reply<DeletePasskeyReply>, ApiError> {
        let own = own(&context, &input.id, ApiError::without_body(401)).await?;
        context.rows(PASSKEY).delete(own).await?;
        Ok(Reply::new(DeletePasskeyReply { status: True }))
    }

    /// `/passkey/update-passkey`.
    pub(super) async fn update(
        self: Arc<Self>,
        context: PluginContext,
        input: UpdatePasskey,
    ) -> Result<HookResponse, ApiError> {
        let name = input.name.trim();
        if name.is_empty() {
            let message = "[body.name] Too small: expected string to have >=1 characters";
            return Err(ApiError::with_message(ErrorCode::ValidationError, message));
        }
        let forbidden = YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY.into();
        let own = own(&context, &input.id, forbidden).await?;
        context.rows(PASSKEY).update(own.clone(), Changes::default().with(NAME, name)).await?;
        let row = Row::find(&context, own).await?;
        let row = row.ok_or_else(|| ApiError::from(FAILED_TO_UPDATE_PASSKEY))?;
        Ok(HookResponse::json(json!({"passkey": row.shown()})))
    }
}

/// The caller's own passkey with this id. The filter names the user, so that nothing else is touched.
async fn own(context: &PluginContext, id: &str, forbidden: ApiError) -> Result<Filter, ApiError> {
    let user = context.authoritative_session().await?.user;
    if id.is_empty() {
        return Err(ApiError::without_code(400, "Missing required parameter: id"));
    }
    let this = Filter::new().equal("id", id);
    let row = Row::find(context, this.clone()).await?;
    let row = row.ok_or_else(|| ApiError::from(PASSKEY_NOT_FOUND))?;
    if row.user_id() != user.id {
        return Err(forbidden);
    }
    Ok(this.equal(USER_ID, user.id.as_str()))
}
