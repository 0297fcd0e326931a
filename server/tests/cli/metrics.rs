use std::net::TcpListener;

use crate::http::request;
use crate::program::{Ended, Folder, Server};

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

fn serve(folder: &Folder, more: &str) -> (Server, String) {
    let address = free_address();
    folder.write("signet.toml", &format!("[metrics]\nlisten = \"{address}\"\n{more}"));
    (folder.serve(&[]), address)
}

fn scrape(address: &str) -> String {
    let answer = request(address, "GET", "/metrics", &[], "").unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.header("content-type").unwrap().starts_with("application/openmetrics-text"));
    answer.body
}

#[track_caller]
fn assert_line(text: &str, line: &str) {
    assert!(text.lines().any(|each| each == line), "`{line}` is not in\n{text}");
}

fn sign_in(server: &Server, password: &str) -> u16 {
    let body = format!(r#"{{"email":"ada@example.test","password":"{password}"}}"#);
    let json = [("content-type", "application/json")];
    request(&server.address, "POST", "/api/auth/sign-in/email", &json, &body).unwrap().status
}

#[test]
fn requests_are_counted_by_their_declared_route() {
    let folder = Folder::new();
    let (server, address) = serve(&folder, "");
    server.get("/api/auth/ok");
    server.get("/api/auth/ok");
    server.get("/api/auth/reset-password/a-token-that-nobody-may-see?callbackURL=/");
    server.get("/readyz");
    let text = scrape(&address);
    for line in [
        r#"signet_requests_total{route="/ok",method="GET",status="2xx"} 2"#,
        r#"signet_requests_total{route="/reset-password/:token",method="GET",status="3xx"} 1"#,
        r#"signet_requests_total{route="/readyz",method="GET",status="2xx"} 1"#,
        r#"signet_request_duration_seconds_count{route="/ok"} 2"#,
        "signet_password_hashes_waiting 0",
        "signet_database_errors_total 0",
    ] {
        assert_line(&text, line);
    }
    assert!(!text.contains("a-token"), "{text}");
}

#[test]
fn whatever_clients_make_up_adds_no_label() {
    let folder = Folder::new();
    let (server, address) = serve(&folder, "");
    for number in 0..20 {
        server.get(&format!("/made-up/{number}"));
        server.get(&format!("/api/auth/made-up/{number}"));
        request(&server.address, &format!("MADE{number}"), "/x", &[], "").unwrap();
    }
    let text = scrape(&address);
    assert_line(&text, r#"signet_requests_total{route="other",method="GET",status="4xx"} 40"#);
    assert_line(&text, r#"signet_requests_total{route="other",method="other",status="4xx"} 20"#);
    assert_eq!(text.matches("signet_requests_total{").count(), 2, "{text}");
}

#[test]
fn tries_with_passwords_are_counted_by_their_result() {
    let folder = Folder::new();
    let (server, address) = serve(&folder, "[rate_limit]\nenabled = false\n");
    assert_eq!(server.sign_up("ada").status, 200);
    assert_eq!(server.sign_up("ada").status, 422);
    assert_eq!(sign_in(&server, "correct horse"), 200);
    assert_eq!(sign_in(&server, "wrong horse"), 401);
    assert_eq!(sign_in(&server, "wrong horses"), 401);
    let text = scrape(&address);
    for line in [
        r#"signet_sign_ups_total{result="ok"} 1"#,
        r#"signet_sign_ups_total{result="failed"} 1"#,
        r#"signet_sign_ins_total{result="ok"} 1"#,
        r#"signet_sign_ins_total{result="failed"} 2"#,
    ] {
        assert_line(&text, line);
    }
}

#[test]
fn too_many_requests_are_counted() {
    let folder = Folder::new();
    let (server, address) =
        serve(&folder, "[rate_limit.custom_rules]\n\"/ok\" = { window = 60, max = 1 }\n");
    let from = [("x-forwarded-for", "203.0.113.1")];
    for status in [200, 429, 429] {
        let answer = request(&server.address, "GET", "/api/auth/ok", &from, "").unwrap();
        assert_eq!(answer.status, status);
    }
    assert_line(&scrape(&address), "signet_rate_limited_total 2");
}

#[test]
fn failures_of_the_database_are_counted() {
    let folder = Folder::new();
    let (server, address) = serve(&folder, "");
    let cookie = server.sign_up("ada").cookie().to_owned();
    let database = rusqlite::Connection::open(folder.path("signet.db")).unwrap();
    database.execute_batch("alter table session rename to lost").unwrap();
    let answer =
        request(&server.address, "GET", "/api/auth/get-session", &[("cookie", &cookie)], "");
    assert_eq!(answer.unwrap().status, 500);
    assert_line(&scrape(&address), "signet_database_errors_total 1");
}

#[test]
fn metrics_are_served_at_their_own_address_only() {
    let folder = Folder::new();
    let (server, _) = serve(&folder, "");
    assert_eq!(server.get("/metrics").status, 404);

    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = folder.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("SIGNET__METRICS__LISTEN", &address);
    let ended = Ended::of(command.output().unwrap());
    assert!(ended.failure(4).contains(&address));
}
