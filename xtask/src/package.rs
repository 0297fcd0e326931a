//! `cargo xtask package`: the npm package as a folder and as a tarball.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::npm::Workspace;
use crate::process::execute;
use crate::wasm::Module;
use crate::{generate, npm, setup, wasm, workspace};

/// The assembled package.
pub(crate) struct Package {
    /// `target/npm/signet-auth/`
    pub(crate) folder: PathBuf,
    /// `target/npm/signet-auth.tgz`
    pub(crate) tarball: PathBuf,
}

/// Builds the client and assembles the package, unless that has been done with the same sources.
pub(crate) fn run() -> Result<Package> {
    setup::node()?;
    generate::run()?;
    let compiled = wasm::compile(Module::Client)?;
    let cookie_cache = wasm::compile(Module::CookieCache)?;
    let bindings = Workspace::new("bindings");
    bindings.install()?;
    let parent = workspace::target().join("npm");
    let folder = parent.join("signet-auth");
    let tarball = parent.join("signet-auth.tgz");
    let stamp = parent.join("signet-auth.made-of");
    let made_of = fingerprint(&[&compiled, &cookie_cache])?;
    if tarball.exists() && fs::read_to_string(&stamp).is_ok_and(|before| before == made_of) {
        return Ok(Package { folder, tarball });
    }
    wasm::forget_bound()?;
    let wasm = wasm::bind(Module::Client, &compiled)?;
    wasm::bind(Module::CookieCache, &cookie_cache)?;
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    run_node(&bindings, "build.mjs", |node| {
        node.arg("--wasm").arg(&wasm).arg("--out").arg(&folder)
    })?;

    npm::pack(&folder)?;
    fs::write(stamp, made_of)?;
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

/// A hash of all that the package is made of, the sources of this program included.
fn fingerprint(compiled: &[&Path]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for module in compiled {
        hash_files(module, &mut hasher)?;
    }
    for source in
        ["xtask", "bindings", "pkg-templates", "Cargo.toml", "LICENSE-MIT", "LICENSE-APACHE"]
    {
        hash_files(&workspace::root().join(source), &mut hasher)?;
    }
    Ok(hasher.finish().to_string())
}

fn hash_files(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        entries.retain(|entry| !entry.ends_with("node_modules"));
        entries.sort();
        return entries.iter().try_for_each(|entry| hash_files(entry, hasher));
    }
    path.hash(hasher);
    fs::read(path)?.hash(hasher);
    Ok(())
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
