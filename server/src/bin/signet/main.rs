//! The program `signet`.

mod doctor;
mod failure;
mod generate;
mod logging;
mod migrate;
mod output;
mod secret;
mod serve;
mod settings;

use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use self::failure::Failure;

/// It keeps the 32 MiB that a password hash works in, where the system's would give them back and
/// take them anew each time: a fifth of the hash.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How long a thread lives that has nothing to hash: its 32 MiB live as long.
const IDLE_HASHER: Duration = Duration::from_secs(1);

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
    Doctor(doctor::Arguments),
    /// Print a new secret
    Secret,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
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
        Command::Doctor(arguments) => runtime()?.block_on(doctor::run(arguments)),
        Command::Secret => secret::run(),
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_keep_alive(IDLE_HASHER)
        .build()
        .map_err(|error| Failure::System(format!("the threads can't be started: {error}")))
}
