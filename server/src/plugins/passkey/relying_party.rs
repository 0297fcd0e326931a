//! The rules of WebAuthn (Level 3, sections 7.1 and 7.2), which the crate webauthn-rs-core keeps.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_cbor_2::Value as Cbor;
use serde_json::{Map, Value, json};
use url::Url;
use webauthn_rs_core::WebauthnCore;
use webauthn_rs_core::error::WebauthnError;
use webauthn_rs_core::internals::AuthenticatorData;
use webauthn_rs_core::proto::{
    AttestationFormat, AuthenticationState, COSEKey, Credential, ParsedAttestation,
    PublicKeyCredential, RegisterPublicKeyCredential, Registration, RegistrationState,
    UserVerificationPolicy,
};

use super::ed25519;
use super::row::Row;

/// The algorithms of keys that are asked for, by their numbers at IANA: EdDSA, ES256 and RS256.
pub(super) const ALGORITHMS: [i32; 3] = [-8, -7, -257];
/// Those that are taken.
const TAKEN: [&str; 4] = ["EDDSA", "ES256", "ES384", "RS256"];
/// How long a page waits for an authenticator.
pub(super) const TIMEOUT: Duration = Duration::from_secs(60);

/// Who asks for passkeys.
pub(super) struct RelyingParty {
    core: WebauthnCore,
    requires_user_verification: bool,
}

/// A passkey that an authenticator has made.
pub(super) struct NewCredential {
    /// What the authenticator calls it, base64url.
    pub(super) id: String,
    /// The key as COSE has it (RFC 9052), base64.
    pub(super) public_key: String,
    pub(super) counter: u32,
    pub(super) is_multi_device: bool,
    pub(super) is_backed_up: bool,
    /// The model of the authenticator.
    pub(super) aaguid: String,
}

/// What an authenticator has said of a passkey that is there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Assertion {
    pub(super) counter: u32,
    pub(super) user_verified: bool,
}

/// An authenticator's answer is none, or not to be believed.
#[derive(Debug)]
pub(super) enum CeremonyError {
    /// It is in no form that WebAuthn has.
    Malformed(&'static str),
    /// It breaks a rule.
    Refused(WebauthnError),
}

impl RelyingParty {
    pub(super) fn new(
        id: &str,
        name: &str,
        origins: Vec<Url>,
        requires_user_verification: bool,
    ) -> Self {
        let core = WebauthnCore::new_unsafe_experts_only(name, id, origins, TIMEOUT, None, None);
        Self { core, requires_user_verification }
    }

    /// Checks what `navigator.credentials.create` has given.
    pub(super) fn verify_registration(
        &self,
        response: &Value,
        challenge: &str,
    ) -> Result<NewCredential, CeremonyError> {
        let response = plain(response)?;
        let response: RegisterPublicKeyCredential = read(response, "no registration")?;
        let state: RegistrationState = read(
            json!({
                "policy": self.policy(),
                "exclude_credentials": [],
                "challenge": challenge,
                "credential_algorithms": TAKEN,
                "require_resident_key": false,
                "authenticator_attachment": null,
                "extensions": {},
                "allow_synchronised_authenticators": true,
            }),
            "no challenge",
        )?;
        let made = Attested::read(&response.response.attestation_object)?;
        match self.core.register_credential(&response, &state, None) {
            Ok(_) => {}
            Err(error) if ed25519::is_unknown(&error) => made.check_ed25519()?,
            Err(error) => return Err(error.into()),
        }
        let id = URL_SAFE_NO_PAD.encode(&made.id);
        if response.id != id {
            return Err(CeremonyError::Malformed("another id than that of the authenticator"));
        }
        let key = serde_cbor_2::to_vec(&made.key);
        Ok(NewCredential {
            id,
            public_key: STANDARD.encode(key.map_err(|_| CeremonyError::Malformed("no key"))?),
            counter: made.data.counter,
            is_multi_device: made.data.backup_eligible,
            is_backed_up: made.data.backup_state,
            aaguid: made.aaguid,
        })
    }

    /// Checks what `navigator.credentials.get` has given of a passkey.
    pub(super) fn verify_assertion(
        &self,
        response: &Value,
        challenge: &str,
        row: &Row,
    ) -> Result<Assertion, CeremonyError> {
        let response = plain(response)?;
        let response: PublicKeyCredential = read(response, "no assertion")?;
        if response.id != row.credential_id() {
            return Err(CeremonyError::Malformed("another id than that of the passkey"));
        }
        let state: AuthenticationState = read(
            json!({
                "credentials": [],
                "policy": self.policy(),
                "challenge": challenge,
                "appid": null,
                "allow_backup_eligible_upgrade": true,
            }),
            "no challenge",
        )?;
        let credential = stored(row)?;
        match self.core.authenticate_single_credential(&response, &state, &credential) {
            Ok(result) => {
                Ok(Assertion { counter: result.counter(), user_verified: result.user_verified() })
            }
            Err(error) if ed25519::is_unknown(&error) => ed25519::verify(&response, &credential),
            Err(error) => Err(error.into()),
        }
    }

    fn policy(&self) -> &'static str {
        if self.requires_user_verification { "required" } else { "preferred" }
    }
}

/// A passkey as webauthn-rs-core has it. Whether its user was verified at registration is not known.
fn stored(row: &Row) -> Result<Credential, CeremonyError> {
    let unreadable = || CeremonyError::Malformed("the stored key can't be read");
    let id = URL_SAFE_NO_PAD.decode(row.credential_id()).map_err(|_| unreadable())?;
    let key = STANDARD.decode(row.public_key()).map_err(|_| unreadable())?;
    let key: Cbor = serde_cbor_2::from_slice(&key).map_err(|_| unreadable())?;
    Ok(Credential {
        cred_id: id,
        cred: match COSEKey::try_from(&key) {
            Err(error) if ed25519::is_unknown(&error) => {
                ed25519::key(&key).ok_or_else(unreadable)?
            }
            key => key?,
        },
        counter: row.counter(),
        transports: None,
        user_verified: false,
        backup_eligible: row.is_multi_device(),
        backup_state: false,
        registration_policy: UserVerificationPolicy::Preferred,
        extensions: Default::default(),
        attestation: ParsedAttestation::default(),
        attestation_format: AttestationFormat::None,
    })
}

/// What an attestation object (section 6.5) says of a new passkey.
struct Attested {
    format: String,
    id: Vec<u8>,
    key: Cbor,
    aaguid: String,
    data: AuthenticatorData<Registration>,
}

impl Attested {
    fn read(object: &[u8]) -> Result<Self, CeremonyError> {
        let malformed = || CeremonyError::Malformed("no attestation object");
        let Ok(Cbor::Map(object)) = serde_cbor_2::from_slice(object) else {
            return Err(malformed());
        };
        let field = |name: &str| object.get(&Cbor::Text(name.to_owned()));
        let (Some(Cbor::Text(format)), Some(Cbor::Bytes(data))) = (field("fmt"), field("authData"))
        else {
            return Err(malformed());
        };
        let data = AuthenticatorData::<Registration>::try_from(data.as_slice())?;
        let attested = data.acd.clone().ok_or_else(malformed)?;
        Ok(Self {
            format: format.clone(),
            id: attested.credential_id.to_vec(),
            key: attested.credential_pk,
            aaguid: uuid(&attested.aaguid),
            data,
        })
    }

    /// What webauthn-rs-core does not come to where it does not know the key.
    fn check_ed25519(&self) -> Result<(), CeremonyError> {
        if self.format != "none" {
            return Err(CeremonyError::Malformed("an attestation by an Ed25519 key"));
        }
        if ed25519::key(&self.key).is_none() {
            return Err(CeremonyError::Malformed("no Ed25519 key"));
        }
        if self.data.backup_state && !self.data.backup_eligible {
            return Err(WebauthnError::CredentialMayNotBeHardwareBound.into());
        }
        Ok(())
    }
}

fn uuid(bytes: &[u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (position, byte) in bytes.iter().enumerate() {
        if [4, 6, 8, 10].contains(&position) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// A credential without what nobody reads: an unknown transport or extension is no failure.
fn plain(response: &Value) -> Result<Value, CeremonyError> {
    let malformed = || CeremonyError::Malformed("no credential");
    let mut response = response.as_object().ok_or_else(malformed)?.clone();
    if response.get("type").and_then(Value::as_str) != Some("public-key")
        || response.get("id").is_none_or(|id| response.get("rawId") != Some(id))
    {
        return Err(malformed());
    }
    response.insert("clientExtensionResults".to_owned(), Map::new().into());
    if let Some(Value::Object(inner)) = response.get_mut("response") {
        inner.remove("transports");
        inner.entry("userHandle").or_insert(Value::Null);
    }
    Ok(response.into())
}

fn read<T: serde::de::DeserializeOwned>(
    value: Value,
    message: &'static str,
) -> Result<T, CeremonyError> {
    serde_json::from_value(value).map_err(|_| CeremonyError::Malformed(message))
}

impl CeremonyError {
    /// Whether another key has signed, or something else was signed.
    pub(super) fn is_wrong_signature(&self) -> bool {
        matches!(self, Self::Refused(WebauthnError::AuthenticationFailure))
    }
}

impl From<WebauthnError> for CeremonyError {
    fn from(error: WebauthnError) -> Self {
        Self::Refused(error)
    }
}

impl std::fmt::Display for CeremonyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Malformed(message) => f.write_str(message),
            Self::Refused(_) => f.write_str("the answer of an authenticator is refused"),
        }
    }
}

impl std::error::Error for CeremonyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Malformed(_) => None,
            Self::Refused(error) => Some(error),
        }
    }
}
