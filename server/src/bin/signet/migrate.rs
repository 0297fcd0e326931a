use clap::Args;
use signet_auth_server::db::{self, Database};
use signet_auth_server::schema;

use crate::failure::Failure;
use crate::output::say;
use crate::settings::{Settings, database_url};

/// Give the database the tables, columns and indexes that it lacks
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    settings: Settings,
    /// Only print what is lacking, and end with 3 if anything is
    #[arg(long)]
    check: bool,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let config = arguments.settings.load()?;
    let schema = schema(&config.options)?;
    let database = Database::connect(database_url(&config)).await?;
    if !arguments.check {
        let done = db::migrate(&database, &schema).await?;
        print(&done.statements)?;
        say(if done.is_empty() { "Nothing to do." } else { "Done." })?;
        return Ok(());
    }
    let plan = db::plan(&database, &schema).await?;
    print(&plan.statements)?;
    if !plan.refused.is_empty() {
        return Err(Failure::Database(plan.refused.join("\n\n")));
    }
    match plan.statements.len() {
        0 => say("Nothing to do."),
        1 => Err(Failure::Database("the database lacks 1 change".to_owned())),
        count => Err(Failure::Database(format!("the database lacks {count} changes"))),
    }
}

fn print(statements: &[String]) -> Result<(), Failure> {
    statements.iter().try_for_each(|statement| say(format_args!("{statement};")))
}
