//! Schemas that Better Auth's own migration has printed, for each kind of database.

use signet_auth_server::db::{Dialect, Schema, Store, generate, migrate, plan};
use signet_auth_server::testing::{dialect, fresh_database, run_sql};

use crate::samples::{NOW, new_session, sign_up};

fn core(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => include_str!("data/better-auth-postgres.sql"),
        Dialect::MySql => include_str!("data/better-auth-mysql.sql"),
        _ => include_str!("data/better-auth-sqlite.sql"),
    }
}

#[test]
fn the_sql_of_a_new_database_is_better_auths_letter_by_letter() {
    for dialect in Dialect::ALL {
        assert_eq!(generate(&Schema::core(), *dialect) + "\n", core(*dialect), "{dialect}");
    }
}

#[tokio::test]
async fn nothing_is_to_be_done_to_a_database_of_better_auth_and_its_tables_can_be_used() {
    let database = fresh_database().await;
    run_sql(&database, core(dialect())).await;
    assert!(plan(&database, &Schema::core()).await.unwrap().is_empty());
    assert!(migrate(&database, &Schema::core()).await.unwrap().is_empty());
    let store = Store::new(database, Schema::core());
    sign_up(&store, "ada").await;
    store.create_session(new_session("ada", "a1")).await.unwrap();
    assert_eq!(store.list_sessions("user-ada", NOW).await.unwrap().len(), 1);
}
