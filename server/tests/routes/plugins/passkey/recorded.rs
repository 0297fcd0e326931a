//! Ceremonies that were recorded with Better Auth: see `tests/conformance/README.md`.

use serde::Deserialize;
use serde_json::{Value, json};
use signet_auth_server::db::Filter;
use signet_auth_server::hooks::Record;
use signet_auth_server::plugins::Passkey;
use signet_auth_server::testing::{TestApp, TestClient};

use super::{COOKIE, app, send_assertion};
use crate::PASSWORD;

const RECORDINGS: &str = include_str!("../../../../../tests/conformance/passkey/recordings.json");

#[derive(Deserialize)]
struct Recording {
    algorithm: String,
    user: User,
    registration: Ceremony,
    authentication: Ceremony,
}

#[derive(Deserialize)]
struct User {
    id: String,
    email: String,
    name: String,
}

#[derive(Deserialize)]
struct Ceremony {
    options: Value,
    challenge: Challenge,
    response: Value,
    #[serde(default)]
    answer: Value,
    /// The row afterwards.
    row: Value,
}

/// The cookie of the browser and the row of `verification`.
#[derive(Deserialize)]
struct Challenge {
    cookie: String,
    identifier: String,
    value: String,
}

fn recordings() -> Vec<Recording> {
    let recordings: Vec<Recording> = serde_json::from_str(RECORDINGS).unwrap();
    let algorithms: Vec<_> = recordings.iter().map(|one| one.algorithm.as_str()).collect();
    assert_eq!(algorithms, ["EdDSA", "ES256", "RS256"]);
    recordings
}

/// A browser of the recorded user, who has a password.
async fn signed_in(app: &TestApp, user: &User) -> TestClient {
    let handle = app.auth.plugin::<Passkey>().unwrap();
    let users = handle.context().users();
    let mut new = users.draft(&user.email, &user.name).unwrap();
    new.id.clone_from(&user.id);
    users.create(new, "email").await.unwrap().unwrap();
    users.set_password(&user.id, PASSWORD).await.unwrap();
    let client = app.anonymous();
    let body = json!({"email": user.email, "password": PASSWORD});
    assert_eq!(client.post("/sign-in/email", body).await.status, 200);
    client
}

/// Puts what the recorded server remembered of a ceremony where this one finds it.
async fn remember(app: &TestApp, client: &TestClient, challenge: &Challenge) {
    let handle = app.auth.plugin::<Passkey>().unwrap();
    let verifications = handle.context().verifications();
    verifications.create(&challenge.identifier, &challenge.value, 300).await.unwrap();
    client.set_cookie(COOKIE, &challenge.cookie);
}

async fn rows(app: &TestApp) -> Vec<Record> {
    let handle = app.auth.plugin::<Passkey>().unwrap();
    handle.context().rows("passkey").find(Filter::new()).await.unwrap()
}

#[tokio::test]
async fn a_registration_that_better_auth_began_ends_here_in_the_same_row() {
    for Recording { algorithm, user, registration, .. } in recordings() {
        let app = app().await;
        let client = signed_in(&app, &user).await;
        remember(&app, &client, &registration.challenge).await;
        let name = &registration.answer["name"];
        let body = json!({"response": registration.response, "name": name});
        let response = client.post("/passkey/verify-registration", body).await;
        assert_eq!(response.status, 200, "{algorithm}: {}", response.text());
        let same = |answer: Value| {
            let mut answer = answer;
            answer["id"] = json!("id");
            answer["createdAt"] = json!("date");
            answer.to_string()
        };
        assert_eq!(same(response.json()), same(registration.answer), "{algorithm}");
        let stored = rows(&app).await;
        let stored: Value = stored.first().unwrap().fields().map(pair).collect();
        let mut expected = registration.row;
        expected["backedUp"] = json!(expected["backedUp"] == 1);
        for key in ["id", "createdAt"] {
            expected[key] = stored[key].clone();
        }
        assert_eq!(stored, expected, "{algorithm}");
    }
}

#[tokio::test]
async fn a_passkey_that_better_auth_registered_signs_in_with_the_challenge_that_it_made() {
    for Recording { algorithm, user, registration, authentication } in recordings() {
        let app = app().await;
        drop(signed_in(&app, &user).await);
        let mut row: Record = Record::of(&registration.row);
        row.set("backedUp", registration.row["backedUp"] == 1);
        let handle = app.auth.plugin::<Passkey>().unwrap();
        handle.context().rows("passkey").create(row).await.unwrap().unwrap();
        let client = app.anonymous();
        remember(&app, &client, &authentication.challenge).await;
        let response = send_assertion(&client, authentication.response).await;
        assert_eq!(response.status, 200, "{algorithm}: {}", response.text());
        let session = client.get("/get-session").await.json();
        assert_eq!(session["user"]["id"], user.id);
        let stored = rows(&app).await;
        assert_eq!(stored.first().unwrap().get("counter"), Some(&authentication.row["counter"]));
    }
}

#[tokio::test]
async fn options_are_made_as_better_auth_made_them() {
    for Recording { algorithm, user, registration, authentication } in recordings() {
        let app = app().await;
        let client = signed_in(&app, &user).await;
        let path = "/passkey/generate-register-options";
        let mut live = client.get(path).await.json();
        live["challenge"] = registration.options["challenge"].clone();
        live["user"]["id"] = registration.options["user"]["id"].clone();
        assert_eq!(live.to_string(), registration.options.to_string(), "{algorithm}");
        let mut row: Record = Record::of(&registration.row);
        row.set("backedUp", registration.row["backedUp"] == 1);
        let handle = app.auth.plugin::<Passkey>().unwrap();
        handle.context().rows("passkey").create(row).await.unwrap().unwrap();
        let path = "/passkey/generate-authenticate-options";
        let mut live = client.get(path).await.json();
        live["challenge"] = authentication.options["challenge"].clone();
        assert_eq!(live.to_string(), authentication.options.to_string(), "{algorithm}");
    }
}

fn pair((key, value): (&str, &Value)) -> (String, Value) {
    (key.to_owned(), value.clone())
}
