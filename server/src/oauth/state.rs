use std::fmt;

use serde_json::{Map, Value, json};
use subtle::ConstantTimeEq;

use crate::caller::Caller;
use crate::context::Context;
use crate::cookies::SetCookie;
use crate::crypto::Purpose;
use crate::db::schema::Model;
use crate::error::ApiError;
use crate::options::StateStrategy;
use crate::verification::{AuthState, Token};

/// How long a user may stay at the provider, in seconds.
const LIFETIME: i64 = 600;

/// Keys that clients can't set by way of `additionalData`.
const OWN: [&str; 11] = [
    "callbackURL",
    "codeVerifier",
    "errorURL",
    "newUserURL",
    "link",
    "serverContext",
    "expiresAt",
    "requestSignUp",
    "idTokenNonce",
    "oauthState",
    "providerId",
];

/// A flow with a provider, from the moment that a user leaves until they come back.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct OAuthState {
    /// What the client wants to be kept.
    pub(crate) additional: Map<String, Value>,
    /// Where the browser goes afterwards.
    pub(crate) callback_url: String,
    pub(crate) code_verifier: String,
    pub(crate) error_url: Option<String>,
    pub(crate) new_user_url: Option<String>,
    /// The user who wants to link an account.
    pub(crate) link: Option<Link>,
    /// In milliseconds since 1970.
    pub(crate) expires_at: i64,
    pub(crate) request_sign_up: Option<bool>,
    pub(crate) nonce: Option<String>,
    /// Where the user was sent. `None` in a flow that Better Auth began.
    pub(crate) provider_id: Option<String>,
}

/// A user who wants to link an account.
#[derive(Clone, PartialEq)]
pub(crate) struct Link {
    pub(crate) user_id: String,
    pub(crate) email: String,
    /// The session that the flow was begun in.
    pub(crate) encrypted_session_token: Option<String>,
}

/// Why a flow can't go on, in Better Auth's words, and the page that wants to know, if that could be
/// read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StateError {
    pub(crate) code: &'static str,
    pub(crate) error_url: Option<String>,
}

/// A flow that has ended where it began, and cookies that are no longer needed.
#[derive(Debug)]
pub(crate) struct Resumed {
    pub(crate) state: OAuthState,
    pub(crate) cookies: Vec<SetCookie>,
}

/// Keeps a flow, and gives the value that comes back with the user.
pub(crate) async fn begin(
    context: &Context,
    mut flow: OAuthState,
) -> Result<(String, Vec<SetCookie>), ApiError> {
    let now = context.now();
    let token = Token::<AuthState>::new(&*context.random)?;
    flow.expires_at = now.plus_seconds(LIFETIME).0;
    let payload = flow.to_json(token.as_str());
    let cookie = match strategy(context) {
        StateStrategy::Cookie => {
            let encrypted =
                context.cipher.encrypt(Purpose::OAuthStateCookie, &payload, &*context.random);
            let encrypted = encrypted.map_err(|error| {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "the state of a flow could not be encrypted");
                ApiError::internal()
            })?;
            context.cookies.set_oauth_state(&encrypted)
        }
        StateStrategy::Database => {
            let id = context.row_id(Model::Verification)?;
            context.verifications.issue(id, &token, &payload, now, LIFETIME).await?;
            context.cookies.set_state(token.as_str())
        }
    };
    Ok((token.as_str().to_owned(), vec![cookie]))
}

/// Takes a flow up again. It can be done once, and in the browser that has begun it.
pub(crate) async fn resume(
    context: &Context,
    caller: &Caller<'_>,
    state: &str,
) -> Result<Resumed, StateError> {
    let (flow, cookie) = match strategy(context) {
        StateStrategy::Cookie => {
            let flow = from_cookie(context, caller, state)?;
            (flow, context.cookies.expire_oauth_state())
        }
        StateStrategy::Database => {
            let flow = from_store(context, caller, state).await?;
            (flow, context.cookies.expire_state())
        }
    };
    if flow.expires_at < context.now().0 {
        return Err(StateError { code: "state_mismatch", error_url: flow.error_url });
    }
    Ok(Resumed { state: flow, cookies: vec![cookie] })
}

fn strategy(context: &Context) -> StateStrategy {
    context.options.account.store_state_strategy.unwrap_or(if context.is_stateless {
        StateStrategy::Cookie
    } else {
        StateStrategy::Database
    })
}

fn from_cookie(
    context: &Context,
    caller: &Caller<'_>,
    state: &str,
) -> Result<OAuthState, StateError> {
    let cookie = context.cookies.oauth_state(caller.cookies);
    let cookie = cookie.ok_or(StateError::new("state_mismatch"))?;
    let payload = context.cipher.decrypt(Purpose::OAuthStateCookie, &cookie).ok();
    let read = payload.and_then(|payload| OAuthState::from_json(&payload));
    let (flow, own) = read.ok_or(StateError::new("state_invalid"))?;
    match own {
        Some(own) if equal(&own, state) => Ok(flow),
        _ => Err(StateError { code: "state_mismatch", error_url: flow.error_url }),
    }
}

async fn from_store(
    context: &Context,
    caller: &Caller<'_>,
    state: &str,
) -> Result<OAuthState, StateError> {
    let failed = |error: &dyn std::error::Error| {
        tracing::error!(error = %error, "the state of a flow could not be read");
        StateError::new("internal_server_error")
    };
    let token = Token::<AuthState>::given(state.to_owned());
    let found = context.verifications.find(&token, context.now()).await;
    let found = found.map_err(|error| failed(&error))?;
    let found = found.ok_or(StateError::new("state_mismatch"))?;
    let read = OAuthState::from_json(found.value());
    let (flow, own) = read.ok_or(StateError::new("internal_server_error"))?;
    let mismatch = || StateError { code: "state_mismatch", error_url: flow.error_url.clone() };
    if own.is_some_and(|own| !equal(&own, state)) {
        return Err(mismatch());
    }
    let in_browser = context.cookies.state(caller.cookies);
    let is_own = in_browser.is_some_and(|cookie| equal(&cookie, state));
    if !is_own && !context.options.account.skip_state_cookie_check {
        return Err(mismatch());
    }
    // Of several at once, one goes on.
    match context.verifications.consume(&token, context.now()).await {
        Ok(Some(_)) => Ok(flow),
        Ok(None) => Err(mismatch()),
        Err(error) => Err(failed(&error)),
    }
}

fn equal(a: &str, b: &str) -> bool {
    bool::from(a.as_bytes().ct_eq(b.as_bytes()))
}

impl StateError {
    fn new(code: &'static str) -> Self {
        Self { code, error_url: None }
    }
}

impl OAuthState {
    /// As Better Auth writes it, so that a flow may begin on one server and end on the other.
    fn to_json(&self, state: &str) -> String {
        let mut map = self.additional.clone();
        map.retain(|key, _| !OWN.contains(&key.as_str()));
        let mut set = |key: &str, value: Option<Value>| {
            map.extend(value.map(|value| (key.to_owned(), value)));
        };
        set("callbackURL", Some(self.callback_url.as_str().into()));
        set("codeVerifier", Some(self.code_verifier.as_str().into()));
        set("errorURL", self.error_url.as_deref().map(Value::from));
        set("newUserURL", self.new_user_url.as_deref().map(Value::from));
        set("link", self.link.as_ref().map(Link::to_json));
        set("expiresAt", Some(self.expires_at.into()));
        set("requestSignUp", self.request_sign_up.map(Value::from));
        set("idTokenNonce", self.nonce.as_deref().map(Value::from));
        set("oauthState", Some(state.into()));
        set("providerId", self.provider_id.as_deref().map(Value::from));
        Value::Object(map).to_string()
    }

    /// The flow, and the value that it was stored for.
    fn from_json(text: &str) -> Option<(Self, Option<String>)> {
        let mut map: Map<String, Value> = serde_json::from_str(text).ok()?;
        let mut take = |key: &str| map.shift_remove(key).filter(|value| !value.is_null());
        let text = |value: Option<Value>| match value {
            None => Some(None),
            Some(Value::String(text)) => Some(Some(text)),
            Some(_) => None,
        };
        let request_sign_up = match take("requestSignUp") {
            None => None,
            Some(value) => Some(value.as_bool()?),
        };
        let link = match take("link") {
            None => None,
            Some(link) => Some(Link::from_json(&link)?),
        };
        take("serverContext");
        let state = Self {
            callback_url: text(take("callbackURL"))??,
            code_verifier: text(take("codeVerifier"))??,
            error_url: text(take("errorURL"))?,
            new_user_url: text(take("newUserURL"))?,
            link,
            expires_at: take("expiresAt")?.as_i64()?,
            request_sign_up,
            nonce: text(take("idTokenNonce"))?,
            provider_id: text(take("providerId"))?,
            additional: Map::new(),
        };
        let own = text(take("oauthState"))?;
        Some((Self { additional: map, ..state }, own))
    }
}

impl Link {
    fn to_json(&self) -> Value {
        let mut link = json!({"userId": self.user_id, "email": self.email});
        if let (Some(token), Some(map)) = (&self.encrypted_session_token, link.as_object_mut()) {
            map.insert("encryptedSessionToken".to_owned(), token.as_str().into());
        }
        link
    }

    fn from_json(link: &Value) -> Option<Self> {
        let user_id = match link.get("userId")? {
            Value::String(id) => id.clone(),
            Value::Number(id) => id.to_string(),
            _ => return None,
        };
        let token = link.get("encryptedSessionToken").and_then(Value::as_str);
        Some(Self {
            user_id,
            email: link.get("email")?.as_str()?.to_owned(),
            encrypted_session_token: token.map(str::to_owned),
        })
    }
}

/// It holds the code verifier.
impl fmt::Debug for OAuthState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthState").field("provider_id", &self.provider_id).finish_non_exhaustive()
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn flow() -> OAuthState {
        OAuthState {
            callback_url: "/dashboard".to_owned(),
            code_verifier: "v".to_owned(),
            error_url: Some("/oops".to_owned()),
            link: Some(Link {
                user_id: "u".to_owned(),
                email: "ada@example.test".to_owned(),
                encrypted_session_token: Some("e".to_owned()),
            }),
            expires_at: 5,
            request_sign_up: Some(true),
            ..OAuthState::default()
        }
    }

    #[test]
    fn the_form_is_better_auths() {
        let mut flow = flow();
        flow.additional.insert("plan".to_owned(), json!({"a": 1}));
        assert_eq!(
            flow.to_json("s"),
            "{\"plan\":{\"a\":1},\"callbackURL\":\"/dashboard\",\"codeVerifier\":\"v\",\
             \"errorURL\":\"/oops\",\"link\":{\"userId\":\"u\",\"email\":\"ada@example.test\",\
             \"encryptedSessionToken\":\"e\"},\"expiresAt\":5,\"requestSignUp\":true,\
             \"oauthState\":\"s\"}"
        );
        assert_eq!(OAuthState::from_json(&flow.to_json("s")), Some((flow, Some("s".to_owned()))));
    }

    #[test]
    fn clients_cant_set_what_the_server_relies_on() {
        for key in OWN {
            let mut flow = OAuthState { link: None, error_url: None, ..flow() };
            flow.additional.insert(key.to_owned(), json!("evil"));
            assert!(!flow.to_json("s").contains("evil"), "{key}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in ".{0,80}") {
            let _ = OAuthState::from_json(&text);
        }
    }
}
