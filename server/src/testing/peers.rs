use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use axum::http::{Request, Response};
use serde_json::Value;

use crate::{HttpFuture, HttpTransport};

/// The servers of others, as far as a test has them answer. Whatever else is asked gets 404.
#[derive(Clone, Default)]
pub struct Peers {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    answers: BTreeMap<String, Answer>,
    asked: Vec<PeerRequest>,
}

#[derive(Clone)]
enum Answer {
    Json(u16, Value),
    Never,
}

/// A request that a test's peers were sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerRequest {
    /// Method and address, such as `GET https://api.github.com/user`.
    pub target: String,
    /// The `Authorization` header.
    pub authorization: Option<String>,
    /// The body.
    pub body: String,
}

impl Peers {
    /// Answers requests for a target, such as `GET https://api.github.com/user`, whatever their
    /// query.
    pub fn answer(&self, target: &str, status: u16, body: Value) {
        self.shared().answers.insert(target.to_owned(), Answer::Json(status, body));
    }

    /// Never answers requests for a target.
    pub fn hang(&self, target: &str) {
        self.shared().answers.insert(target.to_owned(), Answer::Never);
    }

    /// The requests since the last call.
    pub fn asked(&self) -> Vec<PeerRequest> {
        std::mem::take(&mut self.shared().asked)
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HttpTransport for Peers {
    #[expect(clippy::expect_used, reason = "a test has nobody to report to")]
    fn send(&self, request: Request<Bytes>) -> HttpFuture<'_> {
        let target = format!("{} {}", request.method(), request.uri());
        let key = target.split('?').next().unwrap_or_default().to_owned();
        let authorization = request.headers().get("authorization");
        let authorization = authorization.and_then(|value| value.to_str().ok()).map(str::to_owned);
        let body = String::from_utf8_lossy(request.body()).into_owned();
        let mut shared = self.shared();
        shared.asked.push(PeerRequest { target, authorization, body });
        let answer = shared.answers.get(&key).cloned();
        drop(shared);
        Box::pin(async move {
            let (status, body) = match answer {
                Some(Answer::Json(status, body)) => (status, body),
                Some(Answer::Never) => std::future::pending().await,
                None => (404, Value::Null),
            };
            let body = Bytes::from(body.to_string());
            Ok(Response::builder().status(status).body(body).expect("a response"))
        })
    }
}
