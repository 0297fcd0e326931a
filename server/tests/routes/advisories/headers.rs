use signet_auth_server::testing::TestApp;

const NAMES: &[&str] = &[
    "accept",
    "authorization",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "forwarded",
    "host",
    "if-none-match",
    "origin",
    "range",
    "referer",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "transfer-encoding",
    "user-agent",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-http-method-override",
    "x-middleware-subrequest",
];

#[tokio::test]
async fn no_malformed_header_is_an_error_of_the_server() {
    let app = TestApp::with(|options| options.session.cookie_cache.enabled = true).await;
    app.signed_in("ada@example.test").await;
    let long = vec![b'a'; 20_000];
    let values: &[&[u8]] = &[
        b"",
        b" ",
        b"\xff\xfe\x80",
        b"%",
        b"%zz%00",
        b"null",
        b"\"",
        b"=;=;=",
        b"a=b; better-auth.session_token=%ff.%ff; better-auth.session_data=e30.e30.e30",
        b"better-auth.session_token=.; better-auth.session_data.0=x; better-auth.session_data.99=y",
        b"http://[::1",
        b"http://\xc3\x28",
        b"[::1]:99999, ::ffff:1.2.3.4, fe80::1%eth0, 1.2.3.4:80",
        b"-1",
        b"99999999999999999999999999",
        b"application/json; charset=\"",
        b"multipart/form-data",
        &long,
    ];
    for name in NAMES {
        for value in values {
            for (method, path) in
                [("GET", "/get-session"), ("POST", "/sign-in/email"), ("POST", "/update-user")]
            {
                let request = app.anonymous().request(method, path);
                let request = request.body("application/json", "{}").header(name, value);
                let response = request.send().await;
                let shown = String::from_utf8_lossy(value).into_owned();
                assert!(response.status < 500, "{method} {path} {name}: {shown:.80}");
                if path == "/get-session" {
                    assert_eq!(response.text(), "null", "{name}: {shown:.80}");
                }
            }
        }
    }
}
