//! What a real Better Auth server answered, step by step: see `tests/conformance/README.md`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;
use signet_auth_server::testing::{TestApp, TestResponse};

use super::{TOKEN, github, use_github};

const FLOW: &str = include_str!("../../../../tests/conformance/exchanges/social-callback.jsonl");

#[derive(Deserialize)]
struct Exchange {
    step: String,
    request: Request,
    response: Response,
}

#[derive(Deserialize)]
struct Request {
    method: String,
    path: String,
    headers: BTreeMap<String, String>,
    body: Option<String>,
}

#[derive(Deserialize)]
struct Response {
    status: u16,
    headers: BTreeMap<String, serde_json::Value>,
    body: String,
}

#[tokio::test]
async fn a_flow_is_answered_as_recorded() {
    let peers = github();
    let tokens = json!({"access_token": "gho_golden_access", "scope": "read:user,user:email"});
    peers.answer(TOKEN, 200, tokens);
    let app = TestApp::with(|options| use_github(options, &peers)).await;
    let mut live = Live::default();
    let mut steps = 0;
    for line in FLOW.lines() {
        let Exchange { step, request, response } = serde_json::from_str(line).unwrap();
        let answer = send(&app, &live, &request).await;
        live.learn(&response, &answer);
        assert_eq!(answer.status, response.status, "{step}");
        assert_eq!(
            without_dates(&answer.text()),
            without_dates(&live.of(&response.body)),
            "{step}"
        );
        for (name, value) in &response.headers {
            if ["connection", "date", "set-cookie", "transfer-encoding"].contains(&name.as_str()) {
                continue;
            }
            assert_eq!(answer.header(name), live.of(value.as_str().unwrap()), "{step}: {name}");
        }
        let cookies: Vec<_> = set_cookies(&response).iter().map(|one| live.of(one)).collect();
        assert_eq!(answer.set_cookies(), cookies, "{step}");
        steps += 1;
    }
    assert_eq!(steps, 22);
}

async fn send(app: &TestApp, live: &Live, recorded: &Request) -> TestResponse {
    let path = live.of(&recorded.path);
    let mut request = app.anonymous().request(&recorded.method, "").at(&path).without("origin");
    for name in ["accept", "cookie", "origin", "user-agent"] {
        if let Some(value) = recorded.headers.get(name) {
            request = request.header(name, live.of(value));
        }
    }
    if let Some(body) = &recorded.body {
        request = request.body("application/json", live.of(body));
    }
    request.send().await
}

/// The live value of each random one that was recorded.
#[derive(Default)]
struct Live(BTreeMap<String, String>);

impl Live {
    fn learn(&mut self, recorded: &Response, live: &TestResponse) {
        self.learn_pairs(random_texts(&recorded.body), random_texts(&live.text()));
        let cookies = set_cookies(recorded).join("\n");
        let live_cookies = live.set_cookies().join("\n");
        self.learn_pairs(tokens(&cookies), tokens(&live_cookies));
        self.learn_pairs(signatures(&cookies), signatures(&live_cookies));
    }

    fn learn_pairs(&mut self, recorded: Vec<String>, live: Vec<String>) {
        for (recorded, live) in recorded.into_iter().zip(live) {
            self.0.entry(recorded).or_insert(live);
        }
    }

    fn of(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (recorded, live)| text.replace(recorded, live))
    }
}

fn set_cookies(recorded: &Response) -> Vec<&str> {
    let cookies = recorded.headers.get("set-cookie").and_then(|value| value.as_array());
    cookies.into_iter().flatten().filter_map(|cookie| cookie.as_str()).collect()
}

/// Ids, tokens and states have 32 characters, code challenges have 43.
fn random_texts(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    words.filter(|word| [32, 43].contains(&word.len())).map(str::to_owned).collect()
}

fn tokens(cookies: &str) -> Vec<String> {
    // A part of a signature can be as long as a token.
    signed(cookies).flat_map(|(token, _)| random_texts(token)).collect()
}

fn signatures(cookies: &str) -> Vec<String> {
    signed(cookies).map(|(_, signature)| signature.to_owned()).collect()
}

/// The values of cookies, and their signatures.
fn signed(cookies: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = cookies.lines().filter_map(|cookie| cookie.split_once("; "));
    pairs.filter_map(|(pair, _)| pair.split_once('=')?.1.split_once('.'))
}

fn without_dates(text: &str) -> String {
    let parts = text.split('"').map(|part| {
        let is_date = part.len() == 24 && part.ends_with('Z') && part.contains('T');
        if is_date { "<date>" } else { part }
    });
    parts.collect::<Vec<_>>().join("\"")
}
