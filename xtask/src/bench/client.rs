//! The client part: one page in Chromium over a slow connection, with each loader.

use std::process::Command;

use anyhow::Result;

use crate::npm::Workspace;
use crate::process::execute;
use crate::wasm::Module;
use crate::{setup, wasm};

/// Measures with the processor as it is, and as if it were four times slower.
pub(crate) fn run() -> Result<()> {
    setup::node()?;
    setup::browser()?;
    let compiled = wasm::bind(Module::Client, &wasm::compile(Module::Client)?)?;
    let page = Workspace::new("benches/client");
    page.install()?;
    for slowdown in ["1", "4"] {
        println!("Processor slowed down by {slowdown}:");
        execute(
            Command::new("node")
                .current_dir(page.folder())
                .arg("loading.mjs")
                .arg("--wasm")
                .arg(&compiled)
                .args(["--slowdown", slowdown]),
        )?;
    }
    Ok(())
}
