use crate::program::Folder;

#[test]
fn a_database_is_made_and_then_there_is_nothing_to_do() {
    let folder = Folder::new();
    let done = folder.run(&["migrate"]).success();
    assert!(done.starts_with("create table \"user\" (") && done.ends_with("Done.\n"), "{done}");
    assert!(folder.has("signet.db"));
    assert_eq!(folder.run(&["migrate"]).success(), "Nothing to do.\n");
}

#[test]
fn a_check_changes_nothing_and_tells_by_its_exit_code() {
    let folder = Folder::new();
    for _ in 0..2 {
        let ended = folder.run(&["migrate", "--check"]);
        assert!(ended.stdout.contains("create table \"user\""), "{ended:?}");
        assert_eq!(ended.failure(3), "signet: the database lacks 7 changes\n");
    }
    folder.run(&["migrate"]).success();
    assert_eq!(folder.run(&["migrate", "--check"]).success(), "Nothing to do.\n");
}

#[test]
fn what_only_a_person_can_decide_is_refused_with_the_sql_to_run() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    assert_eq!(server.sign_up("ada").status, 200);
    drop(server);
    folder.write("signet.toml", "[user.additional_fields.plan]\ntype = \"string\"\n");
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    for arguments in [&["migrate"][..], &["migrate", "--check"], &serve] {
        let error = folder.run(arguments).failure(3);
        assert!(error.contains(r#"alter table "user" add column "plan" text;"#), "{error}");
    }
}

#[test]
fn a_database_that_can_not_be_used_ends_with_3_and_an_unknown_kind_with_2() {
    let folder = Folder::new();
    folder.write("signet.db", &"this is no database, but a text of some length".repeat(100));
    let error = folder.run(&["migrate"]).failure(3);
    assert!(error.contains("not a database"), "{error}");
    let error = folder.run(&["migrate", "--database", "oracle://me:hunter2@db/app"]).failure(2);
    assert!(error.contains("oracle") && !error.contains("hunter2"), "{error}");
}
