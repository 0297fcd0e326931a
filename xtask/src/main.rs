//! Every developer command: `cargo xtask --help`.

mod bench;
mod demo;
mod generate;
mod names;
mod npm;
mod package;
mod process;
mod server_package;
mod setup;
mod test;
mod wasm;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, tests, measures and packages Signet.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the React example and the API at http://localhost:3000
    Demo(demo::Options),
    /// Run every test, or those of the named parts
    Test(test::Options),
    /// Measure Signet beside Better Auth
    Bench(bench::Options),
    /// Assemble the npm packages of the client and of the server, and print what they weigh
    Package,
    /// Install what is missing: the wasm target, npm packages, a browser
    Setup,
    /// Rewrite the files that are made from the protocol
    Generate,
}

fn main() -> ExitCode {
    let result = match Options::parse().command {
        Command::Demo(options) => demo::run(&options),
        Command::Test(options) => test::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Package => package::run()
            .and_then(|package| package.print_sizes())
            .and_then(|()| server_package::run())
            .and_then(|tarballs| server_package::print_sizes(&tarballs)),
        Command::Setup => setup::run(),
        Command::Generate => generate::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
