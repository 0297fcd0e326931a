//! Runs tasks on the calling thread, as far as they get.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};

/// Tasks that wait for their turn.
#[derive(Default)]
pub(super) struct Tasks {
    tasks: RefCell<Vec<Pin<Box<dyn Future<Output = ()>>>>>,
    woken: Arc<Woken>,
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Tasks {
    pub(super) fn push(&self, task: impl Future<Output = ()> + 'static) {
        self.tasks.borrow_mut().push(Box::pin(task));
        self.woken.0.store(true, Ordering::Relaxed);
    }

    /// Polls all tasks until none of them gets any further.
    pub(super) fn run(&self) {
        while self.woken.0.swap(false, Ordering::Relaxed) {
            let waker = Waker::from(self.woken.clone());
            let mut context = Context::from_waker(&waker);
            // A task may push others: the list is free while they are polled.
            let mut tasks = self.tasks.take();
            tasks.retain_mut(|task| task.as_mut().poll(&mut context).is_pending());
            let mut rest = self.tasks.borrow_mut();
            tasks.append(&mut rest);
            *rest = tasks;
        }
    }

    pub(super) fn waker(&self) -> Waker {
        Waker::from(self.woken.clone())
    }

    pub(super) fn was_woken(&self) -> bool {
        self.woken.0.load(Ordering::Relaxed)
    }
}
