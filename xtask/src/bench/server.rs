//! The server part: builds both sides as they are shipped and lets `benches/server` load them.

use std::process::Command;

use anyhow::Result;

use crate::npm::Workspace;
use crate::process::{cargo, execute};
use crate::{setup, workspace};

/// Measures every case for `seconds`. The load generator is a program of its own because it has to
/// be an optimised one: it shares the cores with what it measures.
pub(crate) fn run(seconds: u64) -> Result<()> {
    anyhow::ensure!(cfg!(target_os = "linux"), "the server is measured through Linux's /proc");
    setup::node()?;
    let peer = Workspace::new("benches/server");
    peer.install()?;
    // Two builds: together, cargo would give each the features that the other asks for.
    execute(cargo().args(["build", "--release", "-p", "signet-auth-server", "--bin", "signet"]))?;
    execute(cargo().args(["build", "--release", "-p", "server-bench"]))?;
    let built = workspace::target().join("release");
    execute(
        Command::new(built.join("server-bench"))
            .arg("--signet")
            .arg(built.join("signet"))
            .arg("--better-auth")
            .arg(peer.folder().join("better-auth.mjs"))
            .args(["--seconds", &seconds.to_string()]),
    )
}
