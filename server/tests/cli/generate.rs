use std::process::Stdio;

use crate::program::Folder;

const BETTER_AUTH_SCHEMA: &str = include_str!("../stores/data/better-auth-sqlite.sql");

#[test]
fn the_sql_of_a_fresh_database_is_printed() {
    assert_eq!(Folder::new().run(&["generate"]).success(), BETTER_AUTH_SCHEMA);
}

#[test]
fn the_sql_is_written_to_a_file_when_one_is_named() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["generate", "--output", "schema.sql"]).success(), "");
    assert_eq!(folder.read("schema.sql"), BETTER_AUTH_SCHEMA);
}

#[test]
fn the_dialect_is_what_was_asked_for_or_what_the_database_is() {
    let folder = Folder::new();
    let mysql = folder.run(&["generate", "--dialect", "mysql"]).success();
    assert!(mysql.contains("create table `user`"), "{mysql}");
    let postgres = folder.run(&["generate", "--database", "postgres://db/app"]).success();
    assert!(postgres.contains("timestamptz"), "{postgres}");
    let error = folder.run(&["generate", "--dialect", "oracle"]).failure(2);
    assert!(error.contains("expected sqlite, postgres or mysql"), "{error}");
}

#[test]
fn configured_fields_are_columns_in_their_order() {
    let folder = Folder::new();
    folder.write(
        "signet.toml",
        "[user.additional_fields]\nzeta = { type = \"number\" }\nalpha = { type = \"string\", required = false }\n",
    );
    let sql = folder.run(&["generate"]).success();
    assert!(sql.contains(r#""zeta" integer not null, "alpha" text)"#), "{sql}");
}

#[test]
fn a_field_that_the_core_has_already_is_refused() {
    let folder = Folder::new();
    folder.write("signet.toml", "[user.additional_fields.email]\ntype = \"string\"\n");
    let error = folder.run(&["generate"]).failure(2);
    assert_eq!(error, "signet: the table `user` has a field `email` already\n");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = Folder::new();
    let mut child = folder
        .command(&["generate"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
