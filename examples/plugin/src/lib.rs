//! A plugin that lets in whom a user has invited.
//!
//! A user makes codes, and a sign-up needs one: `invitationCode`, which works once.

mod routes;
mod sign_up;

use std::sync::Arc;

use serde::Serialize;
use signet_auth_server::db::{AdditionalField, FieldType, Filter, UserRow};
use signet_auth_server::hooks::Record;
use signet_auth_server::options::RateLimitRule;
use signet_auth_server::plugin::{
    Parts, PathMatcher, Plugin, PluginContext, PluginError, PluginHandle, PluginSchema, PluginTable,
};
use signet_auth_server::{ApiError, Reply};

pub use routes::*;

/// The table.
const INVITATION: &str = "invitation";

/// A sign-up lacks a code that works.
pub const INVITATION_NEEDED: PluginError =
    PluginError::new(403, "INVITATION_NEEDED", "An invitation is needed");
/// A user has invited as many as they may.
pub const TOO_MANY_INVITATIONS: PluginError =
    PluginError::new(400, "TOO_MANY_INVITATIONS", "You have no invitations left");

/// The plugin.
#[derive(Debug, Clone)]
pub struct Invitations {
    /// How many a user may make. Default 5.
    pub per_user: usize,
}

impl Default for Invitations {
    fn default() -> Self {
        Self { per_user: 5 }
    }
}

impl Plugin for Invitations {
    fn id(&self) -> &'static str {
        "invitations"
    }

    fn schema(&self) -> PluginSchema {
        let text = |name: &str| AdditionalField::new(name, FieldType::String);
        let optional = |field| AdditionalField { required: false, ..field };
        let created_by = AdditionalField {
            references: Some("user".to_owned()),
            index: true,
            ..optional(text("createdBy"))
        };
        PluginSchema::new().table(PluginTable::new(
            INVITATION,
            [
                AdditionalField { unique: true, ..text("code") },
                created_by,
                optional(text("usedBy")),
                AdditionalField::new("createdAt", FieldType::Date),
            ],
        ))
    }

    fn register(self: Arc<Self>, parts: &mut Parts) {
        let mut parts = parts.of(self);
        parts.route(Self::create);
        parts.route(Self::list);
        parts
            .before("/sign-up/email", Self::claim)
            .after("/sign-up/email", Self::release)
            .rate_limit(
                PathMatcher::starting_with("/invitations/"),
                RateLimitRule { window: 60, max: 20 },
            );
    }
}

impl Invitations {
    async fn create(
        self: Arc<Self>,
        context: PluginContext,
        _: CreateInvitation,
    ) -> Result<Reply<CreateInvitationReply>, ApiError> {
        let session = context.authoritative_session().await?;
        let made = context.rows(INVITATION).find(of(&session.user)).await?;
        if made.len() >= self.per_user {
            return Err(TOO_MANY_INVITATIONS.into());
        }
        let code = invite(&context, Some(&session.user)).await?;
        Ok(Reply::new(CreateInvitationReply { code }))
    }

    async fn list(
        self: Arc<Self>,
        context: PluginContext,
        _: ListInvitations,
    ) -> Result<Reply<ListInvitationsReply>, ApiError> {
        let session = context.session().await?;
        let rows = context.rows(INVITATION).find(of(&session.user)).await?;
        let text = |row: &Record, key| row.text(key).map(str::to_owned);
        let invitations = rows.iter().map(|row| Invitation {
            code: text(row, "code").unwrap_or_default(),
            used_by: text(row, "usedBy"),
        });
        Ok(Reply::new(ListInvitationsReply { invitations: invitations.collect() }))
    }
}

/// What the plugin offers to the application.
pub trait InvitationsApi {
    /// Makes an invitation that is nobody's, such as the first one of all.
    fn invite(&self) -> impl Future<Output = Result<String, ApiError>> + Send;
}

impl InvitationsApi for PluginHandle<Invitations> {
    async fn invite(&self) -> Result<String, ApiError> {
        invite(self.context(), None).await
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewInvitation<'a> {
    code: &'a str,
    created_by: Option<&'a str>,
    created_at: String,
}

async fn invite(context: &PluginContext, by: Option<&UserRow>) -> Result<String, ApiError> {
    let code = context.random_text("abcdefghijkmnpqrstuvwxyz23456789", 12)?;
    let row = Record::of(&NewInvitation {
        code: &code,
        created_by: by.map(|user| user.id.as_str()),
        created_at: context.now().to_string(),
    });
    context.rows(INVITATION).create(row).await?;
    Ok(code)
}

fn of(user: &UserRow) -> Filter {
    Filter::new().equal("createdBy", user.id.as_str()).oldest_by("createdAt")
}
