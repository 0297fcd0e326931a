use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use signet_auth_server::db::Database;
use signet_auth_server::options::Secret;

use crate::failure::Failure;
use crate::secret;

/// The secret that is kept beside the database, which is made when there is none.
pub(super) fn load_or_make(database: &Database) -> Result<Secret, Failure> {
    let Some(database) = database.file() else {
        tracing::warn!("no secret is configured: sessions end when this process ends");
        return parse(secret::generate()?, Path::new("the secret"));
    };
    let mut path = database.as_os_str().to_owned();
    path.push(".secret");
    let path = PathBuf::from(path);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => make(&path)?,
        Err(error) => {
            return Err(Failure::Configuration(format!(
                "{} can't be read: {error}",
                path.display()
            )));
        }
    };
    tracing::warn!(
        file = %path.display(),
        "no secret is configured: the one in this file is used; set SIGNET_SECRET in production"
    );
    parse(text.trim().to_owned(), &path)
}

fn parse(text: String, path: &Path) -> Result<Secret, Failure> {
    Secret::new(text)
        .map_err(|error| Failure::Configuration(format!("{}: {error}", path.display())))
}

/// Writes a new secret that only this user may read. The file gets its name when it is complete.
fn make(path: &Path) -> Result<String, Failure> {
    let text = secret::generate()?;
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".{}", std::process::id()));
    let write = || {
        let mut file = create_private(Path::new(&draft))?;
        file.write_all(text.as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        // Unlike a rename, a link never replaces the secret of a process that was faster.
        fs::hard_link(&draft, path)
    };
    let linked = write();
    let _ = fs::remove_file(&draft);
    match linked {
        Ok(()) => Ok(text),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => fs::read_to_string(path),
        Err(error) => Err(error),
    }
    .map_err(|error| {
        Failure::Configuration(format!(
            "no secret is configured, and one can't be kept in {}: {error}",
            path.display()
        ))
    })
}

#[cfg(unix)]
fn create_private(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
