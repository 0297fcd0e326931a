//! The calls of plugins as Rust front ends see them.

use signet_auth::environment::Value;
use signet_auth::protocol::describe::EmailAddress;
use signet_auth::protocol::describe::NoAdditional;
use signet_auth::protocol::plugins::email_otp::{
    ChangeEmailOtp, CheckVerificationOtp, EmailOtpType, RequestEmailChangeOtp,
    RequestPasswordResetOtp, ResetPasswordOtp, SendVerificationOtp, SignInEmailOtp, VerifyEmailOtp,
};
use signet_auth::protocol::plugins::magic_link::{MagicLinkVerify, SignInMagicLink};
use signet_auth::protocol::plugins::passkey::{DeletePasskey, UpdatePasskey};
use signet_auth::protocol::plugins::two_factor::{
    DisableTwoFactor, EnableTwoFactor, GenerateBackupCodes, GetTotpUri, TwoFactorMethod,
    VerifyBackupCode, VerifyTotp, VerifyTwoFactorOtp,
};
use signet_auth::protocol::plugins::username::{IsUsernameAvailable, SignInUsername};
use signet_auth::protocol::routes::SignInEmail;
use signet_auth::testing::FakeEnvironment;
use signet_auth::typed::{AddPasskey, SignInPasskey};
use signet_auth::{AuthClient, ClientError, ClientOptions};

const USER: &str = r#"{"id":"u","name":"Ada","email":"a@b.c","emailVerified":true,"image":null,"createdAt":"2024-01-02T03:04:05.000Z","updatedAt":"2024-01-02T03:04:05.000Z"}"#;
const PASSKEY: &str = r#"{"name":"Laptop","publicKey":"pQ==","userId":"u","credentialID":"Yw","counter":0,"deviceType":"multiDevice","backedUp":true,"transports":"internal","createdAt":"2024-01-02T03:04:05.000Z","aaguid":null,"id":"p"}"#;
const SESSION: &str = r#"{"id":"s","userId":"u","token":"t","expiresAt":"2030-01-01T00:00:00.000Z","createdAt":"2024-01-02T03:04:05.000Z","updatedAt":"2024-01-02T03:04:05.000Z","ipAddress":"","userAgent":""}"#;

fn client() -> (FakeEnvironment, AuthClient<FakeEnvironment>) {
    let environment = FakeEnvironment::new();
    let options = ClientOptions::new("http://h/api/auth");
    let client = AuthClient::with_environment(environment.clone(), &options).unwrap();
    (environment, client)
}

fn signed_in() -> String {
    format!(r#"{{"token":"t","user":{USER}}}"#)
}

fn paths(environment: &FakeEnvironment) -> Vec<String> {
    environment.sent().iter().map(|line| line.replace(" http://h/api/auth", " ")).collect()
}

#[test]
fn a_name_signs_in() {
    let (environment, client) = client();
    environment.answer(200, r#"{"available":true}"#);
    let wanted = IsUsernameAvailable { username: "ada".into() };
    assert!(environment.block_on(client.is_username_available(&wanted)).unwrap().available);
    environment.answer(200, &format!(r#"{{"redirect":false,"token":"t","user":{USER}}}"#));
    let input = SignInUsername {
        username: "ada".into(),
        password: "password".into(),
        remember_me: None,
        callback_url: None,
    };
    let reply = environment.block_on(client.sign_in().username(&input)).unwrap();
    assert_eq!(reply.user.name, "Ada");
    assert_eq!(paths(&environment), ["POST /is-username-available", "POST /sign-in/username"]);
}

#[test]
fn a_link_is_sent_and_opened() {
    let (environment, client) = client();
    environment.answer(200, r#"{"status":true}"#);
    let input = SignInMagicLink {
        email: EmailAddress("a@b.c".into()),
        name: None,
        callback_url: Some("/in".into()),
        new_user_callback_url: None,
        error_callback_url: None,
        metadata: None,
    };
    environment.block_on(client.sign_in().magic_link(&input)).unwrap();
    let body = environment.requests()[0].init.get("body").to_text();
    assert_eq!(body, r#"{"email":"a@b.c","callbackURL":"/in"}"#);

    environment.answer(200, &format!(r#"{{"token":"t","user":{USER},"session":{SESSION}}}"#));
    let input = MagicLinkVerify {
        token: "a b".into(),
        callback_url: None,
        error_callback_url: None,
        new_user_callback_url: None,
    };
    let reply = environment.block_on(client.magic_link().verify(&input)).unwrap();
    assert_eq!(reply.session.id, "s");
    assert_eq!(paths(&environment)[1], "GET /magic-link/verify?token=a%20b");
}

#[test]
fn a_sign_in_that_needs_a_second_factor_says_so() {
    let (environment, client) = client();
    environment.answer(200, r#"{"twoFactorRedirect":true,"twoFactorMethods":["totp","otp"]}"#);
    let input = SignInEmail {
        email: "a@b.c".into(),
        password: "password".into(),
        callback_url: None,
        remember_me: None,
    };
    let error = environment.block_on(client.sign_in().email(&input)).unwrap_err();
    assert_eq!(error.to_string(), "a second factor is needed");
    assert_eq!(error, ClientError::SecondFactor { methods: vec!["totp".into(), "otp".into()] });
}

#[test]
fn the_second_factor_has_its_calls() {
    let (environment, client) = client();
    let password = || Some("password".into());
    let two_factor = client.two_factor();
    environment.answer(200, r#"{"method":"totp","totpURI":"otpauth:","backupCodes":["a","b"]}"#);
    let enable =
        EnableTwoFactor { password: password(), method: Some(TwoFactorMethod::Totp), issuer: None };
    let enabled = environment.block_on(two_factor.enable(&enable)).unwrap();
    assert_eq!(enabled.backup_codes.unwrap().len(), 2);

    environment.answer(200, &signed_in());
    let input = VerifyTotp { code: "123456".into(), trust_device: None };
    environment.block_on(two_factor.verify_totp(&input)).unwrap();

    environment.answer(200, r#"{"totpURI":"otpauth:"}"#);
    environment.block_on(two_factor.get_totp_uri(&GetTotpUri { password: password() })).unwrap();

    environment.answer(200, r#"{"status":true,"backupCodes":["c"]}"#);
    let input = GenerateBackupCodes { password: password() };
    environment.block_on(two_factor.generate_backup_codes(&input)).unwrap();

    environment.answer(200, r#"{"status":true}"#);
    environment.block_on(two_factor.send_otp()).unwrap();

    environment.answer(200, &signed_in());
    let input = VerifyTwoFactorOtp { code: "123456".into(), trust_device: Some(true) };
    environment.block_on(two_factor.verify_otp(&input)).unwrap();

    environment.answer(200, &format!(r#"{{"user":{USER}}}"#));
    let input =
        VerifyBackupCode { code: "c".into(), disable_session: Some(true), trust_device: None };
    let verified = environment.block_on(two_factor.verify_backup_code(&input)).unwrap();
    assert!(verified.token.is_none());

    environment.answer(200, r#"{"status":true}"#);
    let input = DisableTwoFactor { password: password() };
    environment.block_on(two_factor.disable(&input)).unwrap();
    let expected = [
        "enable",
        "verify-totp",
        "get-totp-uri",
        "generate-backup-codes",
        "send-otp",
        "verify-otp",
        "verify-backup-code",
        "disable",
    ];
    assert_eq!(paths(&environment), expected.map(|name| format!("POST /two-factor/{name}")));
}

#[test]
fn codes_by_mail_have_their_calls() {
    let (environment, client) = client();
    let (email, otp) = (String::from("a@b.c"), "123456");
    let codes = client.email_otp();
    for _ in 0..2 {
        environment.answer(200, r#"{"success":true}"#);
    }
    let wanted = SendVerificationOtp { email: email.clone(), r#type: EmailOtpType::SignIn };
    environment.block_on(codes.send_verification_otp(&wanted)).unwrap();
    let sent = environment.requests()[0].init.get("body").to_text();
    assert_eq!(sent, r#"{"email":"a@b.c","type":"sign-in"}"#);
    let asked = CheckVerificationOtp {
        email: email.clone(),
        r#type: EmailOtpType::SignIn,
        otp: otp.into(),
    };
    environment.block_on(codes.check_verification_otp(&asked)).unwrap();

    environment.answer(200, &signed_in());
    let input = SignInEmailOtp {
        email: email.clone(),
        otp: otp.into(),
        name: None,
        image: None,
        additional: NoAdditional {},
    };
    assert_eq!(environment.block_on(client.sign_in().email_otp(&input)).unwrap().user.id, "u");

    environment.answer(200, &format!(r#"{{"status":true,"token":null,"user":{USER}}}"#));
    let input = VerifyEmailOtp { email: email.clone(), otp: otp.into() };
    assert!(environment.block_on(codes.verify_email(&input)).unwrap().token.0.is_none());

    for _ in 0..4 {
        environment.answer(200, r#"{"success":true}"#);
    }
    let input = RequestPasswordResetOtp { email: email.clone() };
    environment.block_on(codes.request_password_reset(&input)).unwrap();
    let input =
        ResetPasswordOtp { email: email.clone(), otp: otp.into(), password: "password".into() };
    environment.block_on(codes.reset_password(&input)).unwrap();
    let input = RequestEmailChangeOtp { new_email: email.clone(), otp: None };
    environment.block_on(codes.request_email_change(&input)).unwrap();
    let input = ChangeEmailOtp { new_email: email, otp: otp.into() };
    environment.block_on(codes.change_email(&input)).unwrap();
    let expected = [
        "POST /email-otp/send-verification-otp",
        "POST /email-otp/check-verification-otp",
        "POST /sign-in/email-otp",
        "POST /email-otp/verify-email",
        "POST /email-otp/request-password-reset",
        "POST /email-otp/reset-password",
        "POST /email-otp/request-email-change",
        "POST /email-otp/change-email",
    ];
    assert_eq!(paths(&environment), expected);
}

#[test]
fn a_passkey_is_made_listed_named_and_deleted() {
    let (environment, client) = client();
    environment.answer(200, r#"{"challenge":"Yw"}"#);
    environment.authenticate(r#"{"id":"c"}"#);
    environment.answer(200, PASSKEY);
    let input = AddPasskey {
        name: Some("Laptop".into()),
        authenticator_attachment: Some("platform".into()),
        ..Default::default()
    };
    let added = environment.block_on(client.passkey().add(&input)).unwrap();
    assert_eq!(added.credential_id, "Yw");
    assert_eq!(environment.ceremonies(), [r#"create {"challenge":"Yw"}"#]);
    let body = environment.requests()[1].init.get("body").to_text();
    assert_eq!(body, r#"{"response":{"id":"c"},"name":"Laptop"}"#);

    environment.answer(200, &format!("[{PASSKEY}]"));
    assert_eq!(environment.block_on(client.passkey().list()).unwrap()[0].id, "p");
    environment.answer(200, &format!(r#"{{"passkey":{PASSKEY}}}"#));
    let input = UpdatePasskey { id: "p".into(), name: "Phone".into() };
    environment.block_on(client.passkey().update(&input)).unwrap();
    environment.answer(200, r#"{"status":true}"#);
    environment.block_on(client.passkey().delete(&DeletePasskey { id: "p".into() })).unwrap();
    assert_eq!(
        paths(&environment),
        [
            "GET /passkey/generate-register-options?authenticatorAttachment=platform&name=Laptop",
            "POST /passkey/verify-registration",
            "GET /passkey/list-user-passkeys",
            "POST /passkey/update-passkey",
            "POST /passkey/delete-passkey",
        ]
    );
}

#[test]
fn a_passkey_signs_in_and_shows_who_it_is() {
    let (environment, client) = client();
    environment.answer(200, "null");
    let _mounted = client.session().mount();
    environment.run();
    let both = format!(r#"{{"session":{SESSION},"user":{USER}}}"#);
    environment.answer(200, r#"{"challenge":"Yw"}"#);
    environment.authenticate(r#"{"id":"c"}"#);
    environment.answer(200, &both);
    environment.answer(200, &both);
    let input = SignInPasskey { auto_fill: true };
    let reply = environment.block_on(client.sign_in().passkey(&input)).unwrap();
    assert_eq!(reply.user.name, "Ada");
    assert_eq!(environment.ceremonies(), [r#"get conditional {"challenge":"Yw"}"#]);
    environment.run();
    assert_eq!(client.session().get().data.unwrap().session.id, "s");
}

#[test]
fn a_user_who_declines_is_told_apart_from_a_server_that_refuses() {
    let (environment, client) = client();
    environment.answer(200, r#"{"challenge":"Yw"}"#);
    let input = SignInPasskey::default();
    let error = environment.block_on(client.sign_in().passkey(&input)).unwrap_err();
    let expected =
        ClientError::Ceremony { name: "NotAllowedError".into(), message: "declined".into() };
    assert_eq!(error, expected);
    environment.answer(401, r#"{"code":"SESSION_REQUIRED","message":"no"}"#);
    let input = AddPasskey::default();
    let error = environment.block_on(client.passkey().add(&input)).unwrap_err();
    assert!(matches!(error, ClientError::Server { status: 401, .. }), "{error}");
    assert_eq!(environment.ceremonies().len(), 1);
}

#[test]
fn who_is_signed_in_by_a_plugin_is_shown_at_once() {
    let (environment, client) = client();
    environment.answer(200, "null");
    let _mounted = client.session().mount();
    environment.run();
    environment.answer(200, &signed_in());
    environment.answer(200, &format!(r#"{{"session":{SESSION},"user":{USER}}}"#));
    let input = VerifyTotp { code: "123456".into(), trust_device: None };
    environment.block_on(client.two_factor().verify_totp(&input)).unwrap();
    environment.run();
    assert_eq!(client.session().get().data.unwrap().user.name, "Ada");
}

#[test]
fn a_call_that_changes_nothing_asks_for_nothing() {
    let (environment, client) = client();
    environment.answer(200, "null");
    let _mounted = client.session().mount();
    environment.run();
    environment.answer(200, r#"{"available":false}"#);
    let wanted = IsUsernameAvailable { username: "ada".into() };
    environment.block_on(client.is_username_available(&wanted)).unwrap();
    environment.run();
    assert_eq!(paths(&environment), ["GET /get-session", "POST /is-username-available"]);
}
