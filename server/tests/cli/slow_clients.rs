use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::http::{Response, head};
use crate::program::{Folder, Server, sign_up_body};

/// Longer than any limit here; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

fn serve(folder: &Folder, settings: &str) -> Server {
    folder.write("signet.toml", &format!("[server]\n{settings}"));
    folder.serve(&[])
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(&server.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Whether the server ends the connection by itself.
fn is_ended(stream: &mut TcpStream) -> bool {
    let started = Instant::now();
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest) {
        Ok(_) => started.elapsed() < PATIENCE,
        Err(error) => error.kind() == ErrorKind::ConnectionReset,
    }
}

#[test]
fn a_head_that_does_not_come_ends_the_connection() {
    let folder = Folder::new();
    let server = serve(&folder, "header_timeout = 1\n");
    let mut silent = connect(&server);
    let mut slow = connect(&server);
    slow.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n").unwrap();
    assert!(is_ended(&mut silent));
    assert!(is_ended(&mut slow));
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn a_connection_that_is_not_used_any_more_is_ended() {
    let folder = Folder::new();
    let server = serve(&folder, "header_timeout = 1\n");
    let mut stream = connect(&server);
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    assert!(is_ended(&mut stream));
}

#[test]
fn a_body_that_trickles_in_is_given_up() {
    let folder = Folder::new();
    let server = serve(&folder, "body_timeout = 1\n");
    let mut stream = connect(&server);
    let body = sign_up_body("ada");
    let json = [("content-type", "application/json")];
    let head = head(&server.address, "POST", "/api/auth/sign-up/email", &json, body.len());
    stream.write_all(head.as_bytes()).unwrap();
    let mut trickle = stream.try_clone().unwrap();
    let bytes = body.into_bytes();
    let writer = std::thread::spawn(move || {
        // Never silent for as long as the limit, and far from done when it ends.
        for byte in bytes {
            if trickle.write_all(&[byte]).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    let answer = Response::read(&mut stream).unwrap();
    assert_eq!(answer.status, 408, "{answer:?}");
    assert_eq!(answer.header("connection"), Some("close"));
    drop(stream);
    writer.join().unwrap();
    assert_eq!(server.sign_up("ada").status, 200, "nobody was signed up");
}

#[test]
fn connections_beyond_the_limit_wait_for_a_place() {
    let folder = Folder::new();
    let server = serve(&folder, "max_connections = 1\nheader_timeout = 2\n");
    let mut first = connect(&server);
    first.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    let mut answered = [0; 12];
    first.read_exact(&mut answered).unwrap();
    assert_eq!(&answered, b"HTTP/1.1 200");

    let mut second = connect(&server);
    second.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    second.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    let mut byte = [0];
    let waiting = second.read(&mut byte).unwrap_err().kind();
    assert!(matches!(waiting, ErrorKind::WouldBlock | ErrorKind::TimedOut), "{waiting}");

    drop(first);
    second.set_read_timeout(Some(PATIENCE)).unwrap();
    assert_eq!(Response::read(&mut second).unwrap().status, 200);
}

#[cfg(unix)]
#[test]
fn while_it_is_about_to_end_it_is_not_ready_and_serves_on() {
    let folder = Folder::new();
    let server = serve(&folder, "shutdown_delay = 2\n");
    assert_eq!(server.get("/readyz").status, 200);
    server.signal("TERM");
    let until = Instant::now() + PATIENCE;
    while server.get("/readyz").status != 503 {
        assert!(Instant::now() < until, "it stays ready");
    }
    assert_eq!(server.get("/api/auth/ok").status, 200);
    assert_eq!(server.wait().0, Some(0));
}

#[cfg(unix)]
#[test]
fn a_request_that_does_not_end_does_not_keep_the_server_from_ending() {
    let folder = Folder::new();
    let server = serve(&folder, "drain_timeout = 1\n");
    let mut stream = connect(&server);
    let headers = [("content-type", "application/json"), ("expect", "100-continue")];
    let head = head(&server.address, "POST", "/api/auth/sign-up/email", &headers, 1000);
    stream.write_all(head.as_bytes()).unwrap();
    // This comes when the body is waited for: the request is open.
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).unwrap();
    let (code, log) = server.stop();
    assert_eq!(code, Some(0));
    assert!(log.contains("some requests were still open"), "{log}");
}
