use std::sync::Arc;

use futures_util::future::join_all;
use serde_json::{Value, json};
use signet_auth_server::hooks::Callback;
use signet_auth_server::options::Options;
use signet_auth_server::plugins::username::{
    Normalize, Username, UsernameOptions, ValidationOrder,
};
use signet_auth_server::testing::{TestApp, TestResponse};

use crate::{PASSWORD, failure};

const EMAIL: &str = "ada@example.test";
const TAKEN: &str = "Username is already taken. Please try another.";

async fn app_with(names: UsernameOptions, change: impl FnOnce(&mut Options)) -> TestApp {
    TestApp::with(|options| {
        options.plugins.push(Arc::new(Username::new(names)));
        change(options);
    })
    .await
}

async fn app() -> TestApp {
    app_with(UsernameOptions::default(), |_| ()).await
}

fn body(email: &str, names: Value) -> Value {
    let mut body = json!({"name": "Ada", "email": email, "password": PASSWORD});
    for (key, value) in names.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

async fn sign_up(app: &TestApp, email: &str, names: Value) -> TestResponse {
    app.anonymous().post("/sign-up/email", body(email, names)).await
}

async fn sign_in(app: &TestApp, username: &str, password: &str) -> TestResponse {
    let body = json!({"username": username, "password": password});
    app.anonymous().post("/sign-in/username", body).await
}

#[tokio::test]
async fn a_user_signs_up_with_a_name_and_signs_in_with_it_in_any_case() {
    let app = app().await;
    let signed_up = sign_up(&app, EMAIL, json!({"username": "Ada.Lovelace"})).await;
    assert_eq!(signed_up.status, 200, "{}", signed_up.text());
    let user = &signed_up.json()["user"];
    assert_eq!(user["username"], "ada.lovelace");
    assert_eq!(user["displayUsername"], "Ada.Lovelace");
    for name in ["ada.lovelace", "ADA.LOVELACE"] {
        let client = app.anonymous();
        let body = json!({"username": name, "password": PASSWORD, "callbackURL": "/home"});
        let signed_in = client.post("/sign-in/username", body).await;
        assert_eq!(signed_in.status, 200, "{}", signed_in.text());
        assert_eq!(signed_in.header("location"), "/home");
        let answer = signed_in.json();
        assert_eq!((&answer["redirect"], &answer["url"]), (&json!(true), &json!("/home")));
        assert_eq!(answer["user"]["username"], "ada.lovelace");
        let session = client.get("/get-session").await.json();
        assert_eq!(session["session"]["token"], answer["token"]);
        assert_eq!(session["user"]["displayUsername"], "Ada.Lovelace");
    }
    let plain = sign_in(&app, "ada.lovelace", PASSWORD).await.json();
    assert_eq!((&plain["redirect"], plain.get("url")), (&json!(false), None));
}

#[tokio::test]
async fn a_session_that_is_not_to_be_remembered_ends_with_the_browser() {
    let app = app().await;
    sign_up(&app, EMAIL, json!({"username": "ada"})).await;
    let body = json!({"username": "ada", "password": PASSWORD, "rememberMe": false});
    let signed_in = app.anonymous().post("/sign-in/username", body).await;
    let cookies = signed_in.set_cookies();
    let token = cookies.iter().find(|cookie| cookie.contains("session_token=")).unwrap();
    assert!(!token.contains("Max-Age"), "{token}");
    assert!(cookies.iter().any(|cookie| cookie.contains("dont_remember=true")));
}

#[tokio::test]
async fn who_is_not_known_and_who_has_another_password_get_the_same_answer_after_as_much_work() {
    let app = app().await;
    sign_up(&app, EMAIL, json!({"username": "ada"})).await;
    sign_up(&app, "eve@example.test", json!({})).await;
    let expected = failure(401, "INVALID_USERNAME_OR_PASSWORD", "Invalid username or password");
    for (username, password) in [("ada", "wrong password"), ("nobody", PASSWORD)] {
        let before = app.hasher.uses();
        assert_eq!(sign_in(&app, username, password).await.error(), expected);
        assert_eq!(app.hasher.uses(), before + 1, "{username}");
    }
    for (username, password) in [("", PASSWORD), ("ada", "")] {
        assert_eq!(sign_in(&app, username, password).await.error(), expected);
    }
}

#[tokio::test]
async fn names_that_can_not_be_are_refused_with_a_status_of_their_own_where_they_are_asked_for() {
    let app = app().await;
    for (name, code, message) in [
        ("ab", "USERNAME_TOO_SHORT", "Username is too short"),
        (&*"a".repeat(31), "USERNAME_TOO_LONG", "Username is too long"),
        ("a b", "INVALID_USERNAME", "Username is invalid"),
        ("adä", "INVALID_USERNAME", "Username is invalid"),
        ("😀a", "INVALID_USERNAME", "Username is invalid"),
    ] {
        let signed_in = sign_in(&app, name, PASSWORD).await;
        assert_eq!(signed_in.error(), failure(422, code, message));
        let body = json!({"username": name});
        let asked = app.anonymous().post("/is-username-available", body).await;
        assert_eq!(asked.error(), failure(422, code, message));
        let signed_up = sign_up(&app, EMAIL, json!({"username": name})).await;
        assert_eq!(signed_up.error(), failure(400, code, message));
        let client = app.signed_in(&format!("{}@example.test", name.len())).await;
        let updated = client.post("/update-user", json!({"username": name})).await;
        assert_eq!(updated.error(), failure(400, code, message));
    }
    let long = sign_in(&app, "ada", &"x".repeat(129)).await;
    assert_eq!(long.error(), failure(400, "PASSWORD_TOO_LONG", "Password too long"));
    let missing = app.anonymous().post("/sign-in/username", json!({"username": 1})).await;
    assert_eq!(
        missing.error(),
        failure(
            400,
            "VALIDATION_ERROR",
            "[body.username] Invalid input: expected string, received number; \
             [body.password] Invalid input: expected string, received undefined"
        )
    );
}

#[tokio::test]
async fn what_is_no_text_is_no_name() {
    let app = app().await;
    for name in [json!(12345), json!({"a": 1}), json!(["ada"]), json!(true)] {
        let signed_up = sign_up(&app, EMAIL, json!({"username": name})).await;
        assert_eq!(signed_up.error(), failure(400, "INVALID_USERNAME", "Username is invalid"));
    }
    assert_eq!(sign_up(&app, EMAIL, json!({"username": null})).await.status, 200);
}

#[tokio::test]
async fn a_name_belongs_to_one_user_whatever_its_case() {
    let app = app().await;
    sign_up(&app, EMAIL, json!({"username": "ada"})).await;
    let taken = failure(400, "USERNAME_IS_ALREADY_TAKEN", TAKEN);
    let other = sign_up(&app, "eve@example.test", json!({"username": "ADA"})).await;
    assert_eq!(other.error(), taken);
    let client = app.signed_in("eve@example.test").await;
    let updated = client.post("/update-user", json!({"username": "Ada"})).await;
    assert_eq!(updated.error(), taken);
    let available = async |name: &str| {
        let body = json!({"username": name});
        let asked = app.anonymous().post("/is-username-available", body).await;
        asked.json()["available"].clone()
    };
    assert_eq!((available("ADA").await, available("eve").await), (json!(false), json!(true)));
    let updated = client.post("/update-user", json!({"username": "Eve"})).await;
    assert_eq!(updated.status, 200, "{}", updated.text());
    assert_eq!(available("eve").await, false);
    // One's own name is not taken.
    assert_eq!(client.post("/update-user", json!({"username": "EVE"})).await.status, 200);
    let user = client.get("/get-session").await.json()["user"].clone();
    assert_eq!((&user["username"], &user["displayUsername"]), (&json!("eve"), &json!(null)));
}

#[tokio::test]
async fn of_many_who_choose_one_name_at_once_one_has_it() {
    let app = app().await;
    let sign_up = |number: usize| {
        let app = app.clone();
        async move {
            let email = format!("user{number}@example.test");
            sign_up(&app, &email, json!({"username": "ada"})).await.status
        }
    };
    let statuses = join_all((0..20).map(sign_up)).await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
}

#[tokio::test]
async fn one_name_stands_in_for_the_other_where_it_can() {
    let app = app().await;
    let names = async |email: &str, names: Value| {
        let user = sign_up(&app, email, names).await.json()["user"].clone();
        (user["username"].clone(), user["displayUsername"].clone())
    };
    let both = json!({"username": "Ada", "displayUsername": "The Countess"});
    assert_eq!(names("a@example.test", both).await, (json!("ada"), json!("The Countess")));
    let shown = json!({"displayUsername": "Grace"});
    assert_eq!(names("b@example.test", shown).await, (json!("grace"), json!("Grace")));
    let impossible = json!({"displayUsername": "not a name"});
    assert_eq!(names("c@example.test", impossible).await, (json!(null), json!("not a name")));
    assert_eq!(names("d@example.test", json!({})).await, (json!(null), json!(null)));
}

#[tokio::test]
async fn a_name_that_is_not_to_change_stays() {
    let names = UsernameOptions { immutable_username: true, ..UsernameOptions::default() };
    let app = app_with(names, |_| ()).await;
    let client = app.signed_in(EMAIL).await;
    assert_eq!(client.post("/update-user", json!({"username": "ada"})).await.status, 200);
    let changed = client.post("/update-user", json!({"username": "eve"})).await;
    let expected = failure(400, "USERNAME_IS_IMMUTABLE", "Username cannot be updated");
    assert_eq!(changed.error(), expected);
    assert_eq!(client.post("/update-user", json!({"username": "ADA"})).await.status, 200);
}

#[tokio::test]
async fn an_address_that_was_not_verified_does_not_sign_in_and_gets_a_mail() {
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.plugins.push(Arc::new(Username::default()));
        options.email_and_password.require_email_verification = true;
        options.email_verification.send_on_sign_up = Some(false);
        options.email_verification.send_on_sign_in = true;
    })
    .await;
    sign_up(&app, EMAIL, json!({"username": "ada"})).await;
    let body = json!({"username": "ada", "password": PASSWORD, "callbackURL": "/home"});
    let refused = app.anonymous().post("/sign-in/username", body).await;
    assert_eq!(refused.error(), failure(403, "EMAIL_NOT_VERIFIED", "Email not verified"));
    assert_eq!(refused.set_cookies(), [""; 0]);
    let mail = mailbox.next().await;
    assert!(mail.url.ends_with("&callbackURL=%2Fhome"), "{}", mail.url);
    let (path, query) = mail.url.split_once('?').unwrap();
    assert!(path.ends_with("/verify-email"));
    app.anonymous().get(&format!("/verify-email?{query}")).await;
    assert_eq!(sign_in(&app, "ada", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn the_application_says_what_names_are_like() {
    let names = UsernameOptions {
        min_username_length: 1,
        username_validator: Some(Callback::new(|name: String| async move { name != "admin" })),
        display_username_validator: Some(Callback::new(
            |name: String| async move { name != "Root" },
        )),
        username_normalization: Normalize::Custom(Arc::new(|name| name.trim().to_lowercase())),
        username_order: ValidationOrder::PostNormalization,
        display_username_normalization: Normalize::Custom(Arc::new(|name| name.replace(' ', "_"))),
        ..UsernameOptions::default()
    };
    let app = app_with(names, |_| ()).await;
    let invalid = failure(400, "INVALID_USERNAME", "Username is invalid");
    let admin = sign_up(&app, EMAIL, json!({"username": " ADMIN "})).await;
    assert_eq!(admin.error(), invalid);
    let root = json!({"username": "é", "displayUsername": "Root"});
    let root = sign_up(&app, EMAIL, root).await;
    let expected = failure(400, "INVALID_DISPLAY_USERNAME", "Display username is invalid");
    assert_eq!(root.error(), expected);
    let names = json!({"username": " É", "displayUsername": "É é"});
    let user = sign_up(&app, EMAIL, names).await.json()["user"].clone();
    assert_eq!((&user["username"], &user["displayUsername"]), (&json!("é"), &json!("É_é")));
    assert_eq!(sign_in(&app, "É ", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn names_are_told_apart_by_case_where_nothing_is_normalised() {
    let names = UsernameOptions {
        username_normalization: Normalize::Nothing,
        ..UsernameOptions::default()
    };
    let app = app_with(names, |_| ()).await;
    sign_up(&app, EMAIL, json!({"username": "Ada"})).await;
    assert_eq!(sign_in(&app, "Ada", PASSWORD).await.status, 200);
    assert_eq!(sign_in(&app, "ada", PASSWORD).await.status, 401);
}

#[tokio::test]
async fn without_a_shown_name_there_is_no_such_field() {
    let names = UsernameOptions { display_username: false, ..UsernameOptions::default() };
    let app = app_with(names, |_| ()).await;
    let names = json!({"username": "Ada", "displayUsername": "The Countess"});
    let user = sign_up(&app, EMAIL, names).await.json()["user"].clone();
    assert_eq!((&user["username"], user.get("displayUsername")), (&json!("ada"), None));
}

#[tokio::test]
async fn columns_may_have_other_names() {
    let names = UsernameOptions {
        username_column: Some("handle".to_owned()),
        ..UsernameOptions::default()
    };
    let app = app_with(names, |_| ()).await;
    let user = sign_up(&app, EMAIL, json!({"username": "Ada"})).await.json()["user"].clone();
    assert_eq!(user["username"], "ada");
    assert_eq!(sign_in(&app, "ada", PASSWORD).await.status, 200);
    let user = app.auth.store().schema().tables().next().unwrap().clone();
    assert!(user.columns.iter().any(|column| &*column.name == "handle"));
}

#[tokio::test]
async fn a_cached_session_shows_a_changed_name_at_once() {
    let app = app_with(UsernameOptions::default(), |options| {
        options.session.cookie_cache.enabled = true;
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    // The session that a function reads before the route has the old name.
    client.set_cookie("better-auth.session_data", "none");
    client.post("/update-user", json!({"username": "ada"})).await;
    assert_eq!(client.get("/get-session").await.json()["user"]["username"], "ada");
}

#[tokio::test]
async fn a_form_on_another_site_signs_nobody_in() {
    let app = app().await;
    sign_up(&app, EMAIL, json!({"username": "ada"})).await;
    let body = json!({"username": "ada", "password": PASSWORD});
    let foreign = app
        .anonymous()
        .request("POST", "/sign-in/username")
        .header("sec-fetch-site", "cross-site")
        .header("sec-fetch-mode", "navigate")
        .json(&body);
    assert_eq!(foreign.send().await.error().1, "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED");
}
