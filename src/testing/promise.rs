//! A promise of the fake host.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use super::FakeValue;

type Settled = Result<FakeValue, FakeValue>;

/// A value that is there now, or later.
#[derive(Clone, Default)]
pub struct Promise(Rc<RefCell<(Option<Settled>, Vec<Waker>)>>);

impl Promise {
    /// Settles it; a second time is ignored.
    pub fn settle(&self, result: Settled) {
        let wakers = {
            let mut state = self.0.borrow_mut();
            state.0.get_or_insert(result);
            std::mem::take(&mut state.1)
        };
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Waits for it.
    pub async fn settled(self) -> Settled {
        poll_fn(|context| {
            let mut state = self.0.borrow_mut();
            if let Some(result) = &state.0 {
                return Poll::Ready(result.clone());
            }
            state.1.push(context.waker().clone());
            Poll::Pending
        })
        .await
    }
}
