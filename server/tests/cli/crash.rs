use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use signet_auth_server::db::Dialect;
use signet_auth_server::testing::DatabaseServer;

use crate::http::request;
use crate::program::{Folder, sign_up_body};

/// How many accounts are acknowledged before the server is killed.
const ENOUGH: usize = 12;
const CLIENTS: usize = 4;

#[test]
fn killed_during_a_flood_of_sign_ups_it_keeps_every_account_that_it_acknowledged() {
    kill_during_a_flood(&[]);
}

#[test]
fn killed_before_a_database_server_it_keeps_every_account_that_it_acknowledged_too() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for dialect in [Dialect::Postgres, Dialect::MySql] {
        let database = DatabaseServer::start(dialect);
        let url = runtime.block_on(database.new_database());
        kill_during_a_flood(&["--migrate", "--database", &url]);
    }
}

fn kill_during_a_flood(arguments: &[&str]) {
    let folder = Folder::new();
    folder.write("signet.toml", "[rate_limit]\nenabled = false\n");
    let server = folder.serve(arguments);
    let acknowledged = Mutex::new(Vec::new());
    let killed = AtomicBool::new(false);
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (server, acknowledged, killed) = (&server, &acknowledged, &killed);
            scope.spawn(move || {
                for number in 0.. {
                    let name = format!("user-{client}-{number}");
                    let json = [("content-type", "application/json")];
                    let path = "/api/auth/sign-up/email";
                    match request(&server.address, "POST", path, &json, &sign_up_body(&name)) {
                        Ok(answer) => assert_eq!(answer.status, 200, "{answer:?}"),
                        Err(_) if killed.load(Ordering::SeqCst) => return,
                        Err(error) => panic!("{error}"),
                    }
                    let mut names = acknowledged.lock().unwrap();
                    names.push(name);
                    if names.len() == ENOUGH {
                        killed.store(true, Ordering::SeqCst);
                        server.signal("KILL");
                    }
                }
            });
        }
    });
    drop(server);

    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() >= ENOUGH);
    let server = folder.serve(arguments);
    for name in acknowledged {
        let json = [("content-type", "application/json")];
        let answer = request(
            &server.address,
            "POST",
            "/api/auth/sign-in/email",
            &json,
            &sign_up_body(&name),
        );
        let answer = answer.unwrap();
        assert_eq!(answer.status, 200, "{name} {answer:?}");
    }
}
