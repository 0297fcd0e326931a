//! Each provider, played as it is documented: what it is asked, and who its users are here, is what
//! a real Better Auth server has made of the same answers. See `tests/conformance/README.md`.

use std::collections::BTreeMap;
use std::fs;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::Arc;

use futures_util::FutureExt;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use signet_auth_server::oauth::{ClientSecret, ProviderOptions, providers};
use signet_auth_server::testing::{PeerRequest, Peers, TestApp, TestClient, TestResponse};
use url::Url;

use super::{accounts, location, session};

#[derive(Deserialize)]
struct Recordings {
    flows: Vec<Recording>,
    brought: Vec<Brought>,
}

/// An id token, or what a provider has in its place, that a client brings.
#[derive(Deserialize)]
struct Brought {
    name: String,
    options: Map<String, Value>,
    answers: BTreeMap<String, (u16, Value)>,
    keys: String,
    body: Value,
    status: u16,
    code: Option<String>,
    user: Option<User>,
    asked: Vec<Asked>,
}

/// A sign-in at a provider's page.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recording {
    name: String,
    options: Map<String, Value>,
    start: Map<String, Value>,
    query: BTreeMap<String, String>,
    form: bool,
    answers: BTreeMap<String, (u16, Value)>,
    keys: Option<String>,
    authorization_url: String,
    asked: Vec<Asked>,
    location: String,
    user: Option<User>,
    account: Option<Value>,
    access_token: Option<String>,
    refresh: Option<Refresh>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Asked {
    target: String,
    authorization: Option<String>,
    body: String,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    name: String,
    email: String,
    email_verified: bool,
    image: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refresh {
    status: u16,
    asked: Vec<Asked>,
    access_token: Option<String>,
    refresh_token: Option<String>,
}

/// What is sent to Linear with other white space, and what is left out: with PKCE switched off there
/// is no challenge, and a provider must refuse a verifier of none (OAuth 2.1, section 4.1.3).
fn corrected(provider: &str, without_pkce: bool, asked: Vec<Asked>) -> Vec<Asked> {
    let correct = |body: String| match provider {
        "linear" => body.replace("\\n", "").replace("\\t", "").replace(' ', ""),
        "zoom" if without_pkce => body.replace("&code_verifier=<random>", ""),
        _ => body,
    };
    asked.into_iter().map(|one| Asked { body: correct(one.body), ..one }).collect()
}

fn recordings() -> BTreeMap<String, Recordings> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = folder.join("../tests/conformance/providers/recordings");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            let provider = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (provider, serde_json::from_slice(&fs::read(path).unwrap()).unwrap())
        })
        .collect()
}

#[tokio::test]
async fn every_provider_is_spoken_to_and_understood_as_by_better_auth() {
    let recordings = recordings();
    assert_eq!(recordings.len(), 36);
    let mut different = Vec::new();
    for (provider, Recordings { flows, brought }) in recordings {
        for recording in flows {
            let of = format!("{provider}: {}", recording.name);
            let played = AssertUnwindSafe(play(&provider, recording, &of)).catch_unwind();
            different.extend(played.await.is_err().then_some(of));
        }
        for brought in brought {
            let of = format!("{provider}: {}", brought.name);
            let played = AssertUnwindSafe(bring(&provider, brought, &of)).catch_unwind();
            different.extend(played.await.is_err().then_some(of));
        }
    }
    assert_eq!(different, Vec::<String>::new());
}

async fn server(
    provider: &str,
    theirs: &Map<String, Value>,
    answers: &BTreeMap<String, (u16, Value)>,
) -> (TestApp, Peers) {
    let peers = Peers::default();
    for (target, (status, body)) in answers {
        peers.answer(target, *status, body.clone());
    }
    let application = providers::find(provider, options(theirs)).unwrap();
    let app = TestApp::with(|options| {
        options.social_providers = vec![Arc::new(application)];
        options.transport = Some(Arc::new(peers.clone()));
    })
    .await;
    (app, peers)
}

async fn bring(provider: &str, brought: Brought, of: &str) {
    let (app, peers) = server(provider, &brought.options, &brought.answers).await;
    let client = app.anonymous();
    let answer = client.post("/sign-in/social", brought.body).await;
    assert_eq!(answer.status, brought.status, "{of}: {}", answer.text());
    assert_eq!(asked(&peers, Some(&brought.keys)), decoded(brought.asked), "{of}");
    assert_eq!(answer.json()["code"], json!(brought.code), "{of}");
    let now = session(&client).await;
    let user = now.get("user").and_then(|user| serde_json::from_value(user.clone()).ok());
    assert_eq!(user, brought.user, "{of}");
}

async fn play(provider: &str, recording: Recording, of: &str) {
    let (app, peers) = server(provider, &recording.options, &recording.answers).await;
    let client = app.anonymous();

    let page = begin(&client, provider, &recording).await;
    assert_eq!(masked(page.as_str()), recording.authorization_url, "{of}");
    let ended = come_back(&client, provider, &recording, &page).await;
    let keys = recording.keys.as_deref();
    let without_pkce = recording.options.get("pkce") == Some(&json!(false));
    let wanted = corrected(provider, without_pkce, decoded(recording.asked));
    assert_eq!(corrected(provider, without_pkce, asked(&peers, keys)), wanted, "{of}");
    assert_eq!(location(&ended), recording.location, "{of}");
    let Some(user) = recording.user else {
        assert_eq!(session(&client).await, Value::Null, "{of}");
        return;
    };
    let now = serde_json::from_value(session(&client).await["user"].clone());
    assert_eq!(now.ok(), Some(user), "{of}");
    let account = accounts(&client).await.remove(0);
    let known = json!({"accountId": account["accountId"], "scopes": account["scopes"]});
    assert_eq!(Some(known), recording.account, "{of}");
    let id = json!({"accountId": account["id"]});
    let tokens = client.post("/get-access-token", id.clone()).await.json();
    assert_eq!(tokens["accessToken"], json!(recording.access_token), "{of}");

    let Some(refresh) = recording.refresh else { return };
    asked(&peers, keys);
    let fresh = json!({
        "access_token": "access-2", "refresh_token": "refresh-2", "expires_in": 60
    });
    let exchange = refresh.asked.first().and_then(|asked| asked.target.split('?').next());
    if let Some(target) = exchange.filter(|target| target.starts_with("POST ")) {
        peers.answer(target, 200, fresh);
    }
    let answer = client.post("/refresh-token", id).await;
    assert_eq!(asked(&peers, keys), decoded(refresh.asked), "{of}");
    assert_eq!(answer.status, refresh.status, "{of}");
    assert_eq!(answer.json()["accessToken"], json!(refresh.access_token), "{of}");
    assert_eq!(answer.json()["refreshToken"], json!(refresh.refresh_token), "{of}");
}

/// Better Auth's options as ours: the same names in `snake_case`.
fn options(theirs: &Map<String, Value>) -> ProviderOptions {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().filter_map(Value::as_str).collect();
            items.join(",")
        }
        value => value.to_string(),
    };
    let mut options = ProviderOptions::default();
    for (name, value) in theirs {
        match name.as_str() {
            "clientId" => options.client_id = text(value).split(',').map(str::to_owned).collect(),
            "clientSecret" => options.client_secret = Some(ClientSecret::new(text(value))),
            "scope" => options.scope = serde_json::from_value(value.clone()).unwrap(),
            "disableDefaultScope" => options.disable_default_scope = value == &json!(true),
            name => {
                let name = name.replace("Id", "_id").replace("Url", "_url");
                let name = name.chars().flat_map(|letter| {
                    let upper = letter.is_ascii_uppercase().then_some('_');
                    upper.into_iter().chain([letter.to_ascii_lowercase()])
                });
                options.settings.insert(name.collect(), text(value));
            }
        }
    }
    options
}

async fn begin(client: &TestClient, provider: &str, recording: &Recording) -> Url {
    let mut body = json!({
        "provider": provider, "callbackURL": "/in", "errorCallbackURL": "/oops",
        "disableRedirect": true
    });
    body.as_object_mut().unwrap().extend(recording.start.clone());
    let begun = client.post("/sign-in/social", body).await;
    Url::parse(begun.json()["url"].as_str().unwrap()).unwrap()
}

async fn come_back(
    client: &TestClient,
    provider: &str,
    recording: &Recording,
    page: &Url,
) -> TestResponse {
    let state = super::parameter(page, "state").unwrap();
    let mut answer = url::form_urlencoded::Serializer::new(String::new());
    answer.append_pair("code", "code-1").append_pair("state", &state);
    let answer = answer.extend_pairs(&recording.query).finish();
    let path = format!("/callback/{provider}");
    if !recording.form {
        return client.get(&format!("{path}?{answer}")).await;
    }
    let form = client.request("POST", &path).without("cookie");
    let sent = form.body("application/x-www-form-urlencoded", answer).send().await;
    let onwards = Url::parse(&location(&sent)).unwrap();
    let onwards = format!("{}?{}", onwards.path(), onwards.query().unwrap());
    client.request("GET", "").at(&onwards).send().await
}

/// What was asked, but for the provider's keys: Better Auth does not look at the signature of an id
/// token that came with a code.
fn asked(peers: &Peers, keys: Option<&str>) -> Vec<Asked> {
    let keys = keys.map(|url| format!("GET {url}"));
    let asked = peers.asked().into_iter().filter(|asked| Some(&asked.target) != keys.as_ref());
    decoded(
        asked
            .map(|PeerRequest { target, authorization, body }| Asked {
                target,
                authorization,
                body: masked(&body),
            })
            .collect(),
    )
}

/// A comma may be written as one or as `%2C`.
fn decoded(asked: Vec<Asked>) -> Vec<Asked> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let decode_target = |one: Asked| Asked { target: decode(&one.target), ..one };
    asked.into_iter().map(decode_target).collect()
}

/// Without what is random.
fn masked(text: &str) -> String {
    let mut masked = String::new();
    for part in text.split_inclusive(['?', '&', '#']) {
        let name = part.split('=').next().unwrap_or_default();
        if part.contains('=')
            && ["state", "nonce", "code_challenge", "code_verifier"].contains(&name)
        {
            let end = part.trim_start_matches(|c| !['?', '&', '#'].contains(&c));
            masked.push_str(&format!("{name}=<random>{end}"));
        } else {
            masked.push_str(part);
        }
    }
    masked
}
