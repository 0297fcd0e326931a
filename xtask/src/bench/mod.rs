//! `cargo xtask bench`: Signet beside Better Auth, measured on this machine.

mod client;
mod server;

use anyhow::Result;

use crate::package;

/// Options of `bench`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// What to measure; everything when none is named
    parts: Vec<Part>,
    /// How long each of the server's cases is measured
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Requests per second, latency, CPU and memory of the server
    Server,
    /// Whether the server's cost of a request grows with the number of users; fills a database of
    /// some gigabytes in the temporary folder
    Growth,
    /// Time until a page knows its session, for each way in which the WebAssembly can arrive
    Client,
    /// Bytes of the client
    Size,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let wanted = |part| options.parts.is_empty() || options.parts.contains(&part);
    if wanted(Part::Server) {
        server::run(options.seconds)?;
    }
    if wanted(Part::Growth) {
        server::growth(options.seconds)?;
    }
    if wanted(Part::Client) {
        client::run()?;
    }
    if wanted(Part::Size) {
        package::run()?.print_sizes()?;
    }
    Ok(())
}
