use signet_auth_server::db::Dialect;
use signet_auth_server::testing::DatabaseServer;

use crate::program::Folder;

/// Runs a test with the URLs of an empty database in PostgreSQL and of one in MySQL.
fn on_each_server(test: impl Fn(&str)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for dialect in [Dialect::Postgres, Dialect::MySql] {
        let server = DatabaseServer::start(dialect);
        test(&runtime.block_on(server.new_database()));
    }
}

#[test]
fn a_server_is_migrated_by_the_command_and_then_served() {
    on_each_server(|url| {
        let folder = Folder::new();
        let error = folder.run(&["migrate", "--check", "--database", url]).failure(3);
        assert_eq!(error, "signet: the database lacks 7 changes\n");
        let error = folder.run(&["serve", "--listen", "127.0.0.1:0", "--database", url]).failure(3);
        assert!(error.contains("signet migrate"), "{error}");
        let done = folder.run(&["migrate", "--database", url]).success();
        assert!(done.starts_with("create table") && done.ends_with("Done.\n"), "{done}");
        let done = folder.run(&["migrate", "--check", "--database", url]).success();
        assert_eq!(done, "Nothing to do.\n");
        let server = folder.serve(&["--database", url]);
        assert_eq!(server.sign_up("ada").status, 200);
        assert_eq!(server.get("/api/auth/ok").status, 200);
        assert_eq!(server.stop().0, Some(0));
    });
}

#[test]
fn several_processes_that_start_at_once_with_migrate_all_serve_the_same_users() {
    on_each_server(|url| {
        let folders: Vec<_> = (0..3).map(|_| Folder::new()).collect();
        let servers: Vec<_> = std::thread::scope(|scope| {
            let starts: Vec<_> = folders
                .iter()
                .map(|folder| scope.spawn(|| folder.serve(&["--migrate", "--database", url])))
                .collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        assert_eq!(servers[0].sign_up("ada").status, 200);
        assert_eq!(servers[2].sign_up("ada").status, 422);
    });
}

#[test]
fn requests_fail_while_the_database_is_gone_and_work_again_when_it_is_back() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for dialect in [Dialect::Postgres, Dialect::MySql] {
        let database = DatabaseServer::start(dialect);
        let url = runtime.block_on(database.new_database());
        let folder = Folder::new();
        folder.write("signet.toml", "[rate_limit]\nenabled = false\n");
        let server = folder.serve(&["--migrate", "--database", &url]);
        assert_eq!(server.sign_up("ada").status, 200);

        database.stop();
        let began = std::time::Instant::now();
        for _ in 0..3 {
            assert_eq!(server.sign_up("bob").status, 500);
            assert_eq!(server.get("/readyz").status, 503);
        }
        assert!(began.elapsed() < std::time::Duration::from_secs(10), "{:?}", began.elapsed());
        assert_eq!(server.get("/healthz").status, 200);

        database.start_again();
        assert_eq!(server.sign_up("ada").status, 422);
        assert_eq!(server.sign_up("bob").status, 200);
        // A restart that no request has noticed: the connections in the pool are dead.
        database.stop();
        database.start_again();
        assert_eq!(server.sign_up("cyd").status, 200);
    }
}

#[test]
fn generate_prints_the_sql_of_the_kind_that_the_url_names() {
    let folder = Folder::new();
    for (url, quoted) in [("postgresql://db/app", r#""user""#), ("mariadb://db/app", "`user`")] {
        let sql = folder.run(&["generate", "--database", url]).success();
        assert!(sql.starts_with(&format!("create table {quoted}")), "{sql}");
    }
}

#[test]
fn a_server_that_can_not_be_reached_ends_with_3_and_hides_its_password() {
    let folder = Folder::new();
    for url in ["postgres://me:hunter2@127.0.0.1:1/app", "mysql://me:hunter2@127.0.0.1:1/app"] {
        let error = folder.run(&["migrate", "--database", url]).failure(3);
        assert!(error.contains("refused") && !error.contains("hunter2"), "{error}");
    }
    let error = folder.run(&["migrate", "--database", "postgres://me:hunter2@db"]).failure(2);
    assert!(error.contains("names no database") && !error.contains("hunter2"), "{error}");
}
