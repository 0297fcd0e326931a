//! What every kind of database promises below the store.

use std::sync::Arc;

use super::statement::{Statement, Value};
use super::{Database, Dialect, ErrorKind};
use crate::testing::{fresh_database_of, run_sql};

/// Runs a test on a table `counter` of names and numbers, in each kind of database.
async fn on_each_kind<F: Future<Output = ()>>(test: impl Fn(Database) -> F) {
    for dialect in Dialect::ALL {
        let database = fresh_database_of(*dialect).await;
        let sql = "create table counter (name varchar(20) primary key, n integer not null);\n\
                   insert into counter values ('a', 0);\ninsert into counter values ('b', 0);\n";
        run_sql(&database, sql).await;
        test(database).await;
    }
}

fn statement(sql: &str) -> Statement {
    Statement::new(&Arc::from(sql), Vec::new())
}

fn add(name: &str) -> Statement {
    statement(&format!("update counter set n = n + 1 where name = '{name}'"))
}

async fn count(database: &Database, name: &str) -> Value {
    let sql = format!("select n from counter where name = '{name}'");
    database.query(statement(&sql)).await.unwrap().remove(0).remove(0)
}

#[tokio::test]
async fn a_condition_that_does_not_hold_takes_the_whole_transaction_back() {
    on_each_kind(|database| async move {
        let nobody = add("nobody").must_change();
        for statements in
            [vec![add("a"), nobody.clone()], vec![nobody.clone(), add("a")], vec![nobody.clone()]]
        {
            let error = database.write(statements).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::NothingChanged);
        }
        assert_eq!(count(&database, "a").await, Value::Integer(0));
        let outcomes = database.write(vec![add("a").must_change(), add("nobody")]).await.unwrap();
        assert_eq!(outcomes.iter().map(|outcome| outcome.changed).collect::<Vec<_>>(), [1, 0]);
        assert_eq!(count(&database, "a").await, Value::Integer(1));
    })
    .await;
}

#[tokio::test]
async fn a_row_that_is_given_the_values_that_it_has_counts_as_changed() {
    on_each_kind(|database| async move {
        let same = statement("update counter set n = 0 where name = 'a'").must_change();
        assert_eq!(database.write(vec![same]).await.unwrap()[0].changed, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_those_that_depend_on_the_same_row_at_once_exactly_one_wins() {
    on_each_kind(|database| async move {
        let attempts: Vec<_> = (0..16)
            .map(|_| {
                let database = database.clone();
                let take = statement("delete from counter where name = 'a'").must_change();
                tokio::spawn(async move { database.write(vec![take, add("b")]).await })
            })
            .collect();
        let mut won = 0;
        for attempt in attempts {
            match attempt.await.unwrap() {
                Ok(_) => won += 1,
                Err(error) => assert_eq!(error.kind(), ErrorKind::NothingChanged, "{error}"),
            }
        }
        assert_eq!(won, 1);
        assert_eq!(count(&database, "b").await, Value::Integer(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn transactions_that_block_each_other_are_repeated_until_all_are_done() {
    on_each_kind(|database| async move {
        let tasks: Vec<_> = (0..4)
            .map(|task| {
                let database = database.clone();
                tokio::spawn(async move {
                    for _ in 0..10 {
                        let mut both = vec![add("a"), add("b")];
                        if task % 2 == 0 {
                            both.reverse();
                        }
                        database.write(both).await.unwrap();
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(count(&database, "a").await, Value::Integer(40));
        assert_eq!(count(&database, "b").await, Value::Integer(40));
    })
    .await;
}

#[tokio::test]
async fn a_statement_that_fails_leaves_a_connection_that_works() {
    on_each_kind(|database| async move {
        for _ in 0..30 {
            let twice = statement("insert into counter values ('a', 0)");
            let error = database.write(vec![add("b"), twice]).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UniqueViolation);
            assert!(database.query(statement("select gone from counter")).await.is_err());
        }
        assert_eq!(count(&database, "b").await, Value::Integer(0));
    })
    .await;
}

#[tokio::test]
async fn an_error_quotes_no_value() {
    on_each_kind(|database| async move {
        let sql = "insert into counter values ('hunter2', 1)";
        database.write(vec![statement(sql)]).await.unwrap();
        for sql in [sql, "update counter set n = 'hunter2' where name = 'a'"] {
            if let Err(error) = database.write(vec![statement(sql)]).await {
                assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_write_that_nobody_waits_for_any_more_still_happens() {
    on_each_kind(|database| async move {
        tokio::select! {
            biased;
            _ = database.write(vec![add("a")]) => {}
            () = std::future::ready(()) => {}
        }
        while count(&database, "a").await != Value::Integer(1) {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_given_up() {
    for dialect in [Dialect::Postgres, Dialect::MySql] {
        let database = fresh_database_of(dialect).await;
        let sleep = if dialect == Dialect::MySql { "sleep" } else { "pg_sleep" };
        let sleep = statement(&format!("select {sleep}(1000)"));
        // The clock now jumps to what is waited for, when there is nothing to do but to wait.
        tokio::time::pause();
        let error = database.query(sleep).await.unwrap_err();
        tokio::time::resume();
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        database.health().await.unwrap();
    }
}

#[tokio::test]
async fn a_server_that_accepts_a_connection_and_says_nothing_is_given_up() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::time::pause();
    for scheme in ["postgres", "mysql"] {
        let error = Database::connect(&format!("{scheme}://me@{address}/app")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable);
    }
}

#[tokio::test]
async fn a_pool_opens_no_more_connections_than_it_may() {
    for dialect in [Dialect::Postgres, Dialect::MySql] {
        let url = crate::testing::fresh_url(dialect).await;
        let mark = if url.contains('?') { '&' } else { '?' };
        let database = Database::connect(&format!("{url}{mark}max_connections=2")).await.unwrap();
        let connection = if dialect == Dialect::MySql { "connection_id" } else { "pg_backend_pid" };
        let asks: Vec<_> = (0..20)
            .map(|_| {
                let database = database.clone();
                let sql = statement(&format!("select cast({connection}() as char(20))"));
                tokio::spawn(async move { database.query(sql).await.unwrap().remove(0) })
            })
            .collect();
        let mut seen = Vec::new();
        for ask in asks {
            let id = ask.await.unwrap();
            if !seen.contains(&id) {
                seen.push(id);
            }
        }
        assert!((1..=2).contains(&seen.len()), "{seen:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn transactions_that_can_not_be_put_in_a_row_are_repeated() {
    let url = crate::testing::fresh_url(Dialect::Postgres).await;
    let url = format!("{url}&options[default_transaction_isolation]=serializable");
    let database = Database::connect(&url).await.unwrap();
    let sql =
        "create table counter (name text, n integer);\ninsert into counter values ('a', 0);\n";
    run_sql(&database, sql).await;
    let tasks: Vec<_> = (0..3)
        .map(|_| {
            let database = database.clone();
            tokio::spawn(async move {
                for _ in 0..5 {
                    let read = statement("select sum(n)::bigint from counter");
                    database.write(vec![read, add("a")]).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(count(&database, "a").await, Value::Integer(15));
}
