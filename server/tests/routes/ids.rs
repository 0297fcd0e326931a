use std::sync::atomic::{AtomicUsize, Ordering};

use signet_auth_server::db::schema::Model;
use signet_auth_server::options::IdStrategy;
use signet_auth_server::testing::TestApp;

use crate::sign_in_body;

async fn ids(strategy: IdStrategy) -> (String, String, String) {
    let app = TestApp::with(|options| options.advanced.database.generate_id = strategy).await;
    let client = app.signed_in("ada@example.test").await;
    let again = client.post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert_eq!(again.status, 200, "{}", again.text());
    let body = client.get("/get-session").await.json();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    assert_eq!(body["session"]["userId"], body["user"]["id"]);
    let session = &body["session"];
    (text(&body["user"]["id"]), text(&session["id"]), text(&session["token"]))
}

fn is_token(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[tokio::test]
async fn ids_are_32_letters_and_digits_unless_said_otherwise() {
    let (user, session, token) = ids(IdStrategy::default()).await;
    for id in [user, session, token] {
        assert!(is_token(&id), "{id}");
    }
}

#[tokio::test]
async fn ids_may_be_uuids_in_their_usual_form() {
    let (user, session, token) = ids(IdStrategy::Uuid).await;
    for id in [user, session] {
        let groups: Vec<_> = id.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12], "{id}");
        assert!(id.bytes().all(|byte| b"0123456789abcdef-".contains(&byte)), "{id}");
        assert_eq!(&id[14..15], "4", "{id}");
        assert!("89ab".contains(&id[19..20]), "{id}");
    }
    assert!(is_token(&token), "{token}");
}

#[tokio::test]
async fn a_function_makes_ids_but_never_tokens() {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let (user, session, token) = ids(IdStrategy::custom(|model| match model {
        Model::User => "the-user".to_owned(),
        _ => format!("row-{}", COUNT.fetch_add(1, Ordering::Relaxed)),
    }))
    .await;
    assert_eq!(user, "the-user");
    assert!(session.starts_with("row-"), "{session}");
    assert!(is_token(&token), "{token}");
}
