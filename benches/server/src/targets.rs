//! What the server is meant to reach, and whether this run reached it.

use std::fmt;
use std::time::Duration;

use crate::cases::Case;
use crate::report::{Report, Server};

const SESSION_THROUGHPUT: f64 = 25.0;
const SESSION_CPU: f64 = 25.0;
const SIGN_IN_SHARE: f64 = 90.0;
const FLOOD_P99: Duration = Duration::from_millis(15);
const START: Duration = Duration::from_millis(50);
const IDLE_MEMORY: f64 = 25.0;

/// One target beside its measured value.
pub(crate) struct Target {
    what: &'static str,
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
    if let (Some(sign_in), Some(raw)) = (signet.case(Case::SignIn), report.raw_scrypt.first()) {
        targets.push(Target {
            what: "sign-ins per second, of raw scrypt's hashes per second",
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
        what: "resident when idle",
        unit: " MB",
        measured: signet.idle_memory as f64 / 1e6,
        bound: Bound::Under(IDLE_MEMORY),
    });
    targets
}

fn against_peer(targets: &mut Vec<Target>, signet: &Server, peer: &Server) {
    let (Some(ours), Some(theirs)) = (signet.case(Case::SignedIn), peer.case(Case::SignedIn))
    else {
        return;
    };
    targets.push(Target {
        what: "get-session, times the peer's throughput",
        unit: "×",
        measured: ours.requests_per_second / theirs.requests_per_second,
        bound: Bound::AtLeast(SESSION_THROUGHPUT),
    });
    targets.push(Target {
        what: "get-session, the peer's CPU per request over ours",
        unit: "×",
        measured: theirs.cpu_per_request.div_duration_f64(ours.cpu_per_request),
        bound: Bound::AtLeast(SESSION_CPU),
    });
}

fn milliseconds(what: &'static str, measured: Duration, target: Duration) -> Target {
    Target {
        what,
        unit: " ms",
        measured: measured.as_secs_f64() * 1e3,
        bound: Bound::Under(target.as_secs_f64() * 1e3),
    }
}
