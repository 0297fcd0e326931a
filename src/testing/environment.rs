//! A page, a clock and a server that do what the test says.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll};

use super::promise::Promise;
use super::tasks::Tasks;
use super::value::FakeValue;
use crate::environment::{Clock, Page, PageEvent, TabMessage, Tabs, Value, Via};

/// The fake environment. Clones are the same environment.
#[derive(Clone, Default)]
pub struct FakeEnvironment(Rc<Inner>);

struct Inner {
    now: Cell<f64>,
    tasks: Tasks,
    timers: RefCell<Vec<(f64, Weak<TimerSlot>)>>,
    answers: RefCell<VecDeque<FakeValue>>,
    requests: RefCell<Vec<FakeRequest>>,
    is_page: Cell<bool>,
    is_online: Cell<bool>,
    listeners: RefCell<Vec<Weak<Listener>>>,
    posts: RefCell<Vec<String>>,
    visited: RefCell<Vec<String>>,
    authenticated: RefCell<VecDeque<FakeValue>>,
    ceremonies: RefCell<Vec<String>>,
}

type TimerSlot = RefCell<Option<Box<dyn FnOnce()>>>;
type Listener = Box<dyn Fn(PageEvent<FakeValue>)>;

/// A timer; dropping it cancels it.
pub struct FakeTimer(#[allow(dead_code)] Rc<TimerSlot>);

/// Listeners; dropping it removes them.
pub struct FakeWatch(#[allow(dead_code)] Rc<Listener>);

/// A request that the client has sent.
#[derive(Clone)]
pub struct FakeRequest {
    /// The address.
    pub url: String,
    /// What `fetch` was given as second argument.
    pub init: FakeValue,
    /// What it waits for.
    pub answer: Promise,
}

impl Default for Inner {
    fn default() -> Self {
        Self {
            now: Cell::new(1_700_000_000_000.0),
            tasks: Tasks::default(),
            timers: RefCell::default(),
            answers: RefCell::default(),
            requests: RefCell::default(),
            is_page: Cell::new(true),
            is_online: Cell::new(true),
            listeners: RefCell::default(),
            posts: RefCell::default(),
            visited: RefCell::default(),
            authenticated: RefCell::default(),
            ceremonies: RefCell::default(),
        }
    }
}

impl FakeEnvironment {
    /// A visible page that is online, with a server that answers nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// A server: no page.
    pub fn without_page() -> Self {
        let environment = Self::default();
        environment.0.is_page.set(false);
        environment
    }

    /// Answers the next request that has no answer yet with a status and a JSON text.
    pub fn answer(&self, status: u16, body: &str) {
        self.answer_with(Self::response(status, body));
    }

    /// Answers the next request with any value.
    pub fn answer_with(&self, response: FakeValue) {
        self.0.answers.borrow_mut().push_back(response);
    }

    /// A response with a JSON body.
    pub fn response(status: u16, body: &str) -> FakeValue {
        let text = FakeValue::from_text(body);
        let content_type = FakeValue::object()
            .with("content-type", FakeValue::from_text("application/json; charset=utf-8"));
        FakeValue::object()
            .with("status", FakeValue::Number(status.into()))
            .with("statusText", FakeValue::from_text(if status < 400 { "OK" } else { "Refused" }))
            .with("ok", FakeValue::Bool((200..300).contains(&status)))
            .with(
                "headers",
                FakeValue::new("Headers", &[&content_type]).unwrap_or(FakeValue::Undefined),
            )
            .with("text", FakeValue::function(move |_| Ok(text.clone())))
    }

    /// Runs what can run.
    pub fn run(&self) {
        self.0.tasks.run();
    }

    /// Lets time pass, with the timers in their order.
    pub fn advance(&self, ms: f64) {
        self.run();
        let end = self.0.now.get() + ms;
        while let Some((due, slot)) = self.next_timer(end) {
            self.0.now.set(due);
            let then = slot.borrow_mut().take();
            if let Some(then) = then {
                then();
            }
            self.run();
        }
        self.0.now.set(end);
    }

    /// Runs a future to its end; `None` when it waits for something that does not come.
    pub fn run_until<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let mut future = pin!(future);
        let waker = self.0.tasks.waker();
        let mut context = Context::from_waker(&waker);
        loop {
            if let Poll::Ready(result) = future.as_mut().poll(&mut context) {
                return Some(result);
            }
            if !self.0.tasks.was_woken() {
                return None;
            }
            self.run();
        }
    }

    /// Runs a future to its end.
    ///
    /// # Panics
    /// When it waits for something that does not come.
    #[allow(clippy::expect_used)]
    pub fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.run_until(future).expect("the future waits for something that does not come")
    }

    /// The requests so far, each as method and address.
    pub fn sent(&self) -> Vec<String> {
        let line = |request: &FakeRequest| {
            [&request.init.get("method").to_text(), " ", request.url.as_str()].concat()
        };
        self.0.requests.borrow().iter().map(line).collect()
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<FakeRequest> {
        self.0.requests.borrow().clone()
    }

    /// How many requests wait for an answer and were not aborted.
    pub fn in_flight(&self) -> usize {
        let is_open = |request: &&FakeRequest| {
            !request.init.get("signal").has("aborted")
                && self.run_until(request.answer.clone().settled()).is_none()
        };
        self.requests().iter().filter(is_open).count()
    }

    /// Goes on- or offline, as the page would hear it.
    pub fn set_online(&self, online: bool) {
        self.0.is_online.set(online);
        self.emit(&if online { PageEvent::Online } else { PageEvent::Offline });
    }

    /// Lets something happen to the page.
    pub fn emit(&self, event: &PageEvent<FakeValue>) {
        for listener in self.listeners() {
            listener(event.clone());
        }
        self.run();
    }

    /// Lets a message of another tab arrive.
    pub fn receive(&self, via: Via, text: &str) {
        let content = FakeValue::json(text);
        let message = TabMessage { via, content };
        self.emit(&PageEvent::Message(message));
    }

    /// How many listeners the page has.
    pub fn listener_count(&self) -> usize {
        self.listeners().len()
    }

    /// What was sent to other tabs.
    pub fn posts(&self) -> Vec<String> {
        self.0.posts.borrow().clone()
    }

    /// Where the page was sent.
    pub fn visited(&self) -> Vec<String> {
        self.0.visited.borrow().clone()
    }

    /// Lets the user agree to the next ceremony of WebAuthn, which gives this JSON. Without it the
    /// user declines.
    pub fn authenticate(&self, response: &str) {
        self.0.authenticated.borrow_mut().push_back(FakeValue::json(response));
    }

    /// The ceremonies so far, each as `create` or `get`, its mediation and its options.
    pub fn ceremonies(&self) -> Vec<String> {
        self.0.ceremonies.borrow().clone()
    }

    pub(super) fn note_ceremony(&self, ceremony: String) {
        self.0.ceremonies.borrow_mut().push(ceremony);
    }

    pub(super) fn next_ceremony(&self) -> Option<FakeValue> {
        self.0.authenticated.borrow_mut().pop_front()
    }

    /// As `fetch(url, init)`.
    pub(super) fn fetch(&self, url: &FakeValue, init: &FakeValue) -> Promise {
        let request =
            FakeRequest { url: url.to_text(), init: init.copy(), answer: Promise::default() };
        let answer = request.answer.clone();
        if let Some(response) = self.0.answers.borrow_mut().pop_front() {
            answer.settle(Ok(response));
        }
        let aborted = answer.clone();
        let on_abort = FakeValue::function(move |_| {
            aborted.settle(Err(FakeValue::error("Error", "aborted")));
            Ok(FakeValue::Undefined)
        });
        init.get("signal").set("onabort", &on_abort);
        self.0.requests.borrow_mut().push(request);
        answer
    }

    fn listeners(&self) -> Vec<Rc<Listener>> {
        self.0.listeners.borrow().iter().filter_map(Weak::upgrade).collect()
    }

    fn next_timer(&self, end: f64) -> Option<(f64, Rc<TimerSlot>)> {
        let mut timers = self.0.timers.borrow_mut();
        timers.retain(|(_, slot)| slot.upgrade().is_some_and(|slot| slot.borrow().is_some()));
        let mut due: Vec<_> = timers.iter().filter(|(due, _)| *due <= end).cloned().collect();
        due.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        due.into_iter().find_map(|(due, slot)| Some((due, slot.upgrade()?)))
    }
}

impl Clock for FakeEnvironment {
    type Timer = FakeTimer;

    fn now(&self) -> f64 {
        self.0.now.get()
    }

    fn timer(&self, delay: f64, then: impl FnOnce() + 'static) -> FakeTimer {
        let slot: Rc<TimerSlot> = Rc::new(RefCell::new(Some(Box::new(then))));
        self.0.timers.borrow_mut().push((self.now() + delay, Rc::downgrade(&slot)));
        FakeTimer(slot)
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.0.tasks.push(task);
    }
}

impl Page for FakeEnvironment {
    type Watch = FakeWatch;

    fn is_page(&self) -> bool {
        self.0.is_page.get()
    }

    fn is_online(&self) -> bool {
        self.0.is_online.get()
    }

    fn watch(&self, event: impl Fn(PageEvent<FakeValue>) + 'static) -> FakeWatch {
        let listener: Rc<Listener> = Rc::new(Box::new(event));
        self.0.listeners.borrow_mut().push(Rc::downgrade(&listener));
        FakeWatch(listener)
    }

    fn navigate(&self, url: &FakeValue) {
        self.0.visited.borrow_mut().push(url.to_text());
    }

    fn scheme(&self, url: &FakeValue) -> Option<String> {
        FakeValue::new("URL", &[url]).ok()?.get("protocol").as_text()
    }
}

impl Tabs for FakeEnvironment {
    fn post(&self, trigger: &str, _watch: Option<&FakeWatch>) {
        let random = FakeValue::global("Math").ask("random", &FakeValue::Undefined);
        let message = FakeValue::object()
            .with("event", FakeValue::from_text("session"))
            .with("data", FakeValue::object().with("trigger", FakeValue::from_text(trigger)))
            .with("clientId", FakeValue::from_text(random.to_text().trim_start_matches("0.")))
            .with("timestamp", FakeValue::Number((self.now() / 1000.0).trunc()))
            .with("channel", FakeValue::Bool(true));
        self.0.posts.borrow_mut().push(message.to_json().unwrap_or_default());
    }
}
