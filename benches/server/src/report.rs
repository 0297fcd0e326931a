//! The tables.

use std::fmt;
use std::time::Duration;

use crate::cases::Case;
use crate::load::{Measurement, Window};
use crate::postgres::BareQuery;
use crate::raw_scrypt::RawScrypt;
use crate::setup::Setup;
use crate::targets;

/// Everything that one run measured.
pub(crate) struct Report {
    pub(crate) connections: usize,
    pub(crate) sign_ups_in_flood: usize,
    pub(crate) interval_in_flood: Duration,
    pub(crate) cores: usize,
    pub(crate) window: Window,
    /// The fastest first.
    pub(crate) raw_scrypt: Vec<RawScrypt>,
    pub(crate) bare_query: BareQuery,
    pub(crate) servers: Vec<Server>,
}

/// What one server made of the load.
pub(crate) struct Server {
    pub(crate) name: &'static str,
    /// To the first answer, with the schema to be made.
    pub(crate) first_start: Duration,
    /// To the first answer on a database that is there, median.
    pub(crate) start: Duration,
    /// Resident bytes after a start and one request.
    pub(crate) idle_memory: u64,
    pub(crate) cases: Vec<(Setup, Case, Measurement)>,
    pub(crate) flood: Option<Measurement>,
}

impl Server {
    /// What was measured in a case.
    pub(crate) fn case(&self, setup: Setup, case: Case) -> Option<&Measurement> {
        let found = self.cases.iter().find(|(its, of, _)| (*its, *of) == (setup, case));
        found.map(|(_, _, measurement)| measurement)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.describe_load(f)?;
        self.cases(f)?;
        self.flood(f)?;
        self.starts(f)?;
        self.scrypt(f)?;
        self.targets(f)
    }
}

impl Report {
    fn describe_load(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Window { warm_up, measured } = self.window;
        writeln!(
            f,
            "\nLoad: {} keep-alive connections over loopback from one thread of this program, each \
             sending its next\nrequest when the last is answered; {} s of warm-up, {} s measured. \
             The servers share {} core(s) with it.\nBoth: SQLite file with WAL or the same \
             PostgreSQL, same secret, rate limits off. Better Auth: one Node process, production mode,\nsynchronous = NORMAL; \
             signet as it comes: synchronous = FULL. CPU is that of the server's process; `load` \
             is\nthis program's share of one core.\n",
            self.connections,
            warm_up.as_secs(),
            measured.as_secs(),
            self.cores
        )
    }

    fn cases(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<36}{:<13}{:>10}{:>11}{:>11}{:>13}{:>10}{:>7}",
            "", "", "req/s", "p50 ms", "p99 ms", "CPU ms/req", "RSS MB", "load"
        )?;
        for setup in Setup::ALL {
            for &case in setup.cases() {
                for server in &self.servers {
                    if let Some(measurement) = server.case(setup, case) {
                        row(f, &setup.name_of(case), server.name, measurement)?;
                    }
                }
            }
        }
        let BareQuery { queries_per_second, p50, p99 } = &self.bare_query;
        writeln!(
            f,
            "{:<36}{:<13}{queries_per_second:>10.0}{:>11}{:>11}",
            "the query alone (PostgreSQL)",
            "sqlx",
            milliseconds(*p50),
            milliseconds(*p99)
        )
    }

    fn flood(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\nOne /get-session every {} ms while {} connections sign up without a pause:",
            self.interval_in_flood.as_millis(),
            self.sign_ups_in_flood
        )?;
        for server in &self.servers {
            if let Some(flood) = &server.flood {
                writeln!(
                    f,
                    "  {:<13}p50 {} ms, p99 {} ms",
                    server.name,
                    milliseconds(flood.p50),
                    milliseconds(flood.p99)
                )?;
            }
        }
        Ok(())
    }

    fn starts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nFrom the start of the process to its first answer, and memory then:")?;
        for server in &self.servers {
            writeln!(
                f,
                "  {:<13}{} ms with a new database, {} ms with an old one, {:.1} MB resident when idle",
                server.name,
                milliseconds(server.first_start),
                milliseconds(server.start),
                megabytes(server.idle_memory)
            )?;
        }
        Ok(())
    }

    fn scrypt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nRaw scrypt (N 16384, r 16, p 1), one thread for each core:")?;
        for raw in &self.raw_scrypt {
            writeln!(
                f,
                "  {:<18}{:.1} hashes/s, {} ms CPU each",
                raw.name,
                raw.hashes_per_second,
                milliseconds(raw.cpu_per_hash)
            )?;
        }
        Ok(())
    }

    fn targets(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let targets = targets::of(self);
        if targets.is_empty() {
            return Ok(());
        }
        writeln!(f, "\nTargets:")?;
        for target in targets {
            let mark = if target.is_met() { "pass" } else { "MISS" };
            writeln!(f, "  {mark}  {target}")?;
        }
        Ok(())
    }
}

fn row(
    f: &mut fmt::Formatter<'_>,
    case: &str,
    server: &str,
    measurement: &Measurement,
) -> fmt::Result {
    writeln!(
        f,
        "{case:<36}{server:<13}{:>10.0}{:>11}{:>11}{:>13.4}{:>10.1}{:>6.0}%",
        measurement.requests_per_second,
        milliseconds(measurement.p50),
        milliseconds(measurement.p99),
        measurement.cpu_per_request.as_secs_f64() * 1e3,
        megabytes(measurement.memory),
        measurement.generator_share * 100.0
    )
}

pub(crate) fn milliseconds(duration: Duration) -> String {
    format!("{:.2}", duration.as_secs_f64() * 1e3)
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
