use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// A server of somebody else's on a loopback port, with its files in a temporary folder. A shell
/// stands between it and the test, and stops it when the test's process ends, in whatever way that
/// happens.
pub(super) struct TestServer {
    name: &'static str,
    pub(super) port: u16,
    /// Neither is waited for: the shell ends when its standard input is closed.
    _shell: Child,
    pipes: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
}

impl TestServer {
    /// Starts the server that a script keeps; with a certificate, it speaks TLS.
    #[expect(clippy::expect_used, reason = "a test has nobody to report to")]
    pub(super) fn start(
        name: &'static str,
        script: &str,
        certificate: Option<&TestCertificate>,
    ) -> Self {
        let port = free_port();
        let pem = certificate.map(|certificate| [&certificate.certificate, &certificate.key]);
        let mut shell = unprivileged_shell()
            .args(["-c", script, name, &port.to_string()])
            .args(pem.into_iter().flatten())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let stdin = shell.stdin.take().expect("a pipe");
        let stdout = BufReader::new(shell.stdout.take().expect("a pipe"));
        let pipes = Mutex::new((stdin, stdout));
        let server = Self { name, port, _shell: shell, pipes };
        server.command("start");
        server
    }

    /// Tells the script to `start` or to `stop`, and waits until it has.
    #[expect(clippy::expect_used, reason = "a test has nobody to report to")]
    pub(super) fn command(&self, command: &str) {
        let mut pipes = self.pipes.lock().unwrap_or_else(PoisonError::into_inner);
        let (stdin, stdout) = &mut *pipes;
        // When the shell has ended, the answer is missing, too.
        let _ = writeln!(stdin, "{command}");
        let mut answer = String::new();
        stdout.read_line(&mut answer).expect("an answer of the shell");
        assert_eq!(
            answer, "done\n",
            "{} can't be run, see above: `cargo xtask setup` installs it",
            self.name
        );
    }
}

/// What a server shows to be `localhost`, in PEM.
#[derive(Debug, Clone)]
pub struct TestCertificate {
    /// The certificate.
    pub certificate: String,
    /// Its key.
    pub key: String,
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

/// A port below those that connections leave from: a server that is stopped finds its own free when
/// it starts again.
#[expect(clippy::expect_used, reason = "a test has nobody to report to")]
fn free_port() -> u16 {
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    let random = || u16::try_from(RandomState::new().hash_one(0) % 20_000).unwrap_or_default();
    let mut ports = (0..1000).map(|_| 10_000 + random());
    ports.find(is_free).expect("a free port")
}
