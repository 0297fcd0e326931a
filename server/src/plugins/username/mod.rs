//! Names beside addresses: users choose one, and sign in with it.
//!
//! ```
//! use signet_auth_server::Auth;
//! use signet_auth_server::plugins::username::{Username, UsernameOptions};
//!
//! let username =
//!     Username::new(UsernameOptions { min_username_length: 5, ..UsernameOptions::default() });
//! let builder = Auth::builder().plugin(username);
//! ```

mod choose;
mod errors;
mod options;
mod sign_in;
mod write;

use std::sync::Arc;

use signet_auth_protocol::plugins::username::{IsUsernameAvailable, SignInUsername};

pub use errors::*;
pub use options::{Normalize, UsernameOptions, Validate, ValidationOrder};

use crate::db::schema::Model;
use crate::db::{AdditionalField, FieldType};
use crate::plugin::{Parts, Plugin, PluginContext, PluginError, PluginSchema};

/// The field that holds the name, normalised.
const USERNAME: &str = "username";
/// The field that holds the name as it was written.
const DISPLAY_USERNAME: &str = "displayUsername";

/// The plugin.
#[derive(Debug, Clone, Default)]
pub struct Username {
    options: UsernameOptions,
}

impl Username {
    /// The plugin with these options.
    pub fn new(options: UsernameOptions) -> Self {
        Self { options }
    }

    /// Why a name can't be one, if it can't.
    async fn refusal(&self, username: &str) -> Option<PluginError> {
        let options = &self.options;
        let checked = match options.username_order {
            ValidationOrder::PreNormalization => username.to_owned(),
            ValidationOrder::PostNormalization => options.normalized(username),
        };
        let length = checked.encode_utf16().count();
        if length < options.min_username_length {
            Some(USERNAME_TOO_SHORT)
        } else if length > options.max_username_length {
            Some(USERNAME_TOO_LONG)
        } else if !options.is_valid(&checked).await {
            Some(INVALID_USERNAME)
        } else {
            None
        }
    }

    /// Whether a name may be shown.
    async fn may_be_shown(&self, display_username: &str) -> bool {
        let options = &self.options;
        let Some(validate) = &options.display_username_validator else { return true };
        let checked = match options.display_username_order {
            ValidationOrder::PreNormalization => display_username.to_owned(),
            ValidationOrder::PostNormalization => options.display_normalized(display_username),
        };
        validate.call(checked).await
    }

    /// The user who has a name.
    async fn owner(
        &self,
        context: &PluginContext,
        username: &str,
    ) -> Result<Option<crate::db::UserRow>, crate::db::DatabaseError> {
        context.users().find_by(USERNAME, &self.options.normalized(username)).await
    }
}

impl Plugin for Username {
    fn id(&self) -> &'static str {
        "username"
    }

    fn schema(&self) -> PluginSchema {
        let field = |name: &str, column: &Option<String>| AdditionalField {
            required: false,
            field_name: column.clone(),
            ..AdditionalField::new(name, FieldType::String)
        };
        let options = &self.options;
        let username = AdditionalField {
            unique: true,
            sortable: true,
            ..field(USERNAME, &options.username_column)
        };
        let schema = PluginSchema::new().field(Model::User, username);
        match options.display_username {
            true => {
                schema.field(Model::User, field(DISPLAY_USERNAME, &options.display_username_column))
            }
            false => schema,
        }
    }

    fn register(self: Arc<Self>, parts: &mut Parts) {
        let mut parts = parts.of(self);
        parts.route::<SignInUsername>(Self::sign_in).signs_in();
        parts.route::<IsUsernameAvailable>(Self::is_available);
        parts
            .before("/sign-up/email", Self::choose)
            .before("/update-user", Self::choose_another)
            .before_create(Model::User, Self::before_create)
            .before_update(Model::User, Self::before_update);
    }
}
