//! The client as WebAssembly: compiled, bound and optimised.
//!
//! The standard library is compiled along, so that a panic aborts at once: the messages that it
//! would print, and the code that formats them, are a quarter of the module otherwise. Cargo calls
//! this unstable (`-Zbuild-std`), hence `RUSTC_BOOTSTRAP` for this one command and the pinned
//! compiler in `rust-toolchain.toml`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::npm::Workspace;
use crate::process::{cargo, execute};
use crate::{names, setup, workspace};

const TARGET: &str = "wasm32-unknown-unknown";

/// What every browser of the last years has. Naming the features keeps wasm-opt from using others.
const FEATURES: [&str; 4] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
];

/// Flags for a module that prints nothing when it panics.
const FLAGS: [&str; 5] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zfmt-debug=none",
    // Values of the host as numbers into a table in the glue: 0.6 kB less than as references.
    "-Ctarget-feature=-reference-types,-multivalue",
];

/// A crate whose feature `js` is its boundary for JavaScript.
#[derive(Clone, Copy)]
pub(crate) enum Module {
    /// The client itself.
    Client,
    /// What opens cached sessions on servers.
    CookieCache,
}

impl Module {
    fn package(self) -> &'static str {
        match self {
            Self::Client => "signet-auth",
            Self::CookieCache => "signet-auth-cookie-cache",
        }
    }

    /// What its files are called.
    fn stem(self) -> String {
        self.package().replace('-', "_")
    }
}

/// Compiles a module and returns where it is, neither bound nor optimised yet.
pub(crate) fn compile(module: Module) -> Result<PathBuf> {
    setup::wasm_target()?;
    execute(
        cargo()
            .args(["rustc", "--package", module.package(), "--lib", "--features", "js"])
            .args(["--target", TARGET, "--profile", "wasm", "--crate-type", "cdylib"])
            .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"])
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}")),
    )?;
    Ok(workspace::target().join(TARGET).join("wasm").join(module.stem()).with_extension("wasm"))
}

/// Makes `….js` and `…_bg.wasm` of a compiled module and returns their folder, which is that of all
/// modules.
pub(crate) fn bind(module: Module, compiled: &Path) -> Result<PathBuf> {
    let folder = folder();
    Bindgen::new()
        .input_path(compiled)
        .web(true)?
        .typescript(true)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&folder)
        .context("wasm-bindgen")?;
    optimise(&folder, &module.stem())?;
    Ok(folder)
}

/// Forgets what was bound before: it would be packed along.
pub(crate) fn forget_bound() -> Result<()> {
    if folder().exists() {
        fs::remove_dir_all(folder())?;
    }
    Ok(())
}

fn folder() -> PathBuf {
    workspace::target().join("wasm-bindgen")
}

fn optimise(folder: &Path, stem: &str) -> Result<()> {
    let module = &folder.join(format!("{stem}_bg.wasm"));
    let bindings = Workspace::new("bindings");
    bindings.install()?;
    let wasm_opt = bindings.folder().join("node_modules/.bin/wasm-opt");
    let optimised = module.with_extension("wasm.optimised");
    execute(
        Command::new(&wasm_opt)
            .args(FEATURES)
            // Larger functions with one caller stay apart: they compress better so.
            .args(["-Oz", "--converge", "--one-caller-inline-max-function-size=60"])
            .args(["--strip-debug", "--strip-producers"])
            .arg(module)
            .arg("-o")
            .arg(&optimised),
    )?;
    fs::rename(&optimised, module)?;
    let printed = Command::new(&wasm_opt)
        .args(FEATURES)
        .arg("--minify-imports-and-exports-and-modules")
        .arg(module)
        .arg("-o")
        .arg(&optimised)
        .output()
        .context("wasm-opt")?;
    ensure!(printed.status.success(), "wasm-opt: {}", String::from_utf8_lossy(&printed.stderr));
    fs::rename(&optimised, module)?;
    names::follow(folder, stem, &String::from_utf8(printed.stdout)?)
}
