use serde_json::{Value, json};
use signet_auth_server::testing::TestRequest;

use super::everything_with;

fn hostile(request: TestRequest) -> TestRequest {
    request
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .header("x-forwarded-proto", "https")
        .header("x-forwarded-port", "666")
        .header("x-original-host", "evil.example")
        .header("forwarded", "host=evil.example;proto=https")
}

#[tokio::test]
async fn no_mail_leads_to_the_host_that_a_request_names_not_even_of_the_first_request() {
    let (app, mut mailbox) =
        everything_with(|options| options.email_verification.send_on_sign_up = Some(true)).await;
    let client = app.anonymous();
    let mails: [(&str, Value); 5] = [
        (
            "/sign-up/email",
            json!({"name": "Ada", "email": "ada@example.test", "password": crate::PASSWORD}),
        ),
        ("/send-verification-email", json!({"email": "ada@example.test"})),
        ("/request-password-reset", json!({"email": "ada@example.test", "redirectTo": "/new"})),
        ("/change-email", json!({"newEmail": "new@example.test"})),
        ("/delete-user", json!({"callbackURL": "/bye"})),
    ];
    for (path, body) in mails {
        let response = hostile(client.request("POST", path)).json(&body).send().await;
        assert_eq!(response.status, 200, "{path} {}", response.text());
        let mail = mailbox.next().await;
        let prefix = "http://localhost:3000/api/auth/";
        assert!(mail.url.starts_with(prefix), "{path} {}", mail.url);
        for text in [mail.url, mail.text, mail.html, response.text()] {
            assert!(!text.contains("evil.example"), "{path} {text}");
        }
    }
    // The request of an attacker has changed nothing for those who come after.
    assert_eq!(app.anonymous().get("/ok").await.status, 200);
    let response = client.get("/get-session").await;
    assert_eq!(response.json()["user"]["email"], "ada@example.test");
}
