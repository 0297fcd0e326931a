//! When to ask for the session: a pure function of state, event and time.

/// How long after an answer a new mount needs none, in milliseconds.
pub const FRESH_FOR: f64 = 1000.0;
/// How long a session that came with the page counts as fresh, in milliseconds.
pub const SNAPSHOT_FRESH_FOR: f64 = 30_000.0;
/// The least time between two requests that focus, network or interval cause, in milliseconds.
pub const BACKGROUND_LIMIT: f64 = 5000.0;

/// What the application chose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RefreshOptions {
    /// Milliseconds between two polls; 0 for none.
    pub interval: f64,
    /// Whether to ask when the page becomes visible.
    pub on_focus: bool,
    /// Whether to ask in the background although the host says that it is offline.
    pub when_offline: bool,
}

impl Default for RefreshOptions {
    fn default() -> Self {
        Self { interval: 0.0, on_focus: true, when_offline: false }
    }
}

/// Something that may call for a request. Times are milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// The first subscriber came.
    Mounted {
        /// Whether the host is online.
        online: bool,
    },
    /// The last subscriber left, some time ago.
    Unmounted,
    /// The application asks.
    Refetch,
    /// A call of this client may have changed the session.
    Changed,
    /// A call of this client has ended the session.
    Ended,
    /// Another tab may have changed the session.
    PeerChanged,
    /// The page became visible.
    Visible,
    /// The network came back.
    Online,
    /// The network went away.
    Offline,
    /// The interval is over.
    Poll {
        /// Whether there is a session to keep.
        has_session: bool,
    },
    /// The request that [`Action::Fetch`] asked for is leaving now.
    Sent,
    /// That request was answered.
    Settled {
        /// Until when the answer holds; `None` for a failure.
        expires_at: Option<f64>,
    },
    /// The application asked the server itself, or the answer came with the page.
    Learned {
        /// How long it counts as fresh, in milliseconds.
        fresh_for: f64,
        /// Until when the answer holds.
        expires_at: f64,
    },
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Nothing; a request that is under way goes on.
    Nothing,
    /// Give up the request that is under way.
    Cancel,
    /// Give up what is under way, and ask.
    Fetch {
        /// Whether the application should see that a request is under way.
        visibly: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flight {
    None,
    /// It leaves as soon as the host has time: whoever asks now is served by it.
    Scheduled,
    Sent,
}

/// The scheduler: every cause of a request goes through [`Policy::step`].
#[derive(Debug)]
pub struct Policy {
    options: RefreshOptions,
    mounted: bool,
    online: bool,
    flight: Flight,
    fresh_until: f64,
    last_background: f64,
    revision: u32,
}

impl Policy {
    /// A scheduler that has seen nothing.
    pub const fn new(options: RefreshOptions) -> Self {
        Self {
            options,
            mounted: false,
            online: true,
            flight: Flight::None,
            fresh_until: 0.0,
            last_background: f64::NEG_INFINITY,
            revision: 0,
        }
    }

    /// Counts the changes of the session: an answer to a question from before the last change
    /// says nothing.
    pub const fn revision(&self) -> u32 {
        self.revision
    }

    /// Whether anybody is subscribed.
    pub const fn is_mounted(&self) -> bool {
        self.mounted
    }

    /// The milliseconds between two polls, when there are any.
    pub fn interval(&self) -> Option<f64> {
        (self.mounted && self.options.interval > 0.0).then_some(self.options.interval)
    }

    /// Takes an event.
    pub fn step(&mut self, event: Event, now: f64) -> Action {
        match event {
            Event::Mounted { online } => {
                self.mounted = true;
                self.online = online;
                if now < self.fresh_until { Action::Nothing } else { self.join(true) }
            }
            Event::Unmounted => {
                self.mounted = false;
                self.last_background = f64::NEG_INFINITY;
                Action::Nothing
            }
            Event::Refetch => self.restart(true),
            Event::Changed => {
                self.invalidate();
                if self.mounted || self.flight != Flight::None {
                    self.restart(false)
                } else {
                    Action::Nothing
                }
            }
            Event::Ended => {
                self.invalidate();
                self.fresh_until = now + FRESH_FOR;
                self.flight = Flight::None;
                Action::Cancel
            }
            Event::PeerChanged if self.may_ask() => {
                self.invalidate();
                self.restart(false)
            }
            Event::Visible if self.options.on_focus => self.background(now),
            Event::Online => {
                self.online = true;
                self.background(now)
            }
            Event::Offline => {
                self.online = false;
                Action::Nothing
            }
            Event::Poll { has_session: true } if self.may_ask() => {
                self.last_background = now;
                self.join(false)
            }
            Event::PeerChanged | Event::Visible | Event::Poll { .. } => Action::Nothing,
            Event::Sent => {
                self.flight = Flight::Sent;
                Action::Nothing
            }
            Event::Settled { expires_at } => {
                self.flight = Flight::None;
                if let Some(expires_at) = expires_at {
                    self.fresh_until = expires_at.min(now + FRESH_FOR);
                }
                Action::Nothing
            }
            Event::Learned { fresh_for, expires_at } => {
                self.fresh_until = expires_at.min(now + fresh_for);
                Action::Nothing
            }
        }
    }

    fn may_ask(&self) -> bool {
        self.mounted && (self.online || self.options.when_offline)
    }

    fn invalidate(&mut self) {
        self.revision = self.revision.wrapping_add(1);
        self.fresh_until = 0.0;
    }

    /// Focus and network share one limit.
    fn background(&mut self, now: f64) -> Action {
        // A clock that was set back must not silence the client.
        let elapsed = (now - self.last_background).abs();
        if !self.may_ask() || elapsed < BACKGROUND_LIMIT {
            return Action::Nothing;
        }
        self.last_background = now;
        self.join(false)
    }

    /// An answer that is under way is as good as a new one.
    fn join(&mut self, visibly: bool) -> Action {
        if self.flight == Flight::None { self.restart(visibly) } else { Action::Nothing }
    }

    /// An answer that is under way may be older than the cause.
    fn restart(&mut self, visibly: bool) -> Action {
        self.fresh_until = 0.0;
        self.flight = Flight::Scheduled;
        Action::Fetch { visibly }
    }
}
