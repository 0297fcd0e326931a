//! The JavaScript workspaces: each has its own `package-lock.json`.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process::execute;
use crate::workspace;

/// A folder with a `package.json` and a lock file.
pub(crate) struct Workspace {
    folder: PathBuf,
    needs_package: bool,
}

impl Workspace {
    /// A workspace that stands on npm packages alone.
    pub(crate) fn new(folder: &str) -> Self {
        Self { folder: workspace::root().join(folder), needs_package: false }
    }

    /// A workspace that also uses `signet-auth`, installed from its tarball as a user would.
    pub(crate) fn with_package(folder: &str) -> Self {
        Self { folder: workspace::root().join(folder), needs_package: true }
    }

    /// All of them.
    pub(crate) fn all() -> Vec<Self> {
        vec![
            Self::new("bindings"),
            Self::new("benches/client"),
            Self::new("benches/server"),
            Self::with_package("examples/react"),
            Self::with_package("tests/interop"),
            Self::with_package("tests/identity"),
            Self::with_package("tests/packaging"),
            Self::with_package("tests/servers"),
            Self::with_package("examples/hono"),
            Self::with_package("examples/next"),
            Self::with_package("examples/plugin/client"),
            Self::new("tests/browser/example"),
            Self::new("tests/browser/hono"),
            Self::new("tests/browser/next"),
            Self::with_package("tests/browser/shims"),
        ]
    }

    /// Where it lies.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Installs what the lock file names, unless that is there already.
    pub(crate) fn install(&self) -> Result<()> {
        let lock = fs::read(self.folder.join("package-lock.json"))
            .with_context(|| format!("{} has no package-lock.json", self.folder.display()))?;
        self.once("lock", &lock, |npm| npm.args(["ci", "--no-audit", "--no-fund"]))
    }

    /// Installs the packages of the lock file and, where it is used, `signet-auth` from `tarball`.
    pub(crate) fn install_with(&self, tarball: &Path) -> Result<()> {
        self.install()?;
        if !self.needs_package {
            return Ok(());
        }
        let content = fs::read(tarball)?;
        self.once("tarball", &content, |npm| {
            // Not saved: the lock file would then hold the hash of a file that each build makes anew.
            npm.args(["install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund"])
                .arg(tarball)
        })
    }

    /// Runs one of its scripts.
    pub(crate) fn script(&self, name: &str, environment: &[(&str, &Path)]) -> Result<()> {
        let mut npm = self.npm();
        npm.args(["run", "--silent", name]);
        for (key, value) in environment {
            npm.env(key, value);
        }
        println!("# {}", self.folder.strip_prefix(workspace::root())?.display());
        execute(&mut npm)
    }

    fn once(
        &self,
        name: &str,
        content: &[u8],
        arguments: impl FnOnce(&mut Command) -> &mut Command,
    ) -> Result<()> {
        let mut hasher = DefaultHasher::new();
        content.hash(&mut hasher);
        let hash = hasher.finish().to_string();
        let stamp = self.folder.join("node_modules").join(format!(".installed-{name}"));
        if fs::read_to_string(&stamp).is_ok_and(|installed| installed == hash) {
            return Ok(());
        }
        let mut npm = self.npm();
        execute(arguments(&mut npm))?;
        fs::create_dir_all(self.folder.join("node_modules"))?;
        fs::write(stamp, hash)?;
        Ok(())
    }

    fn npm(&self) -> Command {
        let mut npm = Command::new("npm");
        npm.current_dir(&self.folder);
        npm
    }
}

/// Makes a tarball beside the folder of a package, called as the folder, and returns where it is.
pub(crate) fn pack(folder: &Path) -> Result<PathBuf> {
    let parent = folder.parent().context("a package lies in a folder")?;
    let output = Command::new("npm")
        .current_dir(folder)
        .args(["pack", "--silent", "--pack-destination"])
        .arg(parent)
        .output()
        .context("npm pack")?;
    ensure!(output.status.success(), "npm pack: {}", String::from_utf8_lossy(&output.stderr));
    let name = String::from_utf8(output.stdout)?;
    // With the version in its name it would change with every release.
    let tarball = folder.with_extension("tgz");
    fs::rename(parent.join(name.trim()), &tarball)?;
    Ok(tarball)
}
