//! What the server is meant to reach, and whether this run reached it.

use std::fmt;
use std::time::Duration;

use crate::cases::Case;
use crate::report::{Report, Server};
use crate::setup::Setup;

const SESSION_THROUGHPUT: f64 = 40.0;
const SESSION_CPU: f64 = 25.0;
const SIGN_IN_SHARE: f64 = 95.0;
const FLOOD_P99: Duration = Duration::from_millis(10);
const START: Duration = Duration::from_millis(20);
const IDLE_MEMORY: f64 = 20.0;
const CACHED_SHARE: f64 = 60.0;
const POSTGRES_THROUGHPUT: f64 = 10.0;
const POSTGRES_SHARE: f64 = 90.0;

/// One target beside its measured value.
pub(crate) struct Target {
    what: String,
    unit: &'static str,
    measured: f64,
    bound: Bound,
}

enum Bound {
    AtLeast(f64),
    Under(f64),
}

impl Target {
    pub(crate) fn is_met(&self) -> bool {
        match self.bound {
            Bound::AtLeast(bound) => self.measured >= bound,
            Bound::Under(bound) => self.measured < bound,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, unit, measured, bound } = self;
        let (word, bound) = match bound {
            Bound::AtLeast(bound) => ("at least", bound),
            Bound::Under(bound) => ("under", bound),
        };
        write!(f, "{what}: {measured:.1}{unit} (target: {word} {bound}{unit})")
    }
}

/// Those for which this run has the figures: signet is the first server, its peer the second.
pub(crate) fn of(report: &Report) -> Vec<Target> {
    let mut targets = Vec::new();
    let [signet, peer] = report.servers.as_slice() else {
        return targets;
    };
    against_peer(&mut targets, signet, peer);
    cached(&mut targets, signet);
    on_postgres(&mut targets, report, signet, peer);
    if let (Some(sign_in), Some(raw)) =
        (signet.case(Setup::Sqlite, Case::SignIn), report.raw_scrypt.first())
    {
        targets.push(Target {
            what: "sign-ins per second, of raw scrypt's hashes per second".to_owned(),
            unit: " %",
            measured: 100.0 * sign_in.requests_per_second / raw.hashes_per_second,
            bound: Bound::AtLeast(SIGN_IN_SHARE),
        });
    }
    if let Some(flood) = &signet.flood {
        targets.push(milliseconds("p99 of get-session in the flood", flood.p99, FLOOD_P99));
    }
    targets.push(milliseconds("start to first answer", signet.start, START));
    targets.push(Target {
        what: "resident when idle".to_owned(),
        unit: " MB",
        measured: signet.idle_memory as f64 / 1e6,
        bound: Bound::Under(IDLE_MEMORY),
    });
    targets
}

fn against_peer(targets: &mut Vec<Target>, signet: &Server, peer: &Server) {
    let session = |server: &Server, setup| server.case(setup, Case::SignedIn).copied();
    let (Some(ours), Some(theirs)) = (session(signet, Setup::Sqlite), session(peer, Setup::Sqlite))
    else {
        return;
    };
    targets.push(Target {
        what: "get-session, times the peer's throughput".to_owned(),
        unit: "×",
        measured: ours.requests_per_second / theirs.requests_per_second,
        bound: Bound::AtLeast(SESSION_THROUGHPUT),
    });
    targets.push(Target {
        what: "get-session, the peer's CPU per request over ours".to_owned(),
        unit: "×",
        measured: theirs.cpu_per_request.div_duration_f64(ours.cpu_per_request),
        bound: Bound::AtLeast(SESSION_CPU),
    });
}

/// Against an answer for which nothing is looked up.
fn cached(targets: &mut Vec<Target>, signet: &Server) {
    let Some(ok) = signet.case(Setup::Sqlite, Case::Ok) else { return };
    for setup in Setup::ALL {
        if setup.cookie_cache().is_none() {
            continue;
        }
        let Some(cached) = signet.case(setup, Case::SignedIn) else { continue };
        targets.push(Target {
            what: format!("{}, of /ok", setup.name_of(Case::SignedIn)),
            unit: " %",
            measured: 100.0 * cached.requests_per_second / ok.requests_per_second,
            bound: Bound::AtLeast(CACHED_SHARE),
        });
    }
}

/// Against the peer or, when that is missed, against what the driver can do.
fn on_postgres(targets: &mut Vec<Target>, report: &Report, signet: &Server, peer: &Server) {
    let case = |server: &Server| server.case(Setup::Postgres, Case::SignedIn).copied();
    let (Some(ours), Some(theirs)) = (case(signet), case(peer)) else { return };
    let against_peer = Target {
        what: "get-session on PostgreSQL, times the peer's throughput".to_owned(),
        unit: "×",
        measured: ours.requests_per_second / theirs.requests_per_second,
        bound: Bound::AtLeast(POSTGRES_THROUGHPUT),
    };
    let alone = report.bare_query.queries_per_second;
    let against_driver = Target {
        what: "get-session on PostgreSQL, of the query alone".to_owned(),
        unit: " %",
        measured: 100.0 * ours.requests_per_second / alone,
        bound: Bound::AtLeast(POSTGRES_SHARE),
    };
    targets.push(if against_peer.is_met() { against_peer } else { against_driver });
}

fn milliseconds(what: &str, measured: Duration, target: Duration) -> Target {
    Target {
        what: what.to_owned(),
        unit: " ms",
        measured: measured.as_secs_f64() * 1e3,
        bound: Bound::Under(target.as_secs_f64() * 1e3),
    }
}
