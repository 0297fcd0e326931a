//! Hooks, plugins, retries and redirects, in their order.

use std::cell::RefCell;
use std::rc::Rc;

use signet_auth::environment::{Kind, Value};
use signet_auth::testing::{FakeEnvironment, FakeValue};

use crate::support::{SESSION, client, client_with, json};

const NAMES: [&str; 5] = ["onRequest", "onResponse", "onSuccess", "onError", "onRetry"];

type Log = Rc<RefCell<Vec<String>>>;

/// All hooks, each of which writes down its name.
fn hooks(log: &Log, owner: &'static str) -> FakeValue {
    let hooks = FakeValue::object();
    for name in NAMES {
        let log = log.clone();
        let hook = FakeValue::function(move |_| {
            log.borrow_mut().push(format!("{owner} {name}"));
            Ok(FakeValue::Undefined)
        });
        hooks.set(name, &hook);
    }
    hooks
}

fn plugin(log: &Log, owner: &'static str) -> FakeValue {
    FakeValue::object().with("id", FakeValue::from_text(owner)).with("hooks", hooks(log, owner))
}

fn options(log: &Log) -> FakeValue {
    let fetch_plugins = FakeValue::array([plugin(log, "fetchPlugin")]);
    let fetch_options = hooks(log, "client").with("plugins", fetch_plugins);
    let client_plugin =
        FakeValue::object().with("fetchPlugins", FakeValue::array([plugin(log, "clientPlugin")]));
    FakeValue::object()
        .with("fetchOptions", fetch_options)
        .with("plugins", FakeValue::array([client_plugin]))
}

#[test]
fn hooks_run_in_better_auths_order() {
    let log = Log::default();
    let fixture = client_with(options(&log));
    fixture.environment.answer(200, "null");
    let own = hooks(&log, "call").with("plugins", FakeValue::array([plugin(&log, "callPlugin")]));
    fixture.call("ok", &[FakeValue::Undefined, own]).unwrap();
    let owners = ["call", "client", "fetchPlugin", "clientPlugin", "callPlugin"];
    let expected: Vec<String> = ["onRequest", "onResponse", "onSuccess"]
        .iter()
        .flat_map(|name| owners.map(|owner| format!("{owner} {name}")))
        .collect();
    assert_eq!(*log.borrow(), expected);
}

#[test]
fn an_error_is_told_once_for_each_attempt() {
    let log = Log::default();
    let fixture = client();
    for status in [500, 500, 200] {
        fixture.environment.answer(status, "null");
    }
    let own =
        hooks(&log, "call").with("retry", json(r#"{"type":"linear","attempts":3,"delay":20}"#));
    let ended = fixture.start("ok", vec![FakeValue::Undefined, own]);
    assert_eq!(fixture.environment.sent().len(), 1);
    fixture.environment.advance(19.0);
    assert_eq!(fixture.environment.sent().len(), 1);
    fixture.environment.advance(21.0);
    assert!(*ended.borrow());
    let told: Vec<String> = log.borrow().iter().map(|line| line.replace("call on", "")).collect();
    let attempt = ["Request", "Response", "Error", "Retry"];
    let expected: Vec<&str> =
        attempt.into_iter().chain(attempt).chain(["Request", "Response", "Success"]).collect();
    assert_eq!(told, expected);
    let attempts: Vec<_> = fixture
        .environment
        .requests()
        .iter()
        .map(|request| request.init.get("retryAttempt").as_number())
        .collect();
    assert_eq!(attempts, [None, Some(1.0), Some(2.0)]);
}

#[test]
fn retries_wait_as_they_are_told() {
    for (retry, pauses) in [
        ("2", vec![1000.0, 1000.0]),
        (r#"{"type":"linear","attempts":1,"delay":7}"#, vec![7.0]),
        (
            r#"{"type":"exponential","attempts":4,"baseDelay":10,"maxDelay":35}"#,
            vec![10.0, 20.0, 35.0, 35.0],
        ),
    ] {
        let fixture = client();
        (0..=pauses.len()).for_each(|_| fixture.environment.answer(503, "null"));
        let call = FakeValue::object().with("retry", json(retry));
        let ended = fixture.start("ok", vec![FakeValue::Undefined, call]);
        for (index, pause) in pauses.iter().enumerate() {
            fixture.environment.advance(pause - 1.0);
            assert_eq!(fixture.environment.sent().len(), index + 1, "{retry}");
            fixture.environment.advance(1.0);
            assert_eq!(fixture.environment.sent().len(), index + 2, "{retry}");
        }
        assert!(*ended.borrow(), "{retry}");
    }
}

#[test]
fn the_application_can_refuse_a_retry() {
    let fixture = client();
    fixture.environment.answer(500, "null");
    let refuse = FakeValue::function(|arguments| {
        assert_eq!(arguments[0].get("status").as_number(), Some(500.0));
        Ok(FakeValue::Bool(false))
    });
    let retry = json(r#"{"type":"linear","attempts":3,"delay":0}"#).with("shouldRetry", refuse);
    let call = FakeValue::object().with("retry", retry);
    let result = fixture.call("ok", &[FakeValue::Undefined, call]).unwrap();
    assert_eq!(result.get("error").get("status").as_number(), Some(500.0));
}

#[test]
fn an_unknown_retry_strategy_is_an_error() {
    let fixture = client();
    fixture.environment.answer(500, "null");
    let call = json(r#"{"retry":{"type":"sometimes"}}"#);
    let error = fixture.call("ok", &[FakeValue::Undefined, call]).unwrap_err();
    assert_eq!(error.get("message").to_text(), "Invalid retry strategy");
}

#[test]
fn a_request_hook_can_change_the_request() {
    let fixture = client();
    fixture.environment.answer(200, "null");
    let hook = FakeValue::function(|arguments| {
        let name = FakeValue::from_text("x-own");
        arguments[0].get("headers").method("set", &[&name, &FakeValue::from_text("1")])?;
        Ok(json(r#"{"body":"changed"}"#))
    });
    let call = FakeValue::object().with("onRequest", hook);
    fixture.call("a", &[json(r#"{"b":1}"#), call]).unwrap();
    let init = fixture.environment.requests()[0].init.clone();
    assert_eq!(init.get("body").to_text(), "changed");
    let header = init.get("headers").method("get", &[&FakeValue::from_text("x-own")]).unwrap();
    assert_eq!(header.to_text(), "1");
}

#[test]
fn a_response_hook_can_replace_the_response() {
    for wrapped in [false, true] {
        let fixture = client();
        fixture.environment.answer(200, "1");
        let hook = FakeValue::function(move |_| {
            let response = FakeEnvironment::response(200, "2");
            Ok(if wrapped { FakeValue::object().with("response", response) } else { response })
        });
        let call = FakeValue::object().with("onResponse", hook);
        let data = fixture.call("ok", &[FakeValue::Undefined, call]).unwrap().get("data");
        assert_eq!(data.as_number(), Some(2.0));
    }
}

#[test]
fn a_hook_that_throws_ends_the_call() {
    let fixture = client();
    fixture.environment.answer(200, "null");
    let hook = FakeValue::function(|_| Err(FakeValue::from_text("no")));
    let call = FakeValue::object().with("onSuccess", hook);
    let error = fixture.call("ok", &[FakeValue::Undefined, call]).unwrap_err();
    assert_eq!(error.to_text(), "no");
}

#[test]
fn the_error_hook_sees_text_and_error() {
    let fixture = client();
    fixture.environment.answer(403, r#"{"code":"C"}"#);
    let seen = Rc::new(RefCell::new(FakeValue::Undefined));
    let log = seen.clone();
    let hook = FakeValue::function(move |arguments| {
        *log.borrow_mut() = arguments[0].clone();
        Ok(FakeValue::Undefined)
    });
    fixture.call("ok", &[FakeValue::Undefined, FakeValue::object().with("onError", hook)]).unwrap();
    let seen = seen.borrow();
    assert_eq!(seen.get("responseText").to_text(), r#"{"code":"C"}"#);
    assert_eq!(seen.get("error").get("code").to_text(), "C");
    assert_eq!(seen.get("response").get("status").as_number(), Some(403.0));
}

#[test]
fn a_plugin_can_change_address_and_options() {
    let init = FakeValue::function(|arguments| {
        assert_eq!(arguments[0].to_text(), "/ok");
        let options = arguments[1].copy().with("method", FakeValue::from_text("PATCH"));
        Ok(FakeValue::object().with("url", FakeValue::from_text("/other")).with("options", options))
    });
    let plugins = FakeValue::array([FakeValue::object().with("init", init)]);
    let fixture = client_with(
        FakeValue::object().with("fetchOptions", FakeValue::object().with("plugins", plugins)),
    );
    fixture.environment.answer(200, "null");
    fixture.call("ok", &[]).unwrap();
    assert_eq!(fixture.environment.sent(), ["PATCH http://h/api/auth/other"]);
}

#[test]
fn own_parsers_are_asked() {
    let parser = FakeValue::function(|_| Ok(FakeValue::Number(7.0)));
    let fixture = client_with(
        FakeValue::object().with("fetchOptions", FakeValue::object().with("jsonParser", parser)),
    );
    fixture.environment.answer(200, "whatever");
    assert_eq!(fixture.call("ok", &[]).unwrap().get("data").as_number(), Some(7.0));
}

#[test]
fn an_answer_can_send_the_page_elsewhere() {
    for (options, body, expected) in [
        ("{}", r#"{"url":"https://x.y/","redirect":true}"#, vec!["https://x.y/"]),
        ("{}", r#"{"url":"/dashboard","redirect":true}"#, vec!["/dashboard"]),
        ("{}", r#"{"url":"https://x.y/","redirect":false}"#, vec![]),
        ("{}", r#"{"redirect":true}"#, vec![]),
        ("{}", r#"{"url":"javascript:alert(1)","redirect":true}"#, vec![]),
        ("{}", r#"{"url":"JavaScript:alert(1)","redirect":true}"#, vec![]),
        ("{}", r#"{"url":"data:text/html,x","redirect":true}"#, vec![]),
        (r#"{"disableDefaultFetchPlugins":true}"#, r#"{"url":"/x","redirect":true}"#, vec![]),
    ] {
        let fixture = client_with(json(options));
        fixture.environment.answer(200, body);
        fixture.call("signIn.social", &[json(r#"{"provider":"p"}"#)]).unwrap();
        assert_eq!(fixture.environment.visited(), expected, "{body}");
    }
}

#[test]
fn the_session_is_there_before_anybody_hears_of_the_sign_in() {
    let fixture = client().mounted("null");
    fixture.environment.answer(200, r#"{"token":"t"}"#);
    fixture.environment.answer(200, SESSION);
    let store = fixture.client.store().clone();
    let seen = Rc::new(RefCell::new(Kind::Undefined));
    let log = seen.clone();
    let hook = FakeValue::function(move |_| {
        *log.borrow_mut() = store.state().get_cloned().data.kind();
        Ok(FakeValue::Undefined)
    });
    let call = FakeValue::object().with("onSuccess", hook);
    fixture.call("signIn.email", &[json(r#"{"email":"e"}"#), call]).unwrap();
    assert_eq!(*seen.borrow(), Kind::Object);
}
