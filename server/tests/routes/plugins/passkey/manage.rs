//! The passkeys of a user.

use serde_json::json;

use super::authenticator::{Authenticator, Key};
use super::{EMAIL, app, register, registered, sign_in};
use crate::failure;

fn not_found() -> (u16, String, String) {
    failure(404, "PASSKEY_NOT_FOUND", "Passkey not found")
}

#[tokio::test]
async fn a_user_lists_names_and_forgets_their_passkeys() {
    let app = app().await;
    let (client, mut authenticator) = registered(&app, Key::es256()).await;
    app.clock.advance(1);
    register(&client, &Authenticator::new(Key::ed25519())).await;
    let listed = client.get("/passkey/list-user-passkeys").await.json();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert_eq!(listed[0]["credentialID"], authenticator.credential_id());
    let id = &listed[0]["id"];
    let body = json!({"id": id, "name": "  Laptop "});
    let renamed = client.post("/passkey/update-passkey", body.clone()).await;
    assert_eq!(renamed.json()["passkey"]["name"], "Laptop", "{}", renamed.text());
    assert_eq!(renamed.json()["passkey"]["credentialID"], authenticator.credential_id());
    // The same again changes nothing, and is no failure.
    assert_eq!(client.post("/passkey/update-passkey", body).await.status, 200);
    let deleted = client.post("/passkey/delete-passkey", json!({"id": id})).await;
    assert_eq!(deleted.text(), r#"{"status":true}"#);
    assert_eq!(
        client.post("/passkey/delete-passkey", json!({"id": id})).await.error(),
        not_found()
    );
    let listed = client.get("/passkey/list-user-passkeys").await.json();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    let response = sign_in(&app.anonymous(), &mut authenticator).await;
    assert_eq!(response.error(), not_found_here());
}

fn not_found_here() -> (u16, String, String) {
    failure(401, "PASSKEY_NOT_FOUND", "Passkey not found")
}

#[tokio::test]
async fn nobody_touches_the_passkeys_of_somebody_else() {
    let app = app().await;
    let (client, mut authenticator) = registered(&app, Key::es256()).await;
    let before = client.get("/passkey/list-user-passkeys").await.json();
    let id = &before[0]["id"];
    let eve = app.signed_in("eve@example.test").await;
    assert_eq!(eve.get("/passkey/list-user-passkeys").await.json(), json!([]));
    let deleted = eve.post("/passkey/delete-passkey", json!({"id": id})).await;
    assert_eq!((deleted.status, deleted.text().as_str()), (401, ""));
    let renamed = eve.post("/passkey/update-passkey", json!({"id": id, "name": "mine"})).await;
    let message = "You are not allowed to register this passkey";
    let expected = failure(401, "YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY", message);
    assert_eq!(renamed.error(), expected);
    assert_eq!(client.get("/passkey/list-user-passkeys").await.json(), before);
    let signed_in = sign_in(&eve, &mut authenticator).await;
    assert_eq!(signed_in.json()["user"]["email"], EMAIL);
}

#[tokio::test]
async fn what_names_no_passkey_is_refused() {
    let app = app().await;
    let (client, _) = registered(&app, Key::es256()).await;
    for path in ["/passkey/delete-passkey", "/passkey/update-passkey"] {
        let unknown = client.post(path, json!({"id": "nope", "name": "x"})).await;
        assert_eq!(unknown.error(), not_found(), "{path}");
        let empty = client.post(path, json!({"id": "", "name": "x"})).await;
        let message = "Missing required parameter: id";
        assert_eq!(empty.error(), (400, String::new(), message.to_owned()), "{path}");
        let missing = client.post(path, json!({"name": "x"})).await;
        let message = "[body.id] Invalid input: expected string, received undefined";
        assert_eq!(missing.error(), failure(400, "VALIDATION_ERROR", message), "{path}");
        let expected = failure(401, "UNAUTHORIZED", "Unauthorized");
        let anonymous = app.anonymous().post(path, json!({"id": "x", "name": "x"})).await;
        assert_eq!(anonymous.error(), expected, "{path}");
        let nul = client.post(path, json!({"id": "\u{0}", "name": "x"})).await;
        assert_eq!(nul.error(), not_found(), "{path}");
    }
    let listed = app.anonymous().get("/passkey/list-user-passkeys").await;
    assert_eq!(listed.error(), failure(401, "UNAUTHORIZED", "Unauthorized"));
    let blank = client.post("/passkey/update-passkey", json!({"id": "x", "name": "  "})).await;
    let message = "[body.name] Too small: expected string to have >=1 characters";
    assert_eq!(blank.error(), failure(400, "VALIDATION_ERROR", message));
}
