use url::Url;

use crate::db::{DatabaseError, ErrorKind};

/// Twice what one `signet` needs to keep a small server busy; a hundred is what PostgreSQL and
/// MySQL accept by themselves, for everybody.
const MAX_CONNECTIONS: usize = 20;

/// The address of a server, without what is meant for us.
pub(crate) struct ServerUrl {
    pub(crate) url: Url,
    pub(crate) max_connections: usize,
}

impl ServerUrl {
    /// Reads a URL. Its parameter `max_connections` is ours, all others are the driver's.
    pub(crate) fn parse(text: &str) -> Result<Self, DatabaseError> {
        let refused = |message| DatabaseError::new(ErrorKind::UnsupportedUrl, message);
        let mut url = Url::parse(text)
            .map_err(|error| refused("the URL of the database can't be read").caused_by(error))?;
        let mut max_connections = MAX_CONNECTIONS;
        let mut others = Vec::new();
        for (key, value) in url.query_pairs() {
            if key == "max_connections" {
                max_connections =
                    value.parse().ok().filter(|count| (1..=1000).contains(count)).ok_or_else(
                        || refused("max_connections must be a number from 1 to 1000"),
                    )?;
            } else {
                others.push((key.into_owned(), value.into_owned()));
            }
        }
        url.set_query(None);
        if !others.is_empty() {
            url.query_pairs_mut().extend_pairs(others);
        }
        if matches!(url.path(), "" | "/") && !url.query_pairs().any(|(key, _)| key == "dbname") {
            return Err(refused("the URL names no database: add its name after the host"));
        }
        Ok(Self { url, max_connections })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_of_connections_is_taken_off_the_url() {
        let parsed = ServerUrl::parse("postgres://a:b@h/app?max_connections=3&sslmode=require");
        let parsed = parsed.unwrap();
        assert_eq!(parsed.max_connections, 3);
        assert_eq!(parsed.url.as_str(), "postgres://a:b@h/app?sslmode=require");
        let parsed = ServerUrl::parse("mysql://h/app?max_connections=3").unwrap();
        assert_eq!(parsed.url.as_str(), "mysql://h/app");
        assert_eq!(ServerUrl::parse("mysql://h/app").unwrap().max_connections, MAX_CONNECTIONS);
    }

    #[test]
    fn a_url_that_names_no_database_or_a_wrong_limit_is_refused_without_its_password() {
        for url in [
            "postgres://me:hunter2@h",
            "postgres://me:hunter2@h/",
            "postgres://me:hunter2@h:port/app",
            "postgres://me:hunter2@h/app?max_connections=0",
            "postgres://me:hunter2@h/app?max_connections=many",
        ] {
            let error = ServerUrl::parse(url).map(|_| ()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnsupportedUrl, "{url}");
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        }
    }
}
