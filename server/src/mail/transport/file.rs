use std::io::Write;
use std::path::{Path, PathBuf};

use crate::mail::{Mail, MailError, Mailer, Sending};

/// Appends mails to a file, one JSON object a line, for tests and development. Only its owner may
/// read the file.
#[derive(Debug, Clone)]
pub struct FileMailer {
    path: PathBuf,
}

impl FileMailer {
    /// Appends to this file, which is made with the first mail.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }
}

impl Mailer for FileMailer {
    fn send<'m>(&'m self, mail: &'m Mail) -> Sending<'m> {
        Box::pin(async move {
            let mut line = serde_json::to_vec(mail)
                .map_err(|_| MailError::new("a mail can't be written as JSON"))?;
            line.push(b'\n');
            append(&self.path, &line)
                .map_err(|error| MailError::new(format!("the file of mails: {error}")))
        })
    }
}

/// In one write, so that mails do not run into each other.
fn append(path: &Path, line: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(line)
}
