use crate::program::{Folder, Server};

fn with_front_end() -> (Folder, Server) {
    let folder = Folder::new();
    folder.write("dist/index.html", "<title>app</title>");
    folder.write("dist/assets/index-B9x_fQ0a.js", "export {};");
    folder.write("dist/assets/signet-12345678.wasm", "\0asm");
    folder.write("dist/.env", "hunter2");
    folder.write("outside.txt", "hunter2");
    let server = folder.serve(&["--static", "dist"]);
    (folder, server)
}

#[test]
fn files_have_their_type_and_hashed_ones_are_kept() {
    let (_folder, server) = with_front_end();
    for (path, ty, cache) in [
        ("/", "text/html", "no-cache"),
        ("/index.html", "text/html", "no-cache"),
        ("/assets/index-B9x_fQ0a.js", "text/javascript", "public, max-age=31536000, immutable"),
        ("/assets/signet-12345678.wasm", "application/wasm", "public, max-age=31536000, immutable"),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.header("content-type").unwrap().starts_with(ty), "{path} {answer:?}");
        assert_eq!(answer.header("cache-control"), Some(cache), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
    }
}

#[test]
fn every_page_of_the_front_end_is_its_index() {
    let (_folder, server) = with_front_end();
    for path in ["/dashboard", "/settings/profile", "/settings/"] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.body.as_str()), (200, "<title>app</title>"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"), "{path}");
    }
}

#[test]
fn a_missing_file_is_missing_and_is_not_kept() {
    let (_folder, server) = with_front_end();
    let answer = server.get("/assets/index-00000000.js");
    assert_eq!(answer.status, 404);
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
}

#[test]
fn hidden_files_and_files_outside_of_the_folder_are_not_served() {
    let (_folder, server) = with_front_end();
    for path in ["/.env", "/%2eenv", "/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt"]
    {
        let answer = server.get(path);
        assert!(!answer.body.contains("hunter2"), "{path}");
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[test]
fn the_endpoints_stay_theirs() {
    let (_folder, server) = with_front_end();
    let answer = server.get("/api/auth/ok");
    assert_eq!(answer.body, r#"{"ok":true}"#);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let answer = server.get("/api/auth/unknown");
    assert_eq!((answer.status, answer.body.as_str()), (404, ""));
    assert_eq!(server.get("/healthz").body, "ok");
}

#[test]
fn a_folder_without_a_front_end_ends_with_2() {
    let folder = Folder::new();
    let error = folder.run(&["serve", "--listen", "127.0.0.1:0", "--static", "dist"]).failure(2);
    assert_eq!(error, "signet: dist holds no front end: there is no index.html in it\n");
}
