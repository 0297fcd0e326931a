//! `cargo xtask test`: everything, or the named parts.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::ValueEnum;

use crate::npm::Workspace;
use crate::package::{self, Package};
use crate::process::{cargo, execute};
use crate::{demo, server_package, setup, workspace};

/// Options of `test`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// What to test; everything when left out
    parts: Vec<Part>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Format, lints and tests of the Rust crates
    Rust,
    /// The client compiled to wasm and packed, within its budget of bytes
    Wasm,
    /// Format, types and tests of the TypeScript
    Js,
    /// The real Better Auth against Signet in both directions, and recorded exchanges
    Interop,
    /// Sign-on with real identity providers, at Better Auth and at Signet
    Identity,
    /// Every binding and the examples in Chromium
    Browser,
    /// The tarballs: the client's in bundlers and runtimes, the server's with npx
    Packaging,
    /// The mounts and calls of JavaScript servers against the binary, and the example of a plugin
    Servers,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    setup::run_all()?;
    let wanted = |part| options.parts.is_empty() || options.parts.contains(&part);
    if wanted(Part::Rust) {
        rust()?;
    }
    let needs_package = [
        Part::Wasm,
        Part::Js,
        Part::Interop,
        Part::Identity,
        Part::Browser,
        Part::Packaging,
        Part::Servers,
    ];
    if !needs_package.into_iter().any(wanted) {
        return Ok(());
    }
    let package = package::run()?;
    if wanted(Part::Wasm) {
        package.print_sizes()?;
    }
    if wanted(Part::Js) {
        npm_test(&Workspace::new("bindings"), &package)?;
    }
    if wanted(Part::Packaging) {
        server_package::assemble(&demo::server_binary()?, &server_packages())?;
        npm_test(&Workspace::with_package("tests/packaging"), &package)?;
    }
    if wanted(Part::Servers) {
        npm_test(&Workspace::with_package("tests/servers"), &package)?;
        plugin_example(&package)?;
    }
    if wanted(Part::Interop) {
        npm_test(&Workspace::with_package("tests/interop"), &package)?;
    }
    if wanted(Part::Identity) {
        npm_test(&Workspace::with_package("tests/identity"), &package)?;
    }
    if wanted(Part::Browser) {
        npm_test(&Workspace::with_package("tests/browser/shims"), &package)?;
        let example = Workspace::with_package("examples/react");
        example.install_with(&package.tarball)?;
        example.script("check", &[])?;
        example.script("build", &[])?;
        npm_test(&Workspace::new("tests/browser/example"), &package)?;
        for name in ["hono", "next"] {
            let example = Workspace::with_package(&format!("examples/{name}"));
            example.install_with(&package.tarball)?;
            example.script("check", &[])?;
            example.script("build", &[("NEXT_TELEMETRY_DISABLED", Path::new("1"))])?;
            npm_test(&Workspace::new(&format!("tests/browser/{name}")), &package)?;
        }
    }
    println!("\nEvery test passed.");
    Ok(())
}

fn rust() -> Result<()> {
    execute(cargo().args(["fmt", "--all", "--check"]))?;
    let lint = ["clippy", "--all-features"];
    let deny = ["--", "--deny", "warnings"];
    execute(cargo().args(lint).args(["--workspace", "--all-targets"]).args(deny))?;
    let client = ["--package", "signet-auth", "--target", "wasm32-unknown-unknown"];
    execute(cargo().args(lint).args(client).args(deny))?;
    execute(cargo().args(["test", "--workspace", "--all-features", "--no-fail-fast"]))?;
    // What was just tested on SQLite, on the others.
    let tests = ["--test", "stores", "--test", "routes", "--no-fail-fast"];
    for database in ["postgres", "mysql"] {
        let mut command = cargo();
        command.args(["test", "--package", "signet-auth-server", "--all-features"]).args(tests);
        execute(command.env("SIGNET_TEST_DATABASE", database))?;
    }
    // And with sessions in Redis.
    let mut command = cargo();
    command.args(["test", "--package", "signet-auth-server", "--all-features", "--test", "routes"]);
    execute(command.env("SIGNET_TEST_STORAGE", "redis"))
}

fn npm_test(workspace: &Workspace, package: &Package) -> Result<()> {
    let signet = demo::server_binary()?;
    workspace.install_with(&package.tarball)?;
    workspace.script(
        "test",
        &[
            ("SIGNET_BIN", &signet),
            ("SIGNET_TARBALL", &package.tarball),
            ("SIGNET_PACKAGE", &package.folder),
            ("SIGNET_SERVER_PACKAGES", &server_packages()),
        ],
    )
}

/// The client's half of the example of a plugin, at the server that has the other half.
fn plugin_example(package: &Package) -> Result<()> {
    execute(cargo().args(["build", "--package", "plugin-example"]))?;
    let program = workspace::target().join("debug/plugin-example");
    let client = Workspace::with_package("examples/plugin/client");
    client.install_with(&package.tarball)?;
    client.script("test", &[("PLUGIN_EXAMPLE_BIN", &program)])
}

/// Where the packages of the server lie that are tested, which hold the program for debugging: the
/// other takes minutes to build.
fn server_packages() -> PathBuf {
    workspace::target().join("npm/tested")
}
