use signet_auth_server::db::schema::Model;
use signet_auth_server::options::IdStrategy;
use signet_auth_server::testing::TestApp;

async fn ids(strategy: IdStrategy) -> (String, String, String) {
    let app = TestApp::with(|options| options.advanced.database.generate_id = strategy).await;
    let client = app.signed_in("ada@example.test").await;
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
    let (user, session, token) = ids(IdStrategy::custom(|model| match model {
        Model::User => "the-user".to_owned(),
        _ => "another-row".to_owned(),
    }))
    .await;
    assert_eq!((user.as_str(), session.as_str()), ("the-user", "another-row"));
    assert!(is_token(&token), "{token}");
}
