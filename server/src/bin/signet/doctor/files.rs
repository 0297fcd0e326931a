//! Who may read the files.

use std::path::{Path, PathBuf};

use super::Check;
use super::finding::{Finding, error, warning};
use super::subject::Subject;

pub(super) const CHECKS: &[Check] = &[secret_file, database_file, configuration_file];

fn secret_file(subject: &Subject) -> Vec<Finding> {
    let Some(database) = subject.database_file() else { return Vec::new() };
    let mut name = database.into_os_string();
    name.push(".secret");
    let path = PathBuf::from(name);
    if !others_may_read(&path) {
        return Vec::new();
    }
    vec![error(
        path.display().to_string(),
        "other users of this machine can read the secret, and sign in as anybody",
        "Make it readable for one user only: `chmod 600`.",
    )]
}

fn database_file(subject: &Subject) -> Vec<Finding> {
    let Some(path) = subject.database_file().filter(|path| others_may_read(path)) else {
        return Vec::new();
    };
    vec![warning(
        path.display().to_string(),
        "other users of this machine can read the database, sessions included",
        "Make it readable for one user only: `chmod 600`.",
    )]
}

fn configuration_file(subject: &Subject) -> Vec<Finding> {
    let Some(path) = subject.file.as_deref().filter(|path| others_may_read(path)) else {
        return Vec::new();
    };
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let holds_secret = text.lines().any(|line| line.trim_start().starts_with("secret"));
    if !holds_secret {
        return Vec::new();
    }
    vec![error(
        path.display().to_string(),
        "other users of this machine can read the secret in it, and sign in as anybody",
        "Move the secret into SIGNET_SECRET, or make the file readable for one user only.",
    )]
}

#[cfg(unix)]
fn others_may_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;

    std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o044 != 0)
}

/// Elsewhere permissions are no bits of the file.
#[cfg(not(unix))]
fn others_may_read(_: &Path) -> bool {
    false
}
