use std::sync::Arc;

use futures_util::future::join_all;
use serde_json::{Map, Value, json};
use signet_auth_server::db::{Changes, Filter};
use signet_auth_server::hooks::Record;
use signet_auth_server::options::IdStrategy;
use signet_auth_server::plugin::{PluginContext, PluginHandle, Redeemed};
use signet_auth_server::testing::TestApp;

use super::notes::Notes;

async fn app_with(ids: IdStrategy) -> (TestApp, PluginHandle<Notes>, String) {
    let app = TestApp::with(|options| {
        options.plugins.push(Arc::new(Notes::default()));
        options.advanced.database.generate_id = ids;
    })
    .await;
    app.signed_in("ada@example.test").await;
    let handle = app.auth.plugin::<Notes>().unwrap();
    let user = handle.context().users().find_by_email("ada@example.test").await.unwrap().unwrap();
    (app, handle, user.id)
}

fn record(value: Value) -> Record {
    let Value::Object(map) = value else { panic!("no object") };
    Record::from(map as Map<String, Value>)
}

async fn texts(context: &PluginContext, filter: Filter) -> Vec<String> {
    let found = context.rows("note").find(filter).await.unwrap();
    found.iter().map(|row| row.text("text").unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_row_comes_back_as_it_was_written_whoever_makes_its_id() {
    for ids in [IdStrategy::Random, IdStrategy::Uuid, IdStrategy::Serial] {
        let (_app, handle, user_id) = app_with(ids).await;
        let rows = handle.context().rows("note");
        let note = json!({
            "text": "a", "userId": user_id, "public": true, "tags": ["x", "y"], "unknown": 1
        });
        let created = rows.create(record(note)).await.unwrap().unwrap();
        assert!(!created.text("id").unwrap().is_empty());
        assert_eq!(created.get("public"), Some(&json!(true)));
        assert_eq!(created.get("tags"), Some(&json!(["x", "y"])));
        assert_eq!(created.get("reads"), Some(&json!(0)));
        assert_eq!(created.get("unknown"), None);
        assert_eq!(created.text("writtenAt").unwrap(), handle.context().now().to_string());
        let by_id = Filter::new().equal("id", created.text("id").unwrap());
        assert_eq!(rows.first(by_id).await.unwrap(), Some(created));
    }
}

#[tokio::test]
async fn a_filter_means_the_rows_that_it_says_and_tells_case_apart() {
    let (_app, handle, user_id) = app_with(IdStrategy::Random).await;
    let context = handle.context();
    let rows = context.rows("note");
    for (number, text) in ["a", "A", "b "].into_iter().enumerate() {
        let note = json!({"text": text, "userId": user_id, "reads": number});
        rows.create(record(note)).await.unwrap();
    }
    let all = || Filter::new().not_equal("text", "welcome").oldest_by("reads");
    assert_eq!(texts(context, all()).await, ["a", "A", "b "]);
    assert_eq!(texts(context, all().limit(1)).await, ["a"]);
    assert_eq!(texts(context, all().newest_by("reads").limit(1)).await, ["b "]);
    assert_eq!(texts(context, Filter::new().equal("text", "A")).await, ["A"]);
    assert_eq!(texts(context, Filter::new().equal("text", "b")).await, Vec::<String>::new());
    assert_eq!(texts(context, all().less("reads", 1)).await, ["a"]);
    assert_eq!(texts(context, all().greater("reads", 0)).await, ["A", "b "]);
    assert_eq!(texts(context, all().equal("public", Value::Null)).await, ["a", "A", "b "]);
    assert_eq!(rows.delete(Filter::new().equal("text", "a")).await.unwrap(), 1);
    assert_eq!(texts(context, all()).await, ["A", "b "]);
    assert!(rows.delete(Filter::new().equal("txt", "A")).await.is_err());
}

#[tokio::test]
async fn of_many_that_change_one_value_at_once_one_does() {
    let (_app, handle, user_id) = app_with(IdStrategy::Random).await;
    let context = handle.context();
    context.rows("note").create(record(json!({"text": "old", "userId": user_id}))).await.unwrap();
    let change = |number: usize| {
        let (filter, text) = (Filter::new().equal("text", "old"), format!("new {number}"));
        let rows = context.rows("note");
        async move { rows.update(filter, Changes::default().with("text", text)).await.unwrap() }
    };
    assert_eq!(join_all((0..20).map(change)).await.into_iter().sum::<usize>(), 1);
    let add = |_| {
        let rows = context.rows("note");
        async move {
            let new = Filter::new().equal("userId", "nobody");
            rows.add(new, &[("reads", 1)], Changes::default()).await.unwrap();
        }
    };
    join_all((0..5).map(add)).await;
    let of_user = || Filter::new().equal("userId", user_id.as_str()).not_equal("text", "welcome");
    let count = |_| {
        let rows = context.rows("note");
        async move { rows.add(of_user(), &[("reads", 1)], Changes::default()).await.unwrap() }
    };
    join_all((0..20).map(count)).await;
    let row = context.rows("note").first(of_user()).await.unwrap().unwrap();
    assert_eq!(row.get("reads"), Some(&json!(20)));
}

#[tokio::test]
async fn what_is_remembered_is_redeemed_once_and_a_code_tried_as_often_as_is_allowed() {
    let (app, handle, _) = app_with(IdStrategy::Random).await;
    let context = handle.context();
    context.verifications().create("greeting-x", "hello", 60).await.unwrap();
    let consume = |_| async move { context.verifications().consume("greeting-x").await.unwrap() };
    let taken: Vec<_> = join_all((0..50).map(consume)).await.into_iter().flatten().collect();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].value, "hello");

    let verifications = context.verifications();
    verifications.create("code-x", "123456:0", 60).await.unwrap();
    let attempt = async |code: &'static str| {
        let right = move |stored: &str| stored == code;
        context.verifications().redeem_code("code-x", 3, right).await.unwrap()
    };
    assert_eq!(attempt("1").await, Redeemed::Wrong);
    assert_eq!(attempt("2").await, Redeemed::Wrong);
    assert_eq!(attempt("3").await, Redeemed::Wrong);
    assert_eq!(attempt("123456").await, Redeemed::Spent);
    assert_eq!(attempt("123456").await, Redeemed::Unknown);
    verifications.create("code-x", "123456:0", 60).await.unwrap();
    assert_eq!(attempt("1").await, Redeemed::Wrong);
    assert_eq!(attempt("123456").await, Redeemed::Right);
    assert_eq!(attempt("123456").await, Redeemed::Unknown);
    verifications.create("code-x", "123456:0", 60).await.unwrap();
    app.clock.advance(61);
    // Secondary storage has forgotten it by then.
    assert!(matches!(attempt("123456").await, Redeemed::Expired | Redeemed::Unknown));
}
