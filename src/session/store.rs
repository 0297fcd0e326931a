//! Does what the policy says: sends, keeps, publishes.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use futures_signals::signal::Mutable;

use super::peers::{self, Trigger};
use super::refresh::{Action, Event, FRESH_FOR, Policy, RefreshOptions, SNAPSHOT_FRESH_FOR};
use super::state::{Answer, SessionState};
use crate::environment::{Environment, PageEvent, Value};
use crate::request::Requests;

/// How long listeners stay after the last subscriber left, in milliseconds: long enough for a
/// framework that takes a tree down to put it up again.
const UNMOUNT_DELAY: f64 = 1000.0;

/// Hears of each change.
pub type Subscriber<V> = Rc<dyn Fn(&SessionState<V>)>;

/// The session of one client.
///
/// No borrow is held while foreign code runs: a subscriber may call anything.
pub struct Store<E: Environment> {
    environment: E,
    requests: Rc<Requests<E>>,
    state: Mutable<SessionState<E::Value>>,
    policy: RefCell<Policy>,
    flight: RefCell<Option<Flight<E::Value>>>,
    flights: Cell<u32>,
    settled: Cell<u32>,
    waiting: RefCell<Vec<Waker>>,
    subscriber: Option<Subscriber<E::Value>>,
    watch: RefCell<Option<E::Watch>>,
    poll_timer: RefCell<Option<E::Timer>>,
    unmount_timer: RefCell<Option<E::Timer>>,
    hydrated: Cell<bool>,
}

struct Flight<V> {
    id: u32,
    /// An `AbortController`.
    abort: V,
    query: V,
    sent: bool,
}

impl<E: Environment> Store<E> {
    /// A store that knows nothing. `subscriber` is called after each change.
    pub fn new(
        environment: E,
        requests: Rc<Requests<E>>,
        options: RefreshOptions,
        subscriber: Option<Subscriber<E::Value>>,
    ) -> Rc<Self> {
        Rc::new(Self {
            environment,
            requests,
            state: Mutable::new(SessionState::unknown()),
            policy: RefCell::new(Policy::new(options)),
            flight: RefCell::new(None),
            flights: Cell::new(0),
            settled: Cell::new(0),
            waiting: RefCell::new(Vec::new()),
            subscriber,
            watch: RefCell::new(None),
            poll_timer: RefCell::new(None),
            unmount_timer: RefCell::new(None),
            hydrated: Cell::new(false),
        })
    }

    /// What is known, as a signal.
    pub const fn state(&self) -> &Mutable<SessionState<E::Value>> {
        &self.state
    }

    /// Counts the changes of the session.
    pub fn revision(&self) -> u32 {
        self.policy.borrow().revision()
    }

    /// The first subscriber came.
    pub fn mount(self: &Rc<Self>) {
        self.unmount_timer.borrow_mut().take();
        if self.policy.borrow().is_mounted() || !self.environment.is_page() {
            return;
        }
        let weak = Rc::downgrade(self);
        let watch = self.environment.watch(move |event| {
            if let Some(store) = weak.upgrade() {
                store.page_event(&event);
            }
        });
        *self.watch.borrow_mut() = Some(watch);
        self.step(Event::Mounted { online: self.environment.is_online() });
        self.arm_poll();
    }

    /// The last subscriber left.
    pub fn unmount(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let timer = self.environment.timer(UNMOUNT_DELAY, move || {
            if let Some(store) = weak.upgrade() {
                store.step(Event::Unmounted);
                store.poll_timer.borrow_mut().take();
                store.watch.borrow_mut().take();
            }
        });
        *self.unmount_timer.borrow_mut() = Some(timer);
    }

    /// Asks for the session now, with query parameters for this time; ends when the answer is in
    /// the store. Failures end up there, too.
    pub async fn refetch(self: &Rc<Self>, query: &E::Value) {
        self.fetch_with(Event::Refetch, query);
        self.settled().await;
    }

    /// A call may have changed the session; ends when a mounted store has the new one.
    pub async fn changed(self: &Rc<Self>) {
        self.step(Event::Changed);
        self.settled().await;
    }

    /// Like [`Self::changed`], without waiting.
    pub fn notify(self: &Rc<Self>) {
        self.step(Event::Changed);
    }

    /// The session has ended: nobody is signed in from here on.
    pub fn ended(self: &Rc<Self>) {
        self.step(Event::Ended);
        if self.environment.is_page() {
            self.commit(|state| state.known(&E::Value::null()));
        }
    }

    /// Takes the answer to a question that was asked beside the store, at the given revision.
    pub fn learn(self: &Rc<Self>, answer: &Answer<E::Value>, revision: u32) {
        if self.revision() == revision && self.environment.is_page() {
            self.commit(|state| state.answered(answer));
            if !matches!(answer, Answer::Failed(_)) {
                self.learned(FRESH_FOR);
            }
        }
    }

    /// Takes the session that came with the page, once: a second one, or one after an answer of
    /// the server, is ignored. A known absence (`null`) is taken by [`Self::begin_with`] only.
    pub fn hydrate(self: &Rc<Self>, session: &E::Value) {
        if session.is_present()
            && !self.hydrated.replace(true)
            && !self.state.lock_ref().data.is_present()
        {
            self.begin_with(session);
        }
    }

    /// Takes the session, or its known absence, that the client was created with.
    pub fn begin_with(self: &Rc<Self>, session: &E::Value) {
        if self.environment.is_page() {
            self.hydrated.set(true);
            self.commit(|state| state.known(session));
            self.learned(SNAPSHOT_FRESH_FOR);
        }
    }

    /// Tells the other tabs.
    pub fn broadcast(&self, trigger: Trigger) {
        if self.environment.is_page() {
            self.environment.post(trigger.as_str(), self.watch.borrow().as_ref());
        }
    }

    fn learned(self: &Rc<Self>, fresh_for: f64) {
        let expires_at = self.state.lock_ref().expires_at();
        self.step(Event::Learned { fresh_for, expires_at });
    }

    fn page_event(self: &Rc<Self>, event: &PageEvent<E::Value>) {
        self.step(match event {
            PageEvent::Visible => Event::Visible,
            PageEvent::Online => Event::Online,
            PageEvent::Offline => Event::Offline,
            PageEvent::Message(message) if peers::says_changed(message) => Event::PeerChanged,
            PageEvent::Message(_) => return,
        });
    }

    fn arm_poll(self: &Rc<Self>) {
        let Some(interval) = self.policy.borrow().interval() else { return };
        let weak = Rc::downgrade(self);
        let timer = self.environment.timer(interval, move || {
            if let Some(store) = weak.upgrade() {
                let has_session = store.state.lock_ref().data.is_present();
                store.step(Event::Poll { has_session });
                store.arm_poll();
            }
        });
        *self.poll_timer.borrow_mut() = Some(timer);
    }

    fn step(self: &Rc<Self>, event: Event) {
        self.fetch_with(event, &E::Value::undefined());
    }

    fn fetch_with(self: &Rc<Self>, event: Event, query: &E::Value) {
        let action = self.policy.borrow_mut().step(event, self.environment.now());
        match action {
            Action::Nothing => {}
            Action::Cancel => {
                self.cancel();
                self.wake();
            }
            Action::Fetch { visibly } => {
                self.schedule(query);
                self.commit(|state| state.asked(visibly));
            }
        }
    }

    /// Begins a request as soon as the host has time, so that all who ask in one go share it.
    fn schedule(self: &Rc<Self>, query: &E::Value) {
        if let Some(flight) = self.flight.borrow_mut().as_mut().filter(|flight| !flight.sent) {
            if query.is_present() {
                flight.query = query.clone();
            }
            return;
        }
        self.cancel();
        let id = self.flights.get().wrapping_add(1);
        self.flights.set(id);
        let flight =
            Flight { id, abort: self.environment.controller(), query: query.clone(), sent: false };
        *self.flight.borrow_mut() = Some(flight);
        self.environment.spawn(self.clone().fly(id));
    }

    async fn fly(self: Rc<Self>, id: u32) {
        let (query, abort) = {
            let mut flight = self.flight.borrow_mut();
            let Some(flight) = flight.as_mut().filter(|flight| flight.id == id) else { return };
            flight.sent = true;
            (flight.query.clone(), flight.abort.clone())
        };
        self.step(Event::Sent);
        let (answer, is_fresh) = self.requests.session(&query, &abort).await;
        if self.flight.borrow().as_ref().is_none_or(|flight| flight.id != id) {
            return;
        }
        // Everything is settled before a subscriber hears of it: it may ask again at once.
        self.flight.borrow_mut().take();
        let next = self.state.lock_ref().answered(&answer);
        let answered = is_fresh && !matches!(answer, Answer::Failed(_));
        self.step(Event::Settled { expires_at: answered.then(|| next.expires_at()) });
        self.commit(move |_| next);
        self.wake();
    }

    fn cancel(&self) {
        let flight = self.flight.borrow_mut().take();
        if let Some(flight) = flight {
            // Without a controller the host can't end requests, and the answer is ignored anyway.
            flight.abort.ask("abort", &E::Value::undefined());
        }
    }

    fn commit(&self, change: impl FnOnce(&SessionState<E::Value>) -> SessionState<E::Value>) {
        let old = self.state.get_cloned();
        let new = change(&old);
        if new.same(&old) {
            return;
        }
        self.state.set(new.clone());
        if let Some(subscriber) = &self.subscriber {
            subscriber(&new);
        }
    }

    fn wake(&self) {
        self.settled.set(self.settled.get().wrapping_add(1));
        for waker in self.waiting.take() {
            waker.wake();
        }
    }

    /// Ends when the request that is under way has an answer, or has been overtaken by one.
    async fn settled(&self) {
        let before = self.settled.get();
        if self.flight.borrow().is_none() {
            return;
        }
        poll_fn(|context| {
            if self.settled.get() != before {
                return Poll::Ready(());
            }
            self.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}
