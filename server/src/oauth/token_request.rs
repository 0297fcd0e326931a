use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::{
    ClientAssertionKey, ClientAuthentication, Outside, ProviderError, ProviderOptions,
    ProviderTokens,
};
use crate::crypto::{OsRandom, random_id};

/// How long an assertion is good, in seconds: as long as it takes to send it.
const ASSERTION_LIFETIME: i64 = 300;

/// A request to a token endpoint (RFC 6749, sections 4.1.3 and 6).
pub(crate) struct TokenRequest<'a> {
    pub(crate) endpoint: &'a str,
    pub(crate) options: &'a ProviderOptions,
    pub(crate) authentication: ClientAuthentication,
    /// What is asked for; of equal names the first counts.
    pub(crate) body: Vec<(String, String)>,
    pub(crate) headers: &'a [(String, String)],
}

impl TokenRequest<'_> {
    /// Sends it, and gives the answer of a success.
    pub(crate) async fn send(
        mut self,
        outside: Outside<'_>,
    ) -> Result<Map<String, Value>, ProviderError> {
        let authorization = self.authenticate(outside)?;
        let mut asking = outside.post(self.endpoint).form(&self.body);
        for (name, value) in self.headers {
            asking = asking.header(name, value);
        }
        if let Some(authorization) = authorization {
            asking = asking.secret(&authorization);
        }
        asking.object().await
    }

    /// Adds what shows who asks, and gives the header that shows it.
    fn authenticate(&mut self, outside: Outside<'_>) -> Result<Option<String>, ProviderError> {
        let client_id = self
            .options
            .primary_client_id()
            .ok_or_else(|| ProviderError::new("the provider has no client id"))?
            .to_owned();
        if let Some(key) = &self.options.client_assertion {
            let assertion = assertion(key, &client_id, self.endpoint, outside)?;
            self.set("client_id", client_id);
            let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            self.set("client_assertion_type", kind.to_owned());
            self.set("client_assertion", assertion);
            return Ok(None);
        }
        let secret = self.options.client_secret.as_ref().map(|secret| secret.expose().to_owned());
        match (self.authentication, secret) {
            (ClientAuthentication::Basic, Some(secret)) => {
                Ok(Some(basic_credentials(&client_id, &secret)))
            }
            (ClientAuthentication::Post, Some(secret)) => {
                self.set("client_id", client_id);
                self.set("client_secret", secret);
                Ok(None)
            }
            (_, None) => {
                self.set("client_id", client_id);
                Ok(None)
            }
        }
    }

    fn set(&mut self, name: &str, value: String) {
        self.body.retain(|(known, _)| known != name);
        self.body.push((name.to_owned(), value));
    }
}

/// Id and secret are encoded as in a form before they are joined (RFC 6749, section 2.3.1).
fn basic_credentials(client_id: &str, secret: &str) -> String {
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encode(client_id), encode(secret));
    format!("Basic {}", STANDARD.encode(pair))
}

/// A token that only the application can have made (RFC 7523, section 3).
fn assertion(
    key: &ClientAssertionKey,
    client_id: &str,
    endpoint: &str,
    outside: Outside<'_>,
) -> Result<String, ProviderError> {
    let unusable = || ProviderError::new("the key of the client assertion can't be used");
    let algorithm: Algorithm = key.algorithm.parse().map_err(|_| unusable())?;
    let pem = key.pem.as_bytes();
    let encoding = match algorithm {
        Algorithm::ES256 | Algorithm::ES384 => EncodingKey::from_ec_pem(pem),
        Algorithm::EdDSA => EncodingKey::from_ed_pem(pem),
        Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512 => return Err(unusable()),
        _ => EncodingKey::from_rsa_pem(pem),
    };
    let mut header = Header::new(algorithm);
    header.kid.clone_from(&key.key_id);
    let now = outside.now().0.div_euclid(1000);
    let id = random_id(&OsRandom).map_err(|error| ProviderError::new(error.to_string()))?;
    let claims = json!({
        "iss": client_id,
        "sub": client_id,
        "aud": endpoint,
        "jti": id,
        "iat": now,
        "exp": now.saturating_add(ASSERTION_LIFETIME),
    });
    let encoding = encoding.map_err(|_| unusable())?;
    jsonwebtoken::encode(&header, &claims, &encoding).map_err(|_| unusable())
}

/// The tokens of a refresh; without an access token it is none.
pub(crate) fn refreshed(
    answer: Map<String, Value>,
    outside: Outside<'_>,
) -> Result<ProviderTokens, ProviderError> {
    let tokens = ProviderTokens::from_answer(answer, outside.now());
    match tokens.access_token {
        Some(_) => Ok(tokens),
        None => Err(ProviderError::new("the provider gave no access token")),
    }
}
