//! What the tests share.

use std::cell::RefCell;
use std::rc::Rc;

use signet_auth::client::Client;
use signet_auth::environment::Value;
use signet_auth::session::SessionState;
use signet_auth::testing::{FakeEnvironment, FakeValue};

pub(crate) const SESSION: &str = r#"{"session":{"id":"1","expiresAt":"2030-01-01T00:00:00.000Z"},"user":{"id":"u","createdAt":"2024-05-06T07:08:09.000Z"}}"#;
pub(crate) const OTHER_SESSION: &str = r#"{"session":{"id":"2","expiresAt":"2030-01-01T00:00:00.000Z"},"user":{"id":"v","createdAt":"2024-05-06T07:08:09.000Z"}}"#;

/// A client on a fake page, with everything it has published.
pub(crate) struct Fixture {
    pub(crate) environment: FakeEnvironment,
    pub(crate) client: Rc<Client<FakeEnvironment>>,
    published: Rc<RefCell<Vec<SessionState<FakeValue>>>>,
}

pub(crate) fn client() -> Fixture {
    client_with(FakeValue::object())
}

/// With more options than the base URL.
pub(crate) fn client_with(options: FakeValue) -> Fixture {
    client_in(FakeEnvironment::new(), options)
}

pub(crate) fn client_in(environment: FakeEnvironment, options: FakeValue) -> Fixture {
    let all = FakeValue::json(r#"{"baseURL":"http://h/api/auth"}"#);
    all.assign(&options);
    let published = Rc::new(RefCell::new(Vec::new()));
    let log = published.clone();
    let subscriber =
        Rc::new(move |state: &SessionState<FakeValue>| log.borrow_mut().push(state.clone()));
    let client = Rc::new(Client::new(environment.clone(), &all, Some(subscriber)));
    Fixture { environment, client, published }
}

impl Fixture {
    /// `client.a.b(argument)` for `"a.b"`.
    pub(crate) fn call(
        &self,
        names: &str,
        arguments: &[FakeValue],
    ) -> Result<FakeValue, FakeValue> {
        self.environment.block_on(self.client.call(&path(names), arguments))
    }

    /// Starts a call and leaves it under way; the flag says whether it has ended.
    pub(crate) fn start(&self, names: &str, arguments: Vec<FakeValue>) -> Rc<RefCell<bool>> {
        use signet_auth::environment::Clock;
        let (client, names) = (self.client.clone(), path(names));
        let ended = Rc::new(RefCell::new(false));
        let flag = ended.clone();
        self.environment.spawn(async move {
            let _ = client.call(&names, &arguments).await;
            *flag.borrow_mut() = true;
        });
        self.environment.run();
        ended
    }

    /// Mounts the session, with this answer to its first question.
    pub(crate) fn mounted(self, answer: &str) -> Self {
        self.environment.answer(200, answer);
        self.client.store().mount();
        self.environment.run();
        self
    }

    pub(crate) fn state(&self) -> SessionState<FakeValue> {
        self.client.store().state().get_cloned()
    }

    /// The id of the user, if anybody is signed in.
    pub(crate) fn user(&self) -> Option<String> {
        self.state().data.get("user").get("id").as_text()
    }

    /// How often something was published.
    pub(crate) fn publications(&self) -> usize {
        self.published.borrow().len()
    }

    pub(crate) fn last_published(&self) -> SessionState<FakeValue> {
        self.published.borrow().last().unwrap().clone()
    }

    /// The requests for the session so far.
    pub(crate) fn session_requests(&self) -> usize {
        self.environment.sent().iter().filter(|line| line.contains("/get-session")).count()
    }
}

pub(crate) fn json(text: &str) -> FakeValue {
    FakeValue::json(text)
}

fn path(names: &str) -> Vec<FakeValue> {
    names.split('.').filter(|name| !name.is_empty()).map(FakeValue::from_text).collect()
}
