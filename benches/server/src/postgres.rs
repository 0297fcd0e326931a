//! A PostgreSQL server, and what its driver does when it does nothing else: the ceiling of a
//! `get-session`.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};

use crate::load::percentile;

/// Keeps a server for as long as its standard input is open; the tests of the server use it, too.
const SCRIPT: &str = include_str!("../../../server/src/testing/database/postgres.sh");

/// What `signet` asks for a session.
const SESSION: &str = r#"select s."id", s."expiresAt", s."token", s."createdAt", s."updatedAt",
    s."ipAddress", s."userAgent", s."userId", u."id", u."name", u."email", u."emailVerified",
    u."image", u."createdAt", u."updatedAt"
    from "session" s inner join "user" u on u."id" = s."userId" where s."token" = $1"#;

/// A server on a loopback port with one database for each program; ends with its value.
pub(crate) struct PostgresServer {
    port: u16,
    shell: Child,
    stdin: Option<ChildStdin>,
}

/// Throughput of the query for a session on connections of its own.
pub(crate) struct BareQuery {
    pub(crate) queries_per_second: f64,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

impl PostgresServer {
    pub(crate) async fn start(databases: &[&str]) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut shell = unprivileged_shell()
            .args(["-c", SCRIPT, "postgres", &port.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("a shell")?;
        let stdin = shell.stdin.take();
        let stdout = shell.stdout.take().map(BufReader::new);
        let mut server = Self { port, shell, stdin };
        server.command("start", stdout.context("a pipe")?)?;
        let mut connection = PgConnection::connect(&server.url("postgres")).await?;
        for name in databases {
            let sql = AssertSqlSafe(format!("create database {name}"));
            sqlx::raw_sql(sql).execute(&mut connection).await?;
        }
        Ok(server)
    }

    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://signet@127.0.0.1:{}/{database}", self.port)
    }

    /// Asks for sessions that are in a database, on as many connections at once.
    pub(crate) fn bare_query(&self, database: &str, duration: Duration) -> Result<BareQuery> {
        let url = self.url(database);
        // All cores, as the server has them, so on threads of its own.
        let measure = || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(bare_query(&url, duration))
        };
        std::thread::scope(|scope| scope.spawn(measure).join())
            .unwrap_or_else(|_| anyhow::bail!("the query's thread panicked"))
    }

    fn command(&mut self, command: &str, mut stdout: BufReader<ChildStdout>) -> Result<()> {
        let stdin = self.stdin.as_mut().context("a pipe")?;
        writeln!(stdin, "{command}")?;
        let mut answer = String::new();
        stdout.read_line(&mut answer)?;
        ensure!(
            answer == "done\n",
            "PostgreSQL can't be run, see above: `cargo xtask setup` installs it"
        );
        Ok(())
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        // The shell stops the server then; neither can fail in a way that could be mended here.
        self.stdin = None;
        let _ = self.shell.wait();
    }
}

async fn bare_query(url: &str, duration: Duration) -> Result<BareQuery> {
    let mut connection = PgConnection::connect(url).await?;
    let tokens =
        sqlx::query(r#"select "token" from "session" limit 8"#).fetch_all(&mut connection).await?;
    let begin = Instant::now();
    let mut tasks = Vec::new();
    for row in tokens {
        let token: String = row.try_get(0)?;
        let mut connection = PgConnection::connect(url).await?;
        tasks.push(tokio::spawn(async move {
            let mut latencies = Vec::new();
            while begin.elapsed() < duration {
                let start = Instant::now();
                sqlx::query(SESSION).bind(&token).fetch_one(&mut connection).await?;
                latencies.push(start.elapsed());
            }
            anyhow::Ok(latencies)
        }));
    }
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await??);
    }
    let seconds = begin.elapsed().as_secs_f64();
    latencies.sort_unstable();
    Ok(BareQuery {
        queries_per_second: latencies.len() as f64 / seconds,
        p50: percentile(&latencies, 50),
        p99: percentile(&latencies, 99),
    })
}

/// PostgreSQL refuses to run as root, so that root becomes `nobody`.
fn unprivileged_shell() -> Command {
    let id = Command::new("id").arg("-u").output();
    if id.is_ok_and(|output| output.stdout == b"0\n") {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "sh"]);
        return command;
    }
    Command::new("sh")
}
