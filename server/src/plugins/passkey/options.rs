use std::fmt;

use serde_json::{Map, Value};

use crate::ApiError;
use crate::db::UserRow;
use crate::hooks::Callback;
use crate::options::TableNames;

/// Who asks for passkeys, and of which kind.
#[derive(Clone)]
pub struct PasskeyOptions {
    /// The domain that passkeys belong to: that of the application, or one above it. A passkey works
    /// below its domain only, for ever. Default: the host of the base URL.
    pub rp_id: Option<String>,
    /// What authenticators call the application. Default: its name.
    pub rp_name: Option<String>,
    /// Where pages may ask for passkeys, such as `https://app.example.com`. Default: wherever a
    /// request comes from, if that is trusted.
    pub origin: Vec<String>,
    /// What authenticators are wished for.
    pub authenticator_selection: AuthenticatorSelection,
    /// What the cookie of a ceremony is called. Default `better-auth-passkey`.
    pub challenge_cookie: String,
    /// Whether only who is signed in registers a passkey. Default `true`.
    pub require_session: bool,
    /// Whose passkey is registered without a session, by the `context` of the request.
    pub resolve_user: Option<ResolveUser>,
    /// Asked before a passkey is stored.
    pub before_registration: Option<BeforeRegistration>,
    /// Asked before somebody is signed in.
    pub before_sign_in: Option<Callback<PasskeyUse, Result<(), ApiError>>>,
    /// Further extensions that are asked for when a passkey is made.
    pub registration_extensions: Map<String, Value>,
    /// Extensions that are asked for when a passkey signs in.
    pub authentication_extensions: Map<String, Value>,
    /// What the database calls the table `passkey`, and its fields.
    pub names: TableNames,
}

/// What authenticators are wished for (WebAuthn Level 3, section 5.4.4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AuthenticatorSelection {
    /// Built in, or a device of its own. Default: either.
    pub attachment: Option<Attachment>,
    /// Whether the authenticator keeps the passkey, so that it signs in without a name. Default:
    /// preferred.
    pub resident_key: Requirement,
    /// Whether the authenticator checks who uses it. Default: preferred. Where it is required,
    /// nobody registers or signs in without.
    pub user_verification: Requirement,
}

/// Where an authenticator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attachment {
    /// In the device of the user.
    Platform,
    /// In a device of its own, such as a security key.
    CrossPlatform,
}

/// How much something is wished for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Requirement {
    /// It must be.
    Required,
    /// It should be.
    #[default]
    Preferred,
    /// It should not be.
    Discouraged,
}

/// Whose passkey is registered without a session, by the `context` of the request.
pub type ResolveUser = Callback<Option<String>, Result<Option<PasskeyUser>, ApiError>>;

/// Asked before a passkey is stored.
pub type BeforeRegistration = Callback<NewPasskey, Result<PasskeyDecision, ApiError>>;

/// Whose passkey is registered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PasskeyUser {
    /// The id of the user.
    pub id: String,
    /// What the authenticator shows of them.
    pub name: String,
    /// The same, for people. Default: the name.
    pub display_name: Option<String>,
}

/// A passkey that is about to be stored.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NewPasskey {
    /// Whose it is.
    pub user: PasskeyUser,
    /// What the authenticator calls it, base64url.
    pub credential_id: String,
    /// The model of the authenticator; all zeros where it does not say.
    pub aaguid: String,
    /// The `context` of the request.
    pub context: Option<String>,
}

/// What becomes of a new passkey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PasskeyDecision {
    /// Another user whose it is.
    pub user_id: Option<String>,
    /// Its name, where the user gave none.
    pub name: Option<String>,
}

/// A passkey that is about to sign its user in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PasskeyUse {
    /// Whose it is.
    pub user: UserRow,
    /// What the authenticator calls it, base64url.
    pub credential_id: String,
    /// Whether the authenticator has checked who uses it.
    pub user_verified: bool,
}

impl Default for PasskeyOptions {
    fn default() -> Self {
        Self {
            rp_id: None,
            rp_name: None,
            origin: Vec::new(),
            authenticator_selection: AuthenticatorSelection::default(),
            challenge_cookie: "better-auth-passkey".to_owned(),
            require_session: true,
            resolve_user: None,
            before_registration: None,
            before_sign_in: None,
            registration_extensions: Map::new(),
            authentication_extensions: Map::new(),
            names: TableNames::default(),
        }
    }
}

impl Requirement {
    /// Its name in WebAuthn.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Preferred => "preferred",
            Self::Discouraged => "discouraged",
        }
    }
}

impl Attachment {
    /// Its name in WebAuthn.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::CrossPlatform => "cross-platform",
        }
    }
}

impl fmt::Debug for PasskeyOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasskeyOptions")
            .field("rp_id", &self.rp_id)
            .field("rp_name", &self.rp_name)
            .field("origin", &self.origin)
            .field("authenticator_selection", &self.authenticator_selection)
            .field("challenge_cookie", &self.challenge_cookie)
            .field("require_session", &self.require_session)
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}
