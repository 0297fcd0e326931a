//! The client as WebAssembly: compiled, bound and optimised into `target/wasm/`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::npm::Workspace;
use crate::process::{cargo, execute};
use crate::{setup, workspace};

/// What every browser of the last years has. Naming the features keeps wasm-opt from using others.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-sign-ext",
];

/// Builds `signet_auth.js` and `signet_auth_bg.wasm` and returns their folder.
pub(crate) fn build() -> Result<PathBuf> {
    setup::wasm_target()?;
    execute(
        cargo()
            .args(["rustc", "--package", "signet-auth", "--lib", "--features", "js"])
            .args([
                "--target",
                "wasm32-unknown-unknown",
                "--profile",
                "wasm",
                "--crate-type",
                "cdylib",
            ])
            .env("CARGO_ENCODED_RUSTFLAGS", paths_out_of_panic_messages()),
    )?;
    let target = workspace::target();
    let compiled = target.join("wasm32-unknown-unknown/wasm/signet_auth.wasm");
    let folder = target.join("wasm-bindgen");
    Bindgen::new()
        .input_path(compiled)
        .web(true)?
        .typescript(true)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&folder)
        .context("wasm-bindgen")?;
    optimise(&folder.join("signet_auth_bg.wasm"))?;
    Ok(folder)
}

fn optimise(module: &Path) -> Result<()> {
    let bindings = Workspace::new("bindings");
    bindings.install()?;
    let optimised = module.with_extension("wasm.optimised");
    execute(
        Command::new(bindings.folder().join("node_modules/.bin/wasm-opt"))
            .args(FEATURES)
            .args(["-Oz", "--converge", "--strip-debug", "--strip-producers"])
            .arg(module)
            .arg("-o")
            .arg(&optimised),
    )?;
    fs::rename(optimised, module)?;
    Ok(())
}

/// Shortens the paths that panic locations carry: they cost bytes and name the machine.
fn paths_out_of_panic_messages() -> OsString {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
    let mut flags = OsString::from("--remap-path-prefix=");
    flags.push(workspace::root());
    flags.push("=.");
    if let Some(home) = home {
        flags.push("\u{1f}--remap-path-prefix=");
        flags.push(home);
        flags.push("=~");
    }
    flags
}
