use std::path::PathBuf;

use clap::Args;
use signet_auth_server::db::{self, Dialect};
use signet_auth_server::schema;

use crate::failure::Failure;
use crate::output::say;
use crate::settings::{Settings, database_url};

/// Print the SQL that makes an empty database fit the configuration
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    settings: Settings,
    /// sqlite, postgres or mysql [default: what the database is]
    #[arg(long)]
    dialect: Option<Dialect>,
    /// The file to write to, instead of the standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let config = arguments.settings.load()?;
    let scheme = database_url(&config).split_once("://").map(|(scheme, _)| scheme);
    let dialect = arguments
        .dialect
        .or_else(|| scheme.and_then(|scheme| scheme.parse().ok()))
        .unwrap_or(Dialect::Sqlite);
    let sql = db::generate(&schema(&config.options)?, dialect);
    match &arguments.output {
        None => say(sql)?,
        Some(file) => std::fs::write(file, sql + "\n").map_err(|error| {
            Failure::System(format!("{} can't be written: {error}", file.display()))
        })?,
    }
    Ok(())
}
