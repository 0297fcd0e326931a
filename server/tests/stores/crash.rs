use signet_auth_server::db::{Database, ErrorKind, Schema, Store};

use crate::samples::{TestFile, new_session, sign_up, store};

#[tokio::test]
async fn what_was_acknowledged_is_in_a_copy_of_the_files_taken_at_any_time() {
    let file = TestFile::new();
    let store = store(&file.url(), Schema::core()).await;
    for number in 0..20 {
        let name = format!("user{number}");
        sign_up(&store, &name).await;
        // What a machine finds that lost its power now.
        let copy = TestFile::new();
        for suffix in ["", "-wal"] {
            let from = format!("{}{suffix}", file.path.display());
            if std::fs::exists(&from).unwrap() {
                std::fs::copy(from, format!("{}{suffix}", copy.path.display())).unwrap();
            }
        }
        let database = Database::connect(&copy.url()).await.unwrap();
        let found = Store::new(database, Schema::core())
            .find_credential(&format!("{name}@example.test"))
            .await
            .unwrap();
        assert!(found.is_some(), "{name}");
    }
}

#[tokio::test]
async fn closing_the_database_tidies_its_log_up() {
    let file = TestFile::new();
    let store = store(&file.url(), Schema::core()).await;
    sign_up(&store, "ada").await;
    store.create_session(new_session("ada", "a1")).await.unwrap();
    drop(store);
    assert!(!std::fs::exists(format!("{}-wal", file.path.display())).unwrap());
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_database_is_readable_by_its_owner_only_and_an_old_one_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;

    let mode = |path: &str| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let file = TestFile::new();
    let path = file.path.display().to_string();
    let first = store(&file.url(), Schema::core()).await;
    for suffix in ["", "-wal", "-shm"] {
        assert_eq!(mode(&format!("{path}{suffix}")), 0o600, "{suffix}");
    }
    drop(first);
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
    let _second = store(&file.url(), Schema::core()).await;
    assert_eq!(mode(&path), 0o640);
}

#[tokio::test]
async fn a_write_that_nobody_waits_for_any_more_still_happens() {
    let file = TestFile::new();
    let store = store(&file.url(), Schema::core()).await;
    sign_up(&store, "ada").await;
    let session = new_session("ada", "a1");
    let given_up = tokio::select! {
        biased;
        _ = store.create_session(session) => false,
        () = std::future::ready(()) => true,
    };
    assert!(given_up);
    // The queue keeps its order, so this one comes after.
    store.create_session(new_session("ada", "a2")).await.unwrap();
    assert!(store.find_session("a1").await.unwrap().is_some());
}

#[tokio::test]
async fn a_file_that_can_not_be_opened_is_unavailable() {
    let file = TestFile::new();
    std::fs::write(&file.path, "this is no database, but a text of some length".repeat(100))
        .unwrap();
    for url in [file.url(), format!("{}/no/such/folder/app.db", file.path.display())] {
        let error = Database::connect(&url).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable, "{error}");
    }
}

#[tokio::test]
async fn a_database_of_an_unknown_kind_is_refused_without_showing_its_url() {
    let error = Database::connect("mongodb://me:hunter2@localhost/app").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnsupportedUrl);
    assert!(!error.to_string().contains("hunter2"));
}
