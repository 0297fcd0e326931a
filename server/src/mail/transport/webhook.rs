use std::fmt;
use std::time::{Duration, SystemTime};

use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, USER_AGENT};
use axum::http::{Request, Uri};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use url::Url;

use crate::crypto::{OsRandom, random_id};
use crate::http_client::{HttpClient, HttpClientOptions};
use crate::mail::{Mail, MailError, Mailer, Sending};

const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Posts mails as JSON objects to a URL, signed as Standard Webhooks says
/// (<https://github.com/standard-webhooks/standard-webhooks>, version 1.0.0): `webhook-signature`
/// is `v1,` and the base64 of an HMAC-SHA-256 over `webhook-id`, `webhook-timestamp` (seconds) and
/// the body, with dots between them.
pub struct WebhookMailer {
    url: Uri,
    keyed: Hmac<Sha256>,
    client: HttpClient,
}

impl WebhookMailer {
    /// The URL is one of `https:`, or of `http:` for a server on the same machine or network. The
    /// secret is `whsec_` and the base64 of 24 to 64 random bytes.
    ///
    /// # Errors
    /// When the URL or the secret can't be used.
    pub fn new(url: &str, secret: &str) -> Result<Self, MailError> {
        let url = Url::parse(url)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .ok_or_else(|| MailError::new("the URL of the webhook is none of http or https"))?;
        // It would not be sent.
        if !url.username().is_empty() || url.password().is_some() {
            return Err(MailError::new("the URL of the webhook may hold no password"));
        }
        let url = Uri::try_from(url.as_str())
            .map_err(|_| MailError::new("the URL of the webhook can't be read"))?;
        let keyed = keyed(secret).ok_or_else(|| {
            MailError::new(
                "the secret of the webhook is not `whsec_` and the base64 of 24 to 64 bytes",
            )
        })?;
        let options = HttpClientOptions { time_limit: TIME_LIMIT, ..HttpClientOptions::default() };
        Ok(Self { url, keyed, client: HttpClient::new(options) })
    }

    fn request(&self, mail: &Mail) -> Result<Request<Bytes>, MailError> {
        let body = serde_json::to_vec(mail)
            .map_err(|_| MailError::new("a mail can't be written as JSON"))?;
        let random = random_id(&OsRandom).map_err(|error| MailError::new(error.to_string()))?;
        let id = format!("msg_{random}");
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let timestamp = now.unwrap_or_default().as_secs().to_string();
        Request::post(self.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header(USER_AGENT, concat!("signet/", env!("CARGO_PKG_VERSION")))
            .header("webhook-id", &id)
            .header("webhook-signature", sign(&self.keyed, &id, &timestamp, &body))
            .header("webhook-timestamp", timestamp)
            .body(Bytes::from(body))
            .map_err(|_| MailError::new("the webhook can't be written"))
    }
}

/// The URL may hold a token.
impl fmt::Debug for WebhookMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookMailer").finish_non_exhaustive()
    }
}

impl Mailer for WebhookMailer {
    fn send<'m>(&'m self, mail: &'m Mail) -> Sending<'m> {
        Box::pin(async move {
            match self.client.status(self.request(mail)?).await {
                Ok(status) if status.is_success() => Ok(()),
                Ok(status) => {
                    let status = status.as_u16();
                    Err(MailError::new(format!("the webhook refused with {status}")))
                }
                Err(error) => Err(MailError::new(format!("the webhook: {error}"))),
            }
        })
    }
}

fn keyed(secret: &str) -> Option<Hmac<Sha256>> {
    let key = STANDARD.decode(secret.strip_prefix("whsec_")?).ok()?;
    (24..=64).contains(&key.len()).then(|| Hmac::new_from_slice(&key).ok())?
}

fn sign(keyed: &Hmac<Sha256>, id: &str, timestamp: &str, body: &[u8]) -> String {
    let mut keyed = keyed.clone();
    for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
        keyed.update(part);
    }
    format!("v1,{}", STANDARD.encode(keyed.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_the_libraries_for_standard_webhooks() {
        // The case that these libraries test themselves with.
        let keyed = keyed("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        assert_eq!(
            sign(&keyed, id, "1614265330", br#"{"test": 2432232314}"#),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }
}
