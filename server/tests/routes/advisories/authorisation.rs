use serde_json::{Map, Value, json};
use signet_auth_protocol::describe::Type;
use signet_auth_protocol::{Method, RouteInfo, SessionRequirement, routes};
use signet_auth_server::testing::{TestClient, TestResponse};
use url::form_urlencoded;

use super::everything;

/// Names under which applications and libraries have taken the word of a client for who calls.
const NAMES: &[&str] =
    &["userId", "user_id", "user", "id", "session", "sessionId", "email", "accountId", "token"];

fn needing_a_session() -> impl Iterator<Item = &'static RouteInfo> {
    routes::ALL.iter().filter(|route| route.session != SessionRequirement::None)
}

/// What belongs to a user.
struct Belongings {
    user_id: String,
    account_id: String,
    token: String,
}

impl Belongings {
    async fn of(client: &TestClient) -> Self {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let current = client.get("/get-session").await.json();
        let accounts = client.get("/list-accounts").await.json();
        Self {
            user_id: text(&current["user"]["id"]),
            account_id: text(&accounts[0]["id"]),
            token: text(&current["session"]["token"]),
        }
    }

    fn named(&self, name: &str) -> Value {
        match name {
            "accountId" => json!(self.account_id),
            "token" | "session" | "sessionId" => json!(self.token),
            "email" => json!("ada@example.test"),
            "user" => json!({"id": self.user_id}),
            _ => json!(self.user_id),
        }
    }

    /// An input that is valid, with the values of this user wherever they fit.
    fn input(&self, route: &RouteInfo) -> Map<String, Value> {
        let fields = route.input.fields.iter();
        let chosen = fields.filter(|field| match route.input.one_of {
            [] => true,
            _ => field.name != "useAccountCookie",
        });
        // What is no text can be left out wherever there is such a field.
        let is_text = |ty: &Type| {
            !matches!(
                ty,
                Type::List(_) | Type::Model(_) | Type::Record | Type::AuthorizationParameters
            )
        };
        chosen
            .filter(|field| !field.optional || is_text(&field.ty))
            .map(|field| {
                let value = match (field.name, &field.ty) {
                    (name, _) if NAMES.contains(&name) => self.named(name),
                    (_, Type::Email) => json!("new@example.test"),
                    (_, Type::Boolean | Type::True) => json!(true),
                    (name, _) if name.ends_with("URL") => json!("/page"),
                    _ => json!("long enough text"),
                };
                (field.name.to_owned(), value)
            })
            .collect()
    }
}

async fn call(client: &TestClient, route: &RouteInfo, input: &Map<String, Value>) -> TestResponse {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in input {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        query.append_pair(name, &text);
    }
    let query = query.finish();
    match route.method {
        Method::Get => client.get(&format!("{}?{query}", route.path)).await,
        Method::Post => client.post(route.path, Value::Object(input.clone())).await,
    }
}

#[tokio::test]
async fn no_field_of_a_request_stands_in_for_a_session() {
    let (app, _mailbox) = everything().await;
    let ada = Belongings::of(&app.signed_in("ada@example.test").await).await;
    for route in needing_a_session() {
        let plain = ada.input(route);
        for name in NAMES {
            let mut input = plain.clone();
            if route.input.one_of.is_empty() {
                input.insert((*name).to_owned(), ada.named(name));
            }
            let client = app.anonymous();
            let response = call(&client, route, &input).await;
            // The link of a mail leads to people, and says so in words of its own.
            let refusal = if route.path == "/delete-user/callback" { 404 } else { 401 };
            assert_eq!(response.status, refusal, "{} {name}: {}", route.path, response.text());
            assert!(!response.text().contains(&ada.user_id), "{} {name}", route.path);
        }
        // In the query of a POST, and in headers.
        let path = format!("{}?userId={}&token={}", route.path, ada.user_id, ada.token);
        let request = app.anonymous().request(route.method.as_str(), &path);
        let request = request.header("x-user-id", &ada.user_id);
        let request = request.header("authorization", format!("Bearer {}", ada.token));
        let response = request.json(&Value::Object(plain)).send().await;
        assert!(response.status >= 400, "{}: {}", route.path, response.text());
    }
}

#[tokio::test]
async fn nobody_reaches_what_is_somebody_elses_by_its_id() {
    let (app, _mailbox) = everything().await;
    let client = app.signed_in("ada@example.test").await;
    let ada = Belongings::of(&client).await;
    let state = async || {
        let paths = ["/get-session", "/list-sessions", "/list-accounts"];
        let mut texts = Vec::new();
        for path in paths {
            texts.push(client.get(path).await.text());
        }
        texts
    };
    let before = state().await;
    for (number, route) in needing_a_session().enumerate() {
        let eve = app.signed_in(&format!("eve{number}@example.test")).await;
        let mut input = ada.input(route);
        if route.input.one_of.is_empty() {
            NAMES.iter().filter(|name| **name != "email").for_each(|name| {
                input.entry((*name).to_owned()).or_insert_with(|| ada.named(name));
            });
        }
        let text = call(&eve, route, &input).await.text();
        for secret in [&ada.user_id, &ada.account_id, &ada.token] {
            assert!(!text.contains(secret.as_str()), "{}: {text}", route.path);
        }
        assert_eq!(state().await, before, "{}", route.path);
    }
}
