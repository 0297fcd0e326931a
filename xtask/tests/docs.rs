//! The documentation names only what is there.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// What reads the keys of the configuration.
fn configuration_source() -> String {
    ["options", "plugins", "server", "social"]
        .map(|name| read(&format!("server/src/config/{name}.rs")))
        .concat()
}

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("node_modules") {
                sources(&path, found);
            }
        } else if path
            .extension()
            .is_some_and(|extension| ["rs", "mjs", "ts"].iter().any(|known| extension == *known))
        {
            found.push(fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_test_that_the_security_page_names_exists() {
    let mut found = Vec::new();
    for folder in ["server", "src", "bindings/test", "tests", "cookie-cache", "xtask/tests"] {
        sources(&root().join(folder), &mut found);
    }
    let page = read("docs/security.md");
    let rows = page.lines().filter(|line| line.starts_with("| ") && line.ends_with("` |"));
    let mut count = 0;
    for row in rows {
        let cell = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        for name in cell.split('`').skip(1).step_by(2) {
            let declarations = [format!("fn {name}("), format!("test(\"{name}\"")];
            let is_declared =
                |source: &String| declarations.iter().any(|each| source.contains(each));
            assert!(found.iter().any(is_declared), "no test {name}");
            count += 1;
        }
    }
    assert!(count > 30, "the table was not found");
}

#[test]
fn every_key_of_the_configuration_is_documented() {
    let page = read("docs/configuration.md");
    let source = configuration_source();
    let mut count = 0;
    let calls = [
        ".set(",
        ".get(",
        ".get_with(",
        ".get_json(",
        ".need(",
        ".need::<FieldType>(",
        ".need::<String>(",
        " set(section, ",
        "pairs(section, ",
    ];
    for call in calls {
        for rest in source.split(&format!("{call}\"")).skip(1) {
            let key = rest.split('"').next().unwrap();
            let documented = page.contains(&format!("`{key}`"))
                || page.contains(&format!("`{key}.NAME`"))
                || page.contains(&format!(".{key}`"))
                || page.contains(&format!("{{ {key}, "))
                || page.contains(&format!(", {key}, "))
                || page.contains(&format!(", {key} }}"));
            assert!(documented, "docs/configuration.md does not name {key}");
            count += 1;
        }
    }
    assert!(count > 100, "the keys were not found");
}

#[test]
fn every_cookie_is_in_the_table_of_compatibility() {
    use signet_auth_protocol::cookie::{
        ACCOUNT_DATA, DEFAULT_PREFIX, DONT_REMEMBER, OAUTH_STATE, SESSION_DATA, SESSION_TOKEN,
        STATE,
    };

    let page = read("docs/compatibility.md");
    let all = [SESSION_TOKEN, SESSION_DATA, DONT_REMEMBER, ACCOUNT_DATA, STATE, OAUTH_STATE];
    for name in all {
        let row = format!("| `{DEFAULT_PREFIX}.{name}` | yes");
        assert!(page.lines().any(|line| line.starts_with(&row)), "{name} is not in the table");
    }
}

/// The options of Better Auth's core that a migration may meet, by their first name.
const OPTIONS: &[&str] = &[
    "appName",
    "baseURL",
    "basePath",
    "secret",
    "secrets",
    "database",
    "secondaryStorage",
    "trustedOrigins",
    "disabledPaths",
    "emailAndPassword",
    "emailVerification",
    "socialProviders",
    "user",
    "session",
    "account",
    "verification",
    "rateLimit",
    "advanced",
    "databaseHooks",
    "hooks",
    "onAPIError",
    "plugins",
    "logger",
    "telemetry",
    "experimental",
];

#[test]
fn the_table_of_options_names_keys_that_are_there_and_leaves_no_option_out() {
    let page = read("docs/compatibility.md");
    let (_, table) = page.split_once("## Options").unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    let rows: Vec<(&str, &str)> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |")?.split_once(" | "))
        .collect();
    for option in OPTIONS {
        let is_it = |name: &str| name.split(['.', '`']).next() == Some(option);
        assert!(rows.iter().any(|(theirs, _)| is_it(theirs)), "{option} is not in the table");
    }
    let configuration = read("docs/configuration.md");
    let source = configuration_source();
    let mut library = Vec::new();
    sources(&root().join("server/src"), &mut library);
    let mut count = 0;
    for (theirs, ours) in rows {
        for key in ours.split('`').skip(1).step_by(2) {
            let name = key.split("::").next().unwrap();
            if name.starts_with(|c: char| c.is_ascii_uppercase()) {
                let kinds = ["struct", "enum", "trait", "type"];
                let is_public = kinds.iter().any(|kind| {
                    let declaration = format!("pub {kind} {name}");
                    library.iter().any(|source| source.contains(&declaration))
                });
                assert!(is_public, "{theirs}: there is no {name}");
            }
            let is_key = key.chars().all(|c| c.is_ascii_lowercase() || "._0123456789".contains(c));
            let Some(last) = key.rsplit('.').next().filter(|_| is_key) else { continue };
            let is_read = source.contains(&format!("\"{last}\"")) || last == "url";
            assert!(is_read, "{theirs}: there is no key {key}");
            assert!(configuration.contains(last), "{theirs}: {key} is not documented");
            count += 1;
        }
    }
    assert!(count > 60, "the table was not found");
}

#[test]
fn every_route_is_in_the_table_of_compatibility() {
    let page = read("docs/compatibility.md");
    for route in signet_auth_protocol::routes::ALL {
        let row = page.lines().find(|line| line.starts_with(&format!("| `{}` |", route.path)));
        assert!(row.is_some_and(|row| row.contains("| yes")), "{} is not in the table", route.path);
    }
}

#[test]
fn every_provider_is_in_the_table_with_its_own_keys() {
    let page = read("docs/providers.md");
    let folder = root().join("server/src/oauth/providers");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        if ["mod", "tests"].contains(&name) {
            continue;
        }
        let row = page.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
        let row = row.unwrap_or_else(|| panic!("{name} is not in the table"));
        let mut documented: Vec<_> =
            row.split('|').nth(3).unwrap().split('`').skip(1).step_by(2).collect();
        let source = fs::read_to_string(&path).unwrap();
        let mut keys = Vec::new();
        for constructor in ["optional", "required", "or"] {
            let call = format!("Setting::{constructor}(\"");
            let calls = source.split(call.as_str()).skip(1);
            keys.extend(calls.map(|rest| rest.split('"').next().unwrap()));
        }
        documented.sort_unstable();
        keys.sort_unstable();
        assert_eq!(documented, keys, "{name}");
        count += 1;
    }
    assert_eq!(count, page.lines().filter(|line| line.starts_with("| `")).count());
}

#[test]
fn what_the_page_says_of_providers_is_what_the_sources_say() {
    let page = read("docs/providers.md");
    let listed = |beginning: &str| {
        let (_, rest) = page.split_once(beginning).unwrap();
        let list = rest.split(['.', '\n']).next().unwrap();
        list.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    };
    let with = |marks: &[&str]| {
        let folder = root().join("server/src/oauth/providers");
        let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let found = paths.filter(|path| {
            let source = fs::read_to_string(path).unwrap_or_default();
            let is_provider = source.contains("const PROVIDER:");
            is_provider && marks.iter().any(|mark| source.contains(mark))
        });
        let mut names: Vec<_> =
            found.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(listed("providers that know no such thing:"), with(&["pkce: false"]));

    let mut bring = with(&["id_token: Some(", "verify_id_token: Some("]);
    let never = with(&["for_clients: false"]);
    bring.retain(|name| !never.contains(name));
    assert_eq!(listed("Clients may bring id tokens of these:"), bring);

    for name in with(&["email_verified: false"]) {
        let row = page.lines().find(|line| line.starts_with(&format!("| `{name}` |"))).unwrap();
        let warnings = ["count as unverified", "not count as verified", "a placeholder takes its"];
        assert!(warnings.iter().any(|warning| row.contains(warning)), "{name} vouches for nobody");
    }
}

#[test]
fn what_the_guide_to_plugins_shows_is_the_example() {
    let mut example = Vec::new();
    for folder in ["src", "tests"] {
        sources(&root().join("examples/plugin").join(folder), &mut example);
    }
    example.push(read("examples/plugin/client/src/invitations.ts"));
    let page = read("docs/writing-plugins.md");
    let mut count = 0;
    for language in ["rust", "ts"] {
        for block in page.split(&format!("\n```{language}\n")).skip(1) {
            let code = block.split("```").next().unwrap();
            let stands = example.iter().any(|source| source.contains(code));
            assert!(stands, "the example does not hold:\n{code}");
            count += 1;
        }
    }
    assert!(count > 10, "the blocks were not found");
}
