//! Whether a request costs more when there are more users.

use std::cell::RefCell;
use std::fmt;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::cases::{Client, PASSWORD};
use crate::http::request;
use crate::load::{Measurement, Window, closed_loop};
use crate::population::{Population, SplitMix, cookie, email};
use crate::progress;
use crate::report::milliseconds;
use crate::subject::Program;

const CONNECTIONS: u64 = 8;
/// How many requests are made before the measurement: making one takes longer than some answers.
const PREPARED: usize = 50_000;

const POPULATIONS: [Population; 2] = [
    Population { users: 10_000, sessions: 50_000 },
    Population { users: 1_000_000, sessions: 5_000_000 },
];

/// Each request is another user's.
#[derive(Clone, Copy)]
enum Case {
    Session,
    Sessions,
    SignIn,
}

/// What the server made of few users and of many.
pub(crate) struct Growth {
    populations: Vec<(Population, u64, Vec<Measurement>)>,
}

pub(crate) async fn measure(program: &Program, folder: &Path, window: Window) -> Result<Growth> {
    let mut populations = Vec::new();
    for population in POPULATIONS {
        progress(&format!("{} users: the database", population.users));
        let folder = folder.join(population.users.to_string());
        std::fs::create_dir_all(&folder)?;
        let database = program.file(&folder);
        let path = database.display().to_string();
        // A first start makes the tables.
        drop(program.start(&folder, &path, None).await?);
        population.fill(&database)?;
        let bytes = std::fs::metadata(&database)?.len();
        let subject = program.start(&folder, &path, None).await?;
        let mut measurements = Vec::new();
        for case in Case::ALL {
            progress(&format!("{} users: {}", population.users, case.name()));
            let clients = (0..CONNECTIONS).map(|seed| case.client(subject.port, population, seed));
            let clients = clients.collect::<Result<_>>()?;
            measurements.push(closed_loop(&subject, window, clients).await?);
        }
        populations.push((population, bytes, measurements));
    }
    Ok(Growth { populations })
}

impl Case {
    const ALL: [Self; 3] = [Self::Session, Self::Sessions, Self::SignIn];

    fn name(self) -> &'static str {
        match self {
            Self::Session => "/get-session",
            Self::Sessions => "/list-sessions",
            Self::SignIn => "/sign-in/email",
        }
    }

    fn client(self, port: u16, population: Population, seed: u64) -> Result<Client> {
        let mut random = SplitMix(seed);
        let mut one = move || -> Result<Vec<u8>> {
            let of = |count: u64, number: u64| number.checked_rem(count).context("nobody");
            Ok(match self {
                Self::Session | Self::Sessions => {
                    let cookie = cookie(of(population.sessions, random.next())?)?;
                    request(port, "GET", self.name(), Some(&cookie), None)
                }
                Self::SignIn => {
                    let email = email(of(population.users, random.next())?);
                    let body = format!(r#"{{"email":"{email}","password":"{PASSWORD}"}}"#);
                    request(port, "POST", self.name(), None, Some(&body))
                }
            })
        };
        let prepared =
            std::iter::repeat_with(&mut one).take(PREPARED).collect::<Result<Vec<_>>>()?;
        ensure!(!prepared.is_empty(), "no request");
        let requests = RefCell::new(prepared.into_iter().cycle());
        let next = move || requests.borrow_mut().next().unwrap_or_default();
        Ok(Client::new(next, r#""token":""#))
    }
}

impl fmt::Display for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<18}{:>10}{:>10}{:>8}{:>10}{:>10}{:>10}{:>13}",
            "", "users", "sessions", "GB", "req/s", "p50 ms", "p99 ms", "CPU ms/req"
        )?;
        for (index, case) in Case::ALL.iter().enumerate() {
            for (population, bytes, measurements) in &self.populations {
                let Some(measurement) = measurements.get(index) else { continue };
                writeln!(
                    f,
                    "{:<18}{:>10}{:>10}{:>8.2}{:>10.0}{:>10}{:>10}{:>13.4}",
                    case.name(),
                    population.users,
                    population.sessions,
                    *bytes as f64 / 1e9,
                    measurement.requests_per_second,
                    milliseconds(measurement.p50),
                    milliseconds(measurement.p99),
                    measurement.cpu_per_request.as_secs_f64() * 1e3,
                )?;
            }
        }
        Ok(())
    }
}
