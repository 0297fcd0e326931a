//! The program `signet`.

mod failure;
mod generate;
mod logging;
mod migrate;
mod secret;
mod serve;
mod settings;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::failure::Failure;

/// Authentication server, compatible with Better Auth.
#[derive(Parser)]
#[command(name = "signet", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Arguments),
    Migrate(migrate::Arguments),
    Generate(generate::Arguments),
    /// Print a new secret
    Secret,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    logging::start();
    match run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("signet: {failure}");
            failure.exit_code()
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(arguments) => runtime()?.block_on(serve::run(arguments)),
        Command::Migrate(arguments) => runtime()?.block_on(migrate::run(arguments)),
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Secret => secret::run(),
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::System(format!("the threads can't be started: {error}")))
}
