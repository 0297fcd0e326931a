//! Replays what Better Auth's providers sent and made of the answers: see
//! `tests/conformance/README.md`.

mod differences;
mod recording;
mod replay;

use std::sync::Arc;

use serde_json::{Map, Value, json};
use signet_auth_protocol::Timestamp;

use self::differences::DIFFERENCES;
use self::recording::{Case, Recording, folder, options, read, text, texts};
use self::replay::Replay;
use super::{ALL, find};
use crate::oauth::definition::Definition;
use crate::oauth::{
    AuthorizationRequest, CodeExchange, IdTokenFrom, OAuthProvider, Outside, ProviderError,
    ProviderTokens, SocialProvider, UserAtProvider, UserInfoRequest,
};

#[tokio::test]
async fn providers_ask_and_answer_as_better_auths() {
    let mut wrong = Vec::new();
    for definition in ALL {
        let Recording { now, keys, cases } = read(definition.id);
        for mut case in cases {
            for difference in DIFFERENCES {
                if difference.is_of(definition.id, &case) {
                    (difference.change)(&mut case);
                }
            }
            if !case.call.is_empty() {
                wrong.extend(replay(definition, &case, &keys, now).await);
            }
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn an_application_without_a_secret_says_its_id() {
    for id in ["railway", "twitter"] {
        let Recording { now, keys, cases } = read(id);
        let is_good = |case: &Case| case.call == "exchangeCode" && case.name == "good";
        let mut case = cases.into_iter().find(is_good).unwrap();
        case.options.remove("clientSecret");
        let request = &mut case.exchanges[0].request;
        request.headers.remove("authorization");
        request.body += "&client_id=my-client";
        let definition = ALL.iter().find(|definition| definition.id == id).unwrap();
        assert_eq!(replay(definition, &case, &keys, now).await, [""; 0]);
    }
}

#[test]
fn every_recording_is_of_a_provider() {
    let names = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name());
    let names = names.filter_map(|name| Some(name.to_str()?.strip_suffix(".json")?.to_owned()));
    let mut names: Vec<String> = names.collect();
    names.sort();
    let ids: Vec<&str> = ALL.iter().map(|definition| definition.id).collect();
    assert_eq!(names, ids);
}

#[test]
fn every_difference_is_one() {
    for difference in DIFFERENCES {
        let mut ids = ALL.iter().map(|definition| definition.id);
        let is_met = |id: &str| read(id).cases.iter().any(|case| difference.is_of(id, case));
        assert!(ids.any(is_met), "nothing is different: {}", difference.reason);
    }
}

/// What a provider does otherwise than it is expected to.
async fn replay(definition: &Definition, case: &Case, keys: &[Value], now: i64) -> Vec<String> {
    let mut options = options(&case.options);
    if let Some(mapped) = case.input.get("mapped").and_then(Value::as_object).cloned() {
        options.map_profile_to_user = Some(Arc::new(move |_| mapped.clone()));
    }
    let provider = find(definition.id, options).unwrap();
    let keys_at = definition.id_token.as_ref().map(|rule| provider.settings().fill(rule.keys));
    let replay = Replay::new(case, keys, keys_at);
    let result = call(&provider, Outside::new(&replay, Timestamp(now)), case).await;
    let mut seen = replay.complaints();
    if result != case.result {
        seen.push(format!("gave {result}\n    not {}", case.result));
    }
    let name = format!("{}: {} {}", definition.id, case.call, case.name);
    seen.iter().map(|what| format!("{name}\n    {what}")).collect()
}

async fn call(provider: &OAuthProvider, outside: Outside<'_>, case: &Case) -> Value {
    let input = |name: &str| case.input.get(name).map(text);
    let needed = |name: &str| input(name).unwrap();
    match case.call.as_str() {
        "authorizationUrl" => match provider.authorization_url(&authorization(&case.input)) {
            Ok(url) => json!({ "url": url.as_str() }),
            Err(_) => json!({ "refused": true }),
        },
        "exchangeCode" => {
            let code = CodeExchange {
                code: needed("code"),
                code_verifier: needed("codeVerifier"),
                redirect_uri: needed("redirectURI"),
                device_id: input("deviceId"),
            };
            tokens(provider.exchange_code(outside, &code).await)
        }
        "refreshAccessToken" => {
            match provider.refresh_access_token(outside, &needed("refreshToken")) {
                Some(refreshed) => tokens(refreshed.await),
                None => json!({ "unsupported": true }),
            }
        }
        "userInfo" => {
            let tokens = ProviderTokens {
                access_token: input("accessToken"),
                id_token: input("idToken"),
                raw: case.input.get("raw").and_then(Value::as_object).cloned().unwrap_or_default(),
                ..ProviderTokens::default()
            };
            let is = |name: &str| case.input.contains_key(name);
            let from = match (is("isBrought"), is("isStored")) {
                (true, _) => IdTokenFrom::Client,
                (_, true) => IdTokenFrom::Store,
                _ => IdTokenFrom::Provider,
            };
            let mut request = UserInfoRequest::new(&tokens, from);
            request.user = case.input.get("user");
            user(provider.user_info(outside, request).await)
        }
        "verifyIdToken" => {
            let (token, nonce) = (needed("token"), input("nonce"));
            let is_good = provider.takes_id_tokens()
                && provider
                    .verify_id_token(outside, &token, nonce.as_deref())
                    .await
                    .unwrap_or_default();
            json!({ "valid": is_good })
        }
        unknown => panic!("no call {unknown}"),
    }
}

fn authorization(input: &Map<String, Value>) -> AuthorizationRequest {
    let known = |name: &str| input.get(name).map(text);
    let additional = input.get("additionalParams").and_then(Value::as_object);
    let additional = additional.into_iter().flatten();
    AuthorizationRequest {
        state: known("state").unwrap(),
        code_verifier: known("codeVerifier").unwrap(),
        redirect_uri: known("redirectURI").unwrap(),
        scopes: input.get("scopes").map(texts).unwrap_or_default(),
        login_hint: known("loginHint"),
        nonce: None,
        additional: additional.map(|(name, value)| (name.clone(), text(value))).collect(),
    }
}

fn tokens(answer: Result<ProviderTokens, ProviderError>) -> Value {
    let Ok(given) = answer else { return json!({ "refused": true }) };
    let mut tokens = Map::new();
    let mut set = |name: &str, value: Option<Value>| {
        tokens.extend(value.map(|value| (name.to_owned(), value)));
    };
    set("accessToken", given.access_token.map(Value::from));
    set("refreshToken", given.refresh_token.map(Value::from));
    set("idToken", given.id_token.map(Value::from));
    set("accessTokenExpiresAt", given.access_token_expires_at.map(|at| at.0.into()));
    set("refreshTokenExpiresAt", given.refresh_token_expires_at.map(|at| at.0.into()));
    set("scopes", Some(given.scopes.into()));
    json!({ "tokens": tokens })
}

fn user(answer: Result<Option<UserAtProvider>, ProviderError>) -> Value {
    match answer {
        Ok(Some(found)) => {
            json!({ "subject": found.subject, "user": found.user, "data": found.data })
        }
        Ok(None) | Err(_) => json!({ "refused": true }),
    }
}
