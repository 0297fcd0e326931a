//! The server as npm packages: `signet-auth-server`, and one with the program for this platform.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use crate::process::{cargo, execute, output};
use crate::{npm, setup, workspace};

const NAME: &str = "signet-auth-server";

/// Builds the program as it is shipped and assembles its packages in `target/npm/`.
pub(crate) fn run() -> Result<Vec<PathBuf>> {
    setup::node()?;
    execute(cargo().args(["build", "--release", "--package", NAME, "--bin", "signet"]))?;
    assemble(&workspace::target().join("release/signet"), &workspace::target().join("npm"))
}

/// Assembles `signet-auth-server.tgz` and that of the platform of this machine in a folder.
///
/// # Errors
/// When the table of platforms doesn't have this machine.
pub(crate) fn assemble(program: &Path, folder: &Path) -> Result<Vec<PathBuf>> {
    let templates = workspace::root().join("pkg-templates/server");
    let table = fs::read_to_string(templates.join("platforms.json"))?;
    let platforms: Vec<Value> = serde_json::from_str(&table)?;
    let host = host()?;
    let here = platforms
        .iter()
        .find(|platform| platform["target"] == *host)
        .with_context(|| format!("pkg-templates/server/platforms.json doesn't have {host}"))?;
    let template = fs::read_to_string(templates.join("package.json"))?;
    let template: Map<String, Value> = serde_json::from_str(&template)?;
    let version = version(program)?;

    let mut main = template.clone();
    main.insert("version".into(), json!(version));
    let names = platforms.iter().map(|platform| (package_name(platform), json!(version)));
    main.insert("optionalDependencies".into(), Value::Object(names.collect()));
    let files = ["README.md", "platforms.json", "signet.mjs"].map(|file| templates.join(file));
    let main = pack(folder, NAME, &main, &files)?;

    let name = package_name(here);
    let platform = of_platform(&template, here, &version);
    Ok(vec![main, pack(folder, &name, &platform, &[program.to_owned()])?])
}

/// Prints what the tarballs weigh.
pub(crate) fn print_sizes(tarballs: &[PathBuf]) -> Result<()> {
    for tarball in tarballs {
        let kilobytes = fs::metadata(tarball)?.len().div_ceil(1000);
        println!("{} {kilobytes} kB", tarball.display());
    }
    Ok(())
}

fn package_name(platform: &Value) -> String {
    format!("{NAME}-{}", platform["name"].as_str().unwrap_or_default())
}

/// What a package needs so that npm installs it on its platform only.
fn of_platform(
    template: &Map<String, Value>,
    platform: &Value,
    version: &str,
) -> Map<String, Value> {
    let mut manifest = Map::new();
    let target = &platform["target"].as_str().unwrap_or_default();
    manifest.insert("name".into(), json!(package_name(platform)));
    manifest.insert("version".into(), json!(version));
    manifest.insert("description".into(), json!(format!("The program signet for {target}")));
    manifest.insert("license".into(), template["license"].clone());
    for key in ["os", "cpu", "libc"] {
        if let Some(value) = platform.get(key) {
            manifest.insert(key.into(), json!([value]));
        }
    }
    manifest.insert("exports".into(), json!({ "./signet": "./signet" }));
    // Yarn would leave the program in an archive otherwise.
    manifest.insert("preferUnplugged".into(), json!(true));
    manifest
}

fn pack(
    parent: &Path,
    name: &str,
    manifest: &Map<String, Value>,
    files: &[PathBuf],
) -> Result<PathBuf> {
    let folder = parent.join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("package.json"), serde_json::to_string_pretty(manifest)? + "\n")?;
    let licences = ["LICENSE-APACHE", "LICENSE-MIT"].map(|file| workspace::root().join(file));
    for file in files.iter().chain(&licences) {
        let name = file.file_name().with_context(|| format!("{} is no file", file.display()))?;
        fs::copy(file, folder.join(name)).with_context(|| file.display().to_string())?;
    }
    npm::pack(&folder)
}

/// What the packages are called by is what the program says.
fn version(program: &Path) -> Result<String> {
    let output = Command::new(program).arg("--version").output()?;
    ensure!(output.status.success(), "signet --version: {}", output.status);
    let text = String::from_utf8(output.stdout)?;
    let version =
        text.trim().strip_prefix("signet ").context("signet --version says no version")?;
    Ok(version.to_owned())
}

/// The target of the compiler's own machine.
fn host() -> Result<String> {
    output("rustc", &["-vV"])
        .and_then(|text| text.lines().find_map(|line| line.strip_prefix("host: ").map(Into::into)))
        .context("rustc doesn't name its host")
}
