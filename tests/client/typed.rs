//! The client as Rust front ends see it.

use futures_signals::signal::SignalExt;
use signet_auth::environment::Value;
use signet_auth::protocol::routes::{
    AccountInfo, GetAccessToken, GivenIdToken, LinkSocial, RefreshToken, SignInEmail, SignInSocial,
    UnlinkAccount,
};
use signet_auth::testing::FakeEnvironment;
use signet_auth::{AuthClient, ClientError, ClientOptions};

const USER: &str = r#"{"id":"u","name":"Ada","email":"a@b.c","emailVerified":true,"image":null,"createdAt":"2024-01-02T03:04:05.000Z","updatedAt":"2024-01-02T03:04:05.000Z"}"#;

fn session() -> String {
    format!(
        r#"{{"session":{{"id":"s","userId":"u","token":"t","expiresAt":"2030-01-01T00:00:00.000Z","createdAt":"2024-01-02T03:04:05.000Z","updatedAt":"2024-01-02T03:04:05.000Z","ipAddress":"","userAgent":""}},"user":{USER}}}"#
    )
}

fn client() -> (FakeEnvironment, AuthClient<FakeEnvironment>) {
    let environment = FakeEnvironment::new();
    let options = ClientOptions::new("http://h/api/auth");
    let client = AuthClient::with_environment(environment.clone(), &options).unwrap();
    (environment, client)
}

fn credentials() -> SignInEmail {
    SignInEmail {
        email: "a@b.c".into(),
        password: String::from("long enough").into(),
        callback_url: None,
        remember_me: Some(false),
    }
}

#[test]
fn a_sign_in_sends_the_protocols_fields_and_reads_its_reply() {
    let (environment, client) = client();
    environment.answer(200, &format!(r#"{{"redirect":false,"token":"t","user":{USER}}}"#));
    let reply = environment.block_on(client.sign_in().email(&credentials())).unwrap();
    assert_eq!(reply.user.name, "Ada");
    let request = environment.requests().remove(0);
    assert_eq!(environment.sent(), ["POST http://h/api/auth/sign-in/email"]);
    let body = request.init.get("body").to_text();
    assert!(body.contains(r#""rememberMe":false"#) && !body.contains("callbackURL"), "{body}");
}

#[test]
fn a_refusal_has_status_code_and_message() {
    let (environment, client) = client();
    environment.answer(401, r#"{"code":"INVALID_EMAIL_OR_PASSWORD","message":"no"}"#);
    let error = environment.block_on(client.sign_in().email(&credentials())).unwrap_err();
    let expected = ClientError::Server {
        status: 401,
        code: Some("INVALID_EMAIL_OR_PASSWORD".into()),
        message: Some("no".into()),
    };
    assert_eq!(error, expected);
}

#[test]
fn a_session_that_needs_a_refresh_says_so_and_is_extended_by_a_call() {
    let (environment, client) = client();
    let answer = session();
    let due = format!("{},\"needsRefresh\":true}}", answer.strip_suffix('}').unwrap());
    environment.answer(200, &due);
    let found = environment.block_on(client.get_session()).unwrap().unwrap();
    assert_eq!(found.needs_refresh, Some(true));
    environment.answer(200, &answer);
    let extended = environment.block_on(client.refresh_session()).unwrap().unwrap();
    assert_eq!(extended.needs_refresh, None);
    assert_eq!(
        environment.sent(),
        ["GET http://h/api/auth/get-session", "POST http://h/api/auth/get-session"]
    );
}

#[test]
fn an_answer_of_another_shape_is_an_error() {
    let (environment, client) = client();
    environment.answer(200, r#"{"success":"maybe"}"#);
    let error = environment.block_on(client.sign_out()).unwrap_err();
    assert!(matches!(error, ClientError::Encoding { .. }));
}

#[test]
fn the_session_is_a_signal() {
    let (environment, client) = client();
    environment.answer(200, "null");
    let names = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let log = names.clone();
    let mounted = client.session().mount();
    let signal = client.session().signal().for_each(move |session| {
        log.borrow_mut().push((session.is_pending, session.data.map(|data| data.user.name)));
        async {}
    });
    signet_auth::environment::Clock::spawn(&environment, signal);
    environment.run();
    environment.answer(200, &format!(r#"{{"redirect":false,"token":"t","user":{USER}}}"#));
    environment.answer(200, &session());
    environment.block_on(client.sign_in().email(&credentials())).unwrap();
    environment.run();
    assert_eq!(*names.borrow().last().unwrap(), (false, Some("Ada".into())));
    assert_eq!(client.session().get().data.unwrap().session.id, "s");
    drop(mounted);
    environment.advance(1000.0);
    assert_eq!(environment.listener_count(), 0);
}

#[test]
fn a_page_can_bring_its_session() {
    let (environment, other) = client();
    environment.answer(200, &session());
    let known = environment.block_on(other.get_session()).unwrap();
    let mut options = ClientOptions::new("http://h/api/auth");
    options.initial_session = known;
    let environment = FakeEnvironment::new();
    let client = AuthClient::with_environment(environment.clone(), &options).unwrap();
    let _mounted = client.session().mount();
    environment.run();
    assert!(environment.sent().is_empty());
    assert_eq!(client.session().get().data.unwrap().user.name, "Ada");
}

#[test]
fn a_social_sign_in_goes_to_the_providers_page() {
    let (environment, client) = client();
    environment.answer(200, r#"{"url":"https://provider.example/","redirect":true}"#);
    let mut input = SignInSocial::new("github");
    input.callback_url = Some("/dashboard".into());
    input.scopes = Some(vec!["repo".into()]);
    let reply = environment.block_on(client.sign_in().social(&input)).unwrap();
    assert_eq!(reply.url.as_deref(), Some("https://provider.example/"));
    assert_eq!(environment.visited(), ["https://provider.example/"]);
    assert_eq!(environment.sent(), ["POST http://h/api/auth/sign-in/social"]);
    let body = environment.requests()[0].init.get("body").to_text();
    assert!(body.contains(r#""callbackURL":"/dashboard""#), "{body}");
    assert!(!body.contains("idToken"), "what is not given is not sent: {body}");
}

#[test]
fn an_id_token_signs_in_without_leaving_the_page() {
    let (environment, client) = client();
    environment.answer(200, &format!(r#"{{"redirect":false,"token":"t","user":{USER}}}"#));
    let mut input = SignInSocial::new("google");
    input.id_token = Some(GivenIdToken::new("an.id.token"));
    let reply = environment.block_on(client.sign_in().social(&input)).unwrap();
    assert_eq!(reply.user.unwrap().name, "Ada");
    assert!(environment.visited().is_empty());
}

#[test]
fn the_accounts_of_a_user_have_their_calls() {
    let (environment, client) = client();
    environment.answer(200, r#"{"url":"","status":true,"redirect":false}"#);
    let linked = environment.block_on(client.link_social(&LinkSocial::new("google"))).unwrap();
    assert!(linked.status.is_some());
    assert!(environment.visited().is_empty(), "there is nowhere to go");

    environment.answer(200, "[]");
    assert!(environment.block_on(client.list_accounts()).unwrap().is_empty());

    environment.answer(200, r#"{"status":true}"#);
    let gone = UnlinkAccount { account_id: "a".into() };
    environment.block_on(client.unlink_account(&gone)).unwrap();

    environment.answer(200, r#"{"accessToken":"t","scopes":["email"]}"#);
    let account = Some(String::from("a"));
    let wanted =
        GetAccessToken { account_id: account.clone(), use_account_cookie: None, user_id: None };
    let token = environment.block_on(client.get_access_token(&wanted)).unwrap();
    assert_eq!(token.scopes, ["email"]);

    environment.answer(
        200,
        r#"{"refreshToken":"r","refreshTokenExpiresAt":null,"scope":null,"idToken":null,"providerId":"google","accountId":"a"}"#,
    );
    let wanted =
        RefreshToken { account_id: account.clone(), use_account_cookie: None, user_id: None };
    let tokens = environment.block_on(client.refresh_token(&wanted)).unwrap();
    assert_eq!(tokens.provider_id, "google");

    environment.answer(
        200,
        r#"{"user":{},"data":{},"account":{"id":"a","providerId":"google","accountId":"1"}}"#,
    );
    let wanted = AccountInfo { account_id: account, use_account_cookie: None, user_id: None };
    let info = environment.block_on(client.account_info(&wanted)).unwrap();
    assert_eq!(info.account.provider_id, "google");

    let sent = environment.sent();
    let lines: Vec<_> = sent.iter().map(|line| line.replace(" http://h/api/auth", " ")).collect();
    assert_eq!(
        lines,
        [
            "POST /link-social",
            "GET /list-accounts",
            "POST /unlink-account",
            "POST /get-access-token",
            "POST /refresh-token",
            "GET /account-info?accountId=a",
        ]
    );
}
