//! A server under measurement: started, asked until it answers, ended.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::http::{Connection, request};

pub(crate) const SECRET: &str = "benchmark-secret-of-thirty-two-bytes";
const START_LIMIT: Duration = Duration::from_secs(20);
const CONFIGURATION: &str =
    "[email_and_password]\nenabled = true\n\n[rate_limit]\nenabled = false\n";

/// How to start one of the servers.
pub(crate) enum Program {
    /// Path of the binary.
    Signet(PathBuf),
    /// Path of `better-auth.mjs`.
    BetterAuth(PathBuf),
}

/// A running server; ends with its value.
pub(crate) struct Subject {
    child: Child,
    pub(crate) port: u16,
    /// From the start of the process to its first answer.
    pub(crate) start: Duration,
}

impl Program {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Signet(_) => "signet",
            Self::BetterAuth(_) => "Better Auth",
        }
    }

    /// The file that it keeps in `folder`.
    pub(crate) fn database(&self, folder: &Path) -> PathBuf {
        folder.join(match self {
            Self::Signet(_) => "signet.db",
            Self::BetterAuth(_) => "better-auth.db",
        })
    }

    /// Starts it on a database in `folder`, which is kept for the next start.
    pub(crate) async fn start(&self, folder: &Path) -> Result<Subject> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = self.command(folder, port)?;
        let started = Instant::now();
        let child = command
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("{} can't be started", self.name()))?;
        let mut subject = Subject { child, port, start: Duration::ZERO };
        subject.wait_for_answer(started).await.with_context(|| self.name().to_owned())?;
        Ok(subject)
    }

    fn command(&self, folder: &Path, port: u16) -> Result<Command> {
        match self {
            Self::Signet(binary) => {
                let configuration = folder.join("signet.toml");
                std::fs::write(&configuration, CONFIGURATION)?;
                let mut command = Command::new(binary);
                command
                    .arg("serve")
                    .arg("--config")
                    .arg(configuration)
                    .args(["--listen", &format!("127.0.0.1:{port}")])
                    .args(["--base-url", &format!("http://127.0.0.1:{port}")])
                    .arg("--database")
                    .arg(format!("sqlite://{}", self.database(folder).display()))
                    .env("SIGNET_SECRET", SECRET);
                Ok(command)
            }
            Self::BetterAuth(script) => {
                let mut command = Command::new("node");
                command
                    .arg(script)
                    .env("NODE_ENV", "production")
                    .env("BENCH_PORT", port.to_string())
                    .env("BENCH_SECRET", SECRET)
                    .env("BENCH_DATABASE", self.database(folder));
                Ok(command)
            }
        }
    }
}

impl Subject {
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    async fn wait_for_answer(&mut self, started: Instant) -> Result<()> {
        let ok = request(self.port, "GET", "/ok", None, None);
        while started.elapsed() < START_LIMIT {
            if let Ok(mut connection) = Connection::open(self.port).await {
                let answer = connection.exchange(&ok).await?;
                anyhow::ensure!(answer.status == 200, "/ok answered {}", answer.status);
                self.start = started.elapsed();
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("ended at its start: {status}");
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        bail!("no answer within {} s", START_LIMIT.as_secs())
    }
}

impl Drop for Subject {
    fn drop(&mut self) {
        // Neither can fail in a way that this program could mend.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
