use serde_json::Value;

use crate::http::request;
use crate::program::{Folder, Server, sign_up_body};

fn id(server: &Server, sent: Option<&str>) -> String {
    let headers: Vec<_> = sent.iter().map(|id| ("x-request-id", *id)).collect();
    let answer = request(&server.address, "GET", "/api/auth/ok", &headers, "").unwrap();
    answer.header("x-request-id").unwrap().to_owned()
}

#[test]
fn every_answer_has_an_id_of_its_own() {
    let folder = Folder::new();
    folder.write("dist/index.html", "app");
    let server = folder.serve(&["--static", "dist"]);
    let mut ids = Vec::new();
    for path in ["/api/auth/ok", "/api/auth/nothing", "/healthz", "/", "/page", "/none.js"] {
        ids.push(server.get(path).header("x-request-id").unwrap().to_owned());
    }
    assert!(ids.iter().all(|id| id.len() == 16), "{ids:?}");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 6);
}

#[test]
fn the_id_of_a_request_is_kept_only_when_it_is_trusted_and_harmless() {
    let folder = Folder::new();
    assert_ne!(id(&folder.serve(&[]), Some("from-the-proxy")), "from-the-proxy");
    folder.write("signet.toml", "server.trust_request_id = true\n");
    let server = folder.serve(&[]);
    assert_eq!(id(&server, Some("from-the-proxy")), "from-the-proxy");
    for harmful in ["a b", "a\"}", &"a".repeat(129)] {
        assert_eq!(id(&server, Some(harmful)).len(), 16);
    }
}

#[test]
fn every_line_about_a_request_has_its_id_and_none_a_secret() {
    let folder = Folder::new();
    folder.write("signet.toml", "[log]\nformat = \"json\"\nlevel = \"trace\"\n");
    let server = folder.serve(&[]);
    let answer = server.sign_up("ada");
    let id = answer.header("x-request-id").unwrap().to_owned();
    let cookie = answer.cookie().to_owned();
    request(&server.address, "GET", "/api/auth/get-session", &[("cookie", &cookie)], "").unwrap();
    let json = [("content-type", "application/json")];
    let refused = request(
        &server.address,
        "POST",
        "/api/auth/sign-in/email",
        &[json[0], ("origin", "http://evil.example")],
        &sign_up_body("ada"),
    );
    assert_eq!(refused.unwrap().status, 403);
    let (code, log) = server.stop();
    assert_eq!(code, Some(0));

    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let about_requests: Vec<_> = lines.iter().filter(|line| !line["span"].is_null()).collect();
    assert!(about_requests.iter().all(|line| line["span"]["id"].as_str().unwrap().len() == 16));
    let of_sign_up: Vec<_> =
        about_requests.iter().filter(|line| line["span"]["id"] == id.as_str()).collect();
    assert!(!of_sign_up.is_empty(), "{log}");
    assert!(of_sign_up.iter().any(|line| line["span"]["route"] == "/sign-up/email"), "{log}");
    let ours =
        |line: &&Value| line["target"].as_str().unwrap().starts_with("signet_auth_server::http");
    assert!(lines.iter().filter(ours).all(|line| !line["span"].is_null()), "{log}");

    let token = cookie.split_once('=').unwrap().1;
    let secret = folder.read("signet.db.secret");
    for secret in [token, secret.trim(), "ada@example.test", "correct horse"] {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
}

#[test]
fn the_level_is_that_of_the_configuration_unless_rust_log_says_another() {
    let folder = Folder::new();
    folder.write("signet.toml", "log.level = \"off\"\n");
    let (_, log) = folder.serve(&[]).stop();
    assert_eq!(log, "");
    let mut command = folder.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("RUST_LOG", "warn");
    let (_, log) = Server::start(command, &folder.path("log")).stop();
    assert!(log.contains("no secret is configured"), "{log}");
}
