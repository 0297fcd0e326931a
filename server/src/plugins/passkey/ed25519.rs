//! Ed25519 keys (RFC 8032), which webauthn-rs-core reads but does not verify signatures of. It says
//! so where it needs the key, and that is after all other rules of a ceremony: what is left is here.
//! Its version is pinned for that, and the tests break each of the other rules with such keys.

use ed25519_dalek::{Signature, VerifyingKey};
use serde_cbor_2::Value as Cbor;
use sha2::{Digest, Sha256};
use webauthn_rs_core::error::WebauthnError;
use webauthn_rs_core::proto::{
    COSEAlgorithm, COSEKey, COSEKeyType, COSEOKPKey, Credential, EDDSACurve, PublicKeyCredential,
};

use super::relying_party::{Assertion, CeremonyError};

/// Parameters of a key, and their values here (RFC 9053, sections 2.2 and 7.2).
const PARAMETERS: [(i128, i128); 3] = [(1, 1), (3, -8), (-1, 6)];
const X: i128 = -2;
/// Where an authenticator says what it has done (WebAuthn Level 3, section 6.1).
const FLAGS: usize = 32;
const COUNTER: std::ops::Range<usize> = 33..37;
const USER_VERIFIED: u8 = 0b100;

/// Whether a ceremony has come to a key of this kind.
pub(super) fn is_unknown(error: &WebauthnError) -> bool {
    matches!(error, WebauthnError::SshPublicKeyEDUnsupported)
}

/// A key as COSE has it, if it is one of this kind.
pub(super) fn key(cbor: &Cbor) -> Option<COSEKey> {
    let Cbor::Map(map) = cbor else { return None };
    let parameter = |label: i128| map.get(&Cbor::Integer(label));
    let is_it = |(label, value)| parameter(label) == Some(&Cbor::Integer(value));
    if !PARAMETERS.into_iter().all(is_it) {
        return None;
    }
    let Some(Cbor::Bytes(x)) = parameter(X) else { return None };
    verifying_key(x)?;
    let key = COSEOKPKey { curve: EDDSACurve::ED25519, x: x.clone() };
    Some(COSEKey { type_: COSEAlgorithm::EDDSA, key: COSEKeyType::EC_OKP(key) })
}

/// The last steps of an assertion: its signature and its counter (section 7.2, steps 21 and 22).
pub(super) fn verify(
    response: &PublicKeyCredential,
    credential: &Credential,
) -> Result<Assertion, CeremonyError> {
    let no_key = CeremonyError::Malformed("no Ed25519 key");
    let COSEKeyType::EC_OKP(key) = &credential.cred.key else { return Err(no_key) };
    let Some(key) = verifying_key(&key.x) else { return Err(no_key) };
    let signature = Signature::from_slice(&response.response.signature)
        .map_err(|_| CeremonyError::Refused(WebauthnError::AuthenticationFailure))?;
    let data = &response.response.authenticator_data;
    let mut signed = data.clone();
    signed.extend(Sha256::digest(&response.response.client_data_json));
    key.verify_strict(&signed, &signature)
        .map_err(|_| CeremonyError::Refused(WebauthnError::AuthenticationFailure))?;
    let counter = data.get(COUNTER).and_then(|bytes| bytes.try_into().ok());
    let (Some(counter), Some(flags)) = (counter, data.get(FLAGS)) else {
        return Err(CeremonyError::Malformed("no authenticator data"));
    };
    let counter = u32::from_be_bytes(counter);
    if (counter > 0 || credential.counter > 0) && counter <= credential.counter {
        return Err(CeremonyError::Refused(WebauthnError::CredentialPossibleCompromise));
    }
    Ok(Assertion { counter, user_verified: flags & USER_VERIFIED != 0 })
}

fn verifying_key(x: &[u8]) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(x.try_into().ok()?).ok()
}
