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
    if !text.lines().any(holds_secret) {
        return Vec::new();
    }
    vec![error(
        path.display().to_string(),
        "other users of this machine can read a secret or a password in it",
        "Move it into the environment, or make the file readable for one user only: `chmod 600`.",
    )]
}

/// A key for a secret, or a URL with a password.
fn holds_secret(line: &str) -> bool {
    let of_user = |after: &str| {
        let authority = after.split('/').next().unwrap_or_default();
        authority.split_once('@').is_some_and(|(user, _)| user.contains(':'))
    };
    line.trim_start().starts_with("secret") || line.split("://").skip(1).any(of_user)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_a_secret_when_it_names_one_or_a_password() {
        for line in ["secret = \"x\"", "  secrets = []", "url = \"postgres://me:pass@db/app\""] {
            assert!(holds_secret(line), "{line}");
        }
        for line in ["", "url = \"postgres://me@db/app\"", "url = \"https://a.example:8080/x@y\""] {
            assert!(!holds_secret(line), "{line}");
        }
    }
}
