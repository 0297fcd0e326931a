use std::collections::VecDeque;
use std::sync::Mutex;

use axum::body::Bytes;
use axum::http::{Request, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use url::Url;

use super::recording::{Answer, Case, Exchange, Recorded};
use crate::http_client::{HttpClientError, HttpFuture, HttpTransport};

/// Answers what was asked in the recording, in its order, and nothing else but for keys.
pub(super) struct Replay {
    expected: Mutex<VecDeque<Exchange>>,
    complaints: Mutex<Vec<String>>,
    keys: Value,
    keys_at: Option<String>,
}

impl Replay {
    pub(super) fn new(case: &Case, keys: &[Value], keys_at: Option<String>) -> Self {
        Self {
            expected: Mutex::new(case.exchanges.clone()),
            complaints: Mutex::default(),
            keys: json!({ "keys": keys }),
            keys_at,
        }
    }

    /// What was asked otherwise, and what was not asked.
    pub(super) fn complaints(&self) -> Vec<String> {
        let mut complaints = std::mem::take(&mut *self.complaints.lock().unwrap());
        let left = self.expected.lock().unwrap();
        complaints.extend(left.iter().map(|left| format!("did not ask {}", left.request.url)));
        complaints
    }

    fn answer(&self, request: &Request<Bytes>) -> Option<Answer> {
        let mut expected = self.expected.lock().unwrap();
        let url = request.uri().to_string();
        let is_next = expected.front().is_some_and(|next| same_url(&next.request.url, &url));
        if !is_next && self.keys_at.as_ref() == Some(&url) {
            return Some(Answer { status: 200, body: Some(self.keys.clone()), bytes: None });
        }
        if !is_next {
            self.complaints.lock().unwrap().push(format!("asked {url}"));
            return None;
        }
        let next = expected.pop_front()?;
        self.complaints.lock().unwrap().extend(next.request.compare(request));
        Some(next.answer)
    }
}

impl HttpTransport for Replay {
    fn send(&self, request: Request<Bytes>) -> HttpFuture<'_> {
        let answer = self.answer(&request);
        Box::pin(async move {
            let answer = answer.ok_or(HttpClientError::Timeout)?;
            let body = match (&answer.bytes, &answer.body) {
                (Some(bytes), _) => STANDARD.decode(bytes).unwrap(),
                (None, Some(body)) => body.to_string().into_bytes(),
                (None, None) => b"{}".to_vec(),
            };
            Ok(Response::builder().status(answer.status).body(body.into()).unwrap())
        })
    }
}

impl Recorded {
    fn compare(&self, request: &Request<Bytes>) -> Vec<String> {
        let mut complaints = Vec::new();
        let mut differ = |what: &str, ours: &str, theirs: &str| {
            if ours != theirs {
                complaints.push(format!("{what} {ours}\n      not {theirs}"));
            }
        };
        differ("method", request.method().as_str(), &self.method);
        differ("body", std::str::from_utf8(request.body()).unwrap(), &self.body);
        let ours = |name: &str| {
            let value = request.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        for (name, theirs) in &self.headers {
            let theirs = theirs.as_str().unwrap();
            differ(name, &ours(name), theirs.split(';').next().unwrap());
        }
        if !self.headers.contains_key("authorization") {
            differ("authorization", &ours("authorization"), "");
        }
        complaints
    }
}

/// Whether two addresses are the same but for what is percent-encoded without need.
fn same_url(theirs: &str, ours: &str) -> bool {
    let parts = |url: &str| {
        let url = Url::parse(url).unwrap();
        let path = percent_decode_str(url.path()).decode_utf8().unwrap().into_owned();
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        (url.origin(), path, pairs)
    };
    parts(theirs) == parts(ours)
}
