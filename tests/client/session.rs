//! The eight rules of the session store.

use std::cell::RefCell;
use std::rc::Rc;

use signet_auth::client::Client;
use signet_auth::environment::{Clock, Kind, PageEvent, Value, Via};
use signet_auth::session::SessionState;
use signet_auth::testing::{FakeEnvironment, FakeValue};

use crate::support::{OTHER_SESSION, SESSION, client, client_in, client_with, json};

#[test]
fn nothing_is_asked_before_the_first_subscription() {
    let fixture = client();
    fixture.environment.advance(60_000.0);
    fixture.environment.emit(&PageEvent::Visible);
    assert!(fixture.environment.sent().is_empty());
    assert_eq!(fixture.environment.listener_count(), 0);
    assert!(fixture.state().is_pending);
}

#[test]
fn mounting_asks_once_and_publishes_the_answer() {
    let fixture = client();
    fixture.client.store().mount();
    fixture.client.store().mount();
    assert!(fixture.last_published().is_pending && fixture.last_published().is_refetching);
    fixture.environment.run();
    assert_eq!(fixture.environment.sent(), ["GET http://h/api/auth/get-session"]);
    fixture.environment.requests()[0].answer.settle(Ok(FakeEnvironment::response(200, SESSION)));
    fixture.environment.run();
    let state = fixture.last_published();
    assert!(!state.is_pending && !state.is_refetching);
    assert_eq!(state.error.kind(), Kind::Null);
    assert_eq!(fixture.user().as_deref(), Some("u"));
    assert_eq!(fixture.publications(), 2);
}

#[test]
fn no_session_is_null_in_both_forms() {
    for answer in ["null", r#"{"session":null,"user":null}"#, ""] {
        let fixture = client().mounted(answer);
        assert_eq!(fixture.state().data.kind(), Kind::Null);
        assert!(!fixture.state().is_pending);
    }
    let partial = client().mounted(r#"{"user":{"id":"u"}}"#);
    assert_eq!(partial.user().as_deref(), Some("u"));
}

#[test]
fn a_client_that_throws_has_a_session_all_the_same() {
    let fixture = client_with(json(r#"{"fetchOptions":{"throw":true}}"#)).mounted(SESSION);
    assert_eq!(fixture.user().as_deref(), Some("u"));
    fixture.environment.answer(401, "{}");
    fixture.environment.block_on(fixture.client.store().refetch(&FakeValue::Undefined));
    assert_eq!(fixture.user(), None);
}

#[test]
fn a_sign_in_resolves_after_the_store_has_the_session() {
    let fixture = client().mounted("null");
    let ended = fixture.start("signIn.email", vec![json(r#"{"email":"e"}"#)]);
    fixture.environment.requests()[1].answer.settle(Ok(FakeEnvironment::response(200, "{}")));
    fixture.environment.run();
    assert!(!*ended.borrow(), "the session is still on its way");
    assert_eq!(fixture.session_requests(), 2);
    fixture.environment.requests()[2].answer.settle(Ok(FakeEnvironment::response(200, SESSION)));
    fixture.environment.run();
    assert!(*ended.borrow());
    assert_eq!(fixture.user().as_deref(), Some("u"));
    assert_eq!(fixture.publications(), 3, "pending, signed out, signed in: nothing in between");
}

#[test]
fn a_sign_in_without_subscribers_asks_nothing_but_the_next_mount_does() {
    let fixture = client();
    fixture.environment.answer(200, "{}");
    fixture.call("signIn.email", &[json(r#"{"email":"e"}"#)]).unwrap();
    assert_eq!(fixture.session_requests(), 0);
    let fixture = fixture.mounted(SESSION);
    assert_eq!(fixture.user().as_deref(), Some("u"));
}

#[test]
fn a_failed_sign_in_changes_nothing() {
    let fixture = client().mounted("null");
    fixture.environment.answer(401, "{}");
    fixture.call("signIn.email", &[json(r#"{"email":"e"}"#)]).unwrap();
    assert_eq!(fixture.session_requests(), 1);
    assert!(fixture.environment.posts().is_empty());
}

#[test]
fn a_sign_in_with_an_id_token_resolves_after_the_store_has_the_session() {
    let fixture = client().mounted("null");
    fixture.environment.answer(200, r#"{"redirect":false,"token":"t","user":{}}"#);
    fixture.environment.answer(200, SESSION);
    let input = json(r#"{"provider":"google","idToken":{"token":"i"}}"#);
    fixture.call("signIn.social", &[input]).unwrap();
    assert_eq!(fixture.user().as_deref(), Some("u"));
    assert_eq!(fixture.environment.posts().len(), 1, "the other tabs are told");
}

#[test]
fn a_sign_in_that_goes_to_a_provider_asks_nothing() {
    let fixture = client().mounted("null");
    fixture.environment.answer(200, r#"{"redirect":true,"url":"https://provider.example/"}"#);
    fixture.call("signIn.social", &[json(r#"{"provider":"github"}"#)]).unwrap();
    assert_eq!(fixture.environment.visited(), ["https://provider.example/"]);
    assert_eq!(fixture.session_requests(), 1);
    assert!(fixture.environment.posts().is_empty());
}

#[test]
fn a_sign_out_is_there_at_once_and_asks_nothing() {
    let fixture = client().mounted(SESSION);
    fixture.environment.answer(200, r#"{"success":true}"#);
    fixture.call("signOut", &[]).unwrap();
    assert_eq!(fixture.state().data.kind(), Kind::Null);
    fixture.environment.advance(10_000.0);
    assert_eq!(fixture.session_requests(), 1);
}

#[test]
fn an_answer_from_before_a_sign_out_is_dropped() {
    let fixture = client().mounted(SESSION);
    fixture.start("getSession", vec![]);
    fixture.environment.emit(&PageEvent::Visible);
    assert_eq!(fixture.session_requests(), 3);
    fixture.environment.answer(200, r#"{"success":true}"#);
    fixture.call("signOut", &[]).unwrap();
    for request in fixture.environment.requests() {
        request.answer.settle(Ok(FakeEnvironment::response(200, SESSION)));
    }
    fixture.environment.run();
    assert_eq!(fixture.user(), None);
}

#[test]
fn get_session_feeds_the_store() {
    let fixture = client().mounted("null");
    fixture.environment.answer(200, SESSION);
    fixture.call("getSession", &[]).unwrap();
    assert_eq!(fixture.user().as_deref(), Some("u"));
    fixture.environment.answer(401, "{}");
    fixture.call("getSession", &[]).unwrap();
    assert_eq!(fixture.user(), None);
}

#[test]
fn a_failure_keeps_the_last_value_and_tells_why() {
    let fixture = client().mounted(SESSION);
    let before = fixture.state().data;
    for answer in [FakeEnvironment::response(500, "{}"), FakeValue::Null] {
        fixture.environment.answer_with(answer);
        fixture.environment.block_on(fixture.client.store().refetch(&FakeValue::Undefined));
        assert!(fixture.state().data.same(&before));
        assert!(fixture.state().error.is_truthy());
        assert!(!fixture.state().is_refetching);
    }
}

#[test]
fn a_401_ends_the_session() {
    let fixture = client().mounted(SESSION);
    fixture.environment.answer(401, r#"{"code":"X"}"#);
    fixture.environment.block_on(fixture.client.store().refetch(&FakeValue::Undefined));
    assert_eq!(fixture.state().data.kind(), Kind::Null);
    assert_eq!(fixture.state().error.get("code").to_text(), "X");
}

#[test]
fn an_equal_answer_publishes_nothing_and_keeps_every_reference() {
    let fixture = client().mounted(SESSION);
    let (before, published) = (fixture.state().data, fixture.publications());
    assert!(before.get("user").get("createdAt").as_date().is_some());
    fixture.environment.answer(200, SESSION);
    fixture.environment.emit(&PageEvent::Visible);
    assert_eq!(fixture.session_requests(), 2);
    assert!(fixture.state().data.same(&before));
    assert_eq!(fixture.publications(), published);
    fixture.environment.answer(200, SESSION);
    fixture.environment.block_on(fixture.client.store().refetch(&FakeValue::Undefined));
    assert!(fixture.state().data.same(&before));
}

#[test]
fn a_refetch_shows_that_it_is_under_way() {
    let fixture = client().mounted(SESSION);
    fixture.environment.answer(200, SESSION);
    let query = json(r#"{"disableCookieCache":true}"#);
    fixture.environment.block_on(fixture.client.store().refetch(&query));
    let sent = fixture.environment.sent().pop().unwrap();
    assert_eq!(sent, "GET http://h/api/auth/get-session?disableCookieCache=true");
    assert_eq!(fixture.publications(), 4);
}

#[test]
fn all_who_ask_in_one_go_share_a_request() {
    let fixture = client();
    let store = fixture.client.store().clone();
    store.mount();
    store.notify();
    for _ in 0..3 {
        let store = store.clone();
        fixture.environment.spawn(async move { store.refetch(&FakeValue::Undefined).await });
    }
    store.notify();
    fixture.environment.run();
    assert_eq!(fixture.environment.in_flight(), 1);
}

#[test]
fn a_refetch_gives_up_an_older_request() {
    let fixture = client().mounted("null");
    let refetch = || {
        let store = fixture.client.store().clone();
        fixture.environment.spawn(async move { store.refetch(&FakeValue::Undefined).await });
        fixture.environment.run();
    };
    refetch();
    refetch();
    let requests = fixture.environment.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests[1].init.get("signal").has("aborted"));
    assert_eq!(fixture.environment.in_flight(), 1);
    requests[2].answer.settle(Ok(FakeEnvironment::response(200, SESSION)));
    fixture.environment.run();
    assert_eq!(fixture.user().as_deref(), Some("u"));
}

#[test]
fn a_focus_causes_exactly_one_request_in_five_seconds() {
    let fixture = client().mounted(SESSION);
    for (wait, expected) in [(0.0, 2), (0.0, 2), (4999.0, 2), (1.0, 3), (10_000.0, 4)] {
        fixture.environment.advance(wait);
        fixture.environment.answer(200, SESSION);
        fixture.environment.emit(&PageEvent::Visible);
        assert_eq!(fixture.session_requests(), expected, "after {wait}");
    }
}

#[test]
fn a_focus_joins_a_request_that_is_under_way() {
    let fixture = client();
    fixture.client.store().mount();
    fixture.environment.run();
    fixture.environment.emit(&PageEvent::Visible);
    assert_eq!(fixture.session_requests(), 1);
}

#[test]
fn the_application_can_do_without_focus() {
    let options = json(r#"{"sessionOptions":{"refetchOnWindowFocus":false}}"#);
    let fixture = client_with(options).mounted(SESSION);
    fixture.environment.emit(&PageEvent::Visible);
    assert_eq!(fixture.session_requests(), 1);
}

#[test]
fn offline_nothing_is_asked_in_the_background() {
    let fixture = client().mounted(SESSION);
    fixture.environment.set_online(false);
    fixture.environment.emit(&PageEvent::Visible);
    assert_eq!(fixture.session_requests(), 1);
    fixture.environment.set_online(true);
    assert_eq!(fixture.session_requests(), 2);

    let options = json(r#"{"sessionOptions":{"refetchWhenOffline":true}}"#);
    let fixture = client_with(options).mounted(SESSION);
    fixture.environment.set_online(false);
    fixture.environment.emit(&PageEvent::Visible);
    assert_eq!(fixture.session_requests(), 2);
}

#[test]
fn the_interval_asks_only_while_there_is_a_session_and_a_subscriber() {
    let options = json(r#"{"sessionOptions":{"refetchInterval":60}}"#);
    let fixture = client_with(options).mounted(SESSION);
    fixture.environment.answer(200, SESSION);
    fixture.environment.answer(200, "null");
    fixture.environment.advance(60_000.0);
    assert_eq!(fixture.session_requests(), 2);
    fixture.environment.advance(60_000.0);
    assert_eq!(fixture.session_requests(), 3);
    fixture.environment.advance(600_000.0);
    assert_eq!(fixture.session_requests(), 3, "nobody is signed in");
    fixture.environment.answer(200, SESSION);
    fixture.call("getSession", &[]).unwrap();
    fixture.client.store().unmount();
    fixture.environment.advance(600_000.0);
    assert_eq!(fixture.session_requests(), 4, "nobody listens");
}

#[test]
fn a_remount_within_a_second_asks_nothing_and_a_later_one_does() {
    let fixture = client().mounted(SESSION);
    let store = fixture.client.store().clone();
    store.unmount();
    fixture.environment.advance(999.0);
    store.mount();
    fixture.environment.advance(60_000.0);
    assert_eq!(fixture.session_requests(), 1);
    assert_eq!(fixture.environment.listener_count(), 1);
    store.unmount();
    fixture.environment.advance(1000.0);
    assert_eq!(fixture.environment.listener_count(), 0);
    store.mount();
    fixture.environment.run();
    assert_eq!(fixture.session_requests(), 2);
}

#[test]
fn a_request_survives_the_last_subscriber() {
    let fixture = client();
    fixture.client.store().mount();
    fixture.environment.run();
    fixture.client.store().unmount();
    fixture.environment.advance(5000.0);
    fixture.environment.requests()[0].answer.settle(Ok(FakeEnvironment::response(200, SESSION)));
    fixture.environment.run();
    assert_eq!(fixture.user().as_deref(), Some("u"));
    assert!(!fixture.state().is_refetching);
}

#[test]
fn a_failed_first_request_is_repeated_by_the_next_mount() {
    let fixture = client();
    fixture.environment.answer(500, "{}");
    fixture.client.store().mount();
    fixture.environment.run();
    assert!(!fixture.state().is_pending);
    fixture.client.store().unmount();
    fixture.environment.advance(1000.0);
    let fixture = fixture.mounted(SESSION);
    assert_eq!(fixture.user().as_deref(), Some("u"));
}

#[test]
fn a_session_that_wants_to_be_extended_is() {
    let deferred = SESSION.replacen('{', r#"{"needsRefresh":true,"#, 1);
    let fixture = client();
    fixture.environment.answer(200, &deferred);
    let fixture = fixture.mounted(OTHER_SESSION);
    let sent: Vec<_> = fixture.environment.sent();
    assert_eq!(sent, ["GET http://h/api/auth/get-session", "POST http://h/api/auth/get-session"]);
    assert_eq!(fixture.user().as_deref(), Some("v"));
}

#[test]
fn an_extension_that_fails_keeps_the_answer_and_is_tried_again() {
    let deferred = SESSION.replacen('{', r#"{"needsRefresh":true,"#, 1);
    let fixture = client();
    fixture.environment.answer(200, &deferred);
    fixture.environment.answer_with(FakeValue::Null);
    fixture.client.store().mount();
    fixture.environment.run();
    assert_eq!(fixture.user().as_deref(), Some("u"));
    fixture.client.store().unmount();
    fixture.environment.advance(1000.0);
    fixture.client.store().mount();
    fixture.environment.run();
    assert_eq!(fixture.session_requests(), 3);
}

#[test]
fn a_session_that_came_with_the_page_needs_no_request_while_it_is_young() {
    for handed_over in [true, false] {
        let session = json(SESSION);
        let options = FakeValue::object();
        if handed_over {
            options.set("initialSession", &session);
        }
        let fixture = client_with(options);
        if !handed_over {
            fixture.client.store().hydrate(&session);
        }
        assert!(!fixture.state().is_pending);
        fixture.client.store().mount();
        fixture.environment.run();
        assert!(fixture.environment.sent().is_empty());
        fixture.client.store().unmount();
        fixture.environment.advance(60_000.0);
        fixture.client.store().mount();
        fixture.environment.run();
        assert_eq!(fixture.session_requests(), 1);
    }
}

#[test]
fn a_known_absence_is_no_pending_state() {
    let fixture = client_with(json(r#"{"initialSession":null}"#));
    assert!(!fixture.state().is_pending);
    fixture.client.store().mount();
    fixture.environment.run();
    assert!(fixture.environment.sent().is_empty());
}

#[test]
fn hydration_happens_once_and_never_over_an_answer() {
    let fixture = client();
    fixture.client.store().hydrate(&FakeValue::Null);
    assert!(fixture.state().is_pending);
    fixture.client.store().hydrate(&json(SESSION));
    fixture.client.store().hydrate(&json(OTHER_SESSION));
    assert_eq!(fixture.user().as_deref(), Some("u"));
    fixture.environment.answer(200, "{}");
    fixture.call("signOut", &[]).unwrap();
    fixture.client.store().hydrate(&json(SESSION));
    assert_eq!(fixture.user(), None);
}

#[test]
fn without_a_page_nothing_is_kept_and_nothing_asked_unasked() {
    let options = FakeValue::object().with("initialSession", json(SESSION));
    let fixture = client_in(FakeEnvironment::without_page(), options);
    fixture.client.store().hydrate(&json(SESSION));
    fixture.client.store().mount();
    fixture.environment.answer(200, SESSION);
    fixture.call("getSession", &[]).unwrap();
    fixture.environment.answer(200, "{}");
    fixture.call("signOut", &[]).unwrap();
    assert_eq!(fixture.state().data.kind(), Kind::Null);
    assert!(fixture.state().is_pending);
    assert_eq!(fixture.session_requests(), 1);
    assert_eq!(fixture.environment.listener_count(), 0);
    assert!(fixture.environment.posts().is_empty());
}

#[test]
fn every_change_reaches_the_other_tabs_without_a_token() {
    for (names, trigger) in [
        ("signIn.email", "getSession"),
        ("signUp.email", "getSession"),
        ("signOut", "signout"),
        ("updateUser", "updateUser"),
        ("updateSession", "updateUser"),
        ("revokeSession", "getSession"),
        ("revokeSessions", "getSession"),
        ("revokeOtherSessions", "getSession"),
        ("changePassword", "getSession"),
        ("deleteUser", "getSession"),
    ] {
        let fixture = client();
        fixture.environment.answer(200, r#"{"token":"secret"}"#);
        fixture.call(names, &[json(r#"{"token":"secret"}"#)]).unwrap();
        let posts = fixture.environment.posts();
        assert_eq!(posts.len(), 1, "{names}");
        assert!(!posts[0].contains("secret"));
        let message = json(&posts[0]);
        assert_eq!(message.get("event").to_text(), "session");
        assert_eq!(message.get("data").get("trigger").to_text(), trigger, "{names}");
        assert_eq!(message.get("timestamp").as_number(), Some(1_700_000_000.0));
    }
}

#[test]
fn reads_are_not_told_to_other_tabs() {
    let fixture = client();
    for names in ["getSession", "listSessions", "ok"] {
        fixture.environment.answer(200, "null");
        fixture.call(names, &[]).unwrap();
    }
    assert!(fixture.environment.posts().is_empty());
}

#[test]
fn a_message_of_another_tab_is_heard_once_and_not_echoed() {
    let sender = client();
    sender.environment.answer(200, "{}");
    sender.call("signOut", &[]).unwrap();
    let message = sender.environment.posts().remove(0);

    let fixture = client().mounted(SESSION);
    fixture.environment.answer(200, "null");
    fixture.environment.receive(Via::Channel, &message);
    fixture.environment.receive(Via::Storage, &message);
    assert_eq!(fixture.session_requests(), 2);
    assert_eq!(fixture.user(), None);
    assert!(fixture.environment.posts().is_empty());
    fixture.environment.answer(200, "null");
    fixture.environment.receive(Via::StorageOnly, &message);
    assert_eq!(fixture.session_requests(), 3);
}

#[test]
fn a_message_of_a_better_auth_tab_is_heard() {
    let fixture = client().mounted(SESSION);
    let message =
        r#"{"event":"session","data":{"trigger":"signout"},"clientId":"x","timestamp":1}"#;
    fixture.environment.receive(Via::Storage, message);
    assert_eq!(fixture.session_requests(), 2);
}

#[test]
fn what_is_no_message_is_ignored() {
    let fixture = client().mounted(SESSION);
    for text in ["", "{", "null", "[]", r#"{"event":"other","data":{}}"#, r#"{"event":"session"}"#]
    {
        fixture.environment.receive(Via::Channel, text);
        fixture.environment.receive(Via::Storage, text);
    }
    assert_eq!(fixture.session_requests(), 1);
}

#[test]
fn a_subscriber_may_call_anything() {
    type Shared = Rc<RefCell<Option<Rc<Client<FakeEnvironment>>>>>;
    let environment = FakeEnvironment::new();
    let shared: Shared = Rc::default();
    let inside = shared.clone();
    let calls = Rc::new(RefCell::new(0));
    let counter = calls.clone();
    let subscriber = Rc::new(move |_: &SessionState<FakeValue>| {
        *counter.borrow_mut() += 1;
        if let Some(client) = inside.borrow().as_ref()
            && *counter.borrow() < 5
        {
            client.store().unmount();
            client.store().mount();
            client.store().notify();
            client.store().hydrate(&json(SESSION));
        }
    });
    let client = Rc::new(Client::new(
        environment.clone(),
        &json(r#"{"baseURL":"http://h"}"#),
        Some(subscriber),
    ));
    *shared.borrow_mut() = Some(client.clone());
    client.store().mount();
    (0..5).for_each(|_| environment.answer(200, SESSION));
    environment.run();
    assert!(*calls.borrow() >= 1);
    assert!(environment.in_flight() <= 1);
}

#[test]
fn a_plugins_listener_on_the_session_signal_asks_again_and_is_called() {
    let called = Rc::new(RefCell::new(Vec::new()));
    let log = called.clone();
    let listener = json(r#"{"signal":"$sessionSignal"}"#)
        .with(
            "matcher",
            FakeValue::function(|arguments| {
                Ok(FakeValue::Bool(arguments[0].to_text().starts_with("/two-factor/")))
            }),
        )
        .with(
            "callback",
            FakeValue::function(move |arguments| {
                log.borrow_mut().push(arguments[0].to_text());
                Ok(FakeValue::Undefined)
            }),
        );
    let plugin = FakeValue::object().with("atomListeners", FakeValue::array([listener]));
    let options = FakeValue::object().with("plugins", FakeValue::array([plugin]));
    let fixture = client_with(options).mounted("null");
    fixture.environment.answer(200, "{}");
    fixture.environment.answer(200, SESSION);
    fixture.call("twoFactor.verifyTotp", &[json(r#"{"code":"1"}"#)]).unwrap();
    assert_eq!(fixture.user().as_deref(), Some("u"));
    assert_eq!(*called.borrow(), ["/two-factor/verify-totp"]);
    fixture.environment.answer(200, "{}");
    fixture.call("other.thing", &[json(r#"{"code":"1"}"#)]).unwrap();
    assert_eq!(fixture.session_requests(), 2);
}

#[test]
fn a_plugins_listener_hears_of_a_sign_out_that_ends_the_session_all_the_same() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let log = heard.clone();
    let listener = json(r#"{"signal":"$sessionSignal"}"#).with(
        "matcher",
        FakeValue::function(move |arguments| {
            log.borrow_mut().push(arguments[0].to_text());
            Ok(FakeValue::Bool(true))
        }),
    );
    let plugin = FakeValue::object().with("atomListeners", FakeValue::array([listener]));
    let options = FakeValue::object().with("plugins", FakeValue::array([plugin]));
    let fixture = client_with(options).mounted(SESSION);
    fixture.environment.answer(200, r#"{"success":true}"#);
    fixture.call("signOut", &[]).unwrap();
    assert_eq!(*heard.borrow(), ["/sign-out"]);
    assert_eq!(fixture.state().data.kind(), Kind::Null);
    assert_eq!(fixture.session_requests(), 1);
}

#[test]
fn a_quiet_call_leaves_the_session_alone() {
    let fixture = client().mounted(SESSION);
    fixture.environment.answer(200, "{}");
    let quiet = json(r#"{"disableSignal":true}"#);
    fixture.call("signOut", &[FakeValue::Undefined, quiet]).unwrap();
    assert_eq!(fixture.user().as_deref(), Some("u"));
    assert_eq!(fixture.session_requests(), 1);
    assert!(fixture.environment.posts().is_empty());
}
