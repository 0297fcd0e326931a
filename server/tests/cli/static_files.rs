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

#[cfg(unix)]
#[test]
fn links_that_leave_the_folder_lead_nowhere_and_others_do() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new();
    folder.write("dist/index.html", "app");
    folder.write("dist/real.txt", "inside");
    folder.write("outside.txt", "hunter2");
    folder.write("elsewhere/index.html", "hunter2");
    folder.write("elsewhere/secret.txt", "hunter2");
    folder.write("dist/page/real.txt", "inside");
    for (target, name) in [
        ("real.txt", "dist/link.txt"),
        ("../outside.txt", "dist/leaves.txt"),
        ("../elsewhere", "dist/folder"),
        ("../../elsewhere/index.html", "dist/page/index.html"),
    ] {
        symlink(target, folder.path(name)).unwrap();
    }
    let server = folder.serve(&["--static", "dist"]);
    assert_eq!(server.get("/link.txt").body, "inside");
    for path in
        ["/leaves.txt", "/folder/secret.txt", "/folder/", "/folder", "/page/", "/page/index.html"]
    {
        let answer = server.get(path);
        assert!(!answer.body.contains("hunter2"), "{path} {answer:?}");
    }
    assert_eq!(server.get("/leaves.txt").status, 404);

    std::fs::remove_file(folder.path("dist/index.html")).unwrap();
    symlink("../outside.txt", folder.path("dist/index.html")).unwrap();
    for path in ["/", "/any/page"] {
        assert!(!server.get(path).body.contains("hunter2"), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn the_folder_itself_may_be_a_link() {
    let folder = Folder::new();
    folder.write("release-7/index.html", "app");
    std::os::unix::fs::symlink("release-7", folder.path("dist")).unwrap();
    assert_eq!(folder.serve(&["--static", "dist"]).get("/").body, "app");
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
