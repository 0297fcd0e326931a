//! The checked-in TypeScript declarations are the ones that the routes give.

use std::path::Path;

#[test]
fn the_generated_typescript_matches_the_declarations() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bindings/generated");
    for (name, expected) in signet_auth_protocol::typescript::files() {
        let found = std::fs::read_to_string(folder.join(&name)).unwrap_or_default();
        assert!(
            found == expected,
            "bindings/generated/{name} is out of date: run `cargo xtask generate`"
        );
    }
}

#[test]
fn a_path_and_method_belong_to_one_route() {
    let mut seen = std::collections::HashSet::new();
    for route in signet_auth_protocol::routes::ALL {
        assert!(seen.insert((route.method, route.path)), "{} is declared twice", route.path);
    }
}
