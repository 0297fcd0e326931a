//! Runs the program in a folder of its own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use crate::http::{Response, request};

/// Variables that would reach into the tests from the shell that starts them.
const VARIABLES: &[&str] = &[
    "AUTH_SECRET",
    "BETTER_AUTH_SECRET",
    "BETTER_AUTH_SECRETS",
    "BETTER_AUTH_URL",
    "DATABASE_URL",
    "REDIS_URL",
    "RUST_LOG",
    "SIGNET_SECRET",
    "SIGNET_SECRETS",
    "SIGNET_URL",
];

/// A working directory that goes away with the value.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_signet"));
        command.args(arguments).current_dir(self.0.path());
        for name in VARIABLES {
            command.env_remove(name);
        }
        let long = |name: &std::ffi::OsString| name.to_string_lossy().starts_with("SIGNET__");
        for name in std::env::vars_os().map(|(name, _)| name).filter(long) {
            command.env_remove(name);
        }
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(self.command(arguments).output().unwrap())
    }

    /// Starts `signet serve` at a free port and waits until it serves.
    pub(crate) fn serve(&self, arguments: &[&str]) -> Server {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(arguments);
        Server::start(command, &self.path("log"))
    }
}

/// What a program left behind.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The standard output of a program that ended well.
    #[track_caller]
    pub(crate) fn success(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.stdout
    }

    /// The standard error of a program that ended with this code.
    #[track_caller]
    pub(crate) fn failure(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:?}");
        self.stderr
    }
}

/// A running server. It is killed when the value goes away.
pub(crate) struct Server {
    child: Child,
    log: PathBuf,
    /// Where the endpoints are, as it said itself.
    pub(crate) url: String,
    /// `127.0.0.1:3000`
    pub(crate) address: String,
}

impl Server {
    pub(crate) fn start(mut command: Command, log: &Path) -> Self {
        let mut child =
            command.stdout(Stdio::piped()).stderr(fs::File::create(log).unwrap()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said = line.trim_end().strip_prefix("Signet serves ");
        let Some((url, address)) = said.and_then(|said| said.split_once(", listening at ")) else {
            panic!("{line} {}", fs::read_to_string(log).unwrap());
        };
        Self { child, log: log.to_owned(), url: url.to_owned(), address: address.to_owned() }
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        request(&self.address, "GET", path, &[], "").unwrap()
    }

    pub(crate) fn sign_up(&self, name: &str) -> Response {
        let body = sign_up_body(name);
        let json = [("content-type", "application/json")];
        request(&self.address, "POST", "/api/auth/sign-up/email", &json, &body).unwrap()
    }

    #[cfg(target_os = "linux")]
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn signal(&self, name: &str) {
        // The shell's own `kill`: small systems have no program of this name.
        let line = format!("kill -{name} {}", self.child.id());
        let status = Command::new("sh").args(["-c", &line]).status().unwrap();
        assert!(status.success());
    }

    /// Waits for the end and gives the exit code and the log.
    pub(crate) fn wait(mut self) -> (Option<i32>, String) {
        let code = self.child.wait().unwrap().code();
        (code, fs::read_to_string(&self.log).unwrap())
    }

    pub(crate) fn stop(self) -> (Option<i32>, String) {
        self.signal("TERM");
        self.wait()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn sign_up_body(name: &str) -> String {
    format!(r#"{{"name":"{name}","email":"{name}@example.test","password":"correct horse"}}"#)
}
