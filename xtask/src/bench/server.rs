//! The server part: builds both sides as they are shipped and lets `benches/server` load them.

use std::path::PathBuf;
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
    let (signet, bench) = build()?;
    execute(
        Command::new(bench)
            .arg("--signet")
            .arg(signet)
            .arg("--better-auth")
            .arg(peer.folder().join("better-auth.mjs"))
            .args(["--seconds", &seconds.to_string()]),
    )
}

/// Measures with few users and with many.
pub(crate) fn growth(seconds: u64) -> Result<()> {
    anyhow::ensure!(cfg!(target_os = "linux"), "the server is measured through Linux's /proc");
    let (signet, bench) = build()?;
    let seconds = seconds.to_string();
    execute(Command::new(bench).arg("--signet").arg(signet).args([
        "--seconds",
        &seconds,
        "--growth",
        "yes",
    ]))
}

/// The program and the load generator.
fn build() -> Result<(PathBuf, PathBuf)> {
    // Two builds: together, cargo would give each the features that the other asks for.
    execute(cargo().args(["build", "--release", "-p", "signet-auth-server", "--bin", "signet"]))?;
    execute(cargo().args(["build", "--release", "-p", "server-bench"]))?;
    let built = workspace::target().join("release");
    Ok((built.join("signet"), built.join("server-bench")))
}
