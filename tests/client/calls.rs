//! From a call to a request, and from an answer to a result.

use signet_auth::environment::{Kind, Value};
use signet_auth::testing::{FakeEnvironment, FakeValue};

use crate::support::{client, client_with, json};

/// Calls and says what was sent: method, address and body.
fn sent(names: &str, arguments: &[FakeValue]) -> String {
    let fixture = client();
    fixture.environment.answer(200, "null");
    fixture.call(names, arguments).unwrap();
    let request = fixture.environment.requests().remove(0);
    let body = request.init.get("body").as_text().unwrap_or_default();
    let line = fixture.environment.sent().remove(0).replace("http://h/api/auth", "");
    format!("{line} {body}").trim_end().to_owned()
}

#[test]
fn names_become_a_path_and_arguments_a_request() {
    for (names, arguments, expected) in [
        ("signOut", "[]", "POST /sign-out {}"),
        ("updateUser", "[{}]", "GET /update-user"),
        ("getTOTPURI", "[]", "GET /get-totpuri"),
        ("test2.signOut", "[]", "GET /test2/sign-out"),
        ("", "[]", "GET /"),
        ("foo:bar", "[]", "GET /foo-bar"),
        ("$Infer", "[]", "GET /infer"),
        ("saml2", "[]", "GET /saml2"),
        ("getHTTPCode", "[]", "GET /get-http-code"),
        ("AB1c", "[]", "GET /ab-1c"),
        ("don't", "[]", "GET /dont"),
        ("größeÄndern", "[]", "GET /gr%C3%B6%C3%9Fe-%C3%A4ndern"),
        ("deleteUser", "[]", "POST /delete-user {}"),
        ("revokeSessions", "[]", "POST /revoke-sessions {}"),
        ("listSessions", "[]", "GET /list-sessions"),
        ("signIn.email", r#"[{"a":1}]"#, r#"POST /sign-in/email {"a":1}"#),
        (
            "signIn.email",
            r#"[{"a":1,"fetchOptions":{"method":"put","body":{"b":2}}},{"query":{"q":"2"}}]"#,
            r#"PUT /sign-in/email?q=2 {"a":1,"b":2}"#,
        ),
        (
            "oauth2.getClient",
            r#"[{"query":{"a":1,"b":true,"arr":["x y","z"],"n":null,"o":{"k":"v"}}}]"#,
            "GET /oauth2/get-client?a=1&b=true&arr=x%20y&arr=z&o=%7B%22k%22%3A%22v%22%7D",
        ),
        ("unknown.thing", r#"[{"x":1}]"#, r#"POST /unknown/thing {"x":1}"#),
    ] {
        assert_eq!(sent(names, &json(arguments).values()), expected, "{names} {arguments}");
    }
}

#[test]
fn the_first_argument_beats_the_second() {
    let arguments = json(r#"[{"fetchOptions":{"method":"DELETE"}},{"method":"PUT"}]"#).values();
    assert_eq!(sent("a", &arguments), "DELETE /a {}");
}

#[test]
fn a_plugin_forces_methods() {
    let options = json(r#"{"plugins":[{"id":"p","pathMethods":{"/two-factor/enable":"POST"}}]}"#);
    let fixture = client_with(options);
    fixture.environment.answer(200, "null");
    fixture.call("twoFactor.enable", &[]).unwrap();
    assert_eq!(fixture.environment.sent(), ["POST http://h/api/auth/two-factor/enable"]);
}

#[test]
fn fetch_fills_params_and_keeps_the_query_of_its_path() {
    let fixture = client();
    for (path, options, expected) in [
        ("@post/a/:id?z=1", r#"{"params":{"id":"q/w"},"query":{"z":2}}"#, "/a/q%2Fw?z=2"),
        ("/a/:x/:y", r#"{"params":["1","2"]}"#, "/a/1/2"),
        ("/a/:x", "{}", "/a/:x"),
        ("/a?b=c+d", "{}", "/a?b=c%20d"),
        ("http://h/api/auth/a", "{}", "/a"),
    ] {
        fixture.environment.answer(200, "null");
        fixture.environment.block_on(fixture.client.fetch(path, &json(options))).unwrap();
        let last = fixture.environment.sent().pop().unwrap();
        assert_eq!(last, format!("GET http://h/api/auth{expected}"), "{path}");
    }
}

#[test]
fn params_can_not_climb_out_of_their_path() {
    let fixture = client();
    let options = json(r#"{"params":{"id":".."}}"#);
    assert!(fixture.environment.block_on(fixture.client.fetch("/a/:id/b", &options)).is_err());
    assert!(fixture.environment.sent().is_empty());
}

#[test]
fn another_origin_can_be_asked() {
    let fixture = client();
    fixture.environment.answer(200, "null");
    fixture.environment.block_on(fixture.client.fetch("https://x.y/a", &json("{}"))).unwrap();
    assert_eq!(fixture.environment.sent(), ["GET https://x.y/a"]);
}

#[test]
fn a_relative_base_stays_relative() {
    let fixture = client_with(json(r#"{"baseURL":"/api/auth"}"#));
    fixture.environment.answer(200, "null");
    fixture.call("ok", &[]).unwrap();
    assert_eq!(fixture.environment.sent(), ["GET /api/auth/ok"]);
}

#[test]
fn credentials_are_sent_unless_the_application_says_otherwise() {
    let fixture = client();
    fixture.environment.answer(200, "null");
    fixture.call("ok", &[]).unwrap();
    fixture.environment.answer(200, "null");
    fixture.call("ok", &[json(r#"{"fetchOptions":{"credentials":"omit"}}"#)]).unwrap();
    let sent = fixture.environment.requests();
    assert_eq!(sent[0].init.get("credentials").to_text(), "include");
    assert_eq!(sent[1].init.get("credentials").to_text(), "omit");
}

#[test]
fn headers_of_client_and_call_are_merged_and_auth_is_added() {
    let options = json(r#"{"fetchOptions":{"headers":{"a":"1","b":"2"}}}"#);
    let fixture = client_with(options);
    for (auth, expected) in [
        (r#"{"type":"Bearer","token":"T"}"#, "Bearer T"),
        (r#"{"type":"Basic","username":"u","password":"p"}"#, "Basic base64:u:p"),
        (r#"{"type":"Custom","prefix":"P","value":"v"}"#, "P v"),
        (r#"{"type":"Custom","value":"v"}"#, " v"),
    ] {
        fixture.environment.answer(200, "null");
        let call = json(r#"{"headers":{"b":"3","c":null}}"#).with("auth", json(auth));
        fixture.call("ok", &[FakeValue::Undefined, call]).unwrap();
        let headers = fixture.environment.requests().pop().unwrap().init.get("headers");
        let header = |name: &str| headers.method("get", &[&FakeValue::from_text(name)]).unwrap();
        assert_eq!(header("a").to_text(), "1");
        assert_eq!(header("b").to_text(), "3");
        assert_eq!(header("c").kind(), Kind::Null);
        assert_eq!(header("authorization").to_text(), expected);
    }
}

#[test]
fn a_token_can_come_from_a_function_that_answers_later() {
    let fixture = client();
    let (promise, handle) = FakeValue::promise();
    handle.settle(Ok(FakeValue::from_text("later")));
    let token = FakeValue::function(move |_| Ok(promise.clone()));
    let auth = json(r#"{"type":"Bearer"}"#).with("token", token);
    fixture.environment.answer(200, "null");
    fixture.call("ok", &[FakeValue::Undefined, FakeValue::object().with("auth", auth)]).unwrap();
    let headers = fixture.environment.requests()[0].init.get("headers");
    let header = headers.method("get", &[&FakeValue::from_text("authorization")]).unwrap();
    assert_eq!(header.to_text(), "Bearer later");
}

#[test]
fn a_body_is_json_or_a_form_or_untouched() {
    let fixture = client();
    let send = |options: FakeValue| {
        fixture.environment.answer(200, "null");
        fixture.environment.block_on(fixture.client.fetch("/x", &options)).unwrap();
        fixture.environment.requests().pop().unwrap().init
    };
    let form = r#"{"method":"POST","body":{"a":1,"b":"x y"},"headers":{"content-type":"application/x-www-form-urlencoded"}}"#;
    assert_eq!(send(json(form)).get("body").to_text(), "a=1&b=x+y");
    let text = send(json(r#"{"method":"POST","body":"text"}"#));
    assert_eq!(text.get("body").to_text(), "text");
    let content_type = text.get("headers").method("get", &[&FakeValue::from_text("content-type")]);
    assert_eq!(content_type.unwrap().to_text(), "application/json");
    let file = FakeValue::new("Headers", &[]).unwrap();
    let untouched = send(json(r#"{"method":"POST"}"#).with("body", file.clone()));
    assert!(untouched.get("body").same(&file));
}

#[test]
fn an_error_has_the_body_and_the_status() {
    let fixture = client();
    fixture.environment.answer(401, r#"{"code":"X","message":"m","status":1}"#);
    let result = fixture.call("signIn.email", &[json(r#"{"a":1}"#)]).unwrap();
    assert_eq!(result.get("data").kind(), Kind::Null);
    let error = json(r#"{"code":"X","message":"m","status":401,"statusText":"Refused"}"#);
    assert_eq!(result.get("error"), error);
}

#[test]
fn an_error_without_json_has_the_status_only() {
    let fixture = client();
    fixture.environment.answer(502, "<html>");
    let result = fixture.call("ok", &[]).unwrap();
    assert_eq!(result.get("error"), json(r#"{"status":502,"statusText":"Refused"}"#));
}

#[test]
fn with_throw_data_comes_bare_and_errors_are_thrown() {
    let fixture = client_with(json(r#"{"fetchOptions":{"throw":true}}"#));
    fixture.environment.answer(200, r#"{"a":1}"#);
    assert_eq!(fixture.call("ok", &[]).unwrap(), json(r#"{"a":1}"#));
    fixture.environment.answer(404, "nope");
    let error = fixture.call("ok", &[]).unwrap_err();
    assert_eq!(error.get("message").to_text(), "Refused");
    assert_eq!(error.get("status").as_number(), Some(404.0));
    assert_eq!(error.get("error").to_text(), "nope");
    assert_eq!(error.get("cause").to_text(), "nope");
}

#[test]
fn a_failure_of_the_network_rejects_with_its_own_exception() {
    for exception in
        [FakeValue::from_text("reason"), FakeValue::Null, FakeValue::error("TypeError", "x")]
    {
        let fixture = client();
        let ended = fixture.start("ok", vec![]);
        fixture.environment.requests()[0].answer.settle(Err(exception.clone()));
        fixture.environment.run();
        assert!(*ended.borrow());

        let impl_fails = FakeValue::object().with("customFetchImpl", {
            let exception = exception.clone();
            FakeValue::function(move |_| Err(exception.clone()))
        });
        let fixture = client_with(FakeValue::object().with("fetchOptions", impl_fails));
        assert!(fixture.call("ok", &[]).unwrap_err().same(&exception));
    }
}

#[test]
fn an_answer_that_is_no_response_rejects() {
    for answer in
        [FakeValue::Null, FakeValue::Undefined, FakeValue::from_text("hi"), FakeValue::object()]
    {
        let fixture = client();
        fixture.environment.answer_with(answer);
        assert!(fixture.call("ok", &[]).is_err());
    }
}

#[test]
fn a_response_without_headers_is_read_as_json() {
    let fixture = client();
    let text = FakeValue::function(|_| Ok(FakeValue::from_text(r#"{"a":1}"#)));
    let response = FakeValue::object().with("ok", FakeValue::Bool(true)).with("text", text);
    fixture.environment.answer_with(response);
    assert_eq!(fixture.call("ok", &[]).unwrap().get("data"), json(r#"{"a":1}"#));
}

#[test]
fn all_errors_can_be_caught() {
    let fixture = client_with(json(r#"{"fetchOptions":{"catchAllError":true}}"#));
    let url = FakeValue::from_text("boom");
    fixture.environment.answer_with(url);
    let error = fixture.call("ok", &[]).unwrap().get("error");
    assert_eq!(error.get("status").as_number(), Some(500.0));
    assert_eq!(error.get("statusText").to_text(), "Fetch Error");
    assert!(error.get("error").is_truthy());
}

#[test]
fn a_custom_fetch_gets_address_and_options() {
    let custom = FakeValue::function(|arguments| {
        assert_eq!(arguments[0].to_text(), "http://h/api/auth/ok");
        assert_eq!(arguments[1].get("method").to_text(), "GET");
        Ok(FakeEnvironment::response(200, "true"))
    });
    let options = FakeValue::object().with("customFetchImpl", custom);
    let fixture = client_with(FakeValue::object().with("fetchOptions", options));
    assert_eq!(fixture.call("ok", &[]).unwrap().get("data"), FakeValue::Bool(true));
    assert!(fixture.environment.sent().is_empty());
}

#[test]
fn a_timeout_aborts_the_request_unless_the_caller_has_a_signal() {
    let fixture = client_with(json(r#"{"fetchOptions":{"timeout":50}}"#));
    let ended = fixture.start("ok", vec![]);
    fixture.environment.advance(49.0);
    assert!(!*ended.borrow());
    fixture.environment.advance(1.0);
    assert!(*ended.borrow());

    let signal = FakeValue::object();
    let options = FakeValue::object().with("signal", signal.clone());
    let ended = fixture.start("ok", vec![FakeValue::Undefined, options]);
    fixture.environment.advance(100.0);
    assert!(!*ended.borrow());
    assert!(fixture.environment.requests()[1].init.get("signal").same(&signal));
}
