use crate::http::request;
use crate::program::Folder;

#[test]
fn without_a_database_sessions_survive_the_process_in_their_cookies() {
    let folder = Folder::new();
    folder.write(
        "signet.toml",
        "secret = \"a-secret-that-outlives-the-process-0123456789\"\n[database]\nurl = \"none\"\n",
    );
    let server = folder.serve(&[]);
    let answer = server.sign_up("ada");
    assert_eq!(answer.status, 200);
    let cookies = answer.cookies().join("; ");
    assert_eq!(server.stop().0, Some(0));

    let server = folder.serve(&[]);
    let headers = [("cookie", cookies.as_str())];
    let answer = request(&server.address, "GET", "/api/auth/get-session", &headers, "").unwrap();
    assert!(answer.body.contains("ada@example.test"), "{answer:?}");
    assert!(!folder.has("signet.db") && !folder.has("none"));
}
