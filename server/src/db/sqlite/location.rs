use std::path::PathBuf;

use crate::db::{DatabaseError, ErrorKind};

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Location {
    Memory,
    File(PathBuf),
}

impl Location {
    pub(super) fn parse(url: &str) -> Result<Self, DatabaseError> {
        let path = ["sqlite://", "sqlite:", "file://", "file:"]
            .into_iter()
            .find_map(|scheme| url.strip_prefix(scheme))
            .unwrap_or(url);
        let unsupported =
            |message: &str| Err(DatabaseError::new(ErrorKind::UnsupportedUrl, message));
        match path {
            ":memory:" => Ok(Self::Memory),
            "" => unsupported("the database URL names no file"),
            path if path.contains('?') => {
                unsupported("the URL of an SQLite database takes no parameters")
            }
            path => Ok(Self::File(PathBuf::from(path))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_way_to_name_a_file_is_understood() {
        for (url, path) in [
            ("sqlite://app.db", "app.db"),
            ("sqlite:app.db", "app.db"),
            ("app.db", "app.db"),
            ("./data/app.db", "./data/app.db"),
            ("file:app.db", "app.db"),
            ("sqlite:///var/lib/app.db", "/var/lib/app.db"),
            ("/var/lib/app.db", "/var/lib/app.db"),
        ] {
            assert_eq!(Location::parse(url).unwrap(), Location::File(path.into()), "{url}");
        }
        assert_eq!(Location::parse("sqlite::memory:").unwrap(), Location::Memory);
        assert_eq!(Location::parse(":memory:").unwrap(), Location::Memory);
    }

    #[test]
    fn a_url_without_a_file_or_with_parameters_is_refused() {
        for url in ["", "sqlite:", "sqlite://", "sqlite://app.db?mode=ro"] {
            assert_eq!(
                Location::parse(url).unwrap_err().kind(),
                ErrorKind::UnsupportedUrl,
                "{url}"
            );
        }
    }
}
