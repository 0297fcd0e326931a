//! Requests to other servers.

use std::sync::OnceLock;
use std::time::Duration;
use std::{fmt, io};

use axum::body::Bytes;
use axum::http::{Request, StatusCode};
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

type Inner = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// A client for `http:` and `https:` that follows no redirect: what a request holds is meant for
/// the server that it names. Certificates are checked against those of the machine, which are read
/// with the first request, so that a client costs nothing before.
pub(crate) struct HttpClient {
    inner: OnceLock<Inner>,
    time_limit: Duration,
}

/// No answer came.
#[derive(Debug)]
pub(crate) enum HttpClientError {
    /// The machine has no certificates of authorities.
    Certificates(io::Error),
    /// The server could not be reached, or broke off.
    Connection(hyper_util::client::legacy::Error),
    /// The server took too long.
    Timeout,
}

impl HttpClient {
    /// A request is given up after `time_limit`.
    pub(crate) fn new(time_limit: Duration) -> Self {
        Self { inner: OnceLock::new(), time_limit }
    }

    /// Sends a request and gives the status of the answer, whose body is not read.
    ///
    /// # Errors
    /// When no answer came in time.
    pub(crate) async fn status(
        &self,
        request: Request<Full<Bytes>>,
    ) -> Result<StatusCode, HttpClientError> {
        let answer = self.inner()?.request(request);
        match tokio::time::timeout(self.time_limit, answer).await {
            Ok(Ok(answer)) => Ok(answer.status()),
            Ok(Err(error)) => Err(HttpClientError::Connection(error)),
            Err(_) => Err(HttpClientError::Timeout),
        }
    }

    fn inner(&self) -> Result<&Inner, HttpClientError> {
        if let Some(inner) = self.inner.get() {
            return Ok(inner);
        }
        let made = connect().map_err(HttpClientError::Certificates)?;
        Ok(self.inner.get_or_init(|| made))
    }
}

fn connect() -> io::Result<Inner> {
    // Named: with several in one program, rustls would have no default and panic.
    let provider = rustls::crypto::ring::default_provider();
    let connector = HttpsConnectorBuilder::new()
        .with_provider_and_native_roots(provider)?
        .https_or_http()
        .enable_http1()
        .build();
    Ok(Client::builder(TokioExecutor::new()).build(connector))
}

impl fmt::Display for HttpClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificates(_) => "no certificates of authorities on this machine",
            Self::Connection(_) => "the server could not be reached",
            Self::Timeout => "the server did not answer in time",
        })
    }
}

impl std::error::Error for HttpClientError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Certificates(error) => Some(error),
            Self::Connection(error) => Some(error),
            Self::Timeout => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_server_that_does_not_answer_is_given_up() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let client = HttpClient::new(Duration::from_millis(50));
        let request = Request::get(url).body(Full::default()).unwrap();
        let error = client.status(request).await.unwrap_err();
        assert!(matches!(error, HttpClientError::Timeout), "{error}");
    }
}
