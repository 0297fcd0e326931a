//! What the cookie cache is believed, and what not.

use serde_json::json;
use signet_auth_protocol::{Method, SessionRequirement, routes};
use signet_auth_server::cookie_cache::{Codec, Entropy, Strategy};
use signet_auth_server::db::{AdditionalField, FieldType};
use signet_auth_server::testing::{SECRET, TestApp, TestClient};

use super::cookie_cache::{DATA, STRATEGIES, cached, is_signed_in};
use super::shared_file::{SharedFile, browser_with};
use crate::{sign_in_body, sign_up_body};

const NOW: i64 = 1_795_348_800_000;

async fn two_devices(app: &TestApp) -> (TestClient, TestClient) {
    let first = app.signed_in("ada@example.test").await;
    let second = app.anonymous();
    second.post("/sign-in/email", sign_in_body("ada@example.test")).await;
    (first, second)
}

#[tokio::test]
async fn a_revoked_session_is_visible_no_longer_than_its_cache_lives() {
    for strategy in STRATEGIES {
        let app = TestApp::with(cached(strategy)).await;
        let (owner, thief) = two_devices(&app).await;
        owner.post("/revoke-other-sessions", json!({})).await;
        assert!(is_signed_in(&thief).await);
        app.clock.advance(300);
        app.clock.advance_ms(1);
        assert!(!is_signed_in(&thief).await, "{strategy:?}");
        assert_eq!(thief.cookie(DATA), None);
        assert!(is_signed_in(&owner).await);
    }
}

#[tokio::test]
async fn a_revoked_session_is_over_at_once_for_who_asks_past_the_cache() {
    let app = TestApp::with(cached(Strategy::Compact)).await;
    let (owner, thief) = two_devices(&app).await;
    owner.post("/revoke-other-sessions", json!({})).await;
    assert_eq!(thief.get("/get-session?disableCookieCache=true").await.text(), "null");
    assert_eq!(thief.cookie(DATA), None);
    assert!(!is_signed_in(&thief).await);
}

#[tokio::test]
async fn a_revoked_session_in_the_cache_opens_no_sensitive_route() {
    let app = TestApp::with(cached(Strategy::Compact)).await;
    let (owner, thief) = two_devices(&app).await;
    owner.post("/revoke-other-sessions", json!({})).await;
    let cookies = ["better-auth.session_token", DATA].map(|name| (name, thief.cookie(name)));
    let sensitive = routes::ALL.iter().filter(|route| {
        matches!(route.session, SessionRequirement::Sensitive | SessionRequirement::Fresh)
    });
    let mut count = 0;
    for route in sensitive {
        for (name, value) in &cookies {
            thief.set_cookie(name, value.as_ref().unwrap());
        }
        assert!(is_signed_in(&thief).await, "the cache still answers");
        let body = json!({"token": "x", "password": "correct horse battery"});
        let response = match route.method {
            Method::Get => thief.get(route.path).await,
            Method::Post => thief.post(route.path, body).await,
        };
        // Some routes look at their own input first, and some have an error of their own.
        let refused = matches!(response.status, 400 | 401 | 404);
        assert!(refused, "{}: {} {}", route.path, response.status, response.text());
        count += 1;
    }
    assert!(count >= 4);
    assert!(is_signed_in(&owner).await);
}

#[tokio::test]
async fn a_cache_without_its_session_cookie_signs_nobody_in() {
    for strategy in STRATEGIES {
        let app = TestApp::with(cached(strategy)).await;
        let client = app.signed_in("ada@example.test").await;
        let thief = app.anonymous();
        thief.set_cookie(DATA, &client.cookie(DATA).unwrap());
        let response = thief.get("/get-session").await;
        assert_eq!(response.text(), "null");
        assert!(response.set_cookies().is_empty());
        let token = client.cookie("better-auth.session_token").unwrap();
        let unsigned = token.split('.').next().unwrap();
        for forged in [unsigned.to_owned(), format!("{unsigned}.{}%3D", "A".repeat(43))] {
            thief.set_cookie("better-auth.session_token", &forged);
            assert_eq!(thief.get("/get-session").await.text(), "null");
        }
    }
}

#[tokio::test]
async fn the_cache_of_another_session_is_not_believed() {
    for strategy in STRATEGIES {
        let app = TestApp::with(cached(strategy)).await;
        let ada = app.signed_in("ada@example.test").await;
        let eve = app.signed_in("eve@example.test").await;
        eve.set_cookie(DATA, &ada.cookie(DATA).unwrap());
        let response = eve.get("/get-session").await;
        assert_eq!(response.json()["user"]["email"], "eve@example.test", "{strategy:?}");
        let [expired, written] = response.set_cookies()[..] else { panic!("{strategy:?}") };
        assert!(expired.starts_with("better-auth.session_data=; Max-Age=0"), "{expired}");
        assert!(written.starts_with("better-auth.session_data=ey"), "{written}");
    }
}

#[tokio::test]
async fn a_cache_that_was_not_made_here_is_read_past() {
    for strategy in STRATEGIES {
        let app = TestApp::with(cached(strategy)).await;
        let client = app.anonymous();
        let sign_up = client.post("/sign-up/email", sign_up_body("ada@example.test")).await.json();
        let (token, user) = (&sign_up["token"], &sign_up["user"]);
        let session = json!({
            "id": "s", "token": token, "userId": user["id"], "expiresAt": "2030-01-01T00:00:00.000Z",
            "createdAt": "2026-11-22T12:00:00.000Z", "updatedAt": "2026-11-22T12:00:00.000Z",
        });
        let mut admin = user.clone();
        admin["email"] = json!("admin@example.test");
        let payload = json!({"session": session, "user": admin, "updatedAt": NOW, "version": "1"})
            .to_string();
        let forge = |strategy, secret| {
            Codec::new(strategy, [secret]).seal(&payload, NOW, 300, Entropy::default()).unwrap()
        };
        let email = async |cookie: String| {
            client.set_cookie(DATA, &cookie);
            client.get("/get-session").await.json()["user"]["email"].as_str().unwrap().to_owned()
        };
        assert_eq!(email(forge(strategy, SECRET)).await, "admin@example.test", "the forgery works");
        for other in STRATEGIES.into_iter().filter(|other| *other != strategy) {
            assert_eq!(email(forge(other, SECRET)).await, "ada@example.test", "{strategy:?}");
        }
        let others_secret = "another-secret-0123456789-abcdefghijklm";
        assert_eq!(email(forge(strategy, others_secret)).await, "ada@example.test");
        for garbage in ["x", "e30", "null", "..", "....", "%00", "ey.ey.ey", &"A".repeat(4000)] {
            assert_eq!(email(garbage.to_owned()).await, "ada@example.test", "{garbage}");
        }
    }
}

#[tokio::test]
async fn a_payload_that_is_signed_but_no_session_is_read_past() {
    let app = TestApp::with(cached(Strategy::Compact)).await;
    let client = app.anonymous();
    let sign_up = client.post("/sign-up/email", sign_up_body("ada@example.test")).await.json();
    let whole = json!({
        "session": {
            "id": "s", "token": sign_up["token"], "userId": sign_up["user"]["id"],
            "expiresAt": "2030-01-01T00:00:00.000Z", "createdAt": "2026-11-22T12:00:00.000Z",
            "updatedAt": "2026-11-22T12:00:00.000Z", "ipAddress": null,
        },
        "user": {
            "id": sign_up["user"]["id"], "name": "Cached", "email": "ada@example.test",
            "createdAt": "2026-11-22T12:00:00.000Z", "updatedAt": "2026-11-22T12:00:00.000Z",
        },
        "updatedAt": NOW,
    });
    let name = async |payload: &serde_json::Value| {
        let codec = Codec::new(Strategy::Compact, [SECRET]);
        let cookie = codec.seal(&payload.to_string(), NOW, 300, Entropy::default()).unwrap();
        client.set_cookie(DATA, &cookie);
        client.get("/get-session").await.json()["user"]["name"].as_str().unwrap().to_owned()
    };
    assert_eq!(name(&whole).await, "Cached");
    for (pointer, value) in [
        ("/session", json!(null)),
        ("/session/id", json!(1)),
        ("/session/userId", json!("another user")),
        ("/session/expiresAt", json!("never")),
        ("/session/expiresAt", json!("2026-11-22T11:59:59.999Z")),
        ("/session/createdAt", json!(0)),
        ("/session/ipAddress", json!(1)),
        ("/user/email", json!(null)),
        ("/user/updatedAt", json!("yesterday")),
        ("/updatedAt", json!("now")),
    ] {
        let mut payload = whole.clone();
        *payload.pointer_mut(pointer).unwrap() = value;
        assert_eq!(name(&payload).await, "Ada Lovelace", "{pointer}");
    }
    for version in [json!(1), json!("2"), json!(null)] {
        let mut payload = whole.clone();
        payload["version"] = version;
        assert_eq!(name(&payload).await, "Ada Lovelace");
    }
}

fn field(name: &str, returned: bool) -> AdditionalField {
    AdditionalField {
        required: false,
        returned,
        default_value: Some(json!("value")),
        ..AdditionalField::new(name, FieldType::String)
    }
}

#[tokio::test]
async fn fields_that_clients_may_not_see_stay_out_of_the_cache() {
    let shared = SharedFile::new();
    let open = shared
        .server(|options| {
            cached(Strategy::Compact)(options);
            options.user.additional_fields = vec![field("seen", true), field("hidden", false)];
            options.session.additional_fields = vec![field("device", true), field("risk", false)];
        })
        .await;
    let input = serde_json::from_value(sign_up_body("ada@example.test")).unwrap();
    let reply = open.api().sign_up_email(input).await.unwrap();
    let data = reply.cookies().last().unwrap().expose();
    let value = data.split(';').next().unwrap().split_once('=').unwrap().1;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let opened = Codec::new(Strategy::Compact, [SECRET])
        .open(value, i64::try_from(now.as_millis()).unwrap())
        .unwrap();
    assert!(opened.payload.contains("\"seen\":\"value\""), "{}", opened.payload);
    assert!(opened.payload.contains("\"device\":\"value\""), "{}", opened.payload);
    assert!(!opened.payload.contains("hidden") && !opened.payload.contains("risk"));

    let browser = browser_with(reply.cookies());
    let stricter = shared
        .server(|options| {
            cached(Strategy::Compact)(options);
            options.user.additional_fields = vec![field("seen", false), field("hidden", false)];
            options.session.additional_fields = vec![field("device", true), field("risk", false)];
        })
        .await;
    let found = stricter.api().get_session(&browser).await.unwrap();
    assert!(found.cookies().is_empty(), "it came out of the cache");
    let text = serde_json::to_string(&found.data).unwrap();
    assert!(text.contains("device") && !text.contains("seen"), "{text}");
}
