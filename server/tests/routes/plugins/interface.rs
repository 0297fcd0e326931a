//! What a plugin of somebody else can do.

use std::sync::Arc;

use serde_json::{Value, json};
use signet_auth_protocol::{route, wire};
use signet_auth_server::ApiError;
use signet_auth_server::hooks::{Before, HookRequest, HookResponse, RequestHooks};
use signet_auth_server::options::{CustomLimit, CustomRule, Options, RateLimitRule};
use signet_auth_server::plugin::{Plugin, PluginContext, PluginError, PluginFuture, PluginRoute};
use signet_auth_server::testing::TestApp;

wire! {
    /// Says hello.
    pub struct Hello {
        /// To whom.
        pub name: String = "name",
    }

    /// Says who is there.
    pub struct WhoAmI {}

    /// Only for the application.
    pub struct Inside {}
}

route! {
    Hello => String: Post "/greetings/hello/:name" {
        session: None, body: Optional, changes_session: false, query: ["name"]
    }
    WhoAmI => String: Get "/greetings/who-am-i" {
        session: Fresh, body: Ignored, changes_session: false
    }
    Inside => String: Get "/greetings/inside" {
        session: None, body: Ignored, changes_session: false
    }
}

#[derive(Debug, Clone, Default)]
struct Greetings {
    refuses: bool,
}

impl Plugin for Greetings {
    fn id(&self) -> &'static str {
        "greetings"
    }

    fn init(&self, options: &mut Options) -> Result<(), PluginError> {
        if self.refuses {
            return Err(PluginError::new("somebody must be greeted"));
        }
        let limit = CustomLimit::Rule(RateLimitRule { window: 60, max: 1 });
        let path = "/greetings/who-am-i".to_owned();
        options.rate_limit.custom_rules.push(CustomRule { path, limit });
        Ok(())
    }

    fn routes(&self) -> Vec<PluginRoute> {
        vec![
            PluginRoute::new(hello),
            PluginRoute::new(who_am_i),
            PluginRoute::new(inside).in_process(),
        ]
    }

    fn cookies(&self) -> &'static [&'static str] {
        &["greeted"]
    }

    fn sees(&self, path: &str) -> bool {
        path == "/sign-up/email" || path == "/get-session"
    }

    fn before<'p>(
        &'p self,
        _: PluginContext<'p>,
        mut request: HookRequest,
    ) -> PluginFuture<'p, Before> {
        Box::pin(async move {
            match request.body.get("name").and_then(Value::as_str) {
                Some("Eve") => Err(ApiError::declared(403, "NO_EVES", "we know you")),
                Some("Bot") => Ok(Before::Answer(HookResponse::json(json!({"bot": true})))),
                Some(name) => {
                    request.body["name"] = json!(format!("{name}!"));
                    Ok(Before::Continue(request))
                }
                None => Ok(Before::Continue(request)),
            }
        })
    }

    fn after<'p>(
        &'p self,
        context: PluginContext<'p>,
        _: &'p HookRequest,
        mut response: HookResponse,
    ) -> PluginFuture<'p, HookResponse> {
        Box::pin(async move {
            response.set_header("x-greetings", "hello");
            let greeted = context.signed_cookie("greeted");
            if let Some(Value::Object(body)) = &mut response.body {
                body.insert("greeted".to_owned(), greeted.into());
            }
            Ok(response)
        })
    }
}

fn hello(context: PluginContext<'_>, input: Hello) -> PluginFuture<'_, HookResponse> {
    Box::pin(async move {
        let cookie = context.set_signed_cookie("greeted", &input.name, Some(60));
        Ok(HookResponse::json(json!(input.name)).with_cookies(cookie.as_slice()))
    })
}

fn inside(_: PluginContext<'_>, _: Inside) -> PluginFuture<'_, HookResponse> {
    Box::pin(async { Ok(HookResponse::json("inside")) })
}

fn who_am_i(context: PluginContext<'_>, _: WhoAmI) -> PluginFuture<'_, HookResponse> {
    Box::pin(async move { Ok(HookResponse::json(context.session()?.user.email.as_str())) })
}

async fn app() -> TestApp {
    TestApp::with(|options| options.plugins = vec![Arc::new(Greetings::default())]).await
}

#[tokio::test]
async fn its_routes_answer_with_cookies_of_their_own() {
    let app = app().await;
    let client = app.anonymous();
    let response = client.post("/greetings/hello/Ada", json!({})).await;
    assert_eq!(response.text(), r#""Ada""#);
    let [cookie] = response.set_cookies()[..] else { panic!("{:?}", response.set_cookies()) };
    assert!(cookie.starts_with("better-auth.greeted=Ada."), "{cookie}");
    assert!(cookie.contains("; Max-Age=60; Path=/; HttpOnly; SameSite=Lax"));
    assert_eq!(response.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_route_gets_the_session_that_it_needs() {
    let app = app().await;
    assert_eq!(app.anonymous().get("/greetings/who-am-i").await.status, 401);
    let client = app.signed_in("ada@example.test").await;
    let response = client.get("/greetings/who-am-i").await;
    assert_eq!(response.text(), r#""ada@example.test""#);
    app.clock.advance(25 * 3600);
    assert_eq!(client.get("/greetings/who-am-i").await.error().1, "SESSION_NOT_FRESH");
}

#[tokio::test]
async fn it_sees_calls_before_and_after_they_are_answered() {
    let app = app().await;
    let client = app.signed_in("ada@example.test").await;
    client.post("/greetings/hello/Ada", json!({})).await;
    let response = client.get("/get-session").await;
    assert_eq!(response.header("x-greetings"), "hello");
    assert_eq!(response.json()["user"]["name"], "Ada!");
    assert_eq!(response.json()["greeted"], "Ada");
    let sign_up =
        |name: &str| json!({"name": name, "email": "x@example.test", "password": "long enough"});
    let refused = client.post("/sign-up/email", sign_up("Eve")).await;
    assert_eq!(refused.text(), r#"{"message":"we know you","code":"NO_EVES"}"#);
    assert_eq!(client.post("/sign-up/email", sign_up("Bot")).await.text(), r#"{"bot":true}"#);
    assert_eq!(client.get("/list-sessions").await.header("x-greetings"), "");
}

#[tokio::test]
async fn functions_of_the_application_run_first() {
    let app = TestApp::with(|options| {
        options.plugins = vec![Arc::new(Greetings::default())];
        options.hooks = RequestHooks::new().before(|mut request| async move {
            if request.path == "/sign-up/email" {
                request.body["name"] = json!("Grace");
            }
            Ok(Before::Continue(request))
        });
    })
    .await;
    let client = app.signed_in("ada@example.test").await;
    assert_eq!(client.get("/get-session").await.json()["user"]["name"], "Grace!");
}

#[tokio::test]
async fn a_route_for_the_application_is_none_over_http() {
    let app = app().await;
    assert_eq!(app.anonymous().get("/greetings/inside").await.status, 404);
    let answer = app.auth.api().plugin_route(Inside {}).await.unwrap();
    assert_eq!(answer.body, Some(json!("inside")));
    let input = Hello { name: "Ada".to_owned() };
    assert_eq!(app.auth.api().plugin_route(input).await.unwrap().body, Some(json!("Ada")));
}

#[tokio::test]
async fn its_rules_limit_requests() {
    let app = TestApp::with(|options| {
        options.plugins = vec![Arc::new(Greetings::default())];
        options.rate_limit.enabled = Some(true);
    })
    .await;
    let client = app.anonymous();
    assert_eq!(client.get("/greetings/who-am-i").await.status, 401);
    assert_eq!(client.get("/greetings/who-am-i").await.status, 429);
}

#[tokio::test]
async fn what_it_can_not_work_with_is_said_at_the_start() {
    let built = signet_auth_server::Auth::builder()
        .without_database()
        .secret("golden-secret-0123456789-abcdefghijklmnop")
        .plugin(Greetings { refuses: true })
        .build()
        .await;
    let message = built.unwrap_err().to_string();
    assert_eq!(message, "plugin greetings: somebody must be greeted");
}

#[tokio::test]
async fn without_it_nothing_of_it_is_there() {
    let app = TestApp::new().await;
    let response = app.anonymous().post("/greetings/hello/Ada", json!({})).await;
    assert_eq!(response.status, 404);
}
