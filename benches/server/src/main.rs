//! Loads `signet` and Better Auth side by side and prints what both made of it.
//!
//! `server-bench --signet BINARY [--better-auth SCRIPT] [--seconds N]`; it is a measurement and no
//! test, so a missed target does not make it fail. With `--growth yes` it loads `signet` alone, with
//! few users and with many.

mod cases;
mod growth;
mod http;
mod load;
mod population;
mod postgres;
mod process_usage;
mod raw_scrypt;
mod report;
mod setup;
mod subject;
mod targets;

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use mimalloc::MiMalloc;

use crate::cases::{Account, Case, accounts};
use crate::load::{Window, closed_loop, paced_beside};
use crate::postgres::PostgresServer;
use crate::report::{Report, Server};
use crate::setup::Setup;
use crate::subject::{Program, Subject};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const CONNECTIONS: usize = 8;
const SIGN_UPS_IN_FLOOD: usize = 4;
const INTERVAL_IN_FLOOD: Duration = Duration::from_millis(5);
const STARTS: usize = 5;

struct Options {
    programs: Vec<Program>,
    window: Window,
    growth: bool,
}

fn main() -> Result<()> {
    let options = Options::parse(std::env::args().skip(1))?;
    let folder = TemporaryFolder::new()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if options.growth {
        let program = options.programs.first().context("no program is named")?;
        let growth = runtime.block_on(growth::measure(program, &folder.0, options.window))?;
        println!("{growth}");
    } else {
        let report = runtime.block_on(measure(&options, &folder.0))?;
        println!("{report}");
    }
    Ok(())
}

/// Case by case on one server and then the other, so that both meet the same weather.
async fn measure(options: &Options, folder: &Path) -> Result<Report> {
    let names: Vec<_> = options.programs.iter().map(Program::database_name).collect();
    let postgres = PostgresServer::start(&names).await?;
    let mut servers = Vec::new();
    for program in &options.programs {
        servers.push(starts(program, folder, &postgres).await?);
    }
    progress("raw scrypt");
    let raw_scrypt = raw_scrypt::measure(options.window.measured)?;
    for setup in Setup::ALL {
        let mut running = Vec::new();
        for program in &options.programs {
            let subject = start(program, setup, folder, &postgres).await?;
            let accounts = accounts(&subject, CONNECTIONS).await?;
            running.push((subject, accounts));
        }
        for &case in setup.cases() {
            for ((subject, accounts), server) in running.iter().zip(&mut servers) {
                progress(&format!("{}: {}", server.name, setup.name_of(case)));
                let clients = case.clients(subject, accounts);
                let measurement = closed_loop(subject, options.window, clients).await?;
                server.cases.push((setup, case, measurement));
            }
        }
        if setup == Setup::Sqlite {
            flood(options.window, &running, &mut servers).await?;
        }
    }
    progress("bare query");
    let name = names.first().context("no program is named")?;
    let bare_query = postgres.bare_query(name, options.window.measured)?;
    Ok(Report {
        connections: CONNECTIONS,
        sign_ups_in_flood: SIGN_UPS_IN_FLOOD,
        interval_in_flood: INTERVAL_IN_FLOOD,
        cores: std::thread::available_parallelism().map_or(1, NonZero::get),
        window: options.window,
        raw_scrypt,
        bare_query,
        servers,
    })
}

async fn start(
    program: &Program,
    setup: Setup,
    folder: &Path,
    postgres: &PostgresServer,
) -> Result<Subject> {
    let database = setup.database(program, folder, postgres);
    program.start(folder, &database, setup.cookie_cache()).await
}

/// How long a server takes to start, and what it weighs then.
async fn starts(program: &Program, folder: &Path, postgres: &PostgresServer) -> Result<Server> {
    progress(&format!("{}: start", program.name()));
    let start = async || start(program, Setup::Sqlite, folder, postgres).await;
    let first_start = start().await?.start;
    let mut starts = Vec::new();
    for _ in 1..STARTS {
        starts.push(start().await?.start);
    }
    starts.sort_unstable();
    let subject = start().await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    Ok(Server {
        name: program.name(),
        first_start,
        start: starts.get(starts.len() / 2).copied().unwrap_or(subject.start),
        idle_memory: process_usage::resident_memory(subject.process())?,
        cases: Vec::new(),
        flood: None,
    })
}

/// Whether those who sign up hold up those who are signed in.
async fn flood(
    window: Window,
    running: &[(Subject, Vec<Account>)],
    servers: &mut [Server],
) -> Result<()> {
    for ((subject, accounts), server) in running.iter().zip(servers) {
        progress(&format!("{}: flood", server.name));
        let visitor = accounts.first().context("no account")?;
        let flood = accounts.iter().take(SIGN_UPS_IN_FLOOD);
        let flood = flood.map(|account| Case::SignUp.client(subject.port, account)).collect();
        let visitor = Case::SignedIn.client(subject.port, visitor);
        server.flood =
            Some(paced_beside(subject, window, visitor, INTERVAL_IN_FLOOD, flood).await?);
    }
    Ok(())
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut programs = Vec::new();
        let mut seconds = 5;
        let mut growth = false;
        while let Some(name) = arguments.next() {
            let value = arguments.next().with_context(|| format!("{name} needs a value"))?;
            match name.as_str() {
                "--signet" => programs.push(Program::Signet(PathBuf::from(value))),
                "--better-auth" => programs.push(Program::BetterAuth(PathBuf::from(value))),
                "--seconds" => seconds = value.parse().context("--seconds")?,
                "--growth" => growth = value == "yes",
                _ => bail!("unknown argument {name}"),
            }
        }
        let window =
            Window { warm_up: Duration::from_secs(1), measured: Duration::from_secs(seconds) };
        Ok(Self { programs, window, growth })
    }
}

/// A folder for the databases that goes away with its value.
struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("server-bench-{}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // What is left in the temporary folder harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn progress(text: &str) {
    eprintln!("- {text}");
}
