use std::fs;
use std::process::Command;

use crate::http::{Response, request};
use crate::program::{Folder, Server, sign_up_body};

/// How much the log of the database may grow before the disk is full.
const ROOM: u64 = 150_000;

/// Lets no file of the server grow beyond a size: to SQLite that is a disk without room.
fn limit_files(server: &Server, size: &str) {
    let (id, limit) = (server.id().to_string(), format!("--fsize={size}:unlimited"));
    let status = Command::new("prlimit").args(["--pid", &id, &limit]).status();
    assert!(status.unwrap().success(), "prlimit is part of util-linux");
}

/// Starts a server that a limit does not kill.
fn serve(folder: &Folder) -> Server {
    let program = folder.command(&["serve", "--listen", "127.0.0.1:0"]);
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"trap '' XFSZ; exec "$0" "$@""#]);
    shell.arg(program.get_program()).args(program.get_args());
    shell.current_dir(program.get_current_dir().unwrap());
    for (name, _) in program.get_envs() {
        shell.env_remove(name);
    }
    Server::start(shell, &folder.path("log"))
}

fn sign_in(server: &Server, name: &str) -> u16 {
    let json = [("content-type", "application/json")];
    let path = "/api/auth/sign-in/email";
    request(&server.address, "POST", path, &json, &sign_up_body(name)).unwrap().status
}

/// 500, or what Better Auth says when a user can't be written.
fn is_failure(answer: &Response) -> bool {
    let body = r#"{"message":"Failed to create user","code":"FAILED_TO_CREATE_USER"}"#;
    answer.status == 500 || (answer.status == 422 && answer.body == body)
}

#[test]
fn a_full_disk_loses_nothing_signs_nobody_out_and_is_over_when_there_is_room() {
    let folder = Folder::new();
    folder.write("signet.toml", "[rate_limit]\nenabled = false\n");
    let server = serve(&folder);
    let first = server.sign_up("ada");
    assert_eq!(first.status, 200);
    let session = || {
        let cookie = [("cookie", first.cookie())];
        request(&server.address, "GET", "/api/auth/get-session", &cookie, "").unwrap()
    };
    let log = fs::metadata(folder.path("signet.db-wal")).unwrap().len();
    limit_files(&server, &(log + ROOM).to_string());

    let mut acknowledged = vec!["ada".to_owned()];
    let refused = loop {
        let name = format!("user{}", acknowledged.len());
        let answer = server.sign_up(&name);
        match answer.status {
            200 => acknowledged.push(name),
            _ => break answer,
        }
        assert!(acknowledged.len() < 200, "the disk is never full");
    };
    assert!(is_failure(&refused), "{refused:?}");
    for number in 0..3 {
        // A smaller transaction may still have found room.
        let name = format!("late{number}");
        let answer = server.sign_up(&name);
        match answer.status {
            200 => acknowledged.push(name),
            _ => assert!(is_failure(&answer), "{answer:?}"),
        }
        // Who is signed in stays so: to read takes no room.
        let answer = session();
        assert_eq!((answer.status, answer.body.contains("ada@example.test")), (200, true));
    }

    limit_files(&server, "unlimited");
    assert_eq!(server.sign_up("afterwards").status, 200);
    assert_eq!(server.stop().0, Some(0));

    let server = folder.serve(&[]);
    for name in acknowledged.iter().map(String::as_str).chain(["afterwards"]) {
        assert_eq!(sign_in(&server, name), 200, "{name}");
    }
}
