//! A server under measurement: started, asked until it answers, ended.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::http::{Connection, request};

pub(crate) const SECRET: &str = "benchmark-secret-of-thirty-two-bytes";
const START_LIMIT: Duration = Duration::from_secs(20);
const CONFIGURATION: &str = "[rate_limit]\nenabled = false\n";
/// Longer than a measurement.
const CACHE_AGE: &str = "max_age = 3600";

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

    /// What its database on a server is called.
    pub(crate) fn database_name(&self) -> &'static str {
        match self {
            Self::Signet(_) => "signet",
            Self::BetterAuth(_) => "better_auth",
        }
    }

    /// The SQLite file that it keeps in `folder`.
    pub(crate) fn file(&self, folder: &Path) -> PathBuf {
        folder.join(self.database_name()).with_extension("db")
    }

    /// Starts it on a database, a path or the URL of PostgreSQL, with or without a cookie cache of
    /// this strategy. The database is kept for the next start.
    pub(crate) async fn start(
        &self,
        folder: &Path,
        database: &str,
        cookie_cache: Option<&str>,
    ) -> Result<Subject> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = self.command(folder, port, database, cookie_cache)?;
        let started = Instant::now();
        let child = command
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("{} can't be started", self.name()))?;
        let mut subject = Subject { child, port, start: Duration::ZERO };
        subject.wait_for_answer(started).await.with_context(|| self.name().to_owned())?;
        Ok(subject)
    }

    fn command(
        &self,
        folder: &Path,
        port: u16,
        database: &str,
        cookie_cache: Option<&str>,
    ) -> Result<Command> {
        match self {
            Self::Signet(binary) => {
                let configuration = folder.join("signet.toml");
                let cache = cookie_cache.map_or_else(String::new, |strategy| {
                    format!(
                        "[session.cookie_cache]\nenabled = true\nstrategy = \"{strategy}\"\n{CACHE_AGE}\n"
                    )
                });
                std::fs::write(&configuration, format!("{CONFIGURATION}{cache}"))?;
                let mut command = Command::new(binary);
                command
                    .args(["serve", "--migrate"])
                    .arg("--config")
                    .arg(configuration)
                    .args(["--listen", &format!("127.0.0.1:{port}")])
                    .args(["--base-url", &format!("http://127.0.0.1:{port}")])
                    .args(["--database", database])
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
                    .env("BENCH_COOKIE_CACHE", cookie_cache.unwrap_or_default())
                    .env("BENCH_DATABASE", database);
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
