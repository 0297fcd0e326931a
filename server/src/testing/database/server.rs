use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::run_sql;
use crate::db::{Database, Dialect};

/// A server on a loopback port, with its files in a temporary folder. A shell stands between it and
/// the test, and stops it when the test's process ends, in whatever way that happens.
pub struct DatabaseServer {
    dialect: Dialect,
    port: u16,
    /// Neither is waited for: the shell ends when its standard input is closed.
    _shell: Child,
    pipes: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
    databases: AtomicUsize,
}

impl DatabaseServer {
    /// Starts a server.
    ///
    /// # Panics
    /// When there is none on this machine, or it does not start.
    #[expect(clippy::expect_used, reason = "a test has nobody to report to")]
    pub fn start(dialect: Dialect) -> Self {
        let script = match dialect {
            Dialect::MySql => include_str!("mysql.sh"),
            _ => include_str!("postgres.sh"),
        };
        let port = free_port();
        let mut shell = unprivileged_shell()
            .args(["-c", script, dialect.as_str(), &port.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let stdin = shell.stdin.take().expect("a pipe");
        let stdout = BufReader::new(shell.stdout.take().expect("a pipe"));
        let pipes = Mutex::new((stdin, stdout));
        let server = Self { dialect, port, _shell: shell, pipes, databases: AtomicUsize::new(0) };
        server.command("start");
        server
    }

    /// Kills the server.
    ///
    /// # Panics
    /// When that fails.
    pub fn stop(&self) {
        self.command("stop");
    }

    /// Starts it again, with what it holds, on the same port.
    ///
    /// # Panics
    /// When that fails.
    pub fn start_again(&self) {
        self.command("start");
    }

    /// Makes an empty database and returns its URL.
    ///
    /// # Panics
    /// When the server refuses to.
    #[expect(clippy::expect_used, reason = "a test has nobody to report to")]
    pub async fn new_database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        // In PostgreSQL a schema is made much faster than a database.
        let (main, sql, url) = match self.dialect {
            Dialect::MySql => (
                self.url("mysql"),
                format!("create database {name} character set utf8mb4"),
                self.url(&name),
            ),
            _ => (
                self.url("postgres"),
                format!("create schema {name}"),
                self.url(&format!("postgres?options[search_path]={name}")),
            ),
        };
        let database = Database::connect(&main).await.expect("a server");
        run_sql(&database, &sql).await;
        url
    }

    fn url(&self, path: &str) -> String {
        let scheme = self.dialect.as_str();
        let user = if self.dialect == Dialect::MySql { "root" } else { "signet" };
        format!("{scheme}://{user}@127.0.0.1:{port}/{path}", port = self.port)
    }

    #[expect(clippy::expect_used, reason = "a test has nobody to report to")]
    fn command(&self, command: &str) {
        let mut pipes = self.pipes.lock().unwrap_or_else(PoisonError::into_inner);
        let (stdin, stdout) = &mut *pipes;
        // When the shell has ended, the answer is missing, too.
        let _ = writeln!(stdin, "{command}");
        let mut answer = String::new();
        stdout.read_line(&mut answer).expect("an answer of the shell");
        assert_eq!(
            answer, "done\n",
            "{} can't be run, see above: `cargo xtask setup` installs it",
            self.dialect
        );
    }
}

/// Servers of databases refuse to run as root, so that root becomes `nobody`.
fn unprivileged_shell() -> Command {
    let id = Command::new("id").arg("-u").output();
    if id.is_ok_and(|output| output.stdout == b"0\n") {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "sh"]);
        return command;
    }
    Command::new("sh")
}

#[expect(clippy::expect_used, reason = "a test has nobody to report to")]
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}
