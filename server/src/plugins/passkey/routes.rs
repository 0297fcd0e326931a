//! What goes over the wire in ceremonies: JSON of WebAuthn Level 3, section 5.1.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use signet_auth_protocol::describe::{Describe, Type};
use signet_auth_protocol::{route, wire};

use crate::account::AdditionalInput;

/// What is taken as it comes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Anything(pub Value);

impl Describe for Anything {
    const TYPE: Type = Type::Unchecked(&Type::Record);
}

/// Where an authenticator is wished to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AttachmentName(pub String);

impl Describe for AttachmentName {
    const TYPE: Type = Type::OneOf(&["platform", "cross-platform"]);
}

wire! {
    /// Asks for what `navigator.credentials.create` takes.
    pub struct GenerateRegisterOptions {
        /// Built in, or a device of its own.
        pub authenticator_attachment: Option<AttachmentName> = "authenticatorAttachment",
        /// What the authenticator shows of the user.
        pub name: Option<String> = "name",
        /// For an application that registers passkeys without a session.
        pub context: Option<String> = "context",
    }

    /// What `navigator.credentials.create` has given.
    pub struct VerifyRegistration {
        /// The credential.
        pub response: Anything = "response",
        /// What the user calls it.
        pub name: Option<String> = "name",
        /// Whether its user is signed in with it.
        pub create_session: Option<bool> = "createSession",
    }

    /// Asks for what `navigator.credentials.get` takes.
    pub struct GenerateAuthenticateOptions {}

    /// What `navigator.credentials.get` has given.
    pub struct VerifyAuthentication {
        /// The assertion.
        pub response: AdditionalInput = "response",
    }
}

route! {
    GenerateRegisterOptions => AdditionalInput: Get "/passkey/generate-register-options" {
        session: None, body: Ignored, changes_session: false
    }

    VerifyRegistration => AdditionalInput: Post "/passkey/verify-registration" {
        session: None, body: Required, changes_session: false
    }

    GenerateAuthenticateOptions => AdditionalInput: Get "/passkey/generate-authenticate-options" {
        session: None, body: Ignored, changes_session: false
    }

    VerifyAuthentication => AdditionalInput: Post "/passkey/verify-authentication" {
        session: None, body: Required, changes_session: true
    }
}
