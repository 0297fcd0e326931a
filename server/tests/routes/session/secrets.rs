use axum::http::HeaderMap;
use signet_auth_server::options::{Options, Secret, SecretsError, VersionedSecret};
use signet_auth_server::testing::SECRET;
use signet_auth_server::{Auth, BuildError, Purpose};

use super::cookie_cache::{STRATEGIES, cached};
use super::shared_file::{SharedFile, browser_with, sign_up};

const NEW: &str = "second-secret-0123456789-abcdefghijklmnop";

fn secrets(list: &[(u32, &str)]) -> impl FnOnce(&mut Options) {
    let list: Vec<_> = list
        .iter()
        .map(|(version, value)| VersionedSecret::new(*version, *value).unwrap())
        .collect();
    move |options| {
        options.secret = None;
        options.secrets = list;
    }
}

async fn is_signed_in(auth: &Auth, browser: &HeaderMap) -> bool {
    auth.api().get_session(browser).await.unwrap().data.0.is_some()
}

#[tokio::test]
async fn a_new_secret_signs_nobody_out_as_long_as_the_old_one_is_listed() {
    let shared = SharedFile::new();
    let before = shared.server(|_| ()).await;
    let browser = sign_up(&before, "ada@example.test").await;

    let versioned = shared.server(secrets(&[(2, NEW), (1, SECRET)])).await;
    assert!(is_signed_in(&versioned, &browser).await);
    let beside = shared
        .server(|options| {
            secrets(&[(1, NEW)])(options);
            options.secret = Secret::new(SECRET).ok();
        })
        .await;
    assert!(is_signed_in(&beside, &browser).await);
    let removed = shared.server(secrets(&[(2, NEW)])).await;
    assert!(!is_signed_in(&removed, &browser).await);
    let reply = removed.api().get_session(&browser).await.unwrap();
    assert!(reply.cookies().is_empty(), "as after any change of the secret");
}

#[tokio::test]
async fn the_next_extension_signs_with_the_new_secret() {
    let shared = SharedFile::new();
    let before = shared.server(|_| ()).await;
    let browser = sign_up(&before, "ada@example.test").await;
    let both = shared
        .server(|options| {
            secrets(&[(2, NEW), (1, SECRET)])(options);
            options.session.update_age = 0;
        })
        .await;
    let reply = both.api().get_session(&browser).await.unwrap();
    let renewed = browser_with(reply.cookies());
    let without_the_old = shared.server(secrets(&[(2, NEW)])).await;
    assert!(is_signed_in(&without_the_old, &renewed).await);
    assert!(!is_signed_in(&before, &renewed).await);
}

#[tokio::test]
async fn caches_of_the_old_secret_answer_until_they_are_over() {
    for strategy in STRATEGIES {
        let shared = SharedFile::new();
        let before = shared.server(cached(strategy)).await;
        let browser = sign_up(&before, "ada@example.test").await;
        let both = shared
            .server(|options| {
                cached(strategy)(options);
                secrets(&[(2, NEW), (1, SECRET)])(options);
            })
            .await;
        let reply = both.api().get_session(&browser).await.unwrap();
        assert!(reply.data.0.is_some() && reply.cookies().is_empty(), "{strategy:?}");
        let reply = both.api().get_authoritative_session(&browser).await.unwrap();
        let [written] = reply.cookies() else { panic!("{strategy:?}") };
        let value = written.expose().split(';').next().unwrap().split_once('=').unwrap().1;
        let codec = signet_auth_server::cookie_cache::Codec::new(strategy, [NEW]);
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        assert!(codec.open(value, i64::try_from(now.as_millis()).unwrap()).is_some());
    }
}

#[tokio::test]
async fn what_was_encrypted_before_is_read_after() {
    let shared = SharedFile::new();
    let random = signet_auth_server::OsRandom;
    let before = shared.server(|_| ()).await;
    let text = before.cipher().encrypt(Purpose::General, "token", &random).unwrap();
    let beside = shared
        .server(|options| {
            secrets(&[(1, NEW)])(options);
            options.secret = Secret::new(SECRET).ok();
        })
        .await;
    assert_eq!(beside.cipher().decrypt(Purpose::General, &text).unwrap(), "token");
    let newer = beside.cipher().encrypt(Purpose::General, "token", &random).unwrap();
    assert!(newer.starts_with("$ba$1$"));
    assert!(before.cipher().decrypt(Purpose::General, &newer).is_err());
}

#[tokio::test]
async fn two_secrets_can_not_have_one_version() {
    let database = signet_auth_server::db::Database::connect("sqlite::memory:").await.unwrap();
    let [first, second] = [SECRET, NEW].map(|value| VersionedSecret::new(1, value).unwrap());
    let built = Auth::builder().database(database).secrets([first, second]).build().await;
    assert!(matches!(built.unwrap_err(), BuildError::Secrets(SecretsError::Repeated(1))));
}

#[tokio::test]
async fn several_secrets_are_enough_to_start() {
    let shared = SharedFile::new();
    let auth = shared.server(secrets(&[(7, NEW)])).await;
    let browser = sign_up(&auth, "ada@example.test").await;
    assert!(is_signed_in(&auth, &browser).await);
}
