use std::path::Path;

use crate::program::{Ended, Folder, Server};

#[test]
fn an_unknown_key_ends_with_2_and_is_named_with_its_neighbour() {
    let folder = Folder::new();
    folder.write("signet.toml", "base_path = \"/auth\"\n\n[sesion]\nexpires_in = 5\n");
    for command in ["serve", "migrate", "generate"] {
        assert_eq!(
            folder.run(&[command]).failure(2),
            "signet: signet.toml:3: unknown key `sesion`, did you mean `session`?\n"
        );
    }
    assert!(!folder.has("signet.db"));
}

#[test]
fn a_file_that_is_named_is_read_and_must_be_there() {
    let folder = Folder::new();
    folder.write("other.toml", "[database]\nurl = \"other.db\"\n");
    folder.run(&["migrate", "--config", "other.toml"]).success();
    assert!(folder.has("other.db"));
    let error = folder.run(&["migrate", "--config", "missing.toml"]).failure(2);
    assert!(error.starts_with("signet: missing.toml can't be read: "), "{error}");
}

#[test]
fn flags_beat_the_environment_and_the_environment_beats_the_file() {
    let folder = Folder::new();
    folder.write("signet.toml", "[database]\nurl = \"file.db\"\n");
    folder.run(&["migrate"]).success();
    assert!(folder.has("file.db"));

    let with_variable = |arguments: &[&str]| {
        let output = folder.command(arguments).env("DATABASE_URL", "variable.db").output();
        assert!(output.unwrap().status.success());
    };
    with_variable(&["migrate"]);
    assert!(folder.has("variable.db") && !folder.has("flag.db"));
    with_variable(&["migrate", "--database", "sqlite://flag.db"]);
    assert!(folder.has("flag.db"));
}

#[test]
fn every_key_has_a_variable_and_a_misspelt_one_is_named_with_its_neighbour() {
    let folder = Folder::new();
    folder.write("signet.toml", "[user]\nmodel_name = \"file\"\n");
    let generate = |name: &str, value: &str| {
        Ended::of(folder.command(&["generate"]).env(name, value).output().unwrap())
    };
    let sql = generate("SIGNET__USER__MODEL_NAME", "people").success();
    assert!(sql.contains("\"people\"") && !sql.contains("\"file\""), "{sql}");
    assert_eq!(
        generate("SIGNET__USR__MODEL_NAME", "people").failure(2),
        "signet: SIGNET__USR__MODEL_NAME: unknown key `usr`, did you mean \
         `SIGNET__USER__MODEL_NAME`?\n"
    );
}

#[test]
fn a_server_can_be_told_everything_by_its_environment() {
    let folder = Folder::new();
    folder.write("dist/index.html", "app");
    let mut command = folder.command(&["serve"]);
    command
        .env("SIGNET__SERVER__LISTEN", "127.0.0.1:0")
        .env("SIGNET__SERVER__STATIC", "dist")
        .env("SIGNET__DATABASE__URL", "variable.db")
        .env("SIGNET__BASE_PATH", "/auth");
    let server = Server::start(command, &folder.path("log"));
    assert_eq!(server.get("/auth/ok").status, 200);
    assert_eq!(server.get("/").body, "app");
    assert!(folder.has("variable.db"));
}

#[test]
fn wrong_usage_ends_with_2_and_help_with_0() {
    let folder = Folder::new();
    for arguments in [&[][..], &["sevre"], &["serve", "--listen", "here"]] {
        folder.run(arguments).failure(2);
    }
    let Ended { code, stdout, .. } = folder.run(&["--help"]);
    assert_eq!(code, Some(0));
    for command in ["serve", "migrate", "generate", "secret"] {
        assert!(stdout.contains(command), "{stdout}");
    }
}

#[test]
fn the_configurations_on_the_page_about_deployment_are_good() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/deploy.md");
    let page = std::fs::read_to_string(page).unwrap();
    let blocks: Vec<_> = page.split("\n```toml\n").skip(1).collect();
    assert!(blocks.len() > 2, "they were not found");
    let folder = Folder::new();
    for block in blocks {
        let block = block.split("\n```").next().unwrap();
        folder.write("signet.toml", block);
        let ended = folder.run(&["generate", "--dialect", "postgres"]);
        assert_eq!(ended.code, Some(0), "{block}\n{ended:?}");
    }
}
