//! `cargo xtask package`: the npm package as a folder and as a tarball.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::npm::Workspace;
use crate::process::execute;
use crate::{generate, setup, wasm, workspace};

/// The assembled package.
pub(crate) struct Package {
    /// `target/npm/signet-auth/`
    pub(crate) folder: PathBuf,
    /// `target/npm/signet-auth.tgz`
    pub(crate) tarball: PathBuf,
}

/// Builds the client and assembles the package.
pub(crate) fn run() -> Result<Package> {
    setup::node()?;
    generate::run()?;
    let wasm = wasm::build()?;
    let bindings = Workspace::new("bindings");
    bindings.install()?;
    let parent = workspace::target().join("npm");
    let folder = parent.join("signet-auth");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    run_node(&bindings, "build.mjs", |node| {
        node.arg("--wasm").arg(&wasm).arg("--out").arg(&folder)
    })?;

    let output = Command::new("npm")
        .current_dir(&folder)
        .args(["pack", "--silent", "--pack-destination"])
        .arg(&parent)
        .output()
        .context("npm pack")?;
    anyhow::ensure!(
        output.status.success(),
        "npm pack: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let name = String::from_utf8(output.stdout)?;
    let tarball = parent.join("signet-auth.tgz");
    fs::rename(parent.join(name.trim()), &tarball)?;
    Ok(Package { folder, tarball })
}

impl Package {
    /// Prints what every entry weighs, beside Better Auth's.
    pub(crate) fn print_sizes(&self) -> Result<()> {
        let bindings = Workspace::new("bindings");
        run_node(&bindings, "sizes.mjs", |node| node.arg("--package").arg(&self.folder))?;
        println!("{}", self.tarball.display());
        Ok(())
    }
}

fn run_node(
    workspace: &Workspace,
    script: &str,
    arguments: impl FnOnce(&mut Command) -> &mut Command,
) -> Result<()> {
    let mut node = Command::new("node");
    node.current_dir(workspace.folder()).arg(script);
    execute(arguments(&mut node))
}
