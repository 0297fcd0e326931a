use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use crate::http::{Response, head, request};
use crate::program::{Ended, Folder, Server, sign_up_body};

const GET_SESSION: &str = "/api/auth/get-session";

fn session(server: &Server, cookie: &str) -> Response {
    request(&server.address, "GET", GET_SESSION, &[("cookie", cookie)], "").unwrap()
}

#[test]
fn without_any_configuration_a_user_can_sign_up_and_is_signed_in() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    assert!(server.url.ends_with("/api/auth"), "{}", server.url);
    assert_eq!(server.get("/api/auth/ok").body, r#"{"ok":true}"#);
    let signed_up = server.sign_up("ada");
    assert_eq!(signed_up.status, 200, "{signed_up:?}");
    assert!(session(&server, signed_up.cookie()).body.contains("ada@example.test"));
    assert!(folder.has("signet.db"));
}

#[test]
fn a_browser_may_call_under_each_name_of_this_machine_and_no_other() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let signed_up = server.sign_up("ada");
    let port = &server.address.rsplit(':').next().unwrap();
    for (origin, status) in [
        (format!("http://localhost:{port}"), 200),
        (format!("http://127.0.0.1:{port}"), 200),
        ("http://evil.example".to_owned(), 403),
    ] {
        let headers = [("cookie", signed_up.cookie()), ("origin", &origin)];
        let answer =
            request(&server.address, "POST", "/api/auth/revoke-other-sessions", &headers, "");
        assert_eq!(answer.unwrap().status, status, "{origin}");
    }
}

#[cfg(unix)]
#[test]
fn a_secret_is_made_for_this_user_only_and_used_again() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new();
    let server = folder.serve(&[]);
    let cookie = server.sign_up("ada").cookie().to_owned();
    let secret = folder.read("signet.db.secret");
    let (code, log) = server.stop();
    assert_eq!(code, Some(0));
    assert!(log.contains("no secret is configured"), "{log}");
    assert!(!log.contains(secret.trim()), "{log}");
    let mode = folder.path("signet.db.secret").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    let server = folder.serve(&[]);
    assert_eq!(folder.read("signet.db.secret"), secret);
    assert!(session(&server, &cookie).body.contains("ada@example.test"));
}

#[test]
fn an_empty_secret_file_is_refused() {
    let folder = Folder::new();
    folder.write("signet.db.secret", "\n");
    let error = folder.run(&["serve", "--listen", "127.0.0.1:0"]).failure(2);
    assert_eq!(error.lines().last(), Some("signet: signet.db.secret: the secret is empty"));
}

#[test]
fn where_others_can_reach_it_a_secret_is_needed() {
    let folder = Folder::new();
    let error = folder.run(&["serve", "--listen", "0.0.0.0:0"]).failure(2);
    assert!(error.contains("SIGNET_SECRET") && error.contains("signet secret"), "{error}");
    assert!(!folder.has("signet.db") && !folder.has("signet.db.secret"));

    let mut command = folder.command(&["serve", "--listen", "0.0.0.0:0"]);
    command.env("BETTER_AUTH_SECRET", "golden-secret-0123456789-abcdefghijklmnop");
    let server = Server::start(command, &folder.path("log"));
    let (code, log) = server.stop();
    assert_eq!(code, Some(0));
    assert!(log.contains("no base URL is configured"), "{log}");
    assert!(!folder.has("signet.db.secret"));
}

#[test]
fn several_secrets_take_the_place_of_one() {
    let folder = Folder::new();
    let with = |secrets: &str| {
        let mut command = folder.command(&["serve", "--listen", "0.0.0.0:0"]);
        command.env("SIGNET_SECRETS", secrets);
        command
    };
    let good = "2:second-secret-0123456789-abcdefghijklmnop,1:short";
    let (code, log) = Server::start(with(good), &folder.path("log")).stop();
    assert_eq!(code, Some(0));
    assert!(!log.contains("at least 32 characters"), "only the current one counts: {log}");
    assert!(!folder.has("signet.db.secret"));

    for (secrets, expected) in [
        ("hunter2", "SIGNET_SECRETS: entry 1 is not `version:secret`"),
        ("2:hunter2,2:hunter3", "two secrets have the version 2"),
        ("1:better-auth-secret-12345678901234567890", "which is public"),
    ] {
        let error = Ended::of(with(secrets).output().unwrap()).failure(2);
        assert!(error.contains(expected) && !error.contains("hunter"), "{error}");
    }
}

#[test]
fn a_short_secret_is_warned_about_and_a_public_one_refused() {
    let folder = Folder::new();
    folder.write("signet.toml", "secret = \"short-one\"\n");
    let (code, log) = folder.serve(&[]).stop();
    assert_eq!(code, Some(0));
    assert!(log.contains("at least 32 characters") && !log.contains("short-one"), "{log}");

    folder.write("signet.toml", "secret = \"better-auth-secret-12345678901234567890\"\n");
    let error = folder.run(&["serve", "--listen", "127.0.0.1:0"]).failure(2);
    assert!(error.starts_with("signet: signet.toml:1: `secret`: "), "{error}");
}

#[test]
fn an_address_in_use_ends_with_4() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let error = Folder::new().run(&["serve", "--listen", &address]).failure(4);
    assert!(error.contains(&address) && error.contains("in use"), "{error}");
}

#[test]
fn the_base_url_says_where_the_endpoints_are() {
    let folder = Folder::new();
    let server = folder.serve(&["--base-url", "https://app.example.com/auth"]);
    assert_eq!(server.url, "https://app.example.com/auth");
    let error =
        folder.run(&["serve", "--listen", "127.0.0.1:0", "--base-url", "ftp://x"]).failure(2);
    assert!(error.contains("no http or https URL"), "{error}");
}

#[test]
fn health_is_told_outside_of_the_base_path() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    for path in ["/healthz", "/readyz"] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.body.as_str()), (200, "ok"), "{path}");
    }
    assert_eq!(server.get("/").status, 404);
}

#[cfg(unix)]
#[test]
fn when_asked_to_end_it_answers_what_was_asked_before() {
    for signal in ["TERM", "INT"] {
        let folder = Folder::new();
        let server = folder.serve(&[]);
        let body = sign_up_body("ada");
        let headers = [("content-type", "application/json"), ("expect", "100-continue")];
        let mut stream = TcpStream::connect(&server.address).unwrap();
        let head = head(&server.address, "POST", "/api/auth/sign-up/email", &headers, body.len());
        stream.write_all(head.as_bytes()).unwrap();
        // This comes when the body is waited for: the request is open.
        let mut go_on = [0; 25];
        stream.read_exact(&mut go_on).unwrap();
        assert!(go_on.starts_with(b"HTTP/1.1 100 "));

        server.signal(signal);
        stream.write_all(body.as_bytes()).unwrap();
        assert_eq!(Response::read(&mut stream).unwrap().status, 200, "{signal}");
        assert_eq!(server.wait().0, Some(0), "{signal}");
    }
}
