//! Mails as they leave the program.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use crate::http::{Response, request};
use crate::program::{Folder, Server};

fn post(server: &Server, path: &str, body: &str) -> Response {
    let json = [("content-type", "application/json")];
    request(&server.address, "POST", &format!("/api/auth{path}"), &json, body).unwrap()
}

fn ask_for_a_reset(server: &Server) {
    let body = r#"{"email":"ada@example.test","redirectTo":"/new-password"}"#;
    let answer = post(server, "/request-password-reset", body);
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[test]
fn mails_are_lines_of_a_file_that_others_can_not_read() {
    let folder = Folder::new();
    folder.write(
        "signet.toml",
        "app_name = \"Acme\"\n[rate_limit]\nenabled = false\n[mail]\ntransport = \"file\"\npath = \"mails\"\n",
    );
    let server = folder.serve(&[]);
    server.sign_up("ada");
    ask_for_a_reset(&server);
    let address = server.address.clone();
    // The end waits for what is on its way.
    let (code, log) = server.stop();
    assert_eq!(code, Some(0), "{log}");
    let mails = folder.read("mails");
    let mail: Value = serde_json::from_str(mails.trim_end()).unwrap();
    assert_eq!(mail["to"], "ada@example.test");
    assert_eq!(mail["template"], "reset-password");
    assert_eq!(mail["subject"], "Reset your password – Acme");
    let token = mail["token"].as_str().unwrap();
    let url =
        format!("http://{address}/api/auth/reset-password/{token}?callbackURL=%2Fnew-password");
    assert_eq!(mail["url"], url);
    assert!(mail["text"].as_str().unwrap().contains(&url));
    assert!(!log.contains(token) && !log.contains("ada@example.test"), "{log}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = folder.path("mails").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    let server = folder.serve(&[]);
    let body = format!(r#"{{"newPassword":"a better battery","token":"{token}"}}"#);
    assert_eq!(post(&server, "/reset-password", &body).status, 200);
    let body = r#"{"email":"ada@example.test","password":"a better battery"}"#;
    assert_eq!(post(&server, "/sign-in/email", body).status, 200);
}

/// A mail server that takes one mail and gives what it was told.
fn smtp_sink() -> (u16, Receiver<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, mails) = channel();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut to_client = stream.try_clone().unwrap();
        let mut say = |line: &str| to_client.write_all(format!("{line}\r\n").as_bytes()).unwrap();
        say("220 sink");
        let mut lines = Vec::new();
        let mut in_data = false;
        for line in BufReader::new(stream).lines() {
            let line = line.unwrap();
            match line.as_str() {
                "." if in_data => {
                    in_data = false;
                    say("250 taken");
                    sender.send(std::mem::take(&mut lines)).unwrap();
                }
                _ if in_data => {}
                "DATA" => {
                    in_data = true;
                    say("354 go on");
                }
                "QUIT" => {
                    say("221 bye");
                    return;
                }
                _ => say("250 fine"),
            }
            lines.push(line);
        }
    });
    (port, mails)
}

#[test]
fn mails_go_through_a_mail_server_as_text_and_html() {
    let (port, mails) = smtp_sink();
    let folder = Folder::new();
    folder.write(
        "signet.toml",
        &format!(
            "[mail]\ntransport = \"smtp\"\nurl = \"smtp://127.0.0.1:{port}\"\n\
             from = \"Acme <no-reply@acme.test>\"\n"
        ),
    );
    let server = folder.serve(&[]);
    server.sign_up("ada");
    ask_for_a_reset(&server);
    let mail = mails.recv_timeout(Duration::from_secs(20)).unwrap();
    let has = |text: &str| mail.iter().any(|line| line.contains(text));
    assert!(has("MAIL FROM:<no-reply@acme.test>"), "{mail:?}");
    assert!(has("RCPT TO:<ada@example.test>"));
    assert!(has("From: Acme <no-reply@acme.test>"));
    assert!(has("To: ada@example.test"));
    assert!(has("Subject: "));
    assert!(has("text/plain; charset=utf-8") && has("text/html; charset=utf-8"));
    assert!(has("/api/auth/reset-password/"));
}

#[test]
fn a_mail_server_that_is_away_delays_no_answer_and_tells_no_secret() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let folder = Folder::new();
    folder.write(
        "signet.toml",
        &format!(
            "[mail]\ntransport = \"smtp\"\nurl = \"smtp://user:hunter2@127.0.0.1:{port}\"\n\
             from = \"no-reply@acme.test\"\n"
        ),
    );
    let server = folder.serve(&[]);
    server.sign_up("ada");
    ask_for_a_reset(&server);
    let (code, log) = server.stop();
    assert_eq!(code, Some(0));
    assert!(log.contains("a mail could not be sent"), "{log}");
    assert!(!log.contains("hunter2") && !log.contains("ada@example.test"), "{log}");
}

#[test]
fn a_configuration_that_can_not_send_mails_is_refused() {
    let folder = Folder::new();
    for (mail, expected) in [
        ("transport = \"smtp\"", "smtp needs url and from"),
        ("transport = \"file\"", "file needs path"),
        ("transport = \"pigeon\"", "expected smtp, webhook, file or console"),
        ("transport = \"webhook\"\nurl = \"https://h\"", "webhook needs url and secret"),
        ("transport = \"webhook\"\nurl = \"ftp://h\"\nsecret = \"hunter2\"", "none of http or"),
        ("transport = \"webhook\"\nurl = \"https://h\"\nsecret = \"hunter2\"", "not `whsec_`"),
        (
            "transport = \"webhook\"\nurl = \"https://u:hunter2@h\"\nsecret = \"s\"",
            "may hold no password",
        ),
        ("transport = \"smtp\"\nurl = \"smtp://h\"\nfrom = \"nobody\"", "`from` is no address"),
        ("transport = \"smtp\"\nurl = \"x:hunter2\"\nfrom = \"a@b.c\"", "can't be read"),
    ] {
        folder.write("signet.toml", &format!("[mail]\n{mail}\n"));
        let error = folder.run(&["serve", "--listen", "127.0.0.1:0"]).failure(2);
        assert!(error.contains(expected), "{mail}: {error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}

/// A server that gives what it was posted, and answers with this.
fn webhook_sink(answer: &'static str) -> (u16, Receiver<(Vec<String>, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, posts) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            let lines = reader.by_ref().lines().map(Result::unwrap);
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            let length = header(&head, "content-length").parse().unwrap();
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            reader.get_mut().write_all(answer.as_bytes()).unwrap();
            if sender.send((head, String::from_utf8(body).unwrap())).is_err() {
                return;
            }
        }
    });
    (port, posts)
}

fn header<'h>(head: &'h [String], name: &str) -> &'h str {
    head.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap()
}

fn with_a_webhook(folder: &Folder, url: &str) {
    let mail =
        format!("[mail]\ntransport = \"webhook\"\nurl = \"{url}\"\nsecret = \"{WEBHOOK}\"\n");
    folder.write("signet.toml", &mail);
}

/// Of 24 bytes `k`.
const WEBHOOK: &str = "whsec_a2tra2tra2tra2tra2tra2tra2tra2tr";

#[test]
fn mails_are_posted_to_a_webhook_and_signed() {
    let (port, posts) = webhook_sink("HTTP/1.1 204 Taken\r\n\r\n");
    let folder = Folder::new();
    with_a_webhook(&folder, &format!("http://127.0.0.1:{port}/mails?token=1"));
    let server = folder.serve(&[]);
    server.sign_up("ada");
    ask_for_a_reset(&server);
    let (head, body) = posts.recv_timeout(Duration::from_secs(20)).unwrap();
    assert_eq!(head[0], "POST /mails?token=1 HTTP/1.1");
    assert_eq!(header(&head, "content-type"), "application/json");
    let mail: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(mail["to"], "ada@example.test");
    assert_eq!(mail["template"], "reset-password");
    let id = header(&head, "webhook-id");
    let timestamp = header(&head, "webhook-timestamp");
    let age =
        std::time::UNIX_EPOCH.elapsed().unwrap().as_secs() - timestamp.parse::<u64>().unwrap();
    assert!(age < 60, "{timestamp}");
    let mut keyed = Hmac::<Sha256>::new_from_slice(&[b'k'; 24]).unwrap();
    keyed.update(format!("{id}.{timestamp}.{body}").as_bytes());
    let signature = STANDARD.encode(keyed.finalize().into_bytes());
    assert_eq!(header(&head, "webhook-signature"), format!("v1,{signature}"));

    ask_for_a_reset(&server);
    let (second, _) = posts.recv_timeout(Duration::from_secs(20)).unwrap();
    assert_ne!(header(&second, "webhook-id"), id);
}

#[test]
fn a_webhook_that_refuses_or_leads_elsewhere_gets_one_post_and_tells_no_secret() {
    let (elsewhere, never) = webhook_sink("HTTP/1.1 204 Taken\r\n\r\n");
    let (port, posts) = webhook_sink(Box::leak(Box::new(format!(
        "HTTP/1.1 307 Elsewhere\r\nlocation: http://127.0.0.1:{elsewhere}/\r\n\
         content-length: 6\r\n\r\nhunter"
    ))));
    let folder = Folder::new();
    with_a_webhook(&folder, &format!("http://127.0.0.1:{port}/secret-path"));
    let server = folder.serve(&[]);
    server.sign_up("ada");
    ask_for_a_reset(&server);
    let (code, log) = server.stop();
    assert_eq!(code, Some(0));
    assert!(log.contains("the webhook refused with 307"), "{log}");
    for secret in ["hunter", "secret-path", "ada@example.test", WEBHOOK] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
    posts.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(posts.try_recv().is_err() && never.try_recv().is_err());
}
