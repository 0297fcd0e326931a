//! What holds for the scheduler whatever happens, in whatever order.

use proptest::prelude::*;
use signet_auth::session::RefreshOptions;
use signet_auth::session::refresh::{Action, BACKGROUND_LIMIT, Event, FRESH_FOR, Policy};

fn events() -> impl Strategy<Value = Vec<(Event, f64)>> {
    let event = prop_oneof![
        any::<bool>().prop_map(|online| Event::Mounted { online }),
        Just(Event::Unmounted),
        Just(Event::Refetch),
        Just(Event::Changed),
        Just(Event::Ended),
        Just(Event::PeerChanged),
        Just(Event::Visible),
        Just(Event::Online),
        Just(Event::Offline),
        any::<bool>().prop_map(|has_session| Event::Poll { has_session }),
        Just(Event::Sent),
        any::<bool>()
            .prop_map(|fresh| Event::Settled { expires_at: fresh.then_some(f64::INFINITY) }),
        Just(Event::Learned { fresh_for: FRESH_FOR, expires_at: f64::INFINITY }),
    ];
    prop::collection::vec((event, 0.0..8000.0), 0..60)
}

/// A driver as the store is one, which counts what is under way.
struct Driver {
    policy: Policy,
    scheduled: bool,
    sent: bool,
}

impl Driver {
    /// Takes an event unless it could not happen now.
    fn take(&mut self, event: Event, now: f64) -> Action {
        match event {
            Event::Sent if !self.scheduled => return Action::Nothing,
            Event::Settled { .. } if !self.sent => return Action::Nothing,
            _ => {}
        }
        let action = self.policy.step(event, now);
        match (event, action) {
            (Event::Sent, _) => (self.scheduled, self.sent) = (false, true),
            (Event::Settled { .. }, _) => self.sent = false,
            (_, Action::Cancel) => (self.scheduled, self.sent) = (false, false),
            (_, Action::Fetch { .. }) => (self.scheduled, self.sent) = (true, false),
            _ => {}
        }
        action
    }
}

proptest! {
    #[test]
    fn background_causes_never_ask_unmounted_or_offline_nor_more_often_than_the_limit(
        events in events(),
        when_offline in any::<bool>(),
    ) {
        let options = RefreshOptions { when_offline, ..RefreshOptions::default() };
        let mut driver = Driver { policy: Policy::new(options), scheduled: false, sent: false };
        let (mut now, mut mounted, mut online, mut last) = (1e12, false, true, f64::NEG_INFINITY);
        for (event, wait) in events {
            now += wait;
            match event {
                Event::Mounted { online: is_online } => (mounted, online) = (true, is_online),
                Event::Unmounted => (mounted, last) = (false, f64::NEG_INFINITY),
                Event::Online => online = true,
                Event::Offline => online = false,
                _ => {}
            }
            let was_under_way = driver.scheduled || driver.sent;
            let asks = matches!(driver.take(event, now), Action::Fetch { .. });
            if matches!(event, Event::Visible | Event::Online | Event::PeerChanged | Event::Poll { .. })
                && asks
            {
                prop_assert!(mounted && (online || when_offline));
                if event != Event::PeerChanged {
                    prop_assert!(!was_under_way, "joins what is under way");
                }
                if matches!(event, Event::Visible | Event::Online) {
                    prop_assert!(now - last >= BACKGROUND_LIMIT);
                    last = now;
                }
            }
        }
    }

    #[test]
    fn one_request_at_most_is_wanted_at_a_time(events in events()) {
        let mut driver =
            Driver { policy: Policy::new(RefreshOptions::default()), scheduled: false, sent: false };
        let mut now = 1e12;
        for (event, wait) in events {
            now += wait;
            driver.take(event, now);
            prop_assert!(!(driver.scheduled && driver.sent));
        }
    }

    #[test]
    fn a_change_makes_every_earlier_answer_void(events in events()) {
        let mut driver =
            Driver { policy: Policy::new(RefreshOptions::default()), scheduled: false, sent: false };
        let mut now = 1e12;
        for (event, wait) in events {
            now += wait;
            let (before, was_sent) = (driver.policy.revision(), driver.sent);
            driver.take(event, now);
            if matches!(event, Event::Changed | Event::Ended) {
                prop_assert_ne!(driver.policy.revision(), before);
                prop_assert!(!(was_sent && driver.sent), "the old request was given up");
            }
        }
    }

    #[test]
    fn a_mount_asks_exactly_when_nothing_fresh_is_known(age in 0.0..3000.0, ok in any::<bool>()) {
        let mut policy = Policy::new(RefreshOptions::default());
        policy.step(Event::Refetch, 1e12);
        policy.step(Event::Sent, 1e12);
        policy.step(Event::Settled { expires_at: ok.then_some(f64::INFINITY) }, 1e12);
        let asks = policy.step(Event::Mounted { online: true }, 1e12 + age) != Action::Nothing;
        prop_assert_eq!(asks, !ok || age >= FRESH_FOR);
    }
}

#[test]
fn an_answer_is_not_fresh_beyond_the_session() {
    let mut policy = Policy::new(RefreshOptions::default());
    policy.step(Event::Refetch, 1000.0);
    policy.step(Event::Settled { expires_at: Some(1500.0) }, 1000.0);
    let asks = policy.step(Event::Mounted { online: true }, 1500.0);
    assert_eq!(asks, Action::Fetch { visibly: true });
}

#[test]
fn a_clock_that_was_set_back_does_not_silence_the_client() {
    let mut policy = Policy::new(RefreshOptions::default());
    policy.step(Event::Mounted { online: true }, 1e12);
    policy.step(Event::Settled { expires_at: None }, 1e12);
    policy.step(Event::Visible, 1e12);
    policy.step(Event::Settled { expires_at: None }, 1e12);
    assert_eq!(policy.step(Event::Visible, 1e11), Action::Fetch { visibly: false });
}
