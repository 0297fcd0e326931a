use crate::http::request;
use crate::program::Folder;

const CONFIGURATION: &str = "[plugins.username]\nmin_username_length = 5\n";

#[test]
fn a_plugin_that_the_file_names_serves_its_routes_and_brings_its_columns() {
    let folder = Folder::new();
    folder.write("signet.toml", CONFIGURATION);
    let sql = folder.run(&["generate"]).success();
    assert!(sql.contains(r#""username" text unique, "displayUsername" text)"#), "{sql}");
    let server = folder.serve(&[]);
    let headers = [("content-type", "application/json")];
    let ask = |name: &str| {
        let body = format!(r#"{{"username":"{name}"}}"#);
        let path = "/api/auth/is-username-available";
        request(&server.address, "POST", path, &headers, &body).unwrap()
    };
    assert_eq!(ask("countess").body, r#"{"available":true}"#);
    assert_eq!(ask("ada").status, 422);
}

#[test]
fn a_plugin_is_added_to_a_database_that_is_in_use() {
    let folder = Folder::new();
    folder.run(&["migrate"]).success();
    folder.write("signet.toml", CONFIGURATION);
    folder.run(&["migrate", "--check"]).failure(3);
    folder.run(&["migrate"]).success();
    folder.run(&["migrate", "--check"]).success();
}

#[test]
fn a_plugin_is_switched_on_by_the_environment_and_one_that_is_none_is_named_with_its_neighbour() {
    let folder = Folder::new();
    let run =
        |name: &str, value: &str| folder.command(&["generate"]).env(name, value).output().unwrap();
    let sql = run("SIGNET__PLUGINS__USERNAME", "{}");
    assert!(String::from_utf8_lossy(&sql.stdout).contains("displayUsername"));
    let wrong = run("SIGNET__PLUGINS__USERNAMES", "{}");
    let error = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(error.contains("did you mean `SIGNET__PLUGINS__USERNAME`?"), "{error}");
}
