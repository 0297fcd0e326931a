//! `signet doctor`.
//!
//! # Adding a check
//! Write a function from [`Subject`] to what is found, and put it into the list of its file.

mod access;
mod addresses;
mod contradictions;
mod cookies;
mod database;
mod files;
mod finding;
mod mail;
mod passwords;
mod providers;
mod secrets;
mod storage;
mod subject;

use std::net::SocketAddr;

use clap::Args;

use self::finding::{Finding, Level};
use self::subject::Subject;
use crate::failure::Failure;
use crate::output::say;
use crate::settings::Settings;

/// Say what of the configuration is unsafe or will not work
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    settings: Settings,
    /// The address that `serve` will listen at [default: 127.0.0.1:3000]
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<SocketAddr>,
    /// Where clients reach the server [env: SIGNET_URL]
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

type Check = fn(&Subject) -> Vec<Finding>;

const CHECKS: &[&[Check]] = &[
    secrets::CHECKS,
    addresses::CHECKS,
    access::CHECKS,
    cookies::CHECKS,
    passwords::CHECKS,
    providers::CHECKS,
    mail::CHECKS,
    files::CHECKS,
];

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let mut config = arguments.settings.load()?;
    if let Some(url) = arguments.base_url {
        config.options.base_url = Some(url);
    }
    let listen = arguments.listen.unwrap_or(config.server.listen);
    let subject = Subject::new(config, arguments.settings.file(), listen);
    let mut found: Vec<Finding> =
        CHECKS.iter().copied().flatten().flat_map(|check| check(&subject)).collect();
    found.extend(providers::check_proxy(&subject).await);
    let mut to_register = Vec::new();
    match contradictions::check(&subject).await? {
        Ok(auth) => {
            found.extend(providers::check(&subject, &auth).await);
            to_register = providers::redirect_uris(&auth).await;
        }
        Err(refused) => found.push(refused),
    }
    let mut of_database = database::check(&subject).await;
    of_database.extend(storage::check(&subject).await);

    let is_error = |finding: &Finding| finding.level == Level::Error;
    let (bad_configuration, bad_database) =
        (found.iter().any(is_error), of_database.iter().any(is_error));
    found.extend(of_database);
    found.sort_by_key(|finding| finding.level);
    for finding in &found {
        say(finding)?;
    }
    for line in to_register {
        say(line)?;
    }
    let errors = found.iter().filter(|finding| is_error(finding)).count();
    let summary = format!("{}, {}", count(errors, "error"), count(found.len() - errors, "warning"));
    if bad_configuration {
        return Err(Failure::Configuration(summary));
    }
    if bad_database {
        return Err(Failure::Database(summary));
    }
    if found.is_empty() { say("Nothing to complain about.") } else { say(summary) }
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
