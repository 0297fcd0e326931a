//! `cargo xtask setup`: installs what is missing, and asks before it uses root.

use std::io::{self, Write};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{execute, output};

const WASM_TARGET: &str = "wasm32-unknown-unknown";
const OLDEST_NODE: u32 = 20;

/// Everything that any command needs.
pub(crate) fn run_all() -> Result<()> {
    wasm_target()?;
    node()?;
    databases()?;
    browser()
}

pub(crate) fn run() -> Result<()> {
    run_all()?;
    for workspace in crate::npm::Workspace::all() {
        workspace.install()?;
    }
    println!("Everything is there.");
    Ok(())
}

/// The Rust target that the client is compiled for, and the sources of its standard library.
pub(crate) fn wasm_target() -> Result<()> {
    let installed = output("rustup", &["target", "list", "--installed"])
        .context("rustup is missing: install Rust from https://rustup.rs")?;
    if !installed.lines().any(|target| target == WASM_TARGET) {
        execute(Command::new("rustup").args(["target", "add", WASM_TARGET]))?;
    }
    let components = output("rustup", &["component", "list", "--installed"]).unwrap_or_default();
    if !components.lines().any(|component| component == "rust-src") {
        execute(Command::new("rustup").args(["component", "add", "rust-src"]))?;
    }
    Ok(())
}

/// Node.js with npm. Which way of installing it suits a machine is its owner's choice.
pub(crate) fn node() -> Result<()> {
    let found = output("node", &["--version"]).unwrap_or_default();
    let major =
        found.trim_start_matches('v').split('.').next().and_then(|text| text.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) || output("npm", &["--version"]).is_none() {
        bail!(
            "Node.js {OLDEST_NODE} or newer with npm is needed, found {found:?}: https://nodejs.org"
        );
    }
    Ok(())
}

/// Debian's Chromium, which the browser tests drive.
pub(crate) fn browser() -> Result<()> {
    debian_package("chromium", output("chromium", &["--version"]).is_some())
}

/// The servers that the tests of the other databases start.
pub(crate) fn databases() -> Result<()> {
    let postgres = output("initdb", &["--version"]).is_some()
        || std::fs::read_dir("/usr/lib/postgresql").is_ok_and(|mut folder| folder.next().is_some());
    debian_package("postgresql", postgres)?;
    let mariadb = ["mariadbd", "/usr/sbin/mariadbd"]
        .into_iter()
        .any(|program| output(program, &["--version"]).is_some());
    debian_package("mariadb-server", mariadb)?;
    debian_package("redis-server", output("redis-server", &["--version"]).is_some())
}

fn debian_package(name: &str, is_there: bool) -> Result<()> {
    if is_there {
        return Ok(());
    }
    if output("apt-get", &["--version"]).is_none() {
        bail!("`{name}` is not on PATH and there is no apt-get: install it by hand");
    }
    let root = output("id", &["-u"]).as_deref() == Some("0");
    if !root && std::env::var_os("CI").is_none() {
        confirm(&format!("{name} is missing. Install it with `sudo apt-get install {name}`?"))?;
    }
    let apt = |arguments: &[&str]| {
        let mut command = Command::new(if root { "apt-get" } else { "sudo" });
        if !root {
            command.arg("apt-get");
        }
        execute(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update", "--quiet"])?;
    apt(&["install", "--yes", "--quiet", "--no-install-recommends", name])
}

fn confirm(question: &str) -> Result<()> {
    print!("{question} [y/N] ");
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    if !matches!(answer.trim(), "y" | "Y" | "yes") {
        bail!("not installed");
    }
    Ok(())
}
