//! Requests to other servers.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;
use std::{fmt, io};

use axum::body::Bytes;
use axum::http::{HeaderValue, Request, Response, Uri};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_rustls::{ConfigBuilderExt, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use percent_encoding::percent_decode_str;
use url::Url;

/// How long it may take until a server is reached, whatever the whole request may take.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// Connections that are kept open to one server while nobody uses them, and for how long.
const IDLE_CONNECTIONS: usize = 16;
const IDLE_TIME: Duration = Duration::from_secs(60);

/// What sends requests to other servers: providers of identities, webhooks.
///
/// An implementation must not follow redirects: what a request holds is meant for the server that
/// it names.
pub trait HttpTransport: Send + Sync {
    /// Sends a request, whose address is absolute, and reads the answer.
    fn send(&self, request: Request<Bytes>) -> HttpFuture<'_>;
}

/// An answer on its way.
pub type HttpFuture<'t> =
    Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpClientError>> + Send + 't>>;

/// A client for `http:` and `https:` that follows no redirect and keeps connections open for the
/// next request. Certificates are checked against those of the machine, which are read with the
/// first request, so that a client costs nothing before.
pub struct HttpClient {
    inner: OnceLock<Inner>,
    options: HttpClientOptions,
}

/// Limits of a [`HttpClient`], and the way that its requests take.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HttpClientOptions {
    /// After this time a request is given up. Default: 10 seconds.
    pub time_limit: Duration,
    /// The longest answer, in bytes. Default: 1 MiB.
    pub body_limit: usize,
    /// A proxy that all requests go through (`CONNECT`). Default: none.
    pub proxy: Option<Proxy>,
}

/// A proxy that tunnels connections (RFC 9110, section 9.3.6).
#[derive(Clone)]
pub struct Proxy {
    address: Uri,
    authorization: Option<HeaderValue>,
}

/// No answer came.
#[derive(Debug)]
#[non_exhaustive]
pub enum HttpClientError {
    /// The machine has no certificates of authorities.
    Certificates(io::Error),
    /// The server could not be reached, or broke off.
    Connection(Box<dyn std::error::Error + Send + Sync>),
    /// The server took too long.
    Timeout,
    /// The answer is longer than the limit.
    TooLarge,
}

enum Inner {
    Direct(Client<HttpsConnector<HttpConnector>, Full<Bytes>>),
    Proxied(Client<HttpsConnector<Tunnel<HttpConnector>>, Full<Bytes>>),
}

impl Default for HttpClientOptions {
    fn default() -> Self {
        Self { time_limit: Duration::from_secs(10), body_limit: 1024 * 1024, proxy: None }
    }
}

impl HttpClient {
    /// A client with these limits.
    pub fn new(options: HttpClientOptions) -> Self {
        Self { inner: OnceLock::new(), options }
    }

    /// Sends a request and gives the status of the answer, whose body is not read.
    ///
    /// # Errors
    /// When no answer came in time.
    #[cfg(any(feature = "webhook", test))]
    pub(crate) async fn status(
        &self,
        request: Request<Bytes>,
    ) -> Result<axum::http::StatusCode, HttpClientError> {
        let answer = async { self.inner()?.request(request).await };
        let answer = tokio::time::timeout(self.options.time_limit, answer).await;
        Ok(answer.map_err(|_| HttpClientError::Timeout)??.status())
    }

    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpClientError> {
        let (parts, body) = self.inner()?.request(request).await?.into_parts();
        match Limited::new(body, self.options.body_limit).collect().await {
            Ok(body) => Ok(Response::from_parts(parts, body.to_bytes())),
            Err(error) if error.is::<LengthLimitError>() => Err(HttpClientError::TooLarge),
            Err(error) => Err(HttpClientError::Connection(error)),
        }
    }

    fn inner(&self) -> Result<&Inner, HttpClientError> {
        if let Some(inner) = self.inner.get() {
            return Ok(inner);
        }
        let made = connect(&self.options).map_err(HttpClientError::Certificates)?;
        Ok(self.inner.get_or_init(|| made))
    }
}

impl HttpTransport for HttpClient {
    fn send(&self, request: Request<Bytes>) -> HttpFuture<'_> {
        Box::pin(async move {
            let answer = self.exchange(request);
            match tokio::time::timeout(self.options.time_limit, answer).await {
                Ok(answer) => answer,
                Err(_) => Err(HttpClientError::Timeout),
            }
        })
    }
}

impl Inner {
    async fn request(
        &self,
        request: Request<Bytes>,
    ) -> Result<Response<hyper::body::Incoming>, HttpClientError> {
        let request = request.map(Full::new);
        let answer = match self {
            Self::Direct(client) => client.request(request).await,
            Self::Proxied(client) => client.request(request).await,
        };
        answer.map_err(|error| HttpClientError::Connection(error.into()))
    }
}

impl Proxy {
    /// Reads an address, such as `http://user:password@proxy.internal:3128`.
    pub fn parse(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok().filter(|url| url.scheme() == "http")?;
        let authorization = match (url.username(), url.password()) {
            ("", None) => None,
            (user, password) => {
                let decode = |text| percent_decode_str(text).decode_utf8().ok();
                let password = decode(password.unwrap_or_default())?;
                let pair = STANDARD.encode(format!("{}:{password}", decode(user)?));
                let mut value = HeaderValue::try_from(format!("Basic {pair}")).ok()?;
                value.set_sensitive(true);
                Some(value)
            }
        };
        let port = url.port_or_known_default()?;
        let address = format!("http://{}:{port}", url.host_str()?).parse().ok()?;
        Some(Self { address, authorization })
    }

    /// Host and port, without any password.
    pub fn host_and_port(&self) -> Option<(&str, u16)> {
        let host = self.address.host()?.trim_start_matches('[').trim_end_matches(']');
        Some((host, self.address.port_u16()?))
    }
}

fn connect(options: &HttpClientOptions) -> io::Result<Inner> {
    // Named: with several in one program, rustls would have no default and panic.
    let provider = rustls::crypto::ring::default_provider();
    let tls = rustls::ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_native_roots()?
        .with_no_client_auth();
    let https = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1();
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_connect_timeout(Some(CONNECT_LIMIT));
    let mut client = Client::builder(TokioExecutor::new());
    client.pool_max_idle_per_host(IDLE_CONNECTIONS);
    client.pool_idle_timeout(IDLE_TIME).pool_timer(TokioTimer::new());
    Ok(match &options.proxy {
        None => Inner::Direct(client.build(https.wrap_connector(tcp))),
        Some(proxy) => {
            let mut tunnel = Tunnel::new(proxy.address.clone(), tcp);
            if let Some(authorization) = &proxy.authorization {
                tunnel = tunnel.with_auth(authorization.clone());
            }
            Inner::Proxied(client.build(https.wrap_connector(tunnel)))
        }
    })
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient").field("options", &self.options).finish_non_exhaustive()
    }
}

/// A password is not shown.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Proxy").field(&self.address).finish()
    }
}

impl fmt::Display for HttpClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificates(_) => "no certificates of authorities on this machine",
            Self::Connection(_) => "the server could not be reached",
            Self::Timeout => "the server did not answer in time",
            Self::TooLarge => "the answer of the server is too long",
        })
    }
}

impl std::error::Error for HttpClientError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Certificates(error) => Some(error),
            Self::Connection(error) => Some(&**error),
            Self::Timeout | Self::TooLarge => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// A server that answers one connection with these bytes, and tells what it was sent.
    async fn server(answer: &'static [u8]) -> (String, tokio::task::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let told = tokio::spawn(async move {
            let (mut connection, _) = listener.accept().await.unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(connection.read_u8().await.unwrap());
            }
            connection.write_all(answer).await.unwrap();
            String::from_utf8(head).unwrap()
        });
        (address, told)
    }

    fn get(url: &str) -> Request<Bytes> {
        Request::get(url).body(Bytes::new()).unwrap()
    }

    #[tokio::test]
    async fn a_server_that_does_not_answer_is_given_up() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let time_limit = Duration::from_millis(50);
        let client = HttpClient::new(HttpClientOptions { time_limit, ..Default::default() });
        let error = client.send(get(&url)).await.unwrap_err();
        assert!(matches!(error, HttpClientError::Timeout), "{error}");
        let error = client.status(get(&url)).await.unwrap_err();
        assert!(matches!(error, HttpClientError::Timeout), "{error}");
    }

    #[tokio::test]
    async fn an_answer_that_never_ends_is_given_up() {
        let (address, _told) = server(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf").await;
        let time_limit = Duration::from_millis(300);
        let client = HttpClient::new(HttpClientOptions { time_limit, ..Default::default() });
        client.send(get(&format!("http://{address}/"))).await.unwrap_err();
    }

    #[tokio::test]
    async fn an_answer_that_is_too_long_is_given_up() {
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n123456";
        let limited = |body_limit| {
            HttpClient::new(HttpClientOptions { body_limit, ..HttpClientOptions::default() })
        };
        let (address, _told) = server(answer).await;
        let error = limited(5).send(get(&format!("http://{address}/"))).await.unwrap_err();
        assert!(matches!(error, HttpClientError::TooLarge), "{error}");
        let (address, _told) = server(answer).await;
        let answer = limited(6).send(get(&format!("http://{address}/"))).await.unwrap();
        assert_eq!(&answer.body()[..], b"123456");
    }

    #[tokio::test]
    async fn redirects_are_not_followed() {
        let (address, _told) = server(
            b"HTTP/1.1 307 Away\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
        )
        .await;
        let client = HttpClient::new(HttpClientOptions::default());
        let answer = client.send(get(&format!("http://{address}/"))).await.unwrap();
        assert_eq!(answer.status(), 307);
    }

    #[tokio::test]
    async fn requests_go_through_the_proxy() {
        let (address, told) = server(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n").await;
        let proxy = Proxy::parse(&format!("http://me:p%40ss@{address}"));
        assert!(!format!("{proxy:?}").contains("p@ss"));
        let client = HttpClient::new(HttpClientOptions { proxy, ..HttpClientOptions::default() });
        client.send(get("https://provider.example/token")).await.unwrap_err();
        let head = told.await.unwrap();
        assert!(head.starts_with("CONNECT provider.example:443 HTTP/1.1\r\n"), "{head}");
        assert!(head.contains("Basic bWU6cEBzcw=="), "{head}");
    }

    #[test]
    fn what_is_no_address_of_a_proxy_is_refused() {
        for address in ["", "proxy:3128", "https://proxy", "socks5://proxy", "http://a%ff@proxy"] {
            assert!(Proxy::parse(address).is_none(), "{address}");
        }
    }
}
