use serde_json::json;
use signet_auth_server::cookie_cache::Strategy;
use signet_auth_server::testing::{TestApp, TestClient, TestMailbox};

use super::everything_with;

/// What a token is redeemed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    ResetPassword,
    DeleteUser,
    VerifyEmail,
    ChangeEmail,
    Session,
    CachedSession,
}

use Purpose::*;

const ALL: [Purpose; 6] =
    [ResetPassword, DeleteUser, VerifyEmail, ChangeEmail, Session, CachedSession];

async fn app() -> (TestApp, TestMailbox) {
    everything_with(|options| {
        options.session.cookie_cache.enabled = true;
        options.session.cookie_cache.strategy = Strategy::Jwt;
    })
    .await
}

/// A token of a user who is signed in.
async fn issue(client: &TestClient, mailbox: &mut TestMailbox, purpose: Purpose) -> String {
    let email = client.get("/get-session").await.json()["user"]["email"].clone();
    let (path, body) = match purpose {
        ResetPassword => ("/request-password-reset", json!({ "email": email })),
        DeleteUser => ("/delete-user", json!({})),
        VerifyEmail => ("/send-verification-email", json!({ "email": email })),
        ChangeEmail => ("/change-email", json!({"newEmail": "new@example.test"})),
        Session => return client.cookie("better-auth.session_token").unwrap(),
        CachedSession => return client.cookie("better-auth.session_data").unwrap(),
    };
    let response = client.post(path, body).await;
    assert_eq!(response.status, 200, "{}", response.text());
    mailbox.next().await.token
}

/// Whether a token is accepted where another one belongs.
async fn is_accepted(app: &TestApp, client: &TestClient, purpose: Purpose, token: &str) -> bool {
    match purpose {
        ResetPassword => {
            let body = json!({"newPassword": "a better battery", "token": token});
            let link = format!("/reset-password/{token}?callbackURL=%2Fnew");
            let link = client.get(&link).await.header("location").contains("?token=");
            link | (client.post("/reset-password", body).await.status == 200)
        }
        DeleteUser => {
            let path = format!("/delete-user/callback?token={token}");
            let posted = client.post("/delete-user", json!({ "token": token })).await;
            (posted.status == 200) | (client.get(&path).await.status == 200)
        }
        VerifyEmail | ChangeEmail => {
            client.get(&format!("/verify-email?token={token}")).await.status == 200
        }
        Session => {
            let stranger = app.anonymous();
            stranger.set_cookie("better-auth.session_token", token);
            stranger.get("/get-session").await.text() != "null"
        }
        CachedSession => {
            // Beside the session's own cookie: the cache is read with it only. A cache that counts
            // shows what the store does not hold any more.
            let revoked = app.anonymous();
            let session = client.cookie("better-auth.session_token").unwrap();
            revoked.set_cookie("better-auth.session_token", &session);
            revoked.set_cookie("better-auth.session_data", token);
            client.post("/sign-out", json!({})).await;
            revoked.get("/get-session").await.text() != "null"
        }
    }
}

#[tokio::test]
async fn a_token_for_one_purpose_is_refused_for_every_other() {
    for from in ALL {
        for to in ALL {
            // One endpoint takes both; the token itself says which step it is.
            let is_same = from == to
                || matches!((from, to), (VerifyEmail, ChangeEmail) | (ChangeEmail, VerifyEmail));
            let (app, mut mailbox) = app().await;
            let client = app.signed_in("ada@example.test").await;
            let token = issue(&client, &mut mailbox, from).await;
            assert_eq!(is_accepted(&app, &client, to, &token).await, is_same, "{from:?} as {to:?}");
        }
    }
}

#[tokio::test]
async fn a_mailed_token_that_was_cut_or_changed_anywhere_is_refused() {
    for purpose in [ResetPassword, DeleteUser, VerifyEmail, ChangeEmail] {
        let (app, mut mailbox) = app().await;
        let client = app.signed_in("ada@example.test").await;
        let token = issue(&client, &mut mailbox, purpose).await;
        for index in 0..token.len() {
            let mut changed = vec![token[..index].to_owned()];
            let (start, end) = (&token[..index], &token[index + 1..]);
            let swapped = match token.as_bytes()[index] {
                byte if byte.is_ascii_lowercase() => byte.to_ascii_uppercase(),
                byte if byte.is_ascii_uppercase() => byte.to_ascii_lowercase(),
                b'0' => b'1',
                _ => b'0',
            };
            changed.push(format!("{start}{}{end}", char::from(swapped)));
            changed.push(format!("{start}{end}"));
            for changed in changed.iter().filter(|changed| !changed.is_empty()) {
                let accepted = is_accepted(&app, &client, purpose, changed).await;
                assert!(!accepted, "{purpose:?} at {index}");
            }
        }
        for longer in [format!("{token}x"), format!("{token}%20"), format!("{token}%00")] {
            assert!(!is_accepted(&app, &client, purpose, &longer).await, "{purpose:?} longer");
        }
        assert!(is_accepted(&app, &client, purpose, &token).await, "{purpose:?} as it was sent");
    }
}
