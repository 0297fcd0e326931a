//! An authenticator of the tests, which can also break every rule.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
    RsaKeyPair,
};
use serde_cbor_2::Value as Cbor;
use serde_json::{Value, json};

pub(in super::super) const ORIGIN: &str = "http://localhost:3000";
const USER_PRESENT: u8 = 0b1;
const USER_VERIFIED: u8 = 0b100;
const BACKUP_ELIGIBLE: u8 = 0b1000;
const BACKED_UP: u8 = 0b1_0000;
const ATTESTED: u8 = 0b100_0000;

/// A key of an authenticator, by its algorithm.
pub(in super::super) enum Key {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
    Rs256(Box<RsaKeyPair>),
}

/// An authenticator with one passkey, as it answers.
pub(in super::super) struct Authenticator {
    pub(in super::super) key: Key,
    pub(in super::super) id: Vec<u8>,
    pub(in super::super) counter: u32,
    pub(in super::super) rp_id: String,
    pub(in super::super) origin: String,
    pub(in super::super) user_present: bool,
    pub(in super::super) user_verified: bool,
    pub(in super::super) multi_device: bool,
    pub(in super::super) transports: Value,
    /// The form of its attestation.
    pub(in super::super) format: &'static str,
    /// Whether it says that a passkey is copied which can't be.
    pub(in super::super) contradicts_itself: bool,
    /// What takes the place of `webauthn.create` and `webauthn.get`.
    pub(in super::super) ceremony: Option<&'static str>,
    /// What takes the place of the challenge.
    pub(in super::super) challenge: Option<String>,
}

impl Key {
    pub(in super::super) fn es256() -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        Self::Es256(EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).unwrap())
    }

    pub(in super::super) fn ed25519() -> Self {
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self::EdDsa(Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap())
    }

    /// A key that nobody uses: it was made for the tests.
    pub(in super::super) fn rs256() -> Self {
        let pem = include_str!("../../social/rsa-key.pem");
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let der = base64::engine::general_purpose::STANDARD.decode(body).unwrap();
        let key = RsaKeyPair::from_pkcs8(&der).or_else(|_| RsaKeyPair::from_der(&der));
        Self::Rs256(Box::new(key.unwrap()))
    }

    pub(in super::super) fn all() -> [(&'static str, Self); 3] {
        [("ES256", Self::es256()), ("EdDSA", Self::ed25519()), ("RS256", Self::rs256())]
    }

    /// As COSE has it (RFC 9052).
    fn cose(&self) -> Vec<u8> {
        let int = |value: i128| Cbor::Integer(value);
        let bytes = |value: &[u8]| Cbor::Bytes(value.to_vec());
        let map: Vec<(i128, Cbor)> = match self {
            Self::Es256(key) => {
                let (x, y) = key.public_key().as_ref()[1..].split_at(32);
                vec![(1, int(2)), (3, int(-7)), (-1, int(1)), (-2, bytes(x)), (-3, bytes(y))]
            }
            Self::EdDsa(key) => {
                let x = key.public_key().as_ref();
                vec![(1, int(1)), (3, int(-8)), (-1, int(6)), (-2, bytes(x))]
            }
            Self::Rs256(key) => {
                let public = ring::rsa::PublicKeyComponents::<Vec<u8>>::from(key.public());
                vec![(1, int(3)), (3, int(-257)), (-1, bytes(&public.n)), (-2, bytes(&public.e))]
            }
        };
        let map = map.into_iter().map(|(key, value)| (int(key), value)).collect();
        serde_cbor_2::to_vec(&Cbor::Map(map)).unwrap()
    }

    fn sign(&self, data: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Es256(key) => key.sign(&random, data).unwrap().as_ref().to_vec(),
            Self::EdDsa(key) => key.sign(data).as_ref().to_vec(),
            Self::Rs256(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &random, data, &mut signature).unwrap();
                signature
            }
        }
    }
}

impl Authenticator {
    pub(in super::super) fn new(key: Key) -> Self {
        let mut id = vec![0; 32];
        ring::rand::SecureRandom::fill(&SystemRandom::new(), &mut id).unwrap();
        Self {
            key,
            id,
            counter: 0,
            rp_id: "localhost".to_owned(),
            origin: ORIGIN.to_owned(),
            user_present: true,
            user_verified: true,
            multi_device: true,
            transports: json!(["internal", "hybrid"]),
            format: "none",
            contradicts_itself: false,
            ceremony: None,
            challenge: None,
        }
    }

    pub(in super::super) fn credential_id(&self) -> String {
        encode(&self.id)
    }

    /// What `navigator.credentials.create` gives for some options.
    pub(in super::super) fn create(&self, options: &Value) -> Value {
        let mut data = self.data(ATTESTED);
        data.extend([0xab; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(self.key.cose());
        let text = |text: &str| Cbor::Text(text.to_owned());
        let object = [
            (text("fmt"), text(self.format)),
            (text("attStmt"), Cbor::Map(Default::default())),
            (text("authData"), Cbor::Bytes(data)),
        ];
        let object = serde_cbor_2::to_vec(&Cbor::Map(object.into_iter().collect())).unwrap();
        let client = self.client_data("webauthn.create", options);
        self.credential(json!({
            "clientDataJSON": encode(&client),
            "attestationObject": encode(&object),
            "transports": self.transports,
        }))
    }

    /// What `navigator.credentials.get` gives for some options.
    pub(in super::super) fn get(&mut self, options: &Value) -> Value {
        self.counter += u32::from(self.counter > 0);
        let data = self.data(0);
        let client = self.client_data("webauthn.get", options);
        let hash = ring::digest::digest(&ring::digest::SHA256, &client);
        let signature = self.key.sign(&[&data, hash.as_ref()].concat());
        self.credential(json!({
            "clientDataJSON": encode(&client),
            "authenticatorData": encode(&data),
            "signature": encode(&signature),
        }))
    }

    fn credential(&self, response: Value) -> Value {
        let id = self.credential_id();
        json!({"id": id, "rawId": id, "type": "public-key", "response": response})
    }

    fn client_data(&self, ceremony: &str, options: &Value) -> Vec<u8> {
        let challenge = self.challenge.as_deref();
        let client = json!({
            "type": self.ceremony.unwrap_or(ceremony),
            "challenge": challenge.unwrap_or_else(|| options["challenge"].as_str().unwrap()),
            "origin": self.origin,
            "crossOrigin": false,
        });
        client.to_string().into_bytes()
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let flag = |flag: u8, is_set: bool| if is_set { flag } else { 0 };
        let flags = more
            | flag(USER_PRESENT, self.user_present)
            | flag(USER_VERIFIED, self.user_verified)
            | flag(BACKUP_ELIGIBLE | BACKED_UP, self.multi_device && !self.contradicts_itself)
            | flag(BACKED_UP, self.contradicts_itself);
        let rp_id = ring::digest::digest(&ring::digest::SHA256, self.rp_id.as_bytes());
        let mut data = rp_id.as_ref().to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }
}

pub(in super::super) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
